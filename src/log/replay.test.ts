import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal, createMemoryStore, JournalError, type Journal, type MemoryStore } from '../journal/journal.ts';
import { readArchive, writeArchive } from './archive.ts';
import { toBase64, toHex } from './bytes.ts';
import { canonical } from './canonical.ts';
import { createTree } from './merkle.ts';
import { recordBytes } from './record.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Posting } from '../vocabulary/outcomes.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { Collective } from '../host/collective.ts';
import { createCodeSandbox } from '../host/codes.ts';
import { journalParts } from '../host/log-source.ts';
import { createReplay, firstDifference, replay, type Finding, type LogPart, type Verdict } from './replay.ts';
import { OtherRulesError } from './rules.ts';
import { foundedAt, foundTombsboro, type Founded } from '../host/serve-fixture.ts';
import type { Signer } from '../host/sealing.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const sandbox = await createCodeSandbox();
const minute = 60_000;
const day = 24 * 60 * minute;

/** A log with payments, takings, a loan that falls due, a contest and a refusal. */
async function makeLog(): Promise<Founded & { root: string; records: number }> {
  const founded = await foundTombsboro();
  const { store, operator, device, members, seal } = founded;
  const collective = new Collective({ journal: createMemoryJournal(store), hasher, verifier, sandbox });
  let count = 0;
  const say = (signer: Signer | undefined, said: EntryBody, at: number): void => {
    assert.ok(signer !== undefined);
    const [answer] = collective.take([seal(signer, said, at, `say-${count += 1}`)], at);
    assert.equal(answer?.status, 'recorded');
  };
  const ana = members.get('ana');
  say(ana, { kind: 'pay', body: { to: 'cy', unit: 'crown', amount: '5.00' } }, foundedAt + minute);
  say(device, { kind: 'observe', body: { observations: [
    { seq: 1, subject: 'woodpile', event: 'taken', at: foundedAt + 2 * minute, values: { by: 'ana', count: 3, mass_g: 4200 } },
    { seq: 2, subject: 'cashbox', event: 'cash_taken', at: foundedAt + 2 * minute, values: { by: 'bo', amount: '60.00' } },
  ] } }, foundedAt + 2 * minute);
  say(ana, { kind: 'request', body: { subcontract: 'wood', action: 'contest', with: { observation: 'scale:1' } } }, foundedAt + 3 * minute);
  say(members.get('cy'), { kind: 'pay', body: { to: 'ana', unit: 'crown', amount: '5000.00' } }, foundedAt + 4 * minute);
  say(members.get('cy'), { kind: 'request', body: { subcontract: 'wood', action: 'drop', with: { observation: 'scale:1' } } }, foundedAt + 5 * minute);
  say(operator, { kind: 'clock', body: {} }, foundedAt + 31 * day);
  return { ...founded, root: collective.head().root, records: collective.head().records };
}

const log = await makeLog();
const firstPay = createMemoryJournal(log.store).read(0, 100).find(({ record }) => record.includes('"kind":"pay"'))?.seq ?? -1;

function folderVerdict(journal: Journal): Verdict {
  return replay(journalParts(journal, { records: 0, total: journal.head() }), { hasher, verifier, sandbox });
}

function archiveVerdict(lines: readonly string[]): Verdict {
  return replay(parts(lines), { hasher, verifier, sandbox });
}

function* parts(lines: readonly string[]): Generator<LogPart> {
  for (const part of readArchive(hasher, lines.map((line) => `${line}\n`))) {
    if (part.part === 'footer') yield { part: 'footer', count: part.count, root: toBase64(part.root) };
    else yield part;
  }
}

function archive(): string[] {
  const journal = createMemoryJournal(log.store);
  const blobs = journal.blobHashes().map((hash) => ({ hash, text: journal.getBlob(hash) ?? '' }));
  const records = journal.read(0, journal.head()).map(({ record }) => record);
  return [...writeArchive(hasher, log.origin, blobs, records)].map((line) => line.trimEnd());
}

/** As someone would who rewrites a log: the root in the last line fits what is there. */
function withOwnRoot(lines: readonly string[]): string[] {
  const tree = createTree(hasher);
  const body = lines.slice(0, -1);
  for (const line of body) if (line.startsWith('{"entry"')) tree.append(line);
  return [...body, canonical({ count: tree.size, root: toBase64(tree.root()) })];
}

/** The archive with record `seq` changed. */
function withRecord(seq: number, change: (record: LogRecord) => LogRecord): string[] {
  return withOwnRoot(archive().map((line) => {
    if (!line.startsWith('{"entry"')) return line;
    const record = JSON.parse(line) as LogRecord;
    return record.seq === seq ? recordBytes(change(record)) : line;
  }));
}

function copied(): MemoryStore {
  return { ...createMemoryStore(), rows: log.store.rows.map((row) => ({ ...row })), blobs: new Map(log.store.blobs) };
}

function finding(verdict: Verdict): Finding {
  assert.ok(!verdict.ok, 'something differs');
  return verdict.finding;
}

test('what stands: every outcome reproduced, twice the same root, as folder and as archive', () => {
  const stands = { ok: true, origin: log.origin, records: log.records, root: log.root, recordedAt: foundedAt + 31 * day, head: null };
  assert.deepEqual(folderVerdict(createMemoryJournal(log.store)), stands);
  assert.deepEqual(folderVerdict(createMemoryJournal(log.store)), stands);
  assert.deepEqual(archiveVerdict(archive()), stands);
});

test('a changed amount: the seal of that record no longer fits', () => {
  const changed = withRecord(firstPay, (record) => ({ ...record, entry: { ...record.entry, body: { ...record.entry.body, amount: '6.00' } } as LogRecord['entry'] }));
  const verdict = archiveVerdict(changed);
  assert.equal(verdict.records, firstPay);
  const { seq, what, message } = finding(verdict);
  assert.deepEqual([seq, what], [firstPay, 'seal']);
  assert.match(message, new RegExp(`^record ${firstPay} \\(pay by ana, 2026-01-05T17:01.*the seal by member-ana does not fit`));
});

test('a dropped record, two in another order, one twice', () => {
  const lines = archive();
  const at = lines.findIndex((line) => line.includes('"kind":"pay"'));
  const dropped = withOwnRoot(lines.filter((_, i) => i !== at));
  assert.match(finding(archiveVerdict(dropped)).message, new RegExp(`record ${firstPay + 1} where ${firstPay} comes next`));
  const swapped = [...lines];
  [swapped[at], swapped[at + 1]] = [lines[at + 1] ?? '', lines[at] ?? ''];
  assert.match(finding(archiveVerdict(withOwnRoot(swapped))).message, /comes next/);
  assert.match(finding(archiveVerdict(withOwnRoot(lines.toSpliced(at, 0, lines[at] ?? '')))).message, /comes next/);
});

test('dropped in a folder, with the numbers closed up: the seals stand, the balances don\'t', () => {
  const store = copied();
  store.rows.splice(firstPay, 1);
  assert.deepEqual(finding(folderVerdict(createMemoryJournal(store))).what, 'order');
});

test('a forged seal: another\'s key, another\'s name, no signature', () => {
  const cy = log.members.get('cy');
  assert.ok(cy !== undefined);
  const forged = withRecord(firstPay, (record) => ({ ...record, seal: { key: 'member-ana', sig: cy.sealer.sign(canonical(record.entry)) } }));
  assert.equal(finding(archiveVerdict(forged)).what, 'seal');
  const named = withRecord(firstPay, (record) => ({ ...record, seal: { key: 'member-cy', sig: cy.sealer.sign(canonical(record.entry)) } }));
  assert.match(finding(archiveVerdict(named)).message, /speaks for cy, not for ana \[wrong_role\]/);
  const none = withRecord(firstPay, (record) => ({ ...record, seal: { key: 'member-ana', sig: '' } }));
  assert.equal(finding(archiveVerdict(none)).what, 'seal');
});

test('changed code: in an archive, in a folder, and code that is gone', () => {
  const lines = archive();
  const code = lines.findIndex((line) => line.startsWith('{"blob"') && line.includes('"use strict'));
  assert.ok(code > 0 || lines.some((line) => line.includes('use strict')));
  const at = lines.findIndex((line) => line.includes('use strict'));
  const changed = lines.with(at, (lines[at] ?? '').replace('use strict', 'use  strict'));
  assert.match(finding(archiveVerdict(changed)).message, /does not hash to/);
  const gone = finding(archiveVerdict(lines.toSpliced(at, 1)));
  assert.equal(gone.what, 'code');
  assert.match(gone.message, /\(adopt by operator.*was not handed in/);
  const store = copied();
  const [hash] = [...store.blobs].find(([, text]) => text.includes('use strict')) ?? [''];
  store.blobs.set(hash, 'other code');
  assert.equal(finding(folderVerdict(createMemoryJournal(store))).what, 'code');
});

test('a changed outcome: named by the record, kept beside it, or both', () => {
  const named = finding(archiveVerdict(withRecord(firstPay, (record) => ({ ...record, outcomeHash: '0'.repeat(64) }))));
  assert.equal(named.what, 'outcome');
  assert.match(named.message, /ana → cy 500 \(smallest parts of crown\)/);

  const kept = copied();
  const row = kept.rows[firstPay];
  assert.ok(row !== undefined);
  kept.rows[firstPay] = { ...row, outcome: row.outcome.replace('"amount":500', '"amount":900') };
  const beside = finding(folderVerdict(createMemoryJournal(kept)));
  assert.deepEqual([beside.what, beside.seq, beside.path, beside.recorded, beside.rules], ['stored_outcome', firstPay, 'facts[0].amount', 900, 500]);

  const outcome = row.outcome.replace('"amount":500', '"amount":900');
  const record = JSON.parse(row.record) as LogRecord;
  kept.rows[firstPay] = { outcome, record: recordBytes({ ...record, outcomeHash: toHex(hasher.sha256(outcome)) }) };
  const both = finding(folderVerdict(createMemoryJournal(kept)));
  assert.deepEqual([both.what, both.path, both.recorded, both.rules], ['outcome', 'facts[0].amount', 900, 500]);
  assert.match(both.message, /the rules give another outcome: facts\[0\]\.amount: recorded 900, the rules give 500/);
});

test('an added fact, a time that goes back, another origin, another root, a file cut off', () => {
  const kept = copied();
  const row = kept.rows[firstPay];
  assert.ok(row !== undefined);
  const outcome = JSON.parse(row.outcome) as { facts: Posting[] };
  kept.rows[firstPay] = { ...row, outcome: canonical({ ...outcome, facts: [...outcome.facts, outcome.facts[0]] }) };
  assert.match(finding(folderVerdict(createMemoryJournal(kept))).message, /facts\[1\]: recorded \{.*the rules give nothing/);

  const back = finding(archiveVerdict(withRecord(firstPay + 1, (record) => ({ ...record, recordedAt: foundedAt }))));
  assert.deepEqual([back.what, back.seq], ['time', firstPay + 1]);
  const lines = archive();
  assert.equal(finding(archiveVerdict(lines.with(0, (lines[0] ?? '').replace(log.origin, 'frankpledge/0000000000000000')))).what, 'origin');
  const footer = canonical({ count: log.records, root: toBase64(new Uint8Array(32)) });
  assert.match(finding(archiveVerdict(lines.with(-1, footer))).message, /root/);
  assert.throws(() => archiveVerdict(lines.slice(0, -1)), /ends before its last line/);
  assert.throws(() => archiveVerdict(['hello']), /no archive/);
});

test('when a record was recorded decides what fires: a later time gives another outcome', () => {
  const late = archiveVerdict(withRecord(firstPay + 1, (record) => ({ ...record, recordedAt: foundedAt + 40 * day })));
  assert.deepEqual([finding(late).seq, finding(late).what], [firstPay + 1, 'outcome']);
});

test('a folder whose next record is missing or damaged: what is before it stands', () => {
  const journal = createMemoryJournal(log.store);
  const short: Journal = { ...journal, head: () => log.records + 1 };
  const missing = folderVerdict(short);
  assert.equal(missing.records, log.records);
  assert.deepEqual(finding(missing), { seq: log.records, what: 'form', message: `record ${log.records} is missing` });
  const damaged: Journal = { ...journal, read: (from, limit) => {
    if (from + limit > firstPay) throw new JournalError('corrupt', 'the page is torn');
    return journal.read(from, limit);
  } };
  assert.deepEqual([folderVerdict(damaged).records, finding(folderVerdict(damaged)).message], [firstPay, 'the page is torn']);
  const unread: Journal = { ...journal, read: () => { throw new JournalError('io', 'the disk is gone'); } };
  assert.throws(() => folderVerdict(unread), /the disk is gone/);
});

test('handed over part by part it says the same, and at the same part', () => {
  const all = [...parts(archive())];
  const run = createReplay({ hasher, verifier, sandbox });
  for (const part of all) assert.equal(run.take(part), undefined);
  assert.deepEqual(run.end(), { ok: true, origin: log.origin, records: log.records, root: log.root, recordedAt: foundedAt + 31 * day, head: null });
  const other = createReplay({ hasher, verifier, sandbox });
  const forged = [...parts(withRecord(firstPay, (record) => ({ ...record, seal: { ...record.seal, sig: '' } })))];
  const said = forged.map((part) => other.take(part)?.finding.seq);
  const at = all.findIndex((part) => part.part === 'record') + firstPay;
  assert.deepEqual(said.slice(0, at + 1), [...Array.from({ length: at }, () => undefined), firstPay]);
});

test('a log of other rules, of the kernel or of the sandbox, isn\'t decided on: neither when it is checked nor when its collective starts', () => {
  const others: readonly (readonly [object, RegExp])[] = [[{ sandbox: '0'.repeat(64) }, /on the sandbox 0{64}; this release has [0-9a-f]{64}$/], [{ protocol: 1 }, /of protocol 1; this release has those of 2$/], [{ protocol: 3 }, /of protocol 3;/]];
  for (const [rules, message] of others) {
    const other = withRecord(0, (record) => ({ ...record, entry: { ...record.entry, body: { ...record.entry.body, ...rules } } as LogRecord['entry'] }));
    const isOther = (error: unknown): boolean => error instanceof OtherRulesError && error.code === 'other_rules' && message.test(error.message);
    assert.throws(() => archiveVerdict(other), isOther);
    const [store, first] = [copied(), [...parts(other)].find((part) => part.part === 'record')];
    assert.ok(store.rows[0] !== undefined && first?.part === 'record');
    store.rows[0] = { ...store.rows[0], record: first.text };
    assert.throws(() => new Collective({ journal: createMemoryJournal(store), hasher, verifier, sandbox }), isOther);
  }
});

test('entries that have not even the form of their kind are findings, not crashes', () => {
  for (const body of [{}, { to: 1, unit: [], amount: {} }, { observations: 7 }, { observations: [null] }, { member: null, keys: null }]) {
    for (const kind of ['pay', 'observe', 'admit', 'request', 'consent', 'attest', 'adopt', 'key.add', 'issue', 'nonsense']) {
      for (const signer of [log.members.get('ana'), log.operator, log.device]) {
        assert.ok(signer !== undefined);
        const lines = withRecord(firstPay, (record) => {
          const entry = { ...record.entry, kind, by: signer.grant.owner, body } as unknown as LogRecord['entry'];
          return { ...record, entry, seal: { key: signer.grant.id, sig: signer.sealer.sign(canonical(entry)) } };
        });
        assert.equal(finding(archiveVerdict(lines)).seq, firstPay, `${kind} ${JSON.stringify(body)}`);
      }
    }
  }
});

test('the first difference, by its path', () => {
  assert.equal(firstDifference({ a: [1, { b: 'x' }] }, { a: [1, { b: 'x' }] }), undefined);
  assert.deepEqual(firstDifference({ a: [1, { b: 'x' }] }, { a: [1, { b: 'y' }] }), { path: 'a[1].b', recorded: 'x', rules: 'y' });
  assert.deepEqual(firstDifference({ a: [1] }, { a: [1, 2] }), { path: 'a[1]', recorded: null, rules: 2 });
  assert.deepEqual(firstDifference({}, { a: 1 }), { path: 'a', recorded: null, rules: 1 });
});
