// What a change would have done: the recorded past decided again, with other terms or code from a day on, and held against what was recorded.
// Expected figures are worked out by hand beside each past.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createHasher } from '../src/adapters/keys/node.ts';
import { outcomeHash } from '../src/log/record.ts';
import type { LogPart } from '../src/log/replay.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { backtestParts } from '../src/host/backtest-run.ts';
import type { ChangeGiven } from '../src/host/backtest.ts';
import { loadKitsFrom, ownKits } from '../src/host/kits.ts';
import { journalParts } from '../src/host/log-source.ts';
import { playScenario } from '../src/host/play.ts';
import { readScenario, zoneNames } from '../src/host/scenarios.ts';
import type { BacktestShown, MemberUnitTried, VersionTried } from '../src/views/backtest-shown.ts';
import type { Since } from '../src/backtest/rerun.ts';

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
    assert.deepEqual(version.reasons, [{ subcontract: 'wood', code: 'compensation', unit: 'crown', times: { then: 3, now: 7 }, paid: { then: '30.00', now: '70.00' }, owed: { then: '0.00', now: '0.00' } }]);
    assert.deepEqual([figures(version, 'ana').gain, figures(version, 'bunyan').gain], ['40.00', '-40.00']);
    assert.deepEqual(figures(version, 'ana').received, { then: '30.00', now: '70.00' });
    assert.equal(version.turns.differing, 4);
    assert.deepEqual(version.turns.shown.map(({ day, then, now }) => [day, then.count, now.shown.map(({ words, amounts }) => [words, amounts])]), ['06', '07', '10', '12'].map((day) =>
      [`2026-01-${day}`, 0, [[`house-a was cold and the pile was low on 2026-01-${day}`, { crown: '10.00' }]]]));
    const [total] = version.totals;
    assert.deepEqual([total?.paid, total?.gaining, total?.losing, total?.lost], [{ then: '30.00', now: '70.00' }, 1, 1, '40.00']);
  });
}
