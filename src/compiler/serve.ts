/**
 * The entry of compiled code: a batch as JSON text in, its results as JSON text out. The same text runs in every engine.
 * What goes in is the sandbox's own form of a `Batch`: see {@link ServeInput}.
 */
import { fuelLeft, refuel, burn } from '../contract/gas.ts';
import type { Contract } from '../contract/contract.ts';
import type { ServeHead, ServeInput } from '../contract/crossing.ts';
import { effectsPerItemMax } from '../vocabulary/effects.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { cellBytesMax, gasPerCallMax, stateBytesPerCallMax, type Call } from '../vocabulary/runner.ts';
import { $caught, $Fault } from './runtime.ts';

/** Nesting of what a contract gives back. */
const $depthMax = 64;
/** JSON text of one call's effects, or of one answer. */
const $outputCharsMax = 262_144;

const $parse = JSON.parse;
const $write = JSON.stringify as (value: unknown) => string;
const $namesOf = Object.keys;
const $owns = Object.hasOwn;
const $isList = Array.isArray;
const $whole = Number.isSafeInteger;
const $lock = Object.freeze;
const $bare = Object.create;
const $mixed = Object.assign;

type $Parts = { readonly [group: string]: unknown };
type $Handler = (now: object) => { readonly [name: string]: unknown };

/** Answers a batch with the JSON text of an array: one `CallResult` for each call. */
export function $serve(contract: Contract): (input: string) => string {
  let setups: { [setup: string]: { readonly terms: Json; readonly parties: Json } } = {};
  const parts = contract as $Parts;
  return (input) => {
    const batch = $parse(input) as ServeInput;
    if (batch.forget === true) setups = {};
    if (batch.agreed !== undefined) setups[batch.setup] = $lockAll(batch.agreed) as { terms: Json; parties: Json };
    const agreed = setups[batch.setup] as { terms: Json; parties: Json };
    const state = $mixed($bare(null) as object, batch.state) as { [key: string]: string }; // no prototype: a key may be any text
    let answer = '[';
    for (let i = 0; i < batch.calls.length; i++) {
      if (i > 0) answer += ',';
      const call = batch.calls[i] as ServeInput['calls'][number];
      answer += $callOnce(parts, agreed, state, batch.heads[call[0]] as ServeHead, call[1], call[2]);
    }
    return answer + ']';
  };
}

function $callOnce(
  parts: $Parts, agreed: { readonly terms: Json; readonly parties: Json }, state: { [key: string]: string }, head: ServeHead, event: JsonObject, view: JsonObject,
): string {
  refuel(gasPerCallMax);
  try {
    const handler = $handlerOf(parts, head);
    const decision = handler({
      terms: agreed.terms, parties: agreed.parties, state: $readCells(state, head.cells, parts['empty']), event, view,
    });
    if (typeof decision !== 'object' || decision === null) throw new $Fault('a handler must return a record');
    if (head.group === 'asked') {
      const answer = $toJson(decision['answer'] ?? null, 'contract_fault', 'answer');
      return `{"ok":true,"state":{},"effects":[],"answer":${answer},"gas":${gasPerCallMax - fuelLeft()}}`;
    }
    const effects = $writeEffects(decision['effects']);
    const cells = $writeCells(decision['state'], head.cells);
    const gas = gasPerCallMax - fuelLeft();
    // From here on nothing fails: the cells change for the calls that follow.
    let changed = '';
    for (let i = 0; i < cells.length; i += 2) {
      const key = cells[i] as string;
      state[key] = cells[i + 1] as string;
      changed += `${i > 0 ? ',' : ''}${$write(key)}:${cells[i + 1] as string}`;
    }
    return `{"ok":true,"state":{${changed}},"effects":${effects},"gas":${gas}}`;
  } catch (thrown) {
    return $failed(thrown);
  }
}

function $failed(thrown: unknown): string {
  const no = thrown instanceof $No ? thrown : $caught(thrown);
  if (no === null) throw thrown; // the engine's memory or stack ended: the host goes on with a new instance
  const left = fuelLeft();
  const gas = left < 0 ? gasPerCallMax : gasPerCallMax - left;
  const words = thrown instanceof Error && typeof thrown.message === 'string' ? thrown.message.slice(0, 500) : '';
  return `{"ok":false,"code":${$write(no.code)},"detail":${$write(no.detail)},"gas":${gas},"debug":${$write(words)}}`;
}

/** A refusal by this file rather than by the contract. */
class $No extends Error {
  readonly code: string;
  readonly detail: string;
  constructor(code: string, detail: string) {
    super(detail);
    this.code = code;
    this.detail = detail;
  }
}

const $atRest: $Handler = () => ({});

function $handlerOf(parts: $Parts, call: ServeHead): $Handler {
  const group = $owns(parts, call.group) ? parts[call.group] : undefined;
  const handler = call.group === 'adopted' ? group
    : typeof group === 'object' && group !== null && $owns(group, call.name) ? (group as $Parts)[call.name] : undefined;
  if (call.group === 'adopted' && handler === undefined) return $atRest; // a kit that does nothing at its adoption
  if (typeof handler !== 'function') throw new $Fault(`the contract has no handler ${call.group}${call.name === '' ? '' : `.${call.name}`}`);
  return handler as $Handler;
}

function $readCells(state: { [key: string]: string }, cells: Call['cells'], empty: unknown): object {
  const values: { [alias: string]: Json } = {};
  for (const alias of $namesOf(cells)) {
    const key = cells[alias] as string | readonly string[];
    const otherwise = typeof empty === 'object' && empty !== null && $owns(empty, alias) ? $write((empty as $Parts)[alias]) : 'null';
    values[alias] = typeof key === 'string' ? $readCell(state, key, otherwise) : key.map((one) => $readCell(state, one, otherwise));
  }
  return values;
}

/** `otherwise`: the JSON text of what stands where nothing is kept. */
function $readCell(state: { [key: string]: string }, key: string, otherwise: string): Json {
  const kept = $owns(state, key) ? (state[key] as string) : 'null';
  const text = kept === 'null' ? otherwise : kept;
  burn(1 + (text.length >> 4));
  return text === 'null' ? null : ($parse(text) as Json);
}

function $writeEffects(effects: unknown): string {
  if (effects === undefined) return '[]';
  if (!$isList(effects)) throw new $No('bad_effect', 'effects must be a list');
  if (effects.length > effectsPerItemMax) throw new $No('too_many_effects', `${effects.length} effects; at most ${effectsPerItemMax} may be proposed at a time`);
  if (effects.length === 0) return '[]';
  const text = $toJson(effects, 'bad_effect', 'effects');
  if (text.length > $outputCharsMax) throw new $No('too_many_effects', `effects of ${text.length} characters; at most ${$outputCharsMax} may be proposed at a time`);
  return text;
}

/** Pairs of key and JSON text. */
function $writeCells(changes: unknown, cells: Call['cells']): string[] {
  const pairs: string[] = [];
  if (changes === undefined) return pairs;
  if (typeof changes !== 'object' || changes === null || $isList(changes)) throw new $No('bad_effect', 'state must be a record of cells');
  for (const alias of $namesOf(changes)) {
    const value = (changes as { [alias: string]: unknown })[alias];
    if (value === undefined) continue;
    if (!$owns(cells, alias)) throw new $No('bad_effect', `"${alias.slice(0, 100)}" is not one of this handler's cells`);
    const key = cells[alias] as string | readonly string[];
    if (typeof key === 'string') pairs.push(key, $toJson(value, 'contract_fault', alias));
    else {
      if (!$isList(value) || value.length !== key.length) throw new $No('bad_effect', `"${alias}" must be written as a list of ${key.length} cells`);
      for (let i = 0; i < key.length; i++) pairs.push(key[i] as string, $toJson(value[i] ?? null, 'contract_fault', alias));
    }
  }
  $checkSizes(pairs);
  return pairs;
}

function $checkSizes(pairs: readonly string[]): void {
  let chars = 0;
  for (let i = 1; i < pairs.length; i += 2) chars += (pairs[i] as string).length;
  if (chars * 3 <= cellBytesMax) return; // no text takes more than three bytes a character
  let bytes = 0;
  for (let i = 1; i < pairs.length; i += 2) {
    const size = $utf8Bytes(pairs[i] as string);
    if (size > cellBytesMax) throw new $No('state_too_large', `a cell would hold ${size} bytes; at most ${cellBytesMax} may be kept`);
    bytes += size;
  }
  if (bytes > stateBytesPerCallMax) throw new $No('state_too_large', `the cells that change would hold ${bytes} bytes; at most ${stateBytesPerCallMax} may change at a time`);
}

function $utf8Bytes(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string;
    if (c > '\u007f') bytes += c > '\u07ff' && (c < '\ud800' || c > '\udfff') ? 2 : 1;
  }
  return bytes;
}

/**
 * JSON text of plain data, charged by size. A first pass charges every part (so that what is shared over and over ends) and refuses what
 * is no data, which the engine's own writer would leave out or turn to null; then the engine writes it, alike in every engine.
 */
function $toJson(value: unknown, code: string, what: string): string {
  if (typeof value === 'object' && value !== null) burn($weigh(value, 0, code, what));
  else burn(1 + (typeof value === 'string' ? value.length >> 2 : 0));
  if (typeof value !== 'object') $requireOne(value, code, what);
  return $write(value);
}

/** Gas for a list or record that the caller hasn't charged yet; parts of parts are charged on the way. */
function $weigh(value: object, depth: number, code: string, what: string): number {
  if (depth >= $depthMax) throw new $No(code, `${what} is nested deeper than ${$depthMax}`);
  let gas = 2;
  if ($isList(value)) {
    for (let i = 0; i < value.length; i++) {
      const part = value[i] as unknown;
      if (typeof part === 'string') gas += 1 + (part.length >> 2);
      else if (typeof part === 'object' && part !== null) burn(1 + $weigh(part, depth + 1, code, what));
      else {
        gas += 1;
        $requireOne(part, code, what);
      }
    }
    return gas;
  }
  for (const name in value) {
    const part = (value as { [name: string]: unknown })[name];
    if (part === undefined) continue;
    gas += 2 + (name.length >> 2);
    if (typeof part === 'string') gas += part.length >> 2;
    else if (typeof part === 'number') {
      if ((part | 0) !== part && !$whole(part)) throw new $No(code, `${what} holds a number that is not whole`);
    } else if (typeof part === 'object' && part !== null) burn($weigh(part, depth + 1, code, what));
    else $requireOne(part, code, what);
  }
  return gas;
}

function $requireOne(value: unknown, code: string, what: string): void {
  if (typeof value === 'number') {
    if (!$whole(value)) throw new $No(code, `${what} holds a number that is not whole`);
  } else if (value !== null && typeof value !== 'boolean' && typeof value !== 'string') throw new $No(code, `${what} holds a value that is no data`);
}

function $lockAll(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  for (const name of $namesOf(value)) $lockAll((value as { [name: string]: unknown })[name]);
  return $lock(value);
}
