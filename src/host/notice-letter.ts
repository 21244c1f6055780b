/** A message before it has a form: what a digest, or a single notice, says; a mail, a push and the page show the same. */
import { digestOf, type DigestGroup, type DigestLine, type DigestSums } from '../notices/digest.ts';
import type { Happening, Period } from '../notices/happening.ts';
import type { Language } from '../vocabulary/languages.ts';
import type { View } from '../views/view.ts';
import { amountText, countText, dayText, mailText, massText, personText, say, timeText } from './notice-words.ts';

export type Letter = { readonly subject: string; readonly tables: readonly LetterTable[]; readonly lists: readonly LetterList[] };
/** The first column has names, the others figures; the last rows are totals. */
export type LetterTable = { readonly title: string; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[]; readonly totals: readonly (readonly string[])[] };
export type LetterList = { readonly title: string; readonly items: readonly { readonly when: string; readonly words: string }[]; readonly more: string | null };

export type Reader = { readonly view: View; readonly language: Language; readonly zone: string };

/** Longest list in a message: beyond that the app is the place to read it. */
const itemsMax = 25;
/** Longest subject. */
const subjectCharsMax = 120;

/** Null: there is nothing to say. @param period left out: what came at once */
export function letterOf(reader: Reader, happenings: readonly Happening[], period?: Period): Letter | null {
  const digest = digestOf(happenings);
  if (digest === null) return null;
  const asked = digest.tidings.filter(({ kind }) => kind === 'asked');
  const others = digest.tidings.filter(({ kind }) => kind !== 'asked');
  return {
    subject: subjectOf(reader, happenings, period).slice(0, subjectCharsMax).toWellFormed(),
    tables: digest.groups.map((group) => tableOf(reader, group)),
    lists: [...listOf(reader, 'asked', asked), ...listOf(reader, 'tidings', others)],
  };
}

function subjectOf({ view, language }: Reader, happenings: readonly Happening[], period: Period | undefined): string {
  const name = view.charter?.name ?? '';
  const [first] = happenings;
  if (period === undefined) {
    return happenings.length === 1 && first !== undefined ? mailText(language, 'subject.one', { name, words: say(language, first.said) }) : mailText(language, 'subject.some', { name, count: happenings.length });
  }
  const [from, to] = [dayText(language, period.from), dayText(language, period.to)];
  if (period.from === period.to) return mailText(language, 'subject.day', { name, from });
  return mailText(language, lengthOf(period) === 7 ? 'subject.week' : 'subject.days', { name, from, to });
}

function lengthOf({ from, to }: Period): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;
}

const columns = ['pieces', 'returned', 'mass', 'in', 'out', 'lent', 'owed'] as const;

/** Columns in which nothing stands are left out. */
function tableOf(reader: Reader, { subcontract, lines, totals }: DigestGroup): LetterTable {
  const { view, language } = reader;
  const shown = columns.filter((column) => lines.some((line) => !isNone(line[column])));
  const cells = (sums: DigestSums): string[] => shown.map((column) => (isNone(sums[column]) ? '' : cellOf(reader, subcontract, column, sums)));
  return {
    title: subcontract === null ? mailText(language, 'between_members') : titled(subcontract), head: [mailText(language, 'who'), ...shown.map((column) => mailText(language, column))],
    rows: lines.map((line: DigestLine) => [personText(view, line.other), ...cells(line)]),
    totals: totals.map((sums) => [mailText(language, 'total'), ...cells(sums)]),
  };
}

function isNone(figure: number | bigint): boolean {
  return BigInt(figure) === 0n;
}

/** @example titled('house-a') === 'House a' */
function titled(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function cellOf({ view, language }: Reader, subcontract: string | null, column: (typeof columns)[number], sums: DigestSums): string {
  switch (column) {
    case 'pieces': case 'returned': return countText(language, sums[column]);
    case 'mass': return massText(view, language, subcontract, sums.mass);
    default: return amountText(view, language, sums.unit, sums[column]);
  }
}

function listOf(reader: Reader, title: 'asked' | 'tidings', happenings: readonly Happening[]): LetterList[] {
  if (happenings.length === 0) return [];
  const items = happenings.slice(0, itemsMax).map((happening) => ({ when: timeText(reader.language, reader.zone, happening.at), words: lineOf(reader, happening) }));
  const left = happenings.length - items.length;
  return [{ title: mailText(reader.language, title), items, more: left === 0 ? null : mailText(reader.language, 'more', { n: left }) }];
}

/** In a sentence, with what moved. */
export function lineOf({ view, language }: Reader, { said, movement }: Happening): string {
  const words = say(language, said);
  return movement === null ? words : `${words}: ${amountText(view, language, movement.unit, movement.amount)}`;
}
