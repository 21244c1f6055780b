import { useEffect } from 'react';
import { at } from '../api/base.ts';
import { t } from '../messages/t.ts';
import { endSession } from './sign-out.ts';

/** The server couldn't be told yet that somebody signed out here. */
const againMs = 5000;

/** Instead of all else, as long as the session of whoever signed out still opens the collective. */
export function SignedOutView(): React.JSX.Element {
  useEffect(() => {
    const tell = (): void => void endSession().then((isEnded) => { if (isEnded) location.replace(`${at('/')}?closed`); });
    tell();
    const again = setInterval(tell, againMs);
    addEventListener('online', tell);
    return () => {
      clearInterval(again);
      removeEventListener('online', tell);
    };
  }, []);
  return (
    <main className="waiting" tabIndex={-1}>
      <h1>{t('me.out.title')}</h1>
      <p role="status">{t('me.out.says')}</p>
    </main>
  );
}
