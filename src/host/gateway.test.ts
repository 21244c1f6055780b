import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { foundHouse, observations, openHouse, type House, type OpenHouseOptions } from '../../test/house.ts';
import type { Reading } from '../adapters/mqtt/intake.ts';
import type { EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import type { Binding } from '../vocabulary/sensing.ts';
import { createGateway } from './gateway.ts';
import { systemClock } from './clock.ts';
import { findSigner, makeKey } from './data-folder.ts';
import { sealEntry } from './sealing.ts';
import type { Writer } from './writer.ts';

async function house(t: TestContext, options: OpenHouseOptions = {}): Promise<House & { readonly folder: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-gateway-'));
  await foundHouse(folder);
  const opened = await openHouse(folder, options);
  t.after(async () => {
    await opened.gateway.close();
    opened.writer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return { ...opened, folder };
}

const reading = (seq: number, more: object = {}): Reading => ({ seq, subject: 'house-a', event: 'temperature', values: { celsius: 18, ...more } });

/** A writer that shows what is put to it. */
function watched(entries: SealedEntry[]): OpenHouseOptions {
  return {
    wrapWriter: (writer: Writer) => ({
      get collective() { return writer.collective; },
      get halted() { return writer.halted; },
      submit: (sealed) => {
        entries.push(sealed);
        return writer.submit(sealed);
      },
    }),
  };
}

test('what waits is gathered up to what an entry and a record hold', async (t) => {
  const entries: SealedEntry[] = [];
  const { gateway, writer } = await house(t, watched(entries));
  const small = Array.from({ length: 600 }, (_, i) => gateway.readings('thermo', [reading(i + 1)]));
  const long = 'x'.repeat(5000);
  const large = Array.from({ length: 30 }, (_, i) => gateway.readings('wordy', [reading(i + 1, { remark: long })]));
  const taken = await Promise.all([...small, ...large]);
  assert.ok(taken.every(({ acknowledge }) => acknowledge));
  const counts = entries.map(({ entry }) => (entry.kind === 'observe' ? entry.body.observations.length : 0));
  assert.deepEqual(counts.slice(0, 2), [256, 256]);
  assert.ok(counts.slice(3).every((count) => count <= 12), String(counts));
  assert.equal(counts.reduce((sum, count) => sum + count, 0), 630);
  assert.equal(observations(writer.collective.journal).length, 630);
});

test('a message that no record can hold is refused alone', async (t) => {
  const { gateway } = await house(t);
  const [fine, huge] = await Promise.all([gateway.readings('thermo', [reading(1)]), gateway.readings('wordy', [reading(1, { remark: 'x'.repeat(65_000) })])]);
  assert.deepEqual(fine, { acknowledge: true, refused: [], duplicates: 0 });
  assert.equal(huge.acknowledge && huge.refused[0]?.refusal.code, 'too_large');
});

test('one message that the kernel won\'t have in a record doesn\'t take the others with it', async (t) => {
  const { gateway, writer } = await house(t);
  const taken = await Promise.all(Array.from({ length: 9 }, (_, i) => gateway.readings('thermo', [reading(i + 1, i === 4 ? { remark: '\ud800' } : {})])));
  assert.deepEqual(taken.map((each) => each.acknowledge && each.refused.length), [0, 0, 0, 0, 1, 0, 0, 0, 0]);
  assert.equal(observations(writer.collective.journal).length, 8);
});

test('a device with a key of its own isn\'t vouched for, nor anyone where anyone can reach the broker', async (t) => {
  const { gateway, writer, folder } = await house(t);
  const answer = await gateway.readings('scale', [reading(1)]);
  assert.equal(answer.acknowledge && answer.refused[0]?.refusal.code, 'wrong_role');
  const signer = findSigner(folder, 'gateway');
  assert.ok(signer !== undefined);
  const careful = createGateway({ writer, clock: systemClock, signer, vouches: false });
  const other = await careful.readings('thermo', [reading(1)]);
  assert.equal(other.acknowledge && other.refused[0]?.refusal.code, 'not_permitted');
});

test('nobody is vouched for under a binding\'s name, and nothing of that reaches the log', async (t) => {
  const { gateway, writer, folder } = await house(t);
  const operator = findSigner(folder, 'operator');
  assert.ok(operator !== undefined);
  const binding: Binding = { id: 'warmth', subject: 'house-a', method: 'temperature', streams: [{ stream: 'thermo/value', as: 'temperature' }], settings: {}, keep_days: 7 };
  await writer.submit(sealEntry(operator, { kind: 'bind', body: { binding } }, writer.collective.state.origin, Date.now(), 'bind'));
  const { length } = observations(writer.collective.journal);
  const answer = await gateway.readings('warmth', [reading(1)]);
  assert.equal(answer.acknowledge && answer.refused[0]?.refusal.code, 'wrong_role');
  assert.equal(observations(writer.collective.journal).length, length);
});

test('after the close, and when too much waits, a message must be sent again', async (t) => {
  const { gateway, writer } = await house(t);
  const waiting = Array.from({ length: 250 }, (_, i) => gateway.readings('thermo', Array.from({ length: 256 }, (_each, j) => reading(256 * i + j + 1))));
  const answers = await Promise.all([...waiting.slice(-1), gateway.readings('late', [reading(1)])]);
  assert.equal(answers[0]?.acknowledge, false);
  const taken = await Promise.all(waiting);
  assert.equal(taken.filter(({ acknowledge }) => acknowledge).length, 195);
  const last = gateway.readings('thermo-2', [reading(1)]);
  await gateway.close();
  assert.deepEqual(await last, { acknowledge: true, refused: [], duplicates: 0 });
  assert.deepEqual(await gateway.readings('thermo-2', [reading(2)]), { acknowledge: false });
  assert.equal(observations(writer.collective.journal).filter(({ device }) => device === 'thermo-2').length, 1);
});

test('readings wait while the gateway\'s key isn\'t in force, and go on under the next one', async (t) => {
  const { writer, folder } = await house(t);
  const [signer, operator] = [findSigner(folder, 'gateway'), findSigner(folder, 'operator')];
  assert.ok(signer !== undefined && operator !== undefined);
  const say = async (said: EntryBody, id: string) => writer.submit(sealEntry(operator, said, writer.collective.state.origin, Date.now(), id));
  const next = makeKey(folder, 'gateway-2', 'gateway', 'gateway');
  await say({ kind: 'key.revoke', body: { key: signer.grant.id } }, 'revoke');
  let asked = 0;
  const asking = Promise.withResolvers<void>();
  const gateway = createGateway({
    writer, clock: systemClock,
    get signer() {
      asked += 1;
      asking.resolve();
      return asked === 1 ? signer : next;
    },
  });
  const taking = gateway.readings('thermo', [reading(1)]);
  await asking.promise;
  await say({ kind: 'key.add', body: { key: next.grant } }, 'add');
  assert.deepEqual(await taking, { acknowledge: true, refused: [], duplicates: 0 });
  assert.ok(asked > 1);
});

test('a device that gets a key while its reading waits is refused for good, and the others go on', async (t) => {
  const { writer, folder } = await house(t);
  const [signer, operator] = [findSigner(folder, 'gateway'), findSigner(folder, 'operator')];
  assert.ok(signer !== undefined && operator !== undefined);
  const gateway = createGateway({ writer, clock: systemClock, signer });
  const taking = [gateway.readings('thermo', [reading(1)]), gateway.readings('barometer', [reading(1)])];
  const own = makeKey(folder, 'device-thermo', 'device', 'thermo');
  const added = writer.submit(sealEntry(operator, { kind: 'key.add', body: { key: own.grant } }, writer.collective.state.origin, Date.now(), 'add'));
  const [thermo, barometer] = await Promise.all(taking);
  assert.equal((await added).status, 'recorded');
  assert.deepEqual(thermo?.acknowledge === true && thermo.refused.map(({ refusal }) => refusal.code), ['wrong_role']);
  assert.deepEqual(barometer, { acknowledge: true, refused: [], duplicates: 0 });
  await gateway.close();
});

test('what the store couldn\'t take is recorded before what was handed in later, once it can', async (t) => {
  let isFull = true;
  const tried: number[] = [];
  const { gateway, writer } = await house(t, {
    wrapWriter: (inner: Writer) => ({
      get collective() { return inner.collective; },
      get halted() { return inner.halted; },
      submit: (sealed) => {
        if (sealed.entry.kind === 'observe') tried.push(sealed.entry.body.observations[0]?.seq ?? 0);
        return isFull ? Promise.resolve({ status: 'refused' as const, refusal: { code: 'busy' as const, detail: 'the disk is full' } }) : inner.submit(sealed);
      },
    }),
  });
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const first = gateway.readings('thermo', [reading(1)]);
  while (tried.length === 0) await turn();
  isFull = false;
  const later = gateway.readings('thermo', [reading(2)]);
  for (let turns = 0; turns < 5; turns += 1) await turn();
  assert.deepEqual(tried, [1]);
  t.mock.timers.tick(1000);
  assert.deepEqual([await first, await later], [1, 2].map(() => ({ acknowledge: true, refused: [], duplicates: 0 })));
  assert.deepEqual(observations(writer.collective.journal).map(({ observation: { seq } }) => seq), [1, 2]);
});
