// How takings of one to six pieces are counted on simulated waveforms of a load cell: pieces of 1.5 to 3 kg, 50 g of noise, 100 g/h of drift, vibration,
// spikes, creep, and a radio that loses, doubles and reorders. Alone: node bench/sensing-scale.ts
import { createRandom } from '../src/testing/random.ts';
import { bindingOf, sense } from '../src/testing/sensing/bench.ts';
import { delivered, radio } from '../src/testing/sensing/transport.ts';
import { loadCellWave, ordinary, type Change } from '../src/testing/sensing/waveforms.ts';
import { perSecondSince, runAlone, type Measured, type RunOptions } from './peers/peer.ts';

const piecesMost = 6;
/** What is said with less goes to a person. */
const sureFrom = 0.9;
const apartMs = 30_000;
const wood = { piece_g: 2250, piece_spread: '0.2', piece_least_g: 1500, piece_most_g: 3000, pieces_max: piecesMost };

type Judged = { right: number; unsure: number; wrong: number; missed: number };

export async function run({ observations, seed }: RunOptions): Promise<Measured> {
  const counts = Array.from({ length: observations * 3 }, (_, place) => 1 + (place % piecesMost));
  const changes = takings(seed, counts);
  const until = counts.length * apartMs + 120_000;
  const plan = { stream: 'pile/weight', start: 0, until, everyMs: 1000, grams: counts.length * piecesMost * 3000, changes, ...ordinary };
  const random = createRandom(seed + 1);
  const list = [...delivered(random, loadCellWave(random, plan), radio)];
  const startedMs = performance.now();
  const { found } = sense(bindingOf('load-cell', [{ stream: plan.stream, as: 'weight' }], wood), list);
  const perSecond = perSecondSince(startedMs, list.length);
  const taken = found.filter(({ event }) => event !== 'level');
  const judged = Array.from({ length: piecesMost }, (): Judged => ({ right: 0, unsure: 0, wrong: 0, missed: 0 }));
  const matched = new Set<unknown>();
  let from = 0;
  for (const [place, change] of changes.entries()) {
    while ((taken[from]?.at ?? Infinity) < change.at - apartMs / 3) from += 1;
    const own = taken[from];
    const truth = counts[place] ?? 0;
    const row = judged[truth - 1];
    if (row === undefined) continue;
    if (own === undefined || own.at > change.at + apartMs / 3) { row.missed += 1; continue; }
    matched.add(own);
    if (own.raw.event <= sureFrom) row.unsure += 1;
    else if (own.event === 'taken' && own.values['count'] === truth) row.right += 1;
    else row.wrong += 1;
  }
  const rows = judged.map(({ right, unsure, wrong, missed }, place) => {
    const share = (count: number): string => `${((100 * count) / (right + unsure + wrong + missed)).toFixed(1)} %`;
    return [String(place + 1), String(right + unsure + wrong + missed), share(right), share(unsure), share(wrong), share(missed)];
  });
  return {
    results: [{ name: 'readings of a load cell', perSecond, rounds: [perSecond], what: 'through the method alone, its state put away as JSON after each, as the store does' }],
    tables: [{ title: `Pieces taken from a load cell at once, counted; sure from p > ${sureFrom}; ${taken.length - matched.size} found that nobody took`, rows: [['pieces', 'takings', 'right', 'unsure', 'wrong', 'missed'], ...rows] }],
  };
}

function takings(seed: number, counts: readonly number[]): Change[] {
  const random = createRandom(seed);
  return counts.map((count, place) => ({
    at: 60_000 + place * apartMs + random.int(0, 5000),
    grams: -Array.from({ length: count }, () => 1500 + 1500 * random.next()).reduce((sum, each) => sum + each, 0),
  }));
}

if (import.meta.main) await runAlone(run);
