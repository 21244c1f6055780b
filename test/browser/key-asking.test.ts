// Keys that are asked for while answers are lost: nobody may lose the only one that they have, without a browser.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { json, refusedAs, serve, withoutStore } from './fake-browser.ts';
import { say, type Signing } from '../../web/src/acting/act.ts';
import { askAllAgain } from '../../web/src/acting/asked-for.ts';
import { joinWith, letAct } from '../../web/src/acting/come-in.ts';
import { forgetKey, keepKey, keptKey, keptNames, makeBrowserKey } from '../../web/src/acting/keys.ts';
import { makePasskey } from '../../web/src/acting/passkeys.ts';
import { comeInAt } from '../../web/src/door/home.ts';
import { found, mayBeFounded } from '../../web/src/found/send.ts';
import { emptyDraft, type Draft } from '../../web/src/found/draft.ts';
import { waitingActs } from '../../web/src/offline/outbox.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();
Object.defineProperty(globalThis, 'navigator', { configurable: true, value: { userAgent: 'Mozilla/5.0 (X11; Linux x64) Firefox/141.0', credentials: {} } });

const origin = 'frankpledge/linden';
const invited: Signing = { origin, by: 'guest-1', now: 5, seal: () => Promise.resolve({ ok: true, seal: { key: 'guest-1', sig: 's' } }) };
const done = (status: 'recorded' | 'duplicate'): Response => json({ status, seq: 7, items: [{ status: 'done' }] });

/** The entries that came, as they came. */
function serveEntries(answer: (text: string) => Response | Promise<Response>): string[] {
  const came: string[] = [];
  serve((address, init) => {
    if (address.endsWith('/keys')) return json({ keys: [{ id: 'passkey-1', inForce: true, passkey: { rp_id: 'linden.example', origins: ['https://linden.example'], credential_id: 'YWJj' } }], friends: null });
    if (address === '/api/collective') return json({ now: 5 });
    came.push(String(init.body));
    return answer(String(init.body));
  });
  return came;
}

function usePasskey(use: () => Promise<unknown>): void {
  Object.assign(navigator.credentials, { get: use });
}

const asserted = (): Promise<unknown> => Promise.resolve({
  rawId: Uint8Array.from(Buffer.from('abc')).buffer,
  // r = s = 1: which signature it is the log judges.
  response: { authenticatorData: new ArrayBuffer(37), clientDataJSON: new ArrayBuffer(2), signature: Uint8Array.of(0x30, 6, 2, 1, 1, 2, 1, 1).buffer },
});

beforeEach(async () => {
  serve(null);
  for (const name of await keptNames('')) await forgetKey(name);
});

test('who joined, and whose answer was lost, has the key: the same entry again makes it theirs', async () => {
  for (const lost of [() => Promise.reject(new TypeError('reset')), () => refusedAs('fault', 500), () => refusedAs('stopped', 503), () => json({ status: 'handed_on' }, 202)]) {
    const first = serveEntries(lost);
    const asked = await joinWith(invited, { id: 'ana' }, null);
    assert.equal(asked.ok, false);
    assert.equal(await keptKey(origin), undefined, 'it isn\'t known to be in force');
    const again = serveEntries(() => done('duplicate'));
    const answer = await askAllAgain(origin);
    assert.deepEqual(again, first);
    assert.ok(answer?.ok === true);
    const named = (JSON.parse(first[0] ?? '') as { entry: { body: { keys: readonly { public_key: string }[] } } }).entry.body.keys[0]?.public_key;
    assert.deepEqual([(await keptKey(origin))?.publicKey, answer.key.state], [named, 'ready']);
    assert.deepEqual(await keptNames(''), [origin], 'nothing is left to ask for');
    await forgetKey(origin);
  }
});

test('who is refused has no key; what is refused by now is asked for no more', async () => {
  serveEntries(() => json({ status: 'recorded', seq: 7, items: [{ status: 'refused', code: 'already_member' }] }));
  const refused = await joinWith(invited, { id: 'ana' }, null);
  assert.deepEqual([refused.ok, !refused.ok && refused.refused.code, await keptNames('')], [false, 'already_member', []]);
  serve(null);
  await joinWith(invited, { id: 'ana' }, null);
  serveEntries(() => refusedAs('revoked_key', 403));
  assert.deepEqual([await askAllAgain(origin), await keptNames('')], [null, []]);
  assert.equal(await askAllAgain(origin), null);
});

test('an invitation isn\'t made without a connection: its link would open nothing', async () => {
  const said = await say(invited, { kind: 'invite', body: { key: { id: 'guest-2', role: 'invitation', owner: 'guest-2', public_key: 'p' } } });
  assert.deepEqual([!said.ok && said.refused.code, await waitingActs()], ['unreachable', []]);
});

test('where nothing can be kept nobody joins', async () => {
  const came = serveEntries(() => done('recorded'));
  await withoutStore(async () => {
    const answer = await joinWith(invited, { id: 'ana' }, null);
    assert.equal(!answer.ok && answer.refused.code, 'passkey_store');
  });
  assert.deepEqual(came, []);
});

test('a key that is in the log and can\'t be kept just now stays asked for', async () => {
  const { transaction } = IDBDatabase.prototype;
  for (const status of ['recorded', 'duplicate'] as const) {
    serveEntries(() => {
      IDBDatabase.prototype.transaction = () => { throw new DOMException('the disk is full', 'QuotaExceededError'); };
      return done(status);
    });
    const answer = status === 'recorded' ? await joinWith(invited, { id: 'ana' }, null) : await askAllAgain(origin);
    IDBDatabase.prototype.transaction = transaction;
    assert.equal(answer?.ok === false && answer.refused.code, 'passkey_store');
  }
  serveEntries(() => done('duplicate'));
  assert.equal((await askAllAgain(origin))?.ok, true);
  assert.equal((await keptKey(origin))?.member, 'ana');
});

test('the key that is here stays until the passkey has another one in force', async () => {
  const old = { ...await makeBrowserKey(origin, 'bo', 'member-bo'), state: 'ready' } as const;
  await keepKey(old);
  const here = async (): Promise<string | undefined> => (await keptKey(origin))?.publicKey;
  usePasskey(() => Promise.reject(new DOMException('given up', 'NotAllowedError')));
  serveEntries(() => done('recorded'));
  const givenUp = await letAct(origin, 'ana');
  assert.deepEqual([!givenUp.ok && givenUp.refused.code, await here(), await keptNames('')], ['passkey_cancelled', old.publicKey, [origin]]);
  usePasskey(asserted);
  serveEntries(() => refusedAs('bad_seal', 401));
  const refused = await letAct(origin, 'ana');
  assert.deepEqual([!refused.ok && refused.refused.code, await here(), await keptNames('')], ['bad_seal', old.publicKey, [origin]]);
  const first = serveEntries(() => Promise.reject(new TypeError('reset')));
  assert.equal((await letAct(origin, 'ana')).ok, false);
  assert.equal(await here(), old.publicKey);
  usePasskey(() => assert.fail('it was asked for already'));
  const again = serveEntries(() => done('duplicate'));
  const came = await letAct(origin, 'ana');
  assert.deepEqual(again, first);
  assert.ok(came.ok);
  assert.deepEqual([await here(), (await keptKey(origin))?.member], [came.key.publicKey, 'ana']);
});

test('no passkey is made in the place of another: the device is given a new name for each', async () => {
  const names: string[] = [];
  Object.assign(navigator.credentials, {
    create: ({ publicKey: { user } }: { publicKey: PublicKeyCredentialCreationOptions }) => {
      names.push(Buffer.from(user.id as Uint8Array).toString('hex'));
      return Promise.resolve(null);
    },
  });
  for (let time = 0; time < 2; time += 1) await makePasskey({ collective: 'Linden', member: 'ana', name: 'Ana', others: [] });
  assert.deepEqual([names.map(({ length }) => length), names[0] === names[1]], [[64, 64], false]);
});

const draft: Draft = { ...emptyDraft(), name: 'Linden', founder: 'Ana', opening: '100' };

test('a collective that may be there is asked for again by the same key; what is refused leaves none', async () => {
  const keys: string[] = [];
  const play = (answer: () => Response | Promise<Response>): void => serve((_, init) => {
    keys.push((JSON.parse(String(init.body)) as { founder: { public_key: string } }).founder.public_key);
    return answer();
  });
  for (const lost of [() => Promise.reject(new TypeError('reset')), ...['fault', 'stopped', 'busy'].map((code) => () => refusedAs(code, 500))]) {
    play(lost);
    const answer = await found(draft, 'r1', []);
    assert.deepEqual([answer.ok, mayBeFounded(answer)], [false, true]);
  }
  assert.equal(new Set(keys).size, 1);
  assert.equal((await keptKey('founding/r1'))?.publicKey, keys[0]);
  play(() => refusedAs('invalid_value', 400));
  assert.equal(mayBeFounded(await found(draft, 'r1', [])), false);
  assert.equal(await keptKey('founding/r1'), undefined);
});

test('at the door a session begins by the server\'s clock, whatever this device\'s says', async () => {
  await keepKey({ ...await makeBrowserKey(origin, 'ana'), state: 'ready' });
  const serversNow = 1_234_567;
  const sent: { readonly address: string; readonly at: unknown }[] = [];
  serve((address, init) => {
    if (address === '/c/linden/api/challenge') return json({ origin, challenge: 'c', now: serversNow });
    sent.push({ address, at: (JSON.parse(String(init.body)) as { statement: { at: unknown } }).statement.at });
    return json({ member: 'ana' });
  });
  assert.equal(await comeInAt('linden', origin), true);
  assert.deepEqual(sent, [{ address: '/c/linden/api/session', at: serversNow }]);
  assert.equal(await comeInAt('linden', 'frankpledge/oak'), false, 'there is no key for it');
});
