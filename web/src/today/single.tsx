import { useState } from 'react';
import type { ObligationShown, NoticeShown, PostingShown } from '../../../src/views/shown.ts';
import type { HappenedShown, LatelyShown } from '../../../src/views/today-shown.ts';
import { getJson } from '../api/get.ts';
import { locale, t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { fromNotice, fromObligation, fromPosting, type Happening } from '../why/happening.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { dayAndTime, readable } from '../words/time.ts';

type SingleProps = { readonly of: { readonly line: LatelyShown | null; readonly notice: NoticeShown | null }; readonly member: string | null };

/** One thing that happened; a touch opens its why. */
export function Single({ of: { line, notice }, member }: SingleProps): React.JSX.Element | null {
  const { zone, nameOf, open } = useSpeaking();
  const [busy, setBusy] = useState(false);
  if (line === null && notice === null) return null;
  const { words, at } = line ?? { words: notice?.words ?? '', at: notice?.recordedAt ?? 0 };
  const show = async (): Promise<void> => {
    setBusy(true);
    open(notice !== null ? fromNotice(notice) : await whole(line as LatelyShown, member));
    setBusy(false);
  };
  return (
    <button type="button" className="today-line" aria-busy={busy} onClick={() => void show()}>
      <span className="today-words">{sentence(readable(words))}</span>
      {line === null ? null : <span className="today-amount"><SumAmount way={member === null ? null : line.way} amount={line.amount} unit={line.unit} /></span>}
      <span className="today-more quiet">{[line === null || member === null ? null : withWhom(line.way, line.debt, [nameOf(line.other)]), dayAndTime(zone, at)].filter((part) => part !== null).join(' · ')}</span>
      <span className="visually-hidden">{t('today.why')}</span>
    </button>
  );
}

/** With all that it rests on; of a debt that is settled by now, what is known here. */
async function whole(line: LatelyShown, member: string | null): Promise<Happening> {
  const signal = AbortSignal.timeout(20_000);
  if (line.kind === 'posting') {
    const got = await getJson<PostingShown>(`/api/postings/${line.id}`, signal);
    return got.ok ? fromPosting(got.value) : inShort(line, member);
  }
  const got = await getJson<ObligationShown>(`/api/obligations/${line.id}`, signal);
  return got.ok ? fromObligation(got.value) : inShort(line, member);
}

function inShort({ kind, id, at, record, because, ref, code, words, unit, amount, other, way }: LatelyShown, member: string | null): Happening {
  const own = member ?? other;
  const [from, to] = way === 'in' || way === 'lent' ? [other, own] : [own, other];
  return { key: `${kind}-${id}`, kind, at, sentence: words, code, moved: { from, to, amount, unit }, numbers: {}, because, ref, observation: null, terms: null, consent: null, record, told: [] };
}

/** What left has a minus, what came a plus; what is owed has neither: nothing moved yet. */
export function SumAmount({ way, amount, unit }: { readonly way: HappenedShown['way'] | null; readonly amount: string; readonly unit: string }): React.JSX.Element {
  return <Amount amount={amount} unit={unit} sign={way === 'in' ? '+' : way === 'out' ? '−' : ''} />;
}

/** @example withWhom('out', false, ['Bunyan']) === 'you paid Bunyan' */
export function withWhom(way: HappenedShown['way'], debt: boolean, names: readonly string[], count: number = names.length): string | null {
  if (way === 'told') return null;
  const all = count > names.length ? [...names, t('today.others', { count: count - names.length })] : names;
  const name = new Intl.ListFormat(locale(), { type: 'conjunction' }).format(all);
  return debt && (way === 'out' || way === 'in') ? t(`today.way.${way}_debt`, { name, count }) : t(`today.way.${way}`, { name, count });
}
