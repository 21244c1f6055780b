import { useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import type { Done } from '../acting/act.ts';
import { useLive } from '../api/live.ts';
import { postJson } from '../api/post.ts';
import { refusal } from '../api/refusal.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';

type Simulated = { readonly device: string; readonly subject: string };

/** Pieces that one takes, or puts back, with one touch. */
const pieces = 2;

/** A device that exists only for trying: what follows is as real as with any other. */
export function TryDevice({ overview, records }: { readonly overview: Overview; readonly records: number }): React.JSX.Element | null {
  const { got } = useLive<readonly Simulated[]>('/api/simulated', records);
  const [device] = got?.ok === true ? got.value : [];
  return device === undefined ? null : <Try device={device} overview={overview} />;
}

type Answer = { readonly seq?: number; readonly items?: readonly { readonly status: string; readonly code?: string; readonly detail?: string }[] };

function Try({ device: { device, subject }, overview }: { readonly device: Simulated; readonly overview: Overview }): React.JSX.Element {
  const { withSession, ready } = useMe();
  const { busy, refused, run } = useActing();
  const [did, setDid] = useState<{ readonly says: string; readonly record: number | null } | null>(null);
  const level = overview.things.find((thing) => thing.subject === subject && thing.event === 'level')?.latest.values['count'];
  const followed = overview.postings.filter(({ record }) => record === did?.record).map(({ why }) => phrase(why)).join('; ');
  const report = async (event: 'taken' | 'returned'): Promise<void> => {
    setDid(null);
    let record: number | null = null;
    const done = await run(() => withSession(async (): Promise<Done> => {
      const told = await tell(device, event, pieces);
      if (!told.ok) return told;
      record = told.record;
      // As a scale does: what lies there now.
      return typeof level === 'number' ? await tell(device, 'level', Math.max(0, level + (event === 'taken' ? -pieces : pieces))) : told;
    }));
    if (done) setDid({ says: t(`found.try.${event}.done`, { count: pieces }), record });
  };
  return (
    <Card id="try" title={t('found.try.title')}>
      <div className="stack">
        <p>{t('found.try.says')}</p>
        {typeof level === 'number' ? <p>{t('found.try.level', { count: level })}</p> : null}
        <p className="founding-ways">
          <button type="button" className="act act-quiet" disabled={busy || !ready} onClick={() => void report('taken')}>{t('found.try.taken', { count: pieces })}</button>
          <button type="button" className="act act-quiet" disabled={busy || !ready} onClick={() => void report('returned')}>{t('found.try.returned', { count: pieces })}</button>
        </p>
        <p role="status">{did === null ? null : <>{did.says} {followed === '' ? null : t('found.try.followed', { why: followed })} <a href="#/">{t('found.try.look')}</a></>}</p>
        <RefusedNote refused={refused} />
      </div>
    </Card>
  );
}

async function tell(device: string, event: string, count: number): Promise<Done> {
  const answer = await postJson<Answer>(`/api/simulated/${encodeURIComponent(device)}`, { event, values: { count } });
  if (!answer.ok) return answer;
  const { items: [item] = [], seq } = answer.value;
  return item?.status === 'refused' ? { ok: false, refused: refusal(item.code ?? 'malformed', item.detail) } : { ok: true, record: seq ?? null };
}
