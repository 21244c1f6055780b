import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionStatement } from '../adapters/http/session.ts';
import { createSealer, createSealVerifier } from '../adapters/keys/node.ts';
import { createState, type KernelState } from '../kernel/state.ts';
import { softPasskey } from '../testing/passkey.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import { hourMs, minuteMs } from '../vocabulary/time.ts';
import { createSessions, statementText, type Begun, type Sessions } from './sessions.ts';

const start = Date.parse('2026-01-05T12:00:00Z');
const sealer = createSealer(new Uint8Array(32).fill(3));
const grant: KeyGrant = { id: 'member-ana', role: 'member', owner: 'ana', public_key: sealer.publicKey };

type Bench = { readonly state: KernelState; readonly sessions: Sessions; readonly wait: (ms: number) => void; readonly begin: (change?: Partial<SessionStatement>) => ReturnType<Sessions['begin']> };

function bench(more: Partial<KeyGrant> = {}): Bench {
  let now = start;
  const state = createState();
  state.origin = 'frankpledge/0123456789abcdef';
  state.keys.set(grant.id, { grant: { ...grant, ...more }, revokedAt: null });
  state.publicKeys.set(grant.public_key, grant.id);
  const sessions = createSessions({ state: () => state, verifier: createSealVerifier(), now: () => now, audiences: () => new Set(['linden.example']) });
  return {
    state, sessions, wait: (ms) => { now += ms; },
    begin: (change = {}) => {
      const statement: SessionStatement = { purpose: 'frankpledge/session', origin: state.origin, audience: 'linden.example', member: 'ana', at: now, challenge: sessions.challenge().challenge, ...change };
      return sessions.begin({ statement, seal: { key: grant.id, sig: sealer.sign(statementText(statement)) } });
    },
  };
}

function begun({ sessions, begin }: Bench): { readonly secret: string; readonly session: Begun } {
  const answer = begin();
  assert.ok(answer.ok, JSON.stringify(answer));
  return { secret: answer.value.secret, session: sessions.find(answer.value.secret) ?? assert.fail() };
}

test('what is sealed is canonical JSON: names sorted, no spaces', () => {
  // By RFC 8785, 3.2.3, written by hand.
  assert.equal(statementText({ purpose: 'frankpledge/session', origin: 'o', audience: 'a', member: 'm', at: 7, challenge: 'c' }),
    '{"at":7,"audience":"a","challenge":"c","member":"m","origin":"o","purpose":"frankpledge/session"}');
});

test('a challenge lasts two minutes, and a server that started anew knows none of the last one\'s', () => {
  const all = bench();
  const { challenge, expires, origin } = all.sessions.challenge();
  assert.deepEqual([expires, origin], [start + 2 * minuteMs, all.state.origin]);
  assert.equal(bench().begin({ challenge }).ok, false);
  all.wait(2 * minuteMs);
  const late = all.sessions.challenge().challenge;
  assert.equal(all.begin({ challenge }).ok, true, 'to the last moment');
  all.wait(2 * minuteMs + 1);
  const refused = all.begin({ challenge: late });
  assert.ok(!refused.ok);
  assert.match(refused.refusal.detail, /too old/);
});

test('a session lasts twelve hours', () => {
  const all = bench();
  const { session } = begun(all);
  all.wait(12 * hourMs - 1);
  assert.equal(all.sessions.isOpen(session), true);
  all.wait(1);
  assert.equal(all.sessions.isOpen(session), false);
});

test('it ends with its key\'s own end, by the collective\'s clock where that is ahead', () => {
  const all = bench({ expires: start + hourMs });
  const { session } = begun(all);
  all.wait(hourMs - 1);
  assert.equal(all.sessions.isOpen(session), true);
  all.state.recordedAt = start + hourMs;
  assert.equal(all.sessions.isOpen(session), false);
  assert.equal(all.begin().ok, false);
});

test('once its member has left it is no member\'s any more, and stays theirs as long as their key is in force', () => {
  const all = bench();
  const { session } = begun(all);
  const ana = { id: 'ana', name: 'Ana', since: 1, commons: false };
  all.state.members.set('ana', { ...ana, left: null });
  assert.deepEqual([all.sessions.isMembers(session), all.sessions.isOpen(session)], [true, true]);
  all.state.members.set('ana', { ...ana, left: 7 });
  assert.deepEqual([all.sessions.isMembers(session), all.sessions.isOpen(session)], [false, true]);
  const after = begun(all).session;
  assert.deepEqual([all.sessions.isMembers(after), all.sessions.isOpen(after)], [false, true]);
  all.state.keys.set(grant.id, { grant, revokedAt: 8 });
  assert.deepEqual([all.sessions.isMembers(session), all.sessions.isOpen(session)], [false, false]);
});

test('a session is found by its whole secret, and only its owner ends it', () => {
  const all = bench();
  const { secret, session } = begun(all);
  const wrong = secret.slice(0, -2) + (secret.endsWith('AA') ? 'BB' : 'AA');
  assert.equal(all.sessions.find(wrong), undefined);
  all.sessions.end(wrong);
  assert.equal(all.sessions.isOpen(session), true);
  all.sessions.end(secret);
  assert.equal(all.sessions.isOpen(session), false);
});

test('of a member\'s twenty sessions the oldest gives way, once they aren\'t all of this minute', () => {
  const all = bench();
  const sessions = Array.from({ length: 20 }, () => begun(all).session);
  const refused = all.begin();
  assert.deepEqual(refused.ok ? 'begun' : refused.refusal.code, 'busy');
  all.wait(minuteMs);
  sessions.push(begun(all).session);
  assert.deepEqual(sessions.map((each) => all.sessions.isOpen(each)), [false, ...Array.from({ length: 20 }, () => true)]);
});

test('a challenge that was used stays used, also after many others', () => {
  const all = bench();
  const { challenge } = all.sessions.challenge();
  assert.equal(all.begin({ challenge }).ok, true);
  all.wait(2 * minuteMs);
  begun(all);
  assert.equal(all.begin({ challenge }).ok, false);
});

test('a passkey begins a session without saying whose it is: the device that holds it knows its credential alone', () => {
  const all = bench();
  const phone = softPasskey('ana', 'passkey-ana', 'https://linden.example');
  const by = (change: Partial<SessionStatement> = {}, more: object = {}, passkey = phone, named = passkey.grant.passkey?.credential_id ?? ''): ReturnType<Sessions['begin']> => {
    const statement: SessionStatement = { purpose: 'frankpledge/session', origin: all.state.origin, audience: 'linden.example', at: start, challenge: all.sessions.challenge().challenge, ...change };
    return all.sessions.begin({ statement, seal: { ...passkey.seal(statementText(statement), { ...more }), key: named } });
  };
  const why = (answer: ReturnType<Sessions['begin']>): string => (answer.ok ? 'begun' : answer.refusal.detail);
  assert.equal(why(by()), 'this passkey is of no member here, or not in force any more');
  all.state.keys.set('passkey-ana', { grant: phone.grant, revokedAt: null });
  const begun = by();
  assert.deepEqual([begun.ok && begun.value.member, all.sessions.find(begun.ok ? begun.value.secret : '')?.key], ['ana', 'passkey-ana']);
  assert.equal(why(by({ member: 'ana' })), 'begun', 'who says it may');
  assert.equal(why(by({ member: 'bo' })), `${phone.grant.passkey?.credential_id} is no key of bo in force`);
  assert.equal(why(by({}, { origin: 'https://evil.example' })), "the seal by passkey-ana doesn't fit the proof", 'another page handed it on');
  assert.equal(why(by({}, {}, softPasskey('ana'), phone.grant.passkey?.credential_id)), "the seal by passkey-ana doesn't fit the proof", 'another passkey');
  const { challenge } = all.sessions.challenge();
  assert.deepEqual([why(by({ challenge })), why(by({ challenge }))], ['begun', 'the challenge was used before']);
  all.state.keys.set('passkey-ana', { grant: phone.grant, revokedAt: 9 });
  assert.equal(why(by()), 'this passkey is of no member here, or not in force any more');
  const statement: SessionStatement = { purpose: 'frankpledge/session', origin: all.state.origin, audience: 'linden.example', at: start, challenge: all.sessions.challenge().challenge };
  assert.equal(why(all.sessions.begin({ statement, seal: { key: grant.id, sig: sealer.sign(statementText(statement)) } })), 'this passkey is of no member here, or not in force any more', 'a plain key says whose it is');
});

test('nobody shuts another out by what they call a key of their own, or say its credential is', () => {
  for (const isFirst of [true, false]) {
    const all = bench();
    const phone = softPasskey('ana', 'passkey-ana', 'https://linden.example');
    const credential = phone.grant.passkey?.credential_id ?? '';
    const eves: KeyGrant[] = [
      { id: credential, role: 'member', owner: 'eve', public_key: createSealer(new Uint8Array(32).fill(9)).publicKey },
      { ...softPasskey('eve', 'passkey-eve', 'https://linden.example').grant, passkey: { rp_id: 'linden.example', origins: ['https://linden.example'], credential_id: credential } },
      { ...softPasskey('eve', phone.grant.public_key, 'https://linden.example').grant },
    ];
    for (const grant of isFirst ? [...eves, phone.grant] : [phone.grant, ...eves]) {
      all.state.keys.set(grant.id, { grant, revokedAt: null });
      all.state.publicKeys.set(grant.public_key, grant.id);
    }
    for (const [member, key] of [[undefined, credential], ['ana', credential], ['ana', phone.grant.public_key]] as const) {
      const statement: SessionStatement = { purpose: 'frankpledge/session', origin: all.state.origin, audience: 'linden.example', at: start, challenge: all.sessions.challenge().challenge, ...(member === undefined ? {} : { member }) };
      const answer = all.sessions.begin({ statement, seal: { ...phone.seal(statementText(statement)), key } });
      assert.deepEqual(answer.ok ? answer.value.member : answer.refusal.detail, 'ana', `${member} by ${key}, ${isFirst ? 'Eve\'s' : 'Ana\'s'} first`);
    }
  }
});

test('whoever holds a key that friends are asked for sees how that stands; nobody else does, and it begins no session', () => {
  const all = bench();
  const phone = softPasskey('ana');
  const proof = (passkey = phone): Parameters<Sessions['recovering']>[0] => {
    const statement: SessionStatement = { purpose: 'frankpledge/session', origin: all.state.origin, audience: 'linden.example', at: start, challenge: all.sessions.challenge().challenge };
    return { statement, seal: passkey.seal(statementText(statement)) };
  };
  assert.equal(all.sessions.recovering(proof()).ok, false);
  const proposal = { id: 'p', revision: { change: { change: 'recover', member: 'ana', key: phone.grant } } };
  all.state.proposals.set('p', proposal as unknown as Proposal);
  const seen = all.sessions.recovering(proof());
  assert.equal(seen.ok && seen.value.id, 'p');
  assert.equal(all.sessions.recovering({ ...proof(), seal: softPasskey('ana').seal('x') }).ok, false);
  assert.equal(all.sessions.begin(proof()).ok, false);
});
