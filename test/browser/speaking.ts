/** The app's messages for what runs without a page. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { messagesIn } from '../../web/src/messages/files.ts';
import type { Language } from '../../web/src/messages/languages.ts';
import { speak, type Messages } from '../../web/src/messages/t.ts';

const folder = new URL('../../messages/', import.meta.url);

export function messagesOf(language: Language): Messages {
  const files = readdirSync(new URL(`${language}/`, folder)).map((name) => [name, JSON.parse(readFileSync(new URL(`${language}/${name}`, folder), 'utf8')) as Messages] as const);
  return messagesIn(Object.fromEntries(files));
}

/** What a kit says, as a reader of the language has it. @param english its own words, before anything is filled in */
export function kitSays(kit: string, english: string, language: Language): string {
  if (language === 'en') return english;
  const words = JSON.parse(readFileSync(new URL(`../../kits/${kit}/words/${language}.json`, import.meta.url), 'utf8')) as { readonly [english: string]: string };
  return words[english] ?? assert.fail(`${kit} has no ${language} for “${english}”`);
}

export function speakEnglish(): void {
  speak('en', messagesOf('en'));
}
