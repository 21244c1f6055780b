/** What is made in English, as the log has it, in a reader's language: for what goes out by mail and push. The app does the same with what it shows (web/src/messages). */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Language } from '../vocabulary/languages.ts';
import { numbered, openPhrases, type PhraseBook, type Phrases } from '../views/phrases.ts';
import { decimalText } from './decimal-text.ts';
import { ownKits } from './kits.ts';

const phrasesFolder = fileURLToPath(new URL('../../messages/phrases/', import.meta.url));

const books = new Map<Language, PhraseBook>();

/** Read from the files when it is first asked for. */
export function bookOf(language: Language): PhraseBook {
  let book = books.get(language);
  if (book === undefined) books.set(language, book = openBook(language));
  return book;
}

function openBook(language: Language): PhraseBook {
  const book = openPhrases((decimal) => decimalText(language, decimal));
  if (language === 'en') return book;
  for (const name of ['views', 'others']) book.learn(phrasesIn(join(phrasesFolder, language, `${name}.json`)));
  for (const kit of readdirSync(ownKits)) {
    const file = join(ownKits, kit, 'words', `${language}.json`);
    if (existsSync(file)) book.learn(numbered(phrasesIn(file)));
  }
  return book;
}

function phrasesIn(file: string): Phrases {
  return JSON.parse(readFileSync(file, 'utf8')) as Phrases;
}
