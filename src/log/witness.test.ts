/** Cases: the answers that c2sp.org/tlog-witness asks for, and the race that it describes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosignatureSeconds, cosignerKey } from './cosignature.ts';
import { consistencyProof, emptyRoot, leafHash, rootOf } from './merkle.ts';
import { ed25519Key, formatNote, parseNote, parseSignatureLines, signatureTypes, signText, verifierKey, verifyNote, withSignatures, type KnownKey } from './note.ts';
import {
  cosignAnswer, decideAddCheckpoint, formatAddCheckpoint, monitoringPath, openAddCheckpoint, parseAddCheckpoint, requestHashesMax, type OpenedRequest, type WitnessAnswer, type WitnessDecision,
} from './witness.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const origin = 'example.com/log';
const log = createSealer(new Uint8Array(32).fill(1));
const stranger = createSealer(new Uint8Array(32).fill(2));
const cosigner = { name: 'w.example', sealer: createSealer(new Uint8Array(32).fill(3)) };
const logKey = ed25519Key(verifier, verifierKey(hasher, origin, signatureTypes.ed25519, log.publicKey));
const cosignKey = cosignerKey(verifier, verifierKey(hasher, cosigner.name, signatureTypes.ed25519Cosignature, cosigner.sealer.publicKey));
const logs = new Map<string, readonly KnownKey[]>([[origin, [logKey]]]);
const leaves = Array.from({ length: 40 }, (_, i) => leafHash(hasher, `leaf ${i}`));
const other = leafHash(hasher, 'another log');

type Change = { proof?: readonly Uint8Array[]; root?: Uint8Array; checkpoint?: string };

function body(oldSize: number, size: number, change: Change = {}): string {
  const root = change.root ?? rootOf(hasher, leaves, 0, size);
  const proof = change.proof ?? (oldSize === 0 || oldSize > size ? [] : consistencyProof(hasher, leaves.slice(0, size), oldSize));
  return formatAddCheckpoint({ oldSize, proof, checkpoint: change.checkpoint ?? signCheckpoint(hasher, log, { origin, size, root }) });
}

function opened(text: string): OpenedRequest {
  const request = openAddCheckpoint(logs, text);
  assert.ok(request.opened, request.opened ? '' : request.answer.body);
  return request.request;
}

function decided(stored: string | undefined, text: string): WitnessDecision {
  return decideAddCheckpoint(hasher, stored, opened(text));
}

function refusal(decision: WitnessDecision): WitnessAnswer {
  assert.equal(decision.decided, 'refuse');
  assert.ok(decision.decided === 'refuse');
  return decision.answer;
}

/** What is stored after cosigning a tree of `size`. */
function stored(size: number): string {
  return signCheckpoint(hasher, log, { origin, size, root: rootOf(hasher, leaves, 0, size) });
}

function early(text: string, known = logs): number {
  const request = openAddCheckpoint(known, text);
  return request.opened ? 200 : request.answer.status;
}

test('the specification\'s example request is read and written', () => {
  const example = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;
  const request = parseAddCheckpoint(example);
  assert.ok(request.ok);
  assert.equal(request.value.oldSize, 20_852_014);
  assert.equal(request.value.proof.length, 4);
  assert.equal(formatAddCheckpoint(request.value), example);
});

test('the first checkpoint, and one that goes on from it, are cosigned; the cosignature holds', () => {
  const first = decided(undefined, body(0, 5));
  assert.deepEqual(first, { decided: 'cosign', compare: undefined, store: stored(5), text: `${stored(5).split('\n\n')[0]}\n` });
  const second = decided(stored(5), body(5, 12));
  assert.ok(second.decided === 'cosign');
  assert.equal(second.compare, stored(5));
  assert.equal(second.store, stored(12));
  const answer = cosignAnswer(hasher, [cosigner], second.text, 1_700_000_000);
  assert.equal(answer.status, 200);
  const lines = parseSignatureLines(answer.body);
  assert.ok(lines.ok);
  const note = parseNote(second.store);
  assert.ok(note.ok);
  const held = openCheckpoint(formatNote(withSignatures(note.value, lines.value)), origin, [logKey], [cosignKey]);
  assert.ok(held.ok);
  assert.deepEqual(held.value.verified.map(cosignatureSeconds), [undefined, 1_700_000_000]);
});

test('the same checkpoint again is cosigned again', () => {
  const again = decided(stored(5), body(5, 5));
  assert.deepEqual([again.decided, again.decided === 'cosign' && again.compare, again.decided === 'cosign' && again.store], ['cosign', stored(5), stored(5)]);
});

test('an empty log is cosigned, and goes on', () => {
  const empty = signCheckpoint(hasher, log, { origin, size: 0, root: emptyRoot(hasher) });
  assert.equal(decided(undefined, body(0, 0, { root: emptyRoot(hasher) })).decided, 'cosign');
  assert.equal(decided(empty, body(0, 0, { root: emptyRoot(hasher) })).decided, 'cosign');
  assert.equal(decided(empty, body(0, 3)).decided, 'cosign');
});

test('400: what can\'t be read, and an old size above the new one', () => {
  const good = body(5, 12);
  const hash = 'PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n';
  const bad = ['', 'old', 'old 5\n', good.replace('old 5', 'old 05'), good.replace('old 5', 'old -5'), good.replace('old 5', 'old  5'), good.replace('old 5', 'old 5 '), good.replace('old 5', 'Old 5'),
    good.replace('old 5', 'old 9007199254740992'), good.replace('old 5', 'old five'), good.replace('\n', '\nnot a hash\n'), good.replace('\n', `\n${hash.slice(0, -2)}\n`), good.replace('\n', '\r\n'),
    good.replace('\n\n', '\n'), good.slice(0, -1), good.slice(0, good.lastIndexOf('—')), good.replace('\n12\n', '\n012\n'), good.replace('\n', `\n${hash.repeat(requestHashesMax)}`),
    formatAddCheckpoint({ oldSize: 0, proof: [], checkpoint: 'x'.repeat(1_100_000) })];
  for (const text of bad) assert.equal(early(text), 400, JSON.stringify(text.slice(0, 80)));
  assert.equal(early(body(13, 12)), 400, 'old size above the new one');
  assert.throws(() => formatAddCheckpoint({ oldSize: 1, proof: Array.from({ length: 64 }, () => other), checkpoint: '' }), { name: 'InvariantError' });
});

test('63 proof lines are read', () => {
  const longest = parseAddCheckpoint(formatAddCheckpoint({ oldSize: 1, proof: Array.from({ length: 63 }, () => other), checkpoint: 'x' }));
  assert.equal(longest.ok && longest.value.proof.length, 63);
});

test('404: an origin that is not known', () => {
  assert.equal(early(body(0, 5), new Map()), 404);
  assert.equal(early(body(0, 5), new Map([['example.com/fog', [logKey]]])), 404);
});

test('403: no trusted signature, or a trusted key\'s that fails', () => {
  const text = stored(5).slice(0, stored(5).indexOf('\n\n') + 1);
  const signed = (...by: readonly Parameters<typeof signText>[1][]): string => formatNote({ text, signatures: by.map((sealer) => signText(hasher, sealer, origin, text)) });
  assert.equal(early(body(0, 5, { checkpoint: signed(stranger) })), 403);
  assert.equal(early(body(0, 5).replace('\n5\n', '\n6\n')), 403, 'a signature that does not fit');
  assert.equal(early(body(0, 5), new Map([[origin, []]])), 403);
  assert.equal(early(body(13, 12, { checkpoint: signed(stranger) })), 403, 'before the sizes are looked at');
  assert.equal(early(body(0, 5, { checkpoint: signed(stranger, log) })), 200, 'unknown keys are ignored');
});

test('only the log\'s trusted signatures are kept', () => {
  const note = parseNote(stored(5));
  assert.ok(note.ok);
  const noisy = formatNote(withSignatures(note.value, [signText(hasher, stranger, 'noise.example', note.value.text)]));
  const decision = decided(undefined, body(0, 5, { checkpoint: noisy }));
  assert.equal(decision.decided === 'cosign' && decision.store, stored(5));
});

test('409: another old size than the one that is held, with that size', () => {
  for (const [held, oldSize, size] of [[undefined, 3, 5], [stored(5), 0, 12], [stored(5), 4, 12], [stored(12), 5, 12], [stored(12), 5, 7], [stored(12), 0, 0]] as const) {
    const root = size === 0 ? { root: emptyRoot(hasher) } : {};
    const answer = refusal(decided(held, body(oldSize, size, root)));
    assert.deepEqual(answer, { status: 409, contentType: 'text/x.tlog.size', body: held === undefined ? '0\n' : held === stored(5) ? '5\n' : '12\n' }, `${oldSize} to ${size}`);
  }
});

test('422: a proof that does not hold', () => {
  const proof = consistencyProof(hasher, leaves.slice(0, 12), 5);
  for (const change of [{ proof: [] }, { proof: proof.slice(1) }, { proof: proof.with(0, other) }, { proof: [...proof, other] }, { root: other }]) {
    assert.equal(refusal(decided(stored(5), body(5, 12, change))).status, 422, JSON.stringify(Object.keys(change)));
  }
  assert.equal(refusal(decided(undefined, body(0, 5, { proof: [other] }))).status, 422, 'old size 0 with a proof');
  assert.equal(refusal(decided(stored(5), body(5, 5, { proof: [other] }))).status, 422, 'the same size with a proof');
  assert.equal(refusal(decided(undefined, body(0, 0, { root: other }))).status, 422, 'size 0 with another root than that of nothing');
});

test('422 for the same size and another root, with both signed checkpoints as evidence', () => {
  const decision = decided(stored(5), body(5, 5, { root: other }));
  assert.equal(refusal(decision).status, 422);
  assert.ok(decision.decided === 'refuse' && decision.evidence !== undefined);
  assert.deepEqual(decision.evidence, [stored(5), signCheckpoint(hasher, log, { origin, size: 5, root: other })]);
  for (const note of decision.evidence) assert.ok(openCheckpoint(note, origin, [logKey]).ok, 'each is signed by the log');
});

test('a store that can\'t be read stops the witness', () => {
  assert.throws(() => decided('garbage', body(0, 5)), { name: 'InvariantError' });
});

test('all of a witness\'s keys sign', () => {
  const second = { name: 'w.example/replays', sealer: createSealer(new Uint8Array(32).fill(4)) };
  const text = 'a\n1\nTszzRgjTG6xce+z2AG31kAXYKBgQVtCSCE40HmuwBb0=\n';
  const lines = parseSignatureLines(cosignAnswer(hasher, [cosigner, second], text, 5).body);
  assert.ok(lines.ok);
  assert.deepEqual(lines.value.map(({ name }) => name), ['w.example', 'w.example/replays']);
  assert.ok(verifyNote({ text, signatures: lines.value }, [cosignKey]).ok);
  assert.throws(() => cosignAnswer(hasher, [], text, 5), { name: 'InvariantError' });
});

test('the race on the old size: whatever the order of steps, compare-and-set leaves no older checkpoint behind', () => {
  // Requests for 12 and 20 leaves, both from 5: each loads, decides, stores and answers; all orders of these steps are played.
  const orders = interleavings<'A', 'B'>(['A', 'A', 'A'], ['B', 'B', 'B']);
  assert.equal(orders.length, 20);
  for (const order of orders) {
    let store: string | undefined = stored(5);
    const cosigned: number[] = [];
    const runs = { A: run(12), B: run(20) };
    for (const name of order) runs[name].next();
    for (const { next } of Object.values(runs)) while (next());
    assert.equal(cosigned.length, 1, `${order.join('')}: the one that came too late learns the size that is held`);
    assert.equal(store, stored(cosigned[0] ?? 0), `${order.join('')}: what is held is what was cosigned`);

    function run(size: number): { next(): boolean } {
      let loaded: string | undefined;
      let decision: WitnessDecision | undefined;
      let step = 0;
      const steps = [
        () => { loaded = store; },
        () => { decision = decideAddCheckpoint(hasher, loaded, opened(body(5, size))); },
        () => {
          if (decision?.decided !== 'cosign') return;
          if (store === decision.compare) {
            store = decision.store;
            cosigned.push(size);
          } else {
            step = 0; // back to loading
          }
        },
      ];
      return {
        next() {
          steps[step++]?.();
          return step < steps.length;
        },
      };
    }
  }
});

test('where a log\'s newest checkpoint lies', () => {
  // printf example.com/log | sha256sum
  assert.equal(monitoringPath(hasher, 'example.com/log'), '4d3203c8f35cdf600e475f55fede6081a703d3d322f208865fca2ec4f0e030f8/checkpoint');
});

function interleavings<A, B>(a: readonly A[], b: readonly B[]): (A | B)[][] {
  const [firstA, ...restA] = a;
  const [firstB, ...restB] = b;
  if (firstA === undefined) return [[...b]];
  if (firstB === undefined) return [[...a]];
  return [...interleavings(restA, b).map((rest) => [firstA, ...rest]), ...interleavings(a, restB).map((rest) => [firstB, ...rest])];
}
