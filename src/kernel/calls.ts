/** One call of a contract: what it is told, which cells it may see, and how its answer becomes facts. */
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { CellRule, Fields } from '../vocabulary/kit.ts';
import { holderOf } from '../vocabulary/purses.ts';
import { refuse, ok, type Refusal, type Result } from '../vocabulary/result.ts';
import type { Batch, Call, CallResult, ContractRunner, HandlerGroup } from '../vocabulary/runner.ts';
import { addDays, minuteMs, type Instant } from '../vocabulary/time.ts';
import { cellKey } from './cell-keys.ts';
import { isBound } from './bound.ts';
import { applyEffects } from './effects.ts';
import { readLedger, readsOf } from './reads.ts';
import { sayAmount, type KernelState, type Subcontract } from './state.ts';
import type { Turn } from './turn-state.ts';
import { settleIncome } from './settlement.ts';
import { attestedUnder } from './versions.ts';

/** Cells that one list alias may span: a month back and a month late, with a margin. */
export const cellsSpannedMax = 70;

export type Occasion = { readonly at: Instant; readonly day: string; readonly dayStart: Instant; readonly now: Instant; readonly today: string };

/** When it happened and when it was recorded, in the collective's days. */
export function occasion(state: KernelState, at: Instant): Occasion {
  const { calendar, recordedAt } = state;
  const day = calendar.dayOf(at);
  return { at, day, dayStart: calendar.startOf(day), now: recordedAt, today: calendar.dayOf(recordedAt) };
}

/**
 * One call. `event` holds the occasion and the declared fields; agents among `fields` (and `also`) are shown in the view: as members are shown
 * those whom the subcontract binds, or bound as of the record `asOf`.
 */
export function makeCall(
  state: KernelState, subcontract: Subcontract, group: HandlerGroup, name: string, event: JsonObject, fields: Fields,
  cells: readonly string[], also: readonly string[] = [], asOf?: number,
): Result<Call> {
  const agents: { [field: string]: JsonObject } = {};
  const named = Object.keys(fields).filter((field) => fields[field]?.type === 'agent' || fields[field]?.type === 'member');
  for (const field of [...named, ...also]) {
    const agent = event[field];
    agents[field] = {
      member: typeof agent === 'string' && isBound(state, subcontract, holderOf(agent), asOf),
      attested: attestedUnder(state, subcontract, holderOf(String(agent))),
    };
  }
  const keys: { [alias: string]: string | readonly string[] } = {};
  for (const alias of cells) {
    const rule = subcontract.manifest.cells?.[alias];
    if (rule === undefined) return refuse('bad_effect', `the kit declares no cell ${alias}`);
    const key = cellKeys(state, subcontract, rule, event);
    if (!key.ok) return key;
    keys[alias] = key.value;
  }
  const reads = readsOf(subcontract.manifest, group, name);
  const held = (alias: string): Json => valueAt(state, subcontract, keysOf(keys[alias])[0]) ?? null;
  const read = reads.length === 0 ? ok({}) : readLedger(state, subcontract, reads, event, held);
  if (!read.ok) return read;
  return ok({ group, name, event, view: { agents, ...read.value }, cells: keys });
}

function cellKeys(state: KernelState, subcontract: Subcontract, rule: CellRule, event: JsonObject): Result<string | readonly string[]> {
  const at = event['at'] as Instant;
  const keyOf = (day: string, slot: string): string => cellKey(rule, event, day, slot);
  const back = minutesOf(subcontract, rule.back_minutes);
  if (rule.slot_minutes !== undefined) return slotKeys(Math.max(1, minutesOf(subcontract, rule.slot_minutes) ?? 1), at, back, (slot) => keyOf(String(event['day']), slot));
  if (back === undefined && rule.through === undefined) return ok(keyOf(String(event['day']), ''));
  const from = state.calendar.dayOf(at);
  const to = rule.through === 'now' ? maxDay(from, state.calendar.dayOf(state.recordedAt)) : from;
  const first = back === undefined ? from : state.calendar.dayOf(Math.max(0, at - back * minuteMs));
  const keys: string[] = [];
  for (let day = first; day <= to; day = addDays(day, 1)) {
    if (keys.length === cellsSpannedMax) return tooWide();
    keys.push(keyOf(day, ''));
  }
  return ok(rule.through === 'now' ? keys : keys.reverse());
}

/** Slots are counted since 1970 and named with their length, so that slots of another length are other cells. */
function slotKeys(lengthMinutes: number, at: Instant, back: number | undefined, keyOf: (slot: string) => string): Result<string | readonly string[]> {
  const slotOf = (instant: Instant): number => Math.floor(Math.max(0, instant) / (lengthMinutes * minuteMs));
  const last = slotOf(at);
  if (back === undefined) return ok(keyOf(`${lengthMinutes}.${last}`));
  const first = slotOf(at - back * minuteMs);
  if (last - first >= cellsSpannedMax) return tooWide();
  return ok(Array.from({ length: last - first + 1 }, (_, i) => keyOf(`${lengthMinutes}.${last - i}`)));
}

function minutesOf(subcontract: Subcontract, minutes: number | string | undefined): number | undefined {
  const value = typeof minutes === 'string' ? subcontract.terms[minutes] : minutes;
  return typeof value === 'number' ? value : undefined;
}

function tooWide(): Result<never> {
  return refuse('limit_reached', `a list of cells spans more than ${cellsSpannedMax} days or slots`);
}

function maxDay(a: string, b: string): string {
  return a > b ? a : b;
}

/** Runs calls against the cells as they are now. */
export function runCalls(state: KernelState, runner: ContractRunner, subcontract: Subcontract, calls: readonly Call[]): readonly CallResult[] {
  const cells: { [key: string]: Json } = {};
  for (const call of calls) {
    for (const alias of Object.keys(call.cells)) {
      for (const key of keysOf(call.cells[alias])) {
        const value = valueAt(state, subcontract, key);
        if (value !== undefined) cells[key] = value;
      }
    }
  }
  const batch: Batch = {
    code: subcontract.code, setup: `${state.origin} ${subcontract.id} ${subcontract.adopted}`, terms: subcontract.terms, parties: subcontract.parties,
    state: cells, calls,
  };
  return runner.run(batch).map((result) => (result.ok ? result : { ...result, detail: withAmounts(state, subcontract, result.detail) }));
}

/** In a refusal's words a contract writes amounts as `{18518}`, in smallest parts: it doesn't know its unit's decimals. */
function withAmounts(state: KernelState, { unit }: Subcontract, detail: string): string {
  return detail.replace(/\{(\d{1,16})\}/g, (written, digits: string) => (Number.isSafeInteger(Number(digits)) ? sayAmount(state, Number(digits), unit) : written));
}

/** What a cell holds; undefined where nothing is kept, or not any more. */
function valueAt({ cells, recordedAt }: KernelState, { id }: Subcontract, key: string | undefined): Json | undefined {
  const cell = key === undefined ? undefined : cells.get(`${id} ${key}`);
  return cell !== undefined && (cell.expires === null || cell.expires > recordedAt) ? cell.value : undefined;
}

/** Makes a call's result facts; `asOf` as in {@link makeCall}. On a refusal the caller takes back what was emitted. */
export function applyResult(turn: Turn, subcontract: Subcontract, item: number, call: Call, result: CallResult & { ok: true }, asOf?: number): Refusal | null {
  const keep = new Map<string, number | null>();
  for (const alias of Object.keys(call.cells)) {
    for (const key of keysOf(call.cells[alias])) keep.set(key, subcontract.manifest.cells?.[alias]?.keep_days ?? null);
  }
  for (const key of Object.keys(result.state).sort()) {
    if (!keep.has(key)) return { code: 'bad_effect', detail: `the code changed the cell ${key}, which it did not declare` };
    turn.emit({ fact: 'cell', subcontract: subcontract.id, key, value: result.state[key] as Json, keep: keep.get(key) ?? null });
  }
  const applied = applyEffects(turn, subcontract, item, result.effects, asOf);
  if (!applied.ok) return applied.refusal;
  settleIncome(turn, item);
  return null;
}

function keysOf(cell: string | readonly string[] | undefined): readonly string[] {
  return cell === undefined ? [] : typeof cell === 'string' ? [cell] : cell;
}
