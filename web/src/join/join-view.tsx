import { useEffect, useMemo, useState } from 'react';
import { createSealer } from '../../../src/adapters/keys/web.ts';
import type { InvitationShown } from '../../../src/views/charter-shown.ts';
import { readInvitation, type Invitation } from '../../../src/vocabulary/invitation.ts';
import { sentencesOf } from '../../../src/vocabulary/sentences.ts';
import { beginSession, prove, type Signing } from '../acting/act.ts';
import { askAllAgain } from '../acting/asked-for.ts';
import { keptKey, type BrowserKey } from '../acting/keys.ts';
import { RefusedNote } from '../acting/refused.tsx';
import { signingBy } from '../acting/signing.ts';
import { base } from '../api/base.ts';
import { getJson } from '../api/get.ts';
import type { Posted } from '../api/post.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Text } from '../messages/text.tsx';
import { Card } from '../sections/card.tsx';
import { sentence } from '../words/names.ts';
import { JoinForm } from './join-form.tsx';
import '../style/decide.css';
import '../style/me.css';

/** For whoever was invited: what there is, and keys of their own that are made here. */
export function JoinView(): React.JSX.Element {
  const invitation = useMemo(() => readInvitation(location.hash.slice(1)), []);
  return (
    <main className="decide join">
      <img src="/icon.svg" alt="" width="48" height="48" />
      {invitation === undefined
        ? <><h1>{t('join.none.title')}</h1><p><Text id="join.none.says" values={{ code: (words) => <code>{words}</code> }} /></p></>
        : <Invited invitation={invitation} />}
    </main>
  );
}

type Looked = { readonly signing: Signing; readonly taken: BrowserKey | null; readonly shown: Posted<InvitationShown> };

function Invited({ invitation }: { readonly invitation: Invitation }): React.JSX.Element {
  const [looked, setLooked] = useState<Looked | null>(null);
  useEffect(() => {
    void look(invitation).then(setLooked);
  }, [invitation]);
  if (looked === null) return <><h1>{t('join.moment')}</h1><p role="status">{t('join.looking')}</p></>;
  const { shown, signing, taken } = looked;
  if (!shown.ok) return <><h1>{t('join.shut.title')}</h1><RefusedNote refused={{ ...shown.refused, hint: t('join.shut.hint') }} /></>;
  const { name: collective, members, now } = shown.value;
  return (
    <>
      <div><p className="eyebrow">{t('join.eyebrow', { count: members })}</p><h1>{collective}</h1></div>
      <Rules shown={shown.value} />
      {taken === null
        ? <JoinForm invitation={invitation} signing={{ ...signing, now }} collective={collective} />
        : <Card id="taken" title={t('join.taken.title')}><p>{t('join.taken.says', { member: taken.member, collective })} <a href={`${base}/#/me`}>{t('join.taken.see')}</a></p></Card>}
    </>
  );
}

/** Sealed by the invitation's own key, which came in the link and was never sent to the server. */
async function look({ key, owner, seed }: Invitation): Promise<Looked> {
  const asked = await getJson<{ readonly origin: string }>('/api/challenge', AbortSignal.timeout(30_000));
  const sealer = createSealer(Uint8Array.from(atob(seed.replaceAll('-', '+').replaceAll('_', '/')), (letter) => letter.charCodeAt(0)));
  const origin = asked.ok ? asked.value.origin : '';
  const kept = await keptKey(origin).catch(() => undefined);
  // Who joined, and whose answer was lost, is a member by now, and the invitation is used up.
  const joined = asked.ok && kept === undefined ? await askAllAgain(origin) : null;
  if (joined?.ok === true && (await beginSession(signingBy(joined.key))).ok) location.replace(`${base}/#/agreements`);
  const signing: Signing = { origin, by: owner, seal: (message) => Promise.resolve({ ok: true, seal: { key, sig: sealer.sign(message) } }) };
  return { signing, taken: joined?.ok === true ? joined.key : kept ?? null, shown: await prove<InvitationShown>(signing, '/api/invitation') };
}

function Rules({ shown: { charter, subcontracts } }: { readonly shown: InvitationShown }): React.JSX.Element {
  return (
    <>
      <Card id="there" title={t('join.there.title')}>
        <p>{t('join.there.says')}</p>
        {subcontracts.length === 0 ? <p className="empty">{t('join.there.none')}</p> : subcontracts.map(({ id, title, text, atMost }) => (
          <details key={id} className="each"><summary>{title}</summary>
            <div className="prose">{sentencesOf(text).map((each) => <p key={each}>{each}</p>)}</div>
            <p className="quiet">{t('join.there.most', { most: atMost.length === 0 ? t('join.there.nothing') : atMost.map(phrase).join('; ') })}</p>
          </details>
        ))}
      </Card>
      <Card id="rules" title={t('join.rules.title')}>
        <ul className="plain-list">{[...charter.matters, charter.otherwise].map(({ name, words }) => <li key={name ?? ''}>{sentence(phrase(words))}</li>)}</ul>
      </Card>
    </>
  );
}
