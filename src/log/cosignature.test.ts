/**
 * Vectors: the specification's own example, and a checkpoint of a public staging log of Certificate Transparency with the
 * cosignatures of public witnesses (May 2026).
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { openCheckpoint } from './checkpoint.ts';
import { cosign, cosignatureMessage, cosignatureSeconds, cosignerKey, knownKey } from './cosignature.ts';
import { ed25519Key, parseNote, parseSignatureLines, parseVerifierKey, signatureTypes, verifierKey, verifyNote, type KnownKey, type NoteSignature } from './note.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const exampleText = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const published = `arche2025h1.staging.ct.transparency.dev
1432088532
U7WM79jrzyhGZ5/GUBTpM7NzwdyfFx61t3RovgcC4Ro=

— arche2025h1.staging.ct.transparency.dev zTM8sQAAAZ5W0WdjBAMARjBEAiBjW5IQf9pvsYLfQFX6hoGREPMHbdQ3urbllzalApkptQIgIpwtEroeW2BXaHAI4kJXFbon5Ch9MNL5zRNZ55lvGt0=
— arche2025h1.staging.ct.transparency.dev ui8GwCF1+kWqZrxGdhj4aX3gcw7XUlXQQabg/27lefwhUkzbC3NygNI75MdhL1bfTW9g8Ei59RA23oHP7Ry1k3ZFWwQ=
— transparency.dev/DEV:witness-little-garden 2AQqhwAAAABqEiEgzgFIqqhbUoDwjMWE6UP8nd8/KYTzwZ2rhIgcqoXHAwVkjZr4AscylP3v7sEodkRAErumC2q44vdgJY096st5BQ==
— witness1.smartit.nu/witness1 pIyCDwAAAABqEiEghIp82KWebrw7/oHQwlTAm3g2RKS4+eebl8eO0WH+/iEcxZ75W3u5hNI7TOQtmJbqmNWVuE0tgh0XwzdZsDsUAQ==
— remora.n621.de 2net5wAAAABqEiEgPlfF3V06o0Y+fHM+J5J9s27wgxxcOVSpZ/2g/KSiXCg9DEZI+aVCIobWX9sXTynk5XeU/zZ0WBxtqB0DrAWfBw==
— witness.stagemole.eu Z/euoAAAAABqEiEgw0i+7g2ENfDAWHmtRzCfKTHSDwYDJA2NmKeGi9Y8FtEyOUvVr+AJmIY/2TUFucgKi7lI7cUiOvKFYe/TmN9DAg==
`;
const logKey = known('arche2025h1.staging.ct.transparency.dev+ba2f06c0+AU0vHmlGCS/PdN8b2OaGmKprLI8HKM+dJ472xgFYh15f');
const witnessKeys = [
  known('remora.n621.de+da77ade7+BOvN63jn/bLvkieywe8R6UYAtVtNbZpXh34x7onlmtw2'),
  known('witness1.smartit.nu/witness1+a48c820f+BPSFWg9G6KPiO7QPryYO5Xq4oYJJ+kAvLKLSimDhoxMO'),
  known('witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv'),
];

function known(vkey: string): KnownKey {
  const key = parseVerifierKey(hasher, vkey);
  assert.ok(key.ok, vkey);
  const way = knownKey(verifier, key.value);
  assert.ok(way.ok);
  return way.value;
}

test('the message of the specification\'s example', () => {
  assert.equal(cosignatureMessage(exampleText, 1_679_315_147), `cosignature/v1\ntime 1679315147\n${exampleText}`);
});

test('the time of the specification\'s example', () => {
  const line = '— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n';
  const [signature] = signatures(line);
  assert.equal(signature?.keyId, '8d66cf3f');
  assert.equal(cosignatureSeconds(signature), 1_679_315_147);
});

test('public witnesses\' cosignatures on a public log hold, and say when', () => {
  const opened = openCheckpoint(published, 'arche2025h1.staging.ct.transparency.dev', [logKey], witnessKeys);
  assert.ok(opened.ok);
  assert.equal(opened.value.checkpoint.size, 1_432_088_532);
  assert.deepEqual(opened.value.verified.map(({ name }) => name), [
    'arche2025h1.staging.ct.transparency.dev', 'witness1.smartit.nu/witness1', 'remora.n621.de', 'witness.stagemole.eu']);
  assert.deepEqual(opened.value.verified.map(cosignatureSeconds), [undefined, 0x6a122120, 0x6a122120, 0x6a122120]);
  assert.equal(opened.value.unknown.length, 2, 'a tree head of RFC 6962, and a witness that isn\'t known');
});

test('a changed size, time or signature is refused', () => {
  for (const [was, is] of [['1432088532', '1432088533'], ['2net5wAAAABqEiEg', '2net5wAAAABqEiEh'], ['PlfF3V06', 'PlfF3V07']] as const) {
    const note = parseNote(published.replace(was, is));
    const verified = note.ok ? verifyNote(note.value, witnessKeys.slice(0, 1)) : note;
    assert.equal(!verified.ok && verified.problem.code, 'bad_signature', was);
  }
});

test('our cosignature has 76 bytes, holds, and holds under its own name and use only', () => {
  const sealer = createSealer(new Uint8Array(32).fill(7));
  const signature = cosign(hasher, sealer, 'ana.example/replays', exampleText, 1_679_315_147);
  const key = verifierKey(hasher, 'ana.example/replays', signatureTypes.ed25519Cosignature, sealer.publicKey);
  const note = { text: exampleText, signatures: [signature] };
  assert.equal(signature.signature.length + 4, 76);
  assert.equal(cosignatureSeconds(signature), 1_679_315_147);
  assert.ok(verifyNote(note, [cosignerKey(verifier, key)]).ok);
  const plain = ed25519Key(verifier, verifierKey(hasher, 'ana.example/replays', signatureTypes.ed25519, sealer.publicKey));
  const other = cosignerKey(verifier, verifierKey(hasher, 'ana.example/witness', signatureTypes.ed25519Cosignature, sealer.publicKey));
  for (const stranger of [plain, other]) {
    const refused = verifyNote(note, [stranger]);
    assert.equal(!refused.ok && refused.problem.code, 'not_signed');
  }
});

test('what is no checkpoint is not cosigned', () => {
  const sealer = createSealer(new Uint8Array(32).fill(7));
  const key = cosignerKey(verifier, verifierKey(hasher, 'w.example', signatureTypes.ed25519Cosignature, sealer.publicKey));
  const text = 'a shopping list\n';
  assert.equal(key.verify(text, cosign(hasher, sealer, 'w.example', text, 1).signature), false);
  assert.equal(key.verify(exampleText, cosign(hasher, sealer, 'w.example', exampleText, 1).signature), true);
});

test('times are whole seconds, up to 2^53 - 1', () => {
  const sealer = createSealer(new Uint8Array(32).fill(7));
  const last = cosign(hasher, sealer, 'w.example', exampleText, Number.MAX_SAFE_INTEGER);
  assert.equal(Buffer.from(last.signature).toString('hex', 0, 8), '001fffffffffffff');
  assert.equal(cosignatureSeconds(last), Number.MAX_SAFE_INTEGER);
  const beyond = { ...last, signature: Uint8Array.from(last.signature, (byte, i) => (i === 1 ? 0x20 : byte)) };
  assert.equal(cosignatureSeconds(beyond), undefined);
  for (const seconds of [0, -1, 0.5, 2 ** 53, Number.NaN]) {
    assert.throws(() => cosign(hasher, sealer, 'w.example', exampleText, seconds), { name: 'InvariantError' }, String(seconds));
  }
});

test('a key of a type that can\'t be checked here is said so', () => {
  const mlDsa = verifierKey(hasher, 'pq.example', signatureTypes.mlDsa44Cosignature, Buffer.alloc(1312, 3).toString('base64'));
  const refused = knownKey(verifier, mlDsa);
  assert.equal(!refused.ok && refused.problem.code, 'malformed');
});

function signatures(lines: string): readonly [NoteSignature, ...NoteSignature[]] {
  const parsed = parseSignatureLines(lines);
  assert.ok(parsed.ok);
  const [first, ...rest] = parsed.value;
  assert.ok(first !== undefined);
  return [first, ...rest];
}
