/**
 * A quantity that several sensors measure, each with an error of its own, told now and then: the flow that temperature and level share.
 *
 * Error model: a reading is the true value with a normal error of known deviation; since then the quantity has moved like a random walk of `moves` an
 * hour, so that what is older counts less; after `gapMs` it counts nothing. p is how likely the true value lies within `tolerance` of the one that is said.
 */
import type { Json } from '../../vocabulary/json.ts';
import type { Saying, StreamName } from '../../vocabulary/sensing.ts';
import { hourMs, type Instant } from '../../vocabulary/time.ts';
import { logit } from '../mathematics.ts';
import { within } from '../normal.ts';
import type { Reading } from '../reading.ts';
import { fuse, type Fused } from './estimate.ts';
import type { Around, Finding, Found, Step } from './method.ts';
import { isUsable, nothing, said, unheard } from './saying.ts';

export type Quantity = {
  readonly event: string;
  /** The field that holds the value. */
  readonly field: string;
  /** To the decimals in which it is said. */
  readonly rounded: (value: number) => number;
  /** As people read it. */
  readonly shown: (value: number) => string;
  readonly tolerance: number;
  /** Before any sensor spoke, every value of a range as long as this is alike. */
  readonly range: number;
  readonly moves: number;
  readonly gapMs: number;
  /** Between two observations at the least; after so long it is said again, changed or not. */
  readonly everyMs: number;
  readonly atLeastMs: number;
  readonly minChange: number;
};

export type Heard = { readonly id: string; readonly at: Instant; readonly received: Instant; readonly value: number; readonly deviation: number; readonly by: Reading['by'] };

/** JSON. */
export type QuantityState = {
  /** What each sensor said last and was believed. */
  readonly last: { readonly [stream: StreamName]: Heard };
  readonly told: { readonly at: Instant; readonly value: number } | null;
  /** Who disagrees with the others or with what can be, as people were told. */
  readonly out: readonly StreamName[];
};

export const unheardQuantity: QuantityState = { last: {}, told: null, out: [] };

/** A reading with its time no later than it was received: a clock that is ahead must not make everything after it look old. */
export function heardOf({ id, at, received, by }: Reading, value: number, deviation: number): Heard {
  return { id, at: Math.min(at, received), received, value, deviation, by };
}

/** Whether the stream has not spoken of a later time already. */
export function isLater({ last }: QuantityState, stream: StreamName, at: Instant): boolean {
  return at > (last[stream]?.at ?? -Infinity);
}

/** Takes in what a sensor said, and says the quantity if it is time. */
export function measure<State extends QuantityState>(quantity: Quantity, streams: readonly StreamName[], before: State, stream: StreamName, heard: Heard, around: Around): Step<State> {
  const state: State = { ...before, last: { ...before.last, [stream]: heard } };
  const usable = streams.flatMap((each) => {
    const last = state.last[each];
    return last === undefined || heard.at - last.at >= quantity.gapMs || !isUsable(each, around) ? [] : [{ ...last, stream: each }];
  });
  const latest = Math.max(...usable.map(({ at }) => at));
  const fused = fuse(usable.map((each) => ({ stream: each.stream, value: each.value, deviation: Math.sqrt(each.deviation * each.deviation + (quantity.moves * quantity.moves * (latest - each.at)) / hourMs) })));
  if (fused === undefined) return nothing(state);
  const value = quantity.rounded(fused.value);
  const weights = new Map(usable.map((each, place) => [each.stream, fused.weights[place] ?? 0]));
  const { out, findings } = agreement(quantity, state.out, weights, value, latest);
  if (!isTime(quantity, state.told, latest, value)) return { state: { ...state, out }, found: [], findings };
  const found: Found = {
    id: `${quantity.event} ${stream} ${heard.id}`, event: quantity.event, at: latest, values: { [quantity.field]: value } satisfies Json,
    readings: usable.map(({ stream: each, id }) => ({ stream: each, id })), ...evidence(quantity, streams, state, weights, fused, around),
  };
  return { state: { ...state, out, told: { at: latest, value } }, found: [found], findings };
}

/** Leaves a reading out that can't be so, and tells people once, until the sensor agrees with the others again. */
export function leftOut<State extends QuantityState>(state: State, stream: StreamName, at: Instant, says: string): Step<State> {
  if (state.out.includes(stream)) return nothing(state);
  return { state: { ...state, out: [...state.out, stream] }, found: [], findings: [{ stream, at, what: 'disagrees', says }] };
}

function isTime({ everyMs, atLeastMs, minChange }: Quantity, last: QuantityState['told'], at: Instant, value: number): boolean {
  if (last === null) return true;
  return at >= last.at + everyMs && (Math.abs(value - last.value) >= minChange || at >= last.at + atLeastMs);
}

/** What all add together is shared by weight. */
function evidence({ tolerance, range }: Quantity, streams: readonly StreamName[], { last }: QuantityState, weights: ReadonlyMap<StreamName, number>, fused: Fused, around: Around): Pick<Found, 'sensors' | 'prior' | 'raw'> {
  const prior = Math.min(0.99, (2 * tolerance) / range);
  const event = within(tolerance, fused.deviation);
  const llr = logit(event) - logit(prior);
  const sensors = streams.map((stream): Saying => {
    const weight = weights.get(stream);
    return weight === undefined ? unheard(stream, around) : said(stream, last[stream]?.by ?? 'gateway', llr, weight);
  });
  return { sensors, prior, raw: { event } };
}

/** Who has begun to disagree with the others, and who has come to agree again. */
function agreement({ shown }: Quantity, before: readonly StreamName[], weights: ReadonlyMap<StreamName, number>, value: number, at: Instant): { out: readonly StreamName[]; findings: Finding[] } {
  const begun = [...weights].filter(([stream, weight]) => weight === 0 && !before.includes(stream)).map(([stream]) => stream);
  const over = [...weights].filter(([stream, weight]) => weight > 0 && before.includes(stream)).map(([stream]) => stream);
  return {
    out: [...before.filter((stream) => !over.includes(stream)), ...begun],
    findings: [
      ...begun.map((stream) => ({ stream, at, what: 'disagrees' as const, says: `${stream} is far from ${shown(value)}, on which the others agree: it is left out` })),
      ...over.map((stream) => ({ stream, at, what: 'back' as const, says: `${stream} agrees again` })),
    ],
  };
}
