import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { foundedAt, foundTombsboro, handClock, settingsText } from './serve-fixture.ts';
import { serveCollective } from './serve.ts';

type Json = any; // eslint-disable-line -- answers are looked into at will

/** A Monday: with wood at 1.50 a piece, times 2 by Ana's means and once by Bo's; the provider is an account held in common. */
const settings = settingsText.replace('{ id: bunyan, name: Bunyan, opening', '{ id: pot, name: The pot, commons: true, opening: { crown: "10.00" } }\n  - { id: bunyan, name: Bunyan, opening')
  .replace('provider: bunyan', 'provider: pot').replace(/^ {2}- \{ id: box.*\n/m, '');

async function ground(t: TestContext, text: string = settings) {
  const founded = await foundTombsboro(text);
  const clock = handClock(foundedAt + hourMs);
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: () => undefined });
  t.after(() => serving.close());
  const ask = async (path: string, body?: unknown): Promise<{ readonly status: number; readonly answer: Json }> => {
    const headers = { 'authorization': `Bearer ${serving.secret}`, 'content-type': 'application/json' };
    const response = await fetch(serving.url + path, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, answer: await response.json() };
  };
  let said = 0;
  const say = async (member: string, body: EntryBody): Promise<void> => {
    const signer = founded.members.get(member) ?? assert.fail(member);
    const { answer } = await ask('/api/entries', founded.seal(signer, body, clock.now(), `said-${said += 1}`));
    assert.equal(answer.items?.[0]?.status, 'done', JSON.stringify(answer));
  };
  const taken = async (sequence: number, by: string, count: number): Promise<void> => {
    const { status } = await ask('/api/observations', { device: 'scale', observations: [{ seq: sequence, at: clock.now(), subject: 'woodpile', event: 'taken', p: { event: '0.99', person: '0.98' }, values: { by, count } }] });
    assert.equal(status, 200);
  };
  return { ask, say, taken, clock };
}

test('an agreement in figures: what it moved week by week and this month, for all and for one, and what lay in its account', async (t) => {
  const { ask, taken, clock } = await ground(t);
  await taken(1, 'ana', 4); // 4 × 1.50 × 2 = 12.00
  clock.set(foundedAt + 7 * dayMs);
  await taken(2, 'bo', 2); // 2 × 1.50 = 3.00
  const { answer: { weeks, pots } } = await ask('/api/subcontracts/wood/figures?member=ana');
  assert.equal(weeks.length, 13);
  const [before, first, second] = weeks.slice(-3);
  assert.deepEqual([first.from, first.to, second.from], ['2026-01-05', '2026-01-11', '2026-01-12']);
  const moved = (paid: string, received: string, pieces: number, postings: number): Json[] => [{ unit: 'crown', paid, received, pieces, returned: 0, postings }];
  assert.deepEqual([before.all, first.all, second.all], [moved('0.00', '0.00', 0, 0), moved('12.00', '12.00', 4, 2), moved('3.00', '3.00', 2, 2)]);
  assert.deepEqual([first.mine, second.mine], [moved('12.00', '0.00', 4, 1), moved('0.00', '0.00', 0, 0)]);
  assert.deepEqual(pots.map(({ balances, ...pot }: Json) => [pot, balances.slice(-3)]), [[{ what: 'party', name: 'provider', member: 'pot', unit: 'crown' }, ['0.00', '22.00', '25.00']]]);
  const { answer: { month, agreements: [wood] } } = await ask('/api/agreements?member=bo');
  assert.deepEqual([month, wood.bound, wood.all, wood.mine], ['2026-01-01', true, moved('15.00', '15.00', 6, 4), moved('3.00', '0.00', 2, 1)]);
  assert.match(wood.says, /^Whoever takes wood from woodpile pays 1\.50 crown a piece/);
  assert.deepEqual([(await ask('/api/subcontracts/none/figures')).status, (await ask('/api/agreements?member=none')).status], [404, 404]);
});

test('each term says where it stands, what it may be, who proposed it and since when, and what is proposed now', async (t) => {
  const { ask, say } = await ground(t);
  await say('ana', { kind: 'propose', body: { title: 'Dearer', reason: 'the pile is low', change: { change: 'terms', subcontract: 'wood', terms: { base_price: '2.00' } } } });
  const [proposal] = (await ask('/api/proposals')).answer.open;
  for (const member of ['bo', 'cy']) await say(member, { kind: 'ballot', body: { proposal: proposal.id, choice: 'yes' } });
  await say('bo', { kind: 'propose', body: { title: 'Warmer', reason: 'we freeze', change: { change: 'terms', subcontract: 'wood', terms: { house_below_celsius: '17' } } } });
  const { answer: { clauses, terms } } = await ask('/api/subcontracts/wood/terms');
  assert.deepEqual(clauses[0].slice(0, 4), [{ words: 'Whoever takes wood from ', term: null }, { words: 'woodpile', term: 'pile' }, { words: ' pays ', term: null }, { words: '2.00', term: 'base_price' }]);
  const named = (term: string): Json => terms.find((each: Json) => each.term === term);
  assert.deepEqual(terms.slice(0, 2).map(({ term }: Json) => term), ['pile', 'base_price']);
  const { since, ...price } = named('base_price');
  assert.deepEqual(price, { term: 'base_price', label: 'Price of a piece', unit: 'crown', says: null, type: 'amount', value: '2.00', words: '2.00', least: null, most: null, choices: null, proposed: [] });
  assert.deepEqual(since.map(({ proposal: by, before, after }: Json) => [by === null ? null : [by.title, by.by], before, after]), [[['Dearer', 'ana'], '1.50', '2.00'], [null, null, null]]);
  const cold = named('house_below_celsius');
  assert.deepEqual([cold.unit, cold.since.length, cold.proposed.map(({ title, by, after }: Json) => [title, by, after])], ['°C', 1, [['Warmer', 'bo', '17']]]);
  assert.deepEqual([named('event_cutoff').least, named('event_cutoff').most, named('period_days').least, named('period_days').most], ['0', '1', '1', '366']);
});

test('other terms are tried on what one could lose, or refused with their range, and nothing of it stays', async (t) => {
  const { ask } = await ground(t);
  // 1.50, times 5 at the most, times 100,000 pieces in 30 days.
  const { answer: { differences, cases: [one] } } = await ask('/api/subcontracts/wood/terms/draft', { terms: { base_price: '3.00' }, member: 'ana' });
  assert.deepEqual(differences, [{ what: 'term', place: ['base_price'], before: '1.50', after: '3.00' }]);
  assert.deepEqual([one.differs, one.before[0].perPerson, one.after[0].perPerson], ['more', { amount: '750000.00', days: 30 }, { amount: '1500000.00', days: 30 }]);
  const refused = await ask('/api/subcontracts/wood/terms/draft', { terms: { period_days: 400 } });
  assert.deepEqual([refused.status, refused.answer.error.code], [422, 'invalid_value']);
  assert.match(refused.answer.error.message, /period_days/);
  assert.equal((await ask('/api/subcontracts/wood/terms')).answer.terms.find(({ term }: Json) => term === 'base_price').value, '1.50');
});

test('a handful over the API: what could take the most comes first, then what one would get, then words alone; what is said today counts', async (t) => {
  const { ask, say } = await ground(t);
  await say('bunyan', { kind: 'propose', body: { title: 'A song', reason: 'for joy', change: { change: 'resolution' } } });
  await say('bunyan', { kind: 'propose', body: { title: 'Dearer', reason: 'the pile is low', change: { change: 'terms', subcontract: 'wood', terms: { base_price: '3.00' } } } });
  await say('bunyan', { kind: 'propose', body: { title: 'For Ana', reason: 'her roof', change: { change: 'spend', from: 'pot', to: 'ana', unit: 'crown', amount: '8.00' } } });
  const shown = (await ask('/api/handful?member=ana')).answer;
  // Twice as much: half of what it would be then. 30 days touch two periods of 30, so that 750,000.00 more of each are 1,500,000.00. 8.00 for who holds 500.00: of 508.00.
  assert.deepEqual(shown.handful.map(({ proposal, why, stake }: Json) => [proposal.title, why, stake]), [
    ['Dearer', 'stake', { perMille: 500, atMost: { crown: '1500000.00' }, moves: {}, binds: true }],
    ['For Ana', 'stake', { perMille: 16, atMost: {}, moves: { crown: '8.00' }, binds: false }],
    ['A song', 'deadline', { perMille: 0, atMost: {}, moves: {}, binds: false }],
  ]);
  assert.deepEqual([shown.day, shown.dayMax, shown.waiting, shown.later, shown.said], ['2026-01-05', 5, 3, [], []]);
  await say('ana', { kind: 'ballot', body: { proposal: shown.handful[0].proposal.id, choice: 'no' } });
  const then = (await ask('/api/handful?member=ana')).answer;
  assert.deepEqual([then.waiting, then.said.map(({ title, words }: Json) => [title, words])], [2, [['Dearer', 'no']]]);
  assert.equal((await ask('/api/handful?member=none')).status, 404);
});

test('what one holds is also what lies in one\'s purses; of a choice between spendings the one that moves the most counts', async (t) => {
  const choices = '  matters:\n    - { name: choices, changes: [choice], asked: all, rule: { schulze: { quorum: 2 } }, days: 7 }\n  units:';
  const { ask, say } = await ground(t, `${settings.replace('  units:', choices)}  - { id: home, kit: personal-fund }\n`);
  await say('ana', { kind: 'request', body: { subcontract: 'home', action: 'put_in', with: { amount: '400.00' } } });
  const spend = (amount: string) => ({ change: 'spend' as const, from: 'pot', to: 'ana', unit: 'crown', amount });
  const options = [{ id: 'some', says: 'some of it', change: spend('4.00') }, { id: 'more', says: 'more of it', change: spend('8.00') }, { id: 'words', says: 'kind words' }];
  await say('bunyan', { kind: 'propose', body: { title: 'For Ana', reason: 'her roof', change: { change: 'choice', options } } });
  // 8.00 for who holds 100.00 and 400.00 in a fund: of 508.00.
  const { answer: { handful: [one] } } = await ask('/api/handful?member=ana');
  assert.deepEqual([one.proposal.title, one.stake], ['For Ana', { perMille: 16, atMost: {}, moves: { crown: '8.00' }, binds: false }]);
});
