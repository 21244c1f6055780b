import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs } from '../vocabulary/time.ts';
import { foundedAt } from './serve-fixture.ts';
import { asOwn, ground, someLife, type Json } from './serve-ground.ts';

const asked = ({ asked: lines }: Json): unknown[] => lines.map(({ what, id, who, moved }: Json) => [what, id, who, moved?.amount ?? null]);
const happened = ({ happened: lines }: Json): unknown[] => lines.map(({ because, code, way, debt, count, moved }: Json) => [because, code, way, debt, count, moved?.amount ?? null]);
const next = ({ next: lines }: Json): unknown[] => lines.map(({ what, words, moved, who }: Json) => [what, words, moved?.amount ?? null, who]);

test('what waits for each, what happened to each, and nobody else\'s', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const of = async (member: string): Promise<Json> => await all.ask(`/api/today?member=${member}`);
  const [ana, bo, cy, bunyan] = [await of('ana'), await of('bo'), await of('cy'), await of('bunyan')];
  // Neither who is in doubt nor the provider decides; of the two doubts everyone else may.
  assert.deepEqual([asked(ana), asked(bo), asked(bunyan)], [[['review', 'scale:2', 'bo', null]], [['review', 'scale:1', 'ana', null]], []]);
  assert.deepEqual(asked(cy), [['review', 'scale:1', 'ana', null], ['review', 'scale:2', 'bo', null]]);
  assert.deepEqual(happened(ana), [['wood', 'taken', 'out', false, 1, '12.00'], ['wood', 'compensation', 'in', false, 1, '10.00'], [null, 'opening', 'in', false, 1, '500.00']]);
  // 20 pieces at 1.50 are 30.00: 20.00 were there, 10.00 became owed, and were paid from the 12.50 that came.
  assert.deepEqual(happened(bo).slice(0, 4).sort(), [['wood', 'taken', 'out', false, 1, '20.00'], ['wood', 'taken', 'owed', false, 1, '10.00'], [null, 'paid', 'in', false, 1, '12.50'], ['wood', 'debt', 'out', true, 1, '10.00']].sort());
  assert.deepEqual(happened(bunyan).find((line) => Array.isArray(line) && line[1] === 'taken' && line[2] === 'in'), ['wood', 'taken', 'in', false, 2, '32.00']);
});

test('what I still owe waits for me; what I am lent falls due by itself, and stands there when that is near', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const loan: Json = (await all.ask('/api/obligations') as Json).open.find(({ because }: Json) => because === 'box');
  const today: Json = await all.ask('/api/today?member=cy');
  assert.deepEqual(next(today), [], 'thirty days are more than seven');
  all.clock.set(loan.due - 2 * dayMs);
  const later: Json = await all.ask('/api/today?member=cy');
  assert.deepEqual(next(later).filter(([what]: Json) => what === 'owes'), [['owes', loan.why, '30.00', 'bunyan']]);
  assert.deepEqual(next(await all.ask('/api/today?member=bunyan')).filter(([what]: Json) => what === 'is_owed'), [['is_owed', loan.why, '30.00', 'cy']]);
  assert.deepEqual(happened(later), [], 'today and yesterday nothing happened');
});

test('debts to the same one under the same agreement are one line with their sum', async (t) => {
  const all = await ground(t);
  const takes = [20, 2, 3].map((count, n) => ({ seq: n + 1, subject: 'woodpile', event: 'taken', at: foundedAt + n * 1000, p: { event: 0.99, person: 0.98 }, values: { by: 'bo', count } }));
  assert.equal((await all.post('/api/observations', { device: 'scale', observations: takes })).status, 200);
  const { asked: [debt, ...more] }: Json = await all.ask('/api/today?member=bo');
  // 25 pieces at 1.50 are 37.50, of which 20.00 were there.
  assert.deepEqual([debt.what, debt.count, debt.moved, debt.who, more], ['debt', 3, { unit: 'crown', amount: '17.50' }, 'bunyan', []]);
});

test('an open vote waits for whom it asks; it ends by itself for whoever has voted', async (t) => {
  const all = await ground(t);
  const proposed: Json = await (await all.say('ana', { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { base_price: '1.75' } }, reason: 'oak is dear', title: 'Dearer' } }, 'p1')).json();
  assert.equal(proposed.items[0].status, 'done');
  const { open: [{ id }] }: Json = await all.ask('/api/proposals');
  assert.deepEqual(asked(await all.ask('/api/today?member=bo')), [['vote', id, 'ana', null]]);
  assert.deepEqual(asked(await all.ask('/api/today?member=ana')), [], 'who proposes it says yes to it');
  await all.say('bo', { kind: 'ballot', body: { proposal: id, choice: 'no' } }, 'b1');
  assert.deepEqual(asked(await all.ask('/api/today?member=bo')), []);
});

test('without a member it is the collective\'s: each movement once, and nothing waits; whoever isn\'t there is refused, and so are odd days', async (t) => {
  const all = await ground(t);
  await someLife(all);
  const today: Json = await all.ask('/api/today?days=7');
  assert.deepEqual([today.member, today.asked], [null, []]);
  assert.deepEqual(happened(today).find((line) => Array.isArray(line) && line[1] === 'taken'), ['wood', 'taken', 'out', false, 2, '32.00']);
  assert.equal((await asOwn(all.serving, '/api/today?member=nobody')).status, 404);
  for (const days of ['0', '8', '1.5', 'x']) assert.equal((await asOwn(all.serving, `/api/today?days=${days}`)).status, 400, days);
});
