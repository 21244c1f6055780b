import { useState } from 'react';
import type { OptionShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { asItIs } from '../../../src/kernel/matters.ts';
import type { Choice } from '../../../src/vocabulary/deciding.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { placesOf, rankingOf } from './ranking.ts';

type VoteCardProps = { readonly proposal: ProposalDetail; readonly open: NonNullable<ProposalDetail['open']> };

/** What one says to it: or why one can't, and what to do then. */
export function VoteCard({ proposal, open }: VoteCardProps): React.JSX.Element {
  const { member, ready } = useMe();
  const { nameOf } = useSpeaking();
  const { mine, waits } = open;
  const whose = ready ? 'Your vote' : member === null ? 'Vote' : `The vote of ${nameOf(member)}`;
  const body = (): React.JSX.Element => {
    if (waits !== null) return <p>It has been agreed to and waits to be in force. There is nothing to vote on any more.</p>;
    if (member === null) return <p>Say above who you are. To vote from here, <a href="#/me">make a key in this browser</a>.</p>;
    if (mine?.asked === false) return <p>This isn’t asked of {ready ? 'you' : nameOf(member)}: it is for {proposal.asked.words}. Whoever isn’t asked can still comment.</p>;
    if (!ready) return <><Said proposal={proposal} /><p>To vote from here, <a href="#/me">make a key in this browser</a>.</p></>;
    return <><Said proposal={proposal} /><Ballot key={`${proposal.revision.digest} ${JSON.stringify(mine?.said?.choice ?? null)}`} proposal={proposal} /></>;
  };
  return <Card id="vote" title={whose} className="vote-card">{body()}</Card>;
}

/** What they said before, or who would say it for them. */
function Said({ proposal: { open, revision } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  const mine = open?.mine ?? null;
  if (mine === null) return null;
  if (mine.confirm) return <p className="banner" role="status">You said yes to what it was before. It is now revision {revision.number}: read it, and say whether you still do. Until then it doesn’t count.</p>;
  if (mine.said !== null) return <p>You said <strong>{mine.said.words}</strong>{mine.said.reason === null ? '' : `: “${mine.said.reason}”`}. Until it is decided you may say otherwise.</p>;
  if (mine.via.length > 0) return <p>As long as you say nothing, what {mine.via.map(nameOf).join(', then ')} says counts for you. <a href="#/decide/delegate">See or change that</a></p>;
  return mine.mustAgree ? <p>Nothing of it is carried without your yes.</p> : null;
}

function Ballot({ proposal }: { readonly proposal: ProposalDetail }): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const { id, revision, ballot } = proposal;
  const options = choosable(proposal.options);
  const give = (choice: Choice, reason: string): void => {
    // What was read is what is voted on: should it be another one by the time that this arrives, it is refused.
    const on = revision.number > 1 ? { revision: revision.digest } : {};
    void run(() => me.say({ kind: 'ballot', body: { proposal: id, choice, ...on, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } }));
  };
  return (
    <>
      {ballot.form === 'yes_no' ? <YesNo proposal={proposal} busy={busy} give={give} />
        : ballot.form === 'approve' ? <Approve options={options} busy={busy} give={give} />
          : ballot.form === 'scores' ? <Scores options={options} max={ballot.max} busy={busy} give={give} />
            : <Ranking options={options} busy={busy} give={give} />}
      <RefusedNote refused={refused} />
    </>
  );
}

/** Whoever can choose between changes can also choose that all stays as it is. */
function choosable(options: readonly OptionShown[]): readonly OptionShown[] {
  return options.some(({ words: does }) => does !== null) ? [...options, { id: asItIs, says: 'nothing changes', words: null, changes: [] }] : options;
}

type Giving = { readonly busy: boolean; readonly give: (choice: Choice, reason: string) => void };

const words = [
  { choice: 'yes', says: 'Yes', means: 'I am for it' },
  { choice: 'concern', says: 'Yes, with a concern', means: 'it counts as a yes, and everyone reads why' },
  { choice: 'abstain', says: 'Abstain', means: 'I was there, and leave it to the others' },
  { choice: 'no', says: 'No', means: 'I am against it' },
  { choice: 'object', says: 'Object', means: 'I say why; where it goes by consensus nothing is carried over it' },
] as const;

function YesNo({ proposal: { open }, busy, give }: Giving & { readonly proposal: ProposalDetail }): React.JSX.Element {
  const said = open?.mine?.said ?? null;
  const [choice, setChoice] = useState<Choice | null>(said?.choice ?? (open?.mine?.confirm === true ? 'yes' : null));
  const [reason, setReason] = useState(said?.reason ?? '');
  const asksWhy = choice === 'concern' || choice === 'object';
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (choice !== null) give(choice, asksWhy ? reason : ''); }}>
      <fieldset className="says"><legend className="visually-hidden">What you say</legend>
        {words.map(({ choice: each, says, means }) => (
          <label key={each} className="say"><input type="radio" name="choice" value={each} checked={choice === each} onChange={() => setChoice(each)} /><span><strong>{says}</strong> <span className="quiet">{means}</span></span></label>
        ))}
      </fieldset>
      {asksWhy ? <label className="field"><span>{choice === 'object' ? 'Why you object' : 'Your concern'}</span><textarea rows={3} required value={reason} maxLength={1000} onChange={({ target }) => setReason(target.value)} /></label> : null}
      <p><button type="submit" className="act" disabled={busy || choice === null}>{open?.mine?.confirm === true ? 'Say it again' : said === null ? 'Vote' : 'Change my vote'}</button></p>
    </form>
  );
}

function Approve({ options, busy, give }: Giving & { readonly options: readonly OptionShown[] }): React.JSX.Element {
  const [approved, setApproved] = useState<readonly string[]>([]);
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); give({ approve: approved }, ''); }}>
      <fieldset className="says"><legend>All that you could live with</legend>
        {options.map(({ id, says }) => (
          <label key={id} className="say"><input type="checkbox" checked={approved.includes(id)} onChange={({ target }) => setApproved(target.checked ? [...approved, id] : approved.filter((each) => each !== id))} /><span><strong>{titled(id)}</strong> <span className="quiet">{says}</span></span></label>
        ))}
      </fieldset>
      <Submits busy={busy} give={give} />
    </form>
  );
}

function Scores({ options, max, busy, give }: Giving & { readonly options: readonly OptionShown[]; readonly max: number }): React.JSX.Element {
  const [scores, setScores] = useState<{ readonly [option: string]: number }>({});
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); give({ scores }, ''); }}>
      <fieldset className="says"><legend>Points from 0 to {max}; what you leave has 0</legend>
        {options.map(({ id, says }) => (
          <label key={id} className="say say-score"><span><strong>{titled(id)}</strong> <span className="quiet">{says}</span></span>
            <input type="number" min={0} max={max} step={1} value={scores[id] ?? 0} onChange={({ target }) => setScores({ ...scores, [id]: Math.min(max, Math.max(0, Math.trunc(Number(target.value)))) })} /></label>
        ))}
      </fieldset>
      <Submits busy={busy} give={give} />
    </form>
  );
}

/** An order by buttons alone: it works by touch, by keyboard, and when read aloud. */
function Ranking({ options, busy, give }: Giving & { readonly options: readonly OptionShown[] }): React.JSX.Element {
  const [order, setOrder] = useState<readonly string[]>(() => options.map(({ id }) => id));
  const [equal, setEqual] = useState<ReadonlySet<string>>(new Set());
  const place = placesOf(order, equal);
  const move = (at: number, by: -1 | 1): void => {
    const next = [...order];
    [next[at], next[at + by]] = [next[at + by] ?? '', next[at] ?? ''];
    setOrder(next);
  };
  const toggle = (id: string, on: boolean): void => setEqual(new Set(on ? [...equal, id] : [...equal].filter((each) => each !== id)));
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); give({ ranking: rankingOf(order, equal) }, ''); }}>
      <p className="quiet">The best first.</p>
      <ol className="ranking">
        {order.map((id, at) => (
          <li key={id}>
            <span className="rank" aria-label={`place ${place.get(id) ?? 0}`}>{place.get(id)}</span>
            <span className="rank-name"><strong>{titled(id)}</strong> <span className="quiet">{options.find((each) => each.id === id)?.says}</span>
              {at === 0 ? null : <label className="rank-equal"><input type="checkbox" checked={equal.has(id)} onChange={({ target }) => toggle(id, target.checked)} /> as good as the one above</label>}
            </span>
            <span className="rank-moves">
              <button type="button" className="small-button" disabled={at === 0} onClick={() => move(at, -1)} aria-label={`${titled(id)} up`}>↑</button>
              <button type="button" className="small-button" disabled={at === order.length - 1} onClick={() => move(at, 1)} aria-label={`${titled(id)} down`}>↓</button>
            </span>
          </li>
        ))}
      </ol>
      <Submits busy={busy} give={give} />
    </form>
  );
}

function Submits({ busy, give }: Giving): React.JSX.Element {
  return <p className="row-of-buttons"><button type="submit" className="act" disabled={busy}>Vote</button><button type="button" className="small-button" disabled={busy} onClick={() => give('abstain', '')}>Abstain</button></p>;
}
