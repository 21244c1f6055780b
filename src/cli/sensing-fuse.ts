/** `frankpledge sensing fuse FILE`: redundant answers, fused in three ways side by side. */
import { fuseFile, type FusedFile } from '../host/answers-table.ts';
import { defineCommand } from './arguments.ts';
import { createSteps } from './progress.ts';
import { percent } from './shares.ts';
import { tableLines } from './table.ts';

export const fuse = defineCommand({
  name: 'sensing fuse',
  usage: 'FILE --truth COLUMN [--task COLUMN] [--worker COLUMN] [--label COLUMN] [--json]',
  says: 'fuses a table of redundant answers (task, worker, label; the columns are known by such names) by majority, by Dawid and Skene, and by these calibrated, and says how each does where --truth is known',
  options: { truth: { type: 'string' }, task: { type: 'string' }, worker: { type: 'string' }, label: { type: 'string' }, json: { type: 'boolean' } },
  names: ['FILE'],
  run: async ({ values: { truth, json, ...columns }, wrong, positionals: [file = ''] }) => {
    if (truth === undefined) throw wrong('--truth is missing: the column that says what is true, where it is known');
    const progress = createSteps();
    const fused = await fuseFile(file, { truth, ...columns }, (part) => progress.at(part, 'reading')).finally(progress.end);
    if (json === true) console.log(JSON.stringify(fused));
    else for (const line of lines(fused)) console.log(line);
    return 0;
  },
});

function lines(fused: FusedFile): string[] {
  const { columns, tasks, workers, answers, labels, truths, leftOut, majority, dawidSkene, calibrated } = fused;
  const ways = [['majority', majority], ['Dawid–Skene', dawidSkene], ['calibrated', calibrated]] as const;
  return [
    `${answers} answers (${columns.label}) of ${workers} workers (${columns.worker}) to ${tasks} tasks (${columns.task}), ${labels.length} labels; of ${truths} tasks the truth is known (${columns.truth})`,
    ...(leftOut === 0 ? [] : [`Rows left out, since they name no task, no worker or no label: ${leftOut}.`]), '',
    ...tableLines([
      ['', 'right', 'Brier', 'log loss', 'calibration error', `sure (≥ ${majority.confident.from})`, 'of these wrong'],
      ...ways.map(([name, way]) => [name, percent(way.accuracy), way.brier.toFixed(4), way.logLoss.toFixed(4), way.ece.toFixed(4), String(way.confident.n), String(way.confident.wrong)]),
    ]), '',
    `Tasks in which no label has most of the votes alone: ${majority.ties}. The majority then takes the first in the order of labels.`,
    'Calibrated is what Dawid–Skene says, made true by other tasks\' truths: no task was calibrated with its own.',
  ];
}
