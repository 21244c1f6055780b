import { useState } from 'react';
import type { DisputeShown } from '../../../src/views/sensing-shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { Card } from '../sections/card.tsx';
import { EvidencePicture } from '../why/evidence-picture.tsx';
import { useSpeaking } from '../words/context.ts';
import { called, titled } from '../words/names.ts';
import { dayAndTime, shortDay, until } from '../words/time.ts';
import { ReviewsCard } from './reviews-card.tsx';
import type { SensingProps } from './pages.tsx';

/** What agreements leave to a person, observations that somebody says are not so, and what a third person says to that. */
export function DoubtsView({ overview, records, now }: SensingProps): React.JSX.Element {
  const live = useLive<readonly DisputeShown[]>('/api/disputes', records);
  return (
    <Asked live={live}>{(disputes) => {
      const [open, ended] = [disputes.filter(({ end }) => end === null), disputes.filter(({ end }) => end !== null)];
      return (
        <>
          <ReviewsCard overview={overview} now={now} />
          <Card id="doubts" title={t('things.doubts.title')} aside={<span className="quiet">{t('things.doubts.count', { count: open.length })}</span>}>
            <p className="quiet">{t('things.doubts.teaches')}</p>
            {open.length === 0 ? <p className="empty">{t('things.doubts.none')}</p> : <ul className="doubts">{open.map((each) => <li key={each.observation} className="doubt"><Open dispute={each} now={now} /></li>)}</ul>}
          </Card>
          {ended.length === 0 ? null : <Card id="judged" title={t('things.doubts.judged')}><ul className="plain-list">{ended.map((each) => <li key={`${each.observation} ${each.record}`}><Ended dispute={each} /></li>)}</ul></Card>}
        </>
      );
    }}</Asked>
  );
}

function Open({ dispute, now }: { readonly dispute: DisputeShown; readonly now: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { observation, by, reason, recordedAt, expires, disputed, deciders } = dispute;
  return (
    <>
      <h3>{disputed === null ? observation : `${titled(disputed.subject)}: ${called(disputed.event)}`}</h3>
      {disputed === null ? null : <p>{dayAndTime(zone, disputed.at)}: {Object.entries(disputed.values).map(([name, value]) => `${called(name)} ${name === 'by' && typeof value === 'string' ? nameOf(value) : String(value)}`).join(', ')} <span className="quiet">{t('things.doubts.said_with', { percent: Math.round(100 * Number(disputed.p.event)) })}</span></p>}
      <blockquote>{reason}<footer className="quiet">{nameOf(by)}, {dayAndTime(zone, recordedAt)}</footer></blockquote>
      {disputed === null || disputed.from === null ? null : <EvidencePicture sensors={disputed.from.sensors} />}
      <p className="quiet">{t(deciders === null ? 'things.doubts.any' : 'things.doubts.some', { names: (deciders ?? []).map(nameOf).join(', '), until: until(zone, now, expires) })} <Text id="things.doubts.observation" values={{ id: observation, code: (words) => <code>{words}</code> }} /></p>
      <Judge dispute={dispute} />
    </>
  );
}

/** For those who may: neither who disputed it, nor whom it names. */
function Judge({ dispute: { observation, by, deciders, disputed } }: { readonly dispute: DisputeShown }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [reason, setReason] = useState('');
  const { member } = me;
  const may = member !== null && member !== by && member !== disputed?.values['by'] && (deciders?.includes(member) ?? true);
  if (!may) return null;
  if (!me.ready) return <p><Text id="things.doubts.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>;
  const judge = (held: boolean): void => void run(() => me.say({ kind: 'judge', body: { observation, held, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } }));
  return (
    <div className="stack">
      <label className="field"><span>{t('things.doubts.know')} <span className="quiet">{t('things.doubts.public')}</span></span><input type="text" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      <p className="row-of-buttons">
        <button type="button" className="act act-small" disabled={busy} onClick={() => judge(true)}>{t('things.doubts.so')}</button>
        <button type="button" className="act act-small" disabled={busy} onClick={() => judge(false)}>{t('things.doubts.not_so')}</button>
      </p>
      <RefusedNote refused={refused} />
    </div>
  );
}

function Ended({ dispute: { observation, by, reason, disputed, end } }: { readonly dispute: DisputeShown }): React.JSX.Element | null {
  const { zone, nameOf } = useSpeaking();
  if (end === null) return null;
  return (
    <>
      {disputed === null ? observation : `${titled(disputed.subject)}, ${called(disputed.event)}, ${dayAndTime(zone, disputed.at)}`}: {t('things.doubts.said', { name: nameOf(by), reason })} <strong>{t(`things.doubts.how.${end.how}`)}</strong>{end.by === null ? '' : `, ${t('things.doubts.says', { name: nameOf(end.by) })}`}{end.reason === null ? '' : `: ${end.reason}`} <span className="quiet">{shortDay(zone, end.recordedAt)}</span>
    </>
  );
}
