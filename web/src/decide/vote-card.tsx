import { useState } from 'react';
import type { OptionShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import { asItIs } from '../../../src/kernel/matters.ts';
import type { Choice } from '../../../src/vocabulary/deciding.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { placesOf, rankingOf } from './ranking.ts';
import { askedWords, choiceWords } from './said.ts';

type VoteCardProps = { readonly proposal: ProposalDetail; readonly open: NonNullable<ProposalDetail['open']> };

/** What one says to it: or why one can't, and what to do then. */
export function VoteCard({ proposal, open }: VoteCardProps): React.JSX.Element {
  const { member, ready } = useMe();
  const { nameOf } = useSpeaking();
  const { mine, waits } = open;
  const whose = ready ? t('decide.vote.yours') : member === null ? t('decide.vote.title') : t('decide.vote.of', { name: nameOf(member) });
  const body = (): React.JSX.Element => {
    if (waits !== null && mine?.canStop !== true) return <p>{t('decide.vote.waits')}</p>;
    if (member === null) return <p><Text id="decide.vote.who" values={{ link: (words: React.ReactNode) => <a href="#/me">{words}</a> }} /></p>;
    if (mine?.asked === false) return <p>{t(ready ? 'decide.vote.not_asked' : 'decide.vote.not_asked_of', { name: nameOf(member), asked: askedWords(proposal) })}</p>;
    if (!ready) return <><Said proposal={proposal} /><p><Text id="decide.make_key.vote" values={{ link: (words: React.ReactNode) => <a href="#/me">{words}</a> }} /></p></>;
    return <><Said proposal={proposal} /><Ballot key={`${proposal.revision.digest} ${JSON.stringify(mine?.said?.choice ?? null)}`} proposal={proposal} /></>;
  };
  return <Card id="vote" title={whose} className="vote-card">{body()}</Card>;
}

/** What they said before, or who would say it for them. */
function Said({ proposal: { open, revision } }: { readonly proposal: ProposalDetail }): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  const mine = open?.mine ?? null;
  if (mine === null) return null;
  if (mine.confirm) return <p className="banner" role="status">{t('decide.vote.confirm', { number: revision.number })}</p>;
  if (mine.said !== null) return <p><Text id="decide.vote.said" values={{ words: choiceWords(mine.said.choice), reason: mine.said.reason ?? 'none', strong: (words: React.ReactNode) => <strong>{words}</strong> }} /></p>;
  if (mine.via.length > 0) return <p><Text id="decide.vote.via" values={{ names: mine.via.map(nameOf).reduce((one, other) => t('decide.vote.then', { one, other })), link: (words: React.ReactNode) => <a href="#/decide/delegate">{words}</a> }} /></p>;
  return mine.mustAgree ? <p>{t('decide.vote.must_agree')}</p> : null;
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
  return options.some(({ words: does }) => does !== null) ? [...options, { id: asItIs, says: t('decide.vote.nothing_changes'), words: null, changes: [] }] : options;
}

type Giving = { readonly busy: boolean; readonly give: (choice: Choice, reason: string) => void };

const choices = ['yes', 'concern', 'abstain', 'no', 'object'] as const;

/** What goes by rules of its own, as keys and the operator, takes a plain yes or no; what was carried already, the no of who may stop it. */
function offered({ decides, open }: ProposalDetail): readonly typeof choices[number][] {
  if (decides !== null) return choices;
  return open !== null && open.waits !== null ? ['no'] : ['yes', 'no'];
}

function YesNo({ proposal, busy, give }: Giving & { readonly proposal: ProposalDetail }): React.JSX.Element {
  const { open } = proposal;
  const said = open?.mine?.said ?? null;
  const [choice, setChoice] = useState<Choice | null>(said?.choice ?? (open?.mine?.confirm === true ? 'yes' : null));
  const [reason, setReason] = useState(said?.reason ?? '');
  const asksWhy = choice === 'concern' || choice === 'object';
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); if (choice !== null) give(choice, asksWhy ? reason : ''); }}>
      <fieldset className="says"><legend className="visually-hidden">{t('decide.vote.what')}</legend>
        {offered(proposal).map((each) => (
          <label key={each} className="say"><input type="radio" name="choice" value={each} checked={choice === each} onChange={() => setChoice(each)} /><span><strong>{t(`decide.vote.${each}`)}</strong> <span className="quiet">{t(`decide.vote.${each}_means`)}</span></span></label>
        ))}
      </fieldset>
      {asksWhy ? <label className="field"><span>{t(choice === 'object' ? 'decide.vote.why_object' : 'decide.vote.your_concern')}</span><textarea rows={3} required value={reason} maxLength={1000} onChange={({ target }) => setReason(target.value)} /></label> : null}
      <p><button type="submit" className="act" disabled={busy || choice === null}>{t(open?.mine?.confirm === true ? 'decide.vote.again' : said === null ? 'decide.vote.vote' : 'decide.vote.change')}</button></p>
    </form>
  );
}

function Approve({ options, busy, give }: Giving & { readonly options: readonly OptionShown[] }): React.JSX.Element {
  const [approved, setApproved] = useState<readonly string[]>([]);
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); give({ approve: approved }, ''); }}>
      <fieldset className="says"><legend>{t('decide.vote.approve')}</legend>
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
      <fieldset className="says"><legend>{t('decide.vote.scores', { max })}</legend>
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
      <p className="quiet">{t('decide.vote.best_first')}</p>
      <ol className="ranking">
        {order.map((id, at) => (
          <li key={id}>
            <span className="rank" role="img" aria-label={t('decide.vote.place', { place: place.get(id) ?? 0 })}>{place.get(id)}</span>
            <span className="rank-name"><strong>{titled(id)}</strong> <span className="quiet">{options.find((each) => each.id === id)?.says}</span>
              {at === 0 ? null : <label className="rank-equal"><input type="checkbox" checked={equal.has(id)} onChange={({ target }) => toggle(id, target.checked)} /> {t('decide.vote.equal')}</label>}
            </span>
            <span className="rank-moves">
              <button type="button" className="small-button" disabled={at === 0} onClick={() => move(at, -1)} aria-label={t('decide.vote.up', { option: titled(id) })}>↑</button>
              <button type="button" className="small-button" disabled={at === order.length - 1} onClick={() => move(at, 1)} aria-label={t('decide.vote.down', { option: titled(id) })}>↓</button>
            </span>
          </li>
        ))}
      </ol>
      <Submits busy={busy} give={give} />
    </form>
  );
}

function Submits({ busy, give }: Giving): React.JSX.Element {
  return <p className="row-of-buttons"><button type="submit" className="act" disabled={busy}>{t('decide.vote.vote')}</button><button type="button" className="small-button" disabled={busy} onClick={() => give('abstain', '')}>{t('decide.vote.abstain')}</button></p>;
}
