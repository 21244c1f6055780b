/** What notices say, in the reader's language: texts from `messages/`, numbers and days by its rules and the reader's clock. */
import { IntlMessageFormat } from 'intl-messageformat';
import deMails from '../../messages/de/mails.json' with { type: 'json' };
import deNotices from '../../messages/de/notices.json' with { type: 'json' };
import enMails from '../../messages/en/mails.json' with { type: 'json' };
import enNotices from '../../messages/en/notices.json' with { type: 'json' };
import esMails from '../../messages/es/mails.json' with { type: 'json' };
import esNotices from '../../messages/es/notices.json' with { type: 'json' };
import type { Said } from '../notices/happening.ts';
import { localeOf, type Language } from '../vocabulary/languages.ts';
import { nameOf } from '../views/say.ts';
import { decimalsOf, subcontractNamed, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { dayNumber, dayMs, type Day, type Instant } from '../vocabulary/time.ts';
import { decimalText } from './decimal-text.ts';
import { bookOf } from './phrase-books.ts';

type Texts = { readonly [key: string]: string };

const texts: { readonly [language in Language]: { readonly mails: Texts; readonly notices: Texts } } = {
  en: { mails: enMails, notices: enNotices }, de: { mails: deMails, notices: deNotices }, es: { mails: esMails, notices: esNotices },
};

const formats = new Map<string, IntlMessageFormat>();

export type Values = { readonly [name: string]: string | number };

/** @throws Error when there is no such message: a test holds that every one is in every language */
export function mailText(language: Language, key: keyof typeof enMails, values: Values = {}): string {
  return fill(language, 'mails', key, values);
}

/** What is said in a text of its own has values; of these `why` is what the rules said, in English as the rest; by itself it is a sentence. */
export function say(language: Language, said: Said): string {
  const { say: inWords } = bookOf(language);
  if (said.message === null) return inWords(said.words);
  const { why } = said.values;
  return fill(language, 'notices', said.message, typeof why === 'string' ? { ...said.values, why: said.message === 'say.failed' ? sentence(inWords(why)) : inWords(why) } : said.values);
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function fill(language: Language, area: 'mails' | 'notices', key: string, values: Values): string {
  const id = `${language} ${area} ${key}`;
  let format = formats.get(id);
  if (format === undefined) {
    const text = texts[language][area][key];
    if (text === undefined) throw new Error(`there is no message ${area}.${key} in ${language}`);
    formats.set(id, format = new IntlMessageFormat(text, localeOf[language]));
  }
  return String(format.format(values));
}

/** Exactly: decimal text goes in, and never a floating-point number. @example amountText(view, 'de', 'crown', 2750) === '27,50 crown' */
export function amountText(view: View, language: Language, unit: string, amount: number | bigint): string {
  const number = decimalText(language, formatDecimal(amount, decimalsOf(view, unit)));
  return `${number} ${view.units.get(unit)?.name ?? unit}`;
}

export function countText(language: Language, count: number): string {
  return new Intl.NumberFormat(localeOf[language]).format(count);
}

/** From a kit's `mass_g`, with the decimals that it declares. */
export function massText(view: View, language: Language, subcontract: string | null, mass: number): string {
  const type = subcontract === null ? undefined : subcontractNamed(view, subcontract)?.types.get('mass_g');
  const grams = type?.type === 'decimal' ? type.decimals : 0;
  const kilograms = formatDecimal(mass, grams + 3);
  return new Intl.NumberFormat(localeOf[language], { style: 'unit', unit: 'kilogram', maximumFractionDigits: 3 }).format(kilograms as `${number}`);
}

export function dayText(language: Language, day: Day): string {
  return new Intl.DateTimeFormat(localeOf[language], { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(dayNumber(day) * dayMs);
}

/** @param zone IANA name */
export function timeText(language: Language, zone: string, at: Instant): string {
  return new Intl.DateTimeFormat(localeOf[language], { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(at);
}

export function personText(view: View, id: string): string {
  return nameOf(view, id);
}
