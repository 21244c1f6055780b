import { useEffect, useState } from 'react';
import { useMe } from '../acting/me.ts';
import { postJson } from '../api/post.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayKey, longDay } from '../words/time.ts';
import { AskedOwn } from './asked-own.tsx';
import { ItemLine } from './item-line.tsx';
import { withSeen, type FirstSeen } from './first-seen.ts';
import { own, ownAddress, useOwn, type Inbox, type NoticeItem } from './own.ts';

const pageMax = 50;

/** What one was told, by day, the latest first. What is new stays marked for this visit. */
export function InboxView({ records, now }: { readonly records: number; readonly now: number }): React.JSX.Element {
  const [limit, setLimit] = useState(pageMax);
  const inbox = useOwn<Inbox>(ownAddress('inbox', { limit: String(limit) }), records);
  return (
    <AskedOwn own={inbox}>{({ items, unread }) => (
      <>
        <Seen items={items} />
        {items.length === 0 ? <p className="card empty">{t('notices.none')}</p> : <Days items={items} unread={unread} now={now} />}
        {items.length < limit || limit >= 4 * pageMax ? null : <p><button type="button" className="small-button" onClick={() => setLimit(limit + pageMax)}>{t('notices.more')}</button></p>}
      </>
    )}</AskedOwn>
  );
}

/** What is looked at is read, on all of the reader's devices. */
function Seen({ items }: { readonly items: readonly NoticeItem[] }): null {
  const me = useMe();
  const [latest] = items;
  const upTo = latest === undefined || latest.read ? null : latest.n;
  const { ready, withSession } = me;
  useEffect(() => {
    if (upTo !== null) void own({ ready, withSession }, () => postJson('/api/me/inbox', { read: upTo }));
  }, [upTo, ready, withSession]);
  return null;
}

function Days({ items, unread, now }: Inbox & { readonly now: number }): React.JSX.Element {
  const { zone } = useSpeaking();
  // What is marked as read by being looked at stays new to the eye.
  const [before, setBefore] = useState<FirstSeen>(() => withSeen(null, { items, unread }));
  const seen = withSeen(before, { items, unread });
  if (seen !== before) setBefore(seen);
  const isNew = ({ n }: NoticeItem): boolean => seen.news.get(n) === true;
  const days = Map.groupBy(items, ({ at }) => dayKey(zone, at));
  return (
    <>
      {[...days].map(([day, each]) => (
        <Card key={day} id={`day-${day}`} title={longDay(zone, each[0]?.at ?? now)} aside={each.some(isNew) ? <span className="tag tag-wait">{t('notices.unread', { count: each.filter(isNew).length })}</span> : undefined}>
          <ul className="notice-lines">{each.map((item) => <li key={item.n}><ItemLine item={item} isNew={isNew(item)} /></li>)}</ul>
        </Card>
      ))}
    </>
  );
}
