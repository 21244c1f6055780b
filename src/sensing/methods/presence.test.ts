import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindingOf, openMethod, readings, sense, type Said } from '../../testing/sensing/bench.ts';
import type { Binding } from '../../vocabulary/sensing.ts';

const badge = { stream: 'reader', as: 'badge', of: ['ana', 'bo'], settings: { hit: '0.9', false_alarm: '0.1', names: { '04-A3': 'ana' } } };
const camera = { stream: 'camera/label', as: 'camera', of: ['ana', 'bo'], settings: { hit: '0.8', false_alarm: '0.2' } };
const sharp = { ...camera, settings: { hit: '0.9', false_alarm: '0.1' } };
const phone = { stream: 'phone-bo', as: 'phone', of: ['bo'], settings: { hit: '0.9', false_alarm: '0.3' } };
const settings = { stranger: '0.2' };
const who = (streams: Binding['streams'], list: readonly Said[], given: Binding['settings'] = settings) => sense(bindingOf('presence', streams, given), readings(list));
const near = (actual: number | undefined, expected: number): void => assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual} is not ${expected}`);

test('Bayes\' rule over the members and nobody', () => {
  const { found: [found] } = who([badge], [{ at: 0, stream: 'reader', value: '04-a3' }]);
  // 0.4 · 0.9 for ana; 0.4 · 0.1 for bo; 0.2 · 0.1 for a stranger.
  assert.deepEqual([found?.event, found?.values], ['presence', { by: 'ana' }]);
  near(found?.raw.person, 0.36 / 0.42);
  near(found?.raw.event, 0.4 / 0.42);
});

test('sensors that agree add up; one that contradicts lowers it and is shown', () => {
  const agree = who([badge, camera], [{ at: 0, stream: 'reader', value: 'ana' }, { at: 0, stream: 'camera/label', value: 'ana' }]).found[0];
  near(agree?.raw.person, 0.288 / (0.288 + 0.4 * 0.1 * 0.2 + 0.2 * 0.1 * 0.2));
  const contradict = who([badge, camera], [{ at: 0, stream: 'reader', value: 'ana' }, { at: 0, stream: 'camera/label', value: 'bo' }]);
  near(contradict.found[0]?.raw.person, 0.072 / (0.072 + 0.4 * 0.1 * 0.8 + 0.2 * 0.1 * 0.2));
  assert.deepEqual(contradict.findings.map(({ stream, what, says }) => [stream, what, says]), []); // 0.2 / 0.6 for bo or a stranger: less than three to one
  const strong = { ...camera, settings: { hit: '0.85', false_alarm: '0.05' } };
  assert.deepEqual(who([badge, { ...badge, stream: 'reader-2' }, strong], [
    { at: 0, stream: 'reader', value: 'ana' }, { at: 0, stream: 'reader-2', value: 'ana' }, { at: 0, stream: 'camera/label', value: 'bo' },
  ]).findings.map(({ stream, says }) => [stream, says]), [['camera/label', 'camera/label says bo, the others ana']]);
});

test('where nobody is likelier than not, nobody is named', () => {
  assert.deepEqual(who([camera], [{ at: 0, stream: 'camera/label', value: 'ana' }], { stranger: '0.7' }).found, []); // 0.15 · 0.8 of 0.12 + 0.03 + 0.14
  assert.deepEqual(who([badge], [{ at: 0, stream: 'reader', value: 'unknown' }]).found, []);
  assert.deepEqual(who([badge], [{ at: 0, stream: 'reader', value: 'somebody else\'s card' }, { at: 0, stream: 'reader', value: null }]).found, []);
});

test('what was said longer ago says less: after one half-life half of what it could tell', () => {
  const half = { ...badge, settings: { ...badge.settings, half_s: 10 } };
  const list = [{ at: 0, stream: 'reader', value: 'bo' }, { at: 10_000, stream: 'camera/label', value: 'ana' }];
  const { found } = who([half, sharp], list, { ...settings, after_s: 5 });
  // At second 0 the camera is out of reach. At second 10 the badge counts 0.1 + 0.8 / 2 = 0.5 for bo, the camera 0.9 for ana.
  near(found[0]?.raw.person, 0.36 / 0.42);
  near(found[1]?.raw.person, 0.4 * 0.1 * 0.9 / (0.4 * 0.1 * 0.9 + 0.4 * 0.5 * 0.1 + 0.2 * 0.1 * 0.1));
});

test('a phone stays where it said it was; that it is away speaks against its owner', () => {
  const list = [{ at: 0, stream: 'phone-bo', value: 'away' }, { at: 3_600_000, stream: 'camera/label', value: 'bo' }];
  const found = who([sharp, phone], list).found[0];
  // 0.4 · 0.1 · 0.7 for ana, 0.4 · 0.9 · (1 − hit left after an hour of 12) for bo, 0.2 · 0.1 · 0.7 for a stranger.
  const left = 0.3 + 0.6 * 2 ** (-1 / 12);
  const bo = 0.4 * 0.9 * (1 - left);
  near(found?.raw.person, bo / (bo + 0.4 * 0.1 * 0.7 + 0.2 * 0.1 * 0.7));
});

test('who doesn\'t permit it is not looked for', () => {
  const list = readings([{ at: 0, stream: 'reader', value: 'ana' }]);
  assert.deepEqual(sense(bindingOf('presence', [badge], settings), list, { mayUse: () => false }).found, []);
  const { found: [found] } = sense(bindingOf('presence', [badge, phone], settings), readings([{ at: 0, stream: 'phone-bo', value: 'home' }, { at: 0, stream: 'reader', value: 'ana' }]), { mayUse: (stream) => stream === 'reader' });
  near(found?.raw.person, 0.36 / 0.42);
  assert.deepEqual(found?.sensors[1], { stream: 'phone-bo', state: 'not_permitted', about: 'person', by: 'gateway' });
});

test('the same person is told of once in a while, and a doubled reading counts once', () => {
  const at = (seconds: number, id: string): Said => ({ at: seconds * 1000, stream: 'reader', value: 'ana', id });
  assert.deepEqual(who([badge], [at(0, 'a'), at(0, 'a'), at(60, 'b'), at(700, 'c')]).found.map((each) => each.at), [0, 700_000]);
  near(who([badge], [at(0, 'a'), at(0, 'a')]).found[0]?.raw.person, 0.36 / 0.42);
  near(who([badge], [at(0, 'a'), at(1, 'b'), at(2, 'c')]).found[0]?.raw.person, 0.36 / 0.42); // a badge held there three times is one badge
});

test('settings are refused by name', () => {
  const refusal = (streams: Binding['streams'], given: Binding['settings'] = {}): string => {
    const opened = openMethod(bindingOf('presence', streams, given));
    return opened.ok ? 'ok' : `${opened.refusal.code}: ${opened.refusal.detail}`;
  };
  assert.match(refusal([]), /^missing_value: presence needs at least one stream/);
  assert.match(refusal([{ stream: 'reader', as: 'badge' }]), /^missing_value: stream reader: say whom it tells/);
  assert.match(refusal([{ ...badge, settings: { names: { x: 'cy' } } }]), /^invalid_value: stream reader: it names cy/);
  assert.match(refusal([{ ...badge, settings: { hit: '0.1', false_alarm: '0.2' } }]), /^invalid_value: stream reader: hit must lie above/);
  assert.match(refusal([badge], { stranger: 0 }), /^invalid_value: settings\.stranger/);
  assert.match(refusal([badge], { name_from: '0.4' }), /^invalid_value: settings\.name_from/);
});

test('a reader that nobody comes to is not dead', () => {
  const list = Array.from({ length: 40 }, (_, place): Said => ({ at: place * 60_000, stream: 'reader', value: 'ana' }));
  assert.deepEqual(sense(bindingOf('presence', [badge], settings), readings(list), { until: 40 * 86_400_000 }).findings, []);
});

test('clocks that leap about ask who it was once within the waiting time, and never without end', () => {
  const waiting = (times: readonly number[]): unknown => {
    const list = times.map((at, place): Said => ({ at: at * 1000, received: 1e9, stream: 'reader', value: 'ana', id: `r${place}` }));
    return (JSON.parse(JSON.stringify(sense(bindingOf('presence', [badge], settings), readings(list), { until: 0 }).state)) as { own: { waiting: unknown[] } }).own.waiting.length;
  };
  assert.equal(waiting([0, 100, 1, 101, 2, 102]), 2);
  assert.equal(waiting(Array.from({ length: 200 }, (_, place) => place * 100)), 64);
});
