import { memo, useState } from 'react';
import { useMedia } from '../api/hooks.ts';
import type { Happening } from '../why/happening.ts';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { clockTime, dayKey, longDay, readable } from '../words/time.ts';
import { Amount } from './amount.tsx';
import { Card } from './card.tsx';

/** Rows at first: on a phone as many as its window on the feed has room for, on a wide page a column that scrolls. */
const firstNarrow = 8;
const firstWide = 30;
const shownMore = 20;

type FeedProps = { readonly happenings: readonly Happening[] };

/** What happened, the latest first. It holds still while someone points at it or has the keyboard in it. */
export const Feed = memo(function Feed({ happenings }: FeedProps) {
  const [held, setHeld] = useState<readonly Happening[] | null>(null);
  const [more, setMore] = useState(0);
  const shown = (useMedia('(min-width: 62rem)') ? firstWide : firstNarrow) + more;
  const list = held ?? happenings;
  const newer = held === null ? 0 : Math.max(0, happenings.findIndex(({ key }) => key === held[0]?.key));
  const hold = (): void => setHeld((now) => now ?? happenings);
  const release = (): void => setHeld(null);
  return (
    <Card id="happened" title={t('today.feed.title')} className="area-feed"
      aside={newer === 0 ? <span className="quiet">{t('today.feed.hint')}</span> : <button type="button" className="small-button" onClick={release}>{t('today.feed.newer', { count: newer })}</button>}>
      {list.length === 0 ? <p className="empty">{t('today.feed.none')}</p> : (
        <div className={more === 0 ? 'feed feed-first' : 'feed'} onPointerEnter={(event) => { if (event.pointerType === 'mouse') hold(); }} onPointerLeave={(event) => { if (event.pointerType === 'mouse') release(); }}
          onFocus={hold} onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) release(); }}>
          <div className="feed-rows"><Rows list={list.slice(0, shown)} /></div>
          {list.length > shown ? <button type="button" className="more" onClick={() => setMore(more + shownMore)}>{t('today.feed.earlier')}</button> : null}
        </div>
      )}
    </Card>
  );
});

function Rows({ list }: { readonly list: readonly Happening[] }): React.JSX.Element {
  const { zone } = useSpeaking();
  const days: { day: string; at: number; rows: Happening[] }[] = [];
  for (const happening of list) {
    const day = dayKey(zone, happening.at);
    const latest = days.at(-1);
    if (latest?.day === day) latest.rows.push(happening);
    else days.push({ day, at: happening.at, rows: [happening] });
  }
  return (
    <>
      {days.map(({ day, at, rows }) => (
        <div key={day}>
          <h3 className="feed-day">{longDay(zone, at)}</h3>
          <ol className="rows">{rows.map((happening) => <li key={happening.key}><Row happening={happening} /></li>)}</ol>
        </div>
      ))}
    </>
  );
}

const Row = memo(function Row({ happening }: { readonly happening: Happening }) {
  const { zone, nameOf, open } = useSpeaking();
  const { moved, sentence, at, kind, code, told } = happening;
  return (
    <button type="button" className={`row row-${kind}`} onClick={() => open(happening)}>
      <span className="row-when">{clockTime(zone, at)}</span>
      <span className="row-sentence">{readable(kind === 'posting' && code === 'debt' ? onDebt(sentence) : sentence)}</span>
      {moved === null ? <Cost happening={happening} /> : <span className="row-amount"><Amount amount={moved.amount} unit={moved.unit} /></span>}
      <span className="row-who">{moved === null ? t('today.feed.told', { names: told.map(nameOf).join(', ') }) : kind === 'owed' ? t('today.feed.owes', { from: nameOf(moved.from), to: nameOf(moved.to) }) : `${nameOf(moved.from)} → ${nameOf(moved.to)}`}</span>
      <span className="visually-hidden">{t('today.why')}</span>
    </button>
  );
});

/** A payment on a debt says what the debt was for; who owed whom stands below it. */
function onDebt(sentence: string): string {
  const reason = sentence.indexOf(': ');
  return reason < 0 ? sentence : `${t('today.feed.on_debt')}${sentence.slice(reason)}`;
}

/** What a notice speaks of, when nothing was posted because it was owed or set off. */
function Cost({ happening }: { readonly happening: Happening }): React.JSX.Element | null {
  const { subcontractOf } = useSpeaking();
  const amount = happening.numbers['amount'];
  const unit = subcontractOf(happening.because)?.unit;
  return typeof amount !== 'string' || unit === undefined ? null : <span className="row-amount row-cost"><Amount amount={amount} unit={unit} /></span>;
}
