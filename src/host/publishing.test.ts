import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { decodeBundle } from '../log/bundle.ts';
import { createTree } from '../log/merkle.ts';
import { judgeCheckpoint, parsePolicy } from '../log/policy.ts';
import { parseProof, verifyProof } from '../log/proof.ts';
import { sameBytes } from '../log/bytes.ts';
import { createLogClient } from './log-client.ts';
import { runWitness } from './run-witness.ts';
import { foundedAt, foundTombsboro, handClock, settingsText, type Founded } from './serve-fixture.ts';
import { serveCollective, type Serving } from './serve.ts';

const hasher = createHasher();
const verifier = createSealVerifier();

async function served(t: TestContext, settings: string = settingsText): Promise<{ founded: Founded; serving: Serving; pay: (id: string) => Promise<number> }> {
  const founded = await foundTombsboro(settings);
  const { store, operator, gateway, log } = founded;
  const serving = await serveCollective({ place: { store, operator, gateway, log }, clock: handClock(foundedAt), port: 0, tell: () => undefined });
  t.after(() => serving.close());
  const ana = founded.members.get('ana');
  assert.ok(ana !== undefined);
  return {
    founded, serving,
    async pay(id) {
      const answer = await serving.writer.submit(founded.seal(ana, { kind: 'pay', body: { to: 'bo', unit: 'crown', amount: '1.00' } }, foundedAt, id));
      assert.equal(answer.status, 'recorded');
      return answer.status === 'recorded' ? answer.record.seq : -1;
    },
  };
}

test('a receipt is enough, offline: with the log\'s policy it proves its own record, and no other', async (t) => {
  const { serving, pay } = await served(t);
  const seq = await pay('one');
  const client = createLogClient(serving.link);
  const receipt = new TextDecoder().decode(await client.get(`/log/receipt/${seq}`));
  const policy = parsePolicy(hasher, await client.policy());
  const proof = parseProof(receipt);
  assert.ok(policy.ok && proof.ok);
  const record = proof.value.extra ?? new Uint8Array();
  assert.match(new TextDecoder().decode(record), /"amount":"1.00".*"kind":"pay"/);
  assert.ok(verifyProof({ hasher, verifier }, policy.value, proof.value, record).ok);
  const other = new TextEncoder().encode(new TextDecoder().decode(record).replace('"1.00"', '"9.00"'));
  const refused = verifyProof({ hasher, verifier }, policy.value, proof.value, other);
  assert.ok(!refused.ok && refused.problem.code === 'not_in_log');
});

test('the log is there as files: head, tiles and entries that belong together, with the headers that let them be kept', async (t) => {
  const { serving, pay } = await served(t);
  const seq = await pay('one');
  const client = createLogClient(serving.link);
  await client.get(`/log/receipt/${seq}`); // its head is shown then
  const policy = parsePolicy(hasher, await client.policy());
  const verdict = policy.ok ? judgeCheckpoint(verifier, policy.value, await client.checkpoint() ?? '') : policy;
  assert.ok(verdict.ok);
  const { size, root } = verdict.value.checkpoint;
  assert.equal(size, seq + 1);
  const secret = new URL(serving.link).searchParams.get('link') ?? '';
  const ask = (path: string, more: Record<string, string> = {}): Promise<Response> => fetch(`${serving.url}/log/${path}`, { headers: { authorization: `Bearer ${secret}`, 'accept-encoding': 'identity', ...more } });
  const bundle = await ask(`tile/entries/000.p/${size}`);
  assert.equal(bundle.headers.get('cache-control'), 'private, max-age=31536000, immutable');
  const bytes = new Uint8Array(await bundle.arrayBuffer());
  const entries = decodeBundle(bytes, size);
  assert.ok(entries.ok);
  const tree = createTree(hasher);
  for (const entry of entries.value) tree.append(new TextDecoder().decode(entry));
  assert.ok(sameBytes(tree.root(), root));
  assert.equal((await (await ask(`tile/0/000.p/${size}`)).arrayBuffer()).byteLength, size * 32);
  assert.equal((await ask(`tile/0/000.p/${size + 1}`)).status, 404);
  assert.equal((await ask('tile/0/000')).status, 404);
  assert.equal((await ask('tile/1/000.p/1')).status, 404, 'empty tiles are not served');
  assert.equal((await fetch(`${serving.url}/log/checkpoint`)).status, 401);
  for (const [accept, coding] of [['gzip, br', 'gzip'], ['br', null], ['gzip;q=0', null], ['gzip;q=0.5', 'gzip']] as const) {
    const packed = await ask(`tile/entries/000.p/${size}`, { 'accept-encoding': accept });
    assert.equal(packed.headers.get('content-encoding'), coding, accept);
    assert.ok(sameBytes(new Uint8Array(await packed.arrayBuffer()), bytes), 'unpacked it is the same');
  }
});

test('a witness behind a router asks by itself, and one that can be asked is; both remember what they cosigned', async (t) => {
  const { founded, serving, pay } = await served(t);
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-witness-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const told: string[] = [];
  const start = (name: string): ReturnType<typeof runWitness> => runWitness({ folder: join(folder, name), name, origin: founded.origin, logKeys: [], client: createLogClient(serving.link), tell: (message) => told.push(message) });
  let witness = await start('ana.example/laptop');
  const founding = await pay('one');
  await createLogClient(serving.link).get(`/log/receipt/${founding}`);
  assert.deepEqual(await witness.round(), { did: 'cosigned', size: founding + 1 });
  await witness.close();
  const second = await pay('two');
  await createLogClient(serving.link).get(`/log/receipt/${second}`);
  witness = await start('ana.example/laptop');
  assert.deepEqual(await witness.round(), { did: 'cosigned', size: second + 1 }, 'proved from the tiles to go on from what it held');
  const trust = await (await fetch(`${serving.url}/api/trust`, { headers: { authorization: `Bearer ${serving.secret}` } })).json() as { volunteers: { name: string }[] };
  assert.deepEqual(trust.volunteers.map(({ name }) => name), ['ana.example/laptop']);
  await witness.close();
  assert.deepEqual(told, []);
});

test('who is told that members hold their keys is told of people: what all hold in common has none', async (t) => {
  const membersOf = async (settings: string): Promise<number> => {
    const { serving } = await served(t, settings);
    return (await (await fetch(`${serving.url}/api/trust`, { headers: { authorization: `Bearer ${serving.secret}` } })).json() as { members: number }).members;
  };
  const people = await membersOf(settingsText);
  assert.ok(people > 1);
  assert.equal(await membersOf(settingsText.replace('members:\n', 'members:\n  - { id: kitty, commons: true }\n')), people);
});
