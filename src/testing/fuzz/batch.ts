/** Batches of calls at random, for whatever contract: events with all the fields that kits read, cells with odd contents. */
import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import type { Batch, Call, CallResult, ContractRunner, HandlerGroup } from '../../vocabulary/runner.ts';
import type { Random } from '../random.ts';
import { oddValue } from './mutate.ts';

const callsPerContract = 14;

/** Keys of the cells that the calls may change. */
export const batchCells: readonly string[] = ['k', 'a', 'b', 'c', 'd', 'e', 'f'];
const cells = {
  kept: 'k', charged: 'a', taking: 'b', recent: ['b', 'c'], stock: 'd', since: 'e', loan: 'f', cold: 'c', low: 'd', day: 'a',
};

/** Undefined for a contract without handlers. */
export function batchOf(random: Random, code: string, handlers: { readonly [group: string]: readonly string[] }): Batch | undefined {
  const named = Object.entries(handlers).flatMap(([group, names]) => names.map((name) => [group as HandlerGroup, name] as const));
  if (named.length === 0) return undefined;
  const calls = Array.from({ length: callsPerContract }, (): Call => {
    const [group, name] = named[random.int(0, named.length - 1)] ?? ['observed', 'it'];
    return { group, name, event: eventOf(random), view: { agents: { by: { member: random.chance(0.8), attested: { bracket: random.int(0, 3) } } } }, cells };
  });
  return {
    code, setup: 'fuzz', calls, parties: { provider: 'bunyan', owner: 'bunyan' },
    terms: { unit: 'crown', price: 150, base_price: 150, brackets: [{ from: 0, times: 1_000_000 }, { from: 100_000, times: 2_000_000 }], event_cutoff: 900_000_000, person_cutoff: 900_000_000, return_window_minutes: 10, review_days: 14, stock_below: 20, house_below_celsius: 16_000_000, compensation: 1000, houses: { 'house-a': 'ana' }, loan_days: 30, guarantee_max: 10_000 },
    state: Object.fromEntries(batchCells.map((key) => [key, random.chance(0.7) ? null : oddValue(random)])),
  };
}

/** Runs a batch `size` calls at a time, as the kernel would. */
export function runIn(runner: ContractRunner, batch: Batch, size: number): CallResult[] {
  const state: { [key: string]: Json } = { ...batch.state };
  const results: CallResult[] = [];
  for (let from = 0; from < batch.calls.length; from += size) {
    for (const result of runner.run({ ...batch, state, calls: batch.calls.slice(from, from + size) })) {
      if (result.ok) Object.assign(state, result.state);
      results.push(result);
    }
  }
  return results;
}

function eventOf(random: Random): JsonObject {
  const at = 1_767_654_000_000 + random.int(0, 1_000_000_000);
  return {
    id: `scale:${random.int(1, 99)}`, subject: random.pick(['woodpile', 'house-a']), at, day: '2026-01-05', dayStart: 1_767_589_200_000, now: at + 900, today: '2026-01-05',
    by: random.pick(['ana', 'bunyan', null]), count: random.int(1, 9), mass_g: 2_100_000, amount: random.int(1, 5000), celsius: random.int(-10, 25) * 1_000_000,
    observation: 'scale:3', reason: 'it was three', list: [3, 1, random.int(-5, 5)], key: 'k', data: isObjectOr(oddValue(random)), item: { kind: 'taking', by: 'ana', data: { kind: 'taking', amount: 3, count: 2 } },
    p: { event: random.pick([990_000_000, 10]), person: 980_000_000 },
  };
}

function isObjectOr(value: Json): JsonObject {
  return isObject(value) ? value as JsonObject : {};
}
