import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Fact } from '../vocabulary/outcomes.ts';
import { dayMs } from '../vocabulary/time.ts';
import { laterOf } from './later.ts';
import { initialView } from './view.ts';

const manifest = { timers: { pays: { says: 'the service is paid' }, ends: { says: 'it ends' }, month: {} } };
const set = (name: string, key: string, day: number): Fact => ({ fact: 'timer', timer: { subcontract: 'fund', name, key, at: day * dayMs, data: {} } });
const gone = (key: string): Fact => ({ fact: 'timer.gone', subcontract: 'fund', key });

test('what was set for later is told by the kit\'s words, the soonest first, as it is in the end', () => {
  const view = initialView({ zoneRules: () => undefined as never });
  view.subcontracts.set('fund', { id: 'fund', manifest } as never);
  const facts = [set('ends', 'a', 9), set('pays', 'b', 3), set('pays', 'b', 4), set('month', 'c', 1), set('ends', 'd', 2), gone('d')];
  assert.deepEqual(laterOf(view, { facts }), [
    { subcontract: 'fund', at: 4 * dayMs, day: '1970-01-05', words: 'the service is paid' }, { subcontract: 'fund', at: 9 * dayMs, day: '1970-01-10', words: 'it ends' },
  ]);
});
