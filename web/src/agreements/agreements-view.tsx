import { useState } from 'react';
import type { BoundBy, BoundShown, LeftShown } from '../../../src/views/bound-shown.ts';
import type { StandingShown, SubcontractHistory, VersionShown } from '../../../src/views/charter-shown.ts';
import type { KitShown } from '../../../src/views/kits-shown.ts';
import type { Overview, SubcontractShown, TermLabels } from '../../../src/views/shown.ts';
import { OtherVersionOf } from '../adopt/adopt-view.tsx';
import { useKits } from '../adopt/use-kits.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { Limits } from '../decide/bound-change-card.tsx';
import type { Followed } from '../decide/followed.ts';
import { Differences } from '../decide/differences.tsx';
import { RecordLink } from '../ledger/record-link.tsx';
import { Card } from '../sections/card.tsx';
import { grouped } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { nameOfUnit } from '../words/labels.ts';
import { sentence, spaced } from '../words/names.ts';
import { dayAndTime, longDay } from '../words/time.ts';
import { ComparedWith } from './compared-with.tsx';
import { Part } from './part.tsx';

type AgreementsViewProps = { readonly overview: Overview; readonly followed: Followed };

/** What binds one: for each agreement the most that it can take, since when, and how one gets out. */
export function AgreementsView({ overview, followed }: AgreementsViewProps): React.JSX.Element {
  const { member } = useMe();
  return (
    <>
      <div className="decide-head"><h2>The agreements, and what binds you</h2><a className="act act-small" href="#/agreements/adopt">A new agreement</a></div>
      {member === null ? <p className="empty">Say above who you are: then it stands here what each agreement can take from you at the most.</p> : <Bound member={member} overview={overview} followed={followed} />}
      {member === null ? overview.subcontracts.map((each) => <Card key={each.id} id={`agreement-${each.id}`} title={each.title} aside={<Standing standing={each.standing} />}><Text subcontract={each} /><ComparedWith subcontract={each} /><History id={each.id} records={followed.records} /><Propose id={each.id} /></Card>) : null}
      {overview.subcontracts.length === 0 ? <p className="empty">Nothing is agreed yet.</p> : null}
    </>
  );
}

function Bound({ member, overview, followed }: AgreementsViewProps & { readonly member: string }): React.JSX.Element {
  const live = useLive<BoundShown>(`/api/members/${member}/bound`, followed.records);
  const { got } = useKits(overview);
  return (
    <Asked live={live}>{(bound) => (
      <>
        {bound.toAccept.length === 0 ? null : <p className="banner">Not accepted yet: {bound.toAccept.map((id) => overview.subcontracts.find((each) => each.id === id)?.title ?? id).join('; ')}. Nothing of these binds {bound.name} until then.</p>}
        {bound.by.map((each) => <Agreement key={each.subcontract} bound={each} subcontract={overview.subcontracts.find(({ id }) => id === each.subcontract)} kits={got?.ok === true ? got.value : []} records={followed.records} />)}
        <Card id="leaving" title="Leaving altogether">
          <p>Nobody can be kept. Who leaves is bound by nothing new; what is owed stays owed, both ways.</p>
          <Left left={bound.leaving} />
        </Card>
      </>
    )}</Asked>
  );
}

type AgreementProps = {
  readonly bound: BoundBy; readonly subcontract: SubcontractShown | undefined;
  /** At hand. */
  readonly kits: readonly KitShown[]; readonly records: number;
};

function Agreement({ bound, subcontract, kits, records }: AgreementProps): React.JSX.Element {
  const { zone } = useSpeaking();
  const { subcontract: id, title, kit, version, standing, accepted, atMost, offered, waysOut, left } = bound;
  return (
    <Card id={`agreement-${id}`} title={title} aside={<Standing standing={standing} />}>
      <p className="quiet"><code>{kit} {version}</code>, called {id}</p>
      <OtherVersionOf subcontract={id} kits={kits} />
      <div className="agreement-parts">
        <section>
          <h3>What it can do to you at the most</h3>
          {atMost.length === 0 ? <p>It can take nothing from you.</p> : <Limits limits={atMost} />}
          {offered.length === 0 ? null : <><h4>Only if you accept it or take it up</h4><Limits limits={offered} /></>}
        </section>
        <section>
          <h3>What you said yes to</h3>
          {accepted.length === 0 ? <p>Nothing: it doesn’t bind you.</p> : <ul className="plain-list">{accepted.map((each, place) => <li key={place}>{sentence(hows[each.how](each.name))}{each.version === null ? '' : `, version ${each.version}`}, on {longDay(zone, each.recordedAt)} (<RecordLink record={each.record} />)</li>)}</ul>}
          <h3>How you get out</h3>
          <ul className="plain-list">{waysOut.map(({ how, words }) => <li key={`${how} ${words}`}>{sentence(words)}</li>)}</ul>
          <h3>What is left then</h3>
          <Left left={left} />
        </section>
      </div>
      <Acts bound={bound} subcontract={subcontract} />
      {subcontract === undefined ? null : <><Text subcontract={subcontract} /><ComparedWith subcontract={subcontract} /></>}
      <History id={id} records={records} />
      <Propose id={id} />
    </Card>
  );
}

const hows: { readonly [how in BoundBy['accepted'][number]['how']]: (name: string | null) => string } = {
  founding: () => 'as a founding member', member: () => 'as a member when it was agreed on', party: (name) => `as its ${String(name)}`,
  accepted: () => 'you came later and accepted it', volunteered: () => 'you volunteered for its trial', part: (name) => `you took up ${String(name)}`,
};

const states: { readonly [state in StandingShown['state']]: { readonly tone: string; readonly says: string } } = {
  in_force: { tone: 'ok', says: 'in force' }, trial_waits: { tone: 'wait', says: 'waits for volunteers' }, trial: { tone: 'wait', says: 'on trial' },
  stopped: { tone: 'low', says: 'stopped' }, retiring: { tone: 'unknown', says: 'ending' }, retired: { tone: 'unknown', says: 'ended' },
};

function Standing({ standing: { state, words } }: { readonly standing: StandingShown }): React.JSX.Element {
  return <span className={`tag tag-${states[state].tone}`} title={words}>{states[state].says}</span>;
}

function Left({ left: { owes, isOwed, guarantees, reviews, words } }: { readonly left: LeftShown }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const rows = [...amounts('You owe', owes), ...amounts('You are owed', isOwed), ...amounts('You may have to pay, as guarantor', guarantees)];
  return (
    <>
      <p className={rows.length + reviews === 0 ? '' : 'quiet'}>{sentence(words)}{words.endsWith('.') ? '' : '.'}</p>
      {rows.length + reviews === 0 ? null : (
        <dl className="figures-list">
          {rows.map(([name, unit, amount]) => <div key={`${name} ${unit}`}><dt>{name}</dt><dd>{grouped(amount)} <span className="unit">{nameOfUnit(amount, unit, unitOf)}</span></dd></div>)}
          {reviews === 0 ? null : <div><dt>Waiting for a person</dt><dd>{reviews}</dd></div>}
        </dl>
      )}
    </>
  );
}

function amounts(name: string, each: { readonly [unit: string]: string }): [string, string, string][] {
  return Object.entries(each).map(([unit, amount]) => [name, unit, amount]);
}

/** Accepting it, volunteering, and the parts that one takes up or gives back. */
function Acts({ bound, subcontract }: Pick<AgreementProps, 'bound' | 'subcontract'>): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const { subcontract: id, standing: { state, trial } } = bound;
  if (!me.ready || state === 'retired') return null;
  const isVolunteer = trial?.volunteers.includes(me.member ?? '') === true;
  const mayAccept = !bound.bound && state !== 'retiring' && !isVolunteer;
  const parts = subcontract?.parts ?? [];
  if (!mayAccept && !isVolunteer && parts.length === 0) return null;
  return (
    <div className="acts">
      {mayAccept ? <p className="row-of-buttons"><button type="button" className="act act-small" disabled={busy} onClick={() => void run(() => me.say({ kind: 'accept', body: { subcontract: id } }))}>{trial === null ? 'Accept it' : 'Volunteer for its trial'}</button><span className="quiet">From then on it can take from you what stands above, and no more.</span></p> : null}
      {isVolunteer ? <p><button type="button" className="small-button" disabled={busy} onClick={() => void run(() => me.say({ kind: 'accept', body: { subcontract: id, given: false } }))}>Leave the trial</button></p> : null}
      {parts.map(({ part, says, members }) => <Part key={part} subcontract={id} part={part} says={says} taken={members.includes(me.member ?? '')} />)}
      <RefusedNote refused={refused} />
    </div>
  );
}

function Text({ subcontract: { text } }: { readonly subcontract: SubcontractShown }): React.JSX.Element {
  const sentences = text.replaceAll(/\s+/g, ' ').trim().split(/(?<=\.) (?=[A-Z])/);
  return <details className="each"><summary>What it says</summary><div className="prose">{sentences.map((each) => <p key={each}>{each}</p>)}</div></details>;
}

function Propose({ id }: { readonly id: string }): React.JSX.Element {
  const { subcontractOf } = useSpeaking();
  const acts = subcontractOf(id)?.acts ?? [];
  return (
    <p className="agreement-propose">
      <a href={`#/decide/new/${id}`}>Propose other terms</a>
      {acts.map((action) => <span key={action}> · <a href={`#/decide/new/${id}:${action}`}>Propose to {spaced(action)}</a></span>)}
    </p>
  );
}

/** Asked for when it is opened. */
function History({ id, records }: { readonly id: string; readonly records: number }): React.JSX.Element {
  const [open, setOpen] = useState(false);
  return (
    <details className="each" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Its versions, and who decided on them</summary>
      {open ? <Versions id={id} records={records} /> : null}
    </details>
  );
}

function Versions({ id, records }: { readonly id: string; readonly records: number }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const live = useLive<SubcontractHistory>(`/api/subcontracts/${id}/history`, records);
  return (
    <Asked live={live}>{({ versions, labels, standing, bound }) => (
      <>
        <p>{sentence(standing.words)}. It binds {bound.length === 0 ? 'nobody' : bound.map(nameOf).join(', ')}.</p>
        {standing.trial === null ? null : <dl className="figures-list">{standing.trial.measured.map(({ measure, words, value }) => <div key={measure}><dt>{words}</dt><dd>{value}</dd></div>)}</dl>}
        <ol className="history">{versions.map((each) => <li key={each.record}><Version version={each} labels={labels} /></li>)}</ol>
      </>
    )}</Asked>
  );
}

function Version({ version: { version, record, recordedAt, proposal, trial, terms }, labels }: { readonly version: VersionShown; readonly labels: TermLabels }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  return (
    <>
      <p><strong>{version}{trial ? ', on trial' : ''}</strong> since {dayAndTime(zone, recordedAt)} (<RecordLink record={record} />), {proposal === null ? 'by the founding' : <>by <a href={`#/decide/${proposal.id}`}>{proposal.title === '' ? 'a proposal' : `“${proposal.title}”`}</a> of {nameOf(proposal.by)}</>}</p>
      {proposal === null || terms.length === 0 ? null : <Differences differences={terms.map(({ term, before, after }) => ({ what: 'term' as const, place: [term], before, after }))} labels={labels} label={`What version ${version} changed`} />}
    </>
  );
}
