// What a change would have done: the recorded past decided again, with other terms or code from a day on, and held against what was recorded.
// Expected figures are worked out by hand beside each past.
import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createHasher, createSealVerifier } from '../src/adapters/keys/node.ts';
import { writeArchive } from '../src/log/archive.ts';
import { outcomeHash } from '../src/log/record.ts';
import type { LogPart } from '../src/log/replay.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { backtestParts } from '../src/host/backtest-run.ts';
import { runBacktest, type ChangeGiven } from '../src/host/backtest.ts';
import { Collective } from '../src/host/collective.ts';
import { createDemo } from '../src/host/demo.ts';
import { loadKitsFrom, ownKits } from '../src/host/kits.ts';
import { journalParts } from '../src/host/log-source.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import type { Signer } from '../src/host/sealing.ts';
import { foundedAt, foundTombsboro } from '../src/host/serve-fixture.ts';
import { createMemoryJournal } from '../src/journal/journal.ts';
import type { BacktestShown, MemberUnitTried, VersionTried } from '../src/views/backtest-shown.ts';
import type { Since } from '../src/backtest/rerun.ts';
import type { EntryBody } from '../src/vocabulary/entries.ts';
import { dayMs } from '../src/vocabulary/time.ts';
import { frankpledgeHere } from './command.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const kits = loadKitsFrom([ownKits, `${root}test/kits`]);
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const sandbox = await createCodeSandbox();
const hasher = createHasher();

/** A scenario's log, in parts that can be read as often as one likes; as a data folder has them, or as an archive, without outcomes. */
function past(text: string, as: 'folder' | 'archive' = 'folder'): readonly LogPart[] {
  const scenario = readScenario(text, known);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  let parts: LogPart[] = [];
  playScenario(scenario.value, text, kits, sandbox, ({ journal }) => { parts = [...journalParts(journal, { records: 0, total: journal.head() })]; });
  return as === 'folder' ? parts : parts.map((part) => (part.part === 'record' ? { part: 'record', text: part.text } : part));
}

/** Records that were decided as recorded, of all that were decided again. */
type Turns = { same: number; rerun: number };

function tried(parts: readonly LogPart[], changes: readonly ChangeGiven[], since: Since, turns: Turns = { same: 0, rerun: 0 }): BacktestShown {
  sandbox.forget(); // each scenario has a collective of its own under the same names
  return backtestParts(parts, changes, since, { hasher, sandbox }, ({ outcomeHash: recorded }, _, now) => {
    turns.rerun += 1;
    if (now.every((outcome) => outcomeHash(hasher, outcome) === recorded)) turns.same += 1;
  });
}

function one(shown: BacktestShown): VersionTried {
  const [version, ...others] = shown.versions;
  assert.ok(version !== undefined && others.length === 0);
  return version;
}

function figures(version: VersionTried, member: string): MemberUnitTried {
  const [unit] = version.members.find((each) => each.member === member)?.units ?? [];
  assert.ok(unit !== undefined, `nothing is said of ${member}`);
  return unit;
}

const change = (subcontract: string, terms: ChangeGiven['terms'] = {}): ChangeGiven => ({ label: 'tried', subcontract, terms });

const at = (day: string, clock: string): string => `${day}T${clock}:00-05:00`;

/**
 * Ten pieces lie on the pile, fewer than 20, for the whole winter. House A on ten evenings: 3 below 16 °C, 4 from 16 up to 17 °C, and 17.0
 * itself, which is not below it; on the first of all, in December, it was cold as well, but that is more than 30 days before the last record.
 */
const winter = (celsius: readonly (readonly [day: string, celsius: number])[]): string => `
title: "A cold winter"
collective: { name: Tombsboro, zone: America/New_York, units: { crown: { decimals: 2 } } }
members:
  - { id: bunyan, opening: { crown: "500.00" } }
  - { id: ana }
  - { id: bob }
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: bunyan }, terms: { houses: { house-a: ana } } }
timeline:
  - at: ${at('2025-12-05', '08:00')}
    observe: { id: low, subject: woodpile, event: level, count: 10 }
${celsius.map(([day, degrees]) => `  - at: ${at(day, '21:00')}\n    observe: { id: t-${day}, subject: house-a, event: temperature, celsius: ${degrees} }`).join('\n')}
`;
const evenings = [
  ['2025-12-05', 12], ['2026-01-05', 15.9], ['2026-01-06', 16], ['2026-01-07', 16.9], ['2026-01-08', 15], ['2026-01-09', 17],
  ['2026-01-10', 16.5], ['2026-01-11', 15.99], ['2026-01-12', 16.1], ['2026-01-13', 18],
] as const;
const lastEvening = Date.UTC(2026, 0, 14, 2);

for (const as of ['folder', 'archive'] as const) {
  test(`16.0 to 17.0 °C over the last 30 days: 3 payouts become 7, 40.00 more (${as})`, () => {
    const shown = tried(past(winter(evenings), as), [change('wood', { house_below_celsius: '17.0' })], { days: 30, before: lastEvening });
    assert.equal(shown.from, '2025-12-14'); // 30 days before 13 January in New York
    const version = one(shown);
    assert.deepEqual(version.terms, [{ term: 'house_below_celsius', before: '16', after: '17' }]);
    assert.deepEqual(version.reasons, [{ subcontract: 'wood', code: 'compensation', unit: 'crown', times: { was: 3, now: 7 }, paid: { was: '30.00', now: '70.00' }, owed: { was: '0.00', now: '0.00' } }]);
    assert.deepEqual([figures(version, 'ana').gain, figures(version, 'bunyan').gain], ['40.00', '-40.00']);
    assert.deepEqual(figures(version, 'ana').received, { was: '30.00', now: '70.00' });
    assert.equal(version.turns.differing, 4);
    assert.deepEqual(version.turns.shown.map(({ day, was, now }) => [day, was.count, now.shown.map(({ words, amounts }) => [words, amounts])]), ['06', '07', '10', '12'].map((day) =>
      [`2026-01-${day}`, 0, [[`house-a was cold and the pile was low on 2026-01-${day}`, { crown: '10.00' }]]]));
    const [total] = version.totals;
    assert.deepEqual([total?.paid, total?.gaining, total?.losing, total?.lost], [{ was: '30.00', now: '70.00' }, 1, 1, '40.00']);
  });
}

/** Those that have ended by the story's end. */
function endedIn(text: string): readonly string[] {
  const scenario = readScenario(text, known);
  assert.ok(scenario.ok);
  let ended: readonly string[] = [];
  sandbox.forget();
  playScenario(scenario.value, text, kits, sandbox, ({ state }) => { ended = [...state.retired.keys()]; });
  return ended;
}

/** Agreements of the founding, by their ids. */
const foundedIn = (text: string): string[] => [...new Set([...text.matchAll(/- (?:\{ )?id: ([\w-]+)[,\n]\s*kit:/g)].map(([, id]) => String(id)))];
const scenarios = globSync(['kits/*/scenarios/*.yaml', 'test/scenarios/**/*.yaml'], { cwd: root }).sort().filter((file) => foundedIn(readFileSync(root + file, 'utf8')).length > 0);

for (const file of scenarios) {
  test(`with unchanged terms each record is decided as it was: ${file}`, () => {
    const text = readFileSync(root + file, 'utf8');
    const parts = past(text);
    const subcontracts = foundedIn(text);
    if (file.endsWith('gifts/scenarios/very-much.yaml')) return void assert.throws(() => tried(parts, [change('gifts')], { day: '1970-01-01' }), { name: 'BacktestError', code: 'too_much' });
    assert.ok(subcontracts.length > 0);
    const ended = endedIn(text);
    const unchanged = subcontracts.slice(0, 4).map((id) => change(id));
    const before = tried(parts, unchanged, { day: '1970-01-01' }).until;
    for (const since of [{ day: '1970-01-01' }, { days: 5, before }, { days: 0, before }]) {
      const turns: Turns = { same: 0, rerun: 0 };
      // What ended before the days that are tried was never there then.
      const there = 'day' in since || subcontracts.every((id) => ended.includes(id)) ? unchanged : unchanged.filter(({ subcontract }) => !ended.includes(subcontract));
      for (const version of tried(parts, there, since, turns).versions) {
        assert.deepEqual([version.inForce, version.terms, version.turns.differing], [null, [], 0]);
        assert.ok(version.members.every(({ units }) => units.every(({ gain }) => !/[1-9]/.test(gain))));
      }
      assert.equal(turns.same, turns.rerun);
      assert.ok(turns.rerun > 0);
    }
  });
}

test('a day begins at its first instant: in Santiago 6 September 2026 begins at 01:00, after 23:59 of the 5th', () => {
  const shown = tried(past(`
title: "A night without midnight"
collective: { name: Santiago, zone: America/Santiago, units: { crown: { decimals: 2 } } }
members: [ { id: bunyan }, { id: ana, opening: { crown: "10.00" } } ]
subcontracts: [ { id: wood, kit: firewood, parties: { provider: bunyan } } ]
timeline:
  - { at: "2026-09-05T23:59:59-04:00", observe: { id: e1, subject: woodpile, event: taken, by: ana, count: 1 } }
  - { at: "2026-09-06T01:00:00-03:00", observe: { id: e2, subject: woodpile, event: taken, by: ana, count: 1 } }
`), [change('wood', { base_price: '2.00' })], { day: '2026-09-06' });
  assert.deepEqual([shown.since, shown.records], [Date.UTC(2026, 8, 6, 4), 1]); // 03:59:59 Z comes before it, 04:00:00 Z is it
  assert.deepEqual(figures(one(shown), 'ana').paid, { was: '1.00', now: '2.00' });
});

/** Ana has 3.00 of her 10.00 left on the last evening; on the first she took 4 pieces at 1.00, on the second 3. */
const twoTakings = `
title: "Two takings and a contest that comes too late"
collective: { name: Tombsboro, zone: America/New_York, units: { crown: { decimals: 2 } } }
members: [ { id: bunyan }, { id: ana, opening: { crown: "10.00" } }, { id: bob } ]
subcontracts: [ { id: wood, kit: firewood, parties: { provider: bunyan } } ]
timeline:
  - { at: "${at('2026-01-31', '18:00')}", observe: { id: e1, subject: woodpile, event: taken, by: ana, count: 4 } }
  - { at: "${at('2026-02-01', '18:00')}", observe: { id: e2, subject: woodpile, event: taken, by: ana, count: 3 } }
  - { at: "${at('2026-02-20', '09:00')}", request: { by: ana, subcontract: wood, action: contest, with: { observation: e1 } } }
`;

test('a request that was refused then and wouldn\'t be now', () => {
  const version = one(tried(past(twoTakings), [change('wood', { review_days: 30 })], { day: '2026-01-01' }));
  assert.deepEqual(version.refusals, [{ subcontract: 'wood', code: 'too_late', times: { was: 1, now: 0 } }]); // 20 days later: 14 were agreed, 30 are tried
  assert.deepEqual(version.members.find(({ member }) => member === 'ana')?.refused, { was: 1, now: 0 });
  const [turn] = version.turns.shown;
  assert.deepEqual([version.turns.differing, turn?.was.shown.map(({ what, code }) => [what, code]), turn?.now.shown.map(({ what, code }) => [what, code])], [1, [['refused', 'too_late']], [['review', 'contested']]]);
});

test('rivals, each on a past of its own: who pays and owes how much, in which month', () => {
  const { versions } = tried(past(twoTakings), [change('wood', { base_price: '1.50' }), change('wood', { base_price: '0.50' })], { day: '2026-01-01' });
  const [dear, cheap] = versions.map((version) => figures(version, 'ana'));
  // 7 pieces: 7.00 of her 10.00 then; 6.00 + 4.50 = 10.50 at 1.50, of which 10.00 is there and 0.50 is owed; 3.50 at 0.50.
  assert.deepEqual([dear?.paid, dear?.owedNew, dear?.owes, dear?.net, dear?.gain], [{ was: '7.00', now: '10.00' }, { was: '0.00', now: '0.50' }, { was: '0.00', now: '0.50' }, { was: '-7.00', now: '-10.50' }, '-3.50']);
  assert.deepEqual([cheap?.paid, cheap?.owes, cheap?.gain], [{ was: '7.00', now: '3.50' }, { was: '0.00', now: '0.00' }, '3.50']);
  assert.deepEqual(dear?.worst, { was: { month: '2026-01', net: '-4.00' }, now: { month: '2026-01', net: '-6.00' } });
  assert.deepEqual(dear?.best, { was: { month: '2026-02', net: '-3.00' }, now: { month: '2026-02', net: '-4.50' } });
  assert.deepEqual(versions.map(({ totals: [unit] }) => [unit?.gaining, unit?.losing, unit?.lost]), [[1, 1, '3.50'], [1, 1, '3.50']]);
  // The second taking is half paid, half owed, and one taking.
  assert.deepEqual(versions[0]?.reasons, [{ subcontract: 'wood', code: 'taken', unit: 'crown', times: { was: 2, now: 2 }, paid: { was: '7.00', now: '10.00' }, owed: { was: '0.00', now: '0.50' } }]);
  const [unit] = versions[0]?.totals ?? [];
  assert.deepEqual(unit?.worst, { was: { month: '2026-01', member: 'ana', net: '-4.00' }, now: { month: '2026-01', member: 'ana', net: '-6.00' } });
  assert.deepEqual(unit?.best, { was: { month: '2026-01', member: 'bunyan', net: '4.00' }, now: { month: '2026-01', member: 'bunyan', net: '6.00' } });
  // Of three, one paid all: G = 2/3. Nets −7, 0, 7: Σ|xᵢ − xⱼ| = 2·(7 + 14 + 7) = 56, over 3² is 6.22; −10.5, 0, 10.5: 84/9 = 9.33.
  assert.deepEqual(unit?.spread.paid.gini, { was: '0.6667', now: '0.6667' });
  assert.deepEqual(unit?.spread.net, { gini: { was: null, now: null }, apart: { was: '6.22', now: '9.33' } });
});

test('a log whose code or zone rules were changed isn\'t tried on', () => {
  const parts = past(twoTakings);
  const blobs = parts.flatMap((part, place) => (part.part === 'blob' ? [place] : []));
  assert.ok(blobs.length >= 2);
  for (const place of blobs) {
    const changed = parts.map((part, i) => (i === place && part.part === 'blob' ? { ...part, text: part.text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10)) } : part));
    assert.throws(() => tried(changed, [change('wood')], { day: '2026-01-01' }), { code: 'unreadable_log' });
  }
  const without = parts.filter((part) => part.part !== 'blob');
  assert.throws(() => tried(without, [change('wood')], { day: '2026-01-01' }), { code: 'unreadable_log' });
});

/** Tom has 20.00, takes 100.00 on 5 January and receives 80.00 on the 20th; Ana stands surety with her 100.00. */
const loan = `
title: "A loan with a guarantor"
collective: { name: Tombsboro, zone: America/New_York, units: { crown: { decimals: 2 } } }
members: [ { id: olga }, { id: tom, opening: { crown: "20.00" } }, { id: ana, opening: { crown: "100.00" } }, { id: bob, opening: { crown: "80.00" } } ]
subcontracts: [ { id: cash, kit: cash-box, parties: { owner: olga }, consents: [ ana ] } ]
timeline:
  - { at: "${at('2026-01-05', '12:00')}", observe: { id: c1, subject: cashbox, event: cash_taken, by: tom, amount: "100.00" } }
  - { at: "${at('2026-01-20', '12:00')}", request: { by: bob, action: pay, with: { to: tom, unit: crown, amount: "80.00" } } }
  - { at: "${at('2026-02-10', '12:00')}" }
`;

test('a loan that falls due earlier: its guarantor pays at that time, and has it back from the next income', () => {
  // Due on 15 January, Tom lacks 80.00 of 100.00: Ana pays it, he owes it to her, and the 80.00 of the 20th go to her. As recorded, he has 100.00 by 4 February.
  const shown = tried(past(loan), [change('cash', { loan_days: 10 })], { day: '2026-01-01' });
  const version = one(shown);
  const [tom, ana] = [figures(version, 'tom'), figures(version, 'ana')];
  assert.deepEqual([tom.paid, tom.owedNew, tom.owes, tom.gain], [{ was: '100.00', now: '100.00' }, { was: '100.00', now: '180.00' }, { was: '0.00', now: '0.00' }, '0.00']);
  assert.deepEqual([ana.paid, ana.received, ana.isOwed, ana.gain], [{ was: '0.00', now: '80.00' }, { was: '0.00', now: '80.00' }, { was: '0.00', now: '0.00' }, '0.00']);
  const due = version.turns.shown.find(({ now }) => now.shown.some(({ from }) => from === 'ana'));
  assert.deepEqual([due?.record, due?.day, due?.recordedAt], [null, '2026-01-15', Date.UTC(2026, 0, 15, 5)]);
  assert.ok(shown.caveats.some(({ code }) => code === 'consent_assumed'));
});

test('a debt more before it changes the numbers of later ones, and nothing that people would notice', () => {
  // At 2.00 bob owes half of his piece. Tom's loan, its guarantor's payment and what he then owes her are what they were.
  const version = one(tried(past(`
title: "A debt before a loan"
collective: { name: Tombsboro, zone: America/New_York, units: { crown: { decimals: 2 } } }
members: [ { id: olga }, { id: tom }, { id: ana, opening: { crown: "100.00" } }, { id: bob, opening: { crown: "1.00" } } ]
subcontracts:
  - { id: wood, kit: firewood, parties: { provider: olga } }
  - { id: cash, kit: cash-box, parties: { owner: olga }, consents: [ ana ] }
timeline:
  - { at: "${at('2026-01-05', '08:00')}", observe: { id: e1, subject: woodpile, event: taken, by: bob, count: 1 } }
  - { at: "${at('2026-01-05', '12:00')}", observe: { id: c1, subject: cashbox, event: cash_taken, by: tom, amount: "100.00" } }
  - { at: "${at('2026-02-10', '12:00')}" }
`), [change('wood', { base_price: '2.00' })], { day: '2026-01-01' }));
  assert.deepEqual(figures(version, 'ana').isOwed, { was: '100.00', now: '100.00' });
  assert.deepEqual(version.turns.shown.map(({ now }) => now.shown.filter(({ what }) => what !== 'notice').map(({ what, from, amounts }) => [what, from, amounts])), [[['paid', 'bob', { crown: '1.00' }], ['owed', 'bob', { crown: '1.00' }]]]);
});

test('what fell due while nothing ran waits for the next record, as it did', async () => {
  const { store, device, members, seal } = await foundTombsboro();
  const collective = new Collective({ journal: createMemoryJournal(store), hasher, verifier: createSealVerifier(), sandbox });
  const take = (by: Signer | undefined, said: EntryBody, day: number): void => {
    const now = foundedAt + day * dayMs;
    const [answer] = collective.take([seal(by ?? assert.fail(), said, now, `day ${day}`)], now);
    assert.equal(answer?.status, 'recorded');
  };
  take(device, { kind: 'observe', body: { observations: [{ seq: 1, subject: 'cashbox', event: 'cash_taken', at: foundedAt + dayMs, values: { by: 'cy', amount: '30.00' } }] } }, 1);
  // The loan is due at the beginning of day 31, and each day's end that of the houses' readings; nobody is there between days 5 and 40.
  for (const day of [5, 40]) take(members.get('ana'), { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } }, day);
  const { journal } = collective;
  const version = one(tried([...journalParts(journal, { records: 0, total: journal.head() })], [change('box', { guarantee_max: '90.00' })], { day: '2026-01-10' })); // day 5; cy pays alone
  assert.deepEqual([version.inForce !== null, version.turns.rerun, version.turns.differing], [true, 2, 0]);
  assert.deepEqual(figures(version, 'cy').paid, { was: '30.00', now: '30.00' });
});

test('a version that was agreed on meanwhile gets the same change, and only that', () => {
  // Bunyan's price goes from 1.00 to 2.00 on the 10th, with a compensation of 12.00; tried is what would have been had a piece cost 3.00 all along.
  const parts = past(`
title: "A price that was changed"
collective: { name: Tombsboro, zone: America/New_York, units: { crown: { decimals: 2 } } }
members: [ { id: bunyan, opening: { crown: "50.00" } }, { id: ana, opening: { crown: "50.00" } }, { id: bob } ]
subcontracts: [ { id: wood, kit: firewood, parties: { provider: bunyan }, terms: { houses: { house-a: bob } } } ]
timeline:
  - { at: "${at('2026-01-05', '18:00')}", observe: { id: e1, subject: woodpile, event: taken, by: ana, count: 1 } }
  - { at: "${at('2026-01-10', '12:00')}", propose: { id: p1, by: bunyan, reason: "a new saw", adopt: { subcontract: wood, terms: { base_price: "2.00", compensation: "12.00" } } } }
  - { at: "${at('2026-01-10', '12:01')}", vote: { by: ana, proposal: p1, choice: yes } }
  - { at: "${at('2026-01-11', '18:00')}", observe: { id: e2, subject: woodpile, event: taken, by: ana, count: 1 } }
  - { at: "${at('2026-01-12', '08:00')}", observe: { id: low, subject: woodpile, event: level, count: 5 } }
  - { at: "${at('2026-01-12', '21:00')}", observe: { id: cold, subject: house-a, event: temperature, celsius: 10 } }
`);
  const version = one(tried(parts, [change('wood', { base_price: '3.00' })], { day: '2026-01-01' }));
  assert.deepEqual([figures(version, 'ana').paid, figures(version, 'bob').received], [{ was: '3.00', now: '6.00' }, { was: '12.00', now: '12.00' }]);
  const later = one(tried(parts, [change('wood', { base_price: '3.00' })], { day: '2026-01-11' }));
  assert.deepEqual([figures(later, 'ana').paid, later.terms], [{ was: '2.00', now: '3.00' }, [{ term: 'base_price', before: '2.00', after: '3.00' }]]);
});

test('what was put to the vote is put to the vote as it was, also where it is in force already because it is tried', () => {
  // Ana takes a piece for 1.00 on the 5th, and for 2.00 on the 11th; 2.00 is carried on the 10th, and refused on the 12th since it is so by then.
  const parts = past(`
title: "A price that is tried before its vote"
collective: { name: Tombsboro, zone: America/New_York, units: { crown: { decimals: 2 } } }
members: [ { id: bunyan }, { id: ana, opening: { crown: "50.00" } }, { id: bob } ]
subcontracts: [ { id: wood, kit: firewood, parties: { provider: bunyan } } ]
timeline:
  - { at: "${at('2026-01-05', '18:00')}", observe: { id: e1, subject: woodpile, event: taken, by: ana, count: 1 } }
  - { at: "${at('2026-01-10', '12:00')}", propose: { id: p1, by: bunyan, reason: "a new saw", terms: { subcontract: wood, terms: { base_price: "2.00" } } } }
  - { at: "${at('2026-01-10', '12:01')}", vote: { by: ana, proposal: p1, choice: yes } }
  - { at: "${at('2026-01-11', '18:00')}", observe: { id: e2, subject: woodpile, event: taken, by: ana, count: 1 } }
  - { at: "${at('2026-01-12', '12:00')}", propose: { id: p2, by: bob, reason: "once more", terms: { subcontract: wood, terms: { base_price: "2.00" } } } }
`);
  const before = one(tried(parts, [change('wood', { base_price: '2.00' })], { day: '2026-01-01' }));
  assert.deepEqual([figures(before, 'ana').paid, before.turns.shown.map(({ day }) => day)], [{ was: '3.00', now: '4.00' }, ['2026-01-05']]);
  const after = one(tried(parts, [change('wood', { base_price: '2.00' })], { day: '2026-01-12' }));
  assert.deepEqual([after.inForce, after.turns.differing], [null, 0]);
});

test('an agreement that there wasn\'t: bob\'s own pile beside the first, from the second day on', () => {
  const kit = kits.get('firewood');
  assert.ok(kit !== undefined);
  const added: ChangeGiven = { label: 'a second pile', subcontract: 'heap', kit, parties: { provider: 'bob' }, terms: { pile: 'woodpile', base_price: '0.50' } };
  const version = one(tried(past(twoTakings), [added], { day: '2026-02-01' }));
  // Both listen to the same pile: what ana takes on 1 February costs her 0.50 a piece more, paid to bob.
  assert.deepEqual([figures(version, 'ana').gain, figures(version, 'bob').received, version.kit], ['-1.50', { was: '0.00', now: '1.50' }, 'firewood']);
  assert.equal(version.terms.find(({ term }) => term === 'base_price')?.before, null);
});

test('what can\'t be tried is said, and why', () => {
  const parts = past(twoTakings);
  const code = (changes: readonly ChangeGiven[], since: Since): string => {
    try {
      tried(parts, changes, since);
    } catch (error) {
      return String((error as { code?: unknown }).code);
    }
    return 'done';
  };
  const january = { day: '2026-01-01' };
  assert.deepEqual({
    nothing: code([], january), five: code(Array.from({ length: 5 }, () => change('wood')), january), elsewhere: code([change('steel')], january),
    later: code([change('wood')], { day: '2026-03-01' }), term: code([change('wood', { prise: '1.00' })], january), range: code([change('wood', { review_days: 61 })], january),
    party: code([{ ...change('wood'), parties: { provider: 'nobody' } }], january),
    another: code([{ ...change('wood'), kit: kits.get('cash-box') ?? assert.fail() }], january),
  }, {
    nothing: 'too_many_versions', five: 'too_many_versions', elsewhere: 'unknown_subcontract', later: 'nothing_to_try', term: 'unknown_value', range: 'invalid_value',
    party: 'unknown_member', another: 'already_adopted',
  });
});

test('page 15 of the manual shows what the command says of a log that was handed on', async (t) => {
  const page = readFileSync(`${root}docs/manual/15-backtest.md`, 'utf8');
  const block = (tag: string): string => new RegExp(`<!-- ${tag} -->\\n\`\`\`\\w*\\n([\\s\\S]*?)\`\`\``).exec(page)?.[1] ?? '';
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const [log, terms] = [join(folder, 'linden.log'), join(folder, 'warmer.yaml')];
  const parts = past(winter(evenings));
  const blobs = parts.flatMap((part) => (part.part === 'blob' ? [part] : []));
  const records = parts.flatMap((part) => (part.part === 'record' ? [part.text] : []));
  writeFileSync(log, [...writeArchive(hasher, 'scenario/winter', blobs, records)].join(''));
  writeFileSync(terms, block('terms'));
  const args = ['backtest', log, '--subcontract', 'wood', '--terms', terms];
  const said = await frankpledgeHere(args);
  assert.deepEqual([said.status, said.stdout], [0, block('output')], said.stderr);
  const json = JSON.parse((await frankpledgeHere([...args, '--json'])).stdout) as BacktestShown;
  assert.deepEqual(json.versions.map(({ label, turns }) => [label, turns.differing]), [['warmer.yaml', 4]]);
  // Given one by one it is the same, under another name; with a file, each of its rivals has it too.
  const set = ['backtest', log, '--subcontract', 'wood', '--set', 'house_below_celsius=17.0'];
  assert.equal((await frankpledgeHere(set)).stdout, said.stdout.replace('warmer.yaml', 'house_below_celsius=17.0'));
  const price = JSON.parse((await frankpledgeHere([...args, '--set', 'compensation=20.00', '--json'])).stdout) as BacktestShown;
  // Three evenings at 10.00 were, seven at 20.00 would have been.
  assert.deepEqual(price.versions.map(({ label, totals: [unit] }) => [label, unit?.paid]), [['warmer.yaml', { was: '30.00', now: '140.00' }]]);
  const none = JSON.parse((await frankpledgeHere([...set, '--set', 'houses={}', '--json'])).stdout) as BacktestShown;
  assert.deepEqual(none.versions.map(({ label, totals: [unit] }) => [label, unit?.paid]), [['house_below_celsius=17.0, houses={}', { was: '30.00', now: '0.00' }]]);
  for (const [given, problem] of [
    ['house_below_celcius=17.0', /there is no term of firewood house_below_celcius; did you mean "house_below_celsius"\? \[unknown_value\]\n {2}Known: base_price, brackets, /],
    ['houses=none', /--set houses: this term is a list or a record, and is written as JSON \[invalid_value\]/],
    ['house_below_celsius', /"house_below_celsius" is not of the form name=value \[usage\]/],
    ['house_below_celsius=cold', /house_below_celsius=cold can't come into force: .* \[invalid_value\]/],
  ] as const) {
    const refused = await frankpledgeHere(['backtest', log, '--subcontract', 'wood', '--set', given]);
    assert.deepEqual([refused.status, refused.stdout], [2, '']);
    assert.match(refused.stderr, problem);
  }
  writeFileSync(terms, 'house_below_celcius: "17.0"\n');
  const wrong = await frankpledgeHere(args);
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /warmer\.yaml:1: house_below_celcius: there is no key "house_below_celcius"; did you mean "house_below_celsius"\?/);
});

test('the demonstration\'s past: as it was with unchanged terms, and the same on either engine with others', async () => {
  const demo = await createDemo(1, Date.UTC(2026, 1, 10, 15));
  try {
    const journal = openSqliteJournal(demo.folder, 'read');
    const parts = [...journalParts(journal, { records: 0, total: journal.head() })];
    journal.close();
    const turns: Turns = { same: 0, rerun: 0 };
    for (const { turns: { differing } } of tried(parts, [change('firewood'), change('cash-box')], { day: '2026-01-01' }, turns).versions) assert.equal(differing, 0);
    assert.ok(turns.rerun > 500, String(turns.rerun));
    assert.equal(turns.same, turns.rerun);
    const changes = [change('firewood', { base_price: '1.50', stock_below: 30 }), change('cash-box', { loan_days: 5, guarantee_max: '20.00' })];
    const fast = await runBacktest({ source: demo.folder, changes, from: '2026-01-20' });
    assert.ok(fast.versions.every((version) => version.turns.differing > 10));
    assert.deepEqual(tried(parts, changes, { day: '2026-01-20' }), fast);
    // What moves within the collective is somebody's: gains and losses are the same, unit by unit.
    for (const { totals: [unit], members } of fast.versions) {
      const gains = members.flatMap(({ units }) => units.map(({ gain }) => Math.round(100 * Number(gain))));
      assert.equal(gains.reduce((sum, gain) => sum + gain, 0), 0);
      assert.equal(unit?.losing, gains.filter((gain) => gain < 0).length);
    }
  } finally {
    demo.remove();
  }
});

test('money from outside and to outside: income is as it was, and a payout that would not have been covered isn\'t paid', () => {
  const text = `
title: "A wage, some wood, and the rest paid out"
collective: { name: House, zone: UTC, units: { crown: { decimals: 2 } } }
members: [ { id: bunyan }, { id: ana } ]
subcontracts: [ { id: wood, kit: firewood, parties: { provider: bunyan } } ]
timeline:
  - at: 2026-01-04T09:00:00Z
    income: { to: ana, unit: crown, amount: "10.00", from: Baker, reference: B-1 }
  - at: 2026-01-05T18:00:00Z
    observe: { id: e1, subject: woodpile, event: taken, by: ana, count: 4 }
  - at: 2026-01-06T09:00:00Z
    payout: { id: rest, by: ana, unit: crown, amount: "6.00" }
  - at: 2026-01-07T09:00:00Z
    settle: { payout: rest, how: paid, reference: B-2 }
  - at: 2026-01-08T09:00:00Z
    reverse: { unit: crown, reference: B-1, reason: "called back" }
`;
  const same: Turns = { same: 0, rerun: 0 };
  tried(past(text), [change('wood', { base_price: '1.00' })], { day: '2026-01-04' }, same);
  assert.deepEqual(same, { same: 5, rerun: 5 });
  // At 2.00 a piece the wood costs 8.00 instead of 4.00; of the 2.00 that are left no 6.00 can be set aside, so that nothing waits to be settled.
  const version = one(tried(past(text), [change('wood', { base_price: '2.00' })], { day: '2026-01-04' }));
  const codes = version.turns.shown.map(({ day, was, now }) => [day, was.shown.map(({ what, code }) => `${what} ${code}`), now.shown.map(({ what, code }) => `${what} ${code}`)]);
  assert.deepEqual(codes.map(([day]) => day), ['2026-01-05', '2026-01-06', '2026-01-07', '2026-01-08']);
  assert.deepEqual(codes[1], ['2026-01-06', ['reserved payout'], ['refused insufficient_balance']]);
  assert.deepEqual(codes[2], ['2026-01-07', ['released posted', 'paid paid_out'], ['refused unknown_payout']]);
  // Called back were 10.00: nothing is left of them as it was, 2.00 as it would have been.
  assert.deepEqual(codes[3], ['2026-01-08', ['owed reversed'], ['paid reversed', 'owed reversed']]);
});
