/**
 * The app's texts. One language is spoken from the start of a page to its end: who chooses another loads the page anew, so that a text can be
 * asked for anywhere, without handing a language through every call.
 */
import { IntlMessageFormat } from 'intl-messageformat';
import type { MessageId } from './areas.ts';
import { localeOf, type Language } from './languages.ts';

export type Messages = { readonly [id: string]: string };
export type Value = string | number | boolean | Date;
export type Values = { readonly [name: string]: Value };

let spoken: { readonly language: Language; readonly messages: Messages } = { language: 'en', messages: {} };
const formats = new Map<string, IntlMessageFormat>();

/** Called once, before anything is drawn. */
export function speak(language: Language, messages: Messages): void {
  spoken = { language, messages };
  formats.clear();
}

/** Adds the texts of another area, in the same language. */
export function learn(messages: Messages): void {
  spoken = { ...spoken, messages: { ...spoken.messages, ...messages } };
}

export function language(): Language {
  return spoken.language;
}

/** For `Intl`: how numbers and days are written. */
export function locale(): string {
  return localeOf[spoken.language];
}

/** A message with its values. @example t('words.members', { count: 3 }) === '3 members' */
export function t(id: MessageId, values?: Values): string {
  return formatOf(id).format<string>(values) as string;
}

/** For ids that are put together, as of a refusal's code: undefined when there is no such message. */
export function known(id: string, values?: Values): string | undefined {
  return id in spoken.messages ? (formatOf(id).format<string>(values) as string) : undefined;
}

/** @throws Error when there is no such message: a test holds that every one that the code names is in every language */
export function formatOf(id: string): IntlMessageFormat {
  let format = formats.get(id);
  if (format === undefined) {
    const message = spoken.messages[id];
    if (message === undefined) throw new Error(`there is no message ${id}`);
    formats.set(id, format = new IntlMessageFormat(message, locale()));
  }
  return format;
}
