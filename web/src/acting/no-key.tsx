import { useState } from 'react';
import type { MemberShown } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import { useMe } from './me.ts';

/** For who has a key elsewhere, in a file or beside the command line. */
export function NoKey({ members }: { readonly members: readonly MemberShown[] }): React.JSX.Element {
  const { member, makeKey, bringKey, lookAs } = useMe();
  const people = members.filter(({ commons, left }) => !commons && left === null);
  const [failed, setFailed] = useState(false);
  const [notBrought, setNotBrought] = useState<string | null>(null);
  return (
    <Card id="you" title={t('me.act.title')}>
      <p>{t('me.act.says')}</p>
      <form className="stack" onSubmit={(event) => { event.preventDefault(); if (member !== null) void makeKey(member).catch(() => setFailed(true)); }}>
        <label className="field"><span>{t('me.act.who')}</span>
          <select value={member ?? ''} onChange={({ target }) => lookAs(target.value === '' ? null : target.value)}><option value="">{t('me.act.choose')}</option>{people.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}</select>
        </label>
        <p><button type="submit" className="act" disabled={member === null}>{t('me.act.make')}</button></p>
      </form>
      {failed ? <p className="refused" role="alert">{t('me.passkey.store')}. {t('me.passkey.store.hint')}</p> : null}
      <h3>{t('me.bring.title')}</h3>
      <p>{t('me.bring.says')}</p>
      <label className="field"><span>{t('me.bring.file')}</span><input type="file" accept=".json,application/json" onChange={({ target }) => {
        const [file] = target.files ?? [];
        if (file !== undefined) void file.text().then(bringKey).then(setNotBrought).catch(() => setFailed(true));
      }} /></label>
      {notBrought === null ? null : <p className="refused" role="alert">{t('me.bring.failed', { why: notBrought })}</p>}
      <p className="quiet">{t('me.invited')}</p>
    </Card>
  );
}
