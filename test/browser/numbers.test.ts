/** Numbers and amounts as people type them, in each language. */
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import './fake-browser.ts';
import { parseDecimal } from '../../src/vocabulary/decimals.ts';
import { speak } from '../../web/src/messages/t.ts';
import { amountWrong } from '../../web/src/money/amount-wrong.ts';
import { amountIn, isMore } from '../../web/src/money/amounts-in.ts';
import { actWords } from '../../web/src/offline/act-words.ts';
import type { WaitingAct } from '../../web/src/offline/outbox.ts';
import { written } from '../../web/src/words/amounts.ts';
import type { Speaking } from '../../web/src/words/context.ts';
import { asTyped, handedOn, numberIn, readings } from '../../web/src/words/numbers-in.ts';
import { messagesOf, speakEnglish } from './speaking.ts';

speakEnglish();
afterEach(speakEnglish);

const amounts = (typed: readonly string[], decimals: number): readonly string[] => typed.map((each) => {
  const read = amountIn(each, decimals);
  return read.ok ? read.amount : read.why;
});

test('an amount has a point or a comma before its decimals, and spaces between thousands, in every language', () => {
  for (const language of ['en', 'de', 'es'] as const) {
    speak(language, messagesOf(language));
    assert.deepEqual(amounts(['12,50', '12.5', '12', ' 1 250,5 ', '12,', '0,01'], 2), ['12.50', '12.50', '12.00', '1250.50', '12.00', '0.01'], language);
    assert.deepEqual(amounts(['', ' ', '0', '0,00', '-3', 'ten', '1,2,3', '12.345', '9007199254740993'], 2), ['empty', 'empty', 'nothing', 'nothing', 'no_amount', 'no_amount', 'no_amount', language === 'en' ? 'decimals' : 'either', 'no_amount'], language);
  }
});

test('what the page writes is read as what it means: thousands in groups, and the reader\'s own decimal sign', () => {
  for (const language of ['en', 'de', 'es'] as const) {
    speak(language, messagesOf(language));
    assert.deepEqual(amounts([written('1234567.50'), written('12500.05'), written('99.90')], 2), ['1234567.50', '12500.05', '99.90'], language);
    assert.deepEqual(amounts([written('10.000'), written('1.250'), written('0.125')], 3), ['10.000', '1.250', '0.125'], language);
    assert.equal(asTyped('1250.50'), language === 'en' ? '1250.50' : '1250,50');
  }
});

test('where the sign between thousands stands before three digits alone, nobody guesses', () => {
  // As Intl groups: 10,000 in English is ten thousand, and 10.000 is in German and Spanish (CLDR 48).
  assert.deepEqual(amounts(['1,000', '10,000', '1.000', '10.000', '0,125', '1234,567'], 3), ['either', 'either', '1.000', '10.000', '0.125', '1234.567']);
  assert.deepEqual(readings('10,000'), ['10000', '10']);
  assert.deepEqual(readings('1,250'), ['1250', '1.25']);
  for (const language of ['de', 'es'] as const) {
    speak(language, messagesOf(language));
    assert.deepEqual(amounts(['1.000', '10.000', '1,000', '10,000'], 3), ['either', 'either', '1.000', '10.000']);
    assert.deepEqual(readings('1.250'), ['1250', '1,25']);
  }
});

test('what is handed on is read as it is meant, or by nothing at all', () => {
  speak('de', messagesOf('de'));
  assert.deepEqual(['12,50', '12.50', '10.000', 'zehn', ''].map(handedOn), ['12.50', '12.50', '10.000?', 'zehn', '']);
  assert.equal(parseDecimal(handedOn('10.000'), 3).ok, false);
});

test('why it is no amount is said in the reader\'s words and figures', () => {
  assert.deepEqual(['', '12.50', '12.345', '10,000'].map((typed) => amountWrong(typed, 2)), [null, null, 'This unit has 2 decimals.', '10,000 can be 10000 or 10: write the one that you mean.']);
  speak('de', messagesOf('de'));
  assert.equal(amountWrong('1.250', 3), '1.250 kann 1250 oder 1,25 sein: Schreib, was du meinst.');
});

test('a number may be below nothing, and two signs of which the last is another one tell themselves apart', () => {
  const text = (typed: string): string => {
    const read = numberIn(typed);
    return read.ok ? read.text : read.why;
  };
  assert.deepEqual(['-1,5', '\u22121,5', '1.234.567', '1,234,567.25', '1.234,5', '12.34.56', '1,23.4', '-'].map(text), ['-1.5', '-1.5', '1234567', '1234567.25', '1234.5', 'no_number', 'no_number', 'empty']);
});

test('as much as there is isn\'t more than there is, also where no floating number holds it', () => {
  assert.deepEqual([isMore('12.50', '12.50', 2), isMore('12.51', '12.50', 2), isMore('12.49', '12.50', 2)], [false, true, false]);
  // 2^53 - 1 parts, and one less: as floating numbers, which lie 1/64 apart there, both are 90071992547409.90625.
  assert.equal(Number('90071992547409.91'), Number('90071992547409.90'));
  assert.deepEqual([isMore('90071992547409.91', '90071992547409.90', 2), isMore('90071992547409.90', '90071992547409.91', 2)], [true, false]);
});

test('what waits for the connection is said with the reader\'s figures', () => {
  const act = { address: '/api/entries', body: { entry: { kind: 'pay', id: '1', body: { to: 'bo', unit: 'crown', amount: '12500.50' } } } } as unknown as WaitingAct;
  const speaking = { nameOf: () => 'Bo', unitOf: () => ({ id: 'crown', name: 'crown', decimals: 2, issued: '0.00' }) } as unknown as Speaking;
  assert.match(actWords(act, speaking), /12,500\.50 crowns/);
  speak('de', messagesOf('de'));
  assert.match(actWords(act, speaking), /12\.500,50 crowns/);
});
