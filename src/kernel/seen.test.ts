import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dayMs } from '../vocabulary/time.ts';
import { SeenIds, sequenceWindow } from './seen.ts';

const seed = 20260105;
/** Numbers near each other, far behind, and leaps across the window. */
const numbers = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 4060, max: 4140 }), fc.integer({ min: 8150, max: 8300 }), fc.integer({ min: 1, max: 2 ** 50 })), { maxLength: 60 });

/** The rule as the manual says it, with every number ever kept. */
function model(added: readonly number[], number: number): string {
  const highest = Math.max(0, ...added);
  if (added.length > 0 && number <= highest - sequenceWindow) return 'stale';
  return added.includes(number) ? 'seen' : 'new';
}

test('a number is new, seen, or too far behind, whatever came in which order', () => {
  fc.assert(fc.property(numbers, numbers, (sent, asked) => {
    const seen = new SeenIds();
    const added: number[] = [];
    for (const number of sent) {
      const known = seen.sequence('scale', number);
      assert.equal(known, model(added, number));
      if (known !== 'new') continue;
      seen.addSequence('scale', number);
      added.push(number);
    }
    for (const number of [...asked, ...sent]) assert.equal(seen.sequence('scale', number), model(added, number));
  }), { seed, numRuns: 400 });
});

test('what was seen is written in the same way whatever the order, and reads back the same', () => {
  fc.assert(fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 9000 }), { minLength: 1, maxLength: 60 }), fc.infiniteStream(fc.nat()), (sent, dice) => {
    const highest = Math.max(...sent);
    const inWindow = sent.filter((number) => number > highest - sequenceWindow);
    const shuffled = [...inWindow].map((number) => ({ number, place: dice.next().value })).sort((a, b) => a.place - b.place).map(({ number }) => number);
    const [first, second, read] = [new SeenIds(), new SeenIds(), new SeenIds()];
    for (const number of [...inWindow].sort((a, b) => a - b)) first.addSequence('scale', number);
    for (const number of shuffled) second.addSequence('scale', number);
    assert.deepEqual(second.written(), first.written());
    read.read(JSON.parse(JSON.stringify(first.written())) as ReturnType<SeenIds['written']>);
    assert.deepEqual(read.written(), first.written());
    for (const number of [...sent, highest + 1, 1]) assert.equal(read.sequence('scale', number), first.sequence('scale', number));
    read.addSequence('scale', highest + 70);
    first.addSequence('scale', highest + 70);
    assert.deepEqual(read.written(), first.written());
  }), { seed, numRuns: 300 });
});

test('missing numbers are written as runs within the window', () => {
  const seen = new SeenIds();
  for (const number of [1, 2, 5, 9]) seen.addSequence('b', number);
  for (let number = 1; number <= 5000; number++) if (number !== 3000 && (number < 4000 || number > 4100)) seen.addSequence('a', number);
  seen.addSequence('c', 10_000);
  seen.addSequence('c', 3); // too far behind to have a place
  assert.deepEqual(seen.written().devices, [
    ['a', 5000, [3000, 3000, 4000, 4100]], ['b', 9, [3, 4, 6, 8]], ['c', 10_000, [10_000 - 4096 + 1, 9999]],
  ]);
});

test('given ids stay; entries are forgotten by whole days, also after they were read back', () => {
  const seen = new SeenIds();
  seen.addGiven('noted-2');
  seen.addGiven('noted-1');
  seen.add('ana pay-2', 'sig-2', 2 * dayMs + 5);
  seen.add('ana pay-1', 'sig-1', 2 * dayMs + 9);
  seen.add('ana pay-3', 'sig-3', 3 * dayMs);
  const read = new SeenIds();
  read.read(seen.written());
  for (const each of [seen, read]) {
    assert.deepEqual(each.written(), { devices: [], given: ['noted-1', 'noted-2'], entries: [[2, [['ana pay-1', 'sig-1'], ['ana pay-2', 'sig-2']]], [3, [['ana pay-3', 'sig-3']]]] });
    each.forgetBefore(3 * dayMs);
    assert.deepEqual([each.content('ana pay-1'), each.content('ana pay-3'), each.isGiven('noted-1'), each.isGiven('noted-3')], [undefined, 'sig-3', true, false]);
  }
});
