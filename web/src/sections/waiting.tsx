import { t } from '../messages/t.ts';
import type { Followed } from '../api/follow.ts';

/** Before the first overview. */
export function Waiting({ connection }: { readonly connection: Followed['connection'] }): React.JSX.Element {
  const lost = connection === 'lost';
  return (
    <main className="waiting">
      <img src="/icon.svg" alt="" width="64" height="64" />
      <h1>{t(lost ? 'app.away.title' : 'app.waiting.title')}</h1>
      <p role="status">{t(lost ? 'app.away.says' : 'app.waiting.says')}</p>
    </main>
  );
}
