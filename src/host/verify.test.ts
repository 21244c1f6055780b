/** Replays with seals looked at ahead, and on the fast engine: what they say must be what a plain replay says. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createAheadVerifier } from '../adapters/keys/ahead.ts';
import type { AheadVerifier } from '../adapters/keys/findings.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal } from '../journal/journal.ts';
import { ArchiveError, readArchive, writeArchive } from '../log/archive.ts';
import { toBase64 } from '../log/bytes.ts';
import { signCheckpoint } from '../log/checkpoint.ts';
import { canonical } from '../log/canonical.ts';
import { createTree } from '../log/merkle.ts';
import { recordBytes, sealMessage } from '../log/record.ts';
import { replay, type LogPart, type Replayed } from '../log/replay.ts';
import { softPasskey } from '../testing/passkey.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import type { Seal } from '../vocabulary/seals.ts';
import { Collective } from './collective.ts';
import { createCodeSandbox } from './codes.ts';
import { replayAhead } from './replay-ahead.ts';
import { foundedAt, foundTombsboro } from './serve-fixture.ts';
import { verifyFast, verifySource } from './verify.ts';

const hasher = createHasher();
const sandbox = await createCodeSandbox();
const ports = { hasher, sandbox };
const payments = 400;
const passkeyPayments = 40;

/** A log of many payments and takings, and a key that comes in the middle. */
async function makeLines(): Promise<{ readonly lines: string[]; readonly headOf: (size: number, root: Uint8Array) => string; readonly root: Uint8Array }> {
  const { store, origin, device, log, members, seal } = await foundTombsboro();
  const journal = createMemoryJournal(store);
  const collective = new Collective({ journal, hasher, verifier: createSealVerifier(), sandbox });
  const ana = members.get('ana');
  assert.ok(ana !== undefined);
  for (let i = 1; i <= payments; i++) {
    const at = foundedAt + i * 1000;
    const [answer] = collective.take([i % 4 === 0
      ? seal(device, { kind: 'observe', body: { observations: [{ seq: i, subject: 'woodpile', event: 'taken', at, values: { by: 'bo', count: 1, mass_g: 1400 } }] } }, at, `seen-${i}`)
      : seal(ana, { kind: 'pay', body: { to: 'cy', unit: 'crown', amount: '0.01' } }, at, `paid-${i}`)], at);
    assert.equal(answer?.status, 'recorded');
  }
  const phone = softPasskey('ana');
  const later = foundedAt + (payments + 1) * 1000;
  const payment = (i: number): SealedEntry => {
    const { entry } = seal(ana, { kind: 'pay', body: { to: 'cy', unit: 'crown', amount: '0.01' } }, later, `by-passkey-${i}`);
    return { entry, seal: phone.seal(sealMessage(entry)) };
  };
  const byPasskey = [seal(ana, { kind: 'key.add', body: { key: phone.grant } }, later, 'phone'), ...Array.from({ length: passkeyPayments }, (_, i) => payment(i))];
  for (const each of byPasskey) {
    const [answer] = collective.take([each], later);
    assert.deepEqual(answer?.status === 'recorded' && answer.outcome.items[0], { status: 'done' });
  }
  const blobs = journal.blobHashes().map((hash) => ({ hash, text: journal.getBlob(hash) ?? '' }));
  const made = [...writeArchive(hasher, origin, blobs, journal.read(0, journal.head()).map(({ record }) => record))].map((line) => line.trimEnd());
  return { lines: made, headOf: (size, root) => signCheckpoint(hasher, log.sealer, { origin, size, root }), root: collective.tree.root() };
}

const { lines, headOf, root } = await makeLines();
const firstRecord = lines.findIndex((line) => line.startsWith('{"entry"'));
const records = lines.length - 1 - firstRecord;

function* parts(of: readonly string[]): Generator<LogPart> {
  for (const part of readArchive(hasher, of.map((line) => `${line}\n`))) {
    if (part.part === 'footer') yield { part: 'footer', count: part.count, root: toBase64(part.root) };
    else yield part;
  }
}

/** With record `seq` changed, and the root in the last line that fits. */
function changed(seq: number, change: (record: LogRecord) => LogRecord): string[] {
  const body = lines.slice(0, -1).map((line, i) => (i === firstRecord + seq ? recordBytes(change(JSON.parse(line) as LogRecord)) : line));
  const tree = createTree(hasher);
  for (const line of body.slice(firstRecord)) tree.append(line);
  return [...body, canonical({ count: tree.size, root: toBase64(tree.root()) })];
}

function sealAt(seq: number): Seal {
  return (JSON.parse(lines[firstRecord + seq] ?? '') as LogRecord).seal;
}

function assertedAt(seq: number): Pick<Seal, 'authenticatorData' | 'clientDataJSON'> {
  const { authenticatorData = '', clientDataJSON = '' } = sealAt(seq);
  return { authenticatorData, clientDataJSON };
}

const tampered: readonly (readonly [string, readonly string[]])[] = [
  ['nothing', lines],
  ...[0, 30, 200, records - 1].flatMap((seq): (readonly [string, readonly string[]])[] => [
    [`the seal of ${seq}`, changed(seq, (record) => ({ ...record, seal: { ...record.seal, sig: `${'A'.repeat(86)}==` } }))],
    [`the seal of ${seq}, malformed`, changed(seq, (record) => ({ ...record, seal: { ...record.seal, sig: 'x' } }))],
    [`the key of ${seq}`, changed(seq, (record) => ({ ...record, seal: { ...record.seal, key: 'no-such-key' } }))],
    [`the time of ${seq}`, changed(seq, (record) => ({ ...record, entry: { ...record.entry, at: record.entry.at + 1 } as LogRecord['entry'] }))],
    [`the outcome of ${seq}`, changed(seq, (record) => ({ ...record, outcomeHash: '0'.repeat(64) }))],
  ]),
  ['what a passkey asserts, exchanged', changed(records - 1, (record) => ({ ...record, seal: { ...record.seal, ...assertedAt(records - 2) } }))],
  ['a passkey\'s seal without what it asserts', changed(records - 1, ({ seal: { key, sig }, ...record }) => ({ ...record, seal: { key, sig } }))],
  ['a passkey\'s seal of another entry', changed(records - 1, (record) => ({ ...record, seal: sealAt(records - 2) }))],
  ['a record left out', lines.toSpliced(firstRecord + 250, 1)],
  ['two records of one seal', lines.toSpliced(firstRecord + 250, 0, lines[firstRecord + 250] ?? '')],
  ['another root', lines.with(-1, canonical({ count: records, root: toBase64(new Uint8Array(32)) }))],
];

test('seals looked at ahead: the same verdict and the same records, whatever was changed', async () => {
  for (const [what, given] of tampered) {
    const [plain, ahead]: Replayed[][] = [[], []];
    const expected = replay(parts(given), { ...ports, verifier: createSealVerifier() }, (one) => plain?.push(one));
    assert.deepEqual(await replayAhead(parts(given), ports, (one) => ahead?.push(one)), expected, what);
    assert.equal(ahead?.length, plain?.length, what);
    assert.equal(expected.ok, what === 'nothing');
  }
});

test('of two signed heads of one size each is looked at', () => {
  const [good, bad] = [headOf(records, root), headOf(records, new Uint8Array(32))].map((checkpoint) => canonical({ checkpoint }));
  const verdict = (...heads: readonly (string | undefined)[]): ReturnType<typeof replay> =>
    replay(parts(lines.toSpliced(1, 0, ...heads.filter((each) => each !== undefined))), { ...ports, verifier: createSealVerifier() });
  assert.equal(verdict(good, good).ok, true);
  for (const two of [verdict(good, bad), verdict(bad, good)]) assert.equal(two.ok ? null : two.finding.what, 'head');
});

test('most seals are found when they are asked for', async () => {
  const real = createAheadVerifier();
  const looked = new Set<string>();
  let asked = 0;
  const counting: AheadVerifier = {
    verify(...seal) {
      if (looked.has(seal[2])) asked += 1;
      return real.verify(...seal);
    },
    ahead(...seal) {
      looked.add(seal[2]);
      return real.ahead(...seal);
    },
  };
  assert.equal((await replayAhead(parts(lines), ports, undefined, counting)).ok, true);
  assert.ok(asked > 150 && asked === looked.size, `${asked} of ${records} records, ${looked.size} looked at`);
});

test('a source that fails: what came before it is looked at first, and its error is the source\'s own', async () => {
  const given = changed(5, (record) => ({ ...record, outcomeHash: '0'.repeat(64) }));
  const cut = [...given.slice(0, firstRecord + 20), '{'];
  assert.deepEqual(await replayAhead(parts(cut), ports), replay(parts(cut), { ...ports, verifier: createSealVerifier() }));
  await assert.rejects(replayAhead(parts(lines.slice(0, -1)), ports), (error) => error instanceof ArchiveError && error.cutOff);
  let closed = false;
  function* endless(): Generator<LogPart> {
    try {
      yield* parts(given);
    } finally {
      closed = true;
    }
  }
  assert.equal((await replayAhead(endless(), ports)).ok, false);
  assert.ok(closed, 'the source is let go at the first difference');
});

const folder = mkdtempSync(join(tmpdir(), 'frankpledge-verify-'));
after(() => rmSync(folder, { recursive: true }));

function written(given: readonly string[]): string {
  const path = join(folder, 'log');
  writeFileSync(path, `${given.join('\n')}\n`);
  return path;
}

test('both engines: a log that stands, one that doesn\'t, and one that can\'t be read', async () => {
  const stands = written(lines);
  const parted: number[] = [];
  const verdict = await verifySource(stands, { engine: 'fast', progress: (part) => parted.push(part) });
  assert.equal(verdict.ok && verdict.records, records);
  assert.deepEqual(verdict, await verifySource(stands, { engine: 'record' }));
  assert.deepEqual(verdict, await verifySource(stands));
  assert.deepEqual(await verifyFast({ source: stands, policy: undefined }, () => undefined), verdict); // and not only because the other engine stands in
  assert.ok(parted.every((part) => part >= 0 && part <= 1));
  for (const [what, given] of tampered.slice(1, 6)) {
    const path = written(given);
    const expected = await verifySource(path, { engine: 'record' });
    assert.deepEqual(await verifySource(path), expected, what);
    assert.deepEqual(await verifyFast({ source: path, policy: undefined }, () => undefined), expected, what);
  }
  await assert.rejects(verifySource(written(lines.slice(0, -1))), ArchiveError);
  await assert.rejects(verifySource(join(folder, 'nothing-here')), { name: 'JournalError' });
});
