/** Why an observation is as sure as it says, for people: who said what and what it counted, what was left out, what earlier cases taught. */
import type { Calibration, Evidence, Saying } from '../vocabulary/sensing.ts';
import type { Instant } from '../vocabulary/time.ts';
import { contradicting } from './fusion/pool.ts';
import { exp } from './mathematics.ts';
import { counted, durationWords, percent } from './words.ts';

export type Explained = {
  /** @example 'said with 61 %, by 2 of 3 sensors' */
  readonly summary: string;
  /** One line for each sensor, those that counted first, the strongest first of all. */
  readonly sensors: readonly SensorExplained[];
  /** From the prior to what was said, and what it rests on, in their order. */
  readonly lines: readonly string[];
  /** What earlier cases made of what they said together, and of who it was; it is one of the lines too. */
  readonly calibration: string;
};

export type SensorExplained = Saying & { readonly direction: 'for' | 'against' | 'neither' | null; readonly says: string };

export type ExplainGiven = {
  readonly at: Instant;
  /** As it was said, after calibration. */
  readonly p: { readonly event: number; readonly person?: number };
  readonly from: Evidence;
  /** When the record that its calibration goes up to was made; left out where that isn't known any more. */
  readonly calibratedAt?: Instant;
};

export function explain({ at, p, from, calibratedAt }: ExplainGiven): Explained {
  const sensors = [...from.sensors].sort((a, b) => strength(b) - strength(a)).map(sensorExplained);
  const heard = from.sensors.filter(({ state, weight }) => state === 'said' && weight !== 0);
  const calibration = calibrationLine(at, p, from, calibratedAt);
  const against = [contradicting(heard.filter(({ about }) => about === undefined)), contradicting(heard.filter(({ about }) => about !== undefined))].flat();
  return {
    summary: `said with ${percent(p.event)}, by ${heard.length} of ${counted(from.sensors.length, 'sensor')}`,
    sensors, calibration,
    lines: [
      `before any sensor spoke: ${percent(from.prior)}`,
      ...sensors.map(({ says }) => says),
      ...(against.length === 0 ? [] : [`they contradict each other: ${against.map(({ stream }) => stream).join(', ')}`]),
      `together: ${percent(from.raw.event)}${from.raw.person === undefined ? '' : `, that it was this person ${percent(from.raw.person)}`}`,
      calibration,
      `it rests on ${counted(from.count, 'reading')}, which the record commits to without saying them`,
    ],
  };
}

function sensorExplained(saying: Saying): SensorExplained {
  const { stream, state, by } = saying;
  const signed = by === 'signed' ? 'signed by the device' : 'vouched for by the gateway';
  switch (state) {
    case 'said': return { ...saying, direction: directionOf(saying), says: `${evidenceWords(saying)} (${signed})` };
    case 'silent': return { ...saying, direction: null, says: `${stream} said nothing, which is no evidence` };
    case 'dead': return { ...saying, direction: null, says: `${stream} is left out: it has been silent for longer than it ever is` };
    case 'stuck': return { ...saying, direction: null, says: `${stream} is left out: it says the same all the time while others move` };
    case 'not_permitted': return { ...saying, direction: null, says: `${stream} is left out: whom it measures doesn't permit it` };
  }
}

/** @example 'door says what is 4 times as likely if it happened, counted as 0.5 of one since others say the same' */
function evidenceWords({ stream, llr, weight = 1, about }: Saying): string {
  if (weight === 0) return `${stream} is left out: it disagrees with what the others agree on`;
  if (llr === undefined) return `${stream} was used`;
  const counts = weight >= wholeFrom ? '' : `, counted as ${hundredths(weight)} of one since others say the same`;
  const what = about === undefined ? ['it happened', 'it did not happen'] : ['it was this person', 'it was somebody else'];
  if (Math.abs(llr) < evenBelow) return `${stream} says nothing for or against that ${what[0]}${counts}`;
  return `${stream} says what is ${times(exp(Math.abs(llr)))} as likely if ${llr > 0 ? what[0] : what[1]}${counts}`;
}

/** A weight so near to 1 is shown as whole, and a ratio below 1.05 as none. */
const wholeFrom = 0.995;
const evenBelow = 0.0488;

function directionOf({ llr, weight }: Saying): 'for' | 'against' | 'neither' {
  return llr === undefined || weight === 0 || Math.abs(llr) < evenBelow ? 'neither' : llr > 0 ? 'for' : 'against';
}

/** What it counted; who didn't count comes last. */
function strength({ state, llr = 0, weight = 1 }: Saying): number {
  return state === 'said' ? Math.abs(llr) * weight : -1;
}

function times(ratio: number): string {
  return `${ratio >= 10 ? Math.round(ratio) : Math.round(ratio * 10) / 10} times`;
}

function hundredths(x: number): string {
  return String(Math.round(x * 100) / 100);
}

function calibrationLine(at: Instant, p: ExplainGiven['p'], { raw, calibration, person_calibration: ofPerson }: Evidence, calibratedAt: Instant | undefined): string {
  const person = raw.person === undefined || p.person === undefined ? '' : `; ${personWords(raw.person, p.person, ofPerson)}`;
  if (calibration === null) return `not calibrated: too few cases have been decided yet${person}`;
  const age = calibratedAt === undefined ? '' : at - calibratedAt < oldFrom ? ', of the same minute' : `, ${durationWords(at - calibratedAt)} old`;
  return `calibrated on ${counted(calibration.cases, 'decided case')} up to record ${calibration.record}${age}: ${percent(raw.event)} becomes ${percent(p.event)}${person}`;
}

function personWords(raw: number, p: number, calibration: Calibration | undefined): string {
  if (calibration === undefined) return `that it was this person, ${percent(raw)}, is not calibrated: too few decisions say who it was`;
  return `that it was this person, on ${counted(calibration.cases, 'case')} of which it was decided who it was, up to record ${calibration.record}: ${percent(raw)} becomes ${percent(p)}`;
}

const oldFrom = 60_000;
