/** What came of a record, as far as it is known. */
import type { MovedShown, RecordDetail } from '../../../src/ledger/shown.ts';
import type { LaterShown } from '../../../src/views/later.ts';
import type { NoticeShown, PostingShown } from '../../../src/views/shown.ts';
import type { Got } from '../api/get.ts';

export type CameOf = {
  readonly moved: readonly PostingShown[]; readonly owed: readonly MovedShown[]; readonly later: readonly LaterShown[]; readonly told: readonly NoticeShown[];
  /** Said only where the record itself is there: not while it is asked for, nor when it can't be. */
  readonly isNothing: boolean;
};

/** @param detail of the record; null while it is asked for. @param notices of who acted, of any record */
export function cameOf(record: number, detail: Got<RecordDetail> | null, notices: Got<readonly NoticeShown[]> | null): CameOf {
  const told = notices?.ok === true ? notices.value.filter((each) => each.record === record) : [];
  if (detail?.ok !== true) return { moved: [], owed: [], later: [], told, isNothing: false };
  const { postings, moved, movedCount, later } = detail.value;
  return { moved: postings, owed: moved.filter(({ what }) => what === 'owed'), later, told, isNothing: postings.length + movedCount + later.length + told.length === 0 };
}
