import type { DecidedShown, ProposalShown, ProposalsShown } from '../../../src/views/deciding-shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Card } from '../sections/card.tsx';
import { count } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime, shortDay, until } from '../words/time.ts';
import { Asked } from './asking.tsx';
import type { Followed } from './followed.ts';
import { endTone, titleOf } from './titles.ts';

/** Decided ones at first; the others are a touch away. */
const decidedShown = 12;

/** What is open, that which is asked of who looks first; and what was decided. */
export function DecideView({ followed }: { readonly followed: Followed }): React.JSX.Element {
  const { member } = useMe();
  const live = useLive<ProposalsShown>(`/api/proposals${member === null ? '' : `?member=${member}`}`, followed.records);
  return (
    <>
      <div className="decide-head">
        <h2>Deciding together</h2>
        <p className="decide-ways"><a className="act" href="#/decide/new">Propose something</a> <a href="#/decide/delegate">Let somebody vote for you</a></p>
      </div>
      <Asked live={live}>{(proposals) => <Lists proposals={proposals} now={followed.now} />}</Asked>
    </>
  );
}

function Lists({ proposals: { open, decided }, now }: { readonly proposals: ProposalsShown; readonly now: number }): React.JSX.Element {
  const inTime = [...open].sort((a, b) => a.closes - b.closes);
  const mine = inTime.filter(isAskedOf);
  const others = inTime.filter((each) => !isAskedOf(each));
  return (
    <>
      {mine.length === 0 ? null : <OpenList id="asked" title="Asked of you" list={mine} now={now} />}
      <OpenList id="open" title={mine.length === 0 ? 'Open' : 'Also open'} list={others} now={now}
        none={mine.length === 0 ? 'Nothing is open. Whoever wants something else proposes it.' : 'Nothing else is open.'} />
      <Card id="decided" title="Decided" aside={decided.length === 0 ? undefined : <span className="quiet">the latest first</span>}>
        {decided.length === 0 ? <p className="empty">Nothing was decided yet.</p> : (
          <>
            <ul className="decided">{decided.slice(0, decidedShown).map((each) => <li key={each.id}><Decided proposal={each} /></li>)}</ul>
            {decided.length <= decidedShown ? null : (
              <details className="each"><summary>{count(decided.length - decidedShown, 'earlier one')}</summary>
                <ul className="decided">{decided.slice(decidedShown).map((each) => <li key={each.id}><Decided proposal={each} /></li>)}</ul>
              </details>
            )}
          </>
        )}
      </Card>
    </>
  );
}

/** It waits for this member: they haven't said anything, or are asked to say it again. */
function isAskedOf({ mine, waits }: ProposalShown): boolean {
  return mine !== null && mine.asked && waits === null && (mine.said === null || mine.confirm);
}

type OpenListProps = { readonly id: string; readonly title: string; readonly list: readonly ProposalShown[]; readonly now: number; readonly none?: string };

function OpenList({ id, title, list, now, none }: OpenListProps): React.JSX.Element {
  return (
    <Card id={id} title={title} aside={list.length === 0 ? undefined : <span className="tag">{list.length}</span>}>
      {list.length === 0 ? <p className="empty">{none}</p> : <ul className="open-list">{list.map((each) => <li key={each.id}><Open proposal={each} now={now} /></li>)}</ul>}
    </Card>
  );
}

function Open({ proposal, now }: { readonly proposal: ProposalShown; readonly now: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { id, by, words, closes, waits, mine, amendments, comments, asked, revision } = proposal;
  const title = titleOf(proposal);
  return (
    <a className="proposal-row" href={`#/decide/${id}`}>
      <span className="proposal-title">{title}</span>
      {title === words ? null : <span className="proposal-words">{words}</span>}
      <span className="proposal-facts quiet">
        <span>{nameOf(by)}</span>
        <span>{asked.words}</span>
        {revision.number === 1 ? null : <span>revision {revision.number}</span>}
        {amendments === 0 ? null : <span>{count(amendments, 'amendment')} open</span>}
        {comments === 0 ? null : <span>{count(comments, 'comment')}</span>}
      </span>
      <span className="proposal-right"><span className="proposal-when">
        {waits === null ? <span title={dayAndTime(zone, closes)}>until {until(zone, now, closes)}</span> : <span>agreed; in force {until(zone, now, waits)}</span>}
        {mine?.confirm === true ? <span className="tag tag-wait">confirm again</span> : mine?.said === null || mine === null ? null : <span className="tag tag-ok">you said {mine.said.words}</span>}
      </span>
      <MiniCount proposal={proposal} /></span>
    </a>
  );
}

/** How many say yes and no, of those who are asked. */
function MiniCount({ proposal: { yes, no, of, needed, outlook } }: { readonly proposal: ProposalShown }): React.JSX.Element | null {
  if (of === 0 || (yes + no === 0 && needed === null)) return null;
  return (
    <span className="mini">
      <span className="mini-bar" aria-hidden="true">
        <span className="mini-yes" style={{ inlineSize: `${100 * yes / of}%` }} />
        <span className="mini-no" style={{ inlineSize: `${100 * no / of}%` }} />
      </span>
      <span className="quiet">{yes} yes, {no} no of {of}{outlook === 'passes' ? '; enough as it stands' : outlook === 'lost' ? '; can’t be carried any more' : ''}</span>
    </span>
  );
}

function Decided({ proposal }: { readonly proposal: DecidedShown }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { id, by, end } = proposal;
  return (
    <a className="proposal-row" href={`#/decide/${id}`}>
      <span className="proposal-title">{titleOf(proposal)}</span>
      <span className="proposal-facts quiet"><span>{nameOf(by)}</span><span>{shortDay(zone, end.recordedAt)}</span></span>
      <span className="proposal-right proposal-when"><span className={`tag tag-${endTone(end.how)}`}>{end.words}</span></span>
    </a>
  );
}
