/** Tables of redundant answers: which task, by whom, which label; and for some tasks what is true. */
import type { Answers } from '../sensing/dawid-skene.ts';
import { fuseAnswers, type Fused } from '../sensing/learn/answers.ts';
import { labelsOf } from './labels.ts';
import { columnNamed } from './learning-table.ts';
import { isUnnamed, NamedColumn } from './table-columns.ts';
import { readTable, TableError } from './tables.ts';

export type AnswersAsked = { readonly truth: string; readonly task?: string | undefined; readonly worker?: string | undefined; readonly label?: string | undefined };

export type FusedFile = Fused & {
  readonly columns: { readonly [part in Part | 'truth']: string };
  readonly tasks: number;
  readonly workers: number;
  readonly answers: number;
  readonly labels: readonly string[];
  /** Tasks whose truth is known. */
  readonly truths: number;
  /** Rows that name no task, no worker or no label. */
  readonly leftOut: number;
};

type Part = 'task' | 'worker' | 'label';

/** How such columns are called, the surest first; compared without case, marks, plural and "id". */
const synonyms: { readonly [part in Part]: readonly string[] } = {
  task: ['task', 'item', 'question', 'orig', 'object', 'example', 'instance', 'unit', 'sample', 'image', 'document', 'id'],
  worker: ['worker', 'annotator', 'amtworker', 'user', 'rater', 'observer', 'labeler', 'labeller', 'judge', 'coder', 'participant'],
  label: ['label', 'answer', 'response', 'class', 'annotation', 'judgment', 'judgement', 'rating', 'vote', 'category', 'value'],
};

/** Numbers that say how each worker confuses labels: half a gigabyte. */
export const ratesMax = 67_108_864;

/** @throws TableError */
export async function fuseFile(file: string, asked: AnswersAsked, progress: (part: number) => void): Promise<FusedFile> {
  const { columns, task, worker, label, truthOf, leftOut } = await readAnswers(file, asked, progress);
  const truths = task.names.flatMap((name) => truthOf.get(name) ?? []);
  const { classes: labels, placeOf } = labelsOf([...label.names, ...truths], columns.label);
  if (labels.length < 2) throw new TableError('nothing_to_learn', `${file}: all answers are the same: ${labels.join('')}`, 'A table to fuse has two labels or more, and several workers\' answers to a task.');
  if (worker.names.length * labels.length ** 2 > ratesMax) throw new TableError('table_too_large', `${file}: ${worker.names.length} workers with ${labels.length} labels are too many`);
  if (truths.length < 2) throw new TableError('nothing_to_learn', `${file}: in ${columns.truth} the truth of ${truths.length} tasks is known`, 'To compare ways of fusing, the truth of two tasks or more must be known; of the others it may be left empty.');
  const answers: Answers = {
    tasks: task.names.length, workers: worker.names.length, labels: labels.length,
    task: task.rows(), worker: worker.rows(), label: label.rows().map((row) => placeOf(label.names[row] ?? '')),
  };
  const truth = Int32Array.from(task.names, (name) => { const own = truthOf.get(name); return own === undefined ? -1 : placeOf(own); });
  return { columns, tasks: answers.tasks, workers: answers.workers, answers: answers.task.length, labels, truths: truths.length, leftOut, ...fuseAnswers(answers, truth) };
}

type Read = { readonly columns: FusedFile['columns']; readonly task: NamedColumn; readonly worker: NamedColumn; readonly label: NamedColumn; readonly truthOf: ReadonlyMap<string, string>; readonly leftOut: number };

async function readAnswers(file: string, asked: AnswersAsked, progress: (part: number) => void): Promise<Read> {
  const [task, worker, label] = [new NamedColumn(), new NamedColumn(), new NamedColumn()];
  const truthOf = new Map<string, string>();
  let leftOut = 0;
  let columns: FusedFile['columns'] = { task: '', worker: '', label: '', truth: '' };
  await readTable(file, (head) => {
    columns = columnsOf(file, head.columns, asked);
    const place = (part: Part | 'truth'): number => head.columns.indexOf(columns[part]);
    const [taskPlace, workerPlace, labelPlace, truthPlace] = [place('task'), place('worker'), place('label'), place('truth')];
    return (cells, row) => {
      const [name, by, said, true_] = [taskPlace, workerPlace, labelPlace, truthPlace].map((at) => (cells[at] ?? '').trim()) as [string, string, string, string];
      if (!isUnnamed(name) && !isUnnamed(true_)) noteTruth(truthOf, name, true_, `${file}, row ${row}`);
      if ([name, by, said].some(isUnnamed)) {
        leftOut += 1;
        return;
      }
      task.push(name);
      worker.push(by);
      label.push(said);
    };
  }, progress);
  return { columns, task, worker, label, truthOf, leftOut };
}

function noteTruth(truthOf: Map<string, string>, task: string, truth: string, where: string): void {
  const before = truthOf.get(task);
  if (before !== undefined && before !== truth && !(Number(before) === Number(truth))) throw new TableError('malformed_table', `${where}: of task ${task} the truth is ${truth}, and in an earlier row it was ${before}`, 'A task has one truth: correct the table.');
  truthOf.set(task, before ?? truth);
}

function columnsOf(file: string, columns: readonly string[], asked: AnswersAsked): FusedFile['columns'] {
  const truth = columnNamed(file, columns, asked.truth);
  const taken = new Set([truth]);
  const found = (part: Part): string => {
    const name = asked[part] === undefined ? known(columns.filter((column) => !taken.has(column)), part) : columnNamed(file, columns, asked[part]);
    if (name === undefined) throw new TableError('unknown_column', `${file}: none of its columns is called as a ${part} is (${synonyms[part].slice(0, 4).join(', ')}, …)`, `Say which it is with --${part}: ${columns.slice(0, 20).join(', ')}`);
    taken.add(name);
    return name;
  };
  const [task, worker, label] = [found('task'), found('worker'), found('label')];
  return { task, worker, label, truth };
}

function known(columns: readonly string[], part: Part): string | undefined {
  const plain = columns.map((name) => ({ name, bare: bareName(name) }));
  return synonyms[part].flatMap((synonym) => plain.filter(({ bare }) => bare === synonym).map(({ name }) => name))[0];
}

/** @example bareName('!amt_worker_ids') === 'amtworker' */
function bareName(name: string): string {
  const letters = name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  return letters.replace(/(?<=.)ids?$/, '').replace(/(?<=.)s$/, (plural) => (letters.endsWith('ss') || letters.endsWith('ssid') ? plural : ''));
}
