/** What a sensor contributed, as evidence says it. */
import type { Saying, StreamName } from '../../vocabulary/sensing.ts';
import { rounded } from '../mathematics.ts';
import type { Reading } from '../reading.ts';
import type { Around, Step } from './method.ts';

/** For or against the event, or that it was the person whom the observation names. */
export function said(stream: StreamName, by: Reading['by'], llr?: number, weight?: number, about?: 'person'): Saying {
  return {
    stream, state: 'said', ...(llr === undefined ? {} : { llr: rounded(llr) }), ...(about === undefined ? {} : { about }),
    ...(weight === undefined ? {} : { weight: rounded(weight) }), by,
  };
}

/** A sensor that isn't counted; nobody signed what wasn't said. */
export function unheard(stream: StreamName, around: Around, about?: 'person'): Saying {
  const health = around.health(stream);
  const state = !around.mayUse(stream) ? 'not_permitted' : health === 'well' ? 'silent' : health;
  return { stream, state, ...(about === undefined ? {} : { about }), by: 'gateway' };
}

/** Whether anything may be made of what a stream says. */
export function isUsable(stream: StreamName, around: Around): boolean {
  return around.mayUse(stream) && around.health(stream) === 'well';
}

export function nothing<State>(state: State): Step<State> {
  return { state, found: [], findings: [] };
}
