import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cover, isFilter, isTopic, matches } from './topics.ts';

test('filters fit topics as section 4.7 of MQTT 3.1.1 says by its examples', () => {
  for (const [filter, fits, doesnt] of [
    ['sport/tennis/player1/#', ['sport/tennis/player1', 'sport/tennis/player1/ranking', 'sport/tennis/player1/score/wimbledon'], ['sport/tennis/player2']],
    ['sport/#', ['sport', 'sport/'], ['sports']],
    ['#', ['sport', '/', 'a/b/c'], ['$SYS', '$SYS/monitor']],
    ['sport/tennis/+', ['sport/tennis/player1', 'sport/tennis/player2'], ['sport/tennis/player1/ranking']],
    ['sport/+', ['sport/'], ['sport']],
    ['+/+', ['/finance'], ['finance']],
    ['/+', ['/finance'], ['finance']],
    ['+', ['finance'], ['/finance', '$SYS']],
    ['+/monitor/Clients', ['a/monitor/Clients'], ['$SYS/monitor/Clients']],
    ['$SYS/#', ['$SYS', '$SYS/monitor/Clients'], ['SYS/monitor']],
    ['$SYS/monitor/+', ['$SYS/monitor/Clients'], ['$SYS/monitor']],
    ['ACCOUNTS', ['ACCOUNTS'], ['Accounts', 'ACCOUNTS/']],
  ] as const) {
    for (const topic of fits) assert.ok(matches(filter, topic), `${filter} fits ${topic}`);
    for (const topic of doesnt) assert.ok(!matches(filter, topic), `${filter} doesn't fit ${topic}`);
  }
});

test('what is a filter, and what a topic', () => {
  for (const filter of ['#', '+', 'a/+/b', '/', 'sport/tennis/#', '+/tennis/#']) assert.ok(isFilter(filter), filter);
  for (const filter of ['', 'sport/tennis#', 'sport/tennis/#/ranking', 'sport+', 'a\0b', 'x'.repeat(1025)]) assert.ok(!isFilter(filter), filter);
  assert.ok(isTopic('a b/ü/'));
  for (const topic of ['', 'a/+', '#', 'a\0']) assert.ok(!isTopic(topic), topic);
});

test('what lies in another is left out, and what only crosses becomes the narrowest that holds both', () => {
  assert.deepEqual(cover(['a/#', 'a/b', 'a/+', 'a']), ['a/#']);
  assert.deepEqual(cover(['a/+', '+/b']), ['+/+']);
  assert.deepEqual(cover(['a/+', 'b/+', 'a/b/c', 'a/b']), ['a/+', 'a/b/c', 'b/+']);
  assert.deepEqual(cover(['x/+/z', 'x/y/#', 'x/q/r']), ['x/+/#']);
  assert.deepEqual(cover(['#', '$SYS/#', '$SYS/a']), ['#', '$SYS/#']);
  assert.deepEqual(cover(['+/b', '$SYS/b']), ['$SYS/b', '+/b']);
  // The second reaches the third only after it was joined with the first.
  assert.deepEqual(cover(['c/c', 'a/+/x', '+/b/x', 'c/d/x']), ['+/+/x', 'c/c']);
  assert.deepEqual(cover(['a/b#', '']), []);
});

const level = fc.constantFrom('a', 'b', '', '$s');
const topics = fc.array(level, { minLength: 1, maxLength: 4 }).map((levels) => levels.join('/')).filter(isTopic);
const filters = fc.tuple(fc.array(fc.constantFrom('a', 'b', '', '$s', '+', '+'), { maxLength: 3 }), fc.constantFrom('#', '+', 'a', '$s'))
  .map(([levels, last]) => [...levels, last].join('/')).filter(isFilter);

test('whatever fits one of the filters fits exactly one of the cover, and no topic fits two', () => {
  fc.assert(fc.property(fc.array(filters, { maxLength: 8 }), fc.array(topics, { maxLength: 30 }), (asked, heard) => {
    const listening = cover(asked);
    for (const topic of heard) {
      const count = listening.filter((filter) => matches(filter, topic)).length;
      if (asked.some((filter) => matches(filter, topic))) assert.equal(count, 1, `${topic} in ${listening.join(' ')}`);
      else assert.ok(count <= 1, `${topic} in ${listening.join(' ')}`);
    }
  }), { seed: 1, numRuns: 3000 });
});

test('filters that lie in one another or apart are covered by themselves: nothing more arrives than was asked for', () => {
  const nested = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('/#', '/+', '/x', '/x/y', '')).map((parts) => parts.join('')), { maxLength: 8 });
  fc.assert(fc.property(nested, fc.array(fc.constantFrom('a', 'a/x', 'a/z', 'b/x/y', 'b/x', 'c', 'd', 'c/x/y/z'), { maxLength: 12 }), (asked, heard) => {
    const listening = cover(asked);
    for (const topic of heard) {
      assert.equal(listening.some((filter) => matches(filter, topic)), asked.some((filter) => matches(filter, topic)), `${topic} of ${asked.join(' ')}`);
    }
    assert.deepEqual(cover(listening), listening);
  }), { seed: 2, numRuns: 2000 });
});
