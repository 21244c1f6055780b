import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHasher } from '../adapters/keys/node.ts';
import { canonical } from '../log/canonical.ts';
import { commitReadings } from './commitment.ts';
import type { Reading } from './reading.ts';

const salt = '000102030405060708090a0b0c0d0e0f';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const scale: Reading = { stream: 'scale/weight', id: '7', at: 1000, received: 1250, value: 8.4, unit: 'kg', by: 'signed' };

test('what is hashed, to the letter', () => {
  const text = `{"readings":[{"at":1000,"by":"signed","id":"7","received":1250,"stream":"scale/weight","unit":"kg","value":8.4},`
    + `{"at":1,"by":"gateway","id":"a\\"b","received":2,"stream":"door","value":null}],"salt":"${salt}"}`;
  assert.equal(commitReadings(createHasher(), salt, [scale, { stream: 'door', id: 'a"b', at: 1, received: 2, value: null, by: 'gateway' }]), sha256(text));
  assert.equal(commitReadings(createHasher(), salt, []), sha256(`{"readings":[],"salt":"${salt}"}`));
});

test('it is canonical JSON, whatever a reading holds', () => {
  const name = fc.string({ unit: 'grapheme', maxLength: 12 });
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const any: fc.Arbitrary<Reading> = fc.record({
    stream: name, id: name, at: fc.nat(), received: fc.nat(), by: fc.constantFrom('signed', 'gateway'),
    value: fc.oneof(number, name, fc.boolean(), fc.constant(null), fc.array(number, { maxLength: 5 })), unit: name,
  }, { requiredKeys: ['stream', 'id', 'at', 'received', 'by', 'value'] });
  fc.assert(fc.property(fc.array(any, { maxLength: 4 }), (readings) => commitReadings(createHasher(), salt, readings) === sha256(canonical({ readings, salt }))), { seed: 15 });
});

test('another salt, another order, another value: another commitment', () => {
  const other = { ...scale, id: '8' };
  const commitments = [
    commitReadings(createHasher(), salt, [scale, other]), commitReadings(createHasher(), salt, [other, scale]), commitReadings(createHasher(), `${salt}00`, [scale, other]),
    commitReadings(createHasher(), salt, [scale, { ...other, value: 8.5 }]), commitReadings(createHasher(), salt, [scale]),
  ];
  assert.equal(new Set(commitments).size, commitments.length);
});

test('what JSON doesn\'t have never reaches it', () => {
  assert.throws(() => commitReadings(createHasher(), salt, [{ ...scale, value: NaN }]), { name: 'InvariantError' });
  assert.throws(() => commitReadings(createHasher(), salt, [{ ...scale, value: [1, Infinity] }]), { name: 'InvariantError' });
  assert.throws(() => commitReadings(createHasher(), salt, [{ ...scale, id: '\ud800' }]), { name: 'InvariantError' });
});
