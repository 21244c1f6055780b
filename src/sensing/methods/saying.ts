/** What a sensor contributed, as evidence says it. */
import type { Saying, StreamName } from '../../vocabulary/sensing.ts';
import { rounded } from '../mathematics.ts';
import type { Reading } from '../reading.ts';
import type { Step, Surroundings } from './method.ts';

/** For or against the event, or that it was the person whom the observation names. */
export function said(stream: StreamName, by: Reading['by'], llr?: number, weight?: number, about?: 'person'): Saying {
  return {
    stream, state: 'said', ...(llr === undefined ? {} : { llr: rounded(llr) }), ...(about === undefined ? {} : { about }),
    ...(weight === undefined ? {} : { weight: rounded(weight) }), by,
  };
}

/** A sensor that isn't counted; nobody signed what wasn't said. */
export function unheard(stream: StreamName, around: Surroundings, about?: 'person'): Saying {
  return { stream, state: around.mayUse(stream) ? 'silent' : 'not_permitted', ...(about === undefined ? {} : { about }), by: 'gateway' };
}

export function nothing<State>(state: State): Step<State> {
  return { state, found: [], findings: [] };
}
