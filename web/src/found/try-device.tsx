import { useState } from 'react';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import type { Done } from '../acting/act.ts';
import { useLive } from '../api/live.ts';
import { postJson } from '../api/post.ts';
import { refusal } from '../api/refusal.ts';
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

type Answer = { readonly items?: readonly { readonly status: string; readonly code?: string; readonly detail?: string }[] };

function Try({ device: { device, subject }, overview }: { readonly device: Simulated; readonly overview: Overview }): React.JSX.Element {
  const { withSession, ready } = useMe();
  const { busy, refused, run } = useActing();
  const [did, setDid] = useState<string | null>(null);
  const level = overview.things.find((thing) => thing.subject === subject && thing.event === 'level')?.latest.values['count'];
  const last = overview.postings[0];
  const report = async (event: 'taken' | 'returned'): Promise<void> => {
    setDid(null);
    const done = await run(() => withSession(async (): Promise<Done> => {
      const answer = await postJson<Answer>(`/api/simulated/${encodeURIComponent(device)}`, { event, values: { count: pieces } });
      if (!answer.ok) return answer;
      const [item] = answer.value.items ?? [];
      return item?.status === 'refused' ? { ok: false, refused: refusal(item.code ?? 'malformed', item.detail) } : { ok: true, record: null };
    }));
    if (done) setDid(t(`found.try.${event}.done`, { count: pieces }));
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
        <p role="status">{did === null ? null : <>{did} {last === undefined ? null : t('found.try.followed', { why: last.why })} <a href="#/">{t('found.try.look')}</a></>}</p>
        <RefusedNote refused={refused} />
      </div>
    </Card>
  );
}
