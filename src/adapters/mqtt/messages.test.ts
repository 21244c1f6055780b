import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { watchFrames } from './frames.ts';
import { isReplyFilter, readMessage, refusedPayload, slugOf, subscriptionsOf, topicsOf } from './messages.ts';

const topics = topicsOf('frankpledge/0123456789abcdef', 'Tombsboro am Süßen See');
const read = (topic: string, said: unknown) => readMessage(topics, topic, Buffer.from(typeof said === 'string' ? said : JSON.stringify(said)));

test('a collective is called by its name\'s slug or by its origin', () => {
  assert.deepEqual(topics.names, ['tombsboro-am-su-en-see', '0123456789abcdef']);
  assert.equal(slugOf('  Zażółć! '), 'zazo-c');
  assert.deepEqual(topicsOf('frankpledge/00', '東京').names, ['00']);
  assert.deepEqual(subscriptionsOf(topicsOf('frankpledge/00', 'A')), ['frankpledge/a/observe', 'frankpledge/a/reading/+', 'frankpledge/00/observe', 'frankpledge/00/reading/+']);
});

test('a reading: its values lie beside the rest, its time is text, milliseconds or left out', () => {
  const at = Date.UTC(2026, 0, 5, 23);
  const said = { seq: 4, subject: 'woodpile', event: 'taken', p: { event: 0.99, person: '0.98' }, by: null, count: 3 };
  const reading = { seq: 4, subject: 'woodpile', event: 'taken', p: { event: 0.99, person: '0.98' }, values: { by: null, count: 3 } };
  for (const [given, expected] of [[{}, {}], [{ at }, { at }], [{ at: '2026-01-05T18:00:00-05:00' }, { at }]] as const) {
    assert.deepEqual(read('frankpledge/0123456789abcdef/reading/scale', { ...said, ...given }),
      { kind: 'readings', reply: 'frankpledge/0123456789abcdef/refused/scale', device: 'scale', readings: [{ ...reading, ...expected }] });
  }
});

test('topics that are not ours are other; a name that is not ours is answered', () => {
  for (const topic of ['zigbee2mqtt/lamp', 'frankpledge', 'frankpledge/tombsboro-am-su-en-see/refused/x', 'frankpledge/a/reading/b/c', 'frankpledge/a/observe/b']) {
    assert.deepEqual(read(topic, {}), { kind: 'other' });
  }
  const wrong = read('frankpledge/elsewhere/reading/scale', {});
  assert.equal(wrong.kind === 'bad' && wrong.refusal.code, 'wrong_origin');
  assert.equal(wrong.kind === 'bad' && wrong.reply, 'frankpledge/elsewhere/refused/scale');
});

test('nothing that comes over the wire makes the parser throw', () => {
  fc.assert(fc.property(fc.oneof(fc.json(), fc.string(), fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1'))), fc.constantFrom('observe', 'reading/a', 'reading/', 'reading/ä'), (said, what) => {
    const { kind } = read(`frankpledge/0123456789abcdef/${what}`, said);
    assert.ok(['sealed', 'readings', 'bad'].includes(kind));
  }));
});

test('a signed batch keeps every value as it was signed', () => {
  const sealed = {
    entry: { origin: 'frankpledge/0123456789abcdef', kind: 'observe', by: 'scale', at: 5, id: 'b1', body: { observations: [{ seq: 1, subject: 's', event: 'taken', at: 4, values: { b: [1, { a: null }], a: '1.50' } }] } },
    seal: { key: 'device-scale', sig: 'x' },
  };
  const message = read('frankpledge/tombsboro-am-su-en-see/observe', sealed);
  assert.deepEqual(message.kind === 'sealed' && message.sealed, sealed);
  for (const wrong of [{ ...sealed, more: 1 }, { ...sealed, entry: { ...sealed.entry, kind: 'pay' } }, { entry: sealed.entry }]) {
    assert.equal(read('frankpledge/tombsboro-am-su-en-see/observe', wrong).kind, 'bad');
  }
});

test('an answer says what, why and what to do', () => {
  const { error, seq } = JSON.parse(refusedPayload({ code: 'from_the_future', detail: 'scale:3 speaks of a time that has not come' }, 3)) as { error: { code: string; message: string; hint: string }; seq: number };
  assert.deepEqual([error.code, error.message, seq], ['from_the_future', 'scale:3 speaks of a time that has not come', 3]);
  assert.match(error.hint, /clock/);
});

test('devices may listen to answers alone', () => {
  for (const filter of ['frankpledge/a/refused/b', 'frankpledge/+/refused/+', 'frankpledge/a/refused/#']) assert.ok(isReplyFilter(filter), filter);
  for (const filter of ['#', 'frankpledge/#', 'frankpledge/a/reading/b', 'frankpledge/a/+/b', '+/a/refused/b', 'frankpledge/a/refused/b/c']) assert.ok(!isReplyFilter(filter), filter);
});

test('packets are measured however they are cut up', () => {
  const packet = (length: number): Buffer => {
    const header = [0x30];
    for (let left = length; ;) {
      const more = left >> 7;
      header.push((left & 0x7f) | (more > 0 ? 0x80 : 0));
      left = more;
      if (left === 0) break;
    }
    return Buffer.concat([Buffer.from(header), Buffer.alloc(length, 0xff)]);
  };
  fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }), (lengths, cuts) => {
    const bytes = Buffer.concat(lengths.map(packet));
    const watch = watchFrames(300);
    let fits = true;
    for (let at = 0, cut = 0; at < bytes.length && fits; cut++) {
      const size = cuts[cut % cuts.length] ?? 1;
      fits = watch.fits(bytes.subarray(at, at + size));
      at += size;
    }
    assert.equal(fits, lengths.every((length) => length <= 300));
  }));
  assert.equal(watchFrames(1e9).fits(Buffer.of(0x30, 0xff, 0xff, 0xff, 0xff, 0x7f)), false);
});
