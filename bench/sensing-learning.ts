// What both learners make of simulated sets by session, what their probabilities and sets are worth on sessions that they never saw, and how
// long they take; at 50,000 rows of 512 columns the command itself, from a file, with its peak memory. Alone: node bench/sensing-learning.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { evaluate } from '../src/sensing/learn/evaluate.ts';
import { foldsOf } from '../src/sensing/learn/folds.ts';
import { fitLinear } from '../src/sensing/learn/linear.ts';
import { momentsBut, momentsByFold, scalingOf } from '../src/sensing/learn/moments.ts';
import { logsOf } from '../src/sensing/learn/predict.ts';
import { vectorOf, type Table } from '../src/sensing/learn/table.ts';
import { train, type Learner } from '../src/sensing/learn/train.ts';
import { growTrees, treesDefault } from '../src/sensing/learn/trees.ts';
import { perSecondSince, runAlone, type Figure, type Measured, type RunOptions, type ShownTable } from './peers/peer.ts';
import { cloudTable, simulatedSets, type LabelledSet } from './sensing-sets.ts';

/** Below this many observations it is a smoke run: small tables, and no large file. */
const smokeBelow = 500;
const coverageAsked = 0.9;
const predictions = 1000;
const large = { rows: 50_000, columns: 512 };
const trainMsMax = 25 * 60_000;
const main = join(import.meta.dirname, '..', 'src', 'cli', 'main.ts');

export async function run({ observations, seed }: RunOptions): Promise<Measured> {
  const isSmoke = observations < smokeBelow;
  const sets = simulatedSets(isSmoke ? 40 : 400, seed).map(judged);
  const sizes = isSmoke ? [{ rows: 500, columns: 32 }] : [{ rows: 5000, columns: 64 }, { rows: 20_000, columns: 128 }];
  return {
    figures: isSmoke ? [] : await commandFigures(seed),
    tables: [
      { title: `Held-out sessions while training, and other sessions afterwards; sets asked to hold the truth in ${100 * coverageAsked} %`, rows: [setHead, ...sets.flat()] },
      timesTable(sizes, seed),
    ],
  };
}

const setHead = ['set', 'learner', 'right, held out', 'calibration error before', 'after', 'chosen', 'right, other sessions', 'calibration error there', 'sets hold the truth', 'to a person'];

function judged({ name, train: rows, test }: LabelledSet): string[][] {
  const { model, report } = train(rows);
  const { result } = evaluate(model, test, { coverage: coverageAsked, cutoff: coverageAsked });
  return report.judged.map(({ learner, accuracy, eceBefore, eceAfter }) => [
    `${name}, ${rows.labels.length} × ${rows.features.length}`, learner, percent(accuracy), percent(eceBefore), percent(eceAfter),
    ...(learner === report.chosen ? ['yes', percent(result.accuracy), percent(result.ece), percent(result.coverage), percent(result.unsure)] : ['', '', '', '', '']),
  ]);
}

/** Of one fit with all rows, and of predicting rows one after another; training judges each learner on up to five parts besides. */
function timesTable(sizes: readonly { readonly rows: number; readonly columns: number }[], seed: number): ShownTable {
  const rows = sizes.flatMap(({ rows: count, columns }) => {
    const table = cloudTable(count, columns, seed);
    const fits: (() => Learner)[] = [() => linear(table), () => growTrees(table, table.order, { trees: treesDefault, seed }, () => undefined)];
    return fits.map((fit) => {
      const startedMs = performance.now();
      const learner = fit();
      const fitMs = performance.now() - startedMs;
      return [`${count} × ${columns}`, learner.kind, `${(fitMs / 1000).toFixed(2)} s`, Math.round(predicted(learner, table)).toLocaleString('en')];
    });
  });
  return { title: 'Times of one fit with all rows (extra-trees: ' + `${treesDefault} trees), and rows predicted a second`, rows: [['rows × columns', 'learner', 'fit', 'predicted a second'], ...rows] };
}

function linear(table: Table): Learner {
  const scaling = scalingOf(table);
  return fitLinear(table, table.order, momentsBut(momentsByFold(table, foldsOf(table), scaling, () => undefined), undefined), scaling);
}

function predicted(learner: Learner, table: Table): number {
  const vectors = Array.from({ length: predictions }, (_, row) => vectorOf(table.columns, row % table.labels.length));
  const startedMs = performance.now();
  for (const vector of vectors) logsOf(learner, vector);
  return perSecondSince(startedMs, predictions);
}

async function commandFigures(seed: number): Promise<Figure[]> {
  const room = mkdtempSync(join(tmpdir(), 'frankpledge-bench-'));
  try {
    const file = join(room, 'large.csv');
    await writeCsv(file, cloudTable(large.rows, large.columns, seed));
    const startedMs = performance.now();
    const peakKib = await runCommand(['sensing', 'train', file, '--label', 'class', '--group', 'session', '--out', join(room, 'model.json'), '--json']);
    const seconds = (performance.now() - startedMs) / 1000;
    const what = `the command \`sensing train\` on a CSV of ${large.rows} rows by ${large.columns} columns in 20 sessions: read, both learners judged on five parts, calibrated, the better one taught with all, written`;
    return [
      { name: 'training from a large file', what, unit: 's', value: seconds, digits: 0 },
      { name: 'training from a large file: peak memory', what: 'resident, of the same', unit: 'MiB', value: peakKib / 1024, digits: 0 },
    ];
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
}

async function writeCsv(file: string, { features, columns, labels, groups = labels }: Table): Promise<void> {
  const out = createWriteStream(file);
  out.write(`session,class,${features.join(',')}\n`);
  for (let row = 0; row < labels.length; row++) {
    const line = `s${groups[row]},c${labels[row]},${columns.map((column) => (column[row] ?? 0).toFixed(3)).join(',')}\n`;
    if (!out.write(line)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'finish');
}

/** @returns its peak of resident memory, KiB */
async function runCommand(args: readonly string[]): Promise<number> {
  const tellPeak = 'data:text/javascript,process.on("exit",()=>console.error("peak",process.resourceUsage().maxRSS))';
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', tellPeak, main, ...args], { stdio: ['ignore', 'ignore', 'pipe'], timeout: trainMsMax });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => { printed = (printed + chunk.toString()).slice(-4000); });
  const [code] = await once(child, 'close') as [number | null];
  const peak = /peak (\d+)/.exec(printed)?.[1];
  if (code !== 0 || peak === undefined) throw new Error(`bench: sensing train ended with ${code ?? 'a signal'}: ${printed}`);
  return Number(peak);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

if (import.meta.main) await runAlone(run);
