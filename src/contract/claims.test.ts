import assert from 'node:assert/strict';
import { test } from 'node:test';
import { claimEndedBy, claimIn, claimsEndedBy, withClaim, withVote, type Claims } from './claims.ts';
import { belonging, membershipOn, withoutGone } from './members.ts';

const made = { by: 'ana', type: 'flood', since: '2026-03-01', amount: 100, paid: '2026-03-08', until: '2026-06-08' };
const open = withClaim({}, 'flood', made, 2);
const code = (action: () => unknown): string => {
  try { action(); } catch (thrown) { return (thrown as { code: string }).code; }
  return 'nothing is refused';
};
const say = (claims: Claims, by: string, approves: boolean, deciding = ['bo', 'cy', 'dee'], needed = 2) => withVote(claims, 'flood', { by, approves, deciding, needed });

test('a claim is made once, and only so many are open', () => {
  assert.deepEqual(open, { flood: { ...made, votes: {}, approved: false } });
  assert.equal(code(() => withClaim(open, 'flood', made, 2)), 'already_so');
  assert.equal(code(() => withClaim(open, 'fire', made, 1)), 'limit_reached');
  assert.equal(code(() => claimIn(open, 'fire')), 'unknown_value');
});

test('so many approve it, or as many reject it; the last word of each counts', () => {
  const one = say(open, 'bo', true);
  assert.equal(one.verdict, 'open');
  assert.deepEqual(one.claims['flood']?.votes, { bo: true });
  assert.equal(say(one.claims, 'bo', true).verdict, 'open', 'nobody counts twice');
  const two = say(one.claims, 'cy', true);
  assert.deepEqual(two, { claims: { flood: { ...made, votes: {}, approved: true } }, verdict: 'approved' });
  assert.equal(code(() => say(two.claims, 'dee', false)), 'already_so');
  const turned = say(say(one.claims, 'bo', false).claims, 'cy', false);
  assert.deepEqual(turned, { claims: {}, verdict: 'rejected' });
});

test('where fewer decide than are needed, all must; where nobody else is there, nobody can', () => {
  assert.equal(say(open, 'bo', true, ['bo']).verdict, 'approved');
  assert.equal(code(() => say(open, 'ana', true)), 'not_permitted');
  assert.equal(code(() => say(open, 'bo', true, [])), 'not_permitted');
});

test('a claim ends on a day, never later than it would, and is gone when all before is paid', () => {
  assert.equal(claimEndedBy(open, 'flood', '2026-04-01')['flood']?.until, '2026-04-01');
  assert.equal(claimEndedBy(open, 'flood', '2026-07-01')['flood']?.until, '2026-06-08');
  assert.deepEqual(claimEndedBy(open, 'flood', '2026-03-08'), {});
  const two = withClaim(open, 'fire', { ...made, by: 'bo' }, 2);
  const ended = claimsEndedBy(two, 'bo', '2026-03-02');
  assert.deepEqual([ended['flood']?.until, ended['fire']?.until], ['2026-06-08', '2026-03-02']);
});

test('one belongs from the first day through the last', () => {
  const people = { bo: { since: '2026-02-01', last: '2026-02-28' }, ana: { since: '2026-02-10', last: null } };
  assert.deepEqual(['2026-01-31', '2026-02-01', '2026-02-28', '2026-03-01'].map((day) => belonging(people, day)), [[], ['bo'], ['ana', 'bo'], ['ana']]);
  assert.equal(membershipOn(people, 'ana', '2026-02-10'), people.ana);
  assert.equal(membershipOn(people, 'cy', '2026-02-10'), undefined);
  assert.deepEqual(Object.keys(withoutGone(people, '2026-02-28')), ['bo', 'ana']);
  assert.deepEqual(Object.keys(withoutGone(people, '2026-03-01')), ['ana']);
});
