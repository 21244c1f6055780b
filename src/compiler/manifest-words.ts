/**
 * Whether a manifest's plain words can disagree with the code: each term is said, what is named exists, and no number stands in them that isn't
 * filled from one. A number that nobody may agree otherwise is a term whose `min` and `max` are the same. Numbers written as words aren't found.
 */
import type { Field, KitManifest } from '../vocabulary/kit.ts';
import { at, unknownName, type Say } from './problems.ts';

export function checkPlainWords(kit: KitManifest, say: Say): void {
  checkText(kit, say);
  const templates = [['text', kit.text], ...Object.entries(kit.words).map(([code, words]) => [at('words', code), words] as const)] as const;
  for (const [path, template] of templates) {
    if (/[{}]/.test(template.replace(brace, ''))) say(path, 'braces', 'a brace without its other half, or with something else than a name in it', 'write {name}');
    checkNumbers(kit, path, template, say);
  }
  // Nothing is filled in there, and yet it is what members see first, or consent to.
  const plain = [['title', kit.title], ...Object.entries(kit.parts ?? {}).map(([part, { says }]) => [at(at('parts', part), 'says'), says] as const)] as const;
  for (const [path, words] of plain) for (const number of numbersIn(words)) say(path, 'number', unfilled(number.text), 'say it in the text, as a term in braces', number);
}

/** The names in a template's braces, as `price` or `event.by`. */
export function braces(template: string): string[] {
  return [...template.matchAll(brace)].map((match) => match[1] ?? '');
}

const brace = /\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)\}/g;

function checkText(kit: KitManifest, say: Say): void {
  const named = new Set(braces(kit.text).map((path) => path.split('.')[0] ?? path));
  const known = [...Object.keys(kit.terms), ...Object.keys(kit.parties)];
  for (const name of named) if (!known.includes(name)) unknownName(say, 'text', 'term or party', name, known);
  for (const name of Object.keys(kit.terms)) {
    if (!named.has(name)) say('text', 'left-out', `the text doesn't say the term "${name}"`, `add {${name}}, so that members read what they agree to`);
  }
}

function checkNumbers(kit: KitManifest, path: string, template: string, say: Say): void {
  for (const number of numbersIn(template)) {
    const term = Object.keys(kit.terms).find((name) => isDefault(kit.terms[name], number.text));
    const instead = term !== undefined ? `write {${term}}, whose default it is`
      : path === 'text' ? 'make it a term and write its name in braces; one that is always the same has the same min, max and default'
      : 'write a name in braces, and hand the number over in the code';
    say(path, 'number', unfilled(number.text), instead, number);
  }
}

function unfilled(number: string): string {
  return `"${number}" stands in the words alone, so that the code can say something else`;
}

/** Numbers outside braces, and how often the same characters stand before each. A single digit at the end of letters belongs to a name, as in CO2. */
function numbersIn(words: string): { readonly text: string; readonly before: number }[] {
  const found = words.matchAll(/\{[^{}]*\}|(?<=\p{L})\p{N}(?![.,:/]?\p{N})|(\p{N}+(?:[.,:/]\p{N}+)*)/gu);
  return [...found].flatMap(({ 1: text, index }) => (text === undefined ? [] : [{ text, before: words.slice(0, index).split(text).length - 1 }]));
}

/** Whether a term's default is this number, however many zeros each has: `10`, `10.00`. */
function isDefault(term: Field | undefined, number: string): boolean {
  const value = term?.default;
  return (typeof value === 'string' || typeof value === 'number') && plain(String(value)) === plain(number);
}

function plain(number: string): string {
  return /^\d+(\.\d+)?$/.test(number) ? number.replace(/^0+(?=\d)/, '').replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '') : number;
}
