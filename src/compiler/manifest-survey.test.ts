import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseManifest } from './manifest.ts';

type Item = { [key: string]: unknown };

const comfort: Item = { id: 'comfort', question: 'How warm?', answer: { type: 'number', unit: '°C', min: 10, max: '26.5', step: '0.5' }, by: 'median', sets: 'cold_below' };
const caution: Item = {
  id: 'caution', question: 'How willing to take risks?', help: 'In general.', answer: { type: 'choice', of: { little: { says: 'Little', counts: 0 }, much: { says: 'Much', counts: 1 } } },
  by: 'mean', rows: [{ at_least: 0, says: 'cautious', terms: { cutoff: '0.95', by_hand: 'yes' } }, { at_least: '0.5', says: 'bold', offers: { says: 'a helmet', kit: 'helmets' } }],
};

/** What is wrong with a kit of this survey, as `path code`. */
function problems(...survey: readonly unknown[]): readonly string[] {
  const result = parseManifest({
    name: 'heat', version: '1.0.0', title: 'Heat', parties: {}, envelope: [], words: {}, text: '{cold_below} {cutoff} {by_hand} {most} {pile}',
    terms: {
      cold_below: { type: 'decimal', decimals: 1, default: '16' }, cutoff: { type: 'probability', default: '0.90' }, by_hand: { type: 'choice', of: ['no', 'yes'], default: 'no' },
      most: { type: 'integer', min: 12, max: 26, default: 20 }, pile: { type: 'subject', default: 'woodpile' },
    },
    survey,
  });
  return result.ok ? [] : result.problems.map(({ path, code }) => `${path} ${code}`);
}

test('a survey of a median and a table passes', () => assert.deepEqual(problems(comfort, caution), []));

test('a survey has at most ten items', () => {
  const asked = (count: number): readonly unknown[] => Array.from({ length: count }, (_, n) => ({ ...caution, id: `item-${n}`, rows: [{ at_least: 0, says: 'so', offers: { says: 'help' } }] }));
  assert.deepEqual(problems(...asked(10)), []);
  assert.deepEqual(problems(...asked(11)), ['survey too_many']);
});

test('an item has what it needs and nothing else', () => {
  assert.deepEqual(problems({ ...comfort, rows: [] }), ['survey[0].rows unknown']);
  assert.deepEqual(problems({ ...caution, sets: 'cutoff' }), ['survey[0].sets unknown']);
  assert.deepEqual(problems({ ...comfort, by: 'mode' }), ['survey[0] missing', 'survey[0].by kind', 'survey[0].sets unknown']);
  assert.deepEqual(problems({ ...comfort, answer: { type: 'text' } }), ['survey[0].answer kind']);
  assert.deepEqual(problems({ ...comfort, answer: { type: 'number', min: 0.5, max: 26, step: 1 } }), ['survey[0].answer.min kind']);
  assert.deepEqual(problems({ ...comfort, question: ' ' }), ['survey[0].question kind']);
});

test('its numbers make sense, and no two items decide on one term', () => {
  assert.deepEqual(problems({ ...comfort, answer: { type: 'number', min: 10, max: 26, step: 0 } }), ['survey[0].answer.step kind']);
  assert.deepEqual(problems({ ...comfort, answer: { type: 'number', min: 10, max: 10, step: 1 } }), ['survey[0].answer.max kind']);
  assert.deepEqual(problems({ ...comfort, answer: { type: 'number', min: 10, max: 26, step: 3 } }), ['survey[0].answer.max kind']);
  assert.deepEqual(problems({ ...caution, answer: { type: 'choice', of: { so: { says: 'So', counts: 0 } } } }), ['survey[0].answer.of kind']);
  assert.deepEqual(problems(comfort, { ...comfort, id: 'warmth' }), ['survey[1] twice']);
  assert.deepEqual(problems(comfort, { ...caution, id: 'comfort' }), ['survey[1].id twice']);
});

test('what follows is something that the terms take', () => {
  assert.deepEqual(problems({ ...comfort, sets: 'cold_bellow' }), ['survey[0].sets unknown']);
  assert.deepEqual(problems({ ...comfort, sets: 'pile' }), ['survey[0].sets kind']);
  assert.deepEqual(problems({ ...comfort, answer: { type: 'number', min: '10.05', max: '11.05', step: 1 } }), ['survey[0].answer value', 'survey[0].answer value'], 'more decimals than the term has');
  assert.deepEqual(problems({ ...comfort, sets: 'most', answer: { type: 'number', min: 10, max: 26, step: 1 } }), ['survey[0].answer value'], '10 is less than the term allows');
  const rows = (...given: readonly object[]): unknown => ({ ...caution, rows: given.map((each) => ({ says: 'so', ...each })) });
  assert.deepEqual(problems(rows()), ['survey[0].rows kind', 'survey[0].rows unused']);
  assert.deepEqual(problems(rows({ at_least: 0 }, { at_least: 1 })), ['survey[0].rows unused']);
  assert.deepEqual(problems(rows({ at_least: 1, terms: { cutoff: '0.9' } }, { at_least: 1, terms: { cutoff: '0.95' } })), ['survey[0].rows[1].at_least order']);
  assert.deepEqual(problems(rows({ at_least: 0, terms: { cutoff: '1.5' } })), ['survey[0].rows[0].terms.cutoff value']);
  assert.deepEqual(problems(rows({ at_least: 0, terms: { by_hand: 'maybe' } })), ['survey[0].rows[0].terms.by_hand value']);
  assert.deepEqual(problems(rows({ at_least: 0, terms: { cut_off: '0.95' } })), ['survey[0].rows[0].terms.cut_off unknown']);
  assert.deepEqual(problems(rows({ at_least: 0, terms: { pile: 'cellar' } })), ['survey[0].rows[0].terms.pile kind']);
});
