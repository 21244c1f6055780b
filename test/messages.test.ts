/** The app's texts: complete in each language, none that nobody says, none that isn't in a message file. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { IntlMessageFormat } from 'intl-messageformat';
import { languages, localeOf } from '../web/src/messages/languages.ts';
import { messagesOf } from './browser/speaking.ts';

const root = new URL('../', import.meta.url).pathname;
const english = messagesOf('en');

/** What a message asks for: its values' names, with their kinds, and its tags. */
function asksFor(message: string, locale: string): readonly string[] {
  const found = new Set<string>();
  const walk = (parts: ReturnType<IntlMessageFormat['getAst']>): void => {
    for (const part of parts) {
      if (part.type === 0 || part.type === 7) continue; // words, and # within a plural
      found.add(`${part.type} ${part.value}`);
      if (part.type === 5 || part.type === 6) for (const { value } of Object.values(part.options)) walk(value);
      if (part.type === 8) walk(part.children);
    }
  };
  walk(new IntlMessageFormat(message, locale).getAst());
  return [...found].sort();
}

for (const language of languages) {
  test(`${language}: has every message, each asking for the same as the English one, and no other`, () => {
    const messages = messagesOf(language);
    assert.deepEqual(Object.keys(messages).sort(), Object.keys(english).sort());
    for (const [id, message] of Object.entries(messages)) {
      assert.notEqual(message.trim(), '', id);
      assert.deepEqual(asksFor(message, localeOf[language]), asksFor(english[id] ?? '', localeOf.en), id);
    }
  });
}

test('every message is said somewhere', () => {
  const sources = globSync(['web/src/**/*.{ts,tsx}', 'src/**/*.ts'], { cwd: root }).map((path) => readFileSync(`${root}${path}`, 'utf8')).join('\n');
  // A message that is chosen by a value is named by what stands before it: t(`app.nav.${section}`).
  const openings = [...sources.matchAll(/`([a-z]+\.[\w.]*)\$\{/g)].map(([, opening = '']) => opening).filter((opening) => !/^[a-z]+\.$/.test(opening));
  const said = new Set([...sources.matchAll(/['"`]([a-z]+\.[\w.-]+)['"`]/g)].map(([, id]) => id));
  // What the server tells and mails is asked for by its key alone, in its area.
  const keyOpenings = [...sources.matchAll(/`([a-z_]+\.[\w.]*)\$\{/g)].map(([, opening = '']) => opening);
  const isTold = (id: string): boolean => {
    const [, area, key = ''] = /^(mails|notices|shut)\.(.+)$/.exec(id) ?? [];
    return area !== undefined && (sources.includes(`'${key}'`) || (area === 'shut' && new RegExp(`say\\.${key}\\b|'${key}'`).test(sources)) || keyOpenings.some((opening) => key.startsWith(opening)));
  };
  const unsaid = Object.keys(english).filter((id) => !said.has(id) && !isTold(id) && !openings.some((opening) => id.startsWith(opening)));
  assert.deepEqual(unsaid, []);
});

test('no component says anything by itself: its words are in the message files', () => {
  /** Names of formats and of a protocol's parts, which no language translates. */
  const names = new Set(['CSV', 'JSON Lines', 'POST', 'Authorization: Bearer', 'MQTT']);
  const found = globSync('web/src/**/*.tsx', { cwd: root }).flatMap((path) => {
    const source = readFileSync(`${root}${path}`, 'utf8');
    const words = [...source.matchAll(/(?<![=\s])>([^<>{}=;()\n`?]*[A-Za-z]{2,}[^<>{}=;()\n`?]*)(?=<\/|\{|\n)/g), ...source.matchAll(/\b(?:aria-label|title|placeholder|alt)="([^"]*[A-Za-z]{2,}[^"]*)"/g)];
    return words.map(([, said = '']) => said.trim()).filter((said) => said !== '' && !names.has(said)).map((said) => `${path}: ${said}`);
  });
  assert.deepEqual(found, []);
});
