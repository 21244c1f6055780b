import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeldLimit } from '../vocabulary/outcomes.ts';
import { reachDiffers, reachOf, type Grip } from './at-most.ts';
import { initialView } from './view.ts';

const view = initialView({ zoneRules: () => undefined });
view.units.set('crown', { id: 'crown', decimals: 2 });

function part(perEvent: number, perPerson: number, days = 30, inTotal: HeldLimit['inTotal'] = null): HeldLimit {
  return { debit: 'part:loan', perEvent, perPerson: { amount: perPerson, days }, inTotal };
}

function reach(now: HeldLimit, old?: HeldLimit): ReturnType<typeof reachOf>['atMost'] {
  const grip: Grip = { bound: true, since: 0, parties: {}, unit: 'crown', limits: [now], consents: new Set(['loan']), held: new Map(old === undefined ? [] : [['loan', [old]]]) };
  return reachOf(view, grip, 'ana').atMost;
}

test('who is held to an older version has the lesser of both where their times are the same, else what was consented to', () => {
  const [shown] = reach(part(5000, 20_000, 30, { amount: 90_000, days: 365 }), part(4000, 30_000, 30, { amount: 80_000, days: 365 }));
  assert.deepEqual([shown?.perEvent, shown?.perPerson, shown?.inTotal, shown?.held], ['40.00', { amount: '200.00', days: 30 }, { amount: '800.00', days: 365 }, true]);
  assert.deepEqual(reach(part(5000, 20_000, 7), part(5000, 30_000, 30))[0]?.perPerson, { amount: '300.00', days: 30 });
  assert.deepEqual([reach(part(5000, 20_000, 30, { amount: 1, days: 1 }), part(5000, 20_000))[0]?.inTotal, reach(part(5000, 20_000))[0]?.held], [{ amount: '0.01', days: 1 }, false]);
});

test('more, less, both or the same: by each figure, and by the time over which it is counted', () => {
  const differs = (before: HeldLimit, after: HeldLimit): string => reachDiffers(reach(before), reach(after)).differs;
  const base = part(5000, 20_000, 30, { amount: 90_000, days: 365 });
  assert.equal(differs(base, base), 'same');
  assert.equal(differs(base, part(5001, 20_000, 30, { amount: 90_000, days: 365 })), 'more');
  assert.equal(differs(base, part(5000, 19_999, 30, { amount: 90_000, days: 365 })), 'less');
  assert.equal(differs(base, part(5001, 19_999, 30, { amount: 90_000, days: 365 })), 'both');
  assert.equal(differs(base, part(5000, 20_000, 15, { amount: 90_000, days: 365 })), 'more', 'the same amount in half the time');
  assert.equal(differs(base, part(5000, 20_000)), 'more', 'no limit of all together any more');
  assert.equal(differs(part(5000, 20_000), base), 'less');
  assert.deepEqual(reachDiffers([], []), { differs: 'same', words: [] });
});
