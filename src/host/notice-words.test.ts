import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { languages, type Language } from '../vocabulary/languages.ts';
import { kernelTopics, ownTopics } from '../notices/topics.ts';
import { initialView } from '../views/view.ts';
import { confirmationOf, mailOf } from './notice-mail.ts';
import { amountText, dayText, mailText, say, timeText } from './notice-words.ts';

type File = { readonly [key: string]: string };
const file = (language: Language, area: string): File => JSON.parse(readFileSync(join(import.meta.dirname, '../../messages', language, `${area}.json`), 'utf8')) as File;
const namesIn = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(([, name = '']) => name))].sort();

test('each text is there in each language, with the same values in it', () => {
  for (const area of ['notices', 'mails']) {
    const english = file('en', area);
    for (const language of languages) {
      const own = file(language, area);
      assert.deepEqual(Object.keys(own), Object.keys(english), `${area} in ${language}`);
      for (const [key, text] of Object.entries(english)) assert.deepEqual(namesIn(own[key] ?? ''), namesIn(text), `${area}.${key} in ${language}`);
    }
  }
});

test('each notice of the kernel has a topic, and each topic a name', () => {
  for (const [code, { topic }] of Object.entries(kernelTopics)) assert.ok(ownTopics.some((each) => each.topic === topic), code);
  for (const { topic } of ownTopics) assert.ok(file('en', 'notices')[`topic.${topic.slice(1)}`] !== undefined, topic);
});

test('numbers and days are written by the language, exactly, and by the reader\'s clock', () => {
  const view = initialView({ zoneRules: () => undefined });
  view.units.set('T', { id: 'T', decimals: 2 } as never);
  assert.deepEqual(languages.map((language) => amountText(view, language, 'T', 123_456_750)), ['1,234,567.50 T', '1.234.567,50 T', '1.234.567,50 T']);
  assert.equal(amountText(view, 'en', 'T', 9_007_199_254_740_991), '90,071,992,547,409.91 T'); // no floating-point number on the way
  assert.deepEqual(languages.map((language) => dayText(language, '2026-01-05')), ['5 January 2026', '5. Januar 2026', '5 de enero de 2026']);
  const at = Date.parse('2026-01-05T23:30:00Z');
  assert.deepEqual([timeText('en', 'America/New_York', at), timeText('de', 'Europe/Berlin', at)], ['Mon 5 Jan, 18:30', 'Di., 6. Jan., 00:30']);
  assert.deepEqual(languages.map((language) => mailText(language, 'more', { n: 1 })), ['and 1 more, in the app', 'und 1 weitere, in der App', 'y 1 más, en la app']);
  assert.equal(say('de', { message: 'say.vote', values: { by: 'Ana', title: 'Dach' } }), 'Ana bittet dich, mitzuentscheiden: Dach');
});

test('what people write stands in a mail as they wrote it, and does nothing there', () => {
  const evil = '</td><script>alert(1)</script><img src=x onerror="y">&\'';
  const place = { language: 'en' as const, name: evil, url: 'https://linden.example/', unsubscribe: 'https://linden.example/unsubscribe?token=a.b' };
  const { html, text } = mailOf({
    subject: evil, tables: [{ title: evil, head: [evil], rows: [[evil]], totals: [[evil]] }], lists: [{ title: evil, items: [{ when: evil, words: evil }], more: evil }],
  }, place);
  const { html: question } = confirmationOf('en', { name: evil, member: evil, link: 'https://linden.example/confirm-address?token=a.b' });
  for (const page of [html, question]) {
    assert.doesNotMatch(page, /<script|<img|onerror="y"/);
    assert.match(page, /&lt;script&gt;alert\(1\)/);
  }
  assert.doesNotMatch(html, /https?:\/\/(?!linden\.example)/, 'nothing is fetched from elsewhere');
  assert.ok(text.includes(evil));
});

test('what a kit or the rules say is said in the reader\'s language, and what somebody wrote as they wrote it', () => {
  const taken = { message: null, words: 'Ana took 4 pieces at 1234.50 each, said by hand' } as const;
  const paid = { message: null, words: 'Ana paid Bo: a pile of wood' } as const;
  assert.deepEqual(languages.map((language) => say(language, taken)), [taken.words, 'Ana hat 4 Stück genommen, zu je 1234,50, von Hand angegeben', 'Ana tomó 4 piezas a 1234,50 cada una, anotado a mano']);
  assert.deepEqual(languages.map((language) => say(language, paid)), [paid.words, 'Ana hat an Bo gezahlt: a pile of wood', 'Ana pagó a Bo: a pile of wood']);
  const failed = { message: 'say.failed', values: { title: 'Roof', why: 'there is no unit hour' } } as const;
  assert.equal(say('de', failed), 'Beschlossen, konnte aber nicht ausgeführt werden: Roof. Es gibt keine Einheit hour');
});
