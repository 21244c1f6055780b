/**
 * Sentences that are made in English, as the log has them, in the reader's language. The English sentence is the key, as in gettext: a catalogue has
 * its template, `there is no unit {1}`, with the translation's. What stands in a place is put in the reader's language as well, where it is itself
 * made of such sentences; what a translation has as `{=1}` are somebody's own words, and stay.
 */
import { spaced } from './labels.ts';

/** English templates with their translations. One that begins with a space or a mark follows another text, one that ends with a space leads one. */
export type Phrases = { readonly [template: string]: string };

type Template = {
  /** Its words between the places, and the longest of them in small letters, by which most sentences are told to be others. */
  readonly literals: readonly string[]; readonly longest: string;
  /** Numbers of its places, as they follow each other; 0 is the text that it follows, or leads. */
  readonly places: readonly number[];
  /** How many of its letters are its own. */
  readonly letters: number;
  /** What it counts among readings that leave as much: what it has of its own; what surely follows another text counts before somebody's own words at that one's end. */
  readonly weight: number;
  readonly translation: string;
  /** Places that hold somebody's own words. */
  readonly own: ReadonlySet<number>;
};

/** `left`: how many characters are as they were, and neither names and numbers nor somebody's own words. `weight`: that of the template that the whole is of. */
type Said = { readonly text: string; readonly left: number; readonly weight: number };

/** Fewer letters, as of `{1} of {2}`, say too little to tell a sentence by: then nothing may be left in its places, or a kit's words would be put in half. */
const sentenceLetters = 12;
/** As few, as of `the {1}` or ` of {1}`, stand in names and in people's own words too. */
const wordLetters = 5;
/** Longer texts are people's own. */
const charsMax = 1000;
/** Ways to lay a sentence over one template; more there are only in texts that no template made. */
const placementsMax = 20;
/** Places of a kit's sentences, also where a translation says that they hold somebody's own words. */
const placeNamed = /\{=?([A-Za-z_][A-Za-z0-9_.]*|\d+)\}/g;
/** Sentences that are remembered, so that a page that is drawn again doesn't look for them again. */
const knownMax = 5000;
/** Readings of a text's parts that are tried: what needs more was made by no template, but by somebody who wrote many of their words. */
const readingsMax = 10_000;

/** Sentences of one language. */
export type PhraseBook = {
  /** More of them: what is asked for from then on has them. */
  readonly learn: (phrases: Phrases) => void;
  /** @returns the sentence as it is where no template fits. @example say('there is no unit hour') === 'es gibt keine Einheit hour' */
  readonly say: (english: string) => string;
};

/** What is looked through for a sentence. */
type Book = { templates: readonly Template[]; readonly known: Map<string, Said | null>; readonly write: Write; /** That may still be tried of what is asked for now. */ readings: number };
/** An amount with its decimals as the language writes it. @example write('12.50') === '12,50' */
type Write = (decimal: string) => string;

export function openPhrases(write: Write): PhraseBook {
  const book: Book = { templates: [], known: new Map(), write, readings: 0 };
  return {
    learn(phrases) {
      book.templates = [...book.templates, ...Object.entries(phrases).map(([english, translation]) => templateOf(english, translation))];
      book.known.clear();
    },
    say: (english) => (english.length > charsMax ? english : wholeOf(book, english)),
  };
}

/**
 * A kit's sentences, whose places have names, as templates, whose places have numbers.
 * @example numbered({ '{by} took {count}': '{by} nahm {count}' }) is { '{1} took {2}': '{1} nahm {2}' }
 */
export function numbered(words: Phrases): Phrases {
  return Object.fromEntries(Object.entries(words).map(([english, translation]) => {
    const names = [...new Set([...english.matchAll(placeNamed)].map(([, name]) => name))];
    const number = (text: string): string => text.replaceAll(placeNamed, (whole: string, name: string) => `{${whole.startsWith('{=') ? '=' : ''}${names.indexOf(name) + 1}}`);
    return [number(english), number(translation)];
  }));
}

function wholeOf(book: Book, english: string): string {
  if (book.known.size >= knownMax) book.known.clear();
  book.readings = readingsMax;
  const found = translated(book, english, book.templates);
  if (book.readings >= 0) return found?.text ?? english;
  // By its template alone: what stands in its places stays as it is.
  book.readings = readingsMax;
  const byItself = matched(book, english, templatesIn(english, book.templates), []);
  book.known.set(english, byItself);
  return byItself?.text ?? english;
}

/**
 * Of several ways to read it the one that leaves the least in English. Null: nothing in it is known.
 * @param among all templates that can be in it: those of the text that it is a part of
 */
function translated(book: Book, english: string, among: readonly Template[]): Said | null {
  if (among.length === 0 || !/\p{L}/u.test(english)) return null;
  const before = book.known.get(english);
  if (before !== undefined) return before;
  if ((book.readings -= 1) < 0) return null;
  const inIt = templatesIn(english, among);
  const found = inIt.length === 0 ? null : mostOf([matched(book, english, inIt, inIt), lowered(book, english, inIt), unclosed(book, english, inIt), pair(book, english, inIt), inParts(book, english, inIt)]);
  // What was given up is no reading.
  if (book.readings >= 0) book.known.set(english, found);
  return found;
}

/** Those whose longest words are in a text. */
function templatesIn(english: string, among: readonly Template[]): readonly Template[] {
  const small = english.toLowerCase();
  // A value that is a name, as at_once, is said as people read it.
  const texts = small.includes('_') ? [small, spaced(small)] : [small];
  return among.filter(({ longest }) => texts.some((text) => text.includes(longest)));
}

function mostOf(ways: readonly (Said | null)[]): Said | null {
  return ways.reduce((most, each) => (each !== null && (most === null || each.left < most.left || (each.left === most.left && each.weight > most.weight)) ? each : most), null);
}

/** @param outer those that the whole may be of */
function matched(book: Book, english: string, outer: readonly Template[], among: readonly Template[]): Said | null {
  return mostOf(outer.map((template) => overlaid(book, english, template, among)));
}

/** A sentence's beginning is written with a capital where its template's isn't. */
function lowered(book: Book, english: string, among: readonly Template[]): Said | null {
  const lower = english.charAt(0).toLowerCase() + english.slice(1);
  const found = lower === english ? null : matched(book, lower, among.filter(({ letters, places }) => letters > wordLetters || places.length === 0), among);
  return found === null ? null : { ...found, text: found.text.charAt(0).toUpperCase() + found.text.slice(1) };
}

/** With a full stop where its template has none. */
function unclosed(book: Book, english: string, among: readonly Template[]): Said | null {
  const found = english.endsWith('.') ? translated(book, english.slice(0, -1), among) : null;
  return found === null ? null : { ...found, text: `${found.text.replace(/\.$/, '')}.` };
}

// Over a template

function overlaid(book: Book, english: string, template: Template, among: readonly Template[]): Said | null {
  let tried = 0;
  for (const texts of placements(book, english, template.literals)) {
    const said = filled(book, texts, template, among);
    if (template.letters >= sentenceLetters || said.left === 0) return said;
    if ((tried += 1) === placementsMax || book.readings < 0) return null;
  }
  return null;
}

/** Each way to lay a text over what stands between the places: the places' texts. */
function* placements(book: Book, text: string, [literal = '', ...further]: readonly string[], at = 0): Generator<readonly string[]> {
  if (!text.startsWith(literal, at)) return;
  const from = at + literal.length;
  const [next] = further;
  if (next === undefined) {
    if (from === text.length) yield [];
    return;
  }
  for (const end of further.length === 1 ? [text.length - next.length] : occurrences(text, next, from)) {
    if (end < from) continue;
    if ((book.readings -= 1) < 0) return;
    for (const rest of placements(book, text, further, end)) yield [text.slice(from, end), ...rest];
  }
}

function occurrences(text: string, part: string, from: number): readonly number[] {
  const found: number[] = [];
  for (let at = text.indexOf(part, from); at !== -1; at = text.indexOf(part, at + 1)) found.push(at);
  return found;
}

function filled(book: Book, texts: readonly string[], { places, translation, weight, own }: Template, among: readonly Template[]): Said {
  const said = new Map(places.map((place, at): [number, Said] => {
    const text = texts[at] ?? '';
    if (own.has(place)) return [place, { text, left: 0, weight: 0 }];
    // What another text follows, or leads, is a sentence, and no name.
    return [place, place === 0 ? translated(book, text, among) ?? { text, left: text.length, weight: 0 } : saidIn(book, text, among)];
  }));
  const middle = translation.replaceAll(/\{=?(\d+)\}/g, (_, place: string) => said.get(Number(place))?.text ?? '');
  const side = said.get(0)?.text ?? '';
  return { text: places[0] === 0 ? `${side}${middle}` : `${middle}${side}`, left: leftIn([...said.values()]), weight };
}

/** A value under its name, as records are said: `from 1000.00`; another word behind it is of a name that isn't known, as `fee payer`. A name with what people call it: `guarantee_max (A guarantor pays, at most)`. */
function pair(book: Book, english: string, among: readonly Template[]): Said | null {
  const [, name, value] = /^(\p{Ll}[\p{L} ]*) (\S+)$/u.exec(english) ?? [];
  const said = name === undefined ? undefined : among.find(({ places, literals: [words] }) => places.length === 0 && words === name);
  const inWords = value === undefined || said === undefined ? undefined : saidIn(book, value, among).text;
  if (said !== undefined && inWords !== undefined && (inWords !== value || /^-?\d/.test(value))) return { text: `${said.translation} ${inWords}`, left: 0, weight: 0 };
  const [, id = '', label] = /^(\S+) \((.+)\)$/.exec(english) ?? [];
  const called = label === undefined ? null : translated(book, label, among);
  return called === null ? null : { ...called, text: `${id} (${called.text})`, weight: 0 };
}

/** An amount with its decimals as the reader's language writes them; whole numbers may be a record's, and stay. */
function saidIn(book: Book, text: string, among: readonly Template[]): Said {
  // Within a sentence one word with a capital is a name, also where a kit has that word for something in small letters: an account that all hold may be called Pot. A weekday has one of its own.
  if (/^\p{Lu}[\p{L}\p{N}]*$/u.test(text)) return { text: among.find(({ places, literals: [words] }) => places.length === 0 && words === text)?.translation ?? text, left: 0, weight: 0 };
  const words = /^[a-z]+(_[a-z]+)+$/.test(text) ? spaced(text) : text;
  return translated(book, words, among) ?? { text: text.replace(/^-?\d+\.\d+(?=$| \S+$)/, book.write), left: isPlain(text) ? 0 : text.length, weight: 0 };
}

/** Names, numbers, amounts, or nothing. @example isPlain('Ana Maria, ben') && isPlain('12.50 crown') && !isPlain('bread for all') */
function isPlain(text: string): boolean {
  return text.split(', ').every((each) => /^\S*$|^-?\d[\d.]* \S+$|^[\p{Lu}\d(]\S*( [\p{Lu}\d(]\S*)*$/u.test(each));
}

function leftIn(all: readonly Said[]): number {
  return all.reduce((sum, { left }) => sum + left, 0);
}

// Several in a row

/** What stands between sentences, clauses, and what is listed: what holds more apart comes first. */
const between: readonly (readonly [split: RegExp, mark: string])[] = [[/(?<=\.) /, ' '], [/ → /, ' → '], [/; /, '; '], [/: /, ': '], [/, /, ', ']];

/** Each by itself, where one of them is known. In a list what isn't known has to be names and numbers. */
function inParts(book: Book, english: string, among: readonly Template[]): Said | null {
  for (const [split, mark] of between) {
    const parts = english.split(split);
    if (parts.length === 1 || parts.every((part) => translated(book, part, among) === null)) continue;
    const said = parts.map((part) => saidIn(book, part, among));
    const left = leftIn(said);
    return mark === ', ' && left > 0 ? null : { text: said.map(({ text }) => text).join(mark), left, weight: 0 };
  }
  return null;
}

function templateOf(english: string, translation: string): Template {
  const follows = /^[\s,;:]/.test(english);
  const leads = !follows && /\s$/.test(english);
  const literals = english.split(/\{\d+\}/);
  const places = [...english.matchAll(/\{(\d+)\}/g)].map(([, place]) => Number(place));
  const words = literals.join('');
  const letters = words.replaceAll(/\P{L}/gu, '').length;
  const own = new Set([...translation.matchAll(/\{=(\d+)\}/g)].map(([, place]) => Number(place)));
  // A whole sentence counts before a part of one with what it might follow; that before somebody's own words at an end.
  const rank = follows || leads ? (letters > wordLetters ? 1 : 0) : letters >= sentenceLetters && own.size === 0 ? 2 : 0;
  return {
    literals: follows ? ['', ...literals] : leads ? [...literals, ''] : literals, places: follows ? [0, ...places] : leads ? [...places, 0] : places,
    longest: literals.reduce((longest, each) => (each.length > longest.length ? each : longest), '').toLowerCase(),
    letters, weight: rank * charsMax + words.length, translation, own,
  };
}
