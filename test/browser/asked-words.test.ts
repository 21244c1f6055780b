// What is asked of a member, in their language, without a browser.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { speakPhrases } from '../../web/src/messages/phrase.ts';
import { speak } from '../../web/src/messages/t.ts';
import { askedWords } from '../../web/src/today/asked-words.ts';

after(() => {
  speak('en', {});
  speakPhrases({});
});

test('a proposal\'s title stays as it was written, also where a kit has the same words; what a kit says is in the reader\'s language', () => {
  speak('de', {});
  speakPhrases({ 'price': 'Preis', ' of {1}': ' von {1}', 'two pieces are missing': 'zwei Stück fehlen' });
  assert.deepEqual(['Price of bread', 'we meet at eight'].map((words) => askedWords({ words, own: true })), ['Price of bread', 'We meet at eight']);
  assert.equal(askedWords({ words: 'two pieces are missing', own: false }), 'Zwei Stück fehlen');
});
