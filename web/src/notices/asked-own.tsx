import type { ReactNode } from 'react';
import { RefusedNote } from '../acting/refused.tsx';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { lacksSession, type Own } from './own.ts';

/** What stands in the place of one's own until it is there; whoever isn't here as a member is told how to be. */
export function AskedOwn<T>({ own: { got, again }, children }: { readonly own: Own<T>; readonly children: (value: T) => ReactNode }): ReactNode {
  if (got === null) return <p className="empty" role="status" aria-busy="true">…</p>;
  if (got.ok) return children(got.value);
  if (lacksSession(got.refused)) return <div className="card"><p><Text id="notices.stranger" values={{ me: (words) => <a href="#/me">{words}</a> }} /></p></div>;
  return <div className="card"><RefusedNote refused={got.refused} /><p><button type="button" className="small-button" onClick={again}>{t('notices.again')}</button></p></div>;
}
