import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWords, wordsIn, wordsMax } from './words.ts';

test('words are letters and digits with the marks on them, of any script', () => {
  assert.deepEqual(wordsIn('5,00 € — Rye-bread'), ['5', '00', 'Rye', 'bread']);
  assert.deepEqual(wordsIn('u\u0308ber 東京'), ['u\u0308ber', '東京']);
  assert.deepEqual(wordsIn('€ — …  \u0301'), []);
});

test('what has no word, or more than can be looked for, is refused in words', () => {
  for (const text of ['€', '—', '"']) assert.deepEqual(readWords(text), { ok: false, refusal: { code: 'invalid_value', detail: `there is no word in "${text}": a search looks for words and numbers, as they stand or begin` } });
  const many = (count: number): string => Array.from({ length: count }, (_, n) => `w${n}`).join(' ');
  assert.equal(readWords(many(wordsMax)).ok, true);
  assert.deepEqual(readWords(many(13)), { ok: false, refusal: { code: 'invalid_value', detail: 'a search has at most 12 words, and this one has 13' } });
});
