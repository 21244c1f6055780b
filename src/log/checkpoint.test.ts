/**
 * Vectors: golang.org/x/mod/sumdb/tlog (note_test.go), and a checkpoint that Go's checksum database published in January 2023.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.ts';
import { leafHash } from './merkle.ts';
import { ed25519Key, formatNote, parseNote, parseVerifierKey, signText, signatureTypes, verifierKey, withSignatures, type KnownKey } from './note.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const golden = 'go.sum database tree\n123456789012\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n';
const goldenHead: Checkpoint = { origin: 'go.sum database tree', size: 123_456_789_012, root: leafHash(hasher, 'hello world'), extensions: [] };
const published = `go.sum database tree
15067302
gJyioq6dwR9n+NjEWORfYmH+ubeYm3kH42BBQ0bTpYI=

— sum.golang.org Az3grp1rvWOs5NKlr/xR4GLN/CDyzzakmt1o61uSxYKpK1SerqOP2ClbX/peKUZjYnyomH5Xz7GZG3TpB7OeKn4E2ww=
`;

function known(vkey: string): KnownKey {
  const key = parseVerifierKey(hasher, vkey);
  assert.ok(key.ok);
  return ed25519Key(verifier, key.value);
}

const goSum = known('sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8');

test('Go\'s published tree is written and read', () => {
  assert.equal(formatCheckpoint(goldenHead), golden);
  assert.deepEqual(parseCheckpoint(golden), { ok: true, value: { ...goldenHead, root: new Uint8Array(goldenHead.root) } });
});

test('extension lines are kept, and the empty log has size 0', () => {
  const extended = parseCheckpoint(`${golden}one\ntwo\n`);
  assert.ok(extended.ok);
  assert.deepEqual(extended.value.extensions, ['one', 'two']);
  assert.equal(formatCheckpoint(extended.value), `${golden}one\ntwo\n`);
  const empty = parseCheckpoint('example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
  assert.equal(empty.ok && empty.value.size, 0);
  assert.equal(empty.ok && formatCheckpoint(empty.value), 'example.com/log\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n');
});

test('every other text is refused', () => {
  const root = 'TszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=';
  const bad = ['', '\n', 'a\n1\n', golden.slice(0, -1), `${golden}\n`, `\n1\n${root}\n`, `a\n\n${root}\n`, `a\n01\n${root}\n`, `a\n+1\n${root}\n`, `a\n-1\n${root}\n`,
    `a\n0xabcdef\n${root}\n`, `a\n 1\n${root}\n`, `a\n1.0\n${root}\n`, `a\n9007199254740992\n${root}\n`, `a\n12345678901234567\n${root}\n`, `a\n1\n${root.slice(0, -1)}\n`,
    `a\n1\n${root.slice(4)}\n`, `a\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb1=\n`, `a\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBTOOBIG=\n`, `a\n1\n${root} \n`,
    `a\r\n1\n${root}\n`, `a\n1\n${root}\nx\n\ny\n`, `a\u0000\n1\n${root}\n`];
  for (const text of bad) assert.equal(parseCheckpoint(text).ok, false, JSON.stringify(text));
});

test('what could not be read back is never written', () => {
  const wrong: Partial<Checkpoint>[] = [{ origin: '' }, { origin: 'a\nb' }, { size: -1 }, { size: 0.5 }, { size: 2 ** 53 }, { root: new Uint8Array(31) }, { extensions: [''] }];
  for (const change of wrong) assert.throws(() => formatCheckpoint({ ...goldenHead, ...change }), { name: 'InvariantError' }, JSON.stringify(change));
});

test('a checkpoint of Go\'s checksum database holds', () => {
  const opened = openCheckpoint(published, 'go.sum database tree', [goSum]);
  assert.ok(opened.ok);
  assert.equal(opened.value.checkpoint.size, 15_067_302);
  assert.deepEqual(opened.value.verified.map(({ keyId }) => keyId), ['033de0ae']);
});

test('a changed size, another origin, another log\'s key: each is refused with its code', () => {
  const open = (message: string, origin = 'go.sum database tree', keys = [goSum]): string => {
    const opened = openCheckpoint(message, origin, keys);
    return opened.ok ? 'ok' : opened.problem.code;
  };
  assert.equal(open(published), 'ok');
  assert.equal(open(published.replace('15067302', '15067303')), 'bad_signature');
  assert.equal(open(published, 'example.com/log'), 'wrong_log');
  assert.equal(open(published, undefined, []), 'not_signed');
  assert.equal(open(published.replace('15067302', '015067302')), 'malformed');
  assert.equal(open(golden), 'malformed');
});

test('our own checkpoint is signed under its origin; a cosigner\'s signature does not stand for the log\'s', () => {
  const log = createSealer(new Uint8Array(32).fill(1));
  const witness = createSealer(new Uint8Array(32).fill(2));
  const message = signCheckpoint(hasher, log, { origin: 'example.com/log', size: 1, root: leafHash(hasher, 'a') });
  const logKey = ed25519Key(verifier, verifierKey(hasher, 'example.com/log', signatureTypes.ed25519, log.publicKey));
  const witnessKey = ed25519Key(verifier, verifierKey(hasher, 'w.example', signatureTypes.ed25519, witness.publicKey));
  assert.ok(openCheckpoint(message, 'example.com/log', [logKey], [witnessKey]).ok);
  const note = parseNote(message);
  assert.ok(note.ok);
  const { text } = note.value;
  const onlyWitness = formatNote({ text, signatures: [signText(hasher, witness, 'w.example', text)] });
  const refused = openCheckpoint(onlyWitness, 'example.com/log', [logKey], [witnessKey]);
  assert.equal(!refused.ok && refused.problem.code, 'not_signed');
  const both = openCheckpoint(formatNote(withSignatures(note.value, [signText(hasher, witness, 'w.example', text)])), 'example.com/log', [logKey], [witnessKey]);
  assert.equal(both.ok && both.value.verified.length, 2);
});
