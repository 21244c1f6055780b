/**
 * What was taken from a scale and put back, how many pieces of it and by whom, and what lies there.
 *
 * Error model: shifts.ts says what a shift of the weight is, pieces.ts how many pieces a mass is, persons.ts who it was. A load cell goes on creeping by a
 * part `creep` of a change (OIML R 60). What a shift is likeliest to be is said with how likely that is: where two counts are nearly as likely, p is
 * low and a person decides. What can't be so many pieces is nothing that was taken. The level is the mass at the first rest and all shifts since, so
 * that slow drift isn't in it; how many pieces that is, is known only within their spread, and its p is that of being right within `level_within`.
 */
import type { Instant } from '../../vocabulary/time.ts';
import { logit } from '../mathematics.ts';
import { within } from '../normal.ts';
import type { Reading } from '../reading.ts';
import { emptyHeld, hold, release, releaseDue, type Held, type Sample } from './in-order.ts';
import { gramsOf, loadCellFields, loadCellParts, readLoadCell, type LoadCell } from './load-cell-settings.ts';
import type { Around, Finding, Found, Method, Step } from './method.ts';
import { hear, tellsAnybody, tellsPersons, whoAt, type Statements } from './persons.ts';
import { countOf, piecesOf, type Counted, type Pieces } from './pieces.ts';
import { isUsable, nothing, said } from './saying.ts';
import { follow, mean, unrested, type Shift, type Shifting, type Signal } from './shifts.ts';

type Settings = { readonly configuration: LoadCell; readonly signal: Signal; readonly pieces: Pieces; readonly stream: string };

type Level = { readonly mass: number; readonly variance: number };
/** What waits for who it was. */
type Waiting = { readonly due: Instant; readonly found: Found };
type State = {
  readonly held: Held;
  readonly shifting: Shifting;
  /** Null before the first rest. */
  readonly level: Level | null;
  readonly toldLevel: Instant | null;
  readonly persons: Statements;
  readonly waiting: readonly Waiting[];
  /** Whether people were told that it doesn't come to rest. */
  readonly restless: boolean;
};

/** After so long without rest people are told. */
const restlessMs = 600_000;

export const loadCell: Method<Settings, State> = {
  name: 'load-cell',
  says: 'what is taken from a scale and put back, how many pieces and by whom, and how many lie there',
  parts: loadCellParts, fields: loadCellFields,
  events: () => ['taken', 'returned', 'level'],
  settings: (binding) => {
    const read = readLoadCell(binding);
    if (!read.ok) return read;
    const { settings, streams } = read.value;
    const pieces = piecesOf(settings, settings.pieces_max);
    const signal: Signal = {
      noise: settings.noise_g, driftPerHour: settings.drift_g_h, least: Math.max(pieces.least, pieces.mean / 10), settleMs: settings.settle_s * 1000, samplesMin: settings.samples_min,
    };
    return { ok: true, value: { configuration: read.value, signal, pieces, stream: streams.weight[0]?.stream ?? '' } };
  },
  initial: () => ({ held: emptyHeld, shifting: unrested, level: null, toldLevel: null, persons: [], waiting: [], restless: false }),
  step,
  due: ({ configuration: { settings } }, { held, waiting }) => {
    const dues = [releaseDue(held, settings.late_s * 1000) ?? Infinity, ...waiting.map(({ due }) => due)];
    const first = Math.min(...dues);
    return first === Infinity ? undefined : first;
  },
  wake: (settings, state, now, around) => {
    const moved = letThrough(settings, state, now);
    const done = named(settings, moved.state, now, around);
    return { state: done.state, found: [...moved.found, ...done.found], findings: [...moved.findings, ...done.findings] };
  },
};

function step(settings: Settings, state: State, reading: Reading, around: Around): Step<State> {
  const { configuration, stream } = settings;
  if (tellsPersons(configuration, reading.stream)) return nothing({ ...state, persons: hear(configuration, state.persons, reading, around) });
  const value = reading.stream === stream && isUsable(stream, around) ? gramsOf(reading, configuration.settings) : undefined;
  if (value === undefined) return nothing(state);
  const { id, at, received, by } = reading;
  // A clock that is ahead must not make everything after it look late.
  const held = hold(state.held, { id, at: Math.min(at, received), received, value, by });
  return letThrough(settings, { ...state, held }, received);
}

function letThrough(settings: Settings, state: State, now: Instant): Step<State> {
  const { held, ready } = release(state.held, settings.configuration.settings.late_s * 1000, now);
  return ready.reduce((step: Step<State>, sample) => {
    const next = weigh(settings, step.state, sample);
    return { state: next.state, found: [...step.found, ...next.found], findings: [...step.findings, ...next.findings] };
  }, nothing({ ...state, held }));
}

function weigh(settings: Settings, before: State, sample: Sample): Step<State> {
  const { state: shifting, shift } = follow(settings.signal, before.shifting, sample);
  const { restless, findings } = unrest(settings.stream, before.restless, shifting, sample.at);
  const state: State = { ...before, shifting, restless, level: before.level ?? firstLevel(settings, shifting) };
  const step = shift === undefined ? nothing(state) : judge(settings, state, shift);
  const level = step.state === state ? dueLevel(settings, step.state, sample) : [];
  return { state: level.length > 0 ? { ...step.state, toldLevel: sample.at } : step.state, found: [...step.found, ...level], findings: [...findings, ...step.findings] };
}

function unrest(stream: string, was: boolean, { moving, began }: Shifting, at: Instant): { readonly restless: boolean; readonly findings: readonly Finding[] } {
  const restless = moving !== null && (was || (began !== null && at - began.at > restlessMs));
  if (restless === was) return { restless, findings: [] };
  const says = restless
    ? `${stream} has not come to rest for ${restlessMs / 60_000} minutes: nothing is counted until it does; it vibrates, or its noise is larger than is set`
    : `${stream} has come to rest again`;
  return { restless, findings: [{ stream, at, what: restless ? 'drifts' : 'back', says }] };
}

function firstLevel({ configuration: { settings } }: Settings, { rest }: Shifting): Level | null {
  return rest.length === 0 ? null : { mass: mean(rest) - settings.tare_g, variance: (settings.noise_g * settings.noise_g) / rest.length };
}

/** What a shift was; the level goes with it unless it was nothing. */
function judge(settings: Settings, state: State, shift: Shift): Step<State> {
  const { configuration, pieces, stream } = settings;
  const mass = Math.abs(shift.size);
  const crept = configuration.settings.creep * mass;
  const counted = countOf(pieces, mass, shift.variance + crept * crept);
  if (counted.nothing >= 0.5) return nothing(state);
  const last = shift.after.at(-1) ?? shift.began;
  const moved: State = {
    ...state, toldLevel: last.at,
    level: state.level === null ? null : { mass: state.level.mass + shift.size, variance: state.level.variance + shift.variance },
  };
  const levels = levelFound(settings, moved, last, [...shift.before, ...shift.after]);
  if (counted.nothing + counted.other >= 0.5) return { state: moved, found: levels, findings: [] };
  const found = changed(stream, shift, mass, counted);
  if (!tellsAnybody(configuration)) return { state: moved, found: [found, ...levels], findings: [] };
  const waiting = [...state.waiting, { due: last.received + configuration.settings.after_s * 1000, found }];
  return { state: { ...moved, waiting }, found: levels, findings: [] };
}

/** Not yet by whom. */
function changed(stream: string, { size, began, before, after }: Shift, mass: number, { count, p, prior }: Counted): Found {
  const isTaken = size < 0;
  const event = isTaken ? 'taken' : 'returned';
  return {
    id: `${event} ${stream} ${began.id}`, event, at: began.at, values: { by: null, count, ...(isTaken ? { mass_g: Math.round(mass) } : {}) },
    readings: [...before, ...after].map(({ id }) => ({ stream, id })), sensors: [said(stream, began.by, logit(p) - logit(prior), 1)], prior, raw: { event: p },
  };
}

function dueLevel(settings: Settings, state: State, sample: Sample): Found[] {
  const isDue = state.toldLevel === null || sample.at >= state.toldLevel + settings.configuration.settings.level_every_s * 1000;
  return isDue && state.shifting.moving === null ? levelFound(settings, state, sample, state.shifting.rest) : [];
}

/** The spread of n pieces' mass is √n times that of one. */
function levelFound({ configuration: { settings }, pieces, stream }: Settings, { level }: State, sample: Sample, rest: readonly Sample[]): Found[] {
  if (level === null) return [];
  const count = Math.max(0, Math.round(level.mass / pieces.mean));
  const deviation = Math.sqrt(count * pieces.deviation * pieces.deviation + level.variance) / pieces.mean;
  const p = within(settings.level_within + 0.5, deviation);
  const prior = Math.min(0.99, (2 * settings.level_within + 1) / (settings.capacity + 1));
  return [{
    id: `level ${stream} ${sample.id}`, event: 'level', at: sample.at, values: { count }, readings: rest.map(({ id }) => ({ stream, id })),
    sensors: [said(stream, sample.by, logit(p) - logit(prior), 1)], prior, raw: { event: p },
  }];
}

/** Who it was, once the others have had their time. */
function named({ configuration }: Settings, state: State, now: Instant, around: Around): Step<State> {
  const done = state.waiting.filter(({ due }) => due <= now).map(({ found }) => ({ found, who: whoAt(configuration, state.persons, found.at, around) }));
  return {
    state: { ...state, waiting: state.waiting.filter(({ due }) => due > now) },
    found: done.map(({ found, who }) => ({
      ...found, values: { ...found.values, by: who.by }, readings: [...found.readings, ...who.readings], sensors: [...found.sensors, ...who.sensors],
      raw: { ...found.raw, ...(who.person === undefined ? {} : { person: who.person }) },
    })),
    findings: done.flatMap(({ who }) => who.findings),
  };
}
