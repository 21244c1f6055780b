/** What every store of readings must do. `npm test` runs it for the one in memory and for SQLite. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading } from '../sensing/reading.ts';
import { deliveriesMax, foundMax, type CasesChange, type Made, type ReadingStore } from '../sensing/store.ts';

export type Room = {
  /** Another instance over the same store; the one before is closed or was cut off. */
  readonly open: () => ReadingStore;
  readonly remove: () => void;
};

export const weigh = (n: number, more: Partial<Reading> = {}): Reading => ({ stream: 'cell/mass', id: `s${n}`, at: 1000 * n, received: 1000 * n + 5, value: n / 2, unit: 'kg', by: 'gateway', ...more });
export const made = (seq: number, ...readings: readonly Reading[]): Made => ({
  found: `f${seq}`, observation: { device: 'pile', seq, subject: 'woodpile', event: 'taken', at: 1000 * seq, p: { event: 0.9 }, values: { count: 1 } },
  salt: `${seq}`.repeat(32), readings: readings.map(({ stream, id }) => ({ stream, id })),
});
export const noCases: CasesChange = { from: 0, until: 0, put: [] };
const withoutPlace = (readings: readonly (Reading & { readonly position?: number })[]): Reading[] => readings.map(({ position: _, ...reading }) => reading);

export function readingStoreConformance(name: string, makeRoom: () => Room): void {
  const check = (says: string, run: (store: ReadingStore, room: Room) => void): void => void test(`${name}: ${says}`, () => {
    const room = makeRoom();
    try {
      run(room.open(), room);
    } finally {
      room.remove();
    }
  });

  check('what was appended is there in its order, with every kind of value, for the next instance too', (store, room) => {
    const values = [1.25, 'open', true, false, null, [1, -0.5, 1e-9], 'ä "quoted" \u2028'];
    const readings = values.map((value, i): Reading => ({ stream: 'multi/x', id: `a${i}.0`, at: i, received: i + 1, value, by: i % 2 === 0 ? 'signed' : 'gateway', ...(i === 0 ? { unit: 'Cel' } : {}) }));
    assert.deepEqual(withoutPlace(store.append({ readings })), readings);
    store.close();
    const next = room.open();
    assert.deepEqual(withoutPlace(next.after(0, 100)), readings);
    assert.deepEqual(next.after(0, 100).map(({ position }) => position), [1, 2, 3, 4, 5, 6, 7]);
    assert.deepEqual(withoutPlace(next.after(5, 1)), [readings[5]]);
    assert.deepEqual(next.find('multi/x', 'a4.0'), readings[4]);
    assert.equal(next.find('multi/x', 'a9.0'), undefined);
  });

  check('the same reading again is no new one, whatever it says then; the same id on another stream is', (store) => {
    assert.equal(store.append({ readings: [weigh(1), weigh(1), weigh(2)] }).length, 2);
    assert.deepEqual(store.append({ readings: [weigh(2, { value: 99 }), weigh(3)] }).map(({ id }) => id), ['s3']);
    assert.equal(store.find('cell/mass', 's2')?.value, 1);
    assert.equal(store.append({ readings: [weigh(1, { stream: 'other/mass' })] }).length, 1);
  });

  check('a stream by time: its end not included, the latest of them, in order', (store) => {
    store.append({ readings: [weigh(3), weigh(1), weigh(2), weigh(9, { stream: 'other' }), weigh(4)] });
    assert.deepEqual(store.between('cell/mass', 1000, 4000, 10).map(({ id }) => id), ['s1', 's2', 's3']);
    assert.deepEqual(store.between('cell/mass', 0, 9000, 2).map(({ id }) => id), ['s3', 's4']);
    assert.deepEqual(store.streams(), [{ stream: 'cell/mass', count: 4, oldest: 1000 }, { stream: 'other', count: 1, oldest: 9000 }]);
  });

  check('the pipeline goes on where it was, with states and numbers', (store, room) => {
    assert.deepEqual(store.resume(), { position: 0, states: [] });
    const [pile, house] = [{ binding: 'pile', fingerprint: 'f', state: { sum: [1, 2] }, next: 2, cases: noCases }, { binding: 'house', fingerprint: 'g', state: null, next: 1, cases: noCases }];
    store.append({ readings: [weigh(1), weigh(2)] });
    store.advance({ position: 1, states: [pile, house], made: [made(1, weigh(1))], said: [] });
    store.advance({ position: 2, states: [{ ...pile, next: 3 }], made: [], said: [] });
    store.close();
    assert.deepEqual(room.open().resume(), { position: 2, states: [{ ...house, cases: [] }, { ...pile, next: 3, cases: [] }] });
  });

  check('cases come, change and go one by one, each binding\'s its own, and come back in the order of their numbers', (store, room) => {
    const change = (binding: string, from: number, until: number, ...put: readonly (readonly [number, string])[]) =>
      ({ binding, fingerprint: 'f', state: 1, next: 1, cases: { from, until, put: put.map(([number, says]) => ({ number, says })) } });
    const kept = (from: ReadingStore): unknown[] => from.resume().states.map(({ binding, cases }) => [binding, ...cases.map(({ number, says }) => `${number} ${says as string}`)]);
    store.advance({ position: 1, states: [change('pile', 8, 11, [10, 'c'], [8, 'a'], [9, 'b']), change('house', 0, 1, [0, 'h'])], made: [], said: [] });
    assert.deepEqual(kept(store), [['house', '0 h'], ['pile', '8 a', '9 b', '10 c']]);
    store.advance({ position: 2, states: [change('pile', 9, 12, [10, 'changed'], [11, 'd'])], made: [], said: [] });
    store.close();
    const next = room.open();
    assert.deepEqual(kept(next), [['house', '0 h'], ['pile', '9 b', '10 changed', '11 d']]);
    next.advance({ position: 3, states: [change('pile', 0, 1, [0, 'anew'])], made: [], said: [] });
    assert.deepEqual(kept(next), [['house', '0 h'], ['pile', '0 anew']]);
  });

  check('the pipeline never goes back', (store) => {
    store.advance({ position: 5, states: [], made: [], said: [] });
    assert.throws(() => store.advance({ position: 4, states: [], made: [made(1)], said: [] }), /goes forward/);
    assert.deepEqual(store.waiting(9), []);
  });

  check('what was made waits, in its order, until it is said; what it rests on is known as long as all of it is there', (store, room) => {
    store.append({ readings: [weigh(1), weigh(2), weigh(3)] });
    store.advance({ position: 3, states: [], made: [made(1, weigh(2), weigh(1)), made(2, weigh(3)), made(3)], said: [] });
    assert.deepEqual(store.waiting(2), [made(1).observation, made(2).observation]);
    store.advance({ position: 3, states: [], made: [], said: ['pile:1', 'pile:9'] });
    store.close();
    const next = room.open();
    assert.deepEqual(next.waiting(9), [made(2).observation, made(3).observation]);
    assert.deepEqual(next.restOf('pile:1'), { salt: made(1).salt, readings: [weigh(2), weigh(1)] });
    assert.deepEqual(next.restOf('pile:3'), { salt: made(3).salt, readings: [] });
    assert.equal(next.restOf('pile:9'), undefined);
  });

  check('what was found is known by its name, the latest of each binding, also when its readings are gone', (store, room) => {
    store.append({ readings: [weigh(1)] });
    store.advance({ position: 1, states: [], made: [made(1, weigh(1)), made(2)], said: ['pile:1', 'pile:2'] });
    store.erase('cell/mass', 9000, []);
    store.close();
    const next = room.open();
    assert.deepEqual([next.numberOf('pile', 'f1'), next.numberOf('pile', 'f2'), next.numberOf('pile', 'f3'), next.numberOf('house', 'f1')], [1, 2, undefined, undefined]);
    next.advance({ position: 1, states: [], made: Array.from({ length: foundMax - 1 }, (_, i) => made(i + 3)), said: [] });
    assert.deepEqual([next.numberOf('pile', 'f1'), next.numberOf('pile', 'f2')], [undefined, 2]);
  });

  check('an erasure goes by the readings\' time, and takes the salts with it', (store, room) => {
    const early = weigh(1, { at: 500, received: 9000 });
    const ahead = weigh(2, { at: 999 });
    store.append({ readings: [early, ahead, weigh(3), weigh(1, { stream: 'other' })] });
    store.advance({ position: 4, states: [{ binding: 'pile', fingerprint: 'f', state: 7, next: 4, cases: noCases }], made: [made(1, early), made(2, ahead, weigh(3)), made(3, weigh(3))], said: [] });
    store.advance({ position: 4, states: [], made: [], said: ['pile:1', 'pile:3'] });
    assert.equal(store.erase('cell/mass', 1000, ['pile']), 2);
    assert.deepEqual(withoutPlace(store.after(0, 9)), [weigh(3), weigh(1, { stream: 'other' })]);
    assert.equal(store.restOf('pile:1'), undefined);
    assert.equal(store.restOf('pile:2'), undefined);
    assert.deepEqual(store.waiting(9), [made(2).observation]);
    assert.deepEqual(store.restOf('pile:3'), { salt: made(3).salt, readings: [weigh(3)] });
    assert.equal(store.resume().states[0]?.state, 7);
    store.advance({ position: 4, states: [], made: [], said: ['pile:2'] });
    store.close();
    const next = room.open();
    assert.deepEqual(next.waiting(9), []);
    assert.equal(next.restOf('pile:2'), undefined);
  });

  check('with the last reading of a stream its bindings\' states go, and their numbers stay', (store) => {
    store.append({ readings: [weigh(1)] });
    store.advance({ position: 1, states: [{ binding: 'pile', fingerprint: 'f', state: { last: 0.5 }, next: 8, cases: { from: 0, until: 1, put: [{ number: 0, says: 1 }] } }, { binding: 'house', fingerprint: 'g', state: 3, next: 1, cases: noCases }], made: [], said: [] });
    assert.equal(store.erase('cell/mass', 1000, ['pile']), 0);
    assert.equal(store.erase('cell/mass', 1001, ['pile', 'nobody']), 1);
    assert.deepEqual(store.resume().states, [{ binding: 'house', fingerprint: 'g', state: 3, next: 1, cases: [] }, { binding: 'pile', fingerprint: '', state: null, next: 8, cases: [] }]);
  });

  check('a place that was erased is not given again', (store, room) => {
    store.append({ readings: [weigh(1), weigh(2)] });
    store.erase('cell/mass', 9000, []);
    store.close();
    assert.deepEqual(room.open().append({ readings: [weigh(3)] }).map(({ position }) => position), [3]);
  });

  check('what a device numbered and what was erased doesn\'t come again, nor what came before it', (store, room) => {
    const signed = (seq: number, more: Partial<Reading> = {}): Reading => weigh(seq, { id: `s${seq}.0`, ...more });
    store.append({ readings: [signed(8), signed(9), signed(10), weigh(11, { id: 't11-a' })] });
    assert.equal(store.erase('cell/mass', signed(10).at, []), 2);
    store.close();
    const next = room.open();
    assert.deepEqual([next.erasedUpTo('cell/mass'), next.erasedUpTo('door')], [9, 0]);
    const again = [signed(7), signed(9), signed(10), signed(11), signed(9, { stream: 'door' }), weigh(9, { id: 'a9.0' })];
    assert.deepEqual(next.append({ readings: again }).map(({ stream, id }) => `${stream} ${id}`), ['cell/mass s11.0', 'door s9.0', 'cell/mass a9.0']);
  });

  check('messages are recognised by their number, the latest of them, and descriptions are kept until they end', (store, room) => {
    const delivery = { peer: 'broker', number: 7, digest: 'd', at: 5, count: 2 };
    store.append({ readings: [weigh(1)], deliveries: [delivery], descriptions: [{ topic: 'b', payload: '{}' }, { topic: 'a', payload: 'x' }] });
    store.append({ readings: [], descriptions: [{ topic: 'b', payload: '{"two":2}' }, { topic: 'a', payload: null }], filters: ['x/#', 'a'] });
    store.close();
    const next = room.open();
    assert.deepEqual([...next.filters()].sort(), ['a', 'x/#']);
    assert.deepEqual(next.delivery('broker', 7), delivery);
    assert.equal(next.delivery('another', 7), undefined);
    assert.deepEqual(next.descriptions(), [{ topic: 'b', payload: '{"two":2}' }]);
    next.append({ readings: [], filters: ['y'] });
    assert.deepEqual(next.filters(), ['y']);
    next.append({ readings: [], deliveries: [{ ...delivery, digest: 'e', at: 6 }] });
    assert.equal(next.delivery('broker', 7)?.digest, 'e');
    next.append({ readings: [], deliveries: Array.from({ length: deliveriesMax }, (_, i) => ({ ...delivery, number: 100 + i })) });
    assert.equal(next.delivery('broker', 7), undefined);
    assert.equal(next.delivery('broker', 100)?.digest, 'd');
  });
}
