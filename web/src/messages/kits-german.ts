import type { Phrases } from './phrase.ts';

/** What each of our kits says, by its file. */
export const kits = import.meta.glob<Phrases>('../../../kits/*/words/de.json', { eager: true, import: 'default' });
