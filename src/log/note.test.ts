/**
 * Vectors: golang.org/x/mod/sumdb/note (note_test.go: PeterNeumann, EnochRoot), and the transparency-dev/formats keys of other types.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import {
  ed25519Key, formatNote, formatSignatureLine, formatVerifierKey, noteSignaturesMax, parseNote, parseSignatureLines, parseVerifierKey, signText, verifierKey,
  verifyNote, withSignatures, type KnownKey, type SignedNote,
} from './note.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const peterKey = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
/** The seed in Go's `PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz`, after its type byte. */
const peterSeed = new Uint8Array(Buffer.from('AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz', 'base64').subarray(1));
const enochKey = 'EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop';
const text = 'If you think cryptography is the answer to your problem,\nthen you don\'t know what your problem is.\n';
const peterLine = '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';
const enochLine = '— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n';

function known(vkey: string): KnownKey {
  const key = parseVerifierKey(hasher, vkey);
  assert.ok(key.ok);
  return ed25519Key(verifier, key.value);
}

function parsed(message: string): SignedNote {
  const note = parseNote(message);
  assert.ok(note.ok, note.ok ? '' : note.problem.detail);
  return note.value;
}

/** Names of those who signed, or the code of what is wrong. */
function opened(message: string, ...keys: readonly KnownKey[]): string {
  const note = parseNote(message);
  const verified = note.ok ? verifyNote(note.value, keys) : note;
  return verified.ok ? verified.value.verified.map(({ name }) => name).join(' ') : verified.problem.code;
}

test('Go\'s published note is signed byte for byte', () => {
  const note = formatNote({ text, signatures: [signText(hasher, createSealer(peterSeed), 'PeterNeumann', text)] });
  assert.equal(note, `${text}\n${peterLine}`);
});

test('Go\'s published signatures hold, one known or both', () => {
  const message = `${text}\n${peterLine}${enochLine}`;
  assert.equal(opened(message, known(peterKey)), 'PeterNeumann');
  assert.equal(opened(message, known(enochKey), known(peterKey)), 'PeterNeumann EnochRoot');
  const verified = verifyNote(parsed(message), [known(peterKey)]);
  assert.ok(verified.ok);
  assert.equal(verified.value.text, text);
  assert.deepEqual(verified.value.unknown.map(formatSignatureLine), [enochLine]);
});

test('a note without a known key, with a changed text or a changed signature is refused', () => {
  const message = `${text}\n${peterLine}`;
  assert.equal(opened(message), 'not_signed');
  assert.equal(opened(message, known(enochKey)), 'not_signed');
  assert.equal(opened(message.replace('answer', 'Answer'), known(peterKey)), 'bad_signature');
  assert.equal(opened(message.replace('ZJkuBS', 'ZJkuBT'), known(peterKey)), 'bad_signature');
  assert.equal(opened(`${text}\n${peterLine.slice(0, 60)}ABCD${peterLine.slice(60)}`, known(peterKey)), 'bad_signature', 'of another length');
});

test('one failing signature of a known key spoils the whole note', () => {
  const message = `${text}\n${peterLine}${enochLine.replace('eBzmZa0', 'eBzmZa1')}`;
  assert.equal(opened(message, known(peterKey)), 'PeterNeumann');
  assert.equal(opened(message, known(peterKey), known(enochKey)), 'bad_signature');
});

test('who shares only the name or only the ID with a known key is unknown', () => {
  const [, enochId] = enochKey.split('+');
  assert.equal(opened(`${text}\n${peterLine.replace('PeterNeumann', 'Peter')}`, known(peterKey)), 'not_signed');
  assert.equal(opened(`${text}\n${peterLine}`, { ...known(peterKey), keyId: enochId ?? '' }), 'not_signed');
});

test('a second signature by the same key counts once', () => {
  assert.equal(opened(`${text}\n${peterLine}${peterLine}${enochLine}${enochLine}`, known(peterKey)), 'PeterNeumann');
});

test('a hundred signatures are read, and no more', () => {
  assert.equal(opened(`${text}\n${enochLine.repeat(noteSignaturesMax - 1)}${peterLine}`, known(peterKey)), 'PeterNeumann');
  assert.equal(opened(`${text}\n${enochLine.repeat(noteSignaturesMax)}${peterLine}`, known(peterKey)), 'malformed');
});

test('sixteen post-quantum signatures are read and carried through unchanged', () => {
  const line = (i: number): string => `— witness.example/${i} ${Buffer.alloc(4 + 8 + 2420, i).toString('base64')}\n`;
  const message = `${text}\n${peterLine}${Array.from({ length: 16 }, (_, i) => line(i)).join('')}`;
  assert.equal(opened(message, known(peterKey)), 'PeterNeumann');
  assert.equal(formatNote(parsed(message)), message);
});

test('the text ends at the last empty line', () => {
  assert.equal(parsed(`a\n\nb\n\n${peterLine}`).text, 'a\n\nb\n');
  assert.equal(parsed(`\n\n${peterLine}`).text, '\n');
});

test('what Go\'s package refuses as malformed', () => {
  const bad = [
    text, `${text}\n`, `${text}\n${peterLine.slice(0, -1)}`, `\u0001${text}\n${peterLine}`, `\ud800${text}\n${peterLine}`,
    `${text}\n${peterLine.replace('— ', '—')}`, `${text}\n${peterLine.replace('— ', '- ')}`, `${text}\n${peterLine.replace('Neumann', ' Neumann')}`,
    `${text}\n— Peter+Neumann x08go/ZJ\n`, `${text}\n— Peter\u2003Neumann x08go/ZJ\n`, `${text}\n—  x08go/ZJ\n`, `${text}\n— PeterNeumann\n`,
    `${text}\n— PeterNeumann x08gow==\n`, `${text}\n— PeterNeumann x08go!\n`, `${text}\n${peterLine}\n`, `${text}\n${peterLine}x\n`, `${text}${peterLine}`,
    `${text}\n${peterLine.slice(0, -1)}\r\n`, 'a'.repeat(1_000_001),
  ];
  for (const message of bad) assert.equal(opened(message, known(peterKey)), 'malformed', JSON.stringify(message));
});

test('signature lines alone, as a witness gives them', () => {
  const lines = parseSignatureLines(peterLine + enochLine);
  assert.ok(lines.ok);
  assert.deepEqual(lines.value.map(({ name, keyId, signature }) => [name, keyId, signature.length]), [['PeterNeumann', 'c74f20a3', 64], ['EnochRoot', 'af0cfe78', 64]]);
  for (const wrong of ['', '\n', peterLine.slice(0, -1), `${peterLine}\n`]) assert.equal(parseSignatureLines(wrong).ok, false, JSON.stringify(wrong));
});

test('added signatures come after those that are there, and replace the same key\'s', () => {
  const note = parsed(`${text}\n${peterLine.replace('ZJkuBS', 'ZJkuBT')}${enochLine}`);
  const added = parsed(`${text}\n${peterLine}`).signatures;
  assert.equal(formatNote(withSignatures(note, added)), `${text}\n${enochLine}${peterLine}`);
});

test('published keys are read and written', () => {
  const cosigner = 'remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'; // type 4, from transparency-dev/formats
  for (const vkey of [peterKey, enochKey, cosigner]) {
    const key = parseVerifierKey(hasher, vkey);
    assert.ok(key.ok, vkey);
    assert.equal(formatVerifierKey(key.value), vkey);
    assert.deepEqual(verifierKey(hasher, key.value.name, key.value.type, Buffer.from(key.value.publicKey).toString('base64')), key.value);
  }
});

test('every mangling of a key is refused', () => {
  const bad = ['PeterNeumann+cc469956+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWBADKEY==', // wrong length, with the ID adjusted: Go's test
    'PeterNeumann+C74F20A3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'a b+c74f20a3+AQ==', '+c74f20a3+ARpc'];
  for (let from = 0; from < peterKey.length; from++) bad.push(peterKey.slice(from + 1), peterKey.slice(0, from));
  for (let i = 0; i < peterKey.length; i++) bad.push(peterKey.slice(0, i) + String.fromCharCode(peterKey.charCodeAt(i) + 1) + peterKey.slice(i + 1));
  for (const vkey of bad) assert.equal(parseVerifierKey(hasher, vkey).ok, false, vkey);
});

test('a note that can\'t be read back is never written', () => {
  const { signatures } = parsed(`${text}\n${peterLine}`);
  assert.throws(() => formatNote({ text: 'no line feed', signatures }), { name: 'InvariantError' });
  assert.throws(() => formatNote({ text, signatures: [] }), { name: 'InvariantError' });
  assert.throws(() => signText(hasher, createSealer(peterSeed), 'a b', text), { name: 'InvariantError' });
  assert.throws(() => formatSignatureLine({ name: 'a+b', keyId: '00000000', signature: new Uint8Array(64) }), { name: 'InvariantError' });
  for (const key of ['not base64', 'AAAA']) assert.throws(() => verifierKey(hasher, 'a', 1, key), { name: 'InvariantError' });
});
