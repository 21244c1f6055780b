import assert from 'node:assert/strict';
import { test } from 'node:test';
import { devicesShown, emptyCatalogue, hear } from '../../sensing/formats/catalogue.ts';
import type { Reading } from '../../sensing/reading.ts';
import { hourMs } from '../../vocabulary/time.ts';
import { around, settings } from '../catalogue.ts';
import { sense } from './bench.ts';
import { buildHouse, devicesMin, houseReadings } from './house.ts';
import { houseMessages } from './house-messages.ts';
import { truly } from './waveforms.ts';

const start = Date.UTC(2026, 0, 12, 12);
const plan = { seed: 5, start, hours: 10, devices: 60 };

/** The catalogue, and the readings that it makes of all messages in order. */
function heard() {
  const catalogue = emptyCatalogue(settings);
  const surroundings = around();
  const readings: Reading[] = [];
  let count = 0;
  for (const { at, topic, payload, retain } of houseMessages(buildHouse(plan))) {
    const answer = hear(catalogue, surroundings, topic, payload, { at, retained: retain, duplicate: false, count });
    assert.deepEqual(answer.refusals, []);
    readings.push(...answer.readings);
    count += 1;
  }
  return { catalogue, readings };
}

const { catalogue, readings } = heard();

test('the same seed gives the same messages, another one others', () => {
  const first = (seed: number) => [...houseMessages(buildHouse({ ...plan, seed, hours: 1 }))];
  assert.deepEqual(first(5), first(5));
  assert.notDeepEqual(first(5), first(6));
});

test('sixty devices, described so that each is found, and every bound stream among them', () => {
  const house = buildHouse(plan);
  assert.equal(new Set(house.things.map(({ device }) => device)).size, 60);
  const shown = devicesShown(catalogue);
  assert.equal(shown.length, 60);
  const streams = new Set(shown.flatMap(({ streams: own }) => own.map(({ stream }) => stream)));
  assert.deepEqual(house.things.filter(({ stream }) => !streams.has(stream)), []);
  assert.deepEqual(house.bindings.flatMap((binding) => binding.streams).filter(({ stream }) => !streams.has(stream)), []);
  assert.equal(new Set(buildHouse({ ...plan, devices: devicesMin }).things.map(({ device }) => device)).size, devicesMin);
});

test('what is sent is what was measured', () => {
  const sent = readings.filter(({ stream }) => stream === 'shed-scale/weight').map(({ value }) => value);
  const measured = [...houseReadings(buildHouse(plan))].filter(({ stream }) => stream === 'shed-scale/weight').map(({ value }) => value);
  assert.deepEqual(sent, measured);
  const occupied = readings.filter(({ stream, value }) => stream.endsWith('/occupancy') && typeof value !== 'boolean');
  assert.deepEqual(occupied, []);
});

test('from the messages back to who took how many', () => {
  const { bindings: [pile], life: { deeds } } = buildHouse(plan);
  assert.ok(pile !== undefined);
  const streams = new Set(pile.streams.map(({ stream }) => stream));
  const { found } = sense(pile, readings.filter(({ stream }) => streams.has(stream)), { until: start + 11 * hourMs });
  const done = deeds.filter(({ what }) => what !== 'delivered');
  assert.ok(done.length >= 8, `${done.length} deeds`);
  const taken = found.filter(({ event }) => event !== 'level');
  for (const deed of done) {
    const [match, ...more] = taken.filter(({ at }) => Math.abs(at - deed.at) < 15_000);
    assert.equal(match?.event, deed.what);
    assert.deepEqual(more, []);
    if ((match?.raw.event ?? 0) > 0.9) assert.equal(match?.values['count'], deed.count);
    if ((match?.raw.person ?? 0) > 0.9) assert.equal(match?.values['by'], deed.by);
  }
  assert.equal(taken.length, done.length);
  // Of ten deeds the reader or the camera know nine or more; nobody is named where neither does.
  assert.ok(taken.filter(({ raw: { event, person = 0 } }) => event > 0.9 && person > 0.9).length >= 0.6 * done.length);
});

test('thermometers say what is so, within their errors', () => {
  const house = buildHouse(plan);
  const warmth = house.bindings.find(({ id }) => id === 'warmth-house-1');
  assert.ok(warmth !== undefined);
  assert.equal(warmth.streams.length, 2);
  const streams = new Set(warmth.streams.map(({ stream }) => stream));
  const { found } = sense(warmth, readings.filter(({ stream }) => streams.has(stream)), { until: start + 11 * hourMs });
  assert.ok(found.length >= 2);
  for (const { at, values } of found) assert.ok(Math.abs(Number(values['celsius']) - truly({ mean: 20, swing: 1.5 }, at)) < 1); // 0.2 of offset, 0.15 of noise
});
