import type { ReactNode } from 'react';
import type { Live } from '../api/live.ts';
import { t } from '../messages/t.ts';

/** What stands in a page's place until its answer is there, or why it isn't. */
export function Asked<T>({ live, children }: { readonly live: Live<T>; readonly children: (value: T) => ReactNode }): ReactNode {
  const { got, again } = live;
  if (got === null) return <p className="empty" role="status" aria-busy="true">{t('app.wait')}</p>;
  if (got.ok) return children(got.value);
  return <div className="card"><p className="refused" role="alert">{got.message}</p><p><button type="button" className="small-button" onClick={again}>{t('app.again')}</button></p></div>;
}
