/** Which page is looked at: each has an address, behind the `#`, so that it can be sent to somebody. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';

export type Place =
  | { readonly page: 'books' | 'check' | 'decide' | 'agreements' | 'charter' | 'delegate' | 'me' | 'join' }
  /** One proposal, by its name: SHA-256 in hex. */
  | { readonly page: 'proposal'; readonly id: string }
  /** A proposal that is being written; about an agreement, or words alone. */
  | { readonly page: 'propose'; readonly subcontract: string | null };

const plain = ['check', 'decide', 'agreements', 'charter', 'delegate', 'me'] as const;

/** @param path of the address: an invitation has one of its own, since whoever follows it may see nothing else */
export function placeIn(hash: string, path = '/'): Place {
  if (path === '/join') return { page: 'join' };
  const [name = '', value = ''] = hash.replace(/^#/, '').split('=');
  const page = plain.find((each) => each === name);
  if (page !== undefined) return { page };
  if (name === 'proposal' && /^[0-9a-f]{64}$/.test(value)) return { page: 'proposal', id: value };
  if (name === 'propose') return { page: 'propose', subcontract: value === '' ? null : value };
  return { page: 'books' };
}

/** A change of page begins at its top. */
export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const place = useMemo(() => placeIn(hash, location.pathname), [hash]);
  const named = place.page === 'proposal' ? place.id : place.page;
  useEffect(() => {
    if (named !== 'books') scrollTo({ top: 0, behavior: 'instant' });
  }, [named]);
  return place;
}

function subscribe(changed: () => void): () => void {
  addEventListener('hashchange', changed);
  return () => removeEventListener('hashchange', changed);
}
