/** Observations as they are shown: who signed, how sure, what the latest of each thing is and how it went. */
import type { ItemOutcome } from '../vocabulary/outcomes.ts';
import { deviceObservationId } from '../vocabulary/ids.ts';
import type { Json } from '../vocabulary/json.ts';
import type { ObservationShown, Shown } from './shown.ts';
import { citedKeptMax, seriesPerThingMax, seriesPointsMax, thingsMax, type ThingView, type View } from './view.ts';

/** The observations of a record by id, in their order. */
export function observationsOf(view: View, { record }: Shown): Map<string, ObservationShown> {
  const shown = new Map<string, ObservationShown>();
  const { entry, seal } = record;
  if (entry.kind !== 'observe') return shown;
  const signed = view.keys.get(seal.key)?.role === 'gateway' ? 'gateway' : 'device';
  for (const { id, seq, device = entry.by, subject, event, at, p, values, from = null } of entry.body.observations) {
    const name = id ?? deviceObservationId(device, seq ?? 0);
    shown.set(name, {
      id: name, subject, event, at, p: { event: String(p?.event ?? 1), person: String(p?.person ?? 1) }, values, device, signed, from, by: entry.by,
      record: record.seq, recordedAt: record.recordedAt,
    });
  }
  return shown;
}

/** Keeps what was taken in: for citing, as the latest, in series. Duplicates and what the clock check refused say nothing new. */
export function noteObservations(view: View, observations: ReadonlyMap<string, ObservationShown>, items: readonly ItemOutcome[]): void {
  let item = 0;
  for (const observation of observations.values()) {
    const outcome = items[item];
    item += 1;
    if (outcome === undefined || outcome.status === 'duplicate' || (outcome.status === 'refused' && outcome.faults === undefined)) continue;
    cite(view, observation);
    noteThing(view, observation);
  }
}

function cite(view: View, observation: ObservationShown): void {
  view.cited.delete(observation.id);
  view.cited.set(observation.id, observation);
  forgetFirst(view.cited, citedKeptMax);
}

function noteThing(view: View, observation: ObservationShown): void {
  const key = `${observation.event} ${observation.subject}`;
  const thing: ThingView = view.things.get(key) ?? { latest: observation, series: new Map() };
  if (observation.at >= thing.latest.at) thing.latest = observation;
  for (const name of Object.keys(observation.values).sort()) {
    const number = numberIn(observation.values[name] ?? null);
    if (number !== undefined) addPoint(thing, name, observation.at, number);
  }
  view.things.delete(key); // so that it stands last
  view.things.set(key, thing);
  forgetFirst(view.things, thingsMax);
}

function addPoint(thing: ThingView, name: string, at: number, value: number): void {
  let points = thing.series.get(name);
  if (points === undefined) {
    if (thing.series.size >= seriesPerThingMax) return;
    thing.series.set(name, points = []);
  }
  let place = points.length;
  while (place > 0 && (points[place - 1]?.[0] ?? 0) > at) place -= 1;
  points.splice(place, 0, [at, value]);
  if (points.length > seriesPointsMax) points.shift();
}

/** A number, or decimal text; for drawing only, so that rounding does no harm. */
function numberIn(value: Json): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d{1,15}(\.\d{1,15})?$/.test(value) ? Number(value) : undefined;
}

function forgetFirst<K>(map: Map<K, unknown>, max: number): void {
  if (map.size <= max) return;
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}
