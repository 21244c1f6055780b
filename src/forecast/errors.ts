/** Why a forecast can't be made, for a person. */
import type { RefusalCode } from '../vocabulary/refusals.ts';

export class ForecastError extends Error {
  override readonly name = 'ForecastError';
  readonly code: 'rules_stop' | 'too_much' | 'nothing_recorded' | RefusalCode;
  readonly hint: string;
  constructor(code: ForecastError['code'], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
