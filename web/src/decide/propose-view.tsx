import { useState } from 'react';
import type { KitManifest } from '../../../src/vocabulary/kit.ts';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { commandLine } from '../../../src/vocabulary/command-line.ts';
import { useLive } from '../api/live.ts';
import { BacktestPanel } from '../backtest/backtest-card.tsx';
import { Card } from '../sections/card.tsx';
import { spaced } from '../words/names.ts';
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
      <p className="back"><a href="#/decide">← All proposals</a></p>
      {about === undefined ? <Card id="propose" title="Propose something"><Kinds overview={overview} /><Resolution /></Card>
        : action === null ? <Card id="propose" title={`Other terms for “${about.title}”`}><AboutTerms id={about.id} overview={overview} /></Card>
          : <Card id="propose" title={`To ask “${about.title}” together: ${spaced(action)}`}><AboutAct id={about.id} action={action} overview={overview} /></Card>}
    </>
  );
}

function Kinds({ overview }: { readonly overview: Overview }): React.JSX.Element {
  return (
    <>
      {overview.subcontracts.length === 0 ? null : (
        <>
          <h3>Other terms for an agreement</h3>
          <ul className="plain-list">{overview.subcontracts.map(({ id, title }) => <li key={id}><a href={`#/decide/new/${id}`}>{title}</a></li>)}</ul>
        </>
      )}
      <Acts overview={overview} />
      <h3>A new agreement, or a new version of one</h3>
      <p><a href="#/agreements/adopt">What can be agreed on</a></p>
      <h3>A trial, a spending, a rule of the charter</h3>
      <p>These are proposed from the command line, and read, amended and voted on here: <code>{commandLine('propose')}</code> lists them all.</p>
      <h3>A resolution: words alone</h3>
    </>
  );
}

/** What agreements can be asked for by decision. */
function Acts({ overview: { subcontracts } }: { readonly overview: Overview }): React.JSX.Element | null {
  const acts = subcontracts.flatMap(({ id, title, acts: names }) => names.map((action) => ({ id, title, action })));
  if (acts.length === 0) return null;
  return (
    <>
      <h3>To ask an agreement for something together</h3>
      <ul className="plain-list">{acts.map(({ id, title, action }) => <li key={`${id}:${action}`}><a href={`#/decide/new/${id}:${action}`}>{title}: {spaced(action)}</a></li>)}</ul>
    </>
  );
}

function Resolution(): React.JSX.Element {
  const [words, write] = useState(noWords);
  return (
    <Putting body={{ change: { change: 'resolution' }, ...said(words) }} whole={words.title.trim() !== '' && words.reason.trim() !== ''}>
      <WordFields words={words} write={write} reasonLabel="Why" />
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
          <p className="quiet">What would change</p>
          <Differences labels={labels} differences={changed.map((term) => ({ what: 'term' as const, place: [term], before: String(terms[term]), after: written[term] ?? '' }))} />
          <BacktestPanel ask={{ changes: [{ subcontract: id, terms: others, label: 'as written here' }] }} members={overview.members} />
        </div>
      )}
      <WordFields words={words} write={write} reasonLabel="Why it should be otherwise" />
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
