/**
 * Sensors that died or are stuck, told by their own past: whoever was quick to speak is missed soon, whoever speaks twice a year is waited for. They're left
 * out, with a finding, until they are back. A pure reducer over the readings of a binding's streams; its state is JSON.
 *
 * The rule: silent (or unchanged) for longer than three times the longest of its last N intervals. Of a sensor whose messages come independently of each other,
 * that happens by chance after P = 6 / ((N + 1)(N + 2)(N + 3)) of its messages (E[e^−3M] for the greatest M of N exponential intervals): 0.1 % with
 * N = 16, 0.015 % with 32. Of one that speaks at regular intervals, far less often.
 */
import type { StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { Finding } from '../methods/method.ts';
import type { Reading, ReadingValue } from '../reading.ts';
import { durationWords } from '../words.ts';

export type StreamHealth = {
  readonly state: 'well' | 'dead' | 'stuck';
  /** When it last said anything. */
  readonly heard: Instant;
  /** What it said; vectors are only told apart from each other by their text. */
  readonly value: string | number | boolean;
  /** Since when it says that. */
  readonly since: Instant;
  /** Its last silences and its last times without a change, ms; not those for which it was left out. */
  readonly silences: readonly number[];
  readonly runs: readonly number[];
  /** Its last changes, the oldest first. */
  readonly changes: readonly Instant[];
};

export type Health = { readonly [stream: StreamName]: StreamHealth };
export type Checkup = { readonly health: Health; readonly findings: readonly Finding[] };

const pastMax = 32;
/** With fewer intervals nothing can be said of what is usual. */
const pastMin = 16;
const longerBy = 3;
/** Nothing is missed sooner than this: messages are bundled and delayed on their way. */
const silenceMinMs = 60_000;
/** So many changes of another sensor of the same thing make a sensor that doesn't move suspect. */
const movesMin = 3;

/** Takes a reading in, in the order in which they were stored. That the device doesn't know (null) is no sign of a sensor that works. */
export function noteReading(health: Health, { stream, received: at, value }: Reading): Checkup {
  const said = told(value);
  if (said === undefined) return { health, findings: [] };
  const before = health[stream];
  if (before === undefined) return { health: { ...health, [stream]: { state: 'well', heard: at, value: said, since: at, silences: [], runs: [], changes: [] } }, findings: [] };
  const moved = said !== before.value;
  const isBack = before.state === 'dead' || (before.state === 'stuck' && moved);
  const after: StreamHealth = {
    state: isBack ? 'well' : before.state, heard: at, value: said, since: moved || isBack ? at : before.since,
    silences: before.state === 'dead' ? before.silences : [...before.silences, at - before.heard].slice(-pastMax),
    runs: moved && before.state === 'well' ? [...before.runs, at - before.since].slice(-pastMax) : before.runs,
    changes: moved ? [...before.changes, at].slice(-movesMin) : before.changes,
  };
  const back: Finding[] = isBack ? [{ stream, at, what: 'back', says: `${stream} is back: it was ${before.state === 'dead' ? `silent for ${durationWords(at - before.heard)}` : `stuck for ${durationWords(at - before.since)}`}` }] : [];
  return { health: { ...health, [stream]: after }, findings: back };
}

/**
 * Who is dead or stuck by now. A sensor is stuck only in the face of others that move.
 * @param redundant groups of streams that measure the same; a stream in none of them is never stuck
 */
export function checkHealth(health: Health, now: Instant, redundant: readonly (readonly StreamName[])[] = []): Checkup {
  const findings = Object.keys(health).sort().flatMap((stream): Finding[] => {
    const each = health[stream];
    if (each === undefined || each.state !== 'well') return [];
    const dead = deadline(each);
    if (dead !== undefined && now > dead) return [{ stream, at: now, what: 'dead', says: deadWords(stream, each, now) }];
    const movers = redundant.filter((group) => group.includes(stream)).flat().filter((other) => other !== stream && movesSince(health[other], each.since));
    if (movers.length === 0 || !isTooLong(each.runs, now - each.since)) return [];
    return [{ stream, at: now, what: 'stuck', says: stuckWords(stream, each, movers, now) }];
  });
  const states = Object.fromEntries(findings.flatMap(({ stream, what }) => {
    const each = health[stream];
    return each === undefined || (what !== 'dead' && what !== 'stuck') ? [] : [[stream, { ...each, state: what }]];
  }));
  return { health: findings.length === 0 ? health : { ...health, ...states }, findings };
}

/** When the next sensor will be missed unless it speaks before; to look again right after it. */
export function healthDue(health: Health): Instant | undefined {
  const deadlines = Object.values(health).flatMap((each) => (each.state === 'well' ? deadline(each) ?? [] : []));
  return deadlines.length === 0 ? undefined : Math.min(...deadlines) + 1;
}

/** Of the streams, those that are to be heard: neither dead nor stuck. */
export function isWell(health: Health, stream: StreamName): boolean {
  return (health[stream]?.state ?? 'well') === 'well';
}

/** Undefined while its past is too short. */
function deadline({ silences, heard }: StreamHealth): Instant | undefined {
  return silences.length < pastMin ? undefined : heard + Math.max(silenceMinMs, longerBy * Math.max(...silences));
}

function isTooLong(past: readonly number[], ms: number): boolean {
  return past.length >= pastMin && ms > Math.max(silenceMinMs, longerBy * Math.max(...past));
}

function movesSince(health: StreamHealth | undefined, since: Instant): boolean {
  return health !== undefined && health.state === 'well' && health.changes.length === movesMin && (health.changes[0] ?? 0) > since;
}

function deadWords(stream: StreamName, { silences, heard }: StreamHealth, now: Instant): string {
  return `${stream} has been silent for ${durationWords(now - heard)}, and was never for more than ${durationWords(Math.max(...silences))}: it is left out until it speaks`;
}

function stuckWords(stream: StreamName, { value, since, runs }: StreamHealth, movers: readonly StreamName[], now: Instant): string {
  return `${stream} has said ${String(value).slice(0, 40)} for ${durationWords(now - since)}, though ${movers.join(', ')} moved, and never stayed the same for more than `
    + `${durationWords(Math.max(...runs))}: it is left out until it moves`;
}

function told(value: ReadingValue): string | number | boolean | undefined {
  return value === null ? undefined : typeof value === 'object' ? value.join(' ').slice(0, vectorTextMax) : value;
}

/** Of a vector, so much tells it from the one before. */
const vectorTextMax = 200;
