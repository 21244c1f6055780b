import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../testing/random.ts';
import { add, initial, posterior, workersMax, type AnswersState } from './dawid-skene-online.ts';

const near = (actual: number | undefined, expected: number): void => assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-12, `${actual} is not ${expected}`);
const start = initial(['no', 'yes']);

test('of workers of whom nothing is known each is right in two of three', () => {
  near(posterior(start, [{ worker: 'ana', label: 'yes' }])[1], 2 / 3);
  near(posterior(start, [{ worker: 'ana', label: 'yes' }, { worker: 'bo', label: 'yes' }])[1], 4 / 5); // odds 2 · 2
  near(posterior(start, [])[1], 1 / 2);
});

test('what was decided counts as it was decided', () => {
  // Ana said yes of a no: 1 + 1 of 4 for that, 2 of 4 for no; of yes still 2 of 3. Of no there was one task more than of yes.
  const state = add(start, [{ worker: 'ana', label: 'yes' }], 'no');
  assert.deepEqual(state.workers['ana'], [[0, 1], [0, 0]]);
  const odds = ((2 / 3) / (1 / 2)) * (1 / 2);
  near(posterior(state, [{ worker: 'ana', label: 'yes' }])[1], odds / (1 + odds));
});

test('what nobody decided counts as it is probable', () => {
  const state = add(start, [{ worker: 'ana', label: 'yes' }]);
  near(state.tasks[1], 2 / 3);
  near(state.workers['ana']?.[1]?.[1], 2 / 3);
  near(state.workers['ana']?.[0]?.[1], 1 / 3);
});

test('the state is JSON, and the tasks in their order make it', () => {
  const tasks = [['yes', 'yes', 'no'], ['no', 'no', 'no'], ['yes', 'no', 'no']].map((row) => row.map((label, place) => ({ worker: `w${place}`, label })));
  const whole = tasks.reduce<AnswersState>((state, answers) => add(state, answers), start);
  const halted = JSON.parse(JSON.stringify(add(start, tasks[0] ?? []))) as AnswersState;
  assert.deepEqual(tasks.slice(1).reduce((state, answers) => add(state, answers), halted), whole);
});

test('whoever is wrong again and again is soon believed the other way', () => {
  const { next } = createRandom(8);
  let state = start;
  for (let task = 0; task < 200; task += 1) {
    const truth = next() < 0.5 ? 'yes' : 'no';
    const said = (skill: number): string => (next() < skill ? truth : truth === 'yes' ? 'no' : 'yes');
    state = add(state, [{ worker: 'ana', label: said(0.9) }, { worker: 'bo', label: said(0.9) }, { worker: 'liar', label: said(0.05) }]);
  }
  assert.ok((posterior(state, [{ worker: 'liar', label: 'yes' }])[0] ?? 0) > 0.8);
});

test('unknown labels say nothing, names of objects\' own parts are names, and workers are bounded', () => {
  near(posterior(start, [{ worker: 'ana', label: 'perhaps' }])[1], 1 / 2);
  near(posterior(add(start, [{ worker: 'constructor', label: 'yes' }]), [{ worker: 'toString', label: 'yes' }])[1], (2 * (5 / 3)) / (2 * (5 / 3) + 4 / 3));
  let state = start;
  for (let worker = 0; worker < workersMax + 10; worker += 1) state = add(state, [{ worker: `w${worker}`, label: 'yes' }]);
  assert.equal(Object.keys(state.workers).length, workersMax);
});
