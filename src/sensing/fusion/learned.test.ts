import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { correlationsOf, noteFused, windowCasesMax, type CaseWindow } from './correlations.ts';
import { nothingLearned, relearned, type Learned } from './learned.ts';

/** A sensor and its copy, and one that errs for itself. */
function cases(count: number, truth: boolean | null = null): CaseWindow {
  const random = createRandom(31);
  return Array.from({ length: count }).reduce<CaseWindow>((window, _, place) => {
    const says = random.chance(0.5) ? 2 : -2;
    return noteFused(window, { id: `c${place}`, prior: 0.5, llrs: { a: says, b: says, c: random.chance(0.8) ? says : -says }, truth });
  }, []);
}

test('it is learned anew at each case of the first sixty, then whenever a thirtieth of the window is new, and holds between', () => {
  const learnedAt: number[] = [];
  let [window, learned]: [CaseWindow, Learned] = [[], nothingLearned];
  for (const each of cases(windowCasesMax)) {
    window = noteFused(window, each);
    const next = relearned(learned, window, () => undefined);
    if (next.learned !== learned) learnedAt.push(window.length);
    learned = next.learned;
  }
  assert.deepEqual(learnedAt.slice(0, 59), Array.from({ length: 59 }, (_, place) => place + 1));
  // With sixty it takes two new ones, and with 300 ten.
  assert.deepEqual(learnedAt.slice(59, 62), [61, 63, 65]);
  const full = Array.from({ length: 25 }, (_, place) => `d${place}`).reduce<{ window: CaseWindow; learned: Learned; at: number[] }>((before, id, place) => {
    const after = noteFused(before.window, { id, prior: 0.5, llrs: { a: 1 }, truth: null });
    const next = relearned(before.learned, after, () => undefined);
    return { window: after, learned: next.learned, at: next.learned === before.learned ? before.at : [...before.at, place] };
  }, { window: cases(windowCasesMax), learned: { ...nothingLearned, upTo: windowCasesMax - 1 }, at: [] });
  assert.deepEqual(full.at, [9, 19]);
});

test('what is learned is what all cases of the window say, no more and no less', () => {
  const window = cases(45);
  const { learned } = relearned({ ...nothingLearned, upTo: 3, correlations: { 'a c': 1 } }, window, () => undefined);
  assert.deepEqual(learned.correlations, correlationsOf(window));
  assert.equal(learned.correlations['a b'], 1);
});

test('what is decided is asked once; what isn\'t, each time that it is learned anew', () => {
  const asked: string[] = [];
  const decided = (id: string): boolean | undefined => {
    asked.push(id);
    return id === 'c1' ? false : undefined;
  };
  const first = relearned(nothingLearned, cases(3), decided);
  assert.deepEqual([asked.splice(0), first.window.map(({ truth }) => truth)], [['c0', 'c1', 'c2'], [null, false, null]]);
  const same = relearned(first.learned, first.window, decided);
  assert.deepEqual([asked.splice(0), same.learned === first.learned], [[], true]);
  relearned(same.learned, noteFused(same.window, { id: 'c3', prior: 0.5, llrs: {}, truth: null }), decided);
  assert.deepEqual(asked, ['c0', 'c2', 'c3']);
});

test('rates: decided cases by sensor, the older ones fading by one in 500', () => {
  const window = [true, false, true].reduce<CaseWindow>((all, truth, place) => noteFused(all, { id: `c${place}`, prior: 0.5, llrs: { a: 1 }, truth }), []);
  const { rates } = relearned(nothingLearned, window, () => undefined).learned;
  const kept = 0.998;
  assert.deepEqual(rates, { a: { hits: kept ** 2 + 1, misses: 0, falseAlarms: kept, quiet: 0 } });
});
