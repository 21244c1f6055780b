/** What is made in English, as the log has it, in the reader's language: see src/views/phrases.ts. One book is open from the start of a page to its end. */
import { numbered, openPhrases, type Phrases } from '../../../src/views/phrases.ts';
import { written } from '../words/amounts.ts';

export type { Phrases };

let book = openPhrases(written);
/** A kit's sentences before anything is filled in, with their places by name. */
let templates: ReadonlyMap<string, string> = new Map();
let times = 0;
const hearing = new Set<() => void>();

/** In place of all that was known; not for English. */
export function speakPhrases(phrases: Phrases): void {
  book = openPhrases(written);
  templates = new Map();
  learnPhrases(phrases);
}

/** More of them: what is drawn from now on has them. */
export function learnPhrases(phrases: Phrases): void {
  book.learn(phrases);
  learned();
}

/** What a kit says, its places by their names. */
export function learnKitWords(words: Phrases): void {
  templates = new Map([...templates, ...Object.entries(words)]);
  book.learn(numbered(words));
  learned();
}

/** How often something was learned: what was put into words before may be said better by now. */
export function timesLearned(): number {
  return times;
}

/** @returns to be called when nobody listens any more */
export function onLearned(hear: () => void): () => void {
  hearing.add(hear);
  return () => void hearing.delete(hear);
}

function learned(): void {
  times += 1;
  for (const hear of hearing) hear();
}

/** @returns the sentence as it is where no template fits. @example phrase('there is no unit hour') === 'es gibt keine Einheit hour' */
export function phrase(english: string): string {
  return book.say(english);
}

/** A kit's sentence before it is filled in; undefined where it isn't known. @example template('Who takes pays {price}.') === 'Wer nimmt, zahlt {price}.' */
export function template(english: string): string | undefined {
  return templates.get(english);
}
