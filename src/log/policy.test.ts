/** Cases: c2sp.org/tlog-policy, its example and each of its rules. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { formatCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosign } from './cosignature.ts';
import { leafHash } from './merkle.ts';
import { formatNote, formatVerifierKey, parseNote, signatureTypes, signText, verifierKey, withSignatures } from './note.ts';
import { formatPolicy, isQuorum, judgeCheckpoint, parsePolicy, policyReader, type Policy } from './policy.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const sealer = (seed: number): ReturnType<typeof createSealer> => createSealer(new Uint8Array(32).fill(seed));
const key = (name: string, type: number, seed: number): string => formatVerifierKey(verifierKey(hasher, name, type, sealer(seed).publicKey));
const origin = 'example.com/log';
const log = key(origin, signatureTypes.ed25519, 1);
const witness = (i: number): string => key(`w${i}.example`, signatureTypes.ed25519Cosignature, 10 + i);

const example = `log ${log}

witness X1 ${witness(1)}
witness X2 ${witness(2)}
witness X3 ${witness(3)}
group X-witnesses 2 X1 X2 X3

witness Y1 ${witness(4)}
witness Y2 ${witness(5)}
witness Y3 ${witness(6)}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`;

function policy(text: string): Policy {
  const parsed = parsePolicy(hasher, text);
  assert.ok(parsed.ok, parsed.ok ? '' : parsed.problem.detail);
  return parsed.value;
}

function whatIsWrong(text: string): string {
  const parsed = parsePolicy(hasher, text);
  return parsed.ok ? 'nothing' : parsed.problem.detail;
}

test('the specification\'s example: two of X and one of Y', () => {
  const parsed = policy(example);
  assert.deepEqual(parsed.groups, [
    { name: 'X-witnesses', threshold: 2, members: ['X1', 'X2', 'X3'] },
    { name: 'Y-witnesses', threshold: 1, members: ['Y1', 'Y2', 'Y3'] },
    { name: 'X-and-Y', threshold: 2, members: ['X-witnesses', 'Y-witnesses'] },
  ]);
  for (const [names, enough] of [['X1 X2 Y1', true], ['X1 X3 Y3', true], ['X1 X2 X3 Y1 Y2 Y3', true], ['X1 X2 X3', false], ['X1 Y1 Y2 Y3', false], ['', false],
    ['X-and-Y', false], ['X-witnesses Y-witnesses', false], ['X1 X2 Z', false]] as const) {
    assert.equal(isQuorum(parsed, new Set(names.split(' '))), enough, names);
  }
});

test('a single witness, or none, can be the quorum', () => {
  assert.equal(isQuorum(policy('quorum none\n'), new Set()), true);
  const single = policy(`witness w1 ${witness(1)}\nquorum w1\n`);
  assert.equal(isQuorum(single, new Set()), false);
  assert.equal(isQuorum(single, new Set(['w1'])), true);
});

test('white space, comments, URLs, a missing last line feed, keywords and foreign letters as names', () => {
  const text = `\n# comment\n\t # another, ünïcode\n\twitness \t all  ${witness(1)}   https://w1.example/  \n\n witness Kelvin-\u212a ${witness(2)}\ngroup group 02 all Kelvin-\u212a\n  quorum\tgroup`;
  const parsed = policy(text);
  assert.deepEqual(parsed.witnesses.map(({ name, url }) => [name, url]), [['all', 'https://w1.example/'], ['Kelvin-\u212a', undefined]]);
  assert.equal(parsed.groups[0]?.threshold, 2);
  assert.equal(whatIsWrong(`witness Kelvin-K ${witness(2)}\nquorum Kelvin-\u212a\n`), 'line 2: "Kelvin-\u212a" is not defined above', 'names are opaque');
});

test('what is written reads the same', () => {
  const text = `log ${log} https://log.example/\nwitness a ${witness(1)} https://w1.example/\nwitness b ${witness(2)}\ngroup g 1 a b\nquorum g\n`;
  assert.equal(formatPolicy(policy(text)), text);
  assert.deepEqual(policy(formatPolicy(policy(example))), policy(example));
});

test('32 logs, witnesses and groups are read, and as many lines as are allowed', () => {
  assert.ok(parsePolicy(hasher, `${'\n'.repeat(999)}quorum none`).ok);
  const many = Array.from({ length: 32 }, (_, i) => i);
  const text = [...many.map((i) => `log ${key(`log${i}`, 1, 100 + i)}`), ...many.map((i) => `witness w${i} ${key(`w${i}`, 4, 100 + i)}`),
    ...many.map((i) => `group g${i} all w${i} ${i === 0 ? '' : `g${i - 1}`}`), 'quorum g31\n'].join('\n');
  const parsed = policy(text);
  assert.equal(isQuorum(parsed, new Set(many.map((i) => `w${i}`))), true);
  assert.equal(isQuorum(parsed, new Set(many.slice(1).map((i) => `w${i}`))), false);
});

test('post-quantum keys are taken, and a witness with one can\'t be counted here', () => {
  const vkey = formatVerifierKey(verifierKey(hasher, 'pq.example', signatureTypes.mlDsa44Cosignature, Buffer.alloc(1312, 3).toString('base64')));
  const parsed = policy(`log ${log}\nwitness pq ${vkey}\nquorum pq\n`);
  const verdict = judgeCheckpoint(verifier, parsed, checkpoint());
  assert.equal(verdict.ok && verdict.value.quorum, false);
});

test('each rule that is broken is named with its line', () => {
  const w1 = `witness w1 ${witness(1)}\n`;
  const w2 = `witness w2 ${witness(2)}\n`;
  const cases: readonly (readonly [string, RegExp])[] = [
    ['quorum none\n\u0001', /^line 2: control/], ['quorum none\r\n', /^line 1: control/], ['# \u007f\nquorum none\n', /^line 1: control/], ['quorum none \ud800\n', /^line 1: control/],
    ['quibble w1\nquorum none\n', /^line 1: "quibble" is not/], ['Log x\nquorum none\n', /^line 1: "Log" is not/], ['quorum\u00a0none\n', /^line 1: "quorum\u00a0none" is not/],
    [`witness w1 ${witness(1)} https://w1 # no comment here\nquorum w1\n`, /^line 1: a witness line/],
    ['log\nquorum none\n', /^line 1: a log line/], [`log ${log} u v\nquorum none\n`, /^line 1: a log line/], ['log garbage\nquorum none\n', /^line 1: .* not a key/],
    [`log ${log.replace('example.com', 'example.net')}\nquorum none\n`, /^line 1: .* has the ID/],
    [`log ${key(origin, 99, 1)}\nquorum none\n`, /^line 1: .* of type 99/],
    [`log ${log}\nlog ${key('other.name', 1, 1)} https://log\nquorum none\n`, /^line 2: the public key of the log/],
    ['witness w1\nquorum none\n', /^line 1: a witness line/], [`witness w1 ${log}\nquorum w1\n`, /^line 1: .* of type 1, which does not cosign/],
    [`witness none ${witness(1)}\nquorum none\n`, /^line 1: "none" is reserved/], [`${w1}witness w1 ${witness(2)}\nquorum w1\n`, /^line 2: "w1" is defined/],
    [`${w1}witness w2 ${key('impostor', 4, 11)}\nquorum w1\n`, /^line 2: the public key of the witness/],
    [`${w1}group w1 any w1\nquorum w1\n`, /^line 2: "w1" is defined/], [`${w1}group g 1\nquorum w1\n`, /^line 2: a group line/], [`${w1}group none any w1\nquorum none\n`, /^line 2: "none" is reserved/],
    [`${w1}group g 0 w1\nquorum g\n`, /^line 2: "0" is not/], [`${w1}group g -1 w1\nquorum g\n`, /^line 2: "-1" is not/], [`${w1}group g 2 w1\nquorum g\n`, /^line 2: "2" is not all, any or a number from 1 to 1/],
    [`${w1}group g 1.0 w1\nquorum g\n`, /^line 2/], [`${w1}group g All w1\nquorum g\n`, /^line 2/],
    [`${w1}group g any w2\nquorum g\n`, /^line 2: "w2" is not defined/], [`group g any w1\n${w1}quorum g\n`, /^line 1: "w1" is not defined/], [`${w1}group g any none w1\nquorum g\n`, /^line 2: "none" is not defined/],
    [`${w1}group g any g w1\nquorum g\n`, /^line 2: "g" is not defined/],
    [`${w1}group g all w1 w1\nquorum g\n`, /^line 2: "w1" is a member/], [`${w1}${w2}group g any w1 w2\ngroup h any w1\nquorum g\n`, /^line 4: "w1" is a member/],
    [w1, /without a quorum/], ['', /without a quorum/], [`${w1}quorum w1\nquorum w1\n`, /^line 3: a second quorum/], ['quorum unknown\n', /^line 1: "unknown" is not defined/],
    [`quorum w1\n${w1}`, /^line 1: "w1" is not defined/], ['quorum\n', /^line 1: a quorum line/], ['quorum none none\n', /^line 1: a quorum line/],
    ['\n'.repeat(1000), /more than 1000 lines/], [`# ${'x'.repeat(500_000)}`, /more than 500000 characters/],
  ];
  for (const [text, expected] of cases) assert.match(whatIsWrong(text), expected, JSON.stringify(text));
});

test('a checkpoint is judged by who signed and who cosigned', () => {
  const parsed = policy(example);
  const judged = (message: string): unknown => {
    const verdict = judgeCheckpoint(verifier, parsed, message);
    return verdict.ok ? [verdict.value.cosigned.map(({ witness: name, seconds }) => `${name} ${seconds}`).join(), verdict.value.quorum] : verdict.problem.code;
  };
  assert.deepEqual(judged(checkpoint()), ['', false]);
  assert.deepEqual(judged(checkpoint([1, 1000], [2, 1001])), ['X1 1000,X2 1001', false]);
  assert.deepEqual(judged(checkpoint([5, 9], [1, 7], [2, 8])), ['X1 7,X2 8,Y2 9', true]);
  assert.deepEqual(judged(checkpoint([1, 1000], [7, 1], [8, 2])), ['X1 1000', false], 'witnesses that the policy does not name');
  assert.equal(judged(checkpoint([1, 1000]).replace('\n7\n', '\n8\n')), 'bad_signature');
  assert.equal(judged(checkpoint().replace(origin, 'example.com/fog')), 'wrong_log');
  const text = formatCheckpoint({ origin, size: 7, root: leafHash(hasher, 'x'), extensions: [] });
  assert.equal(judged(formatNote({ text, signatures: [signText(hasher, sealer(2), origin, text)] })), 'not_signed', 'signed by a stranger under the log\'s name');
  assert.equal(judged(formatNote({ text, signatures: [cosign(hasher, sealer(11), 'w1.example', text, 5)] })), 'not_signed', 'cosigned only');
});

test('the kernel\'s reader: keys by name, refusals with the line, quorums', () => {
  const reader = policyReader(hasher);
  assert.deepEqual(reader.witnesses(`witness a ${witness(1)}\nwitness b ${witness(2)}\ngroup g all a b\nquorum g\n`), { ok: true, value: { a: sealer(11).publicKey, b: sealer(12).publicKey } });
  const refused = reader.witnesses('quorum a\n');
  assert.deepEqual(refused, { ok: false, refusal: { code: 'invalid_value', detail: 'line 1: "a" is not defined above' } });
  assert.equal(reader.fulfilled(example, new Set(['X1', 'X2', 'Y1'])), true);
  assert.equal(reader.fulfilled(example, new Set(['X1', 'Y1'])), false);
});

/** A checkpoint of size 7, cosigned by witness i at a time. */
function checkpoint(...cosigners: readonly (readonly [i: number, seconds: number])[]): string {
  const note = parseNote(signCheckpoint(hasher, sealer(1), { origin, size: 7, root: leafHash(hasher, 'x') }));
  assert.ok(note.ok);
  return formatNote(withSignatures(note.value, cosigners.map(([i, seconds]) => cosign(hasher, sealer(10 + i), `w${i}.example`, note.value.text, seconds))));
}
