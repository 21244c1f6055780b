// Labelled sets from simulated sensors, by session: what differs between sessions (gain, clutter, noise, drift) is what a model meets anew.
import { createRandom, type Random } from '../src/testing/random.ts';
import { loadCellWave, ordinary } from '../src/testing/sensing/waveforms.ts';
import type { Table } from '../src/sensing/learn/table.ts';

export type LabelledSet = {
  readonly name: string;
  readonly says: string;
  readonly train: Table;
  /** Of other sessions. */
  readonly test: Table;
};

type Row = { readonly label: number; readonly group: number; readonly x: readonly number[] };
type Session = (random: Random, group: number, rows: number) => Row[];

export function simulatedSets(rowsPerSession: number, seed: number): LabelledSet[] {
  const set = (name: string, says: string, usual: Session, anew: Session = usual): LabelledSet => {
    const random = createRandom(seed);
    const sessions = (count: number, session: Session): Table => tableOf(Array.from({ length: count }, (_, group) => session(random, group, rowsPerSession)).flat());
    return { name, says, train: sessions(trainSessions, usual), test: sessions(testSessions, anew) };
  };
  return [
    set('echoes', `0 to 3 people before a made-up radar of ${bins} range bins; each session with its own gain, clutter and noise`, echoes(1)),
    set('scale', '0 to 3 pieces taken within 24 readings of the simulator\'s load cell; each session with its own noise and drift', scale),
    set('echoes in another room', 'taught as echoes, tried in sessions with three times the spread of gain and clutter: what nobody should do', echoes(1), echoes(3)),
  ];
}

const trainSessions = 12;
const testSessions = 6;
const classCount = 4;
const bins = 32;

/** Somebody is a bump over three bins whose height falls with the distance; two in one place are one bump that is higher. */
function echoes(spread: number): Session {
  return (random, group, rows) => {
    const gain = 1 + 0.15 * spread * random.bell();
    const noise = 0.12 + 0.03 * random.next();
    const clutter = Array.from({ length: bins }, () => 0.15 * spread * Math.abs(random.bell()));
    return Array.from({ length: rows }, () => {
      const label = random.int(0, classCount - 1);
      const x = clutter.map((own) => own + noise * random.bell());
      for (let person = 0; person < label; person++) {
        const at = random.int(1, bins - 2);
        const height = (1.4 - at / bins) * (0.7 + 0.6 * random.next());
        for (const [place, part] of [[at - 1, 0.5], [at, 1], [at + 1, 0.5]] as const) x[place] = (x[place] ?? 0) + gain * height * part;
      }
      return { label, group, x };
    });
  };
}

const windowReadings = 24;

function scale(random: Random, group: number, rows: number): Row[] {
  const noise = 50 + 250 * random.next();
  const driftPerHour = 1000 * random.bell();
  return Array.from({ length: rows }, () => {
    const label = random.int(0, classCount - 1);
    const grams = -Array.from({ length: label }, () => random.int(1500, 3000)).reduce((sum, each) => sum + each, 0);
    const plan = { stream: 'pile/weight', start: 0, until: windowReadings * 1000, everyMs: 1000, grams: 200_000, changes: [{ at: random.int(6000, 16_000), grams }], ...ordinary, noise, driftPerHour };
    const values = Array.from(loadCellWave(random, plan), ({ value }) => Number(value));
    const first = values[0] ?? 0;
    return { label, group, x: values.map((value) => value - first).slice(1) };
  });
}

function tableOf(rows: readonly Row[]): Table {
  return {
    features: (rows[0]?.x ?? []).map((_, place) => `f${place}`), classes: Array.from({ length: classCount }, (_, place) => String(place)),
    columns: (rows[0]?.x ?? []).map((_, place) => Float32Array.from(rows, ({ x }) => x[place] ?? NaN)),
    labels: Int32Array.from(rows, ({ label }) => label), groups: Int32Array.from(rows, ({ group }) => group), order: Int32Array.from(rows.keys()),
  };
}

/** For times alone: of each class a cloud, a deviation off in every eighth feature. */
export function cloudTable(rows: number, width: number, seed: number): Table {
  const random = createRandom(seed);
  const labels = Int32Array.from({ length: rows }, () => random.int(0, classCount - 1));
  return {
    features: Array.from({ length: width }, (_, place) => `f${place}`), classes: Array.from({ length: classCount }, (_, place) => String(place)),
    // Three uniforms stand in for the bell: there are tens of millions of them.
    columns: Array.from({ length: width }, (_, place) => Float32Array.from(labels, (label) => random.next() + random.next() + random.next() + (place % 8 === label ? 0.5 : 0))),
    labels, groups: labels.map((_, row) => Math.floor((row * 20) / rows)), order: labels.map((_, row) => row),
  };
}
