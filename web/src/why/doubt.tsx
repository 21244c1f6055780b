import { useState } from 'react';
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import type { ObservationShown, SubcontractShown } from '../../../src/views/shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useMe, type Me } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useSpeaking } from '../words/context.ts';
import { closeSheet } from './agreed.tsx';

type DoubtProps = { readonly observation: ObservationShown; readonly subcontract: SubcontractShown | undefined };

/** That it isn't so: by the agreement's own way where it has one for whom it names, else by a dispute that a third person judges. */
export function Doubt({ observation, subcontract }: DoubtProps): React.JSX.Element | null {
  const { nameOf, isInReview } = useSpeaking();
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [reason, setReason] = useState('');
  const [isDone, setDone] = useState(false);
  const way = wayOf(me, observation, subcontract);
  if (me.key === undefined) return null;
  if (!me.ready) return <p className="quiet"><Text id="why.doubt.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>;
  if (way === null) return <p className="quiet">{t('why.doubt.other', { name: nameOf(String(observation.values['by'] ?? '')) })}</p>;
  // Said once is enough, also where it was said before: the agreement would refuse it.
  if (isDone || (way === 'contest' && isInReview(subcontract?.id ?? '', observation.id))) return <p role="status"><Text id={way === 'contest' ? 'why.doubt.contested' : 'why.doubt.disputed'} values={{ doubts: (words) => <a href="#/things/doubts" onClick={closeSheet}>{words}</a> }} /></p>;
  return (
    <details className="each doubt-form">
      <summary>{t(way === 'contest' ? 'why.doubt.contest' : 'why.doubt.dispute')}</summary>
      <form onSubmit={(event) => {
        event.preventDefault();
        void run(() => me.say(doubt(way, observation.id, subcontract?.id ?? '', reason.trim()))).then(setDone);
      }}>
        <label className="doubt-why"><span>{t('why.doubt.reason')}</span><textarea rows={2} maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
        <p className="quiet">{way === 'contest' ? t('why.doubt.contest_says', { title: subcontract?.title ?? '' }) : t('why.doubt.dispute_says')}</p>
        <p><button type="submit" className="act act-small" disabled={busy || reason.trim() === ''}>{t(way === 'contest' ? 'why.doubt.contest' : 'why.doubt.dispute')}</button></p>
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
