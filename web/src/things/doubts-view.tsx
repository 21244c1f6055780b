import { useState } from 'react';
import type { DisputeShown } from '../../../src/views/sensing-shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { Card } from '../sections/card.tsx';
import { EvidencePicture } from '../why/evidence-picture.tsx';
import { count } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { spaced, titled } from '../words/names.ts';
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
          <Card id="doubts" title="Waiting for somebody to judge" aside={<span className="quiet">{count(open.length, 'doubt')}</span>}>
            <p className="quiet">What is judged, either way, teaches the calibration.</p>
            {open.length === 0 ? <p className="empty">Nobody doubts anything at present. One says so in the why of what was observed.</p> : <ul className="doubts">{open.map((each) => <li key={each.observation} className="doubt"><Open dispute={each} now={now} /></li>)}</ul>}
          </Card>
          {ended.length === 0 ? null : <Card id="judged" title="Judged"><ul className="plain-list">{ended.map((each) => <li key={`${each.observation} ${each.record}`}><Ended dispute={each} /></li>)}</ul></Card>}
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
      <h3>{disputed === null ? observation : `${titled(disputed.subject)}: ${spaced(disputed.event)}`}</h3>
      {disputed === null ? null : <p>{dayAndTime(zone, disputed.at)}: {Object.entries(disputed.values).map(([name, value]) => `${spaced(name)} ${name === 'by' && typeof value === 'string' ? nameOf(value) : String(value)}`).join(', ')} <span className="quiet">said with {Math.round(100 * Number(disputed.p.event))} %</span></p>}
      <blockquote>{reason}<footer className="quiet">{nameOf(by)}, {dayAndTime(zone, recordedAt)}</footer></blockquote>
      {disputed === null || disputed.from === null ? null : <EvidencePicture sensors={disputed.from.sensors} />}
      <p className="quiet">{deciders === null ? 'Any third member may judge it' : `${deciders.map(nameOf).join(' or ')} may judge it`}, until {until(zone, now, expires)}. Observation <code>{observation}</code>.</p>
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
  if (!me.ready) return <p>To judge it from here, <a href="#/me">make a key in this browser</a>.</p>;
  const judge = (held: boolean): void => void run(() => me.say({ kind: 'judge', body: { observation, held, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } }));
  return (
    <div className="stack">
      <label className="field"><span>What you know of it <span className="quiet">others will read it</span></span><input type="text" maxLength={500} value={reason} onChange={({ target }) => setReason(target.value)} /></label>
      <p className="row-of-buttons">
        <button type="button" className="act act-small" disabled={busy} onClick={() => judge(true)}>It was so</button>
        <button type="button" className="act act-small" disabled={busy} onClick={() => judge(false)}>It was not so</button>
      </p>
      <RefusedNote refused={refused} />
    </div>
  );
}

const howWords = { held: 'it was so', dropped: 'it was not so', expired: 'nobody judged it in time' } as const;

function Ended({ dispute: { observation, by, reason, disputed, end } }: { readonly dispute: DisputeShown }): React.JSX.Element | null {
  const { zone, nameOf } = useSpeaking();
  if (end === null) return null;
  return (
    <>
      {disputed === null ? observation : `${titled(disputed.subject)}, ${spaced(disputed.event)}, ${dayAndTime(zone, disputed.at)}`}: {nameOf(by)} said “{reason}”; <strong>{howWords[end.how]}</strong>{end.by === null ? '' : `, says ${nameOf(end.by)}`}{end.reason === null ? '' : `: ${end.reason}`} <span className="quiet">{shortDay(zone, end.recordedAt)}</span>
    </>
  );
}
