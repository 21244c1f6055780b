/** A trained classifier as a file: canonical JSON, named by its SHA-256 (sensing/learn/read-model.ts reads it). */

export const modelFormat = 'frankpledge-model/1';

/** Predicts classes from a feature vector. Matrices are rows of numbers. */
export type Model = {
  readonly format: typeof modelFormat;
  /** In ascending order; predictions come in this order. */
  readonly classes: readonly string[];
  /** Names of the columns that it reads, in order. */
  readonly features: readonly string[];
  readonly learner: LinearDiscriminant | ExtraTrees;
  readonly calibration: ClassCalibration;
};

/** Scores of class c: `weights[c] · x + biases[c]`, after each feature was centred and scaled. */
export type LinearDiscriminant = {
  readonly kind: 'shrinkage-lda';
  readonly means: readonly number[];
  readonly scales: readonly number[];
  readonly weights: readonly (readonly number[])[];
  readonly biases: readonly number[];
  /** 0 takes the covariance as it was found, 1 a multiple of the identity. */
  readonly shrinkage: number;
};

/**
 * Trees as parallel lists: an inner node splits at `thresholds`, what lies below it goes left; a leaf (`features[i]` = −1) holds a distribution at
 * `leaves[left[i]]`. Children come after their node, and first the one that more rows of the training went to: a missing value goes there.
 */
export type ExtraTrees = {
  readonly kind: 'extra-trees';
  readonly trees: readonly {
    readonly features: readonly number[]; readonly thresholds: readonly number[];
    readonly left: readonly number[]; readonly right: readonly number[]; readonly leaves: readonly (readonly number[])[];
  }[];
};

/** From what the learner says to what it is worth (sensing/learn/class-calibration.ts), and what conformal sets go by. */
export type ClassCalibration = {
  readonly slope: number;
  readonly offsets: readonly number[];
  /** The part of the rows that the learner knows nothing of, and how frequent each class is there. */
  readonly stray: number;
  readonly shares: readonly number[];
  /** Nonconformity (1 − p of the true class) of calibration rows, per class, ascending. */
  readonly conformal: readonly (readonly number[])[];
};
