// A witness after a change of the operator: it follows where the log, replayed, says so, and nowhere else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogClient, type LogClient } from '../src/host/log-client.ts';
import { runWitness, type RunningWitness } from '../src/host/run-witness.ts';
import { call, founded, pay, place, receipt, says, served } from './trust-house.ts';

async function watching(link: string, origin: string, told: string[], change: (client: LogClient) => LogClient = (client) => client): Promise<RunningWitness> {
  return await runWitness({ folder: place(`${origin.slice(-4)}-witness`), name: 'w.example/w', origin, logKeys: [], client: change(createLogClient(link)), tell: (line) => told.push(line) });
}

async function handedOn(data: string): Promise<void> {
  const { proposal } = JSON.parse((await call('propose', 'operator', '--data', data, '--as', 'ana', '--reason', 'x', '--json')).stdout) as { proposal: { id: string } };
  says(await call('vote', proposal.id, 'yes', '--data', data, '--as', 'bo'), 0, /carried/);
}

test('the members hand the log to another operator: the witness replays it, and cosigns under the new key', async (t) => {
  const data = await founded('handed');
  const serving = await served(t, data);
  await receipt(data, await pay(data), place('handed-1.receipt'));
  const told: string[] = [];
  const witness = await watching(serving.link, serving.writer.collective.state.origin, told);
  t.after(() => witness.close());
  assert.equal((await witness.round())?.did, 'cosigned');
  const [before = ''] = witness.logKeys;
  await handedOn(data);
  const seq = await pay(data);
  await receipt(data, seq, place('handed-2.receipt'));
  assert.deepEqual(await witness.round(), { did: 'cosigned', size: serving.writer.collective.tree.size });
  assert.equal(witness.logKeys.length, 1);
  assert.notEqual(witness.logKeys[0], before);
  assert.match(told.join('\n'), /doesn't trust: the log is replayed[^]*records are as the rules give them[^]*that is trusted now$/);
});

test('a key that the log itself doesn\'t name is not followed, and the log is replayed once for one head', async (t) => {
  const data = await founded('taken');
  const serving = await served(t, data);
  await receipt(data, await pay(data), place('taken-1.receipt'));
  const { origin } = serving.writer.collective.state;
  const told: string[] = [];
  let fetched = 0;
  let forged = false;
  const witness = await watching(serving.link, origin, told, (client) => ({
    ...client,
    blobHashes: () => { fetched += 1; return client.blobHashes(); },
    async pending() {
      const note = await client.pending();
      return forged ? note?.replace(/^— (\S+) (....)/m, '— $1 AAAA') : note; // by a key with another ID
    },
  }));
  t.after(() => witness.close());
  assert.equal((await witness.round())?.did, 'cosigned');
  const trusted = witness.logKeys;
  forged = true;
  for (let round = 0; round < 3; round++) {
    const done = await witness.round();
    assert.deepEqual(done?.did === 'refused' && done.status, 403);
  }
  assert.deepEqual([fetched, witness.logKeys], [1, trusted]);
  assert.match(told.join('\n'), /It stays so: .*Keep what you were shown/);
});

test('a log that can\'t be reached is told once, and again after it was there', async (t) => {
  const data = await founded('away');
  const serving = await served(t, data);
  await receipt(data, await pay(data), place('away.receipt'));
  const told: string[] = [];
  let away = true;
  const witness = await watching(serving.link, serving.writer.collective.state.origin, told, (client) => ({
    ...client, pending: () => (away ? createLogClient('http://127.0.0.1:1').pending() : client.pending()),
  }));
  t.after(() => witness.close());
  for (let round = 0; round < 3; round++) assert.equal(await witness.round(), null);
  assert.deepEqual(told.map((line) => /doesn't answer/.test(line)), [true]);
  away = false;
  assert.equal((await witness.round())?.did, 'cosigned');
  away = true;
  await witness.round();
  assert.equal(told.length, 2);
});
