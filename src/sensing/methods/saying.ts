/** What a sensor contributed, as evidence says it. */
import type { Saying, StreamName } from '../../vocabulary/sensing.ts';
import { rounded } from '../mathematics.ts';
import type { Reading } from '../reading.ts';
import type { Step, Surroundings } from './method.ts';

export function said(stream: StreamName, by: Reading['by'], llr?: number, weight?: number): Saying {
  return { stream, state: 'said', ...(llr === undefined ? {} : { llr: rounded(llr) }), ...(weight === undefined ? {} : { weight: rounded(weight) }), by };
}

/** A sensor that isn't counted; nobody signed what wasn't said. */
export function unheard(stream: StreamName, around: Surroundings): Saying {
  return { stream, state: around.mayUse(stream) ? 'silent' : 'not_permitted', by: 'gateway' };
}

export function nothing<State>(state: State): Step<State> {
  return { state, found: [], findings: [] };
}
