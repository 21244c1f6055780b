// What whoever sends an entry again hears of it: what became of it when it was recorded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { grantOf, newKeyFile } from '../adapters/keys/files.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { keptComment } from '../log/comment-words.ts';
import { invitationIn, makeInvitation } from './invitations.ts';
import { ground, type Ground, type Json } from './serve-ground.ts';
import type { EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import { dayMs } from '../vocabulary/time.ts';

const pay = (amount: string): EntryBody => ({ kind: 'pay', body: { to: 'bo', unit: 'crown', amount } });

function sealed({ founded, clock }: Ground, member: string, said: EntryBody, id: string): SealedEntry {
  return founded.seal(founded.members.get(member) ?? assert.fail(member), said, clock.now(), id);
}

async function sent({ post }: Ground, entry: SealedEntry): Promise<Json> {
  return await (await post('/api/entries', entry)).json();
}

test('an act that was recorded as a refusal is a refusal when it is sent again, and one that was done is done', async (t) => {
  const house = await ground(t);
  const [done, refused] = [sealed(house, 'ana', pay('1.25'), 'p1'), sealed(house, 'ana', pay('99999.00'), 'p2')];
  const first: Json[] = [await sent(house, done), await sent(house, refused)];
  assert.deepEqual(first.map(({ items: [item] }) => [item.status, item.code]), [['done', undefined], ['refused', 'insufficient_balance']]);
  for (const [place, entry] of [done, refused].entries()) assert.deepEqual(await sent(house, entry), { ...first[place], status: 'duplicate' });
});

test('what was recorded is so whatever the gate would say of it by now; what wasn\'t is refused as before', async (t) => {
  const house = await ground(t);
  const [early, never] = [sealed(house, 'ana', pay('1.25'), 'p1'), sealed(house, 'ana', pay('2.50'), 'p2')];
  const first = await sent(house, early);
  house.clock.set(house.clock.now() + 40 * dayMs); // later than the charter takes an entry, and than the kernel knows its ids
  await sent(house, sealed(house, 'bo', { kind: 'pay', body: { to: 'cy', unit: 'crown', amount: '0.25' } }, 'p3'));
  assert.deepEqual(await sent(house, early), { ...first, status: 'duplicate' });
  assert.equal((await sent(house, never)).error.code, 'too_late');
  const altered = { ...early, entry: { ...early.entry, body: { to: 'bo', unit: 'crown', amount: '9.25' } } } as SealedEntry;
  assert.equal((await sent(house, altered)).error.code, 'bad_seal');
});

test('who joined hears so again, although the invitation is used up by then', async (t) => {
  const house = await ground(t);
  const invitation = makeInvitation('for-hal', 'for-hal');
  const { founded, clock, post } = house;
  await post('/api/entries', founded.seal(founded.operator, { kind: 'invite', body: { key: invitation.grant } }, clock.now(), 'i1'));
  const { signer } = invitationIn(invitation.link('https://linden.example')) ?? assert.fail('the link is read');
  const join = founded.seal(signer, { kind: 'join', body: { member: { id: 'hal' }, keys: [grantOf(newKeyFile('member-hal', 'member', 'hal'))] } }, clock.now(), 'j1');
  const first = await sent(house, join);
  assert.deepEqual(first.items, [{ status: 'done' }]);
  assert.deepEqual(await sent(house, join), { ...first, status: 'duplicate' });
  const again = founded.seal(signer, join.entry as EntryBody, clock.now(), 'j2');
  assert.equal((await sent(house, again)).error.code, 'revoked_key');
});

test('an id that was used for something else says nothing of the other thing', async (t) => {
  const house = await ground(t);
  await sent(house, sealed(house, 'ana', pay('1.25'), 'p1'));
  assert.equal((await sent(house, sealed(house, 'ana', pay('2.50'), 'p1'))).error.code, 'duplicate_entry');
});

test('observations that were all seen before are a duplicate, without what became of each', async (t) => {
  const house = await ground(t);
  const observed = { device: 'hub', observations: [{ seq: 1, subject: 'house-a', event: 'temperature', at: house.clock.now(), values: { celsius: 15.2 } }] };
  await house.post('/api/observations', observed);
  assert.deepEqual(await (await house.post('/api/observations', observed)).json(), { status: 'duplicate' });
});

test('a comment that is sent again tells the same as the first time', async (t) => {
  const house = await ground(t);
  const comment = { kind: 'comment', body: { proposal: 'f'.repeat(64), commitment: '' } } as const;
  const words = { salt: '0'.repeat(32), text: 'Larch lasts longer.' };
  const { commitment } = keptComment(createHasher(), { by: 'ana', ...words });
  const entry = sealed(house, 'ana', { ...comment, body: { ...comment.body, commitment } }, 'c1');
  const send = async (): Promise<Json> => await (await house.post('/api/comments', { ...entry, words })).json();
  const first = await send();
  assert.deepEqual([first.status, first.items[0].code], ['recorded', 'unknown_proposal']);
  assert.deepEqual(await send(), { ...first, status: 'duplicate' });
});
