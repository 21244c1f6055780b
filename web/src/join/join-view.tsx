import { useEffect, useMemo, useState } from 'react';
import { createSealer } from '../../../src/adapters/keys/web.ts';
import type { InvitationShown } from '../../../src/views/charter-shown.ts';
import { isId } from '../../../src/vocabulary/ids.ts';
import { readInvitation, type Invitation } from '../../../src/vocabulary/invitation.ts';
import { beginSession, prove, say, type Signing } from '../acting/act.ts';
import { forgetKey, keepKey, keptKey, makeBrowserKey } from '../acting/keys.ts';
import { signingBy } from '../acting/me.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { base } from '../api/base.ts';
import { getJson } from '../api/get.ts';
import type { Posted } from '../api/post.ts';
import { Card } from '../sections/card.tsx';
import { count } from '../words/amounts.ts';
import { sentence } from '../words/names.ts';
import '../style/decide.css';

/** For whoever was invited: what there is, and a key of their own that is made here. */
export function JoinView(): React.JSX.Element {
  const invitation = useMemo(() => readInvitation(location.hash.slice(1)), []);
  return (
    <main className="decide join">
      <img src="/icon.svg" alt="" width="48" height="48" />
      {invitation === undefined
        ? <><h1>This is no invitation</h1><p>The link was cut off: it ends with <code>#invitation=…&amp;of=…&amp;seed=…</code>. Ask whoever sent it to send all of it.</p></>
        : <Invited invitation={invitation} />}
    </main>
  );
}

type Looked = { readonly signing: Signing; readonly shown: Posted<InvitationShown> };

function Invited({ invitation }: { readonly invitation: Invitation }): React.JSX.Element {
  const [looked, setLooked] = useState<Looked | null>(null);
  const [taken, setTaken] = useState<string | null>(null);
  useEffect(() => {
    void look(invitation).then(setLooked);
  }, [invitation]);
  const origin = looked?.signing.origin;
  useEffect(() => {
    if (origin !== undefined) void keptKey(origin).then((key) => setTaken(key?.member ?? null)).catch(() => undefined);
  }, [origin]);
  if (looked === null) return <><h1>One moment…</h1><p role="status">Looking at what you are invited to.</p></>;
  const { shown, signing } = looked;
  if (!shown.ok) return <><h1>This invitation isn’t open</h1><RefusedNote refused={{ ...shown.refused, hint: 'It may have been used, or be over. Ask whoever invited you for a new one.' }} /></>;
  return (
    <>
      <div><p className="eyebrow">You are invited to a collective of {count(shown.value.members, 'member')}</p><h1>{shown.value.name}</h1></div>
      <Rules shown={shown.value} />
      {taken === null ? <Join invitation={invitation} signing={{ ...signing, now: shown.value.now }} shown={shown.value} /> : <Card id="taken" title="This browser belongs to somebody"><p>It acts for {taken} in {shown.value.name} already. Join in another browser, or forget that key first. <a href={`${base}/#/me`}>See the key</a></p></Card>}
    </>
  );
}

/** Sealed by the invitation's own key, which came in the link and was never sent to the server. */
async function look({ key, owner, seed }: Invitation): Promise<Looked> {
  const asked = await getJson<{ readonly origin: string }>('/api/challenge', AbortSignal.timeout(30_000));
  const sealer = createSealer(Uint8Array.from(atob(seed.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)));
  const signing: Signing = { origin: asked.ok ? asked.value.origin : '', by: owner, key, sign: (message) => Promise.resolve(sealer.sign(message)) };
  return { signing, shown: await prove<InvitationShown>(signing, '/api/invitation') };
}

function Rules({ shown: { charter, subcontracts } }: { readonly shown: InvitationShown }): React.JSX.Element {
  return (
    <>
      <Card id="there" title="What there is to accept">
        <p>Nothing of this binds you until you accept it, each by itself, after you have joined.</p>
        {subcontracts.length === 0 ? <p className="empty">Nothing is agreed yet.</p> : subcontracts.map(({ id, title, text, atMost }) => (
          <details key={id} className="each"><summary>{title}</summary>
            <div className="prose">{text.replaceAll(/\s+/g, ' ').trim().split(/(?<=\.) (?=[A-Z])/).map((each) => <p key={each}>{each}</p>)}</div>
            <p className="quiet">At the most it could take from you: {atMost.length === 0 ? 'nothing' : atMost.join('; ')}.</p>
          </details>
        ))}
      </Card>
      <Card id="rules" title="How it decides">
        <ul className="plain-list">{[...charter.matters, charter.otherwise].map(({ name, words }) => <li key={name ?? ''}>{sentence(words)}</li>)}</ul>
      </Card>
    </>
  );
}

type JoinProps = { readonly invitation: Invitation; readonly signing: Signing; readonly shown: InvitationShown };

function Join({ invitation, signing, shown }: JoinProps): React.JSX.Element {
  // An invitation under another name than its own is for that one alone.
  const meant = invitation.owner === invitation.key ? null : invitation.owner;
  const [id, setId] = useState(meant ?? '');
  const [name, setName] = useState('');
  const { busy, refused, run } = useActing();
  const join = async (): Promise<void> => {
    const done = await run(() => joined(signing, id.trim(), name.trim()));
    if (done) location.replace(`${base}/#/agreements`);
  };
  return (
    <Card id="join" title={`Join ${shown.name}`}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); void join(); }}>
        <label className="field"><span>Your name</span><input type="text" autoComplete="name" maxLength={100} value={name} onChange={({ target }) => setName(target.value)} /></label>
        <label className="field"><span>The short name by which the books call you <span className="quiet">letters, digits and dashes; it stays</span></span><input type="text" autoCapitalize="none" autoComplete="username" maxLength={64} readOnly={meant !== null} value={id} onChange={({ target }) => setId(target.value)} /></label>
        <p>This browser makes a key for you, by which you say what you say. It stays here: whoever has this browser can act in your name, and nobody else can.</p>
        <p><button type="submit" className="act" disabled={busy || !isId(id.trim())}>Join</button></p>
        <RefusedNote refused={refused} />
      </form>
    </Card>
  );
}

/** The key is kept first, so that nobody is a member without one; it goes again where nothing came of it. */
async function joined(signing: Signing, id: string, name: string): ReturnType<typeof say> {
  const key = await makeBrowserKey(signing.origin, id, `member-${id}`);
  try {
    await keepKey(key);
  } catch {
    return { ok: false, refused: { code: 'no_store', message: 'This browser keeps nothing here, as in a private window', hint: 'Open the link in an ordinary one.' } };
  }
  const grant = { id: key.id, role: 'member' as const, owner: id, public_key: key.publicKey };
  const done = await say(signing, { kind: 'join', body: { member: { id, ...(name === '' ? {} : { name }) }, keys: [grant] } });
  if (!done.ok) {
    await forgetKey(signing.origin);
    return done;
  }
  const ready = { ...key, state: 'ready' as const };
  await keepKey(ready);
  await beginSession(signingBy(ready));
  return done;
}
