// Bindings, steps and expectations of sensing, as they are read.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Act } from './acts.ts';
import { checkExpected, type Actual, type Failure } from './expect.ts';
import { readScenario, readSettings } from './read.ts';
import type { Expected, Problem } from './scenario.ts';

const founding = `title: House
collective:
  name: House
  zone: UTC
  units: { crown: { decimals: 2 } }
  bind: ana
members: [ { id: ana }, { id: bo }, { id: kitty, commons: true } ]
bindings:
  - { id: room, subject: hall, method: event, streams: [ { stream: mic/audio, as: sensor, of: [bo], settings: { ratio: "4" } } ], settings: { event: fall } }
`;

/** The lines of the timeline begin with the 11th of the file. */
function read(...steps: string[]): ReturnType<typeof readScenario> {
  return readScenario(`${founding}timeline:\n${steps.map((step) => `  - { at: 2026-01-05T18:00:00Z, ${step} }\n`).join('')}`, { kits: new Map(), zones: ['UTC'] });
}

function last(...steps: string[]): Act | undefined {
  const scenario = read(...steps);
  assert.ok(scenario.ok, JSON.stringify(scenario));
  return scenario.value.timeline.at(-1)?.act;
}

function says(step: string, path: string, message: RegExp): void {
  const scenario = read(step);
  assert.ok(!scenario.ok, 'a problem was expected');
  const problem: Problem | undefined = scenario.problems.find((each) => each.path.endsWith(path) && message.test(each.message));
  assert.ok(problem !== undefined && problem.line === 11, `${path} ${String(message)} is not in ${JSON.stringify(scenario.problems)}`);
}

const binding = { id: 'door', subject: 'hall', method: 'event', streams: [{ stream: 'contact', as: 'sensor' }], settings: {}, keep_days: 30 };
const written = 'id: door, subject: hall, method: event, streams: [ { stream: contact, as: sensor } ]';

test('bindings are part of the founding, in a scenario and in settings, with who may make more', () => {
  const scenario = read('expect: {}');
  assert.ok(scenario.ok);
  const expected = [{ id: 'room', subject: 'hall', method: 'event', streams: [{ stream: 'mic/audio', as: 'sensor', of: ['bo'], settings: { ratio: '4' } }], settings: { event: 'fall' }, keep_days: 30 }];
  assert.deepEqual([scenario.value.bindings, scenario.value.collective.bind], [expected, ['ana']]);
  const settings = readSettings(founding, { kits: new Map(), zones: ['UTC'] });
  assert.ok(settings.ok);
  assert.deepEqual(settings.value.bindings, expected);
});

test('each step of sensing is read with what it names', () => {
  assert.deepEqual(last('reading: { stream: mic/audio, value: [1, 0.5], unit: dB, by: signed, id: r1 }'), { kind: 'reading', stream: 'mic/audio', value: [1, 0.5], unit: 'dB', by: 'signed', id: 'r1' });
  assert.deepEqual(last('expect: {}', 'reading: { stream: mic/audio, value: true }'), { kind: 'reading', stream: 'mic/audio', value: true, by: 'gateway', id: 'step-2' });
  assert.deepEqual(last(`bind: { ${written}, model: ${'a'.repeat(64)}, keep_days: 0 }`), { kind: 'bind', by: 'operator', binding: { ...binding, model: 'a'.repeat(64), keep_days: 0 } });
  assert.deepEqual(last('unbind: { by: ana, binding: room }'), { kind: 'unbind', by: 'ana', binding: 'room' });
  assert.deepEqual(last('permit: { by: [ana, bo], stream: mic/audio, purpose: care, to: operator, fields: [at, value], keep_days: 7, until: 2026-01-06T18:00:00Z }'), {
    kind: 'permit', by: ['ana', 'bo'], permit: { stream: 'mic/audio', purpose: 'care', to: 'operator', fields: ['at', 'value'], keep_days: 7, until: Date.UTC(2026, 0, 6, 18) },
  });
  assert.deepEqual(last('permit: { by: bo, stream: mic/audio, purpose: care, given: false }'), { kind: 'permit', by: ['bo'], permit: { stream: 'mic/audio', purpose: 'care', keep_days: 30, given: false } });
  assert.deepEqual(last('look: { by: operator, stream: mic/audio, purpose: care, reason: "x", from: 2026-01-05T17:00:00Z, until: 2026-01-05T18:00:00Z }'), {
    kind: 'look', by: 'operator', look: { stream: 'mic/audio', purpose: 'care', reason: 'x', from: Date.UTC(2026, 0, 5, 17), until: Date.UTC(2026, 0, 5, 18) },
  });
  assert.deepEqual(last('dispute: { by: bo, observation: "room:1", reason: "the cat" }'), { kind: 'dispute', by: 'bo', observation: 'room:1', reason: 'the cat' });
  assert.deepEqual(last('judge: { by: ana, observation: "room:1", held: false, reason: "heard it" }'), { kind: 'judge', by: 'ana', observation: 'room:1', held: false, reason: 'heard it' });
  assert.deepEqual(last('incident: { by: [ana, bo], place: kitchen, severity: 4 }'), { kind: 'incident', by: ['ana', 'bo'], place: 'kitchen', severity: 4 });
  assert.deepEqual(last(`propose: { id: p, by: ana, reason: "x", sensing: { bind: [ { ${written} } ], unbind: [room] } }`), { kind: 'propose', by: 'ana', id: 'p', reason: 'x', change: { change: 'sensing', bind: [binding], unbind: ['room'] } });
  assert.deepEqual(last('observe: { id: o, device: band, subject: hall, event: fall }'), { kind: 'observe', id: 'o', device: 'band', subject: 'hall', event: 'fall', p: {}, values: {} });
});

test('what is wrong with a step of sensing is named', () => {
  says('reading: { stream: a/b/c, value: 1 }', 'reading.stream', /device\/channel/);
  says('reading: { stream: mic, value: { a: 1 } }', 'reading.value', /a list of numbers/);
  says('reading: { stream: mic, value: [1, two] }', 'reading.value', /a list of numbers/);
  says('permit: { by: bo, stream: mic, purpose: care, given: true }', 'permit.given', /takes it back/);
  says('permit: { by: bo, stream: mic, purpose: care, keep_days: 3661 }', 'permit.keep_days', /0 to 3660/);
  says('permit: { by: kitty, stream: mic, purpose: care }', 'permit.by', /nobody speaks for it/);
  says('judge: { by: ana, observation: "room:1", held: maybe }', 'judge.held', /true or false/);
  says('incident: { by: ana, place: kitchen, severity: 6 }', 'incident.severity', /from 1 to 5/);
  says(`bind: { ${written}, keep: 3 }`, 'bind.keep', /there is no key "keep"/);
  says('bind: { id: door, subject: hall, method: event, streams: [ { stream: contact, as: sensor, of: [zoe] } ] }', 'streams[0].of[0]', /there is no member "zoe"/);
  says('expect: { disputes: { "room:1": lost } }', 'disputes.room:1', /there is no way/);
  says('expect: { observed: [ { p: 1.5 } ] }', 'observed[0].p', /from 0 to 1/);
  says('expect: { looks: [ { allowed: perhaps } ] }', 'looks[0].allowed', /true or false/);
});

test('a stream that nothing binds by then is noted, since it may be meant so', () => {
  const notes = (...steps: string[]): unknown => {
    const scenario = read(...steps);
    assert.ok(scenario.ok, JSON.stringify(scenario));
    return scenario.notes.map(({ message, nearest }) => [message, nearest]);
  };
  assert.deepEqual(notes('permit: { by: bo, stream: mic/audo, purpose: care }'), [['nothing binds the stream "mic/audo"', 'mic/audio']]);
  assert.deepEqual(notes(`bind: { ${written} }`, 'reading: { stream: contact, value: true }'), []);
});

/** As after some sensing; what deciding together and money came to is not asked for. */
const actual = {
  bindings: ['room'], permits: [{ member: 'bo', stream: 'mic/audio', purpose: 'care', keep_days: 7, fields: ['at', 'value'] }],
  looks: [{ by: 'ana', stream: 'mic/audio', purpose: 'care', allowed: false, of: ['bo'], fields: [] }], observed: [{ binding: 'room', event: 'fall', subject: 'hall', p: 0.6, raw: 0.5, by: null }],
  faults: [{ step: 3, subcontract: 'wood', code: 'no_consent' }], dispute: (id: string) => (id === 'room:1' ? 'held' : null), incidents: () => 20, readings: () => 1, suggested: () => [{ place: 'kitchen', percent: 67 }],
} as Partial<Actual> as Actual;

test('expectations of sensing: what fits passes, and each that doesn\'t is told with its place', () => {
  const expectations = (text: string): readonly Failure[] => {
    const act = last(`expect: ${text}`);
    assert.ok(act?.kind === 'expect');
    return checkExpected(1, act.expected satisfies Expected, actual);
  };
  const holds = '{ bindings: [room], permits: [ { member: bo, fields: [at, value] } ], looks: [ { by: ana, allowed: false, fields: [] } ], observed: [ { p: 0.6, by: null } ], disputes: { "room:1": held, "room:2": null }, '
    + 'incidents: { kitchen: 20 }, readings: { mic/audio: 1 }, suggested: [ { place: kitchen, percent: 67 } ], faults: [ { code: no_consent } ] }';
  assert.deepEqual(expectations(holds), []);
  const fails: readonly [string, string][] = [
    ['{ bindings: [] }', 'bindings'], ['{ permits: [] }', 'permits'], ['{ permits: [ { fields: [at] } ] }', 'permits[0].fields'], ['{ looks: [ { allowed: true } ] }', 'looks[0].allowed'], ['{ looks: [ { of: [ana, bo] } ] }', 'looks[0].of'],
    ['{ observed: [ { raw: 0.6 } ] }', 'observed[0].raw'], ['{ disputes: { "room:1": open } }', 'disputes.room:1'], ['{ disputes: { "room:2": open } }', 'disputes.room:2'], ['{ incidents: { kitchen: 19 } }', 'incidents.kitchen'],
    ['{ readings: { mic/audio: 0 } }', 'readings.mic/audio'], ['{ suggested: [ { percent: 66 } ] }', 'suggested[0].percent'], ['{ faults: [] }', 'faults'],
  ];
  for (const [text, path] of fails) assert.deepEqual(expectations(text).map((failure) => failure.path), [path], text);
});
