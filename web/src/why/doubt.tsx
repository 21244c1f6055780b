import { useState } from 'react';
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import type { ObservationShown, SubcontractShown } from '../../../src/views/shown.ts';
import { useMe, type Me } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useSpeaking } from '../words/context.ts';

type DoubtProps = { readonly observation: ObservationShown; readonly subcontract: SubcontractShown | undefined };

/** That it isn't so: by the agreement's own way where it has one for whom it names, else by a dispute that a third person judges. */
export function Doubt({ observation, subcontract }: DoubtProps): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [reason, setReason] = useState('');
  const [isDone, setDone] = useState(false);
  const way = wayOf(me, observation, subcontract);
  if (me.key === undefined) return null;
  if (!me.ready) return <p className="quiet">Is it not so? To say that from here, <a href="#/me">make a key in this browser</a>.</p>;
  if (way === null) return <p className="quiet">{nameOf(String(observation.values['by'] ?? ''))} can contest it: it wasn’t made from readings, so that only the agreement’s own way is open.</p>;
  if (isDone) return <p role="status">It is said. {way === 'contest' ? 'It waits in the books for a third person.' : <>A third person judges it: <a href="#/things/doubts">doubts</a>.</>}</p>;
  return (
    <details className="each doubt-form">
      <summary>Dispute it</summary>
      <form onSubmit={(event) => {
        event.preventDefault();
        void run(() => me.say(doubt(way, observation.id, subcontract?.id ?? '', reason.trim()))).then(setDone);
      }}>
        <label className="doubt-why"><span>Why it is not so</span><textarea rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
        <p className="quiet">{way === 'contest' ? `“${subcontract?.title ?? ''}” has a way for it: a third person decides, and what was charged is paid back if it was not so.` : 'A third person judges it. Whatever they say teaches the calibration; it moves nothing by itself.'}</p>
        <p><button type="submit" className="act act-small" disabled={busy || reason.trim() === ''}>{way === 'contest' ? 'Contest it' : 'Dispute it'}</button></p>
        <RefusedNote refused={refused} />
      </form>
    </details>
  );
}

type Way = 'contest' | 'dispute';

function wayOf({ member }: Me, { values, from }: ObservationShown, subcontract: SubcontractShown | undefined): Way | null {
  if (subcontract?.actions.includes('contest') === true && member !== null && values['by'] === member) return 'contest';
  return from === null ? null : 'dispute';
}

function doubt(way: Way, observation: string, subcontract: string, reason: string): EntryBody {
  return way === 'contest' ? { kind: 'request', body: { subcontract, action: 'contest', with: { observation, reason } } } : { kind: 'dispute', body: { observation, reason } };
}
