import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { around, origin, scaleSealer, settings } from '../../testing/catalogue.ts';
import { createRandom } from '../../testing/random.ts';
import { deviceShown, devicesShown, emptyCatalogue, hear, hearSenml, messageLengthMax, subscriptions, type Catalogue, type Heard } from './catalogue.ts';
import { devicesMax, sourcesMax, streamsPerDeviceMax } from './known.ts';
import { signSenml } from './signed-senml.ts';
import { matches } from './topics.ts';

const now = Date.UTC(2026, 0, 6);

type Message = { readonly topic: string; readonly payload: string; readonly retained?: boolean; readonly duplicate?: boolean; readonly at?: number; readonly count?: number };

function put(catalogue: Catalogue, { topic, payload, retained = false, duplicate = false, at = now, count = 0 }: Message): Heard {
  return hear(catalogue, around(), topic, payload, { at, retained, duplicate, count });
}

const sensor = (object: string, more: object = {}): Message => ({
  topic: `homeassistant/sensor/${object}/config`, retained: true,
  payload: JSON.stringify({ state_topic: `s/${object}`, unique_id: object, device: { identifiers: ['box'] }, ...more }),
});

const zigbee = (property: string): Message => ({
  topic: 'zigbee2mqtt/bridge/devices', retained: true,
  payload: JSON.stringify([{ ieee_address: '0x00158d00018255df', friendly_name: 'th', type: 'EndDevice', definition: { exposes: [{ type: 'numeric', name: property, property, access: 1 }] } }]),
});

test('a retained message is what was so before: the last value, and no reading', () => {
  const catalogue = emptyCatalogue(settings);
  put(catalogue, sensor('t'));
  assert.deepEqual(put(catalogue, { topic: 's/t', payload: '5', retained: true }).readings, []);
  assert.deepEqual(deviceShown(catalogue, 'box')?.streams[0]?.last, { value: 5, retained: true });
  assert.deepEqual(put(catalogue, { topic: 's/t', payload: '6', count: 3 }).readings, [{ stream: 'box/t', id: `a${now}.3`, at: now, received: now, value: 6, by: 'gateway' }]);
  assert.deepEqual(deviceShown(catalogue, 'box')?.streams[0]?.last, { value: 6, at: now, retained: false });
});

test('without a time only the DUP flag tells a repetition from two equal readings', () => {
  const catalogue = emptyCatalogue(settings);
  put(catalogue, sensor('t'));
  const values = (messages: readonly Message[]): unknown[] => messages.flatMap((message, count) => put(catalogue, { ...message, count }).readings.map(({ id, value }) => [id, value]));
  assert.deepEqual(values([
    { topic: 's/t', payload: '5' }, { topic: 's/t', payload: '5' }, { topic: 's/t', payload: '6' },
    { topic: 's/t', payload: '5', duplicate: true }, { topic: 's/t', payload: '6', duplicate: true }, { topic: 's/t', payload: '7', duplicate: true },
  ]), [[`a${now}.0`, 5], [`a${now}.1`, 5], [`a${now}.2`, 6], [`a${now}.5`, 7]]);
});

test('minus zero, which JSON can\'t carry, is zero', () => {
  const catalogue = emptyCatalogue(settings);
  put(catalogue, sensor('t'));
  assert.deepEqual(put(catalogue, { topic: 's/t', payload: '-0.0' }).readings.map(({ value }) => value), [0]);
  assert.deepEqual(put(catalogue, { topic: 's/t', payload: '[-0.0,1]' }).readings.map(({ value }) => value), [[0, 1]]);
});

test('with the sender\'s time the same reading has the same name, whenever it comes and after a restart', () => {
  const state = (value: number, second: number): Message => ({ topic: 'zigbee2mqtt/th', payload: JSON.stringify({ temperature: value, last_seen: now - 60_000 + 1000 * second }) });
  const idOf = (message: Message): string | undefined => {
    const catalogue = emptyCatalogue(settings);
    put(catalogue, zigbee('temperature'));
    return put(catalogue, message).readings[0]?.id;
  };
  const first = idOf(state(20, 0));
  assert.match(first ?? '', new RegExp(`^t${now - 60_000}-[0-9a-f]{16}$`));
  assert.equal(idOf({ ...state(20, 0), at: now + 5000, count: 9, duplicate: true }), first);
  assert.notEqual(idOf(state(20, 1)), first);
  assert.notEqual(idOf(state(21, 0)), first);
});

test('what a device signs is named by its own number; retained it is no reading; nobody else speaks for it', () => {
  const catalogue = emptyCatalogue(settings);
  const jws = signSenml(scaleSealer, { kid: 'scale-1', origin, seq: 7 }, [{ bn: 'scale/', bt: 1767654000, n: 'weight', u: 'kg', v: 8.4 }, { n: 'battery', u: '%EL', v: 90 }]);
  const topic = 'frankpledge/linden/senml/scale';
  assert.deepEqual(put(catalogue, { topic, payload: jws, retained: true }).readings, []);
  const { readings } = put(catalogue, { topic, payload: jws, count: 4 });
  assert.deepEqual(readings, [
    { stream: 'scale/weight', id: 's7.0', at: 1767654000000, received: now, value: 8.4, unit: 'kg', by: 'signed' },
    { stream: 'scale/battery', id: 's7.1', at: 1767654000000, received: now, value: 90, unit: '%EL', by: 'signed' },
  ]);
  const arrival = { at: now + 1, retained: false, duplicate: true, count: 5 };
  assert.deepEqual(hearSenml(catalogue, around(), jws, arrival).readings.map(({ id }) => id), ['s7.0', 's7.1'], 'over HTTP it is the same');
  const shown = deviceShown(catalogue, 'scale');
  assert.deepEqual([shown?.by, shown?.streams.map(({ stream, unit, diagnostic }) => [stream, unit, diagnostic])], ['signed', [['scale/weight', 'kg', false], ['scale/battery', '%EL', true]]]);
  const refused = ({ refusals, readings: taken }: Heard): unknown => [taken.length, refusals.map(({ refusal }) => `${refusal.code}: ${refusal.detail}`)];
  assert.deepEqual(refused(put(catalogue, { topic, payload: '[{"n":"scale/weight","v":1}]' })), [0, ['wrong_role: scale has a key: only what it signs is taken']]);
  assert.deepEqual(refused(put(catalogue, { topic: 'frankpledge/linden/senml/other', payload: jws })), [0, ['wrong_role: it is signed by scale, and came as if from other']]);
  assert.deepEqual(refused(hearSenml(catalogue, around(), '[{"n":"x","v":1}]', arrival)), [0, ['malformed: what isn\'t signed has to be sent under a device\'s name, of letters, digits, dot, dash and underscore']]);
  assert.deepEqual(refused(put(catalogue, sensor('claimed', { device: { identifiers: ['scale'] } }))), [0, ['wrong_role: scale has a key: only what it signs is taken, and another device has to be called otherwise']]);
  assert.deepEqual(put(catalogue, { topic: 's/claimed', payload: '99' }).readings, [], 'nor does a description that claims its name');
  assert.ok(!subscriptions(catalogue).includes('s/claimed'));
});

test('a device that is given a key later is heard no more as it was', () => {
  const catalogue = emptyCatalogue(settings);
  put(catalogue, sensor('t'));
  const keyed = { ...around(), hasKey: (device: string) => device === 'box' };
  assert.deepEqual(hear(catalogue, keyed, 's/t', '5', { at: now, retained: false, duplicate: false, count: 0 }).readings, []);
  assert.equal(put(catalogue, { topic: 's/t', payload: '5' }).readings.length, 1);
});

test('several values without a time have names of their own; a repetition has none', () => {
  const catalogue = emptyCatalogue(settings);
  const pack: Message = { topic: 'frankpledge/linden/senml/hut', payload: '[{"n":"hut","u":"Cel","v":1},{"n":"hut","u":"%RH","v":2}]', count: 3 };
  assert.deepEqual(put(catalogue, pack).readings.map(({ stream, id, value }) => [stream, id, value]), [['hut/value', `a${now}.3.0`, 1], ['hut/value', `a${now}.3.1`, 2]]);
  assert.deepEqual(put(catalogue, { ...pack, count: 4, duplicate: true }).readings, []);
});

test('a position is two values of one name and time, told apart by their units (RFC 8428, 5.1.3)', () => {
  const catalogue = emptyCatalogue(settings);
  const { readings } = put(catalogue, { topic: 'frankpledge/linden/senml/van', payload: '[{"bn":"van","bt":1.320067464e+09,"u":"lon","v":24.5},{"u":"lat","v":24.5}]' });
  assert.deepEqual(readings.map(({ stream, unit }) => [stream, unit]), [['van/value', 'lon'], ['van/value', 'lat']]);
  assert.notEqual(readings[0]?.id, readings[1]?.id);
});

test('availability by one topic or several: all of them, any of them, or the latest word', () => {
  for (const [mode, words, expected] of [
    ['all', ['a online', 'b offline', 'b online'], [undefined, false, true]],
    ['any', ['a offline', 'b online', 'b offline'], [undefined, true, false]],
    ['latest', ['a offline', 'b online', 'a maybe', 'a offline'], [false, true, true, false]],
    [undefined, ['a online', 'b offline'], [true, false]],
  ] as const) {
    const catalogue = emptyCatalogue(settings);
    put(catalogue, sensor('t', { availability: [{ topic: 'a' }, { topic: 'b' }], ...(mode === undefined ? {} : { availability_mode: mode }) }));
    const seen = words.map((word) => {
      const [topic = '', payload = ''] = word.split(' ');
      put(catalogue, { topic, payload });
      return deviceShown(catalogue, 'box')?.streams[0]?.available;
    });
    assert.deepEqual(seen, expected, String(mode));
  }
});

test('who goes says so once, with a reading of nothing; retained it is only known', () => {
  const catalogue = emptyCatalogue(settings);
  put(catalogue, sensor('t', { availability_topic: 'lwt' }));
  assert.deepEqual(put(catalogue, { topic: 'lwt', payload: 'offline', retained: true }), { readings: [], changes: [{ device: 'box', what: 'unavailable' }], refusals: [] });
  assert.deepEqual(put(catalogue, { topic: 'lwt', payload: 'online' }).changes, [{ device: 'box', what: 'available' }]);
  assert.deepEqual(put(catalogue, { topic: 'lwt', payload: 'offline', count: 2 }).readings, [{ stream: 'box/t', id: `a${now}.2`, at: now, received: now, value: null, by: 'gateway' }]);
  assert.deepEqual(put(catalogue, { topic: 'lwt', payload: 'offline', count: 3 }).readings, []);
});

test('a description that changes keeps what was heard where the topic stays, and lets go of topics that nobody names', () => {
  const catalogue = emptyCatalogue(settings);
  put(catalogue, sensor('t'));
  put(catalogue, sensor('u'));
  put(catalogue, { topic: 's/t', payload: '5' });
  assert.deepEqual(put(catalogue, sensor('t', { name: 'Temperature' })).changes, [{ device: 'box', what: 'described' }]);
  assert.equal(deviceShown(catalogue, 'box')?.streams.find(({ channel }) => channel === 't')?.last?.value, 5);
  put(catalogue, sensor('t', { state_topic: 'elsewhere' }));
  assert.equal(deviceShown(catalogue, 'box')?.streams.find(({ channel }) => channel === 't')?.last, undefined);
  assert.deepEqual([...catalogue.known.listeners.keys()].sort(), ['elsewhere', 's/u']);
  put(catalogue, { ...sensor('t'), payload: '' });
  assert.deepEqual(put(catalogue, { ...sensor('u'), payload: '' }).changes, [{ device: 'box', what: 'gone' }]);
  assert.deepEqual([...Object.values(catalogue.known), catalogue.recent].map(({ size }) => size), [0, 0, 0, 0, 0]);
});

/** Descriptions of one house by three conventions. */
const house: readonly Message[] = [
  sensor('t'), sensor('u', { device: { identifiers: ['box', 'carton'], connections: [['mac', '02:5b:26:a8:dc:12']] } }), sensor('v', { device: { connections: [['mac', '02:5B:26:A8:DC:12']] } }),
  { topic: 'homeassistant/binary_sensor/t/config', retained: true, payload: '{"stat_t":"s/bin","uniq_id":"bt","dev":{"ids":["box"]}}' },
  zigbee('temperature'),
  { topic: 'homeassistant/sensor/0x00158d00018255df/temperature/config', retained: true, payload: '{"stat_t":"zigbee2mqtt/th","val_tpl":"{{ value_json.temperature }}","uniq_id":"z1","dev":{"ids":["zigbee2mqtt_0x00158d00018255df"]}}' },
  { topic: 'homeassistant/sensor/0x00158d00018255df/humidity/config', retained: true, payload: '{"stat_t":"zigbee2mqtt/th","val_tpl":"{{ value_json.humidity }}","uniq_id":"z2","dev":{"ids":["zigbee2mqtt_0x00158d00018255df"]}}' },
  { topic: 'homie/5/car/$description', retained: true, payload: '{"homie":"5.0","name":"Car","nodes":{"engine":{"properties":{"on":{"datatype":"boolean"}}}}}' },
];

/** The same house, with devices that several messages describe together. */
const told: readonly Message[] = [
  ...house,
  { topic: 'zigbee2mqtt/bridge/info', retained: true, payload: '{"version":"1.42.0","config":{"advanced":{"output":"attribute"}},"permit_join":true}' },
  { topic: 'tasmota/discovery/DC4F2249A3BC/config', retained: true, payload: '{"dn":"Shed","fn":["Lamp"],"mac":"DC4F2249A3BC","t":"shed","ft":"%prefix%/%topic%/","tp":["cmnd","stat","tele"],"ofln":"Offline","onln":"Online","state":["OFF","ON","TOGGLE","HOLD"],"rl":[1],"swc":[1],"swn":[null],"btn":[1],"so":{"4":0},"ver":1}' },
  { topic: 'tasmota/discovery/DC4F2249A3BC/sensors', retained: true, payload: '{"sn":{"Time":"2026-01-05T18:00:00","Switch1":"ON","DHT11":{"Temperature":20.5,"Id":"secret"},"ENERGY":{"Voltage":[234,null]},"TempUnit":"C"},"ver":1}' },
];

function shownOf(catalogue: Catalogue): unknown {
  return [devicesShown(catalogue).map(({ others: _others, ...device }) => ({ ...device, streams: device.streams.map(({ stream }) => stream).sort() })), subscriptions(catalogue)];
}

function shownAfter(order: readonly Message[]): unknown {
  const catalogue = emptyCatalogue(settings);
  for (const message of order) put(catalogue, message);
  return shownOf(catalogue);
}

test('in whatever order descriptions come, and however often, the catalogue is the same', () => {
  const expected = shownAfter(told);
  fc.assert(fc.property(fc.shuffledSubarray([...told], { minLength: told.length }), fc.subarray([...told]), (order, again) => {
    assert.deepEqual(shownAfter([...order, ...again]), expected);
  }), { seed: 10, numRuns: 300 });
});

test('what is kept of each topic describes the same again, whatever has come until then; it has none of the values', () => {
  const emptied = told.map((message) => ({ ...message, payload: '' }));
  fc.assert(fc.property(fc.array(fc.constantFrom(...told, ...emptied), { maxLength: 30 }), (messages) => {
    const catalogue = emptyCatalogue(settings);
    const kept = new Map<string, string>();
    for (const message of messages) {
      const { keeps } = put(catalogue, message);
      if (keeps !== undefined) kept.set(message.topic, keeps);
    }
    const again = [...kept].filter(([, payload]) => payload !== '').map(([topic, payload]): Message => ({ topic, payload, retained: true }));
    assert.deepEqual(shownAfter(again), shownOf(catalogue));
  }), { seed: 12, numRuns: 500 });
  const keeps = told.map((message) => put(emptyCatalogue(settings), message).keeps);
  assert.equal(keeps.at(-1), '{"sn":{"Time":"","Switch1":"","DHT11":{"Temperature":0,"Id":""},"ENERGY":{"Voltage":[0,null]},"TempUnit":"C"},"ver":1}');
  assert.equal(put(emptyCatalogue(settings), { topic: 'zigbee2mqtt/bridge/info', payload: '{"config":{"advanced":{"output":"json"}}}' }).keeps, '', 'what is so anyway needn\'t be kept');
});

test('devices that tell only half of themselves fill no memory', () => {
  const catalogue = emptyCatalogue(settings);
  const half = (i: number): Message => ({ topic: `tasmota/discovery/${i.toString(16).toUpperCase().padStart(12, '0')}/sensors`, payload: '{"sn":{"DHT11":{"Temperature":1}},"ver":1}' });
  for (let i = 0; i < devicesMax; i += 1) assert.deepEqual(put(catalogue, half(i)).refusals, []);
  assert.equal(put(catalogue, half(devicesMax)).refusals[0]?.refusal.code, 'limit_reached');
  put(catalogue, { ...half(0), payload: '' });
  assert.deepEqual(put(catalogue, half(devicesMax)).refusals, [], 'one that takes it back makes room');
  const values = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`V${i}`, i]));
  const other = emptyCatalogue(settings);
  for (const message of told) put(other, message);
  put(other, { topic: 'tasmota/discovery/DC4F2249A3BC/sensors', payload: JSON.stringify({ sn: { A: values }, ver: 1 }) });
  assert.equal(deviceShown(other, 'dc4f2249a3bc')?.streams.length, streamsPerDeviceMax);
});

test('a device is called by the first of its identifiers in their own order, not in that of the list', () => {
  for (const identifiers of [['b2', 'a1'], ['a1', 'b2']]) {
    const catalogue = emptyCatalogue(settings);
    put(catalogue, sensor('t', { device: { identifiers } }));
    assert.deepEqual(devicesShown(catalogue).map(({ id }) => id), ['a1']);
  }
});

test('what one description joins comes apart again without it', () => {
  const ids = (catalogue: Catalogue): string[] => devicesShown(catalogue).map(({ id }) => id);
  const [one, both, address] = house as [Message, Message, Message];
  const catalogue = emptyCatalogue(settings);
  for (const message of [address, one]) put(catalogue, message);
  assert.deepEqual(ids(catalogue), ['025b26a8dc12', 'box']);
  put(catalogue, { topic: 's/t', payload: '5' });
  const joined = put(catalogue, both).changes;
  assert.deepEqual(joined, [{ device: '025b26a8dc12', what: 'gone' }, { device: 'box', what: 'described' }]);
  assert.deepEqual(deviceShown(catalogue, 'box')?.streams.map(({ stream, last }) => [stream, last?.value]), [['box/t', 5], ['box/u', undefined], ['box/v', undefined]]);
  put(catalogue, { ...both, payload: '' });
  assert.deepEqual(ids(catalogue), ['025b26a8dc12', 'box']);
});

test('each reading once, whatever order the two tellings of a Zigbee device come in', () => {
  for (const order of [house, house.toReversed()]) {
    const catalogue = emptyCatalogue(settings);
    for (const message of order) put(catalogue, message);
    assert.deepEqual(put(catalogue, { topic: 'zigbee2mqtt/th', payload: '{"temperature":20,"humidity":50}' }).readings.map(({ stream, value }) => [stream, value]), [['0x00158d00018255df/temperature', 20]]);
    assert.equal(devicesShown(catalogue).filter(({ id }) => id.startsWith('0x')).length, 1);
  }
});

test('a flood fills no memory: devices, streams, characters and refusals have limits', () => {
  const catalogue = emptyCatalogue(settings);
  const many = Array.from({ length: devicesMax + 50 }, (_, i) => ({ ieee_address: `0x${i.toString(16).padStart(16, '0')}`, friendly_name: `d${i}`, type: 'Router', definition: { exposes: [] } }));
  put(catalogue, { topic: 'zigbee2mqtt/bridge/devices', payload: JSON.stringify(many), retained: true });
  assert.equal(catalogue.known.devices.size, devicesMax);
  const bound = { ...around(), isBound: () => true };
  assert.equal(hear(catalogue, bound, sensor('t').topic, sensor('t').payload, { at: now, retained: true, duplicate: false, count: 0 }).changes.length, 2, 'a router says nothing, so that nothing binds it, and it makes room');
  assert.equal(catalogue.known.devices.size, devicesMax);
  const signed = signSenml(scaleSealer, { kid: 'scale-1', origin, seq: 1 }, Array.from({ length: 400 }, (_, i) => ({ n: `c${i}`, v: i })));
  assert.equal(put(catalogue, { topic: 'frankpledge/linden/senml/scale', payload: signed }).readings.length, streamsPerDeviceMax, 'a device of the log has its place');

  const other = emptyCatalogue(settings);
  const components = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`c${i}`, { p: 'sensor', unit_of_meas: 'kg' }]));
  const bundle = (id: string): Message => ({ topic: `homeassistant/device/${id}/config`, payload: JSON.stringify({ dev: { ids: ['one'] }, o: {}, stat_t: 'one', cmps: Object.fromEntries(Object.entries(components).map(([key, value]) => [`${id}${key}`, value])) }) });
  put(other, bundle('a'));
  put(other, bundle('b'));
  assert.equal(deviceShown(other, 'one')?.streams.length, streamsPerDeviceMax);
  const { refusals } = put(other, { topic: 'one', payload: 'word' });
  assert.equal(refusals.length, 8);
  assert.deepEqual(refusals[0], { about: 'one/ac0', refusal: { code: 'invalid_value', detail: 'ac0 says "word", and should say a number' } });
  assert.equal(put(other, { topic: 'one', payload: 'x'.repeat(messageLengthMax + 1) }).refusals[0]?.refusal.code, 'too_large');
});

test('descriptions without end, of one device or of many, neither fill the memory nor take ever longer', () => {
  const catalogue = emptyCatalogue(settings);
  const answers = Array.from({ length: 10_500 }, (_, i) => put(catalogue, sensor(`s${i}`, { device: { identifiers: [`box${i % 1500}`] } })));
  assert.ok(catalogue.known.sources.size <= sourcesMax);
  assert.deepEqual(answers.at(-1)?.changes.map(({ device, what }) => `${device} ${what}`), ['box1499 described'], 'the newest has its place');
  const one = emptyCatalogue(settings);
  for (let i = 0; i < 1000; i += 1) put(one, sensor(`s${i}`));
  assert.equal(one.known.sources.size, 300);
  assert.deepEqual(put(one, sensor('s5', { name: 'still changed' })).changes, [{ device: 'box', what: 'described' }]);
});

const bulb = (id: string): Message => sensor(id, { device: { identifiers: [id] } });
const ids = (catalogue: Catalogue): readonly string[] => devicesShown(catalogue).map(({ id }) => id);

test('60,000 made-up devices leave real ones their place: those that are bound, those that spoke, and one that comes afterwards', () => {
  const catalogue = emptyCatalogue(settings);
  const bound = { ...around(), isBound: (stream: string) => stream === 'quiet/quiet' };
  const tell = ({ topic, payload }: Message): Heard => hear(catalogue, bound, topic, payload, { at: now, retained: false, duplicate: false, count: 0 });
  for (const id of ['quiet', 'speaking']) tell(bulb(id));
  tell({ topic: 's/speaking', payload: '5' });
  const forgot = Array.from({ length: 60_000 }, (_, place) => tell(bulb(`made-up-${place}`))).flatMap(({ changes }) => changes.flatMap((change) => change.forgot ?? []));
  assert.equal(catalogue.known.devices.size, devicesMax);
  assert.deepEqual([forgot.length, forgot[0]], [60_000 + 2 - devicesMax, bulb('made-up-0').topic]);
  tell(bulb('late'));
  assert.deepEqual(['quiet', 'speaking', 'late', 'made-up-59999', 'made-up-0'].map((id) => ids(catalogue).includes(id)), [true, true, true, true, false]);
  assert.deepEqual([catalogue.known.sources.size, catalogue.known.listeners.size], [devicesMax, devicesMax]);
});

test('where all have spoken, the one that was silent for longest makes room, and where all are bound nobody does', () => {
  const catalogue = emptyCatalogue(settings);
  const tell = ({ topic, payload }: Message, isBound = false): Heard => hear(catalogue, { ...around(), isBound: () => isBound }, topic, payload, { at: now, retained: false, duplicate: false, count: 0 });
  for (let place = 0; place < devicesMax; place += 1) {
    tell(bulb(`d${place}`));
    tell({ topic: `s/d${place}`, payload: '1' });
  }
  tell({ topic: 's/d0', payload: '2' });
  assert.deepEqual(tell(bulb('new')).changes, [{ device: 'd1', what: 'gone', forgot: [bulb('d1').topic] }, { device: 'new', what: 'described' }]);
  assert.deepEqual(tell(bulb('newer'), true).refusals.map(({ refusal }) => refusal.code), ['limit_reached']);
  assert.equal(ids(catalogue).includes('newer'), false);
});

test('what is stale changes nothing, what was heard last neither', () => {
  const catalogue = emptyCatalogue(settings);
  const say = (seq: number, v: number, isStale: boolean): Heard => {
    const refusal = { code: 'stale_sequence', detail: 'old' } as const;
    return hearSenml(catalogue, { ...around(), stale: () => (isStale ? refusal : undefined) }, signSenml(scaleSealer, { kid: 'scale-1', origin, seq }, [{ n: 'mass', u: 'kg', v }]), { at: now, retained: false, duplicate: false, count: 0 });
  };
  say(7, 5, false);
  const { readings, refusals } = say(3, 9, true);
  assert.deepEqual([readings, refusals.map(({ about, refusal }) => `${about} ${refusal.code}`), deviceShown(catalogue, 'scale')?.streams[0]?.last?.value], [[], ['scale stale_sequence'], 5]);
});

test('JSON that nests deeper than any message does is none; brackets within texts don\'t count', () => {
  const catalogue = emptyCatalogue(settings);
  put(catalogue, sensor('t', { value_template: '{{ value_json }}' }));
  const nested = (depth: number): Heard => put(catalogue, { topic: 's/t', payload: '['.repeat(depth) + ']'.repeat(depth) });
  assert.equal(nested(64).readings[0]?.value, '['.repeat(64) + ']'.repeat(64));
  for (const depth of [65, 100_000]) assert.deepEqual(nested(depth).readings, []);
  assert.equal(put(catalogue, { topic: 's/t', payload: `["\\"${'['.repeat(100)}"]` }).readings[0]?.value, `["\\"${'['.repeat(100)}"]`);
});

test('topics outside of what was asked for, and those that no message can have, bring nothing', () => {
  const catalogue = emptyCatalogue(settings);
  assert.deepEqual(put(catalogue, { topic: 'other', payload: '1' }), { readings: [], changes: [], refusals: [] });
  for (const topic of ['', 'a/+', '#', 'x'.repeat(2000)]) assert.equal(put(catalogue, { topic, payload: '1' }).refusals[0]?.refusal.code, 'malformed');
});

test('subscriptions never overlap, so that a broker sends each message once', () => {
  const catalogue = emptyCatalogue({ ...settings, discovery: ['homeassistant', 'homeassistant/+'], senml: ['frankpledge/linden/senml', 'frankpledge/+/senml'] });
  for (const message of told) put(catalogue, message);
  const filters = subscriptions(catalogue);
  for (const topic of ['homeassistant/sensor/t/config', 'homeassistant/sensor/a/b/config', 's/t', 'zigbee2mqtt/th/temperature', 'tele/shed/SENSOR', 'stat/shed/RESULT', 'frankpledge/linden/senml/x', 'homie/5/car/$state']) {
    assert.equal(filters.filter((filter) => matches(filter, topic)).length, 1, topic);
  }
});

/** Something in the way of a real message: an odd value in the place of one of its own, a part missing, or cut off. */
function mangled(text: string, seed: number): string {
  const random = createRandom(seed);
  const odd = ['null', '[]', '{}', '"~"', '1e999', '-1', '"{{"', '"{% if x %}"', '[[[[[]]]]]', '"\\ud800"', '{"__proto__":{"a":1}}', 'true', '"a/+"', '""', `"${'x'.repeat(300)}"`];
  const values = [...text.matchAll(/(?<=:)(?:"(?:[^"\\]|\\.)*"|[\d.]+|true|false|null)/g)];
  const target = values[random.int(0, Math.max(0, values.length - 1))];
  if (target === undefined || random.chance(0.1)) return text.slice(0, random.int(0, text.length));
  return text.slice(0, target.index) + random.pick(odd as [string]) + text.slice(target.index + target[0].length);
}

test('whatever comes on whatever topic is an answer: nothing is thrown, every reading is well-formed', () => {
  const topic = fc.oneof(fc.constantFrom(...told.map((message) => message.topic), 's/t', 's/bin', 'zigbee2mqtt/th', 'zigbee2mqtt/th/temperature', 'tele/shed/SENSOR', 'stat/shed/RESULT', 'tele/shed/LWT', 'zigbee2mqtt/bridge/state', 'homie/5/car/engine/on', 'homie/5/car/$state', 'frankpledge/linden/senml/hut', 'frankpledge/linden/senml/scale', 'homeassistant/device/x/config'), fc.string({ maxLength: 20 }));
  const payload = fc.oneof(
    fc.tuple(fc.constantFrom(...told.map((message) => message.payload), '{"DHT11":{"Temperature":20.6},"ENERGY":{"Voltage":230},"Switch1":{"Action":"ON"},"POWER":"OFF","Button1":{"Action":"SINGLE"}}', '{"dev":{"ids":["x"]},"o":{"name":"y"},"cmps":{"a":{"p":"sensor","stat_t":"s/t","val_tpl":"{{ value_json.a }}"},"b":{"p":"climate","curr_temp_t":"s/t"}},"avty":[{"t":"s/bin","val_tpl":"{{ value }}"}]}',
      '[{"bn":"hut/","bt":1767654000,"n":"t","u":"Cel","v":1},{"n":"x","vd":"AACAPw"}]', '{"temperature":20,"last_seen":"2026-01-05T18:00:00Z"}', '{"state":"online"}'), fc.nat()).map(([text, seed]) => (seed % 4 === 0 ? text : mangled(text, seed))),
    fc.string({ maxLength: 30 }), fc.json({ maxDepth: 3 }), fc.constantFrom('ON', '5', 'online', 'offline', '', '['.repeat(20_000), ...[60, 70, 100_000].map((depth) => `{"a":${'['.repeat(depth)}${']'.repeat(depth)}}`)),
  );
  fc.assert(fc.property(fc.array(fc.record({ topic, payload, retained: fc.boolean(), duplicate: fc.boolean() }), { maxLength: 25 }), (messages) => {
    const catalogue = emptyCatalogue(settings);
    for (const [count, message] of messages.entries()) {
      const { readings, refusals } = put(catalogue, { ...message, count });
      for (const { stream, id, at, value } of readings) {
        assert.match(stream, /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}\/[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
        assert.ok(id !== '' && Number.isSafeInteger(at) && at >= 0);
        assert.deepEqual(JSON.parse(JSON.stringify(value)), value);
        assert.ok(typeof value === 'number' ? Number.isFinite(value) : typeof value === 'string' ? value.isWellFormed() : true);
      }
      for (const { refusal } of refusals) assert.ok(refusal.detail.length > 0 && refusal.detail.length < 500, refusal.detail);
    }
    devicesShown(catalogue);
    subscriptions(catalogue);
    assert.equal(Object.hasOwn(Object.prototype, 'a'), false);
  }), { seed: 11, numRuns: 1500 });
});
