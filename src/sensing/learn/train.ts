/**
 * Training: both learners are judged on rows that they weren't taught with, the better one is calibrated on what it said of those rows, and is then
 * taught with all of them. The same table, options and seed give the same model, bit for bit.
 */
import { applyCalibration, fitCalibration, softmax, type Calibration } from './class-calibration.ts';
import { ClassScorer } from './class-scores.ts';
import { disguises, type Disguise } from './disguises.ts';
import { foldsMax, foldsOf, type Folds } from './folds.ts';
import { fitLinear } from './linear.ts';
import { modelFormat, type ClassCalibration, type Model } from './model.ts';
import { momentsBut, momentsByFold, scalingOf } from './moments.ts';
import { logsOf } from './predict.ts';
import { checkTable, vectorOf, type Table } from './table.ts';
import { growTrees, treesDefault } from './trees.ts';
import { fitWide } from './wide.ts';

export type Learner = Model['learner'];

export type TrainOptions = { readonly seed?: number; readonly trees?: number; readonly folds?: number };

/** What became of one learner on rows that were held back. */
export type Judged = {
  readonly learner: Learner['kind'];
  readonly accuracy: number;
  /** ½ Σ (p − y)² over the classes, calibrated. */
  readonly brier: number;
  /** Expected calibration error of what the learner says itself, and after calibration on other held-back rows. */
  readonly eceBefore: number;
  readonly eceAfter: number;
};

export type TrainReport = {
  readonly rows: number;
  readonly perClass: readonly { readonly class: string; readonly rows: number }[];
  readonly folds: Omit<Folds, 'of'>;
  /** The linear discriminant first. */
  readonly judged: readonly Judged[];
  readonly chosen: Learner['kind'];
  /** Features that tell the class nearly by themselves: they may be the label under another name. */
  readonly disguises: readonly Disguise[];
};

/** Told of each stage how far it is, from 0 to 1. */
export type Stage = 'linear discriminant' | 'extra-trees' | 'calibrating' | 'training with all rows';
export type Progress = (part: number, stage: Stage) => void;

/**
 * Rows whose true class is off from certain by no more are all equally ordinary: else a learner that is nearly always sure would call rows strange that are
 * merely a little less sure than others. Any measure of strangeness keeps the promise of conformal sets.
 */
const ordinary = 0.05;

/** Fewer rows, or classes without two of them on average, leave nothing to judge by. */
export const trainRowsMin = 10;

/**
 * Of two learners the one with the lower Brier score is chosen, since what is wanted are probabilities; of equals the linear one, which is smaller.
 * @param table with at least {@link trainRowsMin} rows, two classes, twice as many rows as classes, and one feature
 */
export function train(table: Table, { seed = 1, trees = treesDefault, folds: most = foldsMax }: TrainOptions = {}, progress: Progress = () => undefined): { readonly model: Model; readonly report: TrainReport } {
  checkTable(table);
  const folds = foldsOf(table, most);
  const teachers = [linearTeacher(table, folds, progress), treeTeacher(table, { trees, seed }, progress)];
  const tried = teachers.map((teach) => judge(table, folds, teach, progress));
  const [linear, forest] = tried;
  const best = linear !== undefined && forest !== undefined && forest.judged.brier < linear.judged.brier ? 1 : 0;
  const learner = teachers[best]?.all();
  const chosen = tried[best];
  if (learner === undefined || chosen === undefined) throw new TypeError('there is no such learner');
  return {
    model: { format: modelFormat, classes: table.classes, features: table.features, learner, calibration: chosen.calibration },
    report: {
      rows: table.labels.length,
      perClass: table.classes.map((name, place) => ({ class: name, rows: table.labels.filter((label) => label === place).length })),
      folds: { by: folds.by, count: folds.count, unseen: folds.unseen },
      judged: tried.map(({ judged }) => judged), chosen: learner.kind, disguises: disguises(table),
    },
  };
}

/** Teaches one kind of learner: with all rows but a fold's, or with all. */
type Teacher = { readonly stage: Stage; readonly but: (fold: number, rows: Int32Array) => Learner; readonly all: () => Learner };

/** With fewer rows than features by the rows' products, which are fewer than the features'. */
function linearTeacher(table: Table, folds: Folds, progress: Progress): Teacher {
  const scaling = scalingOf(table);
  if (table.labels.length < table.columns.length) return { stage: 'linear discriminant', but: (_, rows) => fitWide(table, rows, scaling), all: () => fitWide(table, table.order, scaling) };
  const moments = momentsByFold(table, folds, scaling, (part) => progress(part, 'linear discriminant'));
  return {
    stage: 'linear discriminant',
    but: (fold, rows) => fitLinear(table, rows, momentsBut(moments, fold), scaling),
    all: () => fitLinear(table, table.order, momentsBut(moments, undefined), scaling),
  };
}

function treeTeacher(table: Table, options: { readonly trees: number; readonly seed: number }, progress: Progress): Teacher {
  return {
    stage: 'extra-trees',
    but: (_, rows) => growTrees(table, rows, options, () => undefined),
    all: () => growTrees(table, table.order, options, (part) => progress(part, 'training with all rows')),
  };
}

function judge(table: Table, folds: Folds, teach: Teacher, progress: Progress): { readonly judged: Judged; readonly calibration: ClassCalibration } {
  const logs: number[][] = Array.from(table.labels, () => []);
  const known: boolean[][] = [];
  let kind: Learner['kind'] = 'shrinkage-lda';
  for (let fold = 0; fold < folds.count; fold += 1) {
    const rows = table.order.filter((row) => folds.of[row] !== fold);
    known.push(table.classes.map((_, place) => rows.some((row) => table.labels[row] === place)));
    const learner = teach.but(fold, rows);
    kind = learner.kind;
    folds.of.forEach((own, row) => { if (own === fold) logs[row] = logsOf(learner, vectorOf(table.columns, row)); });
    progress((fold + 1) / folds.count, teach.stage);
  }
  return scored({ table, folds, known, logs }, kind, progress);
}

/** What was said of each row by a learner that was taught without its fold, and which classes that learner knew. */
type Held = { readonly table: Table; readonly folds: Folds; readonly known: readonly (readonly boolean[])[]; readonly logs: readonly (readonly number[])[] };

/** No row is judged by a calibration that it was part of: each fold by one of the other folds. */
function scored(held: Held, kind: Learner['kind'], progress: Progress): { readonly judged: Judged; readonly calibration: ClassCalibration } {
  const { table: { labels, classes }, folds, logs } = held;
  const before = new ClassScorer();
  const after = new ClassScorer();
  const strange = classes.map((): number[] => []);
  for (let fold = 0; fold < folds.count; fold += 1) {
    const calibration = calibrationBut(held, fold);
    logs.forEach((own, row) => {
      if (folds.of[row] !== fold) return;
      const label = labels[row] ?? 0;
      const p = applyCalibration(calibration, own);
      before.add(softmax(own), label);
      after.add(p, label);
      strange[label]?.push(Math.max(1 - (p[label] ?? 0), ordinary));
    });
    progress((fold + 1) / (folds.count + 1), 'calibrating');
  }
  const { accuracy, brier, ece: eceAfter } = after.scores();
  return {
    judged: { learner: kind, accuracy, brier, eceBefore: before.scores().ece, eceAfter },
    calibration: { ...calibrationBut(held, undefined), conformal: strange.map((list) => thinned(list.sort((a, b) => a - b))) },
  };
}

/** Of all folds but one. Rows of a class that their learner had never seen say nothing of how sure it should be of those that it knows. */
function calibrationBut({ table: { labels, classes }, folds, known, logs }: Held, left: number | undefined): Calibration {
  const cases = logs.flatMap((own, row) => {
    const fold = folds.of[row] ?? 0;
    const truth = labels[row] ?? 0;
    return fold === left || known[fold]?.[truth] !== true ? [] : [{ logs: own, truth }];
  });
  return fitCalibration(cases, classes.length);
}

/** Cases that a model keeps of each class for its conformal sets. */
export const conformalCasesMax = 999;

/**
 * At most {@link conformalCasesMax} of an ascending list of n: the j-th of m is the ⌈j (n + 1) / (m + 1)⌉-th of n, so that a threshold taken from them
 * is never below the one that all of them give, and the promise stands.
 */
export function thinned(ascending: readonly number[], most = conformalCasesMax): number[] {
  if (ascending.length <= most) return [...ascending];
  return Array.from({ length: most }, (_, place) => ascending[Math.ceil(((place + 1) * (ascending.length + 1)) / (most + 1)) - 1] ?? 1);
}
