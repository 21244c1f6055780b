import { useState } from 'react';
import { isId } from '../../../src/vocabulary/ids.ts';
import type { Invitation } from '../../../src/vocabulary/invitation.ts';
import { beginSession, type Done, type Signing } from '../acting/act.ts';
import { askAllAgain } from '../acting/asked-for.ts';
import { joinWith, newPasskey } from '../acting/come-in.ts';
import { obstacle } from '../acting/passkeys.ts';
import { RefusedNote, useActing } from '../acting/refused.tsx';
import { signingBy } from '../acting/signing.ts';
import { base } from '../api/base.ts';
import { isOpen } from '../api/exchange.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';

type JoinProps = { readonly invitation: Invitation; readonly signing: Signing; readonly collective: string };

/** With a passkey, where there can be one: it and this browser's key are in the log at once, or nothing is. */
export function JoinForm({ invitation, signing, collective }: JoinProps): React.JSX.Element {
  // An invitation under another name than its own is for that one alone.
  const meant = invitation.owner === invitation.key ? null : invitation.owner;
  const [id, setId] = useState(meant ?? '');
  const [name, setName] = useState('');
  const [byPasskey, setByPasskey] = useState(false);
  const { busy, refused, run } = useActing();
  const why = obstacle();
  const join = async (withPasskey: boolean): Promise<void> => {
    setByPasskey(withPasskey);
    if (await run(() => joined(signing, { id: id.trim(), name: name.trim() }, withPasskey ? collective : null))) location.replace(`${base}/#/agreements`);
  };
  const isReady = !busy && isId(id.trim());
  return (
    <Card id="join" title={t('join.title', { collective })}>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (isReady) void join(why === undefined); }}>
        <label className="field"><span>{t('join.name')}</span><input type="text" autoComplete="name" maxLength={100} value={name} onChange={({ target }) => setName(target.value)} /></label>
        <label className="field"><span>{t('join.id')} <span className="quiet">{t('join.id.form')}</span></span><input type="text" autoCapitalize="none" autoComplete="username" maxLength={64} readOnly={meant !== null} value={id} onChange={({ target }) => setId(target.value)} /></label>
        {why === undefined ? <><p>{t('join.passkey.says')}</p><p><button type="submit" className="act" disabled={!isReady}>{t('join.passkey.button')}</button></p></> : <p className="quiet">{t(`me.obstacle.${why}`)}</p>}
        <RefusedNote refused={refused} />
        {refused === null ? null : isOpen(refused.code) ? <p role="status">{t('join.open')}</p> : byPasskey ? <p role="status">{t('join.passkey.not')}</p> : null}
        <h3>{t('join.plain.title')}</h3>
        <p>{t('join.plain.says')}</p>
        <p><button type="button" className={why === undefined ? 'small-button' : 'act'} disabled={!isReady} onClick={() => void join(false)}>{t('join.plain.button')}</button></p>
      </form>
    </Card>
  );
}

/** What was asked for before and got no answer is asked for again, and nothing else. @param collective for a passkey its name; null: without one */
async function joined(signing: Signing, { id, name }: { readonly id: string; readonly name: string }, collective: string | null): Promise<Done> {
  const before = await askAllAgain(signing.origin);
  const made = before !== null || collective === null ? null : await newPasskey(collective, { id, name: name === '' ? id : name }, []);
  if (made?.ok === false) return made;
  const done = before ?? await joinWith(signing, { id, ...(name === '' ? {} : { name }) }, made?.grant ?? null);
  if (done.ok) await beginSession(signingBy(done.key));
  return done;
}
