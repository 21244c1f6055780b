/** What a record changed, in short: what goes out live. */
import type { ChangeShown, NoticeShown, PostingShown, Shown } from './shown.ts';

/** Postings and notices that one change carries; a page that needs all of them asks for the overview. */
const shownMax = 20;

export type ChangeParts = { readonly postings: PostingShown[]; readonly notices: NoticeShown[] };

export function changeOf({ record, outcome }: Shown, parts: ChangeParts): ChangeShown {
  return {
    seq: record.seq, recordedAt: record.recordedAt, kind: record.entry.kind, by: record.entry.by,
    items: outcome.items.slice(0, shownMax).map(({ status, code }) => (code === undefined ? { status } : { status, code })),
    postings: parts.postings.slice(0, shownMax).map(({ id, from, to, unit, amount, why }) => ({ id, from, to, unit, amount, why })),
    notices: parts.notices.slice(0, shownMax).map(({ id, to, words }) => ({ id, to, words })),
  };
}
