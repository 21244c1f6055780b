/** What happened to a member in the last days, or to the collective, like with like and summed. */
import { formatDecimal, parseDecimal } from '../vocabulary/decimals.ts';
import type { Instant } from '../vocabulary/time.ts';
import { latelyKeptOf } from './lately.ts';
import type { NoticeShown, PostingShown } from './shown.ts';
import type { HappenedShown, LatelyShown } from './today-shown.ts';
import { decimalsOf, postingsKeptMax, type View } from './view.ts';

/** Kinds of things that are told of, single ones under each, and names beside them: what a page has room for. */
export const happenedMax = { groups: 40, lines: 50, others: 3 };

export type Happened = { readonly happened: readonly HappenedShown[]; readonly more: boolean };

/** @param member null: of the collective, each movement once */
export function happenedTo(view: View, member: string | null, since: Instant): Happened {
  const lines = member === null ? view.postings.map(lineOf) : (view.lately.get(member) ?? []);
  const notices = member === null ? [] : (view.notices.get(member) ?? []);
  const recent = lines.filter(({ at }) => at >= since);
  // A notice that says what a movement of the same record says is that movement's.
  const said = new Set(recent.map(subjectOf));
  const groups = [...groupedLines(view, recent), ...groupedNotices(notices.filter((each) => each.recordedAt >= since && !said.has(noticeSubject(each))))];
  return {
    happened: groups.sort((a, b) => b.at - a.at).slice(0, happenedMax.groups),
    more: recent.length === lines.length && lines.length >= (member === null ? postingsKeptMax : latelyKeptOf(view)),
  };
}

function lineOf({ id, recordedAt, record, because, ref, code, why, unit, amount, to, pays }: PostingShown): LatelyShown {
  return { kind: 'posting', id, at: recordedAt, record, because, ref, code, words: why, unit, amount, other: to, way: 'out', debt: pays !== null };
}

function groupedLines(view: View, lines: readonly LatelyShown[]): HappenedShown[] {
  const groups = Map.groupBy(lines, ({ because, code, way, unit, debt }) => `${because} ${code} ${way} ${unit} ${debt}`);
  return [...groups.values()].map((group) => {
    const latest = group.at(-1) as LatelyShown;
    const { because, code, way, unit, debt, words, at } = latest;
    const decimals = decimalsOf(view, unit);
    const total = group.reduce((sum, { amount }) => sum + smallest(amount, decimals), 0n);
    return {
      because, code, way, debt, count: group.length, moved: { unit, amount: formatDecimal(total, decimals) }, ...othersOf(group), words, at,
      lines: group.slice(-happenedMax.lines).reverse(), notices: [],
    };
  });
}

function groupedNotices(notices: readonly NoticeShown[]): HappenedShown[] {
  const groups = Map.groupBy(notices, ({ because, code }) => `${because} ${code}`);
  return [...groups.values()].map((group) => {
    const { because, code, words, recordedAt } = group.at(-1) as NoticeShown;
    return { because, code, way: 'told', debt: false, count: group.length, moved: null, others: [], otherCount: 0, words, at: recordedAt, lines: [], notices: group.slice(-happenedMax.lines).reverse() };
  });
}

function othersOf(group: readonly LatelyShown[]): Pick<HappenedShown, 'others' | 'otherCount'> {
  const counts = [...Map.groupBy(group, ({ other }) => other)].map(([other, own]) => ({ other, count: own.length }));
  return { others: counts.sort((a, b) => b.count - a.count).slice(0, happenedMax.others).map(({ other }) => other), otherCount: counts.length };
}

/** Amounts of a view are in their unit's decimals. */
function smallest(amount: string, decimals: number): bigint {
  const read = parseDecimal(amount, decimals);
  return read.ok ? BigInt(read.value) : 0n;
}

function subjectOf({ record, because, code, ref }: LatelyShown): string {
  return `${record} ${because} ${code} ${ref}`;
}

function noticeSubject({ record, because, code, numbers }: NoticeShown): string {
  const { observation } = numbers;
  return `${record} ${because} ${code} ${typeof observation === 'string' ? observation : ''}`;
}
