import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { packRecordsMax, readSenml, type SenmlRecord } from './senml.ts';

const now = Date.UTC(2026, 0, 6);

/** Resolved records as section 5.1.4 of RFC 8428 writes them, with seconds. */
function resolved(pack: unknown): object[] | string {
  const read = readSenml(pack, now);
  if (!read.ok) return read.refusal.detail;
  return read.value.map(({ name, unit, at, hasTime, value, sum }: SenmlRecord) => ({
    n: name, ...(unit === undefined ? {} : { u: unit }), ...(hasTime ? { t: at / 1000 } : { ago: (now - at) / 1000 }),
    ...(value === undefined ? {} : { v: value }), ...(sum === undefined ? {} : { s: sum }),
  }));
}

test('multiple measurements (RFC 8428, 5.1.3) resolve to what 5.1.4 gives', () => {
  const pack = [
    { bn: 'urn:dev:ow:10e2073a01080063', bt: 1.320067464e+09, bu: '%RH', v: 20 }, { u: 'lon', v: 24.30621 }, { u: 'lat', v: 60.07965 }, { t: 60, v: 20.3 },
    { u: 'lon', t: 60, v: 24.30622 }, { u: 'lat', t: 60, v: 60.07965 }, { t: 120, v: 20.7 }, { u: 'lon', t: 120, v: 24.30623 }, { u: 'lat', t: 120, v: 60.07966 },
    { u: '%EL', t: 150, v: 98 }, { t: 180, v: 21.2 }, { u: 'lon', t: 180, v: 24.30628 }, { u: 'lat', t: 180, v: 60.07967 },
  ];
  const n = 'urn:dev:ow:10e2073a01080063';
  assert.deepEqual(resolved(pack), [
    { n, u: '%RH', t: 1.320067464e+09, v: 20 }, { n, u: 'lon', t: 1.320067464e+09, v: 24.30621 }, { n, u: 'lat', t: 1.320067464e+09, v: 60.07965 },
    { n, u: '%RH', t: 1.320067524e+09, v: 20.3 }, { n, u: 'lon', t: 1.320067524e+09, v: 24.30622 }, { n, u: 'lat', t: 1.320067524e+09, v: 60.07965 },
    { n, u: '%RH', t: 1.320067584e+09, v: 20.7 }, { n, u: 'lon', t: 1.320067584e+09, v: 24.30623 }, { n, u: 'lat', t: 1.320067584e+09, v: 60.07966 },
    { n, u: '%EL', t: 1.320067614e+09, v: 98 }, { n, u: '%RH', t: 1.320067644e+09, v: 21.2 }, { n, u: 'lon', t: 1.320067644e+09, v: 24.30628 }, { n, u: 'lat', t: 1.320067644e+09, v: 60.07967 },
  ]);
});

test('the other examples of section 5.1', () => {
  assert.deepEqual(resolved([{ n: 'urn:dev:ow:10e2073a01080063', u: 'Cel', v: 23.1 }]), [{ n: 'urn:dev:ow:10e2073a01080063', u: 'Cel', ago: 0, v: 23.1 }]);
  const voltage = 'urn:dev:ow:10e2073a0108006:voltage';
  const current = 'urn:dev:ow:10e2073a0108006:current';
  assert.deepEqual(resolved([
    { bn: 'urn:dev:ow:10e2073a0108006:', bt: 1.276020076001e+09, bu: 'A', bver: 5, n: 'voltage', u: 'V', v: 120.1 },
    { n: 'current', t: -5, v: 1.2 }, { n: 'current', t: -4, v: 1.3 }, { n: 'current', v: 1.7 },
  ]), [
    { n: current, u: 'A', t: 1276020071.001, v: 1.2 }, { n: current, u: 'A', t: 1276020072.001, v: 1.3 },
    { n: voltage, u: 'V', t: 1276020076.001, v: 120.1 }, { n: current, u: 'A', t: 1276020076.001, v: 1.7 },
  ]);
  assert.deepEqual(resolved([{ bn: 'urn:dev:ow:10e2073a01080063:', n: 'temp', u: 'Cel', v: 23.1 }, { n: 'label', vs: 'Machine Room' }, { n: 'open', vb: false }, { n: 'nfv-reader', vd: 'aGkgCg' }]), [
    { n: 'urn:dev:ow:10e2073a01080063:temp', u: 'Cel', ago: 0, v: 23.1 }, { n: 'urn:dev:ow:10e2073a01080063:label', ago: 0, v: 'Machine Room' },
    { n: 'urn:dev:ow:10e2073a01080063:open', ago: 0, v: false }, { n: 'urn:dev:ow:10e2073a01080063:nfv-reader', ago: 0, v: { data: 'aGkgCg' } },
  ]);
  // 5.1.6: the last record has the base name of the third, and the base time of the first.
  assert.deepEqual(resolved([
    { bn: '2001:db8::2/', bt: 1.320078429e+09, n: 'temperature', u: 'Cel', v: 25.2 }, { n: 'humidity', u: '%RH', v: 30 },
    { bn: '2001:db8::1/', n: 'temperature', u: 'Cel', v: 12.3 }, { n: 'humidity', u: '%RH', v: 67 },
  ]), [
    { n: '2001:db8::2/temperature', u: 'Cel', t: 1.320078429e+09, v: 25.2 }, { n: '2001:db8::2/humidity', u: '%RH', t: 1.320078429e+09, v: 30 },
    { n: '2001:db8::1/temperature', u: 'Cel', t: 1.320078429e+09, v: 12.3 }, { n: '2001:db8::1/humidity', u: '%RH', t: 1.320078429e+09, v: 67 },
  ]);
  // 5.1.7 begins with a record of base fields alone.
  assert.deepEqual(resolved([{ bn: 'urn:dev:ow:10e2073a01080063:' }, { n: 'heat', u: '/', v: 1 }]), [{ n: 'urn:dev:ow:10e2073a01080063:heat', u: '/', ago: 0, v: 1 }]);
});

test('base value and base sum are added, and stand alone for what is missing (4.5.4)', () => {
  assert.deepEqual(resolved([{ bn: 'a', bv: 100, v: 1.5 }, { bv: 10, v: 2 }, { bs: 5, s: 1, v: 0 }, { v: 3 }]), [
    { n: 'a', ago: 0, v: 101.5 }, { n: 'a', ago: 0, v: 12 }, { n: 'a', ago: 0, v: 10, s: 6 }, { n: 'a', ago: 0, v: 13, s: 5 },
  ]);
  assert.deepEqual(resolved([{ n: 'a', s: 7 }]), [{ n: 'a', ago: 0, s: 7 }]);
});

test('times below 2^28 are from now, those from there on absolute (4.5.3)', () => {
  assert.deepEqual(resolved([{ n: 'a', t: -90, v: 1 }]), [{ n: 'a', ago: 90, v: 1 }]);
  assert.deepEqual(resolved([{ n: 'a', t: 268_435_456, v: 1 }]), [{ n: 'a', t: 268_435_456, v: 1 }]);
  assert.equal(resolved([{ n: 'a', t: 268_435_455, v: 1 }]), 'record 1: it speaks of 268435455 s from now: what is measured has happened');
});

test('labels that aren\'t known are ignored unless they have to be understood; versions that aren\'t known are refused (4.4)', () => {
  assert.deepEqual(resolved([{ n: 'a', v: 1, future: {}, bx: 1 }]), [{ n: 'a', ago: 0, v: 1 }]);
  for (const [pack, detail] of [
    [[{ n: 'a', v: 1, must_: 1 }], 'record 1: "must_" has to be understood, and isn\'t'],
    [[{ bver: 11, n: 'a', v: 1 }], 'record 1: version 11 isn\'t known; it goes up to 10'],
    [[{ bver: 10, n: 'a', v: 1 }, { bver: 9, n: 'a', v: 1 }], 'record 2: all records of a pack have one version'],
    [[{ bver: 0, n: 'a', v: 1 }], 'record 1: "bver" is no positive whole number'],
    [[{ n: 'a', v: 1 }, { n: 'b' }], 'record 2: it has no value'],
    [[{ n: 'a', v: 1, vs: 'x' }], 'record 1: it has v and vs; a record has one value'],
    [[{ n: 'a', v: '1' }], 'record 1: "v" is no number'],
    [[{ n: 'a', vd: 'a=' }], 'record 1: "vd" is no base64 with the URL-safe alphabet and no padding'],
    [[{ v: 1 }], 'record 1: "" can\'t be a name: up to 256 letters, digits and - : . / _, the first a letter or digit'],
    [[{ n: '_a', v: 1 }], 'record 1: "_a" can\'t be a name: up to 256 letters, digits and - : . / _, the first a letter or digit'],
    [[{ n: 'a b', v: 1 }], 'record 1: "a b" can\'t be a name: up to 256 letters, digits and - : . / _, the first a letter or digit'],
    [[{ bn: 'a', bv: 1e308, v: 1e308 }], 'record 1: base and own value together are too large'],
    [[{ bn: 'a', t: 1e300, v: 1 }], 'record 1: base and own value together are too large'],
    [JSON.parse('[{"n":"a","v":1e999}]'), 'record 1: "v" is larger than a number of 64 bits'],
    [[{ n: 'a', vs: '\ud800' }], 'record 1: "vs" holds half a character'],
    [[1], 'record 1: it is no JSON object'], [{}, 'SenML is a JSON array of records'],
    [Array.from({ length: packRecordsMax + 1 }, () => ({ n: 'a', v: 1 })), 'the pack has 4097 records; at most 4096 are taken'],
  ] as const) assert.equal(resolved(pack), detail);
});

test('any JSON is a list of records in the order of their times, or one clear refusal', () => {
  const label = fc.constantFrom('bn', 'bt', 'bu', 'bv', 'bs', 'bver', 'n', 'u', 'v', 'vs', 'vb', 'vd', 's', 't', 'ut', 'x', 'x_', '__proto__', 'toString');
  const value = fc.oneof(fc.double(), fc.constantFrom('a', 'urn:x:', '', 'Cel'), fc.boolean(), fc.integer({ min: -10, max: 10 }), fc.constant(1.7e9), fc.jsonValue({ maxDepth: 1 }));
  const record = fc.array(fc.tuple(label, value), { maxLength: 5 }).map((fields) => Object.fromEntries(fields));
  fc.assert(fc.property(fc.oneof(fc.array(fc.oneof({ weight: 9, arbitrary: record }, { weight: 1, arbitrary: fc.jsonValue() }), { maxLength: 6 }), fc.jsonValue()), (pack) => {
    const read = readSenml(pack, now);
    if (!read.ok) return assert.ok(read.refusal.detail.length < 300);
    for (const [i, { at, value: own }] of read.value.entries()) {
      assert.ok(Number.isSafeInteger(at) && at >= (read.value[i - 1]?.at ?? 0));
      assert.ok(typeof own !== 'number' || Number.isFinite(own));
    }
  }), { seed: 5, numRuns: 5000 });
});
