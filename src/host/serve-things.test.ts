import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { until } from '../../test/sensing-house.ts';
import { signSenml } from '../sensing/formats/signed-senml.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Binding } from '../vocabulary/sensing.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import type { Clock } from './clock.ts';
import { foundedAt, foundTombsboro, type Founded } from './serve-fixture.ts';
import { serveCollective, type Serving } from './serve.ts';
import { signIn } from './sign-in.ts';

type Json = any; // eslint-disable-line -- answers are looked into at will
type Ground = {
  readonly founded: Founded; readonly serving: Serving; readonly clock: ReturnType<typeof ringingClock>;
  readonly say: (by: string, said: EntryBody) => Promise<Json>;
  /** With the secret of a member's session, or without one that of this machine. */
  readonly ask: (path: string, member?: string) => Promise<{ readonly status: number; readonly json: Json }>;
  readonly senml: (seq: number, pack: readonly object[], more?: { readonly type?: string; readonly kid?: string }) => Promise<{ readonly status: number; readonly json: Json }>;
  /** Resolves once the view has the observation. */
  readonly observed: (id: string) => Promise<void>;
};

const start = foundedAt + hourMs;

async function ground(t: TestContext): Promise<Ground> {
  const founded = await foundTombsboro();
  const clock = ringingClock(start);
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: () => undefined });
  t.after(() => serving.close());
  let said = 0;
  const post = async (path: string, type: string, body: string): Promise<{ status: number; json: Json }> => {
    const answer = await fetch(serving.url + path, { method: 'POST', headers: { 'content-type': type }, body });
    return { status: answer.status, json: await answer.json() };
  };
  return {
    founded, serving, clock,
    say: async (by, entry) => {
      const signer = by === 'operator' ? founded.operator : founded.members.get(by);
      assert.ok(signer !== undefined);
      return (await post('/api/entries', 'application/json', JSON.stringify(founded.seal(signer, entry, clock.now(), `said-${said += 1}`)))).json;
    },
    ask: async (path, member) => {
      const signer = member === undefined ? undefined : founded.members.get(member);
      const secret = signer === undefined ? serving.secret : (await signIn(new URL(serving.url), signer, Date.now())).secret;
      const answer = await fetch(serving.url + path, { headers: { authorization: `Bearer ${secret}` } });
      return { status: answer.status, json: await answer.json() };
    },
    senml: (seq, pack, { type = 'application/jose', kid = 'device-scale' } = {}) =>
      post('/api/senml', type, signSenml(founded.device.sealer, { kid, origin: founded.origin, seq }, pack)),
    observed: async (id) => {
      await until(`${id} is observed`, () => serving.view().cited.has(id));
    },
  };
}

/** Set by hand; whoever asked to be called is, when their time has come. */
function ringingClock(begins: number): Clock & { readonly advance: (ms: number) => void } {
  let now = begins;
  const waiting = new Set<{ readonly at: number; readonly call: () => void }>();
  return {
    now: () => now,
    at: (at, call) => {
      const each = { at, call };
      waiting.add(each);
      return () => void waiting.delete(each);
    },
    advance: (ms) => {
      now += ms;
      for (const each of waiting) if (each.at <= now && waiting.delete(each)) each.call();
    },
  };
}

const binding = (more: Partial<Binding> = {}, of: readonly string[] = []): Binding => ({
  id: 'warmth', subject: 'house-a', method: 'temperature', settings: { every_s: 1, min_change: '0.5', rate_max: '1000000' }, keep_days: 7,
  streams: [{ stream: 'signing-scale/temperature', as: 'temperature', ...(of.length === 0 ? {} : { of }) }], ...more,
});
const stream = '/api/things/signing-scale%2Ftemperature/readings';
const warm = (celsius: number, at = start): object => ({ n: 'temperature', u: 'Cel', v: celsius, t: at / 1000 });
const streamsIn = ({ json }: { readonly json: Json }): Json[] => json.devices.flatMap((device: Json) => device.streams.map((each: Json) => ({ device: device.id, signs: device.signs, ...each })));

test('a device with a key sends signed readings over HTTP; bound, they are an observation that says why it is so sure', async (t) => {
  const { say, ask, senml, observed } = await ground(t);
  assert.equal((await say('operator', { kind: 'bind', body: { binding: binding() } })).items[0].status, 'done');
  assert.deepEqual(await senml(1, [warm(19.5)]), { status: 200, json: { readings: 1 } });
  await observed('warmth:1');
  const { observation, explained, readings } = (await ask('/api/observations/warmth:1')).json;
  assert.equal(observation.values.celsius, 19.5);
  assert.deepEqual([observation.from.count, observation.from.sensors[0].by, observation.from.calibration], [1, 'signed', null]);
  assert.match(explained.lines.join('\n'), /signing-scale\/temperature .*\(signed by the device\)/);
  assert.equal(readings.state, 'kept');
  const [there] = streamsIn(await ask('/api/things'));
  assert.deepEqual([there.device, there.signs, there.last, there.hidden, there.bound], ['signing-scale', true, { value: 19.5, at: start }, false, [{ binding: 'warmth', subject: 'house-a', as: 'temperature' }]]);
  assert.deepEqual((await ask(stream)).json.readings.map(({ value, at, by }: Json) => [value, at, by]), [[19.5, start, 'signed']]);
});

test('what an agreement listens to has its cases, with how sure each was said to be and what became of it', async (t) => {
  const { say, ask, senml, observed } = await ground(t);
  await say('operator', { kind: 'bind', body: { binding: binding() } });
  await say('operator', { kind: 'bind', body: { binding: binding({ id: 'elsewhere', subject: 'attic', streams: [{ stream: 'signing-scale/attic', as: 'temperature' }] }) } });
  await senml(1, [warm(19.5), { n: 'attic', u: 'Cel', v: 4, t: start / 1000 }]);
  await observed('warmth:1');
  await observed('elsewhere:1');
  const { p } = (await ask('/api/observations/warmth:1')).json.observation;
  assert.deepEqual((await ask('/api/subcontracts/wood/cases')).json, {
    count: 1, cases: [{ observation: 'warmth:1', binding: 'warmth', event: 'temperature', at: start, p: { event: Number(p.event), person: null }, truth: null, how: null, person: null }],
  });
  await say('ana', { kind: 'dispute', body: { observation: 'warmth:1', reason: 'the window was open' } });
  await say('bo', { kind: 'judge', body: { observation: 'warmth:1', held: false } });
  const { cases: [judged] } = (await ask('/api/subcontracts/wood/cases')).json;
  assert.deepEqual([judged.truth, judged.how], [false, 'dropped']);
  assert.deepEqual((await ask('/api/subcontracts/box/cases')).json, { count: 0, cases: [] });
  assert.equal((await ask('/api/subcontracts/bench/cases')).json.error.code, 'unknown_subcontract');
});

test('the same signed message again is no new reading; unsigned, by an unknown key or of another type it is refused', async (t) => {
  const { say, ask, senml, observed, serving, clock } = await ground(t);
  await say('operator', { kind: 'bind', body: { binding: binding() } });
  await senml(1, [warm(19.5)]);
  assert.equal((await senml(1, [warm(19.5)])).status, 200);
  await observed('warmth:1');
  clock.advance(2000);
  await senml(2, [warm(21, start + 2000)]);
  await observed('warmth:2');
  assert.equal(serving.view().cited.has('warmth:3'), false);
  assert.equal((await ask(stream)).json.readings.length, 2);
  assert.equal((await senml(3, [warm(30)], { kid: 'device-other' })).json.error.code, 'unknown_key');
  const wrongType = await senml(3, [warm(30)], { type: 'application/json' });
  assert.deepEqual([wrongType.status, wrongType.json.error.code], [415, 'wrong_content_type']);
  const unsigned = await fetch(`${serving.url}/api/senml`, { method: 'POST', headers: { 'content-type': 'application/jose' }, body: '[{"n":"signing-scale","v":1}]' });
  assert.equal(unsigned.status, 400);
});

test('streams that nothing binds are listed and not kept', async (t) => {
  const { ask, senml, serving } = await ground(t);
  assert.equal((await senml(1, [warm(19.5)])).status, 200);
  const [there] = streamsIn(await ask('/api/things'));
  assert.deepEqual([there.stream, there.bound, there.last.value], ['signing-scale/temperature', [], 19.5]);
  assert.deepEqual(serving.sensing.sensing.store?.streams(), []);
  assert.equal((await ask(stream)).json.error.code, 'unknown_stream');
});

test('what nothing binds says its values to members and to who runs devices; whoever has a link to read sees that it is there', async (t) => {
  const { say, ask, senml, serving } = await ground(t);
  await senml(1, [warm(19.5), { n: 'attic', u: 'Cel', v: 4, t: start / 1000 }]);
  await say('operator', { kind: 'bind', body: { binding: binding() } });
  const shown = (answer: { readonly json: Json }): Json => streamsIn(answer).map(({ stream: name, unit, hidden, last }: Json) => [name, unit, hidden, last?.value ?? null]);
  const link = new URL(serving.link).searchParams.get('link');
  const byLink = await fetch(`${serving.url}/api/things`, { headers: { authorization: `Bearer ${link}` } });
  const all = [['signing-scale/temperature', 'Cel', false, 19.5], ['signing-scale/attic', 'Cel', false, 4]];
  assert.deepEqual(shown({ json: await byLink.json() }), [all[0], ['signing-scale/attic', 'Cel', true, null]]);
  assert.deepEqual([shown(await ask('/api/things', 'bo')), shown(await ask('/api/things'))], [all, all]);
});

test('what measures a member is shown to them alone; to others after a look that they permit, within what they permit, until they take it back', async (t) => {
  const { say, ask, senml, observed, clock } = await ground(t);
  await say('operator', { kind: 'bind', body: { binding: binding({}, ['ana']) } });
  await say('ana', { kind: 'permit', body: { stream: 'signing-scale/temperature', purpose: 'care', to: 'bo', fields: ['at', 'value'], keep_days: 7 } });
  await senml(1, [warm(19.5)]);
  await observed('warmth:1');
  const hiddenTo = async (member?: string): Promise<Json> => streamsIn(await ask('/api/things', member)).map(({ hidden, last }: Json) => [hidden, last === null]);
  assert.deepEqual([await hiddenTo('ana'), await hiddenTo('bo'), await hiddenTo()], [[[false, false]], [[true, true]], [[true, true]]]);
  assert.equal((await ask(stream, 'ana')).json.readings.length, 1);
  assert.equal((await ask(stream, 'bo')).json.error.code, 'not_permitted');
  assert.equal((await ask(stream)).json.error.code, 'not_permitted');

  const look: EntryBody = { kind: 'look', body: { stream: 'signing-scale/temperature', purpose: 'care', reason: 'she did not answer', from: start - hourMs, until: start + hourMs } };
  const { seq } = await say('bo', look);
  assert.deepEqual((await ask(`${stream}?look=${seq}`, 'bo')).json.readings, [{ at: start, value: 19.5 }]);
  assert.equal((await ask(`${stream}?look=${seq}`, 'cy')).json.error.code, 'unknown_value');
  assert.equal((await ask(`${stream}?look=0`, 'bo')).json.error.code, 'unknown_value');
  const refused = await say('cy', look);
  assert.equal(refused.items[0].code, 'no_consent');
  assert.equal((await ask(`${stream}?look=${refused.seq}`, 'cy')).json.error.code, 'no_consent');
  const { looks } = (await ask('/api/members/ana/measured')).json;
  assert.deepEqual(looks.map(({ by, refused: code }: Json) => [by, code]), [['cy', 'no_consent'], ['bo', null]]);

  await say('ana', { kind: 'permit', body: { stream: 'signing-scale/temperature', purpose: 'care', keep_days: 7, given: false } });
  assert.equal((await ask(`${stream}?look=${seq}`, 'bo')).json.error.code, 'no_consent');
  await say('ana', { kind: 'permit', body: { stream: 'signing-scale/temperature', purpose: 'care', to: 'bo', keep_days: 7 } });
  clock.advance(hourMs + 1);
  assert.equal((await ask(`${stream}?look=${seq}`, 'bo')).json.error.code, 'not_permitted', 'also where nothing else was recorded since');
});

test('a look shows as many days as are permitted for that, though more are kept for something else', async (t) => {
  const { say, ask, senml, observed, clock } = await ground(t);
  const [of, permit] = ['signing-scale/temperature', { to: 'bo', keep_days: 1 }];
  await say('operator', { kind: 'bind', body: { binding: binding({}, ['ana']) } });
  await say('ana', { kind: 'permit', body: { stream: of, purpose: 'care', ...permit } });
  await say('ana', { kind: 'permit', body: { stream: of, purpose: 'wood', keep_days: 30 } });
  await senml(1, [warm(19.5)]);
  await observed('warmth:1');
  clock.advance(2 * dayMs);
  await senml(2, [warm(21, clock.now())]);
  await observed('warmth:2');
  const { seq } = await say('bo', { kind: 'look', body: { stream: of, purpose: 'care', reason: 'it is cold', from: 0, until: clock.now() + hourMs } });
  assert.deepEqual((await ask(`${stream}?look=${seq}`, 'bo')).json.readings.map(({ value }: Json) => value), [21]);
  const own = (await ask(stream, 'ana')).json;
  assert.deepEqual([own.readings.length, own.kept.days], [2, 30]);
});

test('a binding that names nobody any more opens nothing of what was gathered before', async (t) => {
  const { say, ask, senml, observed, clock } = await ground(t);
  await say('operator', { kind: 'bind', body: { binding: binding({}, ['ana']) } });
  await say('ana', { kind: 'permit', body: { stream: 'signing-scale/temperature', purpose: 'wood', keep_days: 7 } });
  await senml(1, [warm(19.5)]);
  await observed('warmth:1');
  clock.advance(1000);
  await say('operator', { kind: 'bind', body: { binding: binding() } });
  const shown = async (member: string): Promise<Json> => [(await ask(stream, member)).json.readings.map(({ value }: Json) => value), streamsIn(await ask('/api/things', member))[0].last?.value ?? null];
  assert.deepEqual(await shown('bo'), [[], null]);
  await senml(2, [warm(21, clock.now())]);
  assert.deepEqual(await shown('bo'), [[21], 21]);
});

test('of a device that measures somebody, others don\'t see what nothing binds either, though it is one more name for the same', async (t) => {
  const { say, ask, senml } = await ground(t);
  await say('operator', { kind: 'bind', body: { binding: binding({}, ['ana']) } });
  await senml(1, [warm(19.5), { n: 'warmer', v: 19.6, t: start / 1000 }]);
  const seen = async (member: string): Promise<Json> => streamsIn(await ask('/api/things', member)).map(({ stream: name, of, hidden, last }: Json) => [name, of, hidden, last?.value ?? null]);
  assert.deepEqual(await seen('ana'), [['signing-scale/temperature', ['ana'], false, 19.5], ['signing-scale/warmer', ['ana'], false, 19.6]]);
  assert.deepEqual(await seen('bo'), [['signing-scale/temperature', ['ana'], true, null], ['signing-scale/warmer', ['ana'], true, null]]);
});

test('readings go when nobody permits them any longer, and after their days; the observation stays, and says that they are gone', async (t) => {
  const { say, ask, senml, observed, clock, serving } = await ground(t);
  const kept = (): number => serving.sensing.sensing.store?.streams()[0]?.count ?? 0;
  const gone = (): Promise<void> => until('nothing is kept', () => kept() === 0);
  await say('operator', { kind: 'bind', body: { binding: binding({}, ['ana']) } });
  await senml(1, [warm(18)]);
  assert.equal(kept(), 0, 'without a permit nothing is kept');
  await say('ana', { kind: 'permit', body: { stream: 'signing-scale/temperature', purpose: 'wood', keep_days: 7 } });
  clock.advance(1);
  await senml(2, [warm(19.5, start + 1)]);
  await observed('warmth:1');
  clock.advance(7 * dayMs - hourMs);
  assert.equal((await ask('/api/observations/warmth:1')).json.readings.state, 'kept');
  clock.advance(2 * hourMs);
  await gone();
  const { observation, readings } = (await ask('/api/observations/warmth:1')).json;
  assert.deepEqual([observation.values.celsius, readings.state], [19.5, 'erased']);

  await senml(3, [warm(22, clock.now())]);
  await observed('warmth:2');
  assert.equal(kept(), 1);
  await say('ana', { kind: 'permit', body: { stream: 'signing-scale/temperature', purpose: 'wood', keep_days: 7, given: false } });
  await gone();
});

test('a form can be made of what the methods take; a binding whose settings can\'t be read says so', async (t) => {
  const { say, ask } = await ground(t);
  await say('operator', { kind: 'bind', body: { binding: binding({ settings: { tolerence: '1' } }) } });
  await say('operator', { kind: 'bind', body: { binding: binding({ id: 'sound' }) } });
  await new Promise((next) => { setImmediate(next); });
  const { bindings, methods } = (await ask('/api/sensing')).json;
  const temperature = methods.find(({ name }: Json) => name === 'temperature');
  assert.equal(temperature.parts.temperature.required, true);
  assert.equal(temperature.fields.tolerance.default, '1.0');
  const byName = Object.fromEntries(bindings.map((each: Json) => [each.id, each]));
  assert.match(byName.warmth.fault.says, /tolerence is not known here.*tolerance/);
  assert.equal(byName.sound.fault, null);
  assert.match(byName.sound.calibrations[0].words, /not calibrated/);
});
