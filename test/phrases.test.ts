/** What the server, the log and the rules say in English is said in each other language: nothing is missing, nothing is too much, and what is put together is found. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import { sayRule } from '../src/views/deciding-words.ts';
import { sayCap, sayMatter, sayWay } from '../src/views/charter-words.ts';
import type { Entrenched, Matter } from '../src/vocabulary/charter.ts';
import type { DecisionRule } from '../src/vocabulary/deciding.ts';
import { languages } from '../web/src/messages/languages.ts';
import { learnPhrases, phrase, speakPhrases, type Phrases } from '../web/src/messages/phrase.ts';
import { speak } from '../web/src/messages/t.ts';
import { isOfViews, phrasesIn, phrasesMade } from './phrase-sources.ts';

const made = phrasesMade();

after(() => {
  speak('en', {});
  speakPhrases({});
});

test('sentences are found in the sources', () => {
  assert.ok(made.size > 1000, `only ${made.size} are found`);
  for (const one of ['there is no unit {1}', 'on {1} everyone decides', '{1} paid {2}: {3}', 'Load the page anew and try again.']) assert.ok(made.has(one), one);
});

test('a sentence is found as it is put together', () => {
  const source = (text: string): readonly string[] => phrasesIn(text);
  assert.deepEqual(source('export const say = (unit: string) => refuse(\'unknown_unit\', `there is no unit ${unit}`);'), ['there is no unit {1}']);
  // Nothing between two places says where one ends.
  assert.deepEqual(source('say(`at most ${amount}${unit} a day`);'), ['at most {1} a day']);
  assert.deepEqual(source('say(`it is ${late ? \'too late\' : \'in time\'}`);'), ['it is {1}', 'too late', 'in time']);
  assert.deepEqual(source('say(\'one and \' + `${two} more`);'), ['one and {1} more']);
  assert.deepEqual(source('say(names.join(\' and \'));'), ['{1} and {2}']);
  assert.deepEqual(source('throw new InvariantError(\'this is for programmers\');'), []);
});

for (const language of languages.filter((each) => each !== 'en')) {
  const file = (name: 'views' | 'others'): Phrases => JSON.parse(readFileSync(new URL(`../messages/phrases/${language}/${name}.json`, import.meta.url), 'utf8')) as Phrases;
  const [views, others] = [file('views'), file('others')];
  const phrases = { ...views, ...others };

  test(`${language}: has what the sources say, and nothing else`, () => {
    const missing = [...made].filter(([english]) => phrases[english] === undefined).map(([english, files]) => `${english} (${files.join(', ')})`);
    const gone = Object.keys(phrases).filter((english) => !made.has(english));
    assert.deepEqual({ missing, gone }, { missing: [], gone: [] });
  });

  test(`${language}: what views say comes first, and all the rest later`, () => {
    assert.deepEqual(Object.keys(views).filter((english) => !isOfViews(made.get(english) ?? [])), []);
    assert.deepEqual(Object.keys(others).filter((english) => isOfViews(made.get(english) ?? [])), []);
  });

  test(`${language}: has the same places, and stands where the English stands`, () => {
    for (const [english, translation] of Object.entries(phrases)) {
      assert.deepEqual(placesIn(translation), placesIn(english), english);
      // What follows another text, or leads one, isn't run together with it.
      assert.deepEqual([/^\s/.test(translation), /\s$/.test(translation)], [/^\s/.test(english), /\s$/.test(english)], english);
      assert.notEqual(translation.trim(), '', english);
    }
  });

  test(`${language}: each is found, and no other in its stead`, () => {
    const withNames = (text: string): string => text.replaceAll(/\{=?(\d+)\}/g, (_, place: string) => `X${place}`);
    speakPhrases(phrases);
    for (const [english, translation] of Object.entries(phrases)) assert.equal(phrase(withNames(english)), withNames(translation));
  });
}

function placesIn(text: string): readonly string[] {
  return [...new Set([...text.matchAll(/\{=?(\d+)\}/g)].map(([, place = '']) => place))].sort();
}

const german: Phrases = {
  'there is no unit {1}': 'es gibt keine Einheit {=1}', '; did you mean "{1}"?': '; meintest du „{=1}“?', ' of {1}': ' von {1}', 'the {1}': 'die Partei {1}', '{1} is {2}': '{1} ist {2}', 'there is no unit {1}: there are {2}': 'es gibt keine Einheit {=1}: es gibt {2}', 'at most {1}': 'höchstens {1}', 'at most {1} a day': 'höchstens {1} am Tag', '{1} days': '{1} Tage', ', and at least {1}': ', und mindestens {1}',
  '{1} of {2} voted, and {3} must: {4}.': '{1} von {2} haben abgestimmt, und es braucht {3}: {4}.', '{1} of {2}': '{1} von {2}', 'at least {1}': 'mindestens {1}', 'not enough': 'nicht genug',
  'open for {1}': 'offen {1}', '{1} paid {2}': '{1} hat an {2} gezahlt', '{1} paid {2}: {3}': '{1} hat an {2} gezahlt: {=3}', '{1} and {2}': '{1} und {2}', 'the operator': 'der Betreiber',
  'not {1} but {2}': 'statt {1}: {2}', 'Nobody objects.': 'Niemand erhebt Einspruch.', 'on {1}: ': 'bei {1}: ', 'it waits': 'es wartet',
  'it begins each {1}': 'es beginnt an jedem {1}', 'Monday': 'Montag', 'pot': 'Topf',
};

test('a sentence is said by its template, a place by its own', () => {
  speak('de', {});
  speakPhrases(german);
  const pairs: readonly (readonly [english: string, german: string])[] = [
    ['there is no unit hour', 'es gibt keine Einheit hour'],
    ['There is no unit hour', 'Es gibt keine Einheit hour'],
    ['there is no unit hour.', 'es gibt keine Einheit hour.'],
    // The one with more words of its own.
    ['at most 12.50 crown a day', 'höchstens 12,50 crown am Tag'],
    ['open for 7 days, and at least 3 days', 'offen 7 Tage, und mindestens 3 Tage'],
    ['not the operator but Ana', 'statt der Betreiber: Ana'],
    ['not Ana and the operator but Ben', 'statt Ana und der Betreiber: Ben'],
    // Several in a row: sentences, clauses, a list; what leads another one.
    ['Nobody objects. There is no unit hour.', 'Niemand erhebt Einspruch. Es gibt keine Einheit hour.'],
    ['7 days; it waits', '7 Tage; es wartet'],
    ['ana, the operator', 'ana, der Betreiber'],
    ['on wood: there is no unit hour', 'bei wood: es gibt keine Einheit hour'],
    ['wood: there is no unit hour', 'wood: es gibt keine Einheit hour'],
    ['there is no unit hurs; did you mean "hours"?', 'es gibt keine Einheit hurs; meintest du „hours“?'],
    ['at most 3 of wood', 'höchstens 3 von wood'],
    ['there is no unit hour: there are 12', 'es gibt keine Einheit hour: es gibt 12'],
    // A weekday has a capital of its own; else one word with a capital is a name.
    ['it begins each Monday', 'es beginnt an jedem Montag'],
    ['Pot paid pot', 'Pot hat an Topf gezahlt'],
    // A value under its name.
    ['pot 3', 'Topf 3'], ['pot 1.50, pot Monday', 'Topf 1,50, Topf Montag'],
    // What begins as one that follows another is no such one where what stands before it isn't a sentence.
    ['3 of 10 voted, and at least 5 must: not enough.', '3 von 10 haben abgestimmt, und es braucht mindestens 5: nicht genug.'],
  ];
  for (const [english, expected] of pairs) assert.equal(phrase(english), expected);
});

test('what comes later is known from then on, also in what was said before', () => {
  speak('de', {});
  speakPhrases({ 'there is no unit {1}: {2}': 'es gibt keine Einheit {1}: {2}' });
  assert.equal(phrase('there is no unit hour: it waits'), 'es gibt keine Einheit hour: it waits');
  learnPhrases({ 'it waits': 'es wartet' });
  assert.equal(phrase('there is no unit hour: it waits'), 'es gibt keine Einheit hour: es wartet');
});

test('somebody\'s own words stay, and what no template fits', () => {
  speak('de', {});
  speakPhrases(german);
  for (const [english, expected] of [
    ['Ana paid Ben: it waits', 'Ana hat an Ben gezahlt: it waits'],
    ['Ana paid Ben: wood of cash', 'Ana hat an Ben gezahlt: wood of cash'],
    ['Ana Maria paid Ben', 'Ana Maria hat an Ben gezahlt'],
    ['there is no unit the operator', 'es gibt keine Einheit the operator'],
    ['The School paid Ben', 'The School hat an Ben gezahlt'],
    // A kit's sentences have words of the templates in them: they aren't said by halves.
    ['what was paid for the oven', 'what was paid for the oven'],
    ['the pay day is when what is needed is collected', 'the pay day is when what is needed is collected'],
    ['at most 12 households take part', 'at most 12 households take part'],
    ['pot keeper', 'pot keeper'], ['pot of_gold', 'pot of_gold'],
    ['bread and butter for all', 'bread and butter for all'],
    ['apples, some pears, at most 3 plums', 'apples, some pears, at most 3 plums'],
    ['', ''], ['record 12345', 'record 12345'],
  ] as const) assert.equal(phrase(english), expected);
  assert.equal(phrase(`${'x'.repeat(3000)} and the operator`), `${'x'.repeat(3000)} and the operator`);
});

test('in English a sentence is what it is', () => {
  speak('en', {});
  speakPhrases({});
  assert.equal(phrase('there is no unit hour'), 'there is no unit hour');
});

// Every template in capitals stands for a language that has all of them: what is left in small letters wasn't found. Names are in capitals themselves.

const rules: readonly DecisionRule[] = [
  { rule: 'consensus', assents: 0 }, { rule: 'consensus', assents: 1 }, { rule: 'consensus', assents: 3 }, { rule: 'majority', yes: { more_than: part(1, 2) }, quorum: 20 }, { rule: 'majority', yes: { at_least: part(3, 5) }, quorum: 1 },
  { rule: 'threshold', yes: { people: 1 } }, { rule: 'threshold', yes: { people: 4 } }, { rule: 'threshold', yes: { at_least: part(1, 1) } }, { rule: 'unanimous' }, { rule: 'score', max: 5, quorum: 2 }, { rule: 'instant_runoff', quorum: 3 }, { rule: 'schulze', quorum: 1 },
  { rule: 'approval', winners: 1, quorum: 1 }, { rule: 'approval', winners: 2, quorum: 4 },
  { rule: 'each', of: { all: { rule: 'unanimous' }, bound: { rule: 'majority', yes: { more_than: part(1, 3) }, quorum: 3 }, NORTH: { rule: 'consensus', assents: 1 } } },
];
const matters: readonly Matter[] = (['all', 'bound', 'parties', 'chosen', 'group:NORTH'] as const).flatMap((asked) => rules.map((rule): Matter => (
  { name: 'M', changes: ['adopt', 'terms', 'charter', 'sensing'], subcontracts: ['WOOD', 'CASH'], topics: ['T1'], parts: ['issue_per_month', 'name'], asked, rule, days: 7, days_min: 1 })));
const caps: readonly Entrenched['cap'][] = [{ charter: ['rights', 'late_days', 'name'] }, { term: 'SHARE', subcontract: 'WOOD', at_most: '30' }, { term: 'SHARE', kit: 'PLEDGE', at_most: '30', at_least: '2' }];
const ways: readonly Entrenched['way'][] = [
  { consent: 'party:GIVER', votes: 2, apart_days: 30 }, { consent: ['ANA', 'BEN'], votes: 1, apart_days: 1 }, { consent: 'part:LOAN', votes: 3, apart_days: 1 }, { consent: 'group:NORTH', votes: 1, apart_days: 1 },
];

function part(numerator: number, denominator: number): { readonly numerator: number; readonly denominator: number } {
  return { numerator, denominator };
}

test('what is put together of many is found, down to its smallest part', () => {
  const capitals = (text: string): string => text.split(/(\{\d+\})/).map((each) => (/^\{\d+\}$/.test(each) ? each : each.toUpperCase())).join('');
  speakPhrases(Object.fromEntries([...made.keys()].map((english) => [english, capitals(english)])));
  for (const english of [...rules.map(sayRule), ...matters.map(sayMatter), ...caps.map((cap) => sayCap(cap)), ...ways.map(sayWay)]) {
    const said = phrase(english);
    assert.doesNotMatch(said, /[a-z]/, `${english}\n${said}`);
    assert.equal(said, english.toUpperCase());
  }
});
