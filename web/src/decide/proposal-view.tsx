import { useState } from 'react';
import type { ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { BacktestCard } from '../backtest/backtest-card.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { Card } from '../sections/card.tsx';
import { count } from '../words/amounts.ts';
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
      <p className="back"><a href="#/decide">← All proposals</a></p>
      <Asked live={live}>{(proposal) => <Proposal proposal={proposal} overview={overview} followed={followed} />}</Asked>
    </>
  );
}

function Proposal({ proposal, overview, followed }: { readonly proposal: ProposalDetail; readonly overview: Overview; readonly followed: Followed }): React.JSX.Element {
  const { open, text, commented } = proposal;
  const isAmendable = open !== null && open.waits === null && (proposal.entrenched?.vote ?? 1) === 1;
  return (
    <div className="proposal">
      <Head proposal={proposal} now={followed.now} />
      <div className="proposal-main">
        <ChangeCard proposal={proposal} />
        {text.length === 0 && commented.length === 0 && open === null ? null : <TextCard proposal={proposal} amendable={isAmendable} />}
        {proposal.notes.length === 0 ? null : <Card id="notes" title="With this charter"><ul className="plain-list">{proposal.notes.map((each) => <li key={each}>{each}</li>)}</ul></Card>}
        <BacktestCard proposal={proposal} members={overview.members} />
        {open === null || proposal.asks === null ? null : <Card id="foreseen" title="What it would do"><ForeseenPanel key={proposal.revision.digest} ask={{ proposal: proposal.id }} /></Card>}
        {proposal.amendments.length === 0 && !isAmendable ? null : <AmendmentsCard proposal={proposal} overview={overview} amendable={isAmendable} now={followed.now} />}
        <History proposal={proposal} />
      </div>
      <div className="proposal-side">
        {open === null ? null : <VoteCard proposal={proposal} open={open} />}
        <CountCard proposal={proposal} />
        {proposal.measured === null ? null : <Measured measured={proposal.measured} />}
        <BoundChangeCard proposal={proposal} records={followed.records} />
      </div>
    </div>
  );
}

function Head({ proposal, now }: { readonly proposal: ProposalDetail; readonly now: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { by, words, reason, open, end, revision, asked, rule, topic, matter, entrenched, record, openedAt } = proposal;
  const title = titleOf(proposal);
  return (
    <Card id="proposal" title={title} className="proposal-head" aside={<State proposal={proposal} />}>
      {title.toLowerCase() === words.toLowerCase() ? null : <p className="proposal-says">{sentence(words)}.</p>}
      {reason === '' ? null : <blockquote><p>{reason}</p><footer className="quiet">{nameOf(by)}, who proposed it on {dayAndTime(zone, openedAt)} (<RecordLink record={record} />)</footer></blockquote>}
      <dl className="facts">
        <div><dt>Asked</dt><dd>{asked.words} <span className="quiet">({count(asked.count, 'member')})</span></dd></div>
        <div><dt>Carried when</dt><dd>{rule}</dd></div>
        {open === null ? null : <div><dt>Open until</dt><dd>{dayAndTime(zone, open.closes)} <span className="quiet">({until(zone, now, open.closes)})</span></dd></div>}
        {open === null ? null : <div><dt>In force</dt><dd>{open.waits === null ? `if carried, from ${dayAndTime(zone, open.inForce)}` : dayAndTime(zone, open.waits)}</dd></div>}
        {end === null ? null : <div><dt>Ended</dt><dd>{dayAndTime(zone, end.recordedAt)} in <RecordLink record={end.record} /></dd></div>}
        {matter === null && topic === null ? null : <div><dt>Matter</dt><dd>{[matter, topic === null ? null : `topic ${topic}`].filter((each) => each !== null).join(', ')}</dd></div>}
        {revision.number === 1 ? null : <div><dt>Revision</dt><dd>{revision.number}, as it is now</dd></div>}
      </dl>
      {entrenched === null ? null : <p className="banner">It touches what an ordinary vote can’t: {entrenched.names.join(', ')}. This is vote {entrenched.vote} of {entrenched.votes}, which {entrenched.begins > now ? 'begins' : 'began'} on {dayAndTime(zone, entrenched.begins)}.</p>}
      {open === null ? null : <Withdraw proposal={proposal} />}
    </Card>
  );
}

function State({ proposal: { open, end } }: { readonly proposal: ProposalDetail }): React.JSX.Element {
  if (end !== null) return <span className={`tag tag-${endTone(end.how)}`}>{end.words}</span>;
  return open?.waits === null ? <span className="tag tag-wait">open</span> : <span className="tag tag-ok">agreed, waits to be in force</span>;
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
          <span>It is then over, and stays in the log as taken back.</span>
          <button type="button" className="small-button" disabled={busy} onClick={() => void run(() => me.say({ kind: 'withdraw', body: { proposal: proposal.id } }))}>Take it back</button>
          <button type="button" className="small-button" onClick={() => setSure(false)}>Leave it</button>
        </p>
      ) : <button type="button" className="small-button" onClick={() => setSure(true)}>Take it back</button>}
      <RefusedNote refused={refused} />
    </div>
  );
}

function ChangeCard({ proposal: { changes, labels, options, open, asks } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  if (changes.length === 0 && options.length === 0) return null;
  return (
    <Card id="change" title={options.length > 0 ? 'The options' : open === null ? 'What it was about' : asks === null ? 'What would change' : 'What is asked for'}>
      {changes.length === 0 ? null : <Differences differences={changes} labels={labels} />}
      {options.length === 0 ? null : (
        <ol className="options">
          {options.map(({ id, says, words, changes: own }) => (
            <li key={id}><h3>{titled(id)}</h3><p>{says}</p>{words === null ? null : <p className="quiet">{words}</p>}{own.length === 0 ? null : <Differences differences={own} labels={labels} label={`What ${id} would change`} />}</li>
          ))}
        </ol>
      )}
    </Card>
  );
}

function Measured({ measured }: { readonly measured: NonNullable<ProposalDetail['measured']> }): React.JSX.Element {
  return (
    <Card id="measured" title="What the trial measured">
      <dl className="measured">{measured.map(({ measure, words, value }) => <div key={measure}><dt>{words}</dt><dd>{value}</dd></div>)}</dl>
    </Card>
  );
}

/** What each revision made another one of the text, the first left out. */
function History({ proposal: { revisions, labels } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  const { zone } = useSpeaking();
  const later = revisions.filter(({ number }) => number > 1);
  if (later.length === 0) return null;
  return (
    <Card id="revisions" title="How it came to be">
      {[...later].reverse().map(({ number, differences, recordedAt, record }) => (
        <details key={number} className="each" open={number === later.at(-1)?.number}>
          <summary>Revision {number}, {dayAndTime(zone, recordedAt)} (record {record})</summary>
          <Differences differences={differences} labels={labels} label={`What revision ${number} changed`} />
        </details>
      ))}
    </Card>
  );
}
