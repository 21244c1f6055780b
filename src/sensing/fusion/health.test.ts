import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { hourMs, minuteMs } from '../../vocabulary/time.ts';
import type { Reading, ReadingValue } from '../reading.ts';
import { checkHealth, healthDue, isWell, noteReading, type Checkup, type Health } from './health.ts';

const reading = (stream: string, at: number, value: ReadingValue): Reading => ({ stream, id: String(at), at, received: at, value, by: 'gateway' });
const after = (readings: readonly Reading[], health: Health = {}): Checkup =>
  readings.reduce<Checkup>((all, each) => { const next = noteReading(all.health, each); return { health: next.health, findings: [...all.findings, ...next.findings] }; }, { health, findings: [] });
/** Every five minutes, another value each time. */
const regular = (stream: string, count: number): Reading[] => Array.from({ length: count }, (_, place) => reading(stream, place * 5 * minuteMs, place));

test('dead: silent for more than three times its longest silence; before, it is waited for', () => {
  const { health } = after(regular('thermo', 17));
  const last = 16 * 5 * minuteMs;
  assert.equal(healthDue(health), last + 15 * minuteMs + 1);
  assert.deepEqual(checkHealth(health, last + 15 * minuteMs), { health, findings: [] });
  const dead = checkHealth(health, last + 15 * minuteMs + 1);
  assert.deepEqual(dead.findings, [{ stream: 'thermo', at: last + 15 * minuteMs + 1, what: 'dead', says: 'thermo has been silent for 15 minutes, and was never for more than 5 minutes: it is left out until it speaks' }]);
  assert.equal(isWell(dead.health, 'thermo'), false);
  assert.equal(healthDue(dead.health), undefined);
  assert.deepEqual(checkHealth(dead.health, last + hourMs).findings, []); // said once
});

test('a sensor with a short past is never missed, and none within a minute', () => {
  assert.equal(healthDue(after(regular('thermo', 16)).health), undefined);
  const quick = after(Array.from({ length: 40 }, (_, place) => reading('scale', place * 100, place))).health;
  assert.deepEqual(checkHealth(quick, 3900 + minuteMs).findings, []);
  assert.equal(checkHealth(quick, 3901 + minuteMs).findings.length, 1);
});

test('back: it speaks again, and the time for which it was gone isn\'t what is usual', () => {
  const { health } = checkHealth(after(regular('thermo', 20)).health, 10 * hourMs);
  const back = after([reading('thermo', 11 * hourMs, 21)], health);
  assert.equal(back.findings[0]?.what, 'back');
  assert.match(back.findings[0]?.says ?? '', /^thermo is back: it was silent for 9 hours$/);
  assert.equal(isWell(back.health, 'thermo'), true);
  assert.equal(healthDue(back.health), 11 * hourMs + 15 * minuteMs + 1);
});

test('stuck: the same for more than three times its longest, while another one of the same moves', () => {
  const { health } = after([...regular('a', 18), ...regular('b', 18)]);
  const stays = (stream: string, count: number): Reading[] => Array.from({ length: count }, (_, place) => reading(stream, (18 + place) * 5 * minuteMs, 17));
  const moves = (stream: string, count: number): Reading[] => Array.from({ length: count }, (_, place) => reading(stream, (18 + place) * 5 * minuteMs, 18 + place));
  const now = (18 + 6) * 5 * minuteMs;
  const faced = after([...stays('a', 6), ...moves('b', 6)], health).health;
  assert.deepEqual(checkHealth(faced, now).findings, []); // nothing says that they measure the same
  assert.deepEqual(checkHealth(after([...stays('a', 6), ...stays('b', 6)], health).health, now, [['a', 'b']]).findings, []); // nothing moves: the night
  const stuck = checkHealth(faced, now, [['a', 'b']]);
  assert.deepEqual(stuck.findings, [{ stream: 'a', at: now, what: 'stuck', says: 'a has said 17 for 35 minutes, though b moved, and never stayed the same for more than 5 minutes: it is left out until it moves' }]);
  assert.deepEqual(after([reading('a', now + 1, 17)], stuck.health).findings, []);
  const back = after([reading('a', now + 2, 40)], stuck.health);
  assert.deepEqual(back.findings.map(({ what, says }) => [what, says]), [['back', 'a is back: it was stuck for 35 minutes']]);
  assert.deepEqual(checkHealth(back.health, now + 3, [['a', 'b']]).findings, []);
});

test('that a device doesn\'t know is no sign of life', () => {
  const { health } = after(regular('thermo', 20));
  assert.deepEqual(after([reading('thermo', 9 * hourMs, null)], health), { health, findings: [] });
});

test('the false alarms are as rare as the formula says: messages at random times', () => {
  const random = createRandom(17);
  let [health, at, alarms]: [Health, number, number] = [{}, 0, 0];
  for (let message = 0; message < 40_000; message += 1) {
    at += -Math.log(1 - random.next()) * hourMs;
    const checked = checkHealth(health, at - 1); // just before it speaks
    alarms += checked.findings.length;
    health = noteReading(checked.health, reading('door', at, message)).health;
  }
  // 6 / (33 · 34 · 35) of 40 000 is 6.1, and a Poisson count of that mean is above 16 once in 4000 runs.
  assert.ok(alarms >= 1 && alarms <= 16, String(alarms));
});
