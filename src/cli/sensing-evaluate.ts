/** `frankpledge sensing evaluate MODEL FILE…`: how a model does on rows that it was not trained with. */
import { evaluateOnFiles, type EvaluatedFiles } from '../host/learning.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { createSteps } from './progress.ts';
import { percent } from './shares.ts';
import { tableLines } from './table.ts';

/** The share of sets that hold the truth where nothing else is asked. */
const coverageDefault = 0.9;

export const evaluate = defineCommand({
  name: 'sensing evaluate',
  usage: 'MODEL FILE… --label COLUMN [--group COLUMN[:day|:hour]|file] [--coverage SHARE] [--cutoff P] [--json]',
  says: 'says how a model does on tables of rows that it was not trained with: what it got right by class (and by --group), what its probabilities were worth, how often its sets held the truth (asked: --coverage, 0.9), and how much would go to a person (below --cutoff; left out: the same share)',
  options: { label: { type: 'string' }, group: { type: 'string' }, coverage: { type: 'string' }, cutoff: { type: 'string' }, json: { type: 'boolean' } },
  run: async ({ values: { label, group, coverage, cutoff, json }, wrong, positionals: [model, ...files] }) => {
    if (model === undefined || files.length === 0) throw wrong(`${model === undefined ? 'MODEL' : 'FILE'} is missing`);
    if (label === undefined) throw wrong('--label is missing: the column that says each row\'s class');
    const asked = shareIn('--coverage', coverage, wrong) ?? coverageDefault;
    const progress = createSteps();
    const measure = { coverage: asked, cutoff: shareIn('--cutoff', cutoff, wrong) ?? asked };
    const evaluated = await evaluateOnFiles(model, files, { label, group }, measure, progress.at).finally(progress.end);
    if (json === true) console.log(JSON.stringify(evaluated.result));
    else for (const line of lines(evaluated, asked)) console.log(line);
    return 0;
  },
});

function shareIn(option: string, given: string | undefined, wrong: (message: string) => UsageError): number | undefined {
  if (given === undefined) return undefined;
  const share = /^0?\.\d{1,9}$/.test(given) ? Number(given) : 0;
  if (share <= 0) throw wrong(`${option} is a share between 0 and 1, as 0.95, not "${given}"`);
  return share;
}

const groupsShown = 20;

function lines({ result, rightWhenActed, groups, notes, model }: EvaluatedFiles, asked: number): string[] {
  const { rows, accuracy, perClass, ece, brier, cutoff, coverage, unsure } = result;
  const cell = (value: number | null): string => (value === null ? '-' : percent(value));
  const worst = groups.toSorted((a, b) => a.accuracy - b.accuracy).slice(0, groupsShown);
  return [
    `${percent(accuracy)} of ${rows} rows are right (${model.learner}, model ${model.sha256.slice(0, 16)}…).`,
    ...notes.map((note) => `  ${note}`), '',
    ...tableLines([
      ['class', 'rows', 'precision', 'recall', 'F1'],
      ...Object.entries(perClass).map(([name, own]) => [name, String(own.rows), cell(own.precision), cell(own.recall), cell(own.f1)]),
    ]), '',
    ...(worst.length === 0 ? [] : [...tableLines([['group', 'rows', 'right', 'covered'], ...worst.map((own) => [own.name, String(own.rows), percent(own.accuracy), percent(own.coverage)])]),
      ...(groups.length > groupsShown ? [`the worst ${groupsShown} of ${groups.length} groups`] : []), '']),
    `What it says and what is so lie ${percent(ece)} apart on average (expected calibration error); Brier score ${brier.toFixed(4)}.`,
    coverageLine(coverage, asked),
    `At a cut-off of ${cutoff} it would act on ${percent(1 - unsure)} of the rows${rightWhenActed === null ? '' : `, rightly on ${percent(rightWhenActed)} of these`}; ${percent(unsure)} would go to a person.`,
  ];
}

function coverageLine(coverage: number, asked: number): string {
  const held = `Its sets hold the true class in ${percent(coverage)} of the rows; ${percent(asked)} were asked`;
  if (coverage >= asked) return `${held}.`;
  return `${held}: IT MISSES THAT. The promise holds only while new rows are like those that it was calibrated with, and these aren't quite: train with rows of more sessions or days, or ask for more.`;
}
