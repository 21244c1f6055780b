import { useEffect, useSyncExternalStore } from 'react';

export const checkAddress = '#check';

/** Which view is looked at; each has an address. A change of view begins at its top. */
export function useView(): 'books' | 'check' {
  const view = useSyncExternalStore(subscribe, current);
  useEffect(() => {
    if (view === 'check') scrollTo({ top: 0, behavior: 'instant' });
  }, [view]);
  return view;
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}

function current(): 'books' | 'check' {
  return location.hash === checkAddress ? 'check' : 'books';
}
