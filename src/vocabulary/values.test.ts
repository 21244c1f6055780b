import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readValue, type ValueContext } from './values.ts';

const context: ValueContext = { decimals: 2, isMember: () => false, isUnit: () => false, firstUnit: 'crown' };

test('a day is one of the calendar, written with year, month and date', () => {
  const read = (raw: unknown): unknown => {
    const value = readValue({ type: 'day' }, raw, context, 'with.since');
    return value.ok ? value.value : `${value.refusal.code}: ${value.refusal.detail}`;
  };
  assert.equal(read('2026-05-31'), '2026-05-31');
  assert.equal(read('2028-02-29'), '2028-02-29');
  const none: readonly unknown[] = ['2026-02-29', '2026-04-31', '2026-5-31', '26-05-31', '2026-05-31T00:00:00Z', ' 2026-05-31', 'yesterday', '', 20_260_531, null];
  for (const raw of none) assert.equal(read(raw), `invalid_value: with.since must be a day such as 2026-05-31, not ${JSON.stringify(raw)}`);
});
