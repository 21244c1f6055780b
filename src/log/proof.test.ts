/** Format: c2sp.org/tlog-proof. Tree: the published one of merkle.test.ts, whose roots and paths are those of RFC 6962's reference. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { signCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { formatNote, formatVerifierKey, parseNote, signatureTypes, verifierKey, withSignatures } from './note.ts';
import { parsePolicy, type Policy } from './policy.ts';
import { formatProof, parseProof, verifyProof, type LogProof } from './proof.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const logSealer = createSealer(new Uint8Array(32).fill(1));
const witnessSealer = createSealer(new Uint8Array(32).fill(2));
const bytes = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** Leaf 5 (from 0) of the eight reference inputs, its path, and their root: Google's certificate-transparency reference. */
const entry = bytes('40414243');
const path = ['bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b', 'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7'].map(bytes);
const root = bytes('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328');

const signed = parseNote(signCheckpoint(hasher, logSealer, { origin: 'example.com/log', size: 8, root }));
assert.ok(signed.ok);
const uncosigned = formatNote(signed.value);
const checkpoint = formatNote(withSignatures(signed.value, [cosign(hasher, witnessSealer, 'w.example', signed.value.text, 1_700_000_000)]));
const proof: LogProof = { index: 5, hashes: path, checkpoint };

const text = `c2sp.org/tlog-proof@v1
index 5
vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms=
yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=
037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc=

${checkpoint}`;

function policy(...lines: readonly string[]): Policy {
  const parsed = parsePolicy(hasher, [`log ${formatVerifierKey(verifierKey(hasher, 'example.com/log', signatureTypes.ed25519, logSealer.publicKey))}`,
    `witness w ${formatVerifierKey(verifierKey(hasher, 'w.example', signatureTypes.ed25519Cosignature, witnessSealer.publicKey))}`, ...lines, ''].join('\n'));
  assert.ok(parsed.ok);
  return parsed.value;
}

function verified(receipt: LogProof, of: Uint8Array | string = entry, under = policy('quorum w')): string {
  const verdict = verifyProof({ hasher, verifier }, under, receipt, of);
  return verdict.ok ? 'ok' : verdict.problem.code;
}

test('a receipt is written as the specification says, and read back', () => {
  assert.equal(formatProof(proof), text);
  assert.deepEqual(parseProof(text), { ok: true, value: proof });
  const extra = new TextEncoder().encode('age-v1.2.1');
  const withExtra = text.replace('index', 'extra YWdlLXYxLjIuMQ==\nindex');
  assert.equal(formatProof({ ...proof, extra }), withExtra);
  assert.deepEqual(parseProof(withExtra), { ok: true, value: { ...proof, extra } });
  const alone = { index: 0, hashes: [], checkpoint };
  assert.equal(formatProof(alone), `c2sp.org/tlog-proof@v1\nindex 0\n\n${checkpoint}`);
  assert.deepEqual(parseProof(formatProof(alone)), { ok: true, value: alone });
});

test('the header of the specification\'s own example is read', () => {
  const example = parseProof(`c2sp.org/tlog-proof@v1
index 73894
gSKyXoYZUgZ6jduWYrkDOARinOMGJveXjgMkBTcdPlQ=
B95lDa8R83lS8n0eG+o0buTxRKQTYFi//1U8anccXmA=
EKNzoDWG8LGC0Yp9o+sv3qllpMP9uHQ9B20KNL+Q1zs=
RoopEkOdqkYqMB4MJXrbt/hMjOxsVn0IrWjpz1ZMMes=
AHCioX9nLjsrse6YhjRRmk1WUEirVOLLRoOQ6vfO5vk=

example.com/fancylog
109482
sFodV/vSp5O8n9a8QpW6PRY97tfOSW5bsc2Xl/EQi08=

— example.com/fancylog hI2DJw==
`);
  assert.ok(example.ok);
  assert.equal(example.value.index, 73_894);
  assert.equal(example.value.hashes.length, 5);
  assert.match(example.value.checkpoint, /^example\.com\/fancylog\n109482\n/);
});

test('every other text is refused', () => {
  const bad = ['', 'not a proof at all', 'c2sp.org/tlog-proof@v1\n', text.replace('@v1', '@v2'), text.replace('c2sp', 'C2SP'), text.replace('index 5', 'index 05'), text.replace('index 5', 'index -5'),
    text.replace('index 5', 'index 5 '), text.replace('index 5', 'index  5'), text.replace('index 5', 'index 9007199254740992'), text.replace('index 5\n', ''), text.replace('index 5', 'Index 5'),
    text.replace('index', 'extra !!\nindex'), text.replace('index 5', 'index 5\nextra YQ=='), text.replace('index', 'extra YQ==\nextra YQ==\nindex'), text.replace('vBoGQ7', 'vBoGQ'),
    text.replace('ZdaCuA=\n', 'ZdaCuA=\nAAAA\n'), text.replace('\n', '\r\n'), text.replace('index', '\u0000index'),
    text.replace('ZdaCuA=\n', `ZdaCuA=\n${'yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA=\n'.repeat(61)}`), `${text}${'x'.repeat(2_000_000)}`];
  for (const wrong of bad) assert.equal(parseProof(wrong).ok, false, JSON.stringify(wrong.slice(0, 80)));
});

test('as many hashes as a tree of 2^63 leaves can need are read; what can\'t be an index is never written', () => {
  const long = { index: 0, hashes: Array.from({ length: 63 }, () => root), checkpoint };
  assert.deepEqual(parseProof(formatProof(long)), { ok: true, value: long });
  for (const index of [-1, 0.5, 2 ** 53]) assert.throws(() => formatProof({ ...proof, index }), { name: 'InvariantError' });
});

test('the published leaf is proved, and nothing else by the same receipt', () => {
  assert.equal(verified(proof), 'ok');
  assert.equal(verified(proof, 'ABC'), 'not_in_log');
  assert.equal(verified(proof, '@ABC'), 'ok', 'text counts as its UTF-8: 40 41 42 43');
  assert.equal(verified({ ...proof, index: 4 }), 'not_in_log');
  assert.equal(verified({ ...proof, index: 8 }), 'not_in_log');
  assert.equal(verified({ ...proof, hashes: path.slice(1) }), 'not_in_log');
  assert.equal(verified({ ...proof, hashes: path.toReversed() }), 'not_in_log');
  assert.equal(verified({ ...proof, checkpoint: checkpoint.replace('\n8\n', '\n7\n') }), 'bad_signature');
});

test('the policy decides whose word is enough', () => {
  assert.equal(verified({ ...proof, checkpoint: uncosigned }), 'no_quorum');
  assert.equal(verified({ ...proof, checkpoint: uncosigned }, entry, policy('quorum none')), 'ok');
  assert.equal(verified(proof, entry, { ...policy('quorum w'), logs: [] }), 'wrong_log');
});

test('extra data is not trusted and changes nothing', () => {
  assert.equal(verified({ ...proof, extra: bytes('00') }), 'ok');
});
