/** An agreement's text sentence by sentence, with the place of each term and party in it: so that a term can be asked about where it stands. */
import type { JsonObject } from '../vocabulary/json.ts';
import { sentencesOf } from '../vocabulary/sentences.ts';
import { showFields } from '../vocabulary/values.ts';
import { nameOf } from './say.ts';
import { decimalsOf, type SubcontractView, type View } from './view.ts';
import { filledParts } from './words.ts';

/** `term`: the term, or party, whose value the words are; null: the kit's own words. */
export type ClausePart = { readonly words: string; readonly term: string | null };

/** @example of `Who takes pays {price}.` with the price 1.50: [['Who takes pays ', null], ['1.50', 'price'], ['.', null]] */
export function clausesOf(view: View, { manifest, parties, terms, unit }: Pick<SubcontractView, 'manifest' | 'parties' | 'terms' | 'unit'>): ClausePart[][] {
  const named = Object.fromEntries(Object.entries(parties).map(([party, member]) => [party, nameOf(view, member)]));
  const values: JsonObject = { ...named, ...showFields(manifest.terms, terms, decimalsOf(view, unit)) };
  return sentencesOf(manifest.text).map((sentence) => filledParts(sentence, values).map(({ words, name }) => ({ words, term: name })));
}
