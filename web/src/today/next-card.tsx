import type { NextShown } from '../../../src/views/today-shown.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { readable, until } from '../words/time.ts';
import { Few } from './few.tsx';
import { placeOfNext } from './places.ts';

const shownFirst = 5;

type NextProps = { readonly next: readonly NextShown[]; readonly member: string | null; readonly now: number };

/** What comes by itself in the next seven days. */
export function NextCard({ next, member, now }: NextProps): React.JSX.Element {
  return (
    <Card id="next" title={t('today.next.title')} aside={<span className="quiet">{t('today.next.days')}</span>}>
      {next.length === 0 ? <p className="empty">{t('today.next.none')}</p> : <Few all={next} first={shownFirst} keyOf={({ what, id }) => `${what} ${id}`}>{(each) => <Line next={each} now={now} member={member} />}</Few>}
      {member === null ? null : <p className="today-foot"><a href="#/money/months">{t('today.next.months')}</a></p>}
    </Card>
  );
}

function Line({ next, now, member }: { readonly next: NextShown; readonly now: number; readonly member: string | null }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { what, words, at, moved, who, subcontract } = next;
  const toMe = moved !== null && moved.to === member;
  return (
    <a className="today-line" href={placeOfNext(next)}>
      <span className="today-what">{until(zone, now, at)}</span>
      <span className="today-words">{what === 'planned' ? t('today.next.planned', { what: sentence(readable(words)), title: titled(subcontract ?? '') }) : sentence(readable(words))}</span>
      {moved === null ? null : <span className="today-amount"><Amount amount={moved.amount} unit={moved.unit} sign={what === 'is_owed' ? '+' : what === 'owes' ? '−' : ''} /></span>}
      <span className="today-more quiet">{what === 'planned' ? (moved?.to === null || moved === null ? '' : t(toMe ? 'today.next.to_you' : 'today.to', { name: nameOf(moved.to) })) : t(`today.next.what.${what}`, { name: who === null ? '' : nameOf(who) })}</span>
    </a>
  );
}
