import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench } from '../testing/kernel-bench.ts';
import { dayMs } from '../vocabulary/time.ts';

const why = { code: 'test' };
const charge = (from: string, to: string, amount: number): object => ({ do: 'charge', from, to, unit: 'crown', amount, ref: 'r', why });
const opening = (id: string, crown = '0.00'): { id: string; opening: { crown: string } } => ({ id, opening: { crown } });

test('what is owed is paid from the next income, in the order in which it fell due', () => {
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy'), opening('dee', '100.00')]);
  const order = ['bo', 'cy'];
  bench.adopt('s', () => ({ effects: [charge('ana', order.shift() ?? '', 300)] }));
  bench.observe({});
  bench.until(bench.now + 1000);
  bench.observe({});
  assert.deepEqual(bench.owed(), ['ana>bo: 300', 'ana>cy: 300']);
  bench.pay('dee', 'ana', '4.00'); // 4.00: bo, who waited longer, gets 3.00 and cy 1.00
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('cy')], [0, 300, 100]);
  assert.deepEqual(bench.owed(), ['ana>cy: 200']);
});

test('what fell due at the same instant is paid in proportion, by largest remainder, ties by creditor id', () => {
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy'), opening('dee'), opening('eve', '1.00')]);
  bench.adopt('s', () => ({ effects: [charge('ana', 'dee', 100), charge('ana', 'cy', 100), charge('ana', 'bo', 100)] }));
  bench.observe({});
  bench.pay('eve', 'ana', '1.00'); // 100 over three equal claims: 34 to the first id, 33, 33
  assert.deepEqual([bench.balance('bo'), bench.balance('cy'), bench.balance('dee')], [34, 33, 33]);
});

test('two who owe each other are netted first, and nothing is posted for it', () => {
  const bench = new KernelBench([opening('ana'), opening('bo')]);
  const effects = [[charge('ana', 'bo', 500)], [charge('bo', 'ana', 300)]];
  bench.adopt('s', () => ({ effects: effects.shift() ?? [] }));
  bench.observe({});
  const outcome = bench.observe({});
  assert.deepEqual(bench.owed(), ['ana>bo: 200']);
  assert.equal(outcome.facts.filter((fact) => fact.fact === 'posting').length, 0);
});

test('income runs down a chain of debts', () => {
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy'), opening('dee', '9.00')]);
  bench.adopt('s', () => ({ effects: [charge('ana', 'bo', 500), charge('bo', 'cy', 400)] }));
  bench.observe({});
  bench.pay('dee', 'ana', '6.00'); // ana keeps 1.00; bo gets 5.00, keeps 1.00; cy gets 4.00
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('cy')], [100, 100, 400]);
  assert.deepEqual(bench.owed(), []);
});

test('a ring of debts moved by a single coin is set off at once after a few rounds', () => {
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy'), opening('dee', '0.01')]);
  bench.adopt('s', () => ({ effects: [charge('ana', 'bo', 400), charge('bo', 'cy', 400), charge('cy', 'ana', 400)] }));
  bench.observe({});
  bench.pay('dee', 'ana', '0.01');
  // Coin by coin that would be 400 rounds of three postings. The end is the same: nobody owes, and ana has the coin.
  assert.deepEqual(bench.until(bench.now + 1), [], 'no further record');
  assert.deepEqual(bench.owed(), []);
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('cy')], [1, 0, 0]);
});

test('a loan is collected on its day; the guarantors share what is missing in rounds (mechanism A13)', () => {
  const guarantors = Array.from({ length: 10 }, (_, i) => opening(`g${i}`, i === 3 ? '1.00' : '50.00'));
  const bench = new KernelBench([opening('ana', '70.00'), opening('owner'), opening('zoe', '50.00'), ...guarantors]);
  const due = bench.now + 30 * dayMs;
  bench.adopt('s', () => ({ effects: [{ do: 'owe', from: 'ana', to: 'owner', unit: 'crown', amount: 10000, ref: 'loan', why, since: bench.now, due: { at: due }, guarantee: { part: 'guarantee', max: 10000 } }] }));
  for (const { id } of guarantors) bench.consent(id, 's'); // zoe declines
  bench.observe({});
  bench.until(due - 1);
  assert.equal(bench.balance('ana'), 7000, 'nothing moves before the day');
  bench.until(due);
  assert.equal(bench.balance('owner'), 10000);
  assert.equal(bench.balance('ana'), 0);
  assert.equal(bench.balance('zoe'), 5000);
  // 30.00 over ten: 3.00 each, g3 has 1.00; the missing 2.00 over nine: g0 and g1 0.23, the others 0.22
  const paid = guarantors.map(({ id, opening: { crown } }) => Number(crown) * 100 - bench.balance(id));
  assert.deepEqual(paid, [323, 323, 322, 100, 322, 322, 322, 322, 322, 322]);
  assert.deepEqual(bench.owed(), paid.map((amount, i) => `ana>g${i}: ${amount}`));
});

test('a guarantor gives at most what was promised for one loan; what nobody covers stays owed', () => {
  const bench = new KernelBench([opening('ana'), opening('owner'), opening('bo', '50.00'), opening('cy', '50.00')]);
  const due = bench.now + dayMs;
  bench.adopt('s', () => ({ effects: [{ do: 'owe', from: 'ana', to: 'owner', unit: 'crown', amount: 5000, ref: 'loan', why, since: bench.now, due: { at: due }, guarantee: { part: 'guarantee', max: 2000 } }] }));
  bench.consent('bo', 's');
  bench.consent('cy', 's');
  bench.observe({});
  bench.until(due);
  assert.deepEqual([bench.balance('bo'), bench.balance('cy'), bench.balance('owner')], [3000, 3000, 4000]);
  assert.deepEqual(bench.owed(), ['ana>owner: 1000', 'ana>bo: 2000', 'ana>cy: 2000']);
});

test('who took up the guarantee after a loan began, or gave it up, does not answer for it', () => {
  const bench = new KernelBench([opening('ana'), opening('owner'), opening('bo', '50.00'), opening('cy', '50.00'), opening('dee', '50.00')]);
  const due = bench.now + dayMs;
  bench.adopt('s', () => ({ effects: [{ do: 'owe', from: 'ana', to: 'owner', unit: 'crown', amount: 3000, ref: 'loan', why, since: bench.now, due: { at: due }, guarantee: { part: 'guarantee', max: 5000 } }] }));
  bench.consent('bo', 's');
  bench.consent('dee', 's');
  bench.observe({});
  bench.consent('cy', 's');
  bench.consent('dee', 's', 'guarantee', false);
  bench.until(due);
  assert.deepEqual([bench.balance('bo'), bench.balance('cy'), bench.balance('dee')], [2000, 5000, 5000]);
});

test('what the payee owes the payer is set off before anything is paid, even where there is money', () => {
  const bench = new KernelBench([opening('ana', '50.00'), opening('bo'), opening('cy')]);
  const steps = [[charge('bo', 'cy', 1000)], [charge('bo', 'ana', 400)], [charge('ana', 'bo', 300)], [charge('ana', 'bo', 300)]];
  bench.adopt('s', () => ({ effects: steps.shift() ?? [] }));
  bench.observe({});
  bench.until(bench.now + 1000);
  bench.observe({});
  bench.observe({});
  // Paying 3.00 to bo would have gone to cy, whose claim is older.
  assert.deepEqual(bench.owed(), ['bo>cy: 1000', 'bo>ana: 100']);
  assert.equal(bench.balance('ana'), 5000);
  bench.observe({}); // 1.00 is set off, 2.00 paid, which goes on to cy
  assert.deepEqual(bench.owed(), ['bo>cy: 800']);
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('cy')], [4800, 0, 200]);
});

test('several charges of one item share what is there in proportion', () => {
  const bench = new KernelBench([opening('ana', '15.00'), opening('bo'), opening('cy')]);
  bench.adopt('s', () => ({ effects: [charge('ana', 'bo', 1000), charge('ana', 'cy', 1000)] }));
  bench.observe({});
  assert.deepEqual([bench.balance('bo'), bench.balance('cy')], [750, 750]);
  assert.deepEqual(bench.owed(), ['ana>bo: 250', 'ana>cy: 250']);
});

test('a ring is set off by its least debt; what is more than that stays owed', () => {
  const bench = new KernelBench([opening('ana'), opening('bo'), opening('cy'), opening('dee', '0.01')]);
  bench.adopt('s', () => ({ effects: [charge('ana', 'bo', 40000), charge('bo', 'cy', 50000), charge('cy', 'ana', 60000)] }));
  bench.observe({});
  bench.pay('dee', 'ana', '0.01');
  // Coin by coin, ana's debt of 400.00 is gone after as much of the others', and the coin is back with ana.
  assert.deepEqual(bench.owed(), ['bo>cy: 10000', 'cy>ana: 20000']);
  assert.deepEqual([bench.balance('ana'), bench.balance('bo'), bench.balance('cy')], [1, 0, 0]);
});

test('twenty loans before a thousand guarantors fall due in several records, without filling the memory', () => {
  const guarantors = Array.from({ length: 1000 }, (_, i) => opening(`g${String(i).padStart(3, '0')}`, '100.00'));
  const bench = new KernelBench([opening('ana'), opening('owner'), ...guarantors]);
  const due = bench.now + dayMs;
  bench.adopt('s', () => ({ effects: Array.from({ length: 20 }, (_, i) => ({ do: 'owe', from: 'ana', to: 'owner', unit: 'crown', amount: 5000, ref: `loan${i}`, why, since: bench.now, due: { at: due }, guarantee: { part: 'guarantee', max: 1000 } })) }));
  for (const { id } of guarantors) bench.consent(id, 's');
  bench.observe({});
  const outcomes = bench.until(due);
  assert.ok(outcomes.length >= 10, 'a thousand postings a loan are more than one record takes with the next');
  assert.equal(bench.balance('owner'), 100000);
  // 50.00 over a thousand is 0.05 from each, twenty times.
  assert.deepEqual([...new Set(guarantors.map(({ id }) => bench.balance(id)))], [10000 - 100]);
});
