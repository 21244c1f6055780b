/** `frankpledge sensing train FILE…`: a model for feature vectors, from rows whose class is known. */
import { trainOnFiles, type Trained } from '../host/learning.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { defineCommand } from './arguments.ts';
import { createSteps } from './progress.ts';
import { percent } from './shares.ts';
import { tableLines } from './table.ts';

export const train = defineCommand({
  name: 'sensing train',
  usage: 'FILE… --label COLUMN [--group COLUMN[:day|:hour]|file] [--features NAME,…] [--without NAME,…] --out MODEL [--json]',
  says: 'trains a classifier with tables (CSV, or .csv.gz) whose --label says each row\'s class: tries two learners on whole groups that they weren\'t taught with (without --group on blocks of time), calibrates the better one, and writes the model; a * ends the beginning of several names',
  options: {
    label: { type: 'string' }, group: { type: 'string' }, features: { type: 'string', multiple: true }, without: { type: 'string', multiple: true },
    out: { type: 'string' }, json: { type: 'boolean' },
  },
  run: async ({ values: { label, group, features, without, out, json }, wrong, positionals: files }) => {
    if (files.length === 0) throw wrong('FILE is missing');
    if (label === undefined) throw wrong('--label is missing: the column that says each row\'s class');
    if (out === undefined) throw wrong('--out is missing: the file that the model is written to');
    const progress = createSteps();
    const asked = { label, group, features: namesIn(features), without: namesIn(without) };
    const trained = await trainOnFiles(files, asked, out, progress.at).finally(progress.end);
    if (json === true) console.log(JSON.stringify(trained));
    else for (const line of lines(trained, `${files.join(' ')} --label ${label}`)) console.log(line);
    return 0;
  },
});

function namesIn(given: readonly string[] | undefined): readonly string[] | undefined {
  return given?.flatMap((each) => each.split(',')).map((name) => name.trim()).filter((name) => name !== '');
}

const learners = { 'shrinkage-lda': 'linear discriminant', 'extra-trees': 'extra-trees' } as const;

/** Fewer cases of a class can't rule it out at an error rate of a tenth: 1 / 0.1 − 1. */
const casesForSets = 9;
const notesMax = 8;

function lines(trained: Trained, beginning: string): string[] {
  const { rows, columns, perClass, notes, folds: { unseen }, judged, chosen, disguises, model } = trained;
  const [better, other] = [judged.find(({ learner }) => learner === chosen), judged.find(({ learner }) => learner !== chosen)];
  const rare = perClass.filter((each) => each.rows < casesForSets);
  return [
    `${rows} rows, ${columns} features, ${perClass.length} classes: ${perClass.map((each) => `${each.class} (${each.rows})`).join(', ')}`,
    ...notes.slice(0, notesMax).map((note) => `  ${note}`),
    ...(notes.length > notesMax ? [`  … and ${notes.length - notesMax} more (--json lists all)`] : []),
    '', splitLine(trained), '',
    ...tableLines([
      ['held out', 'right', 'Brier', 'calibration error before', 'after'],
      ...judged.map(({ learner, accuracy, brier, eceBefore, eceAfter }) => [learners[learner], percent(accuracy), brier.toFixed(4), eceBefore.toFixed(4), eceAfter.toFixed(4)]),
    ]), '',
    `Chosen: ${learners[chosen]}, for its lower Brier score (${better?.brier.toFixed(4) ?? ''} against ${other?.brier.toFixed(4) ?? ''}): what is asked of it are probabilities. Taught again with all rows.`,
    ...unseen.map((name) => `Beware: the class ${name} lies in one part of the data alone. What was held out of it had never been seen, and nothing is known of how well it is recognised elsewhere.`),
    ...rare.map((each) => `Beware: of the class ${each.class} there are ${each.rows} rows; at nine tenths it can never be ruled out with fewer than ${casesForSets}.`),
    ...disguises.map(({ feature, accuracy }) => `Beware: ${feature} alone is right in ${percent(accuracy)} of the rows. If it is the class under another name, leave it out: --without "${feature}"`),
    '', `${model.file}: ${model.bytes} bytes, SHA-256 ${model.sha256}`,
    `How it does on rows that it has never seen:  ${commandLine(`sensing evaluate ${model.file} FILE… ${beginning.slice(beginning.indexOf('--label'))}`)}`,
  ];
}

function splitLine({ groups, folds: { by, count } }: Trained): string {
  if (by === 'groups') return `Judged on ${count} parts of whole groups (${groups ?? 0} groups): no group is on both sides.`;
  const alone = groups === 1 ? 'There is one group alone. ' : '';
  if (by === 'blocks') return `${alone}Judged on ${count} blocks of rows in their order, each by what the others teach; neighbours are never shuffled apart.`;
  return `${alone}Judged on ${count} blocks of each class's rows in their order, since some class lies in one block of the whole alone. Name what belongs together with --group if you can: that judges harder.`;
}
