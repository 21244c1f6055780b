import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Evidence, Saying } from '../vocabulary/sensing.ts';
import { explain } from './explain.ts';

const said = (stream: string, ratio: number, more: Partial<Saying> = {}): Saying => ({ stream, state: 'said', llr: Math.round(Math.log(ratio) * 10_000) / 10_000, weight: 1, by: 'gateway', ...more });
const from: Evidence = {
  readings: 'ab'.repeat(32), count: 5, prior: 0.2, raw: { event: 0.6 }, calibration: null,
  sensors: [said('mic', 0.5), said('cam', 4, { by: 'signed' }), said('radar', 3)],
};

test('who said what, in which direction, and what came of it', () => {
  const { summary, lines, sensors } = explain({ at: 0, p: { event: 0.6 }, from });
  assert.equal(summary, 'said with 60 %, by 3 of 3 sensors');
  assert.deepEqual(lines, [
    'before any sensor spoke: 20 %',
    'cam says what is 4 times as likely if it happened (signed by the device)',
    'radar says what is 3 times as likely if it happened (vouched for by the gateway)',
    'mic says what is 2 times as likely if it did not happen (vouched for by the gateway)',
    'together: 60 %',
    'not calibrated: too few cases have been decided yet',
    'it rests on 5 readings, which the record commits to without saying them',
  ]);
  assert.deepEqual(sensors.map(({ stream, direction }) => [stream, direction]), [['cam', 'for'], ['radar', 'for'], ['mic', 'against']]);
});

test('what a copy counts, what says nothing, a contradiction', () => {
  const { lines } = explain({ at: 0, p: { event: 0.5 }, from: { ...from, sensors: [said('cam', 20, { weight: 0.5 }), said('mic', 1 / 12), said('door', 1)] } });
  assert.deepEqual(lines.slice(1, 5), [
    'mic says what is 12 times as likely if it did not happen (vouched for by the gateway)',
    'cam says what is 20 times as likely if it happened, counted as 0.5 of one since others say the same (vouched for by the gateway)',
    'door says nothing for or against that it happened (vouched for by the gateway)',
    'they contradict each other: cam, mic',
  ]);
});

test('who was left out, and why; silence is no evidence', () => {
  const sensors = (['silent', 'dead', 'stuck', 'not_permitted'] as const).map((state): Saying => ({ stream: state, state, by: 'gateway' }));
  const explained = explain({ at: 0, p: { event: 0.6 }, from: { ...from, sensors: [...sensors, { stream: 'scale', state: 'said', by: 'signed' }] } });
  assert.equal(explained.summary, 'said with 60 %, by 1 of 5 sensors');
  assert.deepEqual(explained.sensors.map(({ says }) => says), [
    'scale was used (signed by the device)', 'silent said nothing, which is no evidence', 'dead is left out: it has been silent for longer than it ever is',
    'stuck is left out: it says the same all the time while others move', 'not_permitted is left out: whom it measures doesn\'t permit it',
  ]);
});

test('what is said of the person is told from what is said of the event, also where they contradict', () => {
  const sensors = [said('scale', 20), said('badge', 1 / 20, { about: 'person' }), said('phone', 3, { about: 'person' })];
  const { lines } = explain({ at: 0, p: { event: 0.6 }, from: { ...from, sensors } });
  assert.deepEqual(lines.slice(1, 5), [
    'scale says what is 20 times as likely if it happened (vouched for by the gateway)',
    'badge says what is 20 times as likely if it was somebody else (vouched for by the gateway)',
    'phone says what is 3 times as likely if it was this person (vouched for by the gateway)',
    'together: 60 %',
  ]);
});

test('a sensor that disagrees with the others counts nothing', () => {
  const { summary, sensors: [sensor] } = explain({ at: 0, p: { event: 0.6 }, from: { ...from, sensors: [said('attic', 4, { weight: 0 })] } });
  assert.equal(summary, 'said with 60 %, by 0 of 1 sensor');
  assert.deepEqual([sensor?.direction, sensor?.says], ['neither', 'attic is left out: it disagrees with what the others agree on (vouched for by the gateway)']);
});

test('the calibration: its cases, its age, what it made of it', () => {
  const calibration = { record: 812, cases: 40 };
  const line = (calibratedAt?: number): string | undefined =>
    explain({ at: 3 * 86_400_000, p: { event: 0.55 }, from: { ...from, raw: { event: 0.6 }, calibration }, ...(calibratedAt === undefined ? {} : { calibratedAt }) }).lines.at(-2);
  assert.equal(line(0), 'calibrated on 40 decided cases up to record 812, 3 days old: 60 % becomes 55 %');
  assert.equal(line(), 'calibrated on 40 decided cases up to record 812: 60 % becomes 55 %');
  assert.match(explain({ at: 0, p: { event: 0.6, person: 0.97 }, from: { ...from, raw: { event: 0.6, person: 0.97 } } }).lines.join('\n'), /together: 60 %, that it was this person 97 %/);
});

test('who it was has a calibration of its own, and where it has none that is said', () => {
  const given = { ...from, raw: { event: 0.6, person: 0.8 } };
  assert.equal(explain({ at: 0, p: { event: 0.6, person: 0.8 }, from: given }).calibration,
    'not calibrated: too few cases have been decided yet; that it was this person, 80 %, is not calibrated: too few decisions say who it was');
  assert.equal(explain({ at: 0, p: { event: 0.5, person: 0.65 }, from: { ...given, calibration: { record: 7, cases: 40 }, person_calibration: { record: 7, cases: 12 } } }).calibration,
    'calibrated on 40 decided cases up to record 7: 60 % becomes 50 %; that it was this person, on 12 cases of which it was decided who it was, up to record 7: 80 % becomes 65 %');
});
