/** What a term is now, in the reader's language: what a kit says is said in it, what people named themselves stays as they named it. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { sayValue } from '../src/views/words.ts';
import type { TermShown } from '../src/views/terms-shown.ts';
import type { Json } from '../src/vocabulary/json.ts';
import { termNow, termWords } from '../web/src/agreements/term-words.ts';
import { learnKitWords, speakPhrases } from '../web/src/messages/phrase.ts';
import { speak } from '../web/src/messages/t.ts';

after(() => {
  speak('en', {});
  speakPhrases({});
});

type Told = Parameters<typeof termNow>[0];

function told(type: TermShown['type'], value: Json, unit: string | null = null): Told {
  return { type, value, words: sayValue(value), label: '', unit };
}

function speakGerman(): void {
  speak('de', {});
  speakPhrases({});
  learnKitWords({ 'pool': 'Topf', 'mark': 'Vermerk', 'at once': 'sofort', 'from': 'ab', 'yes': 'ja', 'nobody': 'niemand', 'none': 'keine', 'pieces': 'Stück' });
}

test('what people named themselves stays, where a kit has the same word for something, too', () => {
  speakGerman();
  for (const [type, value] of [['subject', 'pool'], ['member', 'mark'], ['id', 'pool'], ['agent', 'mark'], ['text', 'at once'], ['unit', 'mark'], ['account', 'mark/pool/pool']] as const) {
    assert.deepEqual([termWords(told(type, value)), termNow(told(type, value), () => undefined)], [value, value], type);
  }
  assert.equal(termWords(told('map', { mark: '12.50', so_on: '3.00' })), 'mark 12,50, so_on 3,00');
});

test('what a kit says is in the reader\'s language: choices, yes and no, that there is nothing, names in a record, units', () => {
  speakGerman();
  const cases: readonly (readonly [Told, string])[] = [
    [told('choice', 'at_once'), 'sofort'], [told('choice', 'pool'), 'Topf'], [told('agent', null), 'niemand'], [told('map', {}), 'keine'], [told('list', []), 'keine'],
    [told('list', [{ from: '1000.00' }]), 'ab 1000,00'], [told('amount', '12.50'), '12,50'],
  ];
  for (const [term, expected] of cases) assert.deepEqual([termWords(term), termNow(term, () => undefined)], [expected, expected]);
  assert.deepEqual([termWords(told('integer', 20, 'pieces')), termNow(told('integer', 20, 'pieces'), () => undefined)], ['20', '20\u00a0Stück']);
});
