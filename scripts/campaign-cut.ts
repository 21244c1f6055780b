// Cuts a journal's files at every byte of their last part, and flips bits all over them, and looks at what the journal makes of it:
//   node scripts/campaign-cut.ts [--bytes 200000] [--flips 20000] [--seed 1] [--minutes 60]
// Each time it must recover a beginning of what was written and be known to be behind, or refuse with a clear message. Only files of its
// own below the machine's temporary folder. The same seed gives the same journal, cuts and flips.
import { mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createRandom } from '../src/testing/random.ts';
import { createSamples, shapes, tryFiles, tryFolder, tryWriting, type Files, type Finding, type Sample, type Shape } from '../test/damage.ts';
import { flipped } from '../test/damage-places.ts';

export type CutCampaign = {
  /** Of each file's end, at each of which it is cut. */
  readonly bytes: number;
  readonly flips: number;
  readonly seed: number;
  readonly goOn: () => boolean;
  readonly tell: (line: string) => void;
};

export type CutResult = {
  /** False when it was stopped before the end. */
  readonly complete: boolean;
  readonly cuts: number; readonly flips: number;
  readonly whole: number; readonly behind: number; readonly refused: number;
  /** What went wrong; empty when all holds. */
  readonly faults: readonly string[];
};

/** Some 250 kB in each file. */
const writes = 20;
/** After how many a line tells how far it is. */
const tellEvery = 10_000;
/** Of those that a flip leaves whole, one in so many is written on, which takes ten times as long. */
const writeEvery = 10;

/** Where the last part is what a process that was killed, or a disk that was, leaves unfinished. */
const cutFiles: readonly (readonly [Shape, keyof Files])[] = [['closed', 'main'], ['crashed', 'wal'], ['checkpointed', 'wal']];

type Count = { cuts: number; flips: number; whole: number; behind: number; refused: number; readonly faults: string[] };

export function runCuts(campaign: CutCampaign): CutResult {
  const parent = mkdtempSync(join(tmpdir(), 'frankpledge-cut-'));
  const count: Count = { cuts: 0, flips: 0, whole: 0, behind: 0, refused: 0, faults: [] };
  try {
    mkdirSync(join(parent, 'whole'));
    const samples = createSamples(join(parent, 'whole'), campaign.seed, writes);
    const cut = cutFiles.every(([shape, file]) => cutEveryByte(campaign, sampleOf(samples, shape), shape, file, join(parent, 'cut'), count));
    const complete = cut && flipBits(campaign, samples, join(parent, 'flipped'), count);
    return { complete, ...count };
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** From the end on, so that one file gets shorter and needn't be written each time. False when it was stopped. */
function cutEveryByte(campaign: CutCampaign, { files, written }: Sample, shape: Shape, file: keyof Files, folder: string, count: Count): boolean {
  const path = join(folder, file === 'main' ? 'journal.sqlite' : 'journal.sqlite-wal');
  const size = files[file].length;
  const least = Math.max(0, size - campaign.bytes);
  note(count, `${shape}, ${file}`, tryFiles(folder, files, written));
  for (let place = size - 1; place >= least; place--) {
    if (!campaign.goOn()) return false;
    truncateSync(path, place);
    rmSync(join(folder, 'journal.sqlite-shm'), { force: true });
    note(count, `${shape}, ${file}, cut at byte ${place}`, tryFolder(folder, written));
    count.cuts += 1;
    if ((size - place) % tellEvery === 0) campaign.tell(`${shape}, ${file}: ${size - place} of ${size - least} cuts, ${count.faults.length} faults`);
  }
  return true;
}

/** False when it was stopped. */
function flipBits(campaign: CutCampaign, samples: ReadonlyMap<Shape, Sample>, folder: string, count: Count): boolean {
  const random = createRandom(campaign.seed);
  for (let i = 1; i <= campaign.flips; i++) {
    if (!campaign.goOn()) return false;
    const shape = random.pick([...shapes]);
    const { files, written } = sampleOf(samples, shape);
    const file = files.wal.length > 0 && random.chance(0.5) ? 'wal' : 'main';
    const place = { at: random.int(0, files[file].length - 1), mask: 1 << random.int(0, 7) };
    const name = `${shape}, ${file}, byte ${place.at}, bit ${place.mask}`;
    const finding = tryFiles(folder, { ...files, [file]: flipped(files[file], place) }, written);
    note(count, name, finding);
    if (finding.found === 'whole' && i % writeEvery === 0) note(count, `${name}, written on`, tryWriting(folder, written));
    count.flips += 1;
    if (i % tellEvery === 0) campaign.tell(`${i} of ${campaign.flips} flips, ${count.faults.length} faults`);
  }
  return true;
}

function note(count: Count, name: string, finding: Finding): void {
  if (finding.found === 'fault') count.faults.push(`${name}: ${finding.why}`);
  else count[finding.found] += 1;
}

function sampleOf(samples: ReadonlyMap<Shape, Sample>, shape: Shape): Sample {
  const sample = samples.get(shape);
  if (sample === undefined) throw new Error(`there is no sample ${shape}`);
  return sample;
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      bytes: { type: 'string', default: '200000' }, flips: { type: 'string', default: '20000' },
      seed: { type: 'string', default: '1' }, minutes: { type: 'string', default: '60' },
    },
  });
  const until = performance.now() + Number(values.minutes) * 60_000;
  console.log(`seed ${values.seed}`);
  const { faults, ...result } = runCuts({
    bytes: Number(values.bytes), flips: Number(values.flips), seed: Number(values.seed),
    goOn: () => performance.now() < until, tell: (line) => console.error(line),
  });
  console.log(JSON.stringify({ ...result, faults: faults.length }));
  for (const fault of faults) console.error(fault);
  if (!result.complete) console.error(`stopped after ${values.minutes} minutes: not all of it was tried`);
  if (faults.length > 0) console.error(`again with: npm run campaign:cut -- --bytes ${values.bytes} --flips ${values.flips} --seed ${values.seed}`);
  if (faults.length > 0 || !result.complete) process.exitCode = 1;
}
