import { useState } from 'react';
import type { SubcontractShown } from '../../../src/views/shown.ts';
import type { Done } from '../acting/act.ts';
import { useMe, type Me } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { postJson } from '../api/post.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { written } from '../words/amounts.ts';
import { doneWords } from './done-words.ts';
import type { ByHand } from './watched.ts';

/** A simulated device, and what it stands at. */
export type Reported = { readonly device: string; readonly subject: string };

type ConfirmProps = {
  readonly subcontract: SubcontractShown; readonly act: ByHand; readonly count: number; readonly total: string; readonly unit: string;
  /** Left out: the member says it by hand, under their own key. */
  readonly simulated: Reported | undefined;
};

/** The last touch; what was done is said where it was. */
export function Confirm({ subcontract, act, count, total, unit, simulated }: ConfirmProps): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [said, setSaid] = useState<Said | null>(null);
  if (!me.ready) return <p><Text id="things.take.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>;
  const values = { count, total: written(total), unit };
  const confirm = async (): Promise<void> => {
    setSaid(null);
    await run(async () => {
      const done = await (simulated === undefined ? me.say({ kind: 'request', body: { subcontract: subcontract.id, action: act, with: { count } } }) : reported(me, simulated, act, count));
      if (done.ok) setSaid({ words: doneWords(act, done, values), waits: done.waits === true });
      return done;
    });
  };
  return (
    <div className="take-confirm">
      <button type="button" className="act" disabled={busy} onClick={() => void confirm()}>{t(act === 'take' ? 'things.take.confirm_take' : 'things.take.confirm_bring_back', values)}</button>
      {simulated === undefined ? null : <p className="quiet">{t('things.take.simulated', { device: simulated.device })}</p>}
      <div role="status">{said === null ? null : <p className="take-done">{said.words} {said.waits ? null : <a href="#/">{t('things.take.to_today')}</a>}</p>}</div>
      <RefusedNote refused={refused} />
    </div>
  );
}

type Said = { readonly words: string; readonly waits: boolean };

const events: { readonly [act in ByHand]: string } = { take: 'taken', bring_back: 'returned' };

/** Has the simulated device say what a real one would have seen. */
async function reported(me: Me, { device }: Reported, act: ByHand, count: number): Promise<Done> {
  return await me.withSession(async () => {
    const posted = await postJson<{ readonly status: string; readonly seq?: number }>(`/api/simulated/${encodeURIComponent(device)}`, { event: events[act], values: { count } });
    return posted.ok ? { ok: true, record: posted.value.seq ?? null } : posted;
  });
}
