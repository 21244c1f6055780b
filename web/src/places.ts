/** Which page is looked at: each has an address, behind the `#`, so that it can be sent to somebody. */
import { useEffect, useMemo, useSyncExternalStore } from 'react';

export type SensingPlace =
  | { readonly page: 'things' | 'measures' | 'doubts' | 'harm' }
  /** A binding that is being made of a stream, or changed. */
  | { readonly page: 'bind'; readonly stream: string | null }
  /** Readings of a stream. */
  | { readonly page: 'look'; readonly stream: string } | { readonly page: 'rebind'; readonly binding: string }
  /** What errors cost, about an agreement. */
  | { readonly page: 'cutoff'; readonly subcontract: string | null };

export type Place =
  | { readonly page: 'books' | 'check' | 'decide' | 'agreements' | 'charter' | 'delegate' | 'me' | 'money' | 'months' | 'join' }
  /** One proposal, by its name: SHA-256 in hex. */
  | { readonly page: 'proposal'; readonly id: string }
  /** A proposal that is being written; about an agreement's terms, one of its actions, or words alone. */
  | { readonly page: 'propose'; readonly subcontract: string | null; readonly action: string | null }
  /** A kit that is to be agreed on, or another version of an agreement; without one, all that there are. */
  | { readonly page: 'adopt'; readonly kit: string | null; readonly subcontract: string | null }
  | SensingPlace;

const plain = ['check', 'decide', 'agreements', 'charter', 'delegate', 'me', 'money', 'months', 'things', 'measures', 'doubts', 'harm'] as const;

/** @param path of the address: an invitation has one of its own, since whoever follows it may see nothing else */
export function placeIn(hash: string, path = '/'): Place {
  if (path === '/join') return { page: 'join' };
  const [name = '', value = ''] = hash.replace(/^#/, '').split('=').map(decoded);
  const page = plain.find((each) => each === name);
  if (page !== undefined) return { page };
  if (name === 'proposal' && /^[0-9a-f]{64}$/.test(value)) return { page: 'proposal', id: value };
  if (name === 'propose') return proposing(value);
  if (name === 'adopt') {
    const [kit, subcontract] = inTwo(value);
    return { page: 'adopt', kit, subcontract };
  }
  if (name === 'bind') return { page: 'bind', stream: value === '' ? null : value };
  if (name === 'look') return { page: 'look', stream: value };
  if (name === 'rebind') return { page: 'rebind', binding: value };
  if (name === 'cutoff') return { page: 'cutoff', subcontract: value === '' ? null : value };
  return { page: 'books' };
}

/** @example proposing('fund:grant') is about the action `grant` of the agreement `fund` */
function proposing(value: string): Place {
  const [subcontract, action] = inTwo(value);
  return { page: 'propose', subcontract, action };
}

/** What stands before and behind a colon; null: nothing. */
function inTwo(value: string): readonly [string | null, string | null] {
  const [before = '', behind = ''] = value.split(':');
  return [before === '' ? null : before, behind === '' ? null : behind];
}

/** What was typed by hand need not be well-formed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

const sensingPages: readonly string[] = ['things', 'bind', 'look', 'rebind', 'measures', 'doubts', 'cutoff', 'harm'] satisfies SensingPlace['page'][];

export function isSensing(place: Place): place is SensingPlace {
  return sensingPages.includes(place.page);
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
