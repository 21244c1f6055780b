/** Puts a method to work on readings, as the pipeline does: in the order in which they were stored, its state put away as JSON in between. */
import type { Finding, Found, Surroundings } from '../../sensing/methods/method.ts';
import { methods } from '../../sensing/methods/methods.ts';
import type { Running } from '../../sensing/methods/running.ts';
import type { Reading, ReadingValue } from '../../sensing/reading.ts';
import type { Json } from '../../vocabulary/json.ts';
import type { Result } from '../../vocabulary/result.ts';
import type { Binding, StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';

/** Like a reading, where most goes without saying: it arrives as it is measured, its place in the list is its name, and the gateway vouches for it. */
export type Said = { readonly at: Instant; readonly stream: StreamName; readonly value: ReadingValue } & Partial<Reading>;

export function readings(list: readonly Said[]): Reading[] {
  return list.map((each, place) => ({ id: String(place), received: each.at, by: 'gateway', ...each }));
}

export function bindingOf(method: string, streams: Binding['streams'], settings: Binding['settings'] = {}): Binding {
  return { id: 'b', subject: 's', method, streams, settings, keep_days: 7 };
}

/** What a binding is refused for. */
export function openMethod(binding: Binding): Result<Running> {
  const method = methods.get(binding.method);
  if (method === undefined) throw new Error(`there is no method ${binding.method}`);
  return method.open(binding);
}

export type Outcome = { readonly found: readonly Found[]; readonly findings: readonly Finding[]; readonly state: Json };

/**
 * @param until when it ends, so that what waits comes to its end; left out: a day after the last reading
 * @throws when the binding is refused
 */
export function sense(binding: Binding, list: readonly Reading[], { until, ...given }: Partial<Omit<Surroundings, 'binding'>> & { readonly until?: Instant } = {}): Outcome {
  const opened = openMethod(binding);
  if (!opened.ok) throw new Error(opened.refusal.detail);
  const around: Surroundings = { binding, model: undefined, mayUse: () => true, ...given };
  const found: Found[] = [];
  const findings: Finding[] = [];
  let state = opened.value.initial;
  const note = (step: { readonly state: Json; readonly found: readonly Found[]; readonly findings: readonly Finding[] }): void => {
    state = JSON.parse(JSON.stringify(step.state)) as Json;
    found.push(...step.found);
    findings.push(...step.findings);
  };
  for (const reading of list) note(opened.value.take(state, reading, around));
  note(opened.value.wait(state, until ?? (list.at(-1)?.received ?? 0) + 86_400_000, around));
  return { found, findings, state };
}
