import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer } from '../adapters/keys/node.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { refuse } from '../vocabulary/result.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { plannedFor } from './ahead-of.ts';
import { makeSigner } from './sealing.ts';
import { foundedAt, settingsText } from './serve-fixture.ts';
import { asOwn, ground, someLife, type Ground, type Json } from './serve-ground.ts';

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
  assert.deepEqual([debt.what, debt.count, debt.moved, debt.who, debt.own, more], ['debt', 3, { unit: 'crown', amount: '17.50' }, 'bunyan', false, []]);
});

test('an open vote waits for whom it asks; it ends by itself for whoever has voted', async (t) => {
  const all = await ground(t);
  const proposed: Json = await (await all.say('ana', { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { base_price: '1.75' } }, reason: 'oak is dear', title: 'Dearer' } }, 'p1')).json();
  assert.equal(proposed.items[0].status, 'done');
  const { open: [{ id }] }: Json = await all.ask('/api/proposals');
  const bo: Json = await all.ask('/api/today?member=bo');
  assert.deepEqual([asked(bo), bo.asked[0].words, bo.asked[0].own], [[['vote', id, 'ana', null]], 'Dearer', true]);
  assert.deepEqual(asked(await all.ask('/api/today?member=ana')), [], 'who proposes it says yes to it');
  await all.say('bo', { kind: 'ballot', body: { proposal: id, choice: 'no' } }, 'b1');
  assert.deepEqual(asked(await all.ask('/api/today?member=bo')), []);
});

/** Ana proposes another price; its name. */
async function proposed(all: Ground, price: string): Promise<string> {
  await said(all, 'ana', `p-${price}`, { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { base_price: price } }, reason: 'oak is dear', title: `At ${price}` } });
  return (await all.ask('/api/proposals') as Json).open.at(-1).id;
}

async function said(all: Ground, member: string, id: string, body: EntryBody): Promise<void> {
  const answer: Json = await (await all.say(member, body, id)).json();
  assert.equal(answer.items?.[0]?.status, 'done', JSON.stringify(answer));
}

test('what was carried and waits for its window is asked of nobody: it stands among what comes next', async (t) => {
  const all = await ground(t, { settings: settingsText.replace('  units:', '  windows: { every: month, on: 1 }\n  units:') });
  const id = await proposed(all, '1.75');
  for (const member of ['bo', 'bunyan']) await said(all, member, `b-${member}`, { kind: 'ballot', body: { proposal: id, choice: 'yes' } });
  all.clock.set(Date.parse('2026-01-28T12:00:00-05:00'));
  const cy: Json = await all.ask('/api/today?member=cy');
  assert.deepEqual([asked(cy), next(cy)], [[], [['in_force', 'At 1.75', null, null]]]);
  assert.deepEqual(cy.next.map(({ at }: Json) => at), [Date.parse('2026-02-01T00:00:00-05:00')]);
});

test('what is left to somebody who hasn\'t voted yet isn\'t asked; it ends by itself', async (t) => {
  const all = await ground(t);
  await said(all, 'bo', 'd-1', { kind: 'delegate', body: { topic: null, to: 'cy' } });
  const id = await proposed(all, '1.75');
  assert.deepEqual([asked(await all.ask('/api/today?member=bo')), asked(await all.ask('/api/today?member=cy'))], [[], [['vote', id, 'ana', null]]]);
  all.clock.set(foundedAt + 25 * dayMs);
  assert.deepEqual(next(await all.ask('/api/today?member=bo')), [['closes', 'At 1.75', null, null]]);
});

test('new keys that others agreed to give somebody are theirs to stop until these take effect, and nobody else\'s to answer', async (t) => {
  const all = await ground(t, { settings: settingsText.replace('  units:', '  recovery: { approvals: 2, wait_hours: 72 }\n  units:') });
  const { grant: key } = makeSigner('member-bo-2', 'member', 'bo', createSealer(Buffer.alloc(32, 7)));
  await said(all, 'ana', 'p-1', { kind: 'propose', body: { change: { change: 'recover', member: 'bo', key }, reason: 'he says that his phone is gone' } });
  const { open: [{ id }] }: Json = await all.ask('/api/proposals');
  assert.deepEqual(asked(await all.ask('/api/today?member=cy')), [['recover', id, 'ana', null]]);
  await said(all, 'cy', 'b-1', { kind: 'ballot', body: { proposal: id, choice: 'yes' } });
  // Two friends are enough; Bunyan needn't say anything any more, and Bo has three days.
  const { open: [{ waits }] }: Json = await all.ask('/api/proposals');
  assert.equal(waits, foundedAt + hourMs + 72 * hourMs);
  const bo: Json = await all.ask('/api/today?member=bo');
  assert.deepEqual([asked(bo), bo.asked[0].until, asked(await all.ask('/api/today?member=bunyan'))], [[['recover', id, 'ana', null]], waits, []]);
  assert.deepEqual((await all.ask('/api/handful?member=bo') as Json).handful.map(({ proposal, why }: Json) => [proposal.id, proposal.mine.canStop, why]), [[id, true, 'deadline']]);
  await said(all, 'bo', 'b-2', { kind: 'ballot', body: { proposal: id, choice: 'no' } });
  const { open, decided: [{ end }] }: Json = await all.ask('/api/proposals');
  assert.deepEqual([open, end.how], [[], 'stopped']);
});

test('of seven votes five are asked for in a day; the others end by themselves', async (t) => {
  const all = await ground(t);
  const ids: string[] = [];
  for (const price of ['1.51', '1.52', '1.53', '1.54', '1.55', '1.56', '1.57']) ids.push(await proposed(all, price));
  // All bind alike and end together: the larger stake goes first.
  assert.deepEqual((await all.ask('/api/today?member=bo') as Json).asked.map(({ id }: Json) => id), ids.slice(2).reverse());
  all.clock.set(foundedAt + 25 * dayMs);
  assert.deepEqual(next(await all.ask('/api/today?member=bo')), [['closes', 'At 1.51', null, null], ['closes', 'At 1.52', null, null]]);
});

test('what goes from somebody\'s purse happened to both; what they put aside for themselves happened to nobody', async (t) => {
  const all = await ground(t, { settings: `${settingsText}  - { id: home, kit: personal-fund }\n` });
  const ask = (id: string, action: string, values: { readonly [name: string]: string }): Promise<void> => said(all, 'ana', id, { kind: 'request', body: { subcontract: 'home', action, with: values } });
  await ask('r1', 'put_in', { amount: '60.00' });
  await ask('r2', 'allocate', { name: 'bread', to: 'bo', mode: 'out_of', share_percent: '10' });
  await ask('r3', 'take', { amount: '20.00' });
  // A tenth of what she draws is Bo's, straight from her fund.
  const [ana, bo]: Json[] = [await all.ask('/api/today?member=ana'), await all.ask('/api/today?member=bo')];
  const moved = ({ happened: lines }: Json): unknown[] => lines.filter(({ because }: Json) => because === 'home').map(({ way, count, moved: sum, others }: Json) => [way, count, sum?.amount, others]);
  assert.deepEqual([moved(ana), moved(bo)], [[['out', 1, '2.00', ['bo']]], [['in', 1, '2.00', ['ana']]]]);
  const { postings, digest }: Json = await all.ask('/api/members/ana');
  const accounts = postings.filter(({ because }: Json) => because === 'home').map(({ from, to, amount }: Json) => [from, to, amount]);
  assert.deepEqual(accounts, [['ana/home/fund', 'bo', '2.00'], ['ana/home/fund', 'ana', '18.00'], ['ana', 'ana/home/fund', '60.00']]);
  assert.deepEqual(digest[0].rows.map(({ subcontract, paid, received }: Json) => [subcontract, paid, received]), [['home', '2.00', '0.00']]);
});

test('what agreements plan for a member is told for a month; which of them can\'t say it is told too, and no plan is made of that', async (t) => {
  const all = await ground(t, { settings: `${settingsText}  - { id: cover, kit: mutual-cover, consents: [ana] }\n` });
  const rows = ({ planned, unsaid }: Json): unknown[] => [planned.map(({ subcontract, words, at, moved }: Json) => [subcontract, words, at, moved]), unsaid];
  const [ana, bo]: Json[] = [await all.ask('/api/members/ana/planned'), await all.ask('/api/members/bo/planned')];
  // Dues of 30.00, the kit's own, from the account into the purse of the same member, on the first of the next month, 26 days ahead.
  const dues = ['cover', 'dues', Date.parse('2026-02-01T00:00:00-05:00'), { unit: 'crown', amount: '30.00', to: 'ana' }];
  assert.deepEqual([rows(ana), rows(bo)], [[[dues], []], [[], []]]);
  assert.equal(ana.until - ana.now, 31 * dayMs);
  assert.deepEqual(next(await all.ask('/api/today?member=ana')), [], 'Today looks a week ahead');
  const span = { from: foundedAt, until: foundedAt + 31 * dayMs };
  assert.deepEqual(plannedFor(all.serving.view(), all.serving.writer.collective.state, 'ana', span, () => refuse('contract_refused', 'not now')), { planned: [], unsaid: ['cover'] });
  assert.equal((await asOwn(all.serving, '/api/members/nobody/planned')).status, 404);
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
