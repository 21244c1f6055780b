/** Why a forecast can't be made, for a person. */
export class ForecastError extends Error {
  override readonly name = 'ForecastError';
  readonly code: 'unknown_member' | 'rules_stop' | 'too_much' | 'nothing_recorded';
  readonly hint: string;
  constructor(code: ForecastError['code'], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
