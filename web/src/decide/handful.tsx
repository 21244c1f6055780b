/** What a member is asked to decide on today: a few, by deadline and stake; then the rest within reach. */
import type { HandfulItem, HandfulShown, StakeShown } from '../../../src/views/handful-shown.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { size, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { nameOfUnit } from '../words/labels.ts';
import { sentence } from '../words/names.ts';
import { clockTime } from '../words/time.ts';
import { OpenRow } from './rows.tsx';
import { choiceWords } from './said.ts';

type HandfulProps = { readonly handful: HandfulShown; readonly now: number };

/** To read one and say something to it: what three minutes for five come to. */
const secondsEach = 36;

export function HandfulCards({ handful: shown, now }: HandfulProps): React.JSX.Element {
  const { handful, later, delegated, waiting } = shown;
  return (
    <>
      <Card id="asked" title={t('decide.today.title')} className="handful" aside={handful.length === 0 ? undefined : <span className="quiet">{t('decide.today.count', { count: handful.length, waiting })}</span>}>
        {handful.length === 0 ? <Done handful={shown} /> : (
          <>
            <ol className="open-list">{handful.map((each) => <li key={each.proposal.id}><OpenRow proposal={each.proposal} now={now}><Stake item={each} days={shown.stakeDays} /></OpenRow></li>)}</ol>
            <p className="quiet">{t('decide.today.minutes', { minutes: Math.max(1, Math.round(handful.length * secondsEach / 60)) })} {t('decide.today.abstain')}</p>
          </>
        )}
        <Said handful={shown} />
        <How handful={shown} />
      </Card>
      {later.length === 0 ? null : (
        <Card id="later" title={t('decide.today.later')} aside={<span className="tag">{t('decide.today.later_count', { count: later.length })}</span>}>
          <ul className="open-list">{later.map((each) => <li key={each.proposal.id}><OpenRow proposal={each.proposal} now={now}><Stake item={each} days={shown.stakeDays} /></OpenRow></li>)}</ul>
        </Card>
      )}
      {delegated.length === 0 ? null : <Delegated handful={shown} now={now} />}
    </>
  );
}

function Done({ handful: { said, later } }: Pick<HandfulProps, 'handful'>): React.JSX.Element {
  if (said.length === 0 && later.length === 0) return <p className="empty">{t('decide.today.none')}</p>;
  return <p className="handful-done">{later.length === 0 ? t('decide.today.done') : t('decide.today.done_more', { count: later.length })}</p>;
}

/** Why it is asked now, and what it can move for who looks. */
function Stake({ item: { why, stake }, days }: { readonly item: HandfulItem; readonly days: number }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const lines = stakeLines(stake, days, (amount, unit) => nameOfUnit(amount, unit, unitOf));
  return <span className="stake"><span className={why === 'soon' ? 'tag tag-wait' : 'tag'}>{t(`decide.today.why.${why}`)}</span>{lines.map((line) => <span key={line}>{line}</span>)}</span>;
}

function stakeLines({ atMost, moves }: StakeShown, days: number, unitWords: (amount: string, unit: string) => string): readonly string[] {
  const line = (id: 'more_taken' | 'less_taken' | 'would_come' | 'would_go', unit: string, amount: string): string => {
    const plain = amount.replace(/^-/, '');
    return t(`decide.today.${id}`, { amount: written(plain), unit: unitWords(plain, unit), days });
  };
  return [
    ...Object.entries(moves).map(([unit, amount]) => line(size(amount) < 0 ? 'would_go' : 'would_come', unit, amount)),
    ...Object.entries(atMost).map(([unit, amount]) => line(size(amount) < 0 ? 'less_taken' : 'more_taken', unit, amount)),
  ];
}

function Said({ handful: { said } }: Pick<HandfulProps, 'handful'>): React.JSX.Element | null {
  const { zone } = useSpeaking();
  if (said.length === 0) return null;
  return (
    <>
      <h3>{t('decide.today.said')}</h3>
      <ul className="plain-list">{said.map(({ proposal, title, choice, recordedAt }) => (
        <li key={proposal}><a href={`#/decide/${proposal}`}>{sentence(title)}</a> <span className="quiet">{t('decide.today.said_one', { words: choiceWords(choice), time: clockTime(zone, recordedAt) })}</span></li>
      ))}</ul>
    </>
  );
}

/** The rule, in the order in which it is gone by. */
function How({ handful: { dayMax, soonHours, stakeDays } }: Pick<HandfulProps, 'handful'>): React.JSX.Element {
  return (
    <details className="each">
      <summary>{t('decide.today.how')}</summary>
      <p>{t('decide.today.rule.max', { max: dayMax })}</p>
      <ol className="rule-steps">
        <li>{t('decide.today.rule.soon', { hours: soonHours })}</li><li>{t('decide.today.rule.yours')}</li><li>{t('decide.today.rule.stake', { days: stakeDays })}</li>
        <li>{t('decide.today.rule.binds')}</li><li>{t('decide.today.rule.deadline')}</li>
      </ol>
      <p>{t('decide.today.rule.delegated')}</p>
    </details>
  );
}

function Delegated({ handful: { delegated }, now }: HandfulProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  return (
    <Card id="delegated" title={t('decide.today.delegated')} aside={<span className="tag">{delegated.length}</span>}>
      <ul className="open-list">{delegated.map(({ proposal, to }) => <li key={proposal.id}><OpenRow proposal={proposal} now={now}><span className="stake">{t('decide.today.delegated_to', { name: nameOf(to) })}</span></OpenRow></li>)}</ul>
    </Card>
  );
}
