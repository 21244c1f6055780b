export type Section = 'today' | 'things' | 'decide' | 'money' | 'agreements' | 'ledger' | 'notices' | 'me';

/** By the first part of an address. */
const sections: { readonly [first: string]: Section } = {
  '': 'today', 'things': 'things', 'decide': 'decide', 'books': 'money', 'money': 'money', 'agreements': 'agreements', 'charter': 'agreements', 'ledger': 'ledger',
  'notices': 'notices', 'me': 'me', 'invite': 'me', 'waiting': 'me',
};

/** @example sectionOf('/decide/delegate') === 'decide' */
export function sectionOf(place: string): Section | undefined {
  const first = place.split('/')[1] ?? '';
  return Object.hasOwn(sections, first) ? sections[first] : undefined;
}
