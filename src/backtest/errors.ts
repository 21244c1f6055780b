/** Why a backtest can't be made, for a person. */
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';

export type BacktestErrorCode = 'nothing_to_try' | 'unknown_subcontract' | 'too_many_versions' | 'too_much' | 'unreadable_log' | 'rules_stop' | RefusalCode;

export class BacktestError extends Error {
  override readonly name = 'BacktestError';
  readonly code: BacktestErrorCode;
  readonly hint: string;
  constructor(code: BacktestErrorCode, message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

export function refused(label: string, { code, detail }: Refusal, hint: string): BacktestError {
  return new BacktestError(code, `${label} can't come into force: ${detail}`, hint);
}
