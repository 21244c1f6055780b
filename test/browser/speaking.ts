/** The app's messages for what runs without a page. */
import { readFileSync, readdirSync } from 'node:fs';
import { messagesIn } from '../../web/src/messages/files.ts';
import type { Language } from '../../web/src/messages/languages.ts';
import { speak, type Messages } from '../../web/src/messages/t.ts';

const folder = new URL('../../messages/', import.meta.url);

export function messagesOf(language: Language): Messages {
  const files = readdirSync(new URL(`${language}/`, folder)).map((name) => [name, JSON.parse(readFileSync(new URL(`${language}/${name}`, folder), 'utf8')) as Messages] as const);
  return messagesIn(Object.fromEntries(files));
}

export function speakEnglish(): void {
  speak('en', messagesOf('en'));
}
