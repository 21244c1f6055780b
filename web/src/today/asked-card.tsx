import type { AskedOfShown } from '../../../src/views/today-shown.ts';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { daysLeft, until } from '../words/time.ts';
import { askedWords } from './asked-words.ts';
import { Few } from './few.tsx';
import { placeOfAsked } from './places.ts';

const shownFirst = 5;
/** So near, an end is told with weight. */
const soonDays = 1;

/** Votes, reviews, debts and confirmations that wait for the reader: each one tap from where it is done. */
export function AskedCard({ asked, now }: { readonly asked: readonly AskedOfShown[]; readonly now: number }): React.JSX.Element {
  return (
    <Card id="asked" title={t('today.asked.title')} aside={asked.length === 0 ? undefined : <span className="tag tag-wait">{asked.length}</span>}>
      {asked.length === 0 ? <p className="empty">{t('today.asked.none')}</p> : <Few all={asked} first={shownFirst} keyOf={({ what, id, subcontract }) => `${what} ${subcontract} ${id}`}>{(each) => <Line asked={each} now={now} />}</Few>}
    </Card>
  );
}

function Line({ asked, now }: { readonly asked: AskedOfShown; readonly now: number }): React.JSX.Element {
  const { zone, nameOf, subcontractOf } = useSpeaking();
  const { what, words, count, until: ends, moved, who, subcontract } = asked;
  const title = subcontractOf(subcontract)?.title;
  return (
    <a className="today-line asked-line" href={placeOfAsked(asked)}>
      <span className="today-what">{t(`today.asked.what.${what}`)}</span>
      <span className="today-words">{count > 1 ? t('today.times', { count, title: subcontract === null ? t('today.own_rules') : titled(subcontract) }) : words === '' ? (title ?? '') : askedWords(asked)}</span>
      {moved === null ? null : <span className="today-amount"><Amount amount={moved.amount} unit={moved.unit} /></span>}
      <span className="today-more quiet">
        {[
          who === null ? null : t(what === 'debt' ? 'today.to' : 'today.by', { name: nameOf(who) }),
          what === 'accept' || title === undefined || words === title || count > 1 ? null : title,
        ].filter((part) => part !== null).join(' · ')}
        {ends === null ? null : <> <span className={daysLeft(zone, now, ends) <= soonDays ? 'tag tag-low' : 'tag'}>{t('today.until', { day: until(zone, now, ends) })}</span></>}
      </span>
    </a>
  );
}
