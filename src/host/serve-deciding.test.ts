import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { createSealer } from '../adapters/keys/node.ts';
import type { KeyRole } from '../vocabulary/grants.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { makeSigner, type Signer } from './sealing.ts';
import { foundedAt, foundTombsboro, handClock, settingsText, type Founded } from './serve-fixture.ts';
import { statementText } from './sessions.ts';
import { serveCollective, type Serving } from './serve.ts';

type Json = any; // eslint-disable-line -- answers are looked into at will
type Answer = { readonly status: number; readonly answer: Json };
type Ground = {
  readonly founded: Founded; readonly serving: Serving; readonly now: () => number;
  readonly ask: (path: string, secret?: string | null, method?: string, body?: unknown) => Promise<Answer>;
  readonly say: (signer: Signer | string, said: EntryBody, id: string) => Promise<Json>;
  readonly comment: (member: string, proposal: string, text: string, id: string, more?: { readonly salt?: string; readonly commitment?: string }) => Promise<Answer>;
  readonly session: (signer: Signer | string) => Promise<string>;
  readonly proof: (signer: Signer) => Promise<object>;
};

const salt = '000102030405060708090a0b0c0d0e0f';

async function ground(t: TestContext, text: string = settingsText): Promise<Ground> {
  const founded = await foundTombsboro(text);
  const clock = handClock(foundedAt + 3_600_000);
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: () => undefined });
  t.after(() => serving.close());
  const ask: Ground['ask'] = async (path, secret = serving.secret, method = 'GET', body) => {
    const headers = { ...(secret === null ? {} : { authorization: `Bearer ${secret}` }), 'content-type': 'application/json' };
    const response = await fetch(serving.url + path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    return { status: response.status, answer: await response.json() };
  };
  const signerOf = (signer: Signer | string): Signer => {
    const found = typeof signer === 'string' ? founded.members.get(signer) : signer;
    assert.ok(found !== undefined);
    return found;
  };
  const proof: Ground['proof'] = async (signer) => {
    const { answer: { origin, challenge } } = await ask('/api/challenge', null);
    const statement = { purpose: 'frankpledge/session' as const, origin, audience: new URL(serving.url).host, member: signer.grant.owner, at: Date.now(), challenge };
    return { statement, seal: { key: signer.grant.id, sig: signer.sealer.sign(statementText(statement)) } };
  };
  return {
    founded, serving, now: () => clock.now(), ask, proof,
    say: async (signer, said, id) => {
      const { status, answer } = await ask('/api/entries', null, 'POST', founded.seal(signerOf(signer), said, clock.now(), id));
      assert.deepEqual([status, answer.items?.[0]?.status], [200, 'done'], JSON.stringify(answer));
      return answer;
    },
    comment: (member, proposal, text, id, more = {}) => {
      const words = { salt: more.salt ?? salt, text };
      const sealed = founded.seal(signerOf(member), { kind: 'comment', body: { proposal, commitment: more.commitment ?? commitmentTo(member, text) } }, clock.now(), id);
      return ask('/api/comments', null, 'POST', { ...sealed, words });
    },
    session: async (signer) => (await ask('/api/session', null, 'POST', await proof(signerOf(signer)))).answer.secret,
  };
}

/** As the manual says: SHA-256 in hex of the canonical JSON of author, salt and text. */
function commitmentTo(by: string, text: string): string {
  return createHash('sha256').update(`{"by":"${by}","salt":"${salt}","text":${JSON.stringify(text)}}`).digest('hex');
}

function newSigner(id: string, role: KeyRole, owner: string): Signer {
  return makeSigner(id, role, owner, createSealer(createHash('sha256').update(`new ${id}`).digest()));
}

async function opened({ say, ask }: Ground): Promise<string> {
  await say('ana', { kind: 'propose', body: { change: { change: 'resolution' }, reason: 'to be told', title: 'A park', text: [{ id: 'p1', text: 'We want a park.' }] } }, 'p1');
  return (await ask('/api/proposals')).answer.open[0].id;
}

async function texts({ ask }: Ground, proposal: string): Promise<unknown[]> {
  return (await ask(`/api/proposals/${proposal}`)).answer.commented.map(({ by, text }: Json) => [by, text]);
}

test('a comment comes with its words; they must fit its commitment, and need nothing but its seal', async (t) => {
  const all = await ground(t);
  const proposal = await opened(all);
  assert.deepEqual([(await all.comment('bo', proposal, 'Where?', 'c1')).status, await texts(all, proposal)], [200, [['bo', 'Where?']]]);
  const wrong = await all.comment('bo', proposal, 'There!', 'c2', { commitment: commitmentTo('bo', 'Here!') });
  assert.deepEqual([wrong.status, wrong.answer.error.code], [422, 'invalid_value']);
  const others = await all.comment('cy', proposal, 'Where?', 'c3', { commitment: commitmentTo('bo', 'Where?') });
  assert.deepEqual([others.status, others.answer.error.code], [422, 'invalid_value'], 'words of somebody else');
  const nobody = await all.comment('bo', 'f'.repeat(64), 'To whom?', 'c4');
  assert.equal(nobody.answer.items?.[0]?.code, 'unknown_proposal');
  assert.equal(all.serving.writer.collective.journal.getBody(commitmentTo('bo', 'To whom?')), undefined, 'what no comment names isn\'t kept');
  await all.comment('bo', 'f'.repeat(64), 'Where?', 'c6');
  assert.deepEqual(await texts(all, proposal), [['bo', 'Where?']], 'words that a comment names stay when another one is refused');
  const noText = await all.ask('/api/comments', null, 'POST', { ...all.founded.seal(all.founded.members.get('bo') as Signer, { kind: 'leave', body: {} }, all.now(), 'c5'), words: { salt, text: 'x' } });
  assert.deepEqual([noText.status, noText.answer.error.code], [400, 'malformed']);
});

test('its author erases it, and whoever runs the server; nobody else, not by repeating its commitment either', async (t) => {
  const all = await ground(t);
  const proposal = await opened(all);
  const { answer: { seq } } = await all.comment('bo', proposal, 'Where?', 'c1');
  const [bo, cy] = [await all.session('bo'), await all.session('cy')];
  const copy = await all.say('cy', { kind: 'comment', body: { proposal, commitment: commitmentTo('bo', 'Where?') } }, 'c2');
  for (const record of [seq, copy.seq]) {
    const { status, answer } = await all.ask(`/api/comments/${record}`, cy, 'DELETE');
    assert.deepEqual([status, answer.error.code], [403, 'not_permitted'], `record ${record}`);
  }
  assert.deepEqual(await texts(all, proposal), [['bo', 'Where?'], ['cy', null]]);
  assert.equal((await all.ask(`/api/comments/${seq}`, null, 'DELETE')).status, 401);
  const [, readOnly = ''] = /link=(.+)$/.exec(all.serving.link) ?? [];
  assert.equal((await all.ask(`/api/comments/${seq}`, readOnly, 'DELETE')).answer.error.code, 'not_permitted');
  assert.deepEqual((await all.ask(`/api/comments/${seq}`, bo, 'DELETE')).answer, { erased: true });
  assert.deepEqual(await texts(all, proposal), [['bo', null], ['cy', null]]);
  assert.deepEqual((await all.ask(`/api/comments/${seq}`, bo, 'DELETE')).answer, { erased: false });
  await all.comment('bo', proposal, 'Where?', 'c1');
  assert.deepEqual(await texts(all, proposal), [['bo', null], ['cy', null]], 'what was erased isn\'t kept again when the same entry comes again');
  const { answer: second } = await all.comment('ana', proposal, 'By the lake.', 'c3');
  assert.deepEqual((await all.ask(`/api/comments/${second.seq}`, all.serving.secret, 'DELETE')).answer, { erased: true });
  assert.equal((await all.ask('/api/comments/0', all.serving.secret, 'DELETE')).answer.error.code, 'unknown_value', 'the founding is no comment');
  const { answer: last } = await all.comment('bo', proposal, 'I go.', 'c4');
  await all.say('bo', { kind: 'leave', body: {} }, 'leave-1');
  assert.deepEqual((await all.ask(`/api/comments/${last.seq}`, bo, 'DELETE')).answer, { erased: true }, 'one\'s own words, also after one has left');
});

test('who is asked and what it would do to one is answered for a member; of nobody, for nobody', async (t) => {
  const all = await ground(t);
  await all.say('ana', { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { base_price: '1.75' } }, reason: 'oak is dear' } }, 'p1');
  const { answer: { open: [brief] } } = await all.ask('/api/proposals?member=bo');
  assert.deepEqual([brief.mine.asked, brief.mine.said, brief.terms], [true, null, [{ term: 'base_price', before: '1.50', after: '1.75' }]]);
  assert.equal((await all.ask(`/api/proposals/${brief.id}/bound?member=bo`)).answer.cases[0].subcontract, 'wood');
  for (const [path, code] of [['/api/proposals?member=zed', 'unknown_member'], [`/api/proposals/${'f'.repeat(64)}`, 'unknown_proposal'], [`/api/proposals/${brief.id}/bound`, 'malformed'], ['/api/members/zed/bound', 'unknown_member'], ['/api/subcontracts/zed/history', 'unknown_subcontract']] as const) {
    assert.equal((await all.ask(path)).answer.error.code, code, path);
  }
});

test('whoever holds an invitation sees what they would join, with no access else; once used it shows nothing more', async (t) => {
  const all = await ground(t);
  const invitation = newSigner('guest', 'invitation', 'guest');
  await all.say(all.founded.operator, { kind: 'invite', body: { key: invitation.grant } }, 'i1');
  const proof = await all.proof(invitation);
  const seen = await all.ask('/api/invitation', null, 'POST', proof);
  assert.equal(seen.status, 200);
  assert.equal((await all.ask('/api/invitation', null, 'POST', proof)).answer.error.code, 'bad_proof', 'a challenge counts once');
  assert.deepEqual([seen.answer.name, seen.answer.invitation, seen.answer.members, seen.answer.subcontracts.map(({ id }: Json) => id)], ['Tombsboro', 'guest', 4, ['wood', 'box']]);
  assert.ok(seen.answer.subcontracts.every(({ atMost, text }: Json) => atMost.length > 0 && text.length > 0));
  const asSession = await all.ask('/api/session', null, 'POST', await all.proof(invitation));
  assert.deepEqual([asSession.status, asSession.answer.error.code], [401, 'bad_proof'], 'an invitation is no member\'s key');
  const asMember = await all.ask('/api/invitation', null, 'POST', await all.proof(all.founded.members.get('ana') as Signer));
  assert.deepEqual([asMember.status, asMember.answer.error.code], [401, 'bad_proof']);
  const page = await fetch(`${all.serving.url}/join`);
  assert.equal(page.status, 200);
  const dee = newSigner('member-dee', 'member', 'dee');
  await all.say(invitation, { kind: 'join', body: { member: { id: 'dee', name: 'Dee' }, keys: [dee.grant] } }, 'j1');
  assert.equal((await all.ask('/api/invitation', null, 'POST', await all.proof(invitation))).answer.error.code, 'bad_proof');
  assert.deepEqual((await all.ask('/api/members/dee/bound')).answer.toAccept, ['box', 'wood']);
});

test('a founding that waits for signatures is served: reading and signing, nothing else; with the last one it begins', async (t) => {
  const all = await ground(t, settingsText.replace('  name: Tombsboro\n', '  name: Tombsboro\n  founders: [ana, bo]\n'));
  const { answer: before } = await all.ask('/api/founding');
  assert.deepEqual([before.missing, before.founders.map(({ member, signed }: Json) => [member, signed]), /^[0-9a-f]{64}$/.test(before.hash)], [['ana', 'bo'], [['ana', null], ['bo', null]], true]);
  const pay = (id: string): Promise<Answer> => all.ask('/api/entries', null, 'POST', all.founded.seal(all.founded.members.get('ana') as Signer, { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } }, all.now(), id));
  const early = await pay('e1');
  assert.deepEqual([early.status, early.answer.error.code, early.answer.error.message], [409, 'not_founded', 'the founding waits for the signatures of ana, bo']);
  await all.say('ana', { kind: 'sign', body: { founding: before.hash } }, 's1');
  assert.deepEqual((await all.ask('/api/charter')).answer.founding.missing, ['bo']);
  await all.say('bo', { kind: 'sign', body: { founding: before.hash } }, 's2');
  assert.deepEqual((await all.ask('/api/founding')).answer.missing, []);
  assert.equal((await pay('e2')).status, 200);
});
