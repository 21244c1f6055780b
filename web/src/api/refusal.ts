/** What is refused, in the reader's words: by its code, with what the server adds behind it. */
import { phrase } from '../messages/phrase.ts';
import { known, t } from '../messages/t.ts';

export type Refused = {
  readonly code: string; readonly message: string;
  /** What to do. */
  readonly hint: string;
  /** The server's own words, in the reader's language. */
  readonly detail?: string;
};

/** @example refusal('too_late', 'the votes were counted').hint is what can be done when it is too late */
export function refusal(code: string, detail?: string): Refused {
  return {
    code, message: known(`refusals.title.${code}`) ?? t('refusals.title.otherwise'), hint: known(`refusals.do.${code}`) ?? t('refusals.do.otherwise'),
    ...(detail === undefined ? {} : { detail: phrase(shortened(detail)) }),
  };
}

/** As the log has it, a proposal is named by 64 digits: the first eight tell it apart. */
function shortened(detail: string): string {
  return detail.replace(/(?<=\b(?:proposal|named) [0-9a-f]{8})[0-9a-f]{56}\b/g, '');
}
