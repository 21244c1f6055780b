import { useState } from 'react';
import type { KitManifest } from '../../../src/vocabulary/kit.ts';
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { commandLine } from '../../../src/vocabulary/command-line.ts';
import { useMe } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { useLive } from '../api/live.ts';
import { BacktestPanel } from '../backtest/backtest-card.tsx';
import { Card } from '../sections/card.tsx';
import { Asked } from './asking.tsx';
import { Differences } from './differences.tsx';
import { TermFields } from './term-fields.tsx';
import { changedIn, writtenAs, type Written } from './terms.ts';

/** As the rules have them. */
const titleCharsMax = 200;
const reasonCharsMax = 2000;

type ProposeViewProps = { readonly subcontract: string | null; readonly overview: Overview };

/** Something new to decide: other terms of an agreement, or words alone. */
export function ProposeView({ subcontract, overview }: ProposeViewProps): React.JSX.Element {
  const about = overview.subcontracts.find(({ id }) => id === subcontract);
  return (
    <>
      <p className="back"><a href="#decide">← All proposals</a></p>
      <Card id="propose" title={about === undefined ? 'Propose something' : `Other terms for “${about.title}”`}>
        {about === undefined ? <><Kinds overview={overview} /><Resolution /></> : <AboutTerms id={about.id} overview={overview} />}
      </Card>
    </>
  );
}

function Kinds({ overview }: { readonly overview: Overview }): React.JSX.Element {
  return (
    <>
      {overview.subcontracts.length === 0 ? null : (
        <>
          <h3>Other terms for an agreement</h3>
          <ul className="plain-list">{overview.subcontracts.map(({ id, title }) => <li key={id}><a href={`#propose=${id}`}>{title}</a></li>)}</ul>
        </>
      )}
      <h3>A new agreement, a new version, a trial, a spending, a rule of the charter</h3>
      <p>These are proposed from the command line, and read, amended and voted on here: <code>{commandLine('propose')}</code> lists them all.</p>
      <h3>A resolution: words alone</h3>
    </>
  );
}

type Words = { readonly title: string; readonly reason: string; readonly text: string; readonly topic: string };
const noWords: Words = { title: '', reason: '', text: '', topic: '' };

function WordFields({ words, write, reasonLabel }: { readonly words: Words; readonly write: (words: Words) => void; readonly reasonLabel: string }): React.JSX.Element {
  return (
    <>
      <label className="field"><span>Title</span><input type="text" maxLength={titleCharsMax} value={words.title} onChange={({ target }) => write({ ...words, title: target.value })} /></label>
      <label className="field"><span>{reasonLabel}</span><textarea rows={2} maxLength={reasonCharsMax} value={words.reason} onChange={({ target }) => write({ ...words, reason: target.value })} /></label>
      <label className="field"><span>The text <span className="quiet">a blank line begins a new paragraph; each can be commented on and amended by itself</span></span><textarea rows={6} value={words.text} onChange={({ target }) => write({ ...words, text: target.value })} /></label>
      <label className="field"><span>Topic <span className="quiet">if it has one: those who trust somebody with it follow them</span></span><input type="text" maxLength={64} value={words.topic} onChange={({ target }) => write({ ...words, topic: target.value })} /></label>
    </>
  );
}

/** What every proposal says besides its change. */
function said({ title, reason, text, topic }: Words): Omit<Extract<EntryBody, { kind: 'propose' }>['body'], 'change'> {
  const paragraphs = text.split(/\n\s*\n/).map((each) => each.trim()).filter((each) => each !== '');
  return {
    reason: reason.trim(), ...(title.trim() === '' ? {} : { title: title.trim() }), ...(topic.trim() === '' ? {} : { topic: topic.trim() }),
    ...(paragraphs.length === 0 ? {} : { text: paragraphs.map((words, place) => ({ id: `p${place + 1}`, text: words })) }),
  };
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

type PuttingProps = { readonly body: Extract<EntryBody, { kind: 'propose' }>['body']; readonly whole: boolean; readonly children: React.ReactNode };

/** Puts it to the vote, and goes to the list where it then stands. */
function Putting({ body, whole, children }: PuttingProps): React.JSX.Element {
  const me = useMe();
  const { busy, refused, run } = useActing();
  return (
    <form className="stack" onSubmit={(event) => {
      event.preventDefault();
      void run(() => me.say({ kind: 'propose', body })).then((isDone) => { if (isDone) location.hash = '#decide'; });
    }}>
      {children}
      {me.ready ? <p className="row-of-buttons"><button type="submit" className="act" disabled={busy || !whole}>Propose it</button><span className="quiet">{whole ? 'Who is asked, and by which rule, is for the charter to say.' : 'It needs a difference or a title, and why.'}</span></p>
        : <p>To propose it from here, <a href="#me">make a key in this browser</a>.</p>}
      <RefusedNote refused={refused} />
    </form>
  );
}
