/** What an act would do if it were asked now, as people are shown it. Amounts and null are as in shown.ts. */
import type { TurnLines } from './backtest-shown.ts';

export type ForeseenShown = {
  /** Null: it would be done. Else why it couldn't be. */
  readonly refused: { readonly code: string; readonly detail: string } | null;
  /** What would move, be owed, be said; empty where it couldn't be done. */
  readonly lines: TurnLines;
};
