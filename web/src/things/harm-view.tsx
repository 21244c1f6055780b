import { useState } from 'react';
import { draftHarm, rankHarm, severeFrom, type HarmRanked, type PlaceRanked } from '../../../src/sensing/harm.ts';
import type { Severity } from '../../../src/vocabulary/sensing.ts';
import type { IncidentShown, IncidentsShown } from '../../../src/views/sensing-shown.ts';
import type { SensingShown } from '../../../src/views/things-shown.ts';
import { Text } from '../messages/text.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import { ReportIncident } from './report-incident.tsx';
import type { SensingProps } from './pages.tsx';

const incidentsShown = 12;

/** Where more sensing would help, by what was reported; nothing is installed but by a decision. */
export function HarmView({ records, now }: SensingProps): React.JSX.Element {
  const incidents = useLive<IncidentsShown>('/api/incidents', records);
  const sensing = useLive<SensingShown>('/api/sensing', records);
  return (
    <>
      <div className="decide-head"><h2>{t('things.parts.harm')}</h2></div>
      <Asked live={incidents}>{(reported) => <Asked live={sensing}>{({ bindings }) => <Ranked reported={reported} bindings={bindings} />}</Asked>}</Asked>
      <Asked live={incidents}>{(reported) => <ReportIncident now={now} places={reported.places.map(({ place }) => place)} />}</Asked>
      <Asked live={incidents}>{(reported) => <Reported incidents={reported.incidents} />}</Asked>
    </>
  );
}

function Ranked({ reported, bindings }: { readonly reported: IncidentsShown; readonly bindings: SensingShown['bindings'] }): React.JSX.Element {
  const [from, setFrom] = useState<Severity>(severeFrom);
  const [drafted, draft] = useState<string | null>(null);
  const ranked = rankHarm({ places: reported.places, bindings: bindings.flatMap(({ binding }) => binding ?? []), severeFrom: from });
  return (
    <>
      <Card id="harm" title={sentence(phrase(ranked.says))}>
        <p><label>{t('things.harm.from')} <select value={from} onChange={({ target }) => setFrom(Number(target.value) as Severity)}>{([1, 2, 3, 4, 5] as const).map((each) => <option key={each} value={each}>{each}</option>)}</select></label> <span className="quiet">{t('things.harm.scale')}</span></p>
        {ranked.places.length === 0 ? null : <ol className="harm">{ranked.places.map((each) => <li key={each.place}><Place place={each} draft={() => draft(each.place)} /></li>)}</ol>}
      </Card>
      {drafted === null ? null : <Draft key={drafted} ranked={ranked} place={drafted} close={() => draft(null)} />}
    </>
  );
}

function Place({ place: { place, severe, percent, says }, draft }: { readonly place: PlaceRanked; readonly draft: () => void }): React.JSX.Element {
  return (
    <>
      <p className="harm-head"><strong>{titled(place)}</strong> <span className="quiet">{t('things.harm.incidents', { count: severe, percent })}</span> <button type="button" className="small-button" onClick={draft} aria-label={t('things.harm.draft_for', { place })}>{t('things.harm.draft')}</button></p>
      <span className="bar-track" aria-hidden="true"><span className="bar-option" style={{ inlineSize: `${percent}%` }} /></span>
      <p className="quiet">{sentence(phrase(says))}.</p>
    </>
  );
}

function Draft({ ranked, place, close }: { readonly ranked: HarmRanked; readonly place: string; readonly close: () => void }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const drafted = draftHarm(ranked, place);
  if (drafted === undefined) return null;
  // It is put in the words of whoever puts it.
  const { change } = drafted;
  const [title, reason] = [phrase(drafted.title), phrase(drafted.reason)];
  const text = drafted.text.map((paragraph) => ({ ...paragraph, text: phrase(paragraph.text) }));
  return (
    <Card id="draft" title={title} aside={<button type="button" className="link-button" onClick={close}>{t('things.harm.leave')}</button>}>
      <p>{sentence(reason)}.</p>
      <div className="prose">{text.map(({ id, text: words }) => <p key={id}>{words}</p>)}</div>
      {me.ready ? <p><button type="button" className="act" disabled={busy} onClick={() => void run(() => me.say({ kind: 'propose', body: { change, title, reason, text } })).then((isDone) => { if (isDone) location.hash = '#/decide'; })}>{t('things.harm.vote')}</button></p>
        : <p><Text id="things.harm.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>}
      <RefusedNote refused={refused} />
    </Card>
  );
}

function Reported({ incidents }: { readonly incidents: readonly IncidentShown[] }): React.JSX.Element | null {
  const { zone, nameOf } = useSpeaking();
  if (incidents.length === 0) return null;
  return (
    <Card id="incidents" title={t('things.harm.reported')} aside={<span className="quiet">{t('things.harm.latest', { count: Math.min(incidentsShown, incidents.length), of: incidents.length })}</span>}>
      <ul className="plain-list">{incidents.slice(0, incidentsShown).map(({ record, by, incident: { place, severity, happened, reason } }) => (
        <li key={record}><strong>{titled(place)}</strong>, {t('things.harm.severity', { severity })}, {dayAndTime(zone, happened)}{reason === undefined ? '' : `: ${reason}`} <span className="quiet">{by === 'operator' ? t('things.operator') : nameOf(by)}, <RecordLink record={record} /></span></li>
      ))}</ul>
    </Card>
  );
}
