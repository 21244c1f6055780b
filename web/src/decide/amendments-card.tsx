import { useState } from 'react';
import type { AmendmentShown, ProposalDetail } from '../../../src/views/deciding-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { BacktestPanel } from '../backtest/backtest-card.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime, until } from '../words/time.ts';
import { AmendTerms } from './amend-terms.tsx';
import { AmendValues } from './amend-values.tsx';
import { CommentForm, Thread } from './comments.tsx';
import { Count } from './count-card.tsx';
import { Differences } from './differences.tsx';
import { rivalGroups } from './rivals.ts';
import { choiceWords } from './said.ts';
import { simpleTerms, writtenAs } from './terms.ts';

/** As many as one backtest takes. */
const rivalsTriedMax = 4;

type AmendmentsCardProps = { readonly proposal: ProposalDetail; readonly overview: Overview; readonly amendable: boolean; readonly now: number };

/** What some would have otherwise: those that touch the same lines beside each other. */
export function AmendmentsCard({ proposal, overview, amendable, now }: AmendmentsCardProps): React.JSX.Element {
  const { ready } = useMe();
  const [amending, setAmending] = useState(false);
  const { amendments, would, asks } = proposal;
  const open = amendments.filter(({ end }) => end === null);
  const ended = amendments.filter(({ end }) => end !== null);
  const amends = would !== null && simpleTerms(would.terms).length > 0 ? t('decide.amendments.terms') : asks !== null && Object.keys(asks.fields).length > 0 ? t('decide.amendments.values') : null;
  return (
    <Card id="amendments" title={t('decide.amendments.title')} aside={ready && amendable && amends !== null ? <button type="button" className="small-button" aria-expanded={amending} onClick={() => setAmending(!amending)}>{amends}</button> : undefined}>
      {amending && would !== null ? <AmendTerms proposal={proposal} would={would} close={() => setAmending(false)} /> : null}
      {amending && asks !== null ? <AmendValues proposal={proposal} asks={asks} overview={overview} close={() => setAmending(false)} /> : null}
      {amendments.length === 0 ? <p className="empty">{t('decide.amendments.none', { text: proposal.text.length === 0 ? 'no' : 'yes' })}</p> : null}
      {rivalGroups(open).map((group) => (
        <div key={group[0]?.id} className={group.length > 1 ? 'rivals' : ''}>
          {group.length > 1 ? <p className="quiet rivals-head">{t('decide.amendments.rivals')}</p> : null}
          {group.map((each) => <Amendment key={each.id} amendment={each} proposal={proposal} now={now} />)}
          {group.length > 1 ? <RivalsTried group={group} proposal={proposal} members={overview.members} /> : null}
        </div>
      ))}
      {ended.length === 0 ? null : <div className="ended"><p className="quiet">{t('decide.amendments.decided')}</p>{ended.map((each) => <Amendment key={each.id} amendment={each} proposal={proposal} now={now} />)}</div>}
    </Card>
  );
}

type RivalsTriedProps = { readonly group: readonly AmendmentShown[]; readonly proposal: ProposalDetail; readonly members: Overview['members'] };

/** Rivals about terms on the same past, beside each other. */
function RivalsTried({ group, proposal: { subcontract, would, terms, change }, members }: RivalsTriedProps): React.JSX.Element | null {
  const { nameOf } = useSpeaking();
  const areTerms = group.every(({ edits }) => edits.every(({ what, after }) => what === 'term' && after !== null));
  if (change !== 'terms' || subcontract === null || would === null || !areTerms) return null;
  const proposed = Object.fromEntries(terms.map(({ term }) => [term, would.terms[term] ?? null]));
  const changes = group.slice(0, rivalsTriedMax).map(({ by, edits }) => ({
    subcontract, label: t('decide.amendments.as_of', { name: nameOf(by) }),
    terms: { ...proposed, ...Object.fromEntries(edits.map(({ place, after }) => [place[0] ?? '', writtenAs(would.terms[place[0] ?? ''], after ?? '')])) },
  }));
  return <div className="rivals-tried"><BacktestPanel ask={{ changes }} members={members} /></div>;
}

function Amendment({ amendment, proposal, now }: { readonly amendment: AmendmentShown; readonly proposal: ProposalDetail; readonly now: number }): React.JSX.Element {
  const { zone, nameOf } = useSpeaking();
  const { ready } = useMe();
  const [commenting, setCommenting] = useState(false);
  const { id, by, reason, edits, closes, count, end, recordedAt, revision } = amendment;
  const heads = proposal.commented.filter(({ amendment: on, answers }) => on === id && answers === null);
  return (
    <article className="amendment">
      <h3>{t('decide.amendments.head', { name: nameOf(by), reason })}</h3>
      <p className="quiet">{t('decide.amendments.on', { when: dayAndTime(zone, recordedAt), revision, state: end === null ? t('decide.amendments.until', { when: until(zone, now, closes) }) : t(`decide.amendments.end.${end.how}`) })}</p>
      <Differences differences={edits} labels={proposal.labels} label={t('decide.amendments.changes', { name: nameOf(by) })} />
      {count === null ? null : end === null ? <Count proposal={proposal} count={count} /> : <details className="each"><summary>{t('decide.amendments.how_counted')}</summary><Count proposal={proposal} count={count} /></details>}
      {end === null ? <UpDown amendment={amendment} proposal={proposal} /> : null}
      {ready && end === null ? <p className="paragraph-acts"><button type="button" className="link-button" onClick={() => setCommenting(!commenting)}><Text id="decide.amendments.comment" values={{ hidden: (words: React.ReactNode) => <span className="visually-hidden">{words}</span> }} /></button></p> : null}
      {commenting ? <CommentForm on={{ proposal: id }} label={t('decide.amendments.comment_label')} close={() => setCommenting(false)} /> : null}
      {heads.length === 0 ? null : <ul className="threads">{heads.map((each) => <li key={each.id}><Thread head={each} all={proposal.commented} proposal={proposal} /></li>)}</ul>}
    </article>
  );
}

/** For it or against it, whatever one thinks of the whole. */
function UpDown({ amendment, proposal }: { readonly amendment: AmendmentShown; readonly proposal: ProposalDetail }): React.JSX.Element | null {
  const me = useMe();
  const { busy, refused, run } = useActing();
  const mine = amendment.ballots.find(({ member }) => member === me.member);
  if (!me.ready || proposal.open?.mine?.asked !== true) return mine === undefined ? null : <p className="quiet">{t('decide.amendments.you_said', { words: choiceWords(mine.choice) })}</p>;
  const give = (choice: 'yes' | 'no'): void => void run(() => me.say({ kind: 'ballot', body: { proposal: amendment.id, choice } }));
  const button = (choice: 'yes' | 'no', glyph: string, label: string): React.JSX.Element => (
    <button type="button" className={`small-button updown ${mine?.choice === choice ? 'updown-said' : ''}`} aria-pressed={mine?.choice === choice} disabled={busy || mine?.choice === choice} onClick={() => give(choice)}><span aria-hidden="true">{glyph}</span> {label}</button>
  );
  return <><p className="row-of-buttons">{button('yes', '↑', t('decide.amendments.for'))}{button('no', '↓', t('decide.amendments.against'))}</p><RefusedNote refused={refused} /></>;
}
