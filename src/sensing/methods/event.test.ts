import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { bindingOf, openMethod, readings, sense } from '../../testing/sensing/bench.ts';

const settings = { event: 'violation', prior: '0.20' };
const camera = { stream: 'camera/label', as: 'sensor', settings: { ratio: '4' } };
const radar = { stream: 'radar/label', as: 'sensor', settings: { ratio: '3' } };
const sound = { stream: 'microphone/label', as: 'sensor', settings: { ratio: '3', ratio_no: '0.5' } };
const all = readings([
  { at: 1000, stream: 'camera/label', value: 'on' },
  { at: 2000, stream: 'radar/label', value: true },
  { at: 3000, stream: 'microphone/label', value: 'off' },
]);
const near = (actual: number | undefined, expected: number): void => assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual} is not ${expected}`);

test('prior 0.20, likelihood ratios 4, 3 and 0.5: odds 0.25 · 6, p = 0.60; without the third 0.75', () => {
  const [found, ...others] = sense(bindingOf('event', [camera, radar, sound], settings), all).found;
  near(found?.raw.event, 0.6);
  assert.deepEqual(others, []);
  assert.deepEqual([found?.event, found?.at, found?.prior, found?.readings.length], ['violation', 1000, 0.2, 3]);
  assert.deepEqual(found?.sensors.map(({ llr }) => llr), [1.3863, 1.0986, -0.6931]); // ln 4, ln 3, ln ½
  near(sense(bindingOf('event', [camera, radar], settings), all).found[0]?.raw.event, 0.75);
});

test('who says nothing is no evidence, and who may not be used says nothing', () => {
  const silent = sense(bindingOf('event', [camera, radar, sound], settings), all.slice(0, 2)).found[0];
  near(silent?.raw.event, 0.75);
  assert.deepEqual(silent?.sensors[2], { stream: 'microphone/label', state: 'silent', by: 'gateway' });
  const barred = sense(bindingOf('event', [camera, radar, sound], settings), all, { mayUse: (stream) => stream !== 'microphone/label' }).found[0];
  near(barred?.raw.event, 0.75);
  assert.equal(barred?.sensors[2]?.state, 'not_permitted');
});

test('copies of one camera count once', () => {
  const copy = (stream: string) => ({ stream, as: 'sensor', settings: { ratio: '4', copies: 'door' } });
  const both = readings([{ at: 0, stream: 'one', value: 'on' }, { at: 5, stream: 'two', value: 'on' }]);
  const found = sense(bindingOf('event', [copy('one'), copy('two')], settings), both).found[0];
  near(found?.raw.event, 0.5); // odds 0.25 · 4
  assert.deepEqual(found?.sensors.map(({ weight }) => weight), [0.5, 0.5]);
  near(sense(bindingOf('event', [copy('one'), copy('two')], settings), both.slice(0, 1)).found[0]?.raw.event, 0.5);
  const apart = sense(bindingOf('event', [camera, { ...camera, stream: 'two' }], settings), readings([{ at: 0, stream: 'camera/label', value: 'on' }, { at: 5, stream: 'two', value: 'on' }]));
  near(apart.found[0]?.raw.event, 0.8); // odds 0.25 · 16
});

test('rates: a yes counts hit / false alarm, a no the rest of both', () => {
  const sensor = (stream: string) => ({ stream, as: 'sensor', settings: { hit: '0.8', false_alarm: '0.2' } });
  const found = sense(bindingOf('event', [sensor('a'), sensor('b')], { ...settings, prior: '0.5' }), readings([{ at: 0, stream: 'a', value: 1 }, { at: 9, stream: 'b', value: 'off' }])).found[0];
  near(found?.raw.event, 0.5); // 4 · ¼
});

test('what several say within the time is one event; later it is another', () => {
  const list = readings([
    { at: 0, stream: 'camera/label', value: 'on' }, { at: 9000, stream: 'radar/label', value: 'on' }, { at: 11_000, stream: 'microphone/label', value: 'on' },
    { at: 20_000, stream: 'camera/label', value: 'off' }, { at: 90_000, stream: 'camera/label', value: 'on' },
  ]);
  const { found } = sense(bindingOf('event', [camera, radar, sound], settings), list);
  assert.deepEqual(found.map(({ at, readings: rests }) => [at, rests.length]), [[0, 2], [90_000, 1]]);
  near(found[0]?.raw.event, 0.75);
});

test('a no from before says nothing about now; a yes that holds does', () => {
  const list = readings([{ at: 0, stream: 'microphone/label', value: 'off' }, { at: 0, stream: 'radar/label', value: 'on' }, { at: 100_000, stream: 'camera/label', value: 'on' }]);
  const holding = { ...radar, settings: { ...radar.settings, holds_s: 600 } };
  near(sense(bindingOf('event', [camera, radar, sound], settings), list).found[1]?.raw.event, 0.5);
  near(sense(bindingOf('event', [camera, holding, sound], settings), list).found[1]?.raw.event, 0.75);
});

test('a no that was said before it began, though it came later, says nothing about it', () => {
  const list = readings([{ at: 5000, stream: 'camera/label', value: 'on' }, { at: 3000, stream: 'microphone/label', value: 'off', received: 6000 }]);
  near(sense(bindingOf('event', [camera, sound], settings), list).found[0]?.raw.event, 0.5);
});

test('what another sensor says soon after belongs to the same event: it isn\'t a second one', () => {
  const list = readings([{ at: 0, stream: 'camera/label', value: 'on' }, { at: 30_000, stream: 'radar/label', value: 'on' }, { at: 61_000, stream: 'microphone/label', value: 'on' }]);
  assert.deepEqual(sense(bindingOf('event', [camera, radar, sound], settings), list).found.map(({ at }) => at), [0, 61_000]);
});

test('on the way here readings may be late, doubled, out of order: it is found once and the same', () => {
  const late = [all[1], all[0], all[0], all[2]].flatMap((reading) => (reading === undefined ? [] : [{ ...reading, received: 6000 }]));
  const { found } = sense(bindingOf('event', [camera, radar, sound], settings), late);
  assert.equal(found.length, 1);
  near(found[0]?.raw.event, 0.6);
});

test('settings are refused by name', () => {
  const refusal = (streams: Parameters<typeof bindingOf>[1], given: Parameters<typeof bindingOf>[2]): string => {
    const opened = openMethod(bindingOf('event', streams, given));
    return opened.ok ? 'ok' : `${opened.refusal.code}: ${opened.refusal.detail}`;
  };
  assert.equal(refusal([], settings), 'missing_value: event needs a stream as sensor: something that says whether it happens');
  assert.equal(refusal([camera], {}), 'missing_value: settings.event is missing');
  assert.equal(refusal([camera], { ...settings, pior: 1 }), 'unknown_value: settings.pior is not known here; did you mean "prior"?');
  assert.equal(refusal([{ ...camera, as: 'senser' }], settings), 'unknown_value: stream camera/label: event has no part senser; did you mean "sensor"?');
  assert.equal(refusal([camera, camera], settings), 'invalid_value: stream camera/label is bound twice: it can play one part only');
  assert.match(refusal([camera], { ...settings, prior: 0 }), /^invalid_value: settings\.prior/);
  assert.match(refusal([camera], { ...settings, again_s: 3 }), /^invalid_value: settings\.again_s must be at least/);
  assert.match(refusal([{ ...camera, settings: { hit: '0.05' } }], settings), /^invalid_value: stream camera\/label: hit must lie above false_alarm/);
  assert.match(refusal([camera], { ...settings, values: { by: 'ana' } }), /^invalid_value: settings\.values can't say `by`/);
  assert.match(refusal([camera, { stream: 'reader', as: 'badge' }], settings), /^missing_value: stream reader: say whom it tells/);
});

test('two that have always said the same are found to be one, though nobody said so', () => {
  // 40 events that nobody decided: the cameras always agree, the sensor beside them errs by itself.
  const random = createRandom(2);
  const list = Array.from({ length: 40 }, (_, place) => {
    const at = place * 1_000_000;
    const sees = place % 2 === 0;
    return [
      { at, stream: 'contact', value: 'on' }, { at: at + 1, stream: 'contact', value: 'off' }, { at: at + 1, stream: 'radar', value: random.chance(0.5) ? 'on' : 'off' },
      { at: at + 2, stream: 'one', value: sees ? 'on' : 'off' }, { at: at + 2, stream: 'two', value: sees ? 'on' : 'off' },
    ];
  }).flat();
  const streams = ['contact', 'one', 'two', 'radar'].map((stream) => ({ stream, as: 'sensor' }));
  const last = sense(bindingOf('event', streams, { ...settings, least_p: 0 }), readings(list)).found.at(-1);
  const weight = (stream: string): number => last?.sensors.find((each) => each.stream === stream)?.weight ?? NaN;
  assert.deepEqual([weight('one'), weight('two')], [0.5, 0.5]);
  assert.ok(weight('radar') > 0.9);
});

test('what the log decided teaches how often a sensor is right', () => {
  const list = Array.from({ length: 21 }, (_, place) => [{ at: place * 1_000_000, stream: 'a', value: 'on' }, { at: place * 1_000_000 + 1, stream: 'a', value: 'off' }]).flat();
  const streams = [{ stream: 'a', as: 'sensor', settings: { hit: '0.9', false_alarm: '0.1' } }];
  const given = { ...settings, prior: '0.5' };
  near(sense(bindingOf('event', streams, given), readings(list)).found.at(-1)?.raw.event, 0.9); // odds 0.9 / 0.1
  const wrong = sense(bindingOf('event', streams, given), readings(list), { decided: () => false }).found.at(-1)?.raw.event ?? 1;
  // 20 false alarms beside the stated 2 of 20, the older ones faded by 1/500 each: 21.62 of 39.62, so that a yes weighs 0.9 / 0.5457.
  assert.ok(Math.abs(wrong - 0.9 / (0.9 + 0.5457)) < 0.001, String(wrong));
});

test('it says by whom where a badge tells', () => {
  const streams = [camera, { stream: 'reader', as: 'badge', of: ['ana', 'bo'] }];
  const list = readings([{ at: 0, stream: 'reader', value: 'ana' }, { at: 1000, stream: 'camera/label', value: 'on' }]);
  const [found] = sense(bindingOf('event', streams, settings), list).found;
  assert.equal(found?.values['by'], 'ana');
  near(found?.raw.event, 0.5);
  assert.ok((found?.raw.person ?? 0) > 0.95);
  assert.deepEqual(found?.sensors.map(({ stream, about }) => [stream, about]), [['camera/label', undefined], ['reader', 'person']]);
});
