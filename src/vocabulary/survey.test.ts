import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Fields } from './kit.ts';
import type { SurveyItem } from './survey-items.ts';
import { answersNow, readSurveyAnswers, surveyed, type SurveyAnswers } from './survey.ts';

const comfort: SurveyItem = { id: 'comfort', question: 'How warm?', answer: { type: 'number', unit: '°C', min: '10', max: '26', step: '0.5' }, by: 'median', sets: 'cold_below' };
const caution: SurveyItem = {
  id: 'caution', question: 'How willing to take risks?', answer: { type: 'number', min: 0, max: 10, step: 1 }, by: 'mean',
  rows: [{ at_least: 0, says: 'cautious on average', terms: { cutoff: '0.95' } }, { at_least: 5, says: 'not cautious on average', terms: { cutoff: '0.90' } }],
};
const repair: SurveyItem = {
  id: 'repair', question: 'Can you repair a stove?', answer: { type: 'choice', of: { no: { says: 'No', counts: 0 }, yes: { says: 'Yes', counts: 1 } } }, by: 'count',
  rows: [{ at_least: 0, says: 'nobody can', offers: { says: 'an outside service', kit: 'common-pot' } }, { at_least: 1, says: 'somebody can' }],
};
const fields: Fields = { cold_below: { type: 'decimal', decimals: 6 }, cutoff: { type: 'probability' } };

function outcomeOf(item: SurveyItem, given: readonly string[], terms: Fields = fields, decimals = 2): ReturnType<typeof surveyed>[number] {
  const [outcome] = surveyed([item], given.map((each) => ({ [item.id]: each })), terms, decimals);
  return outcome ?? assert.fail('an outcome for each item');
}

function proposed(item: SurveyItem, given: readonly string[], terms: Fields = fields, decimals = 2): unknown {
  return outcomeOf(item, given, terms, decimals).proposes.map(({ value }) => value);
}

test('comfort 15, 16, 17, 18, 20 is 17 °C; with a sixth answer of 21 it is 17.5', () => {
  const five = outcomeOf(comfort, ['15', '16', '17', '18', '20']);
  assert.deepEqual(five, { item: 'comfort', answers: 5, proposes: [{ term: 'cold_below', value: '17' }], says: null, offers: null });
  assert.deepEqual(proposed(comfort, ['15', '16', '17', '18', '20', '21']), ['17.5']);
});

test('the mean of two middle answers is rounded to the term\'s decimals, half to even', () => {
  const whole: Fields = { cold_below: { type: 'integer', min: -30 } };
  // By hand: 16.5 lies between 16 and 17, 17.5 between 17 and 18, 17.25 is nearer to 17.
  assert.deepEqual(proposed(comfort, ['10', '16', '17', '26'], whole), [16]);
  assert.deepEqual(proposed(comfort, ['10', '17', '18', '26'], whole), [18]);
  assert.deepEqual(proposed(comfort, ['10', '17', '17.5', '26'], whole), [17]);
  assert.deepEqual(proposed(comfort, ['10', '17.5', '18', '26'], whole), [18]);
  const below: SurveyItem = { ...comfort, answer: { type: 'number', min: -20, max: 20, step: 1 } };
  // −2.5 → −2, −1.5 → −2, −3.5 → −4: the even one, also below zero.
  for (const [low, high, even] of [['-3', '-2', -2], ['-2', '-1', -2], ['-4', '-3', -4], ['-1', '0', 0]] as const) assert.deepEqual(proposed(below, ['-20', low, high, '20'], whole), [even], `${low} ${high}`);
  // 0.125 in hundredths: 0.12; 0.375: 0.38.
  const finer: SurveyItem = { ...comfort, answer: { type: 'number', min: 0, max: 1, step: '0.01' } };
  const halves = (low: string, high: string, decimals: number): unknown => proposed(finer, ['0', low, high, '1'], { cold_below: { type: 'amount' } }, decimals);
  assert.deepEqual(halves('0.12', '0.13', 2), ['0.12']);
  assert.deepEqual(halves('0.37', '0.38', 2), ['0.38']);
  assert.deepEqual(halves('0.12', '0.13', 3), ['0.125']);
});

test('cautious on average is a cut-off of 0.95, and at the middle of the scale and above one of 0.90', () => {
  // Means by hand: 14/3 = 4.67, 15/3 = 5, 16/3 = 5.33.
  assert.deepEqual(proposed(caution, ['4', '4', '6']), ['0.95']);
  assert.deepEqual(proposed(caution, ['4', '5', '6']), ['0.9']);
  assert.deepEqual(proposed(caution, ['4', '6', '6']), ['0.9']);
  assert.equal(outcomeOf(caution, ['4', '4', '6']).says, 'cautious on average');
  // 29/6 = 4.83 is below 5, however near.
  assert.deepEqual(proposed(caution, ['5', '5', '5', '5', '5', '4']), ['0.95']);
});

test('nobody who can repair a stove: the outside service is offered; with one who can it isn\'t', () => {
  assert.deepEqual(outcomeOf(repair, ['no', 'no', 'no']).offers, { says: 'an outside service', kit: 'common-pot' });
  const one = outcomeOf(repair, ['no', 'yes', 'no']);
  assert.deepEqual([one.says, one.offers, one.proposes], ['somebody can', null, []]);
});

test('of fewer than three answers nothing is said, whatever they are, and who leaves one out counts for the others', () => {
  for (const item of [comfort, caution]) assert.deepEqual(outcomeOf(item, ['10', '10']), { item: item.id, answers: 2, proposes: [], says: null, offers: null });
  assert.deepEqual(outcomeOf(repair, ['no', 'no']), { item: 'repair', answers: 2, proposes: [], says: null, offers: null });
  const some: readonly SurveyAnswers[] = [{ comfort: '15' }, { repair: 'no' }, { comfort: '16', repair: 'no' }, { comfort: '20', repair: 'no' }];
  assert.deepEqual(surveyed([comfort, repair, caution], some, fields, 2).map(({ answers, proposes, offers }) => [answers, proposes.length, offers !== null]), [[3, 1, false], [3, 0, true], [0, 0, false]]);
});

test('below the first row, for a term that isn\'t there, and with a value that it doesn\'t take, nothing is proposed', () => {
  const later: SurveyItem = { ...caution, rows: [{ at_least: 5, says: 'bold', terms: { cutoff: '0.90' } }] };
  assert.deepEqual(outcomeOf(later, ['4', '4', '4']), { item: 'caution', answers: 3, proposes: [], says: null, offers: null });
  assert.deepEqual(proposed(comfort, ['15', '16', '17'], { cutoff: { type: 'probability' } }), []);
  assert.deepEqual(proposed(comfort, ['15', '16', '17'], { cold_below: { type: 'decimal', decimals: 1, min: '18' } }), []);
  assert.deepEqual(proposed(comfort, ['15', '16', '17'], { cold_below: { type: 'text', lengthMax: 9 } }), []);
});

test('in which order answers came makes no difference, and each outcome lies between the least and the greatest answer', () => {
  const answers = fc.array(fc.integer({ min: 20, max: 52 }).map((half) => String(half / 2)), { minLength: 3, maxLength: 12 });
  const shuffled = answers.chain((given) => fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })));
  fc.assert(fc.property(shuffled, ([given, other]) => {
    const value = Number((proposed(comfort, given) as string[])[0]);
    assert.deepEqual(proposed(comfort, other), proposed(comfort, given));
    const numbers = given.map(Number);
    assert.ok(value >= Math.min(...numbers) && value <= Math.max(...numbers));
    // What a median is: at most half of them lie on either side.
    assert.ok(numbers.filter((each) => each < value).length <= given.length / 2);
    assert.ok(numbers.filter((each) => each > value).length <= given.length / 2);
  }), { seed: 20261121, numRuns: 300 });
});

test('an answer is what the item takes, in one way of writing it', () => {
  const items = [comfort, repair];
  assert.deepEqual(readSurveyAnswers(items, { comfort: 17, repair: 'yes' }), { ok: true, value: { comfort: '17', repair: 'yes' } });
  assert.deepEqual(readSurveyAnswers(items, { comfort: '17.50', repair: null }), { ok: true, value: { comfort: '17.5' } });
  assert.deepEqual(readSurveyAnswers(items, {}), { ok: true, value: {} });
  const refused = (raw: unknown): string => {
    const read = readSurveyAnswers(items, raw);
    return read.ok ? 'taken' : `${read.refusal.code}: ${read.refusal.detail}`;
  };
  const range = 'must be a number from 10 to 26 in steps of 0.5, not';
  for (const [given, said] of [['9.5', '"9.5"'], [26.5, '26.5'], ['17.25', '"17.25"'], ['warm', '"warm"'], [{}, '{}'], [true, 'true']] as const) assert.equal(refused({ comfort: given }), `invalid_value: answers.comfort ${range} ${said}`);
  assert.equal(refused({ repair: 'constructor' }), 'invalid_value: answers.repair must be one of no, yes');
  assert.equal(refused({ repair: 1 }), 'invalid_value: answers.repair must be one of no, yes');
  assert.equal(refused({ stove: 'yes' }), 'unknown_value: answers.stove is not asked here: comfort, repair');
  for (const raw of [[], 'no', null]) assert.equal(refused(raw), 'invalid_value: answers must be a record of items and what is answered');
});

test('of kept answers count those that another version of the kit still asks for, and still takes', () => {
  assert.deepEqual(answersNow([comfort, repair], { comfort: '30', repair: 'yes', gone: '1' }), { repair: 'yes' });
  assert.deepEqual(outcomeOf(comfort, ['15', '16', '30', 'warm', '17']), { item: 'comfort', answers: 3, proposes: [{ term: 'cold_below', value: '16' }], says: null, offers: null });
});
