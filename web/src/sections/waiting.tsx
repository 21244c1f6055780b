import type { Followed } from '../api/follow.ts';

/** Before the first overview. */
export function Waiting({ connection }: { readonly connection: Followed['connection'] }): React.JSX.Element {
  const lost = connection === 'lost';
  return (
    <main className="waiting">
      <img src="/icon.svg" alt="" width="64" height="64" />
      <h1>{lost ? 'Nobody answers' : 'Opening the books…'}</h1>
      <p role="status">{lost
        ? 'The collective’s server can’t be reached. This page keeps trying and opens as soon as it answers.'
        : 'Fetching what happened so far.'}</p>
    </main>
  );
}
