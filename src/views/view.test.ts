import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import fc from 'fast-check';
import { createHasher, createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { createCodeSandbox } from '../host/codes.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { Collective } from '../host/collective.ts';
import { foundCollective } from '../host/founding.ts';
import { loadKits, type Kit } from '../host/kits.ts';
import { readScenario, zoneNames, type Scenario } from '../host/scenarios.ts';
import { makeSigner, sealEntry, type Signer } from '../host/sealing.ts';
import { createMemoryJournal, createMemoryStore, type MemoryStore } from '../journal/journal.ts';
import { formatDecimal, parseDecimal } from '../vocabulary/decimals.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { zoneRules } from '../zones/zones.ts';
import { applyShown } from './apply.ts';
import { digestPeriods } from './digest.ts';
import { memberOf, obligationsOf, overviewOf, postingIn, postingsOf, subcontractOf } from './queries.ts';
import type { Shown } from './shown.ts';
import { viewOf, viewText, ViewTextError } from './snapshot.ts';
import { initialView, type View } from './view.ts';

const seed = 20260105;
let kits: ReadonlyMap<string, Kit>;
let sandbox: CodeSandbox;
let scenarios: readonly Scenario[];

before(async () => {
  kits = loadKits();
  sandbox = await createCodeSandbox();
  const files = ['kits/firewood/scenarios', 'kits/cash-box/scenarios', 'test/scenarios/firewood', 'test/scenarios/cash-box', 'test/scenarios/both']
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`));
  const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
  scenarios = files.map((file) => readScenario(readFileSync(file, 'utf8'), known)).filter((read) => read.ok).map((read) => read.value);
  assert.ok(scenarios.length > 20, 'the scenarios are there');
});

type Played = { readonly collective: Collective; readonly store: MemoryStore; readonly live: View; readonly shown: Shown[] };

/** Plays some of a scenario's steps, each later by a jitter, into a fresh collective and a view that goes along. */
function play(scenario: Scenario, keeps: (place: number) => boolean, jitterMs: (place: number) => number): Played {
  const store = createMemoryStore();
  const journal = createMemoryJournal(store);
  const live = initialView({ zoneRules: (hash) => rules(store, hash) });
  const shown: Shown[] = [];
  const collective = new Collective({ journal, hasher: createHasher(), verifier: createSealVerifier(), sandbox }, (each) => {
    shown.push(each);
    applyShown(live, each);
  });
  let keys = 0;
  const signer = (role: 'operator' | 'device' | 'member', owner: string): Signer => makeSigner(`key-${keys += 1}`, role, owner, createSealer(Buffer.alloc(32, keys)));
  const operator = signer('operator', 'operator');
  const device = signer('device', 'sensors');
  const members = new Map(scenario.members.map(({ id }) => [id, signer('member', id)]));
  const zone = zoneRules(scenario.collective.zone);
  assert.ok(zone !== undefined);
  const steps = scenario.timeline.map((step, place) => ({ ...step, recordedAt: step.playedAt + jitterMs(place) })).filter((_, place) => keeps(place))
    .sort((a, b) => a.recordedAt - b.recordedAt);
  foundCollective(collective, {
    settings: scenario, kits, zone, origin: 'test/views', at: steps[0]?.playedAt ?? 0, operator, members, devices: [device.grant], sandbox: sandbox.hash, salt: () => 'a'.repeat(32),
  });
  let entries = 0;
  const say = (by: Signer, said: EntryBody, at: number): void => void collective.take([sealEntry(by, said, 'test/views', Math.min(at, at), `entry-${entries += 1}`)], at);
  for (const { act, at, recordedAt } of steps) {
    for (let wake = collective.nextWake(); wake !== undefined && wake <= recordedAt; wake = collective.nextWake()) say(operator, { kind: 'clock', body: {} }, Math.max(wake, collective.state.recordedAt));
    if (act.kind === 'observe') {
      const { id, subject, event, p, values } = act;
      say(device, { kind: 'observe', body: { observations: [{ id, subject, event, at, values, ...(Object.keys(p).length === 0 ? {} : { p }) }] } }, recordedAt);
    }
    const by = act.kind === 'request' ? members.get(act.by) : undefined;
    if (act.kind === 'request' && by !== undefined && act.subcontract !== null) say(by, { kind: 'request', body: { subcontract: act.subcontract, action: act.action, with: act.with } }, recordedAt);
  }
  return { collective, store, live, shown };
}

function rules(store: MemoryStore, hash: string): ReturnType<typeof zoneRules> {
  const text = store.blobs.get(hash);
  return text === undefined ? undefined : (JSON.parse(text) as ReturnType<typeof zoneRules>);
}

function everything(view: View): unknown {
  const around = { now: view.recordedAt, factor: 1, root: '', stopped: null };
  return {
    overview: overviewOf(view, around), members: [...view.members.keys()].map((id) => memberOf(view, id)), obligations: obligationsOf(view),
    postings: postingsOf(view, undefined, 1000), digest: digestPeriods(view, { period: 'day' }), subcontracts: [...view.subcontracts.keys()].map((id) => subcontractOf(view, id)),
  };
}

const plan = fc.record({ which: fc.nat(), keeps: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }), jitterMs: fc.array(fc.nat(3 * 3_600_000), { minLength: 1, maxLength: 40 }) });

function playPlan({ which, keeps, jitterMs }: { which: number; keeps: boolean[]; jitterMs: number[] }): Played {
  const scenario = scenarios[which % scenarios.length];
  assert.ok(scenario !== undefined);
  return play(scenario, (place) => keeps[place % keeps.length] !== false, (place) => jitterMs[place % jitterMs.length] ?? 0);
}

test('a view that went along is the one folded from the stored log', () => {
  fc.assert(fc.property(plan, (each) => {
    const { store, live } = playPlan(each);
    const fresh = initialView({ zoneRules: (hash) => rules(store, hash) });
    new Collective({ journal: createMemoryJournal(store, 'read'), hasher: createHasher(), verifier: createSealVerifier(), sandbox }, (shown) => applyShown(fresh, shown));
    assert.deepEqual(everything(live), everything(fresh));
  }), { seed, numRuns: 60 });
});

test('a view from its text at any place folds on to what the whole log gives', () => {
  fc.assert(fc.property(plan, fc.nat(), (each, dice) => {
    const { store, live, shown } = playPlan(each);
    const ports = { zoneRules: (hash: string) => rules(store, hash) };
    const cut = dice % (shown.length + 1);
    const before = initialView(ports);
    for (const one of shown.slice(0, cut)) applyShown(before, one);
    const after = viewOf(viewText(before), ports);
    assert.deepEqual(ordered(after), ordered(before));
    for (const one of shown.slice(cut)) applyShown(after, one);
    assert.deepEqual(ordered(after), ordered(live));
  }), { seed, numRuns: 60 });
});

test('a text of another form, a cut one or one that lacks a part is refused', () => {
  const ports = { zoneRules: () => undefined };
  const text = viewText(initialView(ports));
  const without = (part: string): string => JSON.stringify({ ...JSON.parse(text) as object, [part]: undefined });
  for (const wrong of [text.slice(0, -1), '[]', text.replace(/"form":\d+/, '"form":1'), without('digest'), without('form')]) assert.throws(() => viewOf(wrong, ports), ViewTextError, wrong.slice(0, 40));
});

/** With maps as lists: some forget what has stood in them longest, so that their order counts. */
function ordered(value: unknown): unknown {
  if (value instanceof Map) return [...value].map(ordered);
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'ports').map(([name, each]) => [name, ordered(each)]));
}

test('the view agrees with the kernel on balances, debts and reviews, and each unit sums to zero', () => {
  fc.assert(fc.property(plan, (each) => {
    const { collective: { state }, live } = playPlan(each);
    for (const [key, { balance, held, floor }] of state.accounts) assert.deepEqual({ key, balance, held, floor }, { key, ...(live.accounts.get(key) ?? { balance: 0, held: 0, floor: 0 }) });
    for (const unit of state.units.keys()) {
      let sum = 0;
      for (const [key, account] of live.accounts) if (key.endsWith(` ${unit}`)) sum += account.balance;
      assert.equal(sum, 0);
    }
    assert.deepEqual([...live.obligations.values()].map(({ obligation }) => obligation).sort((a, b) => a.id - b.id), [...state.obligations.values()].sort((a, b) => a.id - b.id));
    assert.deepEqual([...live.reviews.keys()].sort(), [...state.reviews.keys()].sort());
  }), { seed, numRuns: 60 });
});

test('digests sum to what was posted, to the cent, and every sentence is whole', () => {
  fc.assert(fc.property(plan, (each) => {
    const { live, shown } = playPlan(each);
    const paid = new Map<string, number>();
    for (const { outcome } of shown) {
      for (const fact of outcome.facts) {
        if (fact.fact === 'posting' && fact.because !== null) {
          for (const key of [`${fact.because} ${fact.from} paid ${fact.unit}`, `${fact.because} ${fact.to} received ${fact.unit}`]) paid.set(key, (paid.get(key) ?? 0) + fact.amount);
        }
      }
    }
    for (const period of ['day', 'week'] as const) {
      const summed = new Map<string, number>();
      for (const { rows } of digestPeriods(live, { period })) {
        for (const { subcontract, member, unit, paid: out, received } of rows) {
          for (const [key, text] of [[`${subcontract} ${member} paid ${unit}`, out], [`${subcontract} ${member} received ${unit}`, received]] as const) {
            const amount = parseDecimal(text, live.units.get(unit)?.decimals ?? 0);
            assert.ok(amount.ok);
            if (amount.value > 0) summed.set(key, (summed.get(key) ?? 0) + amount.value);
          }
        }
      }
      assert.deepEqual([...summed].sort(), [...paid].sort());
    }
    for (const { why } of live.postings) assert.doesNotMatch(why, /[{}]/);
    for (const { why } of live.obligations.values()) assert.doesNotMatch(why, /[{}]/);
    for (const { words } of live.latestNotices) assert.doesNotMatch(words, /[{}]/);
    for (const { reason } of overviewOf(live, { now: 0, factor: 1, root: '', stopped: null }).reviews) assert.doesNotMatch(reason, /[{}]/);
  }), { seed, numRuns: 60 });
});

test('a posting from its stored record says the same as when it was new', () => {
  for (const scenario of scenarios) {
    const { live, shown } = play(scenario, () => true, () => 0);
    for (const posting of live.postings) {
      const record = shown[posting.record];
      assert.ok(record !== undefined);
      const again = postingIn(live, record, Number(posting.id.split('.')[1]));
      assert.deepEqual({ ...again, why: '', observation: again?.observation?.id }, { ...posting, why: '', observation: posting.observation?.id });
      if (posting.code !== 'debt') assert.equal(again?.why, posting.why);
    }
  }
});

test('a week of A6: pieces, mass and crowns by person, and one taking that is half owed counts once', () => {
  const example = scenarios.find(({ title }) => title === 'Firewood: price by means');
  assert.ok(example !== undefined);
  const { live } = play({ ...example, members: example.members.map((member) => (member.id === 'ana' ? { ...member, opening: { crown: '3.00' } } : member)) }, () => true, () => 0);
  const [week, ...others] = digestPeriods(live, { period: 'week', member: 'ana' });
  assert.equal(others.length, 0);
  assert.deepEqual([week?.from, week?.to], ['2026-01-05', '2026-01-11']);
  assert.deepEqual(week?.rows, [{ subcontract: 'wood', member: 'ana', unit: 'crown', pieces: 4, returned: 0, massG: '8400', paid: '3.00', received: '0.00', postings: 1 }]);
  assert.equal(overviewOf(live, { now: 0, factor: 1, root: '', stopped: null }).owed[0]?.left, formatDecimal(100, 2));
});

test('a guarantor\'s claim has the words of the loan that was paid, and each of several loans paid back says its own share', () => {
  const everyone = scenarios.find(({ title }) => title === 'Everyone guarantees everyone');
  assert.ok(everyone !== undefined);
  const claims = obligationsOf(play(everyone, () => true, () => 0).live).map(({ why }) => why);
  assert.equal(claims.length, 10);
  assert.ok(claims.includes('g01 stood surety for tom and paid on this loan: tom took 100.00 from the box on 2026-01-05; due on 2026-02-04'), claims[0]);
  const early = scenarios.find(({ title }) => title === 'Pay back early');
  const [taking, paying] = early?.timeline ?? [];
  assert.ok(early !== undefined && taking?.act.kind === 'observe' && paying?.act.kind === 'request');
  const timeline = [taking, { ...taking, number: 2, act: { ...taking.act, id: 'take-2' } }, { ...paying, act: { ...paying.act, with: { amount: '45.00' } } }];
  const paid = play({ ...early, timeline }, () => true, () => 0).live.postings.filter(({ code }) => code === 'repaid');
  assert.deepEqual(paid.map(({ why, numbers }) => [why, numbers['amount']]), [['tom paid 30.00 back early', '30.00'], ['tom paid 15.00 back early', '15.00']]);
});
