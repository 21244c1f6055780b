/** What a binding would have said over readings that are kept: the same method over the same readings, in the order in which they came. */
import { t } from '../messages/t.ts';
import type { Model } from '../../../src/sensing/learn/model.ts';
import type { Found } from '../../../src/sensing/methods/method.ts';
import type { Reading, ReadingValue } from '../../../src/sensing/reading.ts';
import type { ReadingsShown } from '../../../src/views/things-shown.ts';
import type { Instant } from '../../../src/vocabulary/time.ts';
import { ok, refuse, type Result } from '../../../src/vocabulary/result.ts';
import type { Readied } from './binding-draft.ts';

export type Previewed = { readonly readings: number; readonly from: Instant; readonly until: Instant; readonly found: readonly Found[] };

/**
 * Refuses where of a stream nothing, or not all, may be seen.
 * @param model the one that the binding names, where it does
 */
export function preview({ binding, running }: Readied, kept: readonly ReadingsShown[], model?: Model): Result<Previewed> {
  const readings = kept.flatMap(({ stream, readings: own }) => own.flatMap((each) => readingIn(stream, each)));
  if (kept.some(({ fields }) => fields !== null)) return refuse('not_permitted', t('things.preview.partly'));
  const inOrder = readings.sort((a, b) => a.received - b.received);
  const [first, last] = [inOrder[0], inOrder.at(-1)];
  if (first === undefined || last === undefined) return refuse('unknown_value', t('things.preview.no_readings'));
  const around = { binding, model, mayUse: () => true };
  let state = running.initial;
  const found: Found[] = [];
  for (const reading of inOrder) {
    const step = running.take(state, reading, around);
    state = step.state;
    found.push(...step.found);
  }
  return ok({ readings: inOrder.length, from: first.received, until: last.received, found });
}

function readingIn(stream: string, shown: { readonly [name: string]: unknown }): Reading[] {
  const { id, at, received, value, unit, by } = shown;
  if (typeof id !== 'string' || typeof at !== 'number' || typeof received !== 'number' || value === undefined) return [];
  return [{ stream, id, at, received, value: value as ReadingValue, ...(typeof unit === 'string' ? { unit } : {}), by: by === 'signed' ? 'signed' : 'gateway' }];
}
