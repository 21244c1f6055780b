import type { BoundShown } from '../../../src/views/bound-shown.ts';
import type { SubcontractHistory } from '../../../src/views/charter-shown.ts';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { OtherVersionOf } from '../adopt/adopt-view.tsx';
import { useKits } from '../adopt/use-kits.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import type { Followed } from '../decide/followed.ts';
import { RecordLink } from '../ledger/record-link.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { Columns } from '../sections/columns.tsx';
import { useSurvey } from '../survey/use-survey.ts';
import { useSpeaking } from '../words/context.ts';
import { called, calledAlone, shortened } from '../words/names.ts';
import { longDay } from '../words/time.ts';
import { AnsweredCard } from './answered.tsx';
import { ConsentCard, ReachCard } from './bound-parts.tsx';
import { ClausesCard } from './clauses.tsx';
import { ComparedWith } from './compared-with.tsx';
import { FiguresCard } from './figures.tsx';
import { HistoryCard } from './history.tsx';
import { StandingTag, StandingWords } from './standing.tsx';

type AgreementViewProps = { readonly id: string; readonly overview: Overview; readonly followed: Followed };

/** One agreement with all that belongs to it. */
export function AgreementView({ id, overview, followed }: AgreementViewProps): React.JSX.Element {
  // Anew when another version is in force, not with every record.
  const live = useLive<SubcontractDetail>(`/api/subcontracts/${encodeURIComponent(id)}`, overview.subcontracts.find((each) => each.id === id)?.adopted ?? 0);
  return (
    <>
      <p className="back"><a href="#/agreements">{t('agreements.page.back')}</a></p>
      <Asked live={live}>{(detail) => <Agreement detail={detail} overview={overview} followed={followed} />}</Asked>
    </>
  );
}

function Agreement({ detail, overview, followed }: { readonly detail: SubcontractDetail; readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  const { id } = detail;
  const { member } = useMe();
  const live = useLive<SubcontractHistory>(`/api/subcontracts/${id}/history`, followed.records);
  const survey = useSurvey(detail.kit, id, detail.adopted);
  const surveyed = survey.got?.ok === true ? survey.got.value : null;
  // The overview knows by now who has taken up which part.
  const subcontract = overview.subcontracts.find((each) => each.id === id);
  const says = <ClausesCard detail={detail} overview={overview} records={followed.records} answered={surveyed?.proposed ?? []} />;
  const figures = <FiguresCard detail={detail} overview={overview} records={followed.records} />;
  const questions = surveyed === null || surveyed.items.length === 0 ? null : <AnsweredCard survey={survey} detail={detail} overview={overview} records={followed.records} />;
  const versions = <Asked live={live}>{(history) => <HistoryCard history={history} />}</Asked>;
  const reach = member === null ? <Card id="reach" title={t('agreements.reach.title')}><p className="empty">{t('agreements.reach.who')}</p></Card> : <Bound id={id} member={member} subcontract={subcontract} records={followed.records} />;
  const others = <><WhoCard detail={detail} subcontract={subcontract ?? detail} bound={live.got?.ok === true ? live.got.value.bound : []} /><Otherwise detail={detail} /></>;
  return (
    <>
      <Head detail={detail} overview={overview} />
      <Columns main={<>{says}{figures}{questions}{versions}</>} side={<>{reach}{others}</>} narrow={<>{says}{reach}{figures}{questions}{others}{versions}</>} />
    </>
  );
}

function Head({ detail: { id, title, kit, version, adopted, adoptedAt, code, standing }, overview }: { readonly detail: SubcontractDetail; readonly overview: Overview }): React.JSX.Element {
  const { zone } = useSpeaking();
  const { got } = useKits(overview);
  const now = overview.subcontracts.find((each) => each.id === id)?.standing ?? standing;
  return (
    <Card id={`agreement-${id}`} title={phrase(title)} className="proposal-head" aside={<StandingTag standing={now} />}>
      {now.state === 'in_force' ? null : <StandingWords standing={now} />}
      <p className="quiet"><Text id="agreements.page.called" values={{
        kit, id, version, day: longDay(zone, adoptedAt), record: () => <RecordLink record={adopted} />, code: (words: React.ReactNode) => <code>{words}</code>, hash: shortened(code, 8),
      }} /></p>
      <OtherVersionOf subcontract={id} kits={got?.ok === true ? got.value : []} />
    </Card>
  );
}

type BoundProps = { readonly id: string; readonly member: string; readonly subcontract: Overview['subcontracts'][number] | undefined; readonly records: number };

function Bound({ id, member, subcontract, records }: BoundProps): React.JSX.Element {
  const live = useLive<BoundShown>(`/api/members/${member}/bound`, records);
  return (
    <Asked live={live}>{({ by }) => {
      const bound = by.find((each) => each.subcontract === id);
      return bound === undefined ? null : <><ReachCard bound={bound} /><ConsentCard bound={bound} subcontract={subcontract} /></>;
    }}</Asked>
  );
}

function WhoCard({ detail, subcontract: { parties, parts }, bound }: { readonly detail: SubcontractDetail; readonly subcontract: Pick<Overview['subcontracts'][number], 'parties' | 'parts'>; readonly bound: readonly string[] }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const names = (ids: readonly string[]): string => (ids.length === 0 ? t('agreements.who.nobody') : ids.map(nameOf).join(', '));
  return (
    <Card id="who" title={t('agreements.who.title')}>
      <dl className="pairs">
        {Object.entries(parties).map(([party, who]) => <div key={party}><dt>{calledAlone(party)} <span className="quiet">{phrase(detail.manifest.parties[party]?.says ?? '')}</span></dt><dd>{nameOf(who)}</dd></div>)}
        <div><dt>{t('agreements.who.binds')}</dt><dd>{names(bound)}</dd></div>
        {parts.map(({ part, members }) => <div key={part}><dt>{t('agreements.who.taken_up', { part: calledAlone(part) })}</dt><dd>{names(members)}</dd></div>)}
      </dl>
    </Card>
  );
}

function Otherwise({ detail }: { readonly detail: SubcontractDetail }): React.JSX.Element {
  const { id, acts } = detail;
  return (
    <Card id="otherwise" title={t('agreements.propose.title')}>
      <ul className="plain-list">
        <li><a href={`#/decide/new/${id}`}>{t('agreements.propose.terms')}</a></li>
        {acts.map((action) => <li key={action}><a href={`#/decide/new/${id}:${action}`}>{t('agreements.propose.act', { action: called(action) })}</a></li>)}
      </ul>
      <ComparedWith subcontract={detail} />
    </Card>
  );
}
