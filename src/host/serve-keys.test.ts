/** Members' keys and passkeys over HTTP: what the API tells, takes and refuses. */
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { SessionStatement } from '../adapters/http/session.ts';
import type { KeysShown, RecoveryShown } from '../views/keys-shown.ts';
import { softPasskey, type SoftPasskey } from '../testing/passkey.ts';
import { sealMessage } from '../log/record.ts';
import type { EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import { hourMs, type Instant } from '../vocabulary/time.ts';
import { foundedAt, foundTombsboro, handClock, settingsText } from './serve-fixture.ts';
import { serveCollective } from './serve.ts';
import { statementText } from './sessions.ts';

type Answer<T> = { readonly status: number; readonly answer: T & { readonly error?: { readonly code: string; readonly message: string; readonly hint: string }; readonly items?: readonly { readonly status: string }[] } };
type Ground = {
  readonly ask: <T>(path: string, body?: unknown, secret?: string) => Promise<Answer<T>>;
  /** Sealed by their first key, or by a passkey. */
  readonly sealed: (member: string, said: EntryBody, id: string, by?: SoftPasskey) => SealedEntry;
  readonly proof: (passkey: SoftPasskey, change?: Partial<SessionStatement>) => Promise<object>;
  readonly secret: string;
  readonly pass: (ms: number) => Promise<Instant>;
};

async function ground(t: TestContext): Promise<Ground> {
  const founded = await foundTombsboro(settingsText.replace('zone: America/New_York', 'zone: America/New_York\n  recovery: { approvals: 2, wait_hours: 24 }'));
  const clock = handClock(foundedAt + hourMs);
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: () => undefined });
  t.after(() => serving.close());
  const ask: Ground['ask'] = async (path, body, secret) => {
    const headers = { 'content-type': 'application/json', ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }) };
    const response = await fetch(serving.url + path, { headers, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) });
    return { status: response.status, answer: await response.json() as never };
  };
  return {
    ask, secret: serving.secret,
    sealed: (member, said, id, by) => {
      const signer = founded.members.get(member) ?? assert.fail();
      const sealed = founded.seal(signer, said, clock.now(), id);
      return by === undefined ? sealed : { entry: sealed.entry, seal: by.seal(sealMessage(sealed.entry)) };
    },
    proof: async (passkey, change = {}) => {
      const { answer: { origin, challenge } } = await ask<{ readonly origin: string; readonly challenge: string }>('/api/challenge');
      const statement: SessionStatement = { purpose: 'frankpledge/session', origin, audience: new URL(serving.url).host, at: Date.now(), challenge, ...change };
      return { statement, seal: { ...passkey.seal(statementText(statement)), key: passkey.grant.passkey?.credential_id } };
    },
    pass: async (ms) => {
      clock.set(clock.now() + ms);
      const answer = await serving.writer.submit(founded.seal(founded.operator, { kind: 'clock', body: {} }, clock.now(), 'later'));
      assert.equal(answer.status, 'recorded');
      return clock.now();
    },
  };
}

test('a passkey is added, seals a vote over the API, and reads by a session of its own; the first key then is light', async (t) => {
  const { ask, sealed, proof, secret } = await ground(t);
  const phone = softPasskey('ana');
  const friends: EntryBody = { kind: 'friends', body: { friends: ['bo'], approvals: 1 } };
  assert.equal((await ask('/api/entries', sealed('ana', { kind: 'key.add', body: { key: phone.grant } }, 'k1'))).answer.items?.[0]?.status, 'done');
  const refused = await ask('/api/entries', sealed('ana', friends, 'f1'));
  assert.deepEqual([refused.status, refused.answer.error?.code, refused.answer.error?.hint], [403, 'needs_passkey', 'Seal it with your passkey: this weighs more than what a device may say by itself.']);
  assert.equal((await ask('/api/entries', sealed('ana', friends, 'f2', phone))).answer.items?.[0]?.status, 'done');
  // The same assertion under another entry, and with a part of it left out.
  const other = { ...sealed('ana', friends, 'f3', phone), entry: sealed('ana', friends, 'f4').entry };
  assert.equal((await ask('/api/entries', other)).answer.error?.code, 'bad_seal');
  const { entry, seal: { key, sig, authenticatorData } } = sealed('ana', friends, 'f5', phone);
  assert.equal((await ask('/api/entries', { entry, seal: { key, sig } })).answer.error?.code, 'bad_seal');
  assert.equal((await ask('/api/entries', { entry, seal: { key, sig, authenticatorData } })).answer.error?.code, 'malformed');

  const session = await ask<{ readonly member: string; readonly secret: string }>('/api/session', await proof(phone));
  assert.deepEqual([session.status, session.answer.member], [200, 'ana']);
  const { answer: { keys, friends: named } } = await ask<KeysShown>('/api/members/ana/keys', undefined, session.answer.secret);
  const at = foundedAt + hourMs;
  assert.deepEqual(keys.map(({ id, passkey, madeAt, usedAt, inForce }) => [id, passkey === null, madeAt, usedAt, inForce]), [
    ['passkey-ana', false, at, at, true], ['member-ana', true, foundedAt, at, true],
  ]);
  assert.deepEqual(named, { friends: ['bo'], named: true, approvals: 1, waitHours: 24 });
  assert.equal((await ask('/api/members/nobody/keys', undefined, secret)).answer.error?.code, 'unknown_member');
  assert.equal((await ask('/api/members/ana/keys')).status, 401, 'not without a link or a session');
});

test('who asked friends for a passkey sees how that stands, and nobody else does; it begins a session once it is in force', async (t) => {
  const { ask, sealed, proof, pass } = await ground(t);
  const phone = softPasskey('ana', 'passkey-new');
  const how = async (passkey = phone): Promise<Answer<RecoveryShown>> => await ask<RecoveryShown>('/api/recovery', await proof(passkey));
  assert.deepEqual([(await how()).status, (await how()).answer.error?.code], [401, 'bad_proof']);
  const proposing = sealed('bo', { kind: 'propose', body: { change: { change: 'recover', member: 'ana', key: phone.grant }, reason: 'lost' } }, 'p1');
  assert.equal((await ask('/api/entries', proposing)).answer.items?.[0]?.status, 'done');
  const { proposal, now, closes, ...first } = (await how()).answer;
  assert.deepEqual(first, { member: 'ana', name: 'Ana', by: 'bo', friends: ['bunyan', 'bo', 'cy'], approved: 1, approvals: 2, waits: null });
  assert.ok(closes > now);
  assert.equal((await how(softPasskey('ana', 'passkey-new'))).answer.error?.code, 'bad_proof', 'another one of the same name');
  assert.equal((await ask('/api/session', await proof(phone))).answer.error?.code, 'bad_proof');
  await ask('/api/entries', sealed('cy', { kind: 'ballot', body: { proposal, choice: 'yes' } }, 'b1'));
  const second = (await how()).answer;
  assert.deepEqual([second.approved, second.waits], [2, foundedAt + hourMs + 24 * hourMs]);
  await pass(24 * hourMs);
  assert.equal((await how()).answer.error?.code, 'bad_proof', 'nothing is asked for any more');
  assert.equal((await ask('/api/session', await proof(phone))).status, 200);
  assert.equal((await ask('/api/entries', sealed('ana', { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } }, 'old'))).answer.error?.code, 'revoked_key');
});
