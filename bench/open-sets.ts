// What both learners make of openly licensed sets, which packages of public registries bring, and what their probabilities and sets are worth on groups
// that they never saw, or on rows that come later; from files, by what `sensing train` and `sensing evaluate` run. Alone: node bench/open-sets.ts
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { evaluateOnFiles, trainOnFiles, type Trained } from '../src/host/learning.ts';
import { fetchPackage, PackageMissing, type OpenPackage } from './open-packages.ts';
import { digitsParts, tissueParts, weatherParts, wetOrDryParts, type Parts } from './open-tables.ts';
import { runAlone, type Measured, type RunOptions } from './peers/peer.ts';

type OpenSet = {
  readonly name: string;
  /** Whose it is, and on what terms. */
  readonly source: string;
  /** In its package. */
  readonly file: string;
  readonly parts: (text: string) => Parts;
  readonly label: string;
  /** Left out: nothing says what belongs together. */
  readonly group?: string;
};

const weatherSource = 'daily weather of NOAA, in the package\'s list of terms a "U.S. Government Dataset", and so in the public domain; the package BSD-3-Clause';

const packages: readonly { readonly pinned: OpenPackage; readonly sets: readonly OpenSet[] }[] = [
  {
    pinned: { name: 'scikit-learn', version: '1.9.1', registry: 'pypi', sha256: '52a0703bbc07ad27f560fa63fa68e4c54dd735bfbbf65b4dd3c225dc7547b6df' },
    sets: [
      {
        name: 'digits', source: 'Optical Recognition of Handwritten Digits, test part (E. Alpaydin, C. Kaynak, 1998), UCI, CC BY 4.0; the package BSD-3-Clause',
        file: 'sklearn/datasets/data/digits.csv.gz', parts: digitsParts, label: 'digit', group: 'sheet',
      },
      {
        name: 'tissue', source: 'Breast Cancer Wisconsin, Diagnostic (W. H. Wolberg, W. N. Street, O. L. Mangasarian, 1995), UCI, CC BY 4.0; the package BSD-3-Clause',
        file: 'sklearn/datasets/data/breast_cancer.csv', parts: tissueParts, label: 'tissue',
      },
    ],
  },
  {
    pinned: { name: 'vega-datasets', version: '3.2.1', registry: 'npm', sha256: '6f72fda460a9863fae5fcb32f85bcd49e1761fdea6dc6cf9f4962472881cc5a3' },
    sets: [
      { name: 'weather', source: weatherSource, file: 'package/data/weather.csv', parts: weatherParts, label: 'weather', group: 'month' },
      { name: 'wet or dry', source: weatherSource, file: 'package/data/weather.csv', parts: wetOrDryParts, label: 'weather', group: 'month' },
    ],
  },
];

/** Below this many observations it is a smoke run, which needs no network. */
const smokeBelow = 500;
const coveragesAsked = [0.8, 0.9, 0.95];

type Rows = string[][];
type Found = { readonly held: Rows; readonly tried: Rows; readonly sources: Rows; readonly leftOut: Rows };

export async function run({ observations }: RunOptions): Promise<Measured> {
  if (observations < smokeBelow) return { tables: [{ title: 'Openly licensed sets: none in a smoke run, which needs no network', rows: [['set']] }] };
  const found: Found = { held: [], tried: [], sources: [], leftOut: [] };
  const room = mkdtempSync(join(tmpdir(), 'frankpledge-open-sets-'));
  try {
    for (const each of packages) await takePackage(each, room, found);
  } finally {
    rmSync(room, { recursive: true, force: true });
  }
  return {
    tables: [
      { title: 'Openly licensed sets, judged on what was held back while training: both learners', rows: [['set', 'rows × features, classes', 'learner', 'right', 'calibration error before', 'after', 'chosen'], ...found.held] },
      { title: 'The chosen one on rows of other groups, or of later: acted upon is what is one class with a probability of what was asked', rows: [['tried on', 'rows', 'right', 'calibration error', 'asked', 'sets hold the truth', 'to a person', 'acted upon: right'], ...found.tried] },
      { title: 'Where the sets are from', rows: [['set', 'package', 'source and licence'], ...found.sources] },
      { title: 'Left out', rows: [['sets', 'package', 'why'], ...found.leftOut] },
    ].filter(({ rows }) => rows.length > 1),
  };
}

async function takePackage({ pinned, sets }: (typeof packages)[number], room: string, found: Found): Promise<void> {
  const named = `${pinned.name} ${pinned.version} (${pinned.registry})`;
  const own = join(room, pinned.name);
  mkdirSync(own);
  let files: string;
  try {
    files = fetchPackage(pinned, own);
  } catch (error) {
    if (!(error instanceof PackageMissing)) throw error;
    const names = sets.map(({ name }) => name).join(', ');
    console.error(`bench: ${named} can't be fetched; left out: ${names} (${error.message})`);
    found.leftOut.push([names, named, error.message]);
    return;
  }
  for (const set of sets) {
    found.sources.push([set.name, named, set.source]);
    await takeSet(set, files, join(own, set.name), found);
  }
}

async function takeSet({ name, file, parts, label, group }: OpenSet, files: string, place: string, { held, tried }: Found): Promise<void> {
  const cut = parts(textOf(join(files, file)));
  writeFileSync(`${place}.csv`, cut.train);
  const trained = await trainOnFiles([`${place}.csv`], { label, group }, `${place}.model`, ignored);
  held.push(...heldRows(name, trained));
  for (const [says, text] of Object.entries(cut.tried)) {
    writeFileSync(`${place}-tried.csv`, text);
    for (const coverage of coveragesAsked) tried.push([`${name}: ${says}`, ...await triedCells(`${place}.model`, `${place}-tried.csv`, { label, group }, coverage)]);
  }
}

function textOf(path: string): string {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
}

function heldRows(name: string, { rows, columns, perClass, judged, chosen, groups, folds }: Trained): Rows {
  const by = groups === null ? `${folds.count} blocks of rows` : `${groups} groups`;
  return judged.map(({ learner, accuracy, eceBefore, eceAfter }) => [
    name, `${rows} × ${columns}, ${perClass.length}; ${by}`, learner, percent(accuracy), percent(eceBefore), percent(eceAfter), learner === chosen ? 'yes' : '',
  ]);
}

async function triedCells(model: string, file: string, asked: { readonly label: string; readonly group: string | undefined }, coverage: number): Promise<string[]> {
  const { result, rightWhenActed } = await evaluateOnFiles(model, [file], asked, { coverage, cutoff: coverage }, ignored);
  return [String(result.rows), percent(result.accuracy), percent(result.ece), `${100 * coverage} %`, percent(result.coverage), percent(result.unsure), rightWhenActed === null ? 'none' : percent(rightWhenActed)];
}

const ignored = (): void => undefined;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

if (import.meta.main) await runAlone(run);
