import type { LookShown, MeasuringShown, PermitShown } from '../../../src/views/sensing-shown.ts';
import { Text } from '../messages/text.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { sentence, spaced, titled } from '../words/names.ts';
import { dayAndTime, shortDay } from '../words/time.ts';
import { fieldsWords } from './fields-words.ts';
import { methodName, partName } from './method-names.ts';
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
  if (member === null) return <Card id="measures" title={t('things.parts.measures')}><p>{t('things.measures.nobody')}</p></Card>;
  return <Own key={member} member={member} overview={overview} records={records} />;
}

function Own({ member, overview, records }: { readonly member: string; readonly overview: SensingProps['overview']; readonly records: number }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const me = useMe();
  const live = useLive<MeasuringShown>(`/api/members/${member}/measured`, records);
  const subjects = useSubjects(overview.subcontracts);
  return (
    <>
      <div className="decide-head"><h2>{t('things.measures.title', { name: nameOf(member) })}</h2></div>
      {me.ready ? null : <p><Text id="things.measures.no_key" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p>}
      <Asked live={live}>{({ streams, ended, looks }) => (
        <>
          {streams.length === 0 ? <Card id="streams" title={t('things.measures.none')}><p>{t('things.measures.none_says', { name: nameOf(member) })}</p></Card>
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
      <p>{bindings.length === 0 ? t('things.measures.unused') : `${bindings.map(({ id, subject, method, as }) => t('things.measures.used', { part: sentence(partName(as)), subject: titled(subject), method: methodName(method), id })).join('; ')}.`}
        {others.length === 0 ? null : ` ${t('things.measures.others', { names: others.map(nameOf).join(', ') })}`}</p>
      {purposes.length === 0 ? <p className="empty">{t('things.measures.unheard')}</p> : <ul className="permits">{purposes.map((each) => <li key={each.purpose}><PurposeSwitch stream={stream} purpose={each} /></li>)}</ul>}
      {me.ready ? <NewPermit stream={stream} overview={overview} /> : null}
    </Card>
  );
}

function Looks({ looks }: { readonly looks: readonly LookShown[] }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  return (
    <Card id="looks" title={t('things.looks.title')} aside={<span className="quiet">{t('things.looks.count', { count: looks.length })}</span>}>
      {looks.length === 0 ? <p className="empty">{t('things.looks.none')}</p> : (
        <ul className="looks">{looks.map(({ record, recordedAt, by, look, fields, refused }) => (
          <li key={record}>
            <p><Text id={refused === null ? 'things.looks.looked' : 'things.looks.wanted'} values={{ name: by === 'operator' ? t('things.operator') : nameOf(by), stream: look.stream, purpose: look.purpose, reason: look.reason, strong: (words) => <strong>{words}</strong>, code: (words) => <code>{words}</code> }} /> {refused === null ? null : <span className="tag tag-low">{t('things.looks.refused', { why: spaced(refused) })}</span>}</p>
            <p className="quiet">{dayAndTime(zone, recordedAt)}; {spanWords(zone, recordedAt, look)}{refused !== null ? '' : `, ${fieldsWords(fields)}`} · <RecordLink record={record} /></p>
          </li>
        ))}</ul>
      )}
    </Card>
  );
}

function Ended({ ended }: { readonly ended: readonly PermitShown[] }): React.JSX.Element {
  const { zone } = useSpeaking();
  return (
    <Card id="ended" title={t('things.permits.before')}>
      <ul className="plain-list">{ended.map(({ record, words, ended: over }) => <li key={record}>{phrase(words)}{over === null ? '' : <span className="quiet"> {t('things.permits.until', { day: shortDay(zone, over.recordedAt) })}</span>}</li>)}</ul>
    </Card>
  );
}
