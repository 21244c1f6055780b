import { useState } from 'react';
import type { KitManifest } from '../../../src/vocabulary/kit.ts';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { commandLine } from '../../../src/vocabulary/command-line.ts';
import { useLive } from '../api/live.ts';
import { BacktestPanel } from '../backtest/backtest-card.tsx';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { called } from '../words/names.ts';
import { AboutAct } from './act-form.tsx';
import { Asked } from './asking.tsx';
import { Differences } from './differences.tsx';
import { noWords, Putting, said, WordFields } from './putting.tsx';
import { TermFields } from './term-fields.tsx';
import { changedIn, writtenAs, type Written } from './terms.ts';

type ProposeViewProps = { readonly subcontract: string | null; readonly action: string | null; readonly overview: Overview };

/** Something new to decide: other terms of an agreement, something that it is asked for, or words alone. */
export function ProposeView({ subcontract, action, overview }: ProposeViewProps): React.JSX.Element {
  const about = overview.subcontracts.find(({ id }) => id === subcontract);
  return (
    <>
      <p className="back"><a href="#/decide">{t('decide.back')}</a></p>
      {about === undefined ? <Card id="propose" title={t('decide.propose.title')}><Kinds overview={overview} /><Resolution /></Card>
        : action === null ? <Card id="propose" title={t('decide.propose.terms_of', { title: about.title })}><AboutTerms id={about.id} overview={overview} /></Card>
          : <Card id="propose" title={t('decide.propose.act_of', { title: about.title, action: called(action) })}><AboutAct id={about.id} action={action} overview={overview} /></Card>}
    </>
  );
}

function Kinds({ overview }: { readonly overview: Overview }): React.JSX.Element {
  return (
    <>
      {overview.subcontracts.length === 0 ? null : (
        <>
          <h3>{t('decide.propose.terms')}</h3>
          <ul className="plain-list">{overview.subcontracts.map(({ id, title }) => <li key={id}><a href={`#/decide/new/${id}`}>{title}</a></li>)}</ul>
        </>
      )}
      <Acts overview={overview} />
      <h3>{t('decide.propose.kit')}</h3>
      <p><a href="#/agreements/adopt">{t('decide.propose.kits')}</a></p>
      <h3>{t('decide.propose.others')}</h3>
      <p><Text id="decide.propose.others_how" values={{ command: commandLine('propose'), code: (words: React.ReactNode) => <code>{words}</code> }} /></p>
      <h3>{t('decide.propose.resolution')}</h3>
    </>
  );
}

/** What agreements can be asked for by decision. */
function Acts({ overview: { subcontracts } }: { readonly overview: Overview }): React.JSX.Element | null {
  const acts = subcontracts.flatMap(({ id, title, acts: names }) => names.map((action) => ({ id, title, action })));
  if (acts.length === 0) return null;
  return (
    <>
      <h3>{t('decide.propose.acts')}</h3>
      <ul className="plain-list">{acts.map(({ id, title, action }) => <li key={`${id}:${action}`}><a href={`#/decide/new/${id}:${action}`}>{title}: {called(action)}</a></li>)}</ul>
    </>
  );
}

function Resolution(): React.JSX.Element {
  const [words, write] = useState(noWords);
  return (
    <Putting body={{ change: { change: 'resolution' }, ...said(words) }} whole={words.title.trim() !== '' && words.reason.trim() !== ''}>
      <WordFields words={words} write={write} reasonLabel={t('decide.why')} />
    </Putting>
  );
}

function AboutTerms({ id, overview }: { readonly id: string; readonly overview: Overview }): React.JSX.Element {
  const live = useLive<SubcontractDetail>(`/api/subcontracts/${id}`, 0);
  return <Asked live={live}>{(detail) => <Terms detail={detail} overview={overview} />}</Asked>;
}

function Terms({ detail, overview }: { readonly detail: SubcontractDetail; readonly overview: Overview }): React.JSX.Element {
  const [written, setWritten] = useState<Written>({});
  const [words, write] = useState(noWords);
  const { id, terms, labels, manifest } = detail;
  const changed = changedIn(terms, written);
  const others = Object.fromEntries(changed.map((term) => [term, writtenAs(terms[term], written[term] ?? '')]));
  return (
    <Putting body={{ change: { change: 'terms', subcontract: id, terms: others }, ...said(words) }} whole={changed.length > 0 && words.reason.trim() !== ''}>
      <TermFields terms={terms} labels={labels} written={written} write={setWritten} says={saysOf(manifest)} first={inText(manifest)} />
      {changed.length === 0 ? null : (
        <div className="preview">
          <p className="quiet">{t('decide.propose.would_change')}</p>
          <Differences labels={labels} differences={changed.map((term) => ({ what: 'term' as const, place: [term], before: String(terms[term]), after: written[term] ?? '' }))} />
          <BacktestPanel ask={{ changes: [{ subcontract: id, terms: others, label: t('decide.propose.as_written') }] }} members={overview.members} />
        </div>
      )}
      <WordFields words={words} write={write} reasonLabel={t('decide.propose.why_other')} />
    </Putting>
  );
}

/** Terms in the order in which the agreement speaks of them; the log keeps names in order of the alphabet. */
function inText({ text }: KitManifest): readonly string[] {
  return [...new Set([...text.matchAll(/\{([a-z][a-z0-9_]*)\}/gi)].map((match) => match[1] ?? ''))];
}

function saysOf({ terms }: KitManifest): { readonly [term: string]: string | undefined } {
  return Object.fromEntries(Object.entries(terms).map(([term, field]) => [term, field.says]));
}
