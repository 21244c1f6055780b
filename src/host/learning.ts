/** Training and evaluating models on files. */
import { createHash } from 'node:crypto';
import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { canonical } from '../log/canonical.ts';
import { evaluate, type Evaluation } from '../sensing/learn/evaluate.ts';
import type { Model } from '../sensing/learn/model.ts';
import { modelBytesMax, readModel } from '../sensing/learn/read-model.ts';
import { train, type TrainReport } from '../sensing/learn/train.ts';
import { readExamples, readLearningTable, type Asked } from './learning-table.ts';
import { TableError } from './tables.ts';

/** Told what is being done, and its share that is done. */
export type LearningProgress = (part: number, what: string) => void;

export type Trained = TrainReport & {
  readonly model: { readonly file: string; readonly sha256: string; readonly bytes: number };
  readonly columns: number;
  readonly groups: number | null;
  /** What was left out and why, for people. */
  readonly notes: readonly string[];
};

/**
 * Trains with files and writes the model. The same files and options give the same bytes.
 * @throws TableError
 */
export async function trainOnFiles(files: readonly string[], asked: Asked, out: string, progress: LearningProgress): Promise<Trained> {
  accessSync(dirname(out), constants.W_OK); // before minutes have gone into a model that has no place
  const { table, groupNames, notes } = await readLearningTable(files, asked, (part) => progress(part, 'reading'));
  const { model, report } = train(table, {}, progress);
  const text = canonical(model);
  writeFileSync(out, text);
  return { ...report, model: { file: out, sha256: sha256(text), bytes: text.length }, columns: table.features.length, groups: table.groups === undefined ? null : groupNames.length, notes };
}

export type EvaluatedFiles = {
  readonly result: Evaluation;
  readonly rightWhenActed: number | null;
  /** Where rows were grouped. */
  readonly groups: readonly { readonly name: string; readonly rows: number; readonly accuracy: number; readonly coverage: number }[];
  readonly notes: readonly string[];
  readonly model: { readonly sha256: string; readonly learner: Model['learner']['kind'] };
};

/** @throws TableError */
export async function evaluateOnFiles(modelFile: string, files: readonly string[], asked: Asked, measure: { readonly coverage: number; readonly cutoff: number }, progress: LearningProgress): Promise<EvaluatedFiles> {
  const { model, hash } = readModelFile(modelFile);
  const { examples, groupNames, notes } = await readExamples(files, asked, model.features, (part) => progress(part, 'reading'));
  const { result, rightWhenActed, groups } = evaluate(model, examples, measure, (part) => progress(part, 'evaluating'));
  const named = groupNames.length === 0 ? [] : groups.map(({ group, ...own }) => ({ name: groupNames[group] ?? '', ...own }));
  return { result, rightWhenActed, groups: named, notes, model: { sha256: hash, learner: model.learner.kind } };
}

function readModelFile(path: string): { readonly model: Model; readonly hash: string } {
  const text = textOf(path);
  const read = readModel(parsed(text));
  if (!read.ok) throw new TableError('unfit_model', `${path}: ${read.refusal.detail}`);
  return { model: read.value, hash: sha256(text) };
}

function textOf(path: string): string {
  try {
    if (statSync(path).size > modelBytesMax) throw new TableError('unfit_model', `${path}: it is larger than any model, which has at most ${modelBytesMax} bytes`);
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof TableError) throw error;
    throw new TableError('unfit_model', `${path}: it can't be read (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
