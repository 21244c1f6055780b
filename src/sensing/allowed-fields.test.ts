import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shownReading } from './allowed-fields.ts';
import type { Reading } from './reading.ts';

const reading: Reading = { stream: 'band/triage', id: 's1', at: 1000, received: 1005, value: '{"age":7,"pulse":120,"address":"Elm 4"}', by: 'signed' };

test('all of a reading, or of it and of its value\'s members what is named', () => {
  assert.deepEqual(shownReading(reading, null), { id: 's1', at: 1000, received: 1005, value: reading.value, by: 'signed' });
  assert.deepEqual(shownReading(reading, ['at', 'age', 'pulse', 'blood']), { at: 1000, value: { age: 7, pulse: 120 } });
  assert.deepEqual(shownReading(reading, ['value']), { value: reading.value });
  assert.deepEqual(shownReading(reading, []), {});
});

test('a value without members is shown as a whole or not at all', () => {
  for (const value of [1.5, 'open', '{broken', '[1]', null, [1, 2]] as const) {
    assert.deepEqual(shownReading({ ...reading, value }, ['at', 'length', '0']), { at: 1000 });
    assert.deepEqual(shownReading({ ...reading, value }, ['value']), { value });
  }
});
