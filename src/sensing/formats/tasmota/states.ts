/** How Tasmota says what is so, in whichever of its messages: `SENSOR`, `STATE`, `RESULT`, and the answers `STATUS8` and `STATUS10`. */
import { isObject } from '../../../vocabulary/json.ts';
import { ok, refuse, type Result } from '../../../vocabulary/result.ts';
import type { Said } from '../description.ts';
import type { Payload } from '../payload.ts';
import { numberOf, wordMax } from '../values.ts';

export type Says = (payload: Payload) => Result<Said | undefined>;
/** How the device writes on and off; `StateText` changes it. */
export type OnOff = { readonly on: string; readonly off: string };
/** A sensor whose example was no value yet may say a number or a word. */
export type Kind = 'number' | 'word' | 'either';

type Fields = { readonly [key: string]: unknown };

/** What a sensor says under `path`. */
export function sensorState(path: readonly (string | number)[], kind: Kind): Says {
  return (payload) => {
    const state = stateIn(payload);
    if (state === undefined) return refuse('malformed', 'what the sensors say is no JSON object');
    const found = at(state, path);
    if (found === undefined) return ok(undefined);
    const value = typeof found === 'string' && kind !== 'word' ? (numberOf(found) ?? found) : found;
    if (value === null || typeof value === 'boolean' || (typeof value === 'number' && kind !== 'word')) return ok({ value });
    if (typeof value === 'string' && kind !== 'number' && value.length <= wordMax) return ok({ value: value.toWellFormed() });
    return refuse('invalid_value', `${path.join(' ')} is ${JSON.stringify(found).slice(0, 64)}, and should be a ${kind === 'number' ? 'number' : 'word'}`);
  };
}

/** A switch: `{"Switch1":{"Action":"ON"}}` at once, `{"Switch1":"ON"}` among the sensors. Presses that mean neither, as `TOGGLE`, say nothing of its state. */
export function stateOf(key: string, words: OnOff): Says {
  return (payload) => {
    const found = own(stateIn(payload), key);
    return ok(onOrOff(isObject(found) ? own(found, 'Action') : found, words));
  };
}

/** A relay, under one of its names. */
export function powerOf(keys: readonly string[], words: OnOff): Says {
  return (payload) => {
    const state = stateIn(payload);
    return ok(onOrOff(keys.map((key) => own(state, key)).find((found) => found !== undefined), words));
  };
}

/** A button: `{"Button1":{"Action":"SINGLE"}}`. */
export function actionOf(key: string): Says {
  return (payload) => {
    const found = own(stateIn(payload), key);
    const action = isObject(found) ? own(found, 'Action') : undefined;
    return ok(typeof action === 'string' && action !== '' ? { value: action.slice(0, wordMax).toWellFormed() } : undefined);
  };
}

function onOrOff(found: unknown, { on, off }: OnOff): Said | undefined {
  return found === on ? { value: true } : found === off ? { value: false } : undefined;
}

/** Without what an answer is wrapped in. */
function stateIn(payload: Payload): Fields | undefined {
  const said = payload.json();
  if (!isObject(said)) return undefined;
  const status = own(said, 'StatusSNS');
  return isObject(status) ? status : said;
}

function own(fields: Fields | undefined, key: string): unknown {
  return fields !== undefined && Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** A meter of several phases may say one value where a list was announced: that is the first. */
function at(state: Fields, path: readonly (string | number)[]): unknown {
  let value: unknown = state;
  for (const key of path) {
    if (typeof key === 'number') value = Array.isArray(value) ? value[key] : key === 0 && typeof value === 'number' ? value : undefined;
    else value = isObject(value) ? own(value, key) : undefined;
  }
  return value;
}
