import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SensingBench } from '../testing/sensing-bench.ts';
import type { Rights } from '../vocabulary/charter.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { disputesEachMax, type Incident } from '../vocabulary/sensing.ts';
import { dayMs, hourMs, minuteMs } from '../vocabulary/time.ts';

/** With an observation `room:1` that names cy. */
function seen(rights: Partial<Rights> = {}): SensingBench {
  const bench = new SensingBench(['ana', 'bo', 'cy', 'dee'], rights);
  bench.bind();
  bench.sensed(['cell/mass'], { values: { by: 'cy' } });
  return bench;
}

const disputes = (observation = 'room:1', reason = 'it was the cat'): EntryBody => ({ kind: 'dispute', body: { observation, reason } });
const judges = (held = false, observation = 'room:1'): EntryBody => ({ kind: 'judge', body: { observation, held } });

test('a member disputes what was made from readings; a third one judges it, once, and the disputer is told', () => {
  const bench = seen();
  assert.equal(bench.member('ana', disputes()), 'done');
  assert.equal(bench.member('bo', disputes()), 'already_in_review');
  assert.deepEqual([bench.member('ana', judges()), bench.member('cy', judges())], ['not_permitted', 'not_permitted'], 'neither who disputes it nor whom it names');
  const outcome = bench.say('member-bo', 'bo', judges());
  assert.deepEqual(outcome.facts, [
    { fact: 'judged', observation: 'room:1', how: 'dropped', by: 'bo' },
    { fact: 'notice', item: 0, because: null, to: 'ana', code: 'judged_dropped', data: { observation: 'room:1' } },
  ]);
  assert.equal(bench.member('dee', judges(true)), 'unknown_review');
  assert.equal(bench.member('dee', disputes()), 'too_late', 'it is judged once');
});

test('who judges it to be so may say that it was somebody else: a member, not themselves, and of what names somebody', () => {
  const bench = seen();
  bench.sensed(['cell/mass']);
  for (const observation of ['room:1', 'room:2']) bench.member('ana', disputes(observation));
  const judging = (by: string, held = true, observation = 'room:1'): string => bench.member('bo', { kind: 'judge', body: { observation, held, by } });
  assert.deepEqual([judging('dee', false), judging('dee', true, 'room:2'), judging('zoe'), judging('bo'), judging('dee')], ['invalid_value', 'invalid_value', 'unknown_member', 'not_permitted', 'done']);
});

test('whom the charter names judges, as long as one of them is free to', () => {
  const bench = seen({ review: ['bo', 'cy'] });
  bench.member('ana', disputes());
  assert.equal(bench.member('dee', judges()), 'not_permitted');
  assert.equal(bench.member('bo', judges(true)), 'done');
  const other = seen({ review: ['cy'] });
  other.member('ana', disputes());
  assert.equal(other.member('dee', judges()), 'done', 'cy is named in it: any third member then');
});

test('what nobody judges in thirty days ends by itself', () => {
  const bench = seen();
  bench.member('ana', disputes());
  const expires = bench.now + 30 * dayMs;
  assert.equal(bench.kernel.nextWake(), expires);
  assert.deepEqual(bench.until(expires).map(({ facts }) => facts[0]), [{ fact: 'judged', observation: 'room:1', how: 'expired', by: null }]);
  assert.equal(bench.member('bo', judges()), 'unknown_review');
});

test('disputed is what there is, with a reason, for as long as the charter lets things come late, and only what was made from readings', () => {
  const bench = seen();
  bench.vouch({ device: 'scale', seq: 1, subject: 'here', event: 'said', at: bench.now, values: {} });
  assert.deepEqual(['room:2', 'nothing', 'a:b:1', 'scale:1'].map((id) => bench.member('ana', disputes(id))), ['unknown_observation', 'unknown_observation', 'unknown_observation', 'too_late']);
  assert.equal(bench.member('ana', disputes('room:1', ' ')), 'missing_value');
  bench.sleepUntil(bench.now + 30 * dayMs - minuteMs);
  assert.equal(bench.resumed().digest(), bench.kernel.digest());
  const [before] = [bench.kernel.state.disputable.size];
  bench.sleepUntil(bench.now + minuteMs);
  assert.equal(bench.member('ana', disputes()), 'too_late');
  assert.deepEqual([before, bench.kernel.state.disputable.size, bench.member('ana', judges())], [1, 0, 'unknown_review'], 'and nothing is kept of it any more');
  assert.deepEqual([bench.resumed().digest(), bench.restored().digest()], [bench.kernel.digest(), bench.kernel.digest()]);
});

test('an open dispute comes back from a snapshot and from stored outcomes, and ends there as here', () => {
  const bench = seen();
  bench.member('ana', disputes());
  const others = [bench.resumed(), bench.restored()];
  const sealed = bench.seal('member-cy', 'cy', judges());
  const outcome = bench.kernel.decide(sealed, bench.now);
  assert.equal(outcome.items[0]?.code, 'not_permitted', 'who is named in it is still known');
  for (const other of others) assert.deepEqual(other.decide(sealed, bench.now), outcome);
  for (const other of others) assert.equal(other.digest(), bench.kernel.digest());
});

const wrongIncidents: readonly [string, Partial<Incident>, string][] = [
  ['as it should be', {}, 'done'], ['no place', { place: ' ' }, 'invalid_value'], ['a severity of 6', { severity: 6 as 5 }, 'invalid_value'], ['half a severity', { severity: 1.5 as 1 }, 'invalid_value'],
  ['a time to come', { happened: Date.UTC(2026, 0, 5, 13) }, 'from_the_future'], ['no time', { happened: -1 }, 'invalid_value'], ['a clock that is 120 s ahead', { happened: Date.UTC(2026, 0, 5, 12, 2) }, 'done'],
];
for (const [what, more, answer] of wrongIncidents) {
  test(`a report of harm with ${what} → ${answer}`, () => {
    const bench = new SensingBench(['ana']);
    assert.equal(bench.member('ana', { kind: 'incident', body: { place: 'kitchen', severity: 3, happened: bench.now - hourMs, ...more } }), answer);
  });
}

test('one member has so many open disputes; others have theirs, and one that is judged makes room', () => {
  const bench = seen();
  for (let n = 1; n <= disputesEachMax; n++) bench.sensed(['cell/mass'], { values: { by: 'cy' } });
  for (let n = 1; n <= disputesEachMax; n++) assert.equal(bench.member('ana', disputes(`room:${n}`)), 'done');
  const last = `room:${disputesEachMax + 1}`;
  assert.equal(bench.member('ana', disputes(last)), 'limit_reached');
  assert.equal(bench.member('bo', judges(true, 'room:7')), 'done');
  assert.equal(bench.member('ana', disputes(last)), 'done');
  assert.equal(bench.member('bo', disputes('room:7')), 'too_late');
});

test('what was refused for its subject or its streams is nothing that could be disputed', () => {
  const bench = seen();
  const { size } = bench.kernel.state.disputable;
  assert.equal(bench.sensed(['cell/mass'], { seq: 7, subject: 'there' }).items[0]?.code, 'invalid_value');
  assert.equal(bench.sensed(['door'], { seq: 8 }).items[0]?.code, 'unknown_stream');
  assert.deepEqual([bench.kernel.state.disputable.size, bench.member('ana', disputes('room:7')), bench.member('ana', disputes('room:8'))], [size, 'too_late', 'too_late']);
  for (const other of [bench.resumed(), bench.restored()]) assert.deepEqual([other.state.disputable.size, other.digest()], [size, bench.kernel.digest()]);
});

test('what nobody permits can be disputed all the same: it was taken in', () => {
  const bench = new SensingBench(['ana', 'bo', 'cy']);
  bench.adopt('wood', () => ({}));
  bench.bind();
  assert.equal(bench.sensed(['mic/audio'], { seq: 7 }).items[0]?.code, 'no_consent');
  assert.equal(bench.restored().digest(), bench.kernel.digest());
  assert.equal(bench.member('ana', disputes('room:7')), 'done');
});
