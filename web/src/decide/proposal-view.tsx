import { useState } from 'react';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { SpokenCard } from '../acting/spoken-card.tsx';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { BacktestCard } from '../backtest/backtest-card.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { Columns } from '../sections/columns.tsx';
import { written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { sentence, titled } from '../words/names.ts';
import { dayAndTime, until } from '../words/time.ts';
import { AmendmentsCard } from './amendments-card.tsx';
import { Asked } from './asking.tsx';
import { BoundChangeCard } from './bound-change-card.tsx';
import { CountCard } from './count-card.tsx';
import type { Followed } from './followed.ts';
import { Differences } from './differences.tsx';
import { ForeseenPanel } from './foreseen.tsx';
import { askedWords, endWords, kindWords, ruleOf } from './said.ts';
import { TextCard } from './text-card.tsx';
import { endTone, titleOf } from './titles.ts';
import { VoteCard } from './vote-card.tsx';

type ProposalViewProps = { readonly id: string; readonly overview: Overview; readonly followed: Followed };

/** One proposal with all that belongs to it. */
export function ProposalView({ id, overview, followed }: ProposalViewProps): React.JSX.Element {
  const { member } = useMe();
  const live = useLive<ProposalDetail>(`/api/proposals/${id}${member === null ? '' : `?member=${member}`}`, followed.records);
  return (
    <>
      <p className="back"><a href="#/decide">{t('decide.back')}</a></p>
      <Asked live={live}>{(proposal) => <Proposal proposal={proposal} overview={overview} followed={followed} />}</Asked>
    </>
  );
}

function Proposal({ proposal, overview, followed }: { readonly proposal: ProposalDetail; readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  const { open, text, commented } = proposal;
  const isAmendable = open !== null && open.waits === null && (proposal.entrenched?.vote ?? 1) === 1;
  const says = <><ChangeCard proposal={proposal} />{text.length === 0 && commented.length === 0 && open === null ? null : <TextCard proposal={proposal} amendable={isAmendable} />}</>;
  const notes = proposal.notes.length === 0 ? null : <Card id="notes" title={t('decide.proposal.notes')}><ul className="plain-list">{proposal.notes.map((each) => <li key={each}>{phrase(each)}</li>)}</ul></Card>;
  const past = <BacktestCard proposal={proposal} members={overview.members} />;
  const foreseen = open === null || proposal.asks === null ? null : <Card id="foreseen" title={t('decide.proposal.would_do')}><ForeseenPanel key={proposal.revision.digest} ask={{ proposal: proposal.id }} /></Card>;
  const amendments = proposal.amendments.length === 0 && !isAmendable ? null : <AmendmentsCard proposal={proposal} overview={overview} amendable={isAmendable} now={followed.now} />;
  const history = <History proposal={proposal} />;
  const vote = <>{open !== null && proposal.change === 'recover' ? <SpokenCard changes={proposal.changes} /> : null}{open === null ? null : <VoteCard proposal={proposal} open={open} />}</>;
  const count = <><CountCard proposal={proposal} now={followed.now} />{proposal.measured === null ? null : <Measured measured={proposal.measured} />}</>;
  const bound = <BoundChangeCard proposal={proposal} records={followed.records} />;
  return (
    <>
      <Head proposal={proposal} now={followed.now} />
      <Columns main={<>{says}{notes}{past}{foreseen}{amendments}{history}</>} side={<>{vote}{count}{bound}</>} narrow={<>{says}{notes}{vote}{count}{bound}{past}{foreseen}{amendments}{history}</>} />
    </>
  );
}

function Head({ proposal, now }: { readonly proposal: ProposalDetail; readonly now: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { by, reason, open, end, revision, asked, topic, matter, entrenched, record, openedAt } = proposal;
  const title = titleOf(proposal);
  return (
    <Card id="proposal" title={title} className="proposal-head" aside={<State proposal={proposal} />}>
      <p className="proposal-says">{sentence(kindWords(proposal))}</p>
      {reason === '' ? null : <blockquote><p>{reason}</p><footer className="quiet"><Text id="decide.proposal.by" values={{ name: nameOf(by), when: dayAndTime(zone, openedAt), record: () => <RecordLink record={record} /> }} /></footer></blockquote>}
      <dl className="facts">
        <div><dt>{t('decide.proposal.asked')}</dt><dd><Text id="decide.count.members" values={{ who: askedWords(proposal), count: asked.count, quiet: (shown: React.ReactNode) => <span className="quiet">{shown}</span> }} /></dd></div>
        <div><dt>{t('decide.proposal.rule')}</dt><dd>{ruleOf(proposal)}</dd></div>
        {open === null ? null : <div><dt>{t('decide.proposal.until')}</dt><dd>{dayAndTime(zone, open.closes)} <span className="quiet">({until(zone, now, open.closes)})</span></dd></div>}
        {open === null ? null : <div><dt>{t('decide.proposal.in_force')}</dt><dd>{open.waits === null ? t('decide.proposal.if_carried', { when: dayAndTime(zone, open.inForce) }) : dayAndTime(zone, open.waits)}</dd></div>}
        {end === null ? null : <div><dt>{t('decide.proposal.ended')}</dt><dd><Text id="decide.proposal.ended_when" values={{ when: dayAndTime(zone, end.recordedAt), record: () => <RecordLink record={end.record} /> }} /></dd></div>}
        {matter === null && topic === null ? null : <div><dt>{t('decide.proposal.matter')}</dt><dd>{[matter, topic === null ? null : t('decide.proposal.topic', { topic })].filter((each) => each !== null).join(', ')}</dd></div>}
        {revision.number === 1 ? null : <div><dt>{t('decide.proposal.revision')}</dt><dd>{t('decide.proposal.revision_now', { number: revision.number })}</dd></div>}
      </dl>
      {entrenched === null ? null : <p className="banner">{t('decide.proposal.entrenched', { names: entrenched.names.join(', '), vote: entrenched.vote, votes: entrenched.votes, begun: entrenched.begins > now ? 'no' : 'yes', when: dayAndTime(zone, entrenched.begins) })}</p>}
      {open === null ? null : <Withdraw proposal={proposal} />}
    </Card>
  );
}

function State({ proposal: { open, end, change } }: { readonly proposal: ProposalDetail }): React.JSX.Element {
  if (end !== null) return <span className={`tag tag-${endTone(end.how)}`}>{endWords(end, change)}</span>;
  return open?.waits === null ? <span className="tag tag-wait">{t('decide.proposal.open')}</span> : <span className="tag tag-ok">{t('decide.proposal.agreed')}</span>;
}

/** By who proposed it. */
function Withdraw({ proposal }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const [sure, setSure] = useState(false);
  if (!me.ready || me.member !== proposal.by) return null;
  return (
    <div className="withdraw">
      {sure ? (
        <p className="row-of-buttons">
          <span>{t('decide.proposal.withdraw_sure')}</span>
          <button type="button" className="small-button" disabled={busy} onClick={() => void run(() => me.say({ kind: 'withdraw', body: { proposal: proposal.id } }))}>{t('decide.proposal.withdraw')}</button>
          <button type="button" className="small-button" onClick={() => setSure(false)}>{t('decide.proposal.leave')}</button>
        </p>
      ) : <button type="button" className="small-button" onClick={() => setSure(true)}>{t('decide.proposal.withdraw')}</button>}
      <RefusedNote refused={refused} />
    </div>
  );
}

function ChangeCard({ proposal: { changes, labels, options, open, asks } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  if (changes.length === 0 && options.length === 0) return null;
  return (
    <Card id="change" title={t(options.length > 0 ? 'decide.proposal.options' : open === null ? 'decide.proposal.was_about' : asks === null ? 'decide.proposal.would_change' : 'decide.proposal.asked_for')}>
      {changes.length === 0 ? null : <Differences differences={changes} labels={labels} />}
      {options.length === 0 ? null : (
        <ol className="options">
          {options.map(({ id, says, words, changes: own }) => (
            <li key={id}><h3>{titled(id)}</h3><p>{says}</p>{words === null ? null : <p className="quiet">{phrase(words)}</p>}{own.length === 0 ? null : <Differences differences={own} labels={labels} label={t('decide.proposal.option_changes', { option: id })} />}</li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function Measured({ measured }: { readonly measured: NonNullable<ProposalDetail['measured']> }): React.JSX.Element {
  return (
    <Card id="measured" title={t('decide.proposal.measured')}>
      <dl className="measured">{measured.map(({ measure, words, value }) => <div key={measure}><dt>{phrase(words)}</dt><dd>{written(value)}</dd></div>)}</dl>
    </Card>
  );
}

/** What each revision made another one of the text, the first left out. */
function History({ proposal: { revisions, labels } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  const { zone } = useSpeaking();
  const later = revisions.filter(({ number }) => number > 1);
  if (later.length === 0) return null;
  return (
    <Card id="revisions" title={t('decide.proposal.history')}>
      {[...later].reverse().map(({ number, differences, recordedAt, record }) => (
        <details key={number} className="each" open={number === later.at(-1)?.number}>
          <summary>{t('decide.proposal.revision_at', { number, when: dayAndTime(zone, recordedAt), record: t('words.record', { record: String(record) }) })}</summary>
          <Differences differences={differences} labels={labels} label={t('decide.proposal.revision_changes', { number })} />
        </details>
      ))}
    </Card>
  );
}
