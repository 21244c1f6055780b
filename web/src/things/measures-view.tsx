import type { LookShown, MeasuringShown, PermitShown } from '../../../src/views/sensing-shown.ts';
import { sayFields } from '../../../src/views/sensing-words.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { Card } from '../sections/card.tsx';
import { count } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, spaced, titled } from '../words/names.ts';
import { dayAndTime, shortDay } from '../words/time.ts';
import { spanWords } from './span-words.ts';
import { NewPermit } from './new-permit.tsx';
import { PurposeSwitch } from './purpose-switch.tsx';
import { purposesOf } from './purposes.ts';
import type { SensingProps } from './pages.tsx';
import { useSubjects, type SubjectShown } from './subjects.ts';
import { useThings } from './use-things.ts';
import { streamIn, streamTitle } from './values.ts';

/** What measures a member, what it may be used for, and who looked. */
export function MeasuresView({ overview, records }: SensingProps): React.JSX.Element {
  const { member } = useMe();
  if (member === null) return <Card id="measures" title="What measures me"><p>Say above who you are.</p></Card>;
  return <Own key={member} member={member} overview={overview} records={records} />;
}

function Own({ member, overview, records }: { readonly member: string; readonly overview: SensingProps['overview']; readonly records: number }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const me = useMe();
  const live = useLive<MeasuringShown>(`/api/members/${member}/measured`, records);
  const subjects = useSubjects(overview.subcontracts);
  return (
    <>
      <div className="decide-head"><h2>What measures {nameOf(member)}</h2></div>
      {me.ready ? null : <p>To switch anything from here, <a href="#/me">make a key in this browser</a>: only you can say what may be done with what measures you.</p>}
      <Asked live={live}>{({ streams, ended, looks }) => (
        <>
          {streams.length === 0 ? <Card id="streams" title="Nothing measures you"><p>No stream that is bound is said to measure {nameOf(member)}.</p></Card>
            : streams.map((each) => <StreamCard key={each.stream} shown={each} subjects={subjects} overview={overview} records={records} />)}
          <Looks looks={looks} />
          {ended.length === 0 ? null : <Ended ended={ended} />}
        </>
      )}</Asked>
    </>
  );
}

type StreamCardProps = { readonly shown: MeasuringShown['streams'][number]; readonly subjects: readonly SubjectShown[]; readonly overview: SensingProps['overview']; readonly records: number };

function StreamCard({ shown, subjects, overview, records }: StreamCardProps): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { got } = useThings(records);
  const me = useMe();
  const { stream, bindings, others } = shown;
  const found = got?.ok === true ? streamIn(got.value.devices, stream) : undefined;
  const purposes = purposesOf(shown, subjects);
  return (
    <Card id={`stream-${stream}`.replaceAll(/[^\w-]/g, '-')} title={found === undefined ? stream : streamTitle(found.device, found.stream)} aside={<code>{stream}</code>}>
      <p>{bindings.length === 0 ? 'Nothing uses it at present; what you permitted holds again when something does.' : bindings.map(({ id, subject, method, as }) => `${sentence(spaced(as))} for ${titled(subject)} (${method}, ${id})`).join('; ')}.
        {others.length === 0 ? null : ` It measures ${others.map(nameOf).join(', ')} too: only what all of you permit is done.`}</p>
      {purposes.length === 0 ? <p className="empty">No agreement listens to what is made of it.</p> : <ul className="permits">{purposes.map((each) => <li key={each.purpose}><PurposeSwitch stream={stream} purpose={each} /></li>)}</ul>}
      {me.ready ? <NewPermit stream={stream} overview={overview} /> : null}
    </Card>
  );
}

function Looks({ looks }: { readonly looks: readonly LookShown[] }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  return (
    <Card id="looks" title="Who looked" aside={<span className="quiet">{count(looks.length, 'time')}</span>}>
      {looks.length === 0 ? <p className="empty">Nobody has asked to see readings of what measures you. Whoever does must say why first, and stands here, also when it was refused.</p> : (
        <ul className="looks">{looks.map(({ record, recordedAt, by, look, fields, refused }) => (
          <li key={record}>
            <p><strong>{by === 'operator' ? 'The operator' : nameOf(by)}</strong> {refused === null ? 'looked at' : 'wanted to look at'} <code>{look.stream}</code> for {look.purpose}: {look.reason} {refused === null ? null : <span className="tag tag-low">refused: {spaced(refused)}</span>}</p>
            <p className="quiet">{dayAndTime(zone, recordedAt)}; {spanWords(zone, recordedAt, look)}{refused !== null ? '' : `, ${sayFields(fields)} of each`} · <RecordLink record={record} /></p>
          </li>
        ))}</ul>
      )}
    </Card>
  );
}

function Ended({ ended }: { readonly ended: readonly PermitShown[] }): React.JSX.Element {
  const { zone } = useSpeaking();
  return (
    <Card id="ended" title="What you permitted before">
      <ul className="plain-list">{ended.map(({ record, words, ended: over }) => <li key={record}>{words}{over === null ? '' : <span className="quiet"> until {shortDay(zone, over.recordedAt)}</span>}</li>)}</ul>
    </Card>
  );
}
