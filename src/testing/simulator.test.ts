import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayMs } from '../vocabulary/time.ts';
import { simulate, type Plan, type SimulatedMessage } from './simulator.ts';

const plan = (seed: number, days: number): Plan => ({
  seed, days, start: Date.UTC(2026, 0, 5, 3, 20, 1),
  village: {
    habits: [{ member: 'ana', wood: 3, cash: 2, cashMax: 40, putsBack: 0.8 }, { member: 'bo', wood: 2.5, cash: 1, cashMax: 60, putsBack: 0.3 }],
    pile: 'woodpile', box: 'cashbox', houses: ['house-a', 'house-b'], clockHours: -5, loanDays: 14,
  },
});

const idOf = ({ device, reading }: SimulatedMessage): string => `${device}:${reading.seq}`;

test('the same seed gives the same plan, another one another', () => {
  const first = [...simulate(plan(1, 20))];
  assert.deepEqual([...simulate(plan(1, 20))], first);
  assert.notDeepEqual([...simulate(plan(2, 20))], first);
  // A longer plan begins as a shorter one does, but for what is late at its end.
  const longer = [...simulate(plan(1, 30))].filter(({ arrivesAt }) => arrivesAt < plan(1, 20).start + 20 * dayMs);
  assert.deepEqual(first.filter(({ arrivesAt }) => arrivesAt < plan(1, 20).start + 20 * dayMs), longer);
});

test('messages come in order, none before it happened, with repetitions, late ones and unsure ones', () => {
  const messages = [...simulate(plan(3, 60))];
  const seen = new Map<string, SimulatedMessage>();
  let repeated = 0;
  for (const [place, message] of messages.entries()) {
    assert.ok(message.arrivesAt >= (messages[place - 1]?.arrivesAt ?? 0));
    assert.ok(message.arrivesAt > message.reading.at);
    const before = seen.get(idOf(message));
    if (before !== undefined) {
      repeated += 1;
      assert.deepEqual(before.reading, message.reading);
    }
    seen.set(idOf(message), message);
  }
  assert.ok(repeated > 0);
  assert.ok(messages.some(({ arrivesAt, reading }) => arrivesAt - reading.at > 3_600_000));
  assert.ok(messages.some(({ reading }) => reading.p !== undefined && reading.p.person < 0.9 && reading.values['by'] !== null));
  assert.ok(messages.some(({ reading }) => reading.values['by'] === null));
  for (const event of ['taken', 'returned', 'level', 'temperature', 'cash_taken', 'cash_returned']) assert.ok(messages.some(({ reading }) => reading.event === event), event);
  // Numbers count from 1 without a gap.
  for (const device of new Set(messages.map((message) => message.device))) {
    const seqs = [...new Set(messages.filter((message) => message.device === device).map(({ reading }) => reading.seq))].sort((a, b) => a - b);
    assert.deepEqual(seqs, seqs.map((_, i) => i + 1));
  }
});

test('a winter: houses of people, sometimes cold, and a pile that runs low and is filled up again', () => {
  const messages = [...simulate(plan(1, 60))];
  const celsius = messages.filter(({ reading }) => reading.event === 'temperature').map(({ reading }) => Number(reading.values['celsius']));
  assert.ok(Math.min(...celsius) > 8 && Math.max(...celsius) < 24, `${Math.min(...celsius)} to ${Math.max(...celsius)}`);
  assert.ok(celsius.some((each) => each < 16));
  const levels = messages.filter(({ reading }) => reading.event === 'level').map(({ reading }) => Number(reading.values['count']));
  assert.ok(levels.some((each) => each < 20) && levels.every((each) => each >= 0));
  assert.ok(levels.some((each, place) => each > (levels[place - 1] ?? each) + 50));
});
