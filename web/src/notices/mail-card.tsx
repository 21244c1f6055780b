import { useState } from 'react';
import { deleteAt, postJson } from '../api/post.ts';
import { phrase } from '../messages/phrase.ts';
import { language, t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import type { Settings } from './own.ts';
import type { Changing } from './settings-view.tsx';

type MailCardProps = { readonly settings: Settings; readonly changing: Changing };

/** The address: nothing goes there before its reader has said that it is theirs. */
export function MailCard({ settings: { mail }, changing }: MailCardProps): React.JSX.Element {
  const [changes, setChanges] = useState(false);
  if (!mail.possible && mail.address === null) return <Card id="mail" title={t('notices.mail.title')}><p>{t('notices.mail.off')}</p></Card>;
  const { address } = mail;
  return (
    <Card id="mail" title={t('notices.mail.title')}>
      <p>{address === null ? t('notices.mail.none') : t(mail.confirmed ? 'notices.mail.confirmed' : 'notices.mail.waiting', { address })}</p>
      {mail.problem === null ? null : <p className="refused">{t('notices.mail.problem', { problem: phrase(mail.problem) })}</p>}
      {address === null || changes ? <AddressForm changing={changing} done={() => setChanges(false)} /> : (
        <p className="row-of-buttons notice-acts">
          {mail.confirmed ? <button type="button" className="small-button" disabled={changing.busy} onClick={() => void changing.run(() => postJson('/api/me/notices/test', { channel: 'mail' }), t('notices.test.done'))}>{t('notices.test.mail')}</button> : null}
          <button type="button" className="small-button" disabled={changing.busy} onClick={() => setChanges(true)}>{t('notices.mail.change')}</button>
          <button type="button" className="small-button" disabled={changing.busy} onClick={() => void changing.run(() => deleteAt('/api/me/email'))}>{t('notices.mail.drop')}</button>
        </p>
      )}
    </Card>
  );
}

function AddressForm({ changing, done }: { readonly changing: Changing; readonly done: () => void }): React.JSX.Element {
  const [address, setAddress] = useState('');
  const put = async (): Promise<void> => {
    const answer = await changing.run(() => postJson('/api/me/email', { address: address.trim(), language: language(), zone: Intl.DateTimeFormat().resolvedOptions().timeZone }), t('notices.test.done'));
    if (answer.ok) done();
  };
  return (
    <form className="stack" onSubmit={(event) => { event.preventDefault(); void put(); }}>
      <label className="field"><span>{t('notices.mail.label')}</span><input type="email" autoComplete="email" required maxLength={254} value={address} onChange={({ target }) => setAddress(target.value)} /></label>
      <button className="act act-small" disabled={changing.busy}>{t('notices.mail.put')}</button>
    </form>
  );
}
