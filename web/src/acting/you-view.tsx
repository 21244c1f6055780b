import { useState } from 'react';
import { commandLine } from '../../../src/vocabulary/command-line.ts';
import type { MemberShown } from '../../../src/views/shown.ts';
import { Card } from '../sections/card.tsx';
import { useSpeaking } from '../words/context.ts';
import type { BrowserKey } from './keys.ts';
import { useMe } from './me.ts';

/** What the page can say for a member: no more than that is asked of a key that lives in a browser. */
const kinds = ['ballot', 'amend', 'comment', 'propose', 'withdraw', 'delegate', 'accept', 'consent', 'sign', 'bind', 'unbind', 'permit', 'look', 'dispute', 'judge', 'incident', 'request', 'payout', 'payout.cancel', 'settle'];

/** Who one is, and the key by which one acts from this browser. */
export function YouView({ members }: { readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { key } = useMe();
  if (key === undefined) return <Card id="you" title="You"><p className="empty">Looking for a key in this browser…</p></Card>;
  if (key === null) return <NoKey members={members} />;
  return key.state === 'ready' ? <HasKey held={key} /> : <AskedKey held={key} />;
}

function NoKey({ members }: { readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { member, makeKey, bringKey, lookAs } = useMe();
  const people = members.filter(({ commons, left }) => !commons && left === null);
  const [failed, setFailed] = useState(false);
  const [notBrought, setNotBrought] = useState<string | null>(null);
  return (
    <Card id="you" title="Act from this browser">
      <p>Whatever a member says is sealed by a key of theirs. To vote, propose, contest, bind devices, ask for payouts and say what may measure you from here, this browser makes a key of its own; you then add it with the key that you have. It never leaves this browser, and can’t pay or make further keys.</p>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (member !== null) void makeKey(member).catch(() => setFailed(true)); }}>
        <label className="field"><span>You are</span>
          <select value={member ?? ''} onChange={({ target }) => lookAs(target.value === '' ? null : target.value)}><option value="">Choose…</option>{people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
        </label>
        <p><button type="submit" className="act" disabled={member === null}>Make a key here</button></p>
      </form>
      {failed ? <p className="refused" role="alert">This browser keeps nothing here, as in a private window. Open the page in an ordinary one.</p> : null}
      <h3>Or bring the key that you have</h3>
      <p>Its file is read here and sent nowhere. This browser can then say all that you can, until you forget the key here: do so on a device of your own alone.</p>
      <label className="field"><span>Your key’s file</span><input type="file" accept=".json,application/json" onChange={({ target }) => {
        const [file] = target.files ?? [];
        if (file !== undefined) void file.text().then(bringKey).then(setNotBrought).catch(() => setFailed(true));
      }} /></label>
      {notBrought === null ? null : <p className="refused" role="alert">It can’t be used: {notBrought}.</p>}
      <p className="quiet">Not a member yet? Ask a member for an invitation: its link opens a page on which you join, with a key of your own.</p>
    </Card>
  );
}

function AskedKey({ held }: { readonly held: BrowserKey }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { tryKey, forget } = useMe();
  const [said, setSaid] = useState<string | null>(null);
  const command = commandLine(`key add member ${held.member} --public-key ${held.publicKey} --id ${held.id} --kinds ${kinds.join(',')} --as ${held.member}`);
  return (
    <Card id="you" title="One step more">
      <p>The key is made. So that it may speak for {nameOf(held.member)}, say so with the key that you have, on the machine where that lies (with <code>--key FILE</code> when it isn’t the server’s):</p>
      <pre className="command">{command}</pre>
      <p className="row-of-buttons">
        <button type="button" className="act" onClick={() => void tryKey().then(setSaid)}>I have done that</button>
        <button type="button" className="small-button" onClick={() => void navigator.clipboard.writeText(command)}>Copy the command</button>
        <button type="button" className="small-button" onClick={() => void forget()}>Give it up</button>
      </p>
      {said === null ? null : <p className="refused" role="alert">It isn’t in force yet: {said}. Run the command above, and try again.</p>}
    </Card>
  );
}

function HasKey({ held }: { readonly held: BrowserKey }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const { forget } = useMe();
  const [sure, setSure] = useState(false);
  // One that was made here as the first, or brought here from a file.
  const isFirst = !held.id.startsWith('page-');
  return (
    <Card id="you" title="Your key">
      <dl className="pairs">
        <div><dt>It speaks for</dt><dd>{nameOf(held.member)}</dd></div>
        <div><dt>Its name in the log</dt><dd><code>{held.id}</code></dd></div>
        <div><dt>Its public half</dt><dd><code>{held.publicKey}</code></dd></div>
        <div><dt>Its secret half</dt><dd>{'held' in held.secret ? 'in this browser, which seals with it and hands it to nobody, not even to this page' : 'in this browser’s database: this page is open over plain HTTP, where a browser can’t keep it better'}</dd></div>
      </dl>
      <h3>When this browser is lost</h3>
      <p>Take the key out of force with another key of yours:</p>
      <pre className="command">{commandLine(`key revoke ${held.id} --as ${held.member}`)}</pre>
      <p className="quiet">{isFirst ? 'Unless you have it in a file too, or another key, you lose it when this browser’s data goes. Add another one on a second device, and name friends who can give you a new one.' : 'You keep the key by which you added it.'}</p>
      {sure ? (
        <p className="row-of-buttons" role="alert">
          <span>{isFirst ? 'If you have it nowhere else, you can’t act any more, unless friends give you a new key.' : 'This browser then acts for nobody.'}</span>
          <button type="button" className="small-button" onClick={() => void forget()}>Forget it</button>
          <button type="button" className="small-button" onClick={() => setSure(false)}>Keep it</button>
        </p>
      ) : <p><button type="button" className="small-button" onClick={() => setSure(true)}>Forget this key here</button></p>}
    </Card>
  );
}
