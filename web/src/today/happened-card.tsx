import type { HappenedShown, TodayShown } from '../../../src/views/today-shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { dayAndTime, readable } from '../words/time.ts';
import { Few } from './few.tsx';
import { Single, SumAmount, withWhom } from './single.tsx';
import type { Days } from './today-page.tsx';

const shownFirst = 6;

type HappenedProps = { readonly shown: TodayShown; readonly days: Days; readonly choose: (days: Days) => void };

/** Like with like and summed; each line opens to the single ones, and those to their why. */
export function HappenedCard({ shown: { happened, member, more }, days, choose }: HappenedProps): React.JSX.Element {
  return (
    <Card id="happened" title={t(member === null ? 'today.happened.collective' : 'today.happened.title')} aside={<Since days={days} choose={choose} />}>
      {happened.length === 0 ? <p className="empty">{t(days === 2 ? 'today.happened.none' : 'today.happened.none_week')}</p> : (
        <Few all={happened} first={shownFirst} keyOf={keyOf}>{(each) => <Happened happened={each} member={member} />}</Few>
      )}
      {more ? <p className="quiet"><Text id="today.happened.partly" values={{ books: (words) => <a href="#/books">{words}</a> }} /></p> : null}
    </Card>
  );
}

function keyOf({ because, code, way, debt, moved }: HappenedShown): string {
  return `${because} ${code} ${way} ${debt} ${moved?.unit ?? ''}`;
}

function Since({ days, choose }: { readonly days: Days; readonly choose: (days: Days) => void }): React.JSX.Element {
  return (
    <span className="since" role="group" aria-label={t('today.since.label')}>
      {([2, 7] as const).map((each) => <button key={each} type="button" className="small-button" aria-pressed={each === days} onClick={() => choose(each)}>{t(each === 2 ? 'today.since.yesterday' : 'today.since.week')}</button>)}
    </span>
  );
}

function Happened({ happened, member }: { readonly happened: HappenedShown; readonly member: string | null }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { because, code, count, lines, notices, words, way, debt, others, otherCount, at, moved } = happened;
  const [line] = lines;
  const [notice] = notices;
  if (count === 1) return <Single of={line === undefined ? { notice: notice ?? null, line: null } : { line, notice: null }} member={member} />;
  const title = because !== null ? titled(because) : t(code === 'paid' ? 'today.payments' : 'today.own_rules');
  return (
    <details className="happened">
      <summary className="today-line">
        <span className="today-words">{t('today.times', { count, title })}</span>
        {moved === null ? null : <span className="today-amount"><SumAmount way={member === null ? null : way} amount={moved.amount} unit={moved.unit} /></span>}
        <span className="today-more quiet">{[member === null || moved === null ? null : withWhom(way, debt, others.map(nameOf), otherCount), dayAndTime(zone, at), sentence(readable(words))].filter((part) => part !== null).join(' · ')}</span>
      </summary>
      <ul className="today-lines today-singles">
        {lines.map((each) => <li key={`${each.kind} ${each.id}`}><Single of={{ line: each, notice: null }} member={member} /></li>)}
        {notices.map((each) => <li key={each.id}><Single of={{ line: null, notice: each }} member={member} /></li>)}
        {count > lines.length + notices.length ? <li className="quiet">{t('today.not_listed', { count: count - lines.length - notices.length })}</li> : null}
      </ul>
    </details>
  );
}
