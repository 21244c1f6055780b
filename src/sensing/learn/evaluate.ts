/** Evaluating a model on rows with known classes. */
import { ClassScorer, mostProbable } from './class-scores.ts';
import type { Model } from './model.ts';
import { predict, setOf } from './predict.ts';
import { vectorOf } from './table.ts';

export type Examples = {
  /** The model's features, in its order. */
  readonly columns: readonly Float32Array[];
  /** Among them there may be some that the model doesn't know. */
  readonly classes: readonly string[];
  readonly labels: Int32Array;
  readonly groups?: Int32Array;
};

export type EvaluateOptions = {
  /** The share of rows whose sets are to hold the true class. */
  readonly coverage: number;
  /** The probability from which on a class is acted upon. */
  readonly cutoff: number;
};

export type ClassResult = {
  /** Whose true class it is. */
  readonly rows: number;
  /** The share of those said to be of the class that are; null where none was said to be. */
  readonly precision: number | null;
  /** The share of its rows that were said to be of it; null where it has none. */
  readonly recall: number | null;
  /** 2 · precision · recall / (precision + recall), as 2 · hits / (rows + said). */
  readonly f1: number | null;
};

export type Evaluation = {
  readonly rows: number;
  /** The share of rows whose most probable class is the true one. */
  readonly accuracy: number;
  readonly perClass: { readonly [name: string]: ClassResult };
  /** Expected calibration error of the most probable class, in 15 bins (C. Guo et al., 2017). */
  readonly ece: number;
  /** The mean of ½ Σ (p − y)² over the classes, from 0 to 1 (G. W. Brier, 1950, who has no ½). */
  readonly brier: number;
  readonly cutoff: number;
  /** The share of rows whose conformal set holds the true class. */
  readonly coverage: number;
  /** The share of rows that would go to a person: their set holds none or several classes, or its one class is less probable than the cut-off. */
  readonly unsure: number;
};

export type GroupResult = { readonly group: number; readonly rows: number; readonly accuracy: number; readonly coverage: number };

export type Evaluated = {
  readonly result: Evaluation;
  /** The share of the rows that were acted upon whose class was right; null where none was. */
  readonly rightWhenActed: number | null;
  readonly groups: readonly GroupResult[];
};

/** @param progress is told the share that is done */
export function evaluate(model: Model, examples: Examples, { coverage: asked, cutoff }: EvaluateOptions, progress: (part: number) => void = () => undefined): Evaluated {
  const scorer = new ClassScorer();
  const tally = new Tally();
  const groups = new Map<number, { rows: number; right: number; covered: number }>();
  let covered = 0;
  let acted = 0;
  let actedRight = 0;
  for (let row = 0; row < examples.labels.length; row += 1) {
    const truth = examples.classes[examples.labels[row] ?? 0] ?? '';
    const { p } = predict(model, vectorOf(examples.columns, row));
    const said = model.classes[mostProbable(p)] ?? '';
    const set = setOf(model, p, 1 - asked);
    scorer.add(p, model.classes.indexOf(truth));
    tally.add(truth, said);
    count(groups, examples.groups?.[row] ?? 0, said === truth, set.includes(truth));
    if (set.includes(truth)) covered += 1;
    const [only] = set;
    if (set.length === 1 && only !== undefined && (p[model.classes.indexOf(only)] ?? 0) >= cutoff) {
      acted += 1;
      if (only === truth) actedRight += 1;
    }
    if (row % 256 === 0) progress(row / examples.labels.length);
  }
  const rows = examples.labels.length;
  const { accuracy, brier, ece } = scorer.scores();
  return {
    result: { rows, accuracy, perClass: tally.results([...new Set([...model.classes, ...examples.classes])]), ece, brier, cutoff, coverage: covered / rows, unsure: (rows - acted) / rows },
    rightWhenActed: acted === 0 ? null : actedRight / acted,
    groups: [...groups].map(([group, own]) => ({ group, rows: own.rows, accuracy: own.right / own.rows, coverage: own.covered / own.rows })),
  };
}

function count(groups: Map<number, { rows: number; right: number; covered: number }>, group: number, isRight: boolean, isCovered: boolean): void {
  const own = groups.get(group) ?? { rows: 0, right: 0, covered: 0 };
  groups.set(group, { rows: own.rows + 1, right: own.right + Number(isRight), covered: own.covered + Number(isCovered) });
}

/** What was so and what was said, by class. */
class Tally {
  readonly #rows = new Map<string, number>();
  readonly #said = new Map<string, number>();
  readonly #hits = new Map<string, number>();

  add(truth: string, said: string): void {
    this.#rows.set(truth, (this.#rows.get(truth) ?? 0) + 1);
    this.#said.set(said, (this.#said.get(said) ?? 0) + 1);
    if (truth === said) this.#hits.set(said, (this.#hits.get(said) ?? 0) + 1);
  }

  results(classes: readonly string[]): { readonly [name: string]: ClassResult } {
    return Object.fromEntries(classes.map((name) => {
      const [rows, said, hits] = [this.#rows.get(name) ?? 0, this.#said.get(name) ?? 0, this.#hits.get(name) ?? 0];
      return [name, { rows, precision: share(hits, said), recall: share(hits, rows), f1: share(2 * hits, rows + said) }];
    }));
  }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
