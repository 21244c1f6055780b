import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import type { Change } from '../vocabulary/changes.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { kitSource, loadKits } from './kits.ts';
import { foundedAt, foundTombsboro, handClock } from './serve-fixture.ts';
import { serveCollective } from './serve.ts';

type Json = any; // eslint-disable-line -- answers are looked into at will

async function ground(t: TestContext) {
  const founded = await foundTombsboro();
  const clock = handClock(foundedAt + 3_600_000);
  const serving = await serveCollective({ place: founded, clock, port: 0, tell: () => undefined });
  t.after(() => serving.close());
  const ask = async (path: string, body?: unknown, secret: string = serving.secret): Promise<{ readonly status: number; readonly answer: Json }> => {
    const headers = { 'authorization': `Bearer ${secret}`, 'content-type': 'application/json' };
    const response = await fetch(serving.url + path, body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) });
    return { status: response.status, answer: await response.json() };
  };
  const say = async (member: string, said: EntryBody, id: string): Promise<Json> => {
    const signer = founded.members.get(member);
    assert.ok(signer !== undefined);
    const { status, answer } = await ask('/api/entries', founded.seal(signer, said, clock.now(), id));
    assert.equal(status, 200, JSON.stringify(answer));
    return answer;
  };
  return { serving, ask, say };
}

test('a kit that comes from outside: its code is compiled here, proposed, voted for, and in force', async (t) => {
  const { ask, say } = await ground(t);
  const kit = loadKits().get('firewood');
  assert.ok(kit !== undefined);
  const source = kitSource(kit).replace('const takingsMax = 500;', 'const takingsMax = 400;');
  const { status, answer: { code } } = await ask('/api/codes', { source });
  assert.equal(status, 200);
  assert.notEqual(code, kit.codeHash);
  const manifest = { ...kit.manifest, version: '1.4.0' };
  const change: Change = { change: 'adopt', subcontract: 'wood', manifest, code, parties: { provider: 'bunyan' }, terms: { base_price: '2.00', houses: { 'house-a': 'ana', 'house-b': 'bo' } } };
  await say('ana', { kind: 'propose', body: { change, reason: 'longer memory' } }, 'p1');
  const { answer: { open: [proposal] } } = await ask('/api/proposals');
  assert.deepEqual(
    { by: proposal.by, words: proposal.words, terms: proposal.terms, needed: proposal.needed, of: proposal.of, waits: proposal.waits },
    { by: 'ana', words: 'wood: firewood 1.4.0 instead of 1.3.0', terms: [{ term: 'base_price', before: '1.50', after: '2.00' }], needed: 2, of: 4, waits: null },
  );
  for (const member of ['bo', 'cy']) await say(member, { kind: 'ballot', body: { proposal: proposal.id, choice: 'yes' } }, `v-${member}`);
  const { answer: after } = await ask('/api/proposals');
  assert.deepEqual([after.open, after.decided.map(({ id, end }: Json) => [id, end.how])], [[], [[proposal.id, 'carried']]]);
  const { answer: wood } = await ask('/api/subcontracts/wood');
  assert.deepEqual([wood.version, wood.code, wood.terms.base_price], ['1.4.0', code, '2.00']);
});

test('what is no contract is refused with its line, and who may only read hands nothing in', async (t) => {
  const { ask, serving } = await ground(t);
  const { status, answer } = await ask('/api/codes', { source: 'export default Math.random();\n' });
  assert.deepEqual([status, answer.error.code], [400, 'malformed']);
  assert.match(answer.error.message, /^contract\.ts:1:\d+ {2}.* → /);
  const [, readOnly = ''] = /link=(.+)$/.exec(serving.link) ?? [];
  assert.deepEqual([(await ask('/api/codes', { source: 'x' }, readOnly)).status, (await ask('/api/proposals', undefined, readOnly)).status], [403, 200]);
  assert.equal((await ask('/api/codes', { source: 'x'.repeat(65_537) })).answer.error.code, 'malformed');
});

test('only so many contracts come in a minute', async (t) => {
  const { ask } = await ground(t);
  const answers: number[] = [];
  for (let i = 0; i < 25; i++) answers.push((await ask('/api/codes', { source: 'x' })).status); // two minutes' worth and one, should a minute end meanwhile
  assert.ok(answers.slice(0, 12).every((status) => status === 400), answers.join(' '));
  assert.ok(answers.includes(503), answers.join(' '));
});

test('a proposal in full says what a ballot holds, and the terms that an amendment finds there', async (t) => {
  const { ask, say } = await ground(t);
  await say('ana', { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { base_price: '2.00' } }, reason: 'wood is scarce' } }, 'p1');
  const { answer: { open: [{ id }] } } = await ask('/api/proposals');
  const { answer: before } = await ask(`/api/proposals/${id}`);
  assert.deepEqual(before.ballot, { form: 'yes_no' });
  // The kit's default for the term that the settings leave out, and the price that is proposed.
  assert.deepEqual([before.would.terms.base_price, before.would.terms.return_window_minutes, before.would.parties], ['2.00', 10, { provider: 'bunyan' }]);
  const edits = [{ edit: 'term' as const, term: 'return_window_minutes', before: before.would.terms.return_window_minutes, after: 20 }];
  await say('bo', { kind: 'amend', body: { proposal: id, revision: before.revision.digest, edits, reason: 'ten minutes are short' } }, 'a1');
  const { answer: { amendments: [amendment] } } = await ask(`/api/proposals/${id}`);
  assert.deepEqual([amendment.by, amendment.edits], ['bo', [{ what: 'term', place: ['return_window_minutes'], before: '10', after: '20' }]]);
});
