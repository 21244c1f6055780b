// Two hundred members decide on three hundred proposals, by seed: everything that was decided is counted a second time, from the log alone, by code
// that was written from the documents and shares nothing with the rules; and the log gives the same again. More seeds, or one alone:
//   SEEDS=30 node --test test/decide-timeline.test.ts
//   SEED=12 node --test test/decide-timeline.test.ts
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Collective } from '../src/host/collective.ts';
import { Kernel } from '../src/kernel/kernel.ts';
import { createMemoryJournal } from '../src/journal/journal.ts';
import { canonical } from '../src/log/canonical.ts';
import { formPorts } from '../src/log/kernel-ports.ts';
import { replay, type LogPart, type Verdict } from '../src/log/replay.ts';
import { pot } from '../src/testing/deciding-founding.ts';
import { liveThrough, type Size } from '../src/testing/deciding-timeline.ts';
import type { AmendmentEnd, Fact, Posting, ProposalEnd } from '../src/vocabulary/outcomes.ts';
import type { RefusalCode } from '../src/vocabulary/refusals.ts';
import { decidedHouse, hashes, portsOver, type House, type Lived } from './reference/decided-house.ts';
import { about, inOrder, recordedIn } from './reference/deciding-compare.ts';
import { SecondCount } from './reference/deciding.ts';

const only = process.env['SEED'];
const seeds = only === undefined ? Array.from({ length: Number(process.env['SEEDS'] ?? 1) }, (_, i) => i + 1) : [Number(only)];
const size: Size = { members: 200, proposals: 300, amended: 40, days: 100 };

/** How things ended, and codes of refusals, in any of the timelines. */
const cameUp = new Set<string>();
const ends: readonly (ProposalEnd | AmendmentEnd)[] = ['carried', 'rejected', 'expired', 'tied', 'withdrawn', 'failed', 'adopted', 'rival', 'lapsed'];
const refusals: readonly RefusalCode[] = [
  'already_said', 'not_permitted', 'stale_revision', 'unknown_proposal', 'too_late', 'invalid_value', 'unknown_option', 'missing_value', 'delegation_circle', 'out_of_order', 'outside_envelope',
];

for (const seed of seeds) {
  test(`seed ${seed}: 200 members, 300 proposals, 30 and more of them amended; each result is what a second count of the log gives`, () => {
    const house = decidedHouse();
    liveThrough(seed, house.world, size);
    assertVaried(house.lived);
    const second = new SecondCount(charterOf(house), hashes);
    for (const each of house.lived) {
      assertCountedAgain(second, each);
      assertCharged(second, each);
    }
    assert.equal(balanceOf(house, pot), second.inCommon);
    assertZeroSums(house);
    assertSameAgain(house);
  });
}

test('every end and every refusal that deciding together has came up', { skip: only !== undefined }, () => {
  assert.deepEqual([...ends, ...refusals].filter((each) => !cameUp.has(each)), []);
});

/** What the record says was decided, how and by which figures, is what the second counting says. */
function assertCountedAgain(second: SecondCount, { record, outcome }: Lived): void {
  const { expected, refusals } = second.take(record, outcome);
  const [item] = outcome.items;
  assert.deepEqual(inOrder(recordedIn(outcome)), inOrder(expected), about(record));
  if (refusals === null) return;
  const code = item?.status === 'done' ? undefined : item?.code;
  assert.ok(refusals.length === 0 ? item?.status === 'done' : code !== undefined && refusals.includes(code), `${about(record)}: ${code ?? 'taken'}, and not ${refusals.join(' or ') || 'taken'}`);
}

/** Nobody is charged who isn't bound, and what was in force when it happened is what it cost; what is held is charged to nobody. */
function assertCharged({ register }: SecondCount, { record, outcome }: Lived): void {
  if (record.entry.kind !== 'observe') return;
  const [observation] = record.entry.body.observations;
  assert.ok(observation !== undefined);
  const charges = outcome.facts.filter((fact): fact is Posting => fact.fact === 'posting' && fact.because !== null);
  for (const { from, amount, because } of charges) {
    assert.ok(because !== null && register.isBound(because, from), `${about(record)}: ${from} isn't bound by ${because}`);
    assert.equal(register.agreements.get(because)?.held, null, `${about(record)}: ${because} is held`);
    assert.equal(amount, register.priceAt(because, observation.at), about(record));
  }
  const { subject, values } = observation;
  const agreement = register.agreements.get(subject);
  const isDue = agreement !== undefined && agreement.held === null && register.isBound(subject, String(values['by']));
  const refusal = outcome.items[0]?.code ?? outcome.items[0]?.faults?.[0]?.code;
  if (isDue && refusal !== 'insufficient_balance') assert.equal(charges.length, 1, `${about(record)}: ${JSON.stringify(outcome.items)}`);
}

/** A timeline that tests nothing shows itself: enough of everything must have come up. What is rare need only come up in one of them. */
function assertVaried(lived: readonly Lived[]): void {
  const facts = lived.flatMap(({ outcome }) => outcome.facts);
  const count = (is: (fact: Fact) => boolean): number => facts.filter(is).length;
  assert.equal(count((fact) => fact.fact === 'proposed'), size.proposals);
  const amended = new Set(facts.flatMap((fact) => (fact.fact === 'amended' ? [fact.amendment.proposal] : [])));
  assert.ok(amended.size >= 30, `${amended.size} were amended`);
  for (const [what, at] of [['proposal.waits', 10], ['revised', 20], ['delegated', 50], ['admitted', 5], ['accepted', 5], ['left', 3]] as const) assert.ok(count((fact) => fact.fact === what) >= at, what);
  for (const fact of facts) if (fact.fact === 'decided' || fact.fact === 'amendment.decided') cameUp.add(fact.how);
  for (const { outcome } of lived) for (const { code } of outcome.items) if (code !== undefined) cameUp.add(code);
}

function assertZeroSums({ collective: { state } }: House): void {
  for (const unit of state.units.keys()) {
    const balances = [...state.accounts].filter(([key]) => key.endsWith(` ${unit}`)).map(([, { balance }]) => balance);
    assert.equal(balances.reduce((sum, each) => sum + each, 0), 0, unit);
  }
}

/** The log alone, taken through the rules again, taken up by its outcomes, and gone on with from a snapshot of half of it, comes to the same. */
function assertSameAgain({ collective, lived }: House): void {
  const { journal } = collective;
  const rows = journal.read(0, journal.head());
  const blobs = journal.blobHashes().map((hash): LogPart => ({ part: 'blob', hash, text: journal.getBlob(hash) ?? '' }));
  const ports = portsOver(createMemoryJournal());
  const verdict: Verdict = replay([...blobs, ...rows.map(({ record, outcome }): LogPart => ({ part: 'record', text: record, outcome }))], ports);
  assert.ok(verdict.ok, JSON.stringify(verdict));
  assert.deepEqual([verdict.records, verdict.root], [collective.head().records, collective.head().root]);
  const restored = new Collective(portsOver(journal));
  assert.deepEqual([restored.digest(), restored.nextWake()], [collective.digest(), collective.nextWake()]);
  assertResumed(collective, lived);
}

function assertResumed(collective: Collective, lived: readonly Lived[]): void {
  const { hasher, verifier, sandbox } = portsOver(createMemoryJournal());
  const ports = { ...formPorts(hasher), verifier, runner: sandbox.runner, zoneRules: (hash: string) => JSON.parse(collective.journal.getBlob(hash) ?? 'null') };
  const half = new Kernel(ports);
  const middle = Math.floor(lived.length / 2);
  for (const { record, outcome } of lived.slice(0, middle)) half.restore(record, record.recordedAt, outcome);
  const resumed = Kernel.resume(ports, JSON.parse(canonical(half.snapshot())));
  for (const { record, outcome } of lived.slice(middle)) assert.deepEqual(resumed.decide(record, record.recordedAt), outcome, about(record));
  assert.equal(resumed.digest(), collective.digest());
}

function charterOf({ lived: [founding] }: House): ConstructorParameters<typeof SecondCount>[0] {
  assert.ok(founding?.record.entry.kind === 'found');
  return founding.record.entry.body.charter;
}

function balanceOf({ collective: { state } }: House, agent: string): number {
  return state.accounts.get(`${agent} crown`)?.balance ?? 0;
}
