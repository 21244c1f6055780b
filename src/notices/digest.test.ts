import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf } from './digest.ts';
import type { Happening, Movement } from './happening.ts';

let n = 0;
const moved = (other: string, amount: number, more: Partial<Movement> = {}, topic = 'wood/taken'): Happening => ({
  to: 'bunyan', id: `1.${n += 1}`, at: n, kind: 'moved', topic, record: 1, said: { message: null, words: '' }, about: {},
  movement: { other, unit: 'crown', amount, way: 'in', taking: null, ...more },
});
const takes = (by: string, pieces: number, mass: number, amount: number): Happening => moved(by, amount, { taking: { by, pieces, returned: 0, mass } });
const told: Happening = { ...moved('', 0), kind: 'told', topic: 'wood/low_stock', said: { message: null, words: 'the pile is low' }, movement: null };

test('a week with 11 removals by 4 people, 15.4 kg and 27.50: the four totals of each, and of all', () => {
  const week = [
    ...[1400, 1400, 1400, 1400].map((mass) => takes('ana', 1, mass, 250)), ...[1400, 1400, 1400].map((mass) => takes('bo', 1, mass, 250)),
    ...[1400, 1400, 1400].map((mass) => takes('cy', 1, mass, 250)), takes('dora', 1, 1400, 250),
  ];
  assert.equal(week.length, 11);
  const [group, ...more] = digestOf(week)?.groups ?? [];
  assert.deepEqual(more, []);
  assert.equal(group?.subcontract, 'wood');
  assert.deepEqual(group?.lines.map(({ other, pieces, mass, in: came, count }) => [other, pieces, mass, came, count]), [
    ['ana', 4, 5600, 1000n, 4], ['bo', 3, 4200, 750n, 3], ['cy', 3, 4200, 750n, 3], ['dora', 1, 1400, 250n, 1],
  ]);
  assert.deepEqual(group?.totals, [{ unit: 'crown', pieces: 11, returned: 0, mass: 15_400, in: 2750n, out: 0n, lent: 0n, owed: 0n, count: 11 }]);
});

test('what went back, what is owed and what went out are told apart; each unit has its own total', () => {
  const [gifts, wood] = digestOf([
    takes('ana', 4, 5600, 600), moved('ana', 150, { way: 'out', taking: { by: 'ana', pieces: 0, returned: 1, mass: 0 } }), moved('ana', 75, { way: 'lent' }),
    moved('ana', 3, { unit: 'hour', way: 'out' }), moved('bo', 40, { way: 'owed' }, 'gifts/hop'),
  ])?.groups ?? [];
  const none = { pieces: 0, returned: 0, mass: 0, in: 0n, out: 0n, lent: 0n, owed: 0n, count: 1 };
  assert.deepEqual(wood?.lines, [
    { ...none, other: 'ana', unit: 'crown', pieces: 4, returned: 1, mass: 5600, in: 600n, out: 150n, lent: 75n, count: 3 },
    { ...none, other: 'ana', unit: 'hour', out: 3n },
  ]);
  assert.deepEqual(wood?.totals.map(({ unit }) => unit), ['crown', 'hour']);
  assert.deepEqual(gifts?.lines, [{ ...none, other: 'bo', unit: 'crown', owed: 40n }]);
});

test('tidings keep their order and words; payments between members are no agreement\'s; of nothing there is no digest', () => {
  const digest = digestOf([told, moved('ana', 5, {}, '@money/paid')]);
  assert.deepEqual(digest?.tidings, [told]);
  assert.equal(digest?.groups[0]?.subcontract, null);
  assert.equal(digestOf([]), null);
});

test('a digest may come to more than any amount', () => {
  const most = Number.MAX_SAFE_INTEGER;
  const [group] = digestOf([takes('ana', most, most, most), takes('ana', most, most, most)])?.groups ?? [];
  // Twice 2^53 - 1.
  assert.deepEqual(group?.totals, [{ unit: 'crown', pieces: most, returned: 0, mass: most, in: 18_014_398_509_481_982n, out: 0n, lent: 0n, owed: 0n, count: 2 }]);
});
