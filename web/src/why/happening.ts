/** Everything that has a why, in one shape: postings, debts, what made them less, notices. */
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import type { Instant } from '../../../src/vocabulary/time.ts';
import { known } from '../messages/t.ts';
import type { LessenedShown, NoticeShown, ObligationShown, ObservationShown, Overview, PostingShown, TermsShown } from '../../../src/views/shown.ts';

export type Moved = { readonly from: string; readonly to: string; readonly amount: string; readonly unit: string };

export type Happening = {
  readonly key: string;
  readonly kind: 'posting' | 'owed' | 'less' | 'notice';
  readonly at: Instant;
  readonly sentence: string;
  readonly code: string;
  readonly moved: Moved | null;
  readonly numbers: JsonObject;
  readonly because: string | null;
  /** The observation or entry that it follows from. */
  readonly ref: string | null;
  readonly observation: ObservationShown | null;
  readonly terms: TermsShown | null;
  readonly consent: { readonly part: string; readonly record: number } | null;
  readonly record: number | null;
  /** Who was told of it. */
  readonly told: readonly string[];
};

/** The latest first. A notice that only says what a posting of the same record says becomes that posting's `told`. */
export function happeningsOf(overview: Pick<Overview, 'postings' | 'owed' | 'loans' | 'lessened' | 'notices'>): Happening[] {
  const postings = overview.postings.map((posting) => fromPosting(posting));
  const debts = [...overview.owed, ...overview.loans].map(fromObligation);
  const told = new Map<string, Set<string>>();
  for (const notice of overview.notices) told.set(noticeSubject(notice), (told.get(noticeSubject(notice)) ?? new Set()).add(notice.to));
  const said = new Set([...postings, ...debts].map(subjectOf));
  const shown = [...postings, ...debts].map((each) => ({ ...each, told: [...(told.get(subjectOf(each)) ?? [])] }));
  const notices = overview.notices.filter((notice) => !said.has(noticeSubject(notice))).map(fromNotice);
  const lessened = overview.lessened.filter(({ how }) => how !== 'paid').map(fromLessened);
  return [...shown, ...lessened, ...notices].sort((a, b) => b.at - a.at || compareKeys(b.key, a.key));
}

/** What a posting and a notice must share to speak of the same thing: one record may hold many takings. */
function subjectOf({ record, because, code, ref }: Pick<Happening, 'record' | 'because' | 'code' | 'ref'>): string {
  return `${record} ${because} ${code} ${ref}`;
}

function noticeSubject({ record, because, code, numbers }: NoticeShown): string {
  return subjectOf({ record, because, code, ref: typeof numbers['observation'] === 'string' ? numbers['observation'] : null });
}

export function fromPosting(posting: PostingShown): Happening {
  const { id, recordedAt, why, code, from, to, amount, unit, numbers, because, ref, observation, terms, consent, record } = posting;
  return { key: `posting-${id}`, kind: 'posting', at: recordedAt, sentence: why, code, moved: { from, to, amount, unit }, numbers, because, ref, observation, terms, consent, record, told: [] };
}

export function fromObligation(debt: ObligationShown): Happening {
  const { id, since, why, code, debtor, creditor, amount, unit, numbers, because, ref, observation, terms } = debt;
  return {
    key: `owed-${id}`, kind: 'owed', at: since, sentence: why, code, moved: { from: debtor, to: creditor, amount, unit }, numbers, because, ref, observation, terms,
    consent: null, record: observation?.record ?? null, told: [],
  };
}

function fromLessened(less: LessenedShown): Happening {
  const { id, recordedAt, debtor, creditor, amount, unit, how, left, because, obligation } = less;
  return {
    key: `less-${id}`, kind: 'less', at: recordedAt, sentence: known(`why.less.${how}`) ?? how, code: how, moved: { from: debtor, to: creditor, amount, unit },
    numbers: { amount, left, obligation }, because, ref: null, observation: null, terms: null, consent: null, record: Number.parseInt(id, 10), told: [],
  };
}

export function fromNotice({ id, recordedAt, words, code, numbers, because, record, to }: NoticeShown): Happening {
  return { key: `notice-${id}`, kind: 'notice', at: recordedAt, sentence: words, code, moved: null, numbers, because, ref: null, observation: null, terms: null, consent: null, record, told: [to] };
}

function compareKeys(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}
