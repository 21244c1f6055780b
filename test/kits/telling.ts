/**
 * A story that is told in several ways: under other ids, with the members in another order, with those who say something together in another
 * order. What it leads to is compared by who they are in the story. After each step every unit still sums to zero.
 */
import assert from 'node:assert/strict';
import { createCodeSandbox } from '../../src/host/codes.ts';
import type { Collective } from '../../src/host/collective.ts';
import { loadKits } from '../../src/host/kits.ts';
import { playScenario } from '../../src/host/play.ts';
import { readScenario, zoneNames } from '../../src/host/scenarios.ts';
import { compareIds, outside } from '../../src/vocabulary/ids.ts';

/** Whom the story calls by a number, under an id; and how several of them are put in order. */
export type Telling = { readonly says: string; readonly idOf: (who: number) => string; readonly inOrder: (those: readonly number[]) => readonly number[] };

const asTheyAre = (those: readonly number[]): readonly number[] => those;
const backwards = (those: readonly number[]): readonly number[] => those.toReversed();
const oddFirst = (those: readonly number[]): readonly number[] => [...those.filter((who) => who % 2 === 1), ...those.filter((who) => who % 2 === 0)];

export const plain: Telling = { says: 'as it is', idOf: (who) => `m${10 + who}`, inOrder: asTheyAre };
/** Ids are in the order in which they were: nothing at all may differ. */
export const sameOrder: readonly Telling[] = [
  { says: 'in another order of members and consents', idOf: plain.idOf, inOrder: backwards },
  { says: 'under other ids, in the same order', idOf: (who) => `k.${100 + 7 * who}-x`, inOrder: oddFirst },
];
/** Ids are in another order. */
export const otherOrder: readonly Telling[] = [
  { says: 'under ids in the reverse order', idOf: (who) => `m${90 - who}`, inOrder: asTheyAre },
  { says: 'under mixed ids', idOf: (who) => `q${(who * 5 + 3) % 97}z`, inOrder: oddFirst },
];

const kits = loadKits();
const known = { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() };
const sandbox = await createCodeSandbox();

/** Plays a scenario; `look` sees each step after what must hold of it was checked. @returns what can be seen at the end */
export function play<T>(text: string, look: (collective: Collective) => T): T {
  const scenario = readScenario(text, known);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  let seen: { readonly last: T } | undefined;
  const played = playScenario(scenario.value, text, kits, sandbox, (collective) => {
    sumsToZero(collective);
    seen = { last: look(collective) };
  });
  assert.deepEqual(played.failures, [], JSON.stringify(played.refused));
  assert.ok(seen !== undefined);
  return seen.last;
}

/** Balances in smallest parts; nobody has less than nothing but the world outside. */
export function balances({ state }: Collective): ReadonlyMap<string, number> {
  return new Map([...state.accounts].map(([key, { balance }]) => [key.slice(0, key.indexOf(' ')), balance] as const).sort(([a], [b]) => compareIds(a, b)));
}

function sumsToZero(collective: Collective): void {
  const all = balances(collective);
  assert.equal([...all.values()].reduce((sum, balance) => sum + balance, 0), 0);
  for (const [account, balance] of all) assert.ok(account === outside || balance >= 0, `${account} has ${balance}`);
}
