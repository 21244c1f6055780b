// Whatever is sent, in whatever order: one clear answer, and a log that whoever decides it again comes to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal, createMemoryStore } from '../journal/journal.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { hourMs } from '../vocabulary/time.ts';
import { createCodeSandbox } from './codes.ts';
import { Collective } from './collective.ts';
import { loadKits } from './kits.ts';
import { foundedAt, type Founded } from './serve-fixture.ts';
import { asOwn, ground, type Json } from './serve-ground.ts';

test('whatever comes, there is one clear answer, and what was acknowledged is kept', async (t) => {
  const { founded, serving, clock, ask, told } = await ground(t);
  const seed = Number(process.env['FUZZ_SEED'] ?? 20260105);
  const kits = [...loadKits().values()];
  const [kitManifests, codes] = [kits.map(({ manifest }) => manifest), kits.map(({ codeHash }) => codeHash)];
  const word = fc.oneof(fc.constantFrom('ana', 'bo', 'wood', 'box', 'crown', 'scale:1', '__proto__', 'constructor', '', '\u0000', '%', '1e999', '-0', '9007199254740993'), fc.string({ maxLength: 12, unit: 'binary' }));
  const value = fc.oneof(word, fc.integer(), fc.double(), fc.boolean(), fc.constant(null), fc.jsonValue({ maxDepth: 3 }));
  const body = fc.oneof(
    fc.record({ kind: fc.constant('pay'), body: fc.record({ to: word, unit: fc.constantFrom('crown', 'x'), amount: fc.oneof(fc.constantFrom('0.01', '1', '-1', '1e3', '0.001'), word) }) }),
    fc.record({ kind: fc.constant('request'), body: fc.record({ subcontract: fc.constantFrom('wood', 'box', 'x', 'constructor'), action: fc.oneof(fc.constantFrom('contest', 'repay', 'confirm', 'drop', 'constructor'), word), with: fc.dictionary(fc.oneof(fc.constantFrom('observation', 'amount', 'reason', 'by'), word), value, { noNullPrototype: true }) }) }),
    fc.record({ kind: fc.constant('consent'), body: fc.record({ subcontract: fc.constantFrom('box', 'wood'), part: fc.oneof(fc.constant('guarantee'), word), given: fc.boolean() }) }),
    fc.record({ kind: fc.constant('admit'), body: fc.record({ member: fc.record({ id: word, name: word, floor: fc.dictionary(fc.constantFrom('crown', 'x', 'constructor'), fc.oneof(fc.constantFrom('-5', '0', '1'), word)) }), keys: fc.constant([]) }) }),
    fc.record({ kind: fc.constant('key.add'), body: fc.record({ key: fc.record({ id: word, role: fc.constantFrom('operator', 'member', 'device', 'gateway'), owner: word, public_key: word }) }) }),
    fc.record({ kind: fc.constant('attest'), body: fc.record({ member: word, commitment: fc.constant('a'.repeat(64)), values: fc.dictionary(fc.oneof(fc.constantFrom('wood', 'box'), word), fc.dictionary(fc.oneof(fc.constant('bracket'), word), fc.integer({ min: -1, max: 4 }), { noNullPrototype: true }), { noNullPrototype: true }) }) }),
    fc.record({ kind: fc.constant('adopt'), body: fc.record({ subcontract: word, manifest: fc.constantFrom(...kitManifests), code: fc.constantFrom('b'.repeat(64), ...codes), parties: fc.dictionary(fc.oneof(fc.constantFrom('provider', 'owner'), word), word, { noNullPrototype: true }), terms: fc.dictionary(fc.oneof(fc.constantFrom('pile', 'houses', 'base_price', 'unit', 'brackets'), word), value, { noNullPrototype: true }) }) }),
    fc.record({ kind: fc.constant('issue'), body: fc.record({ to: word, unit: word, amount: word, reason: word }) }),
    fc.record({ kind: fc.constantFrom('admit', 'key.add', 'key.revoke', 'attest', 'issue', 'adopt', 'zone', 'found', 'clock', 'observe'), body: fc.dictionary(word, value, { noNullPrototype: true }) }),
  );
  const observation = fc.record({
    seq: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(Number.MAX_SAFE_INTEGER)), subject: fc.oneof(fc.constantFrom('woodpile', 'cashbox', 'house-a'), word),
    event: fc.oneof(fc.constantFrom('taken', 'returned', 'level', 'temperature', 'cash_taken', 'cash_returned'), word), at: fc.integer({ min: 0, max: foundedAt + 2 * hourMs }),
    p: fc.option(fc.record({ event: fc.oneof(fc.double(), word), person: fc.oneof(fc.double({ min: 0, max: 1 }), word) }), { nil: undefined }),
    values: fc.dictionary(fc.oneof(fc.constantFrom('by', 'count', 'celsius', 'amount', 'mass_g'), word), fc.oneof(fc.integer({ min: 0, max: 40 }), value), { noNullPrototype: true }),
  });
  const order = fc.oneof(
    fc.record({ what: fc.constant('sealed' as const), who: fc.constantFrom('ana', 'bo', 'cy', 'operator', 'operator', 'scale'), said: body }),
    fc.record({ what: fc.constant('observed' as const), device: fc.oneof(fc.constantFrom('scale', 'hub'), word), observations: fc.array(observation, { maxLength: 5 }) }),
    fc.record({ what: fc.constant('raw' as const), method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'), path: fc.oneof(fc.constantFrom('/api/entries', '/api/observations', '/api/bodies', '/api/postings', '/api/digest', '/api/records'), word), query: word, type: fc.constantFrom('application/json', 'text/plain', 'application/json; charset=latin1'), bytes: fc.oneof(fc.uint8Array({ maxLength: 64 }), fc.json().map((text) => new TextEncoder().encode(text))) }),
    fc.record({ what: fc.constant('raw' as const), method: fc.constant('GET'), path: fc.constantFrom('/api/overview', '/api/members/', '/api/subcontracts/', '/api/postings/', '/api/notices'), query: word, type: fc.constant(''), bytes: fc.constant(new Uint8Array()) }),
  );
  const recorded = new Map<number, string>();
  let count = 0;
  await fc.assert(fc.asyncProperty(order, async (each) => {
    count += 1;
    let response: Response;
    let id = '';
    if (each.what === 'sealed') {
      const signer = each.who === 'operator' ? founded.operator : each.who === 'scale' ? founded.device : founded.members.get(each.who);
      assert.ok(signer !== undefined);
      let sealed;
      try {
        sealed = founded.seal(signer, each.said as unknown as EntryBody, clock.now(), id = `fuzz-${count}`);
      } catch {
        return; // what canonical JSON can't carry can't be sealed
      }
      response = await asOwn(serving, '/api/entries', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sealed) });
    } else if (each.what === 'observed') {
      response = await asOwn(serving, '/api/observations', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ device: each.device, observations: each.observations }) });
    } else {
      const { method, path, query, type, bytes } = each;
      const address = `${path.startsWith('/') ? path : `/api/${encodeURIComponent(path.toWellFormed())}`}?before=${encodeURIComponent(query.toWellFormed())}`;
      response = await asOwn(serving, address, { method, ...(method === 'GET' ? {} : { body: bytes, headers: { 'content-type': type } }) });
    }
    const text = await response.text();
    assert.ok(response.status < 500, `${response.status} ${text}`);
    const answer = JSON.parse(text) as Json;
    if (response.status !== 200) assert.deepEqual(Object.keys(answer.error), ['code', 'message', 'hint'], text);
    else if (answer.status === 'recorded') recorded.set(answer.seq, id);
  }), { seed, numRuns: 600, endOnFailure: true });
  assert.deepEqual(told, [], 'nothing went wrong inside');
  const texts: string[] = [];
  for (let from = 0, more = true; more; from = texts.length) {
    const part = (await ask(`/api/records?from=${from}&limit=500`)) as string[];
    texts.push(...part);
    more = part.length > 0;
  }
  assert.ok(recorded.size > 50, `${recorded.size} were recorded`);
  for (const [seq, id] of recorded) {
    const record: Json = JSON.parse(texts[seq] ?? 'null');
    assert.equal(record?.seq, seq);
    if (id !== '') assert.equal(record.entry.id, id);
  }
  assert.equal(((await ask('/api/overview')) as Json).records, texts.length);
  await decidedAgain(founded, texts, ((await ask('/api/head')) as Json).root);
});

test('the order in which a message has its keys changes nothing', async (t) => {
  const { founded, post, ask, clock } = await ground(t);
  const values = { zzz: 1, aaa: 2, count: 3, by: 'ana' };
  await post('/api/observations', { observations: [{ values, at: foundedAt, event: 'taken', subject: 'woodpile', seq: 1 }], device: 'scale' });
  const sealed = founded.seal(founded.operator, { kind: 'attest', body: { values: { wood: { zzz: 1, aaa: 0 } }, member: 'ana', commitment: 'a'.repeat(64) } }, clock.now(), 'a1');
  await post('/api/entries', sealed);
  await decidedAgain(founded, (await ask('/api/records')) as string[], ((await ask('/api/head')) as Json).root);
});

/** Whoever decides the log again, from its texts alone, comes to the same outcomes. */
async function decidedAgain(founded: Founded, texts: readonly string[], root: string): Promise<void> {
  const again = new Collective({ journal: createMemoryJournal({ ...createMemoryStore(), blobs: founded.store.blobs }), hasher: createHasher(), verifier: createSealVerifier(), sandbox: await createCodeSandbox() });
  for (const text of texts) {
    const { entry, seal, recordedAt, outcomeHash, seq }: Json = JSON.parse(text);
    const [answer] = again.take([{ entry, seal }], recordedAt);
    assert.equal(answer?.status === 'recorded' ? answer.record.outcomeHash : answer?.status, outcomeHash, `record ${seq}: ${text}`);
  }
  assert.equal(again.head().root, root);
}
