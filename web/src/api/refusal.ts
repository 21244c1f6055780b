/** What is refused, in the reader's words: by its code, with what the server adds behind it. */
import { known, t } from '../messages/t.ts';

export type Refused = {
  readonly code: string; readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** The server's own words. */
  readonly detail?: string;
};

/** @example refusal('too_late', 'the votes were counted').hint is what can be done when it is too late */
export function refusal(code: string, detail?: string): Refused {
  return {
    code, message: known(`refusals.title.${code}`) ?? t('refusals.title.otherwise'), hint: known(`refusals.do.${code}`) ?? t('refusals.do.otherwise'),
    ...(detail === undefined ? {} : { detail }),
  };
}
