/** What a kit says in the reader's language, without a browser: its sentences with their terms where they stand there, its names, its values. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { ClausePart } from '../../src/views/clauses.ts';
import { numbered } from '../../src/views/phrases.ts';
import { clauseInWords } from '../../web/src/agreements/clause-words.ts';
import { learnKitWords, phrase, speakPhrases, timesLearned } from '../../web/src/messages/phrase.ts';
import { speak } from '../../web/src/messages/t.ts';
import { labelOf, withUnit } from '../../web/src/words/labels.ts';
import { called, calledAlone } from '../../web/src/words/names.ts';
import { inWords } from '../../web/src/words/values.ts';

const words = {
  'Who takes pays {price} {unit}, at most {most} in {days} days.': 'In {days} Tagen zahlt höchstens {most} {unit}, wer nimmt: {price} je Stück.',
  '{by} took {count} pieces: {reason}': '{by} nahm {count} Stück: {=reason}',
  'pieces': 'Stück', 'piece': 'Stück', 'take back': 'zurücknehmen', 'from': 'ab', 'times': 'mal', 'Price of a piece': 'Preis eines Stücks', 'no': 'nein', 'nobody': 'niemand', 'at once': 'sofort', 'pot': 'Topf', '{a} paid {b} out of {c}': '{a} zahlte an {b} aus: {c}', 'Times what their means say: {brackets}.': 'Mal, was ihre Mittel sagen: {brackets}.', 'Here it is {when}.': 'Hier gilt {when}.', 'the term {term} of {whose}': 'die Bedingung {term} von {whose}',
};

function speakGerman(): void {
  speak('de', {});
  speakPhrases({});
  learnKitWords(words);
}

after(() => {
  speak('en', {});
  speakPhrases({});
});

const clause: readonly ClausePart[] = [
  { words: 'Who takes pays ', term: null }, { words: '1.50', term: 'price' }, { words: ' ', term: null }, { words: 'crown', term: 'unit' }, { words: ', at most ', term: null }, { words: '40.00', term: 'most' },
  { words: ' in ', term: null }, { words: '30', term: 'days' }, { words: ' days.', term: null },
];

test('a sentence is said in the reader\'s order, and each term stands where it is said there', () => {
  speakGerman();
  const said = clauseInWords(clause, (term) => ({ price: '1,50', most: '40,00' })[term]);
  assert.equal(said?.map((each) => each.words).join(''), 'In 30 Tagen zahlt höchstens 40,00 crown, wer nimmt: 1,50 je Stück.');
  assert.deepEqual(said?.flatMap(({ term }) => (term === null ? [] : [term])), ['days', 'most', 'unit', 'price']);
  assert.equal(clauseInWords([{ words: 'Nobody said this one.', term: null }], () => undefined), null);
});

test('places have names in a kit and numbers in a template; one that stands there twice has one', () => {
  assert.deepEqual(numbered({ '{by} gave {to} {n}, says {by}': '{to} bekam {n} von {=by}' }), { '{1} gave {2} {3}, says {1}': '{2} bekam {3} von {=1}' });
  assert.deepEqual(numbered({ 'at most {1}': 'höchstens {1}' }), { 'at most {1}': 'höchstens {1}' });
});

test('what is filled in is said by it, and somebody\'s own words stay', () => {
  speakGerman();
  assert.equal(phrase('Ana took 4 pieces: nobody'), 'Ana nahm 4 Stück: nobody');
});

test('somebody who is called as a kit calls something keeps the name', () => {
  speakGerman();
  assert.equal(phrase('Pot paid Ana, Pot out of pot'), 'Pot zahlte an Ana, Pot aus: Topf');
});

test('a record is said value by value under its names, and a value that is a name as people read it', () => {
  speakGerman();
  assert.equal(phrase('Times what their means say: from 0.00, times 1; from 1000.00, times 2.'), 'Mal, was ihre Mittel sagen: ab 0,00, mal 1; ab 1000,00, mal 2.');
  assert.equal(phrase('Here it is at_once.'), 'Hier gilt sofort.');
  assert.equal(phrase('the term base_price (Price of a piece) of wood'), 'die Bedingung base_price (Preis eines Stücks) von wood');
});

test('names, labels, units and values are said as the kit\'s words have them', () => {
  speakGerman();
  assert.deepEqual([called('take_back'), calledAlone('take_back'), called('unknown_name')], ['zurücknehmen', 'Zurücknehmen', 'unknown name']);
  assert.deepEqual(labelOf({ base_price: { label: 'Price of a piece', unit: 'pieces' } }, 'base_price'), { label: 'Preis eines Stücks', unit: 'pieces' });
  assert.deepEqual(['1', '20'].map((value) => withUnit(value, { label: '', unit: 'pieces' }, () => undefined)), ['1\u00a0Stück', '20\u00a0Stück']);
  assert.equal(inWords([{ from: '0.00', times: 1 }, { from: '1000.00', times: 2 }]), 'ab 0,00, mal 1; ab 1000,00, mal 2');
  assert.deepEqual([inWords(false), inWords(null), inWords('12.50'), inWords({ 'house-a': 'ana' })], ['nein', 'niemand', '12,50', 'house-a ana']);
});

test('what was put into words before is known to be old once more is learned', () => {
  speakGerman();
  const before = timesLearned();
  learnKitWords({ 'A pile': 'Ein Stapel' });
  assert.ok(timesLearned() > before);
});
