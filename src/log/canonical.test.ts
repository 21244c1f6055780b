import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import type { Hasher } from '../vocabulary/ports.ts';
import { canonical, canonicalHash, NotJsonError, nestingMax, parseCanonical } from './canonical.ts';

const hasher: Hasher = { sha256: (data) => createHash('sha256').update(data).digest() };

test('RFC 8785 s3.2.2 and s3.2.3: the sample object', () => {
  const sample: unknown = JSON.parse(String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`);
  assert.equal(canonical(sample),
    String.raw`{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],`
    + String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`);
});

test('RFC 8785 s3.2.4: the sample object in UTF-8', () => {
  const sample: unknown = JSON.parse(String.raw`{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],`
    + String.raw`"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}`);
  const expected = `7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72 75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
    5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31 65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37 5d 2c
    22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d`;
  assert.equal(Buffer.from(canonical(sample)).toString('hex'), expected.replaceAll(/\s/g, ''));
});

test('RFC 8785 s3.2.3: members sort by UTF-16 code units, so an emoji comes before U+FB33', () => {
  const sample: unknown = JSON.parse(String.raw`{
    "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One",
    "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
  }`);
  const order = [...canonical(sample).matchAll(/:"([^"]*)"/g)].map((match) => match[1]);
  assert.deepEqual(order, ['Carriage Return', 'One', 'Control', 'Latin Small Letter O With Diaeresis', 'Euro Sign',
    'Emoji: Grinning Face', 'Hebrew Letter Dalet With Dagesh']);
});

test('RFC 8785 appendix B: numbers from their IEEE 754 bits', () => {
  const samples: readonly (readonly [string, string])[] = [
    ['0000000000000000', '0'], ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'], ['8000000000000001', '-5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'], ['ffefffffffffffff', '-1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'], ['c340000000000000', '-9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'], ['44b52d02c7e14af6', '1e+23'], ['44b52d02c7e14af7', '1.0000000000000001e+23'],
    ['444b1ae4d6e2ef4e', '999999999999999700000'], ['444b1ae4d6e2ef4f', '999999999999999900000'], ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'], ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555553', '333333333.3333332'], ['41b3de4355555554', '333333333.33333325'],
    ['41b3de4355555555', '333333333.3333333'], ['41b3de4355555556', '333333333.3333334'], ['41b3de4355555557', '333333333.33333343'],
    ['becbf647612f3696', '-0.0000033333333333333333'], ['43143ff3c1cb0959', '1424953923781206.2'],
  ];
  for (const [bits, text] of samples) {
    assert.equal(canonical(Buffer.from(bits, 'hex').readDoubleBE()), text, bits);
  }
  for (const bits of ['7fffffffffffffff', '7ff0000000000000']) { // NaN, Infinity
    assert.throws(() => canonical(Buffer.from(bits, 'hex').readDoubleBE()), NotJsonError);
  }
});

test('RFC 8785 s3.2.2.2: escapes are the short ones, lower-case \\u for other controls, and nothing else', () => {
  const controls = Array.from({ length: 0x21 }, (_, unit) => String.fromCharCode(unit)).join('');
  assert.equal(canonical(controls), String.raw`"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f`
    + String.raw`\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f "`);
  assert.equal(canonical('/\u007f\u2028\u2029é'), '"/\u007f\u2028\u2029é"'); // U+2028 stays as it is
});

test('what JSON cannot carry is refused, wherever it lies', () => {
  const cycle: { self?: unknown } = {};
  cycle.self = cycle;
  const bad: readonly unknown[] = [undefined, Number.NaN, Infinity, -Infinity, 1n, Symbol('s'), () => 0, '\ud800', 'a\udc00',
    new Date(0), new Map(), new Uint8Array(1), Object(1), cycle, Array.from({ length: 2 }), { toJSON: () => 1 }, new (class Own { readonly a = 1; })()];
  for (const value of bad) {
    for (const place of [value, [value], { a: value }, { a: [{ b: value }] }]) assert.throws(() => canonical(place), NotJsonError);
  }
  assert.throws(() => canonical({ '\ud800': 1 }), NotJsonError);
});

test('an error names where it lies', () => {
  assert.throws(() => canonical({ entry: { body: { amount: Number.NaN } } }), /NaN \(in "amount"\)/);
});

test('nesting has a limit', () => {
  const nest = (depth: number): unknown => (depth === 0 ? 1 : [nest(depth - 1)]);
  assert.equal(canonical(nest(nestingMax)).length, 2 * nestingMax + 1);
  assert.throws(() => canonical(nest(nestingMax + 1)), NotJsonError);
});

test('members with names that an object also inherits are only data', () => {
  assert.equal(canonical(JSON.parse('{"toString":1,"__proto__":{"a":2},"constructor":3}')),
    '{"__proto__":{"a":2},"constructor":3,"toString":1}');
});

test('any JSON value survives, and the order of its members does not matter', () => {
  fc.assert(fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
    const text = canonical(value);
    assert.deepEqual(JSON.parse(text), JSON.parse(JSON.stringify(value)));
    assert.equal(canonical(JSON.parse(text)), text);
    assert.equal(canonical(reversed(value)), text);
  }), { seed: 20260105, numRuns: 500 });
});

test('the text is that of the library by one of the RFC\'s authors, also for odd names, numbers and letters', () => {
  const odd = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }),
    fc.constantFrom(-0, 1e21, 1e-7, 2 ** 53, '\u2028', '\u007f', '\\"/\b', '\ufb33', '😀', null, true),
  );
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof({ maxDepth: 5 }, odd, fc.array(tie('value')), fc.dictionary(fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('10', '9', '__proto__', 'toString', '')), tie('value'), { noNullPrototype: false })),
  }));
  fc.assert(fc.property(value, (any) => assert.equal(canonical(any), canonicalize(any))), { seed: 20260106, numRuns: 2000 });
});

test('members in any order, again and again, of many and of odd names: the library\'s text, and the value stays as it was', () => {
  const names = ['fact', 'amount', 'to', 'from', 'unit', 'why', 'toJSON', '__proto__', '10', '9', 'x'.repeat(100), ...Array.from({ length: 40 }, (_, i) => `n${i}`)];
  const scalar = fc.constantFrom('ana', String.raw`\ud800`, '"', 1, -0, 0.5, true, null);
  const { value } = fc.letrec((tie) => ({
    // Few of the names mostly, as facts have them, and sometimes nearly all.
    record: fc.oneof({ weight: 9, arbitrary: fc.shuffledSubarray(names, { maxLength: 6 }) }, fc.shuffledSubarray(names, { minLength: 30 }))
      .chain((some) => fc.tuple(...some.map(() => tie('value'))).map((values) => Object.fromEntries(some.map((name, i) => [name, values[i]])))),
    value: fc.oneof({ maxDepth: 3, depthSize: 'small' }, scalar, tie('record'), fc.array(tie('record'), { maxLength: 4 })),
  }));
  fc.assert(fc.property(value, (any) => {
    const before = JSON.stringify(any);
    assert.equal(canonical(any), canonicalize(any));
    assert.equal(JSON.stringify(any), before);
  }), { seed: 20260108, numRuns: 1500 });
});

test('more orders of members than are kept in mind', () => {
  for (let i = 0; i < 6000; i++) assert.equal(canonical({ [`z${i}`]: { b: i, a: [] }, a: 1 }), `{"a":1,"z${i}":{"a":[],"b":${i}}}`);
});

test('only canonical text is parsed as such', () => {
  assert.deepEqual(parseCanonical('{"a":[1,null]}'), { value: { a: [1, null] } });
  for (const text of ['', '{', '{"a": 1}', '{"b":1,"a":2}', '{"a":1,"a":1}', '1.0', '-0', String.raw`"\u0041"`, String.raw`"\ud800"`]) {
    assert.equal(parseCanonical(text), undefined, text);
  }
});

test('a hash is SHA-256 of the UTF-8', () => {
  // printf '{"a":"ä"}' | sha256sum
  assert.equal(canonicalHash(hasher, { a: 'ä' }), createHash('sha256').update(Buffer.from('7b2261223a22c3a4227d', 'hex')).digest('hex'));
});

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, member]) => [key, reversed(member)]));
}
