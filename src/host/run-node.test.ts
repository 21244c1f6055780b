/** Members' nodes on loopback, as the manual has them: each hands in, holds, cosigns, and takes over when the writer withholds. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { readKeyFile } from '../adapters/keys/files.ts';
import type { EntryBody, SealedEntry } from '../vocabulary/entries.ts';
import { systemClock } from './clock.ts';
import { foundInFolder, keyPath, signerOf } from './data-folder.ts';
import { loadKits } from './kits.ts';
import { runNode, type RunningNode } from './run-node.ts';
import { readSettings, zoneNames } from './scenarios.ts';
import { sealEntry, type Signer } from './sealing.ts';
import { serveCollective, type Serving } from './serve.ts';
import { openWitnessKey } from './witness-key.ts';

const members = ['ana', 'bo', 'cy', 'dee'] as const;

const settingsText = `
title: Linden
collective: { name: Linden, zone: Europe/Berlin, units: { crown: { decimals: 2 } }, appear_s: 2 }
members:
${members.map((id) => `  - { id: ${id}, opening: { crown: "100.00" } }`).join('\n')}
`;

/** Waits until it is so. Says what it waited for when it is in vain: a test that only times out tells nothing. */
async function until(what: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; !await what(); tries += 1) {
    if (tries > 2000) throw new Error(`waited in vain: ${String(what)}`);
    await pause(25);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

class House {
  readonly folder: string;
  readonly told: string[] = [];
  readonly nodes = new Map<string, RunningNode>();
  serving!: Serving;
  #ports = new Map<string, number>();
  #count = 0;

  constructor(t: TestContext) {
    this.folder = mkdtempSync(join(tmpdir(), 'frankpledge-nodes-'));
    t.after(async () => {
      for (const node of this.nodes.values()) await node.close();
      if (this.serving.writer.halted === null) await this.serving.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  get linden(): string { return join(this.folder, 'linden'); }

  member(id: string): Signer {
    return signerOf(readKeyFile(keyPath(this.linden, `member-${id}`)));
  }

  async begin(): Promise<void> {
    const kits = loadKits();
    const settings = readSettings(settingsText, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
    assert.ok(settings.ok, JSON.stringify(settings));
    await foundInFolder(this.linden, settings.value, kits, Date.now());
    await this.serve();
    for (const id of members) await this.startNode(id);
  }

  async serve(): Promise<void> {
    this.serving = await serveCollective({ place: { folder: this.linden }, clock: systemClock, port: 0, tell: (line) => this.told.push(`writer: ${line}`) });
  }

  async startNode(id: string): Promise<RunningNode> {
    const port = this.#ports.get(id) ?? await freePort();
    this.#ports.set(id, port);
    const node = await runNode({
      folder: join(this.folder, `node-${id}`), from: this.serving.link, host: '127.0.0.1', port, witnessKey: join(this.folder, `${id}.witness`), name: `${id}.linden.example/node`,
      memberKey: keyPath(this.linden, `member-${id}`), takeover: true, clock: systemClock, tell: (line) => this.told.push(`${id}: ${line}`),
    });
    this.nodes.set(id, node);
    return node;
  }

  async stopNode(id: string): Promise<void> {
    await this.nodes.get(id)?.close();
    this.nodes.delete(id);
  }

  node(id: string): RunningNode {
    const node = this.nodes.get(id);
    assert.ok(node !== undefined);
    return node;
  }

  /** Three of the four must hold and cosign. */
  async agree(): Promise<void> {
    const lines = members.map((id) => {
      const name = `${id}.linden.example/node`;
      return `witness ${id} ${openWitnessKey(join(this.folder, `${id}.witness`), name).vkey} http://127.0.0.1:${this.#ports.get(id)}`;
    });
    const policy = `${lines.join('\n')}\ngroup nodes 3 ${members.join(' ')}\nquorum nodes\n`;
    const proposed = this.seal('ana', { kind: 'propose', body: { change: { change: 'policy', policy, runs: Object.fromEntries(members.map((id) => [id, id])) }, reason: 'so that nobody is silenced' } });
    const answer = await this.serving.writer.submit(proposed);
    assert.ok(answer.status === 'recorded', JSON.stringify(answer));
    const [fact] = answer.outcome.facts.filter(({ fact: kind }) => kind === 'proposed');
    const id = fact?.fact === 'proposed' ? fact.proposal.id : '';
    for (const member of ['bo', 'cy']) await this.serving.writer.submit(this.seal(member, { kind: 'ballot', body: { proposal: id, choice: 'yes' } }));
    assert.notEqual(this.serving.writer.collective.state.policy, null);
    await this.cosigned(this.serving.writer.collective.tree.size);
  }

  seal(member: string, said: EntryBody): SealedEntry {
    this.#count += 1;
    return sealEntry(this.member(member), said, this.serving.writer.collective.state.origin, Date.now(), `entry-${this.#count}`);
  }

  pay(from: string, to: string): SealedEntry {
    return this.seal(from, { kind: 'pay', body: { to, unit: 'crown', amount: '1.00' } });
  }

  /** What a member does: hands an entry to the node of one of them. */
  async hand(id: string, sealed: SealedEntry): Promise<Response> {
    return await fetch(`${this.node(id).url}/api/entries`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(sealed) });
  }

  committed(id: string): number {
    return this.node(id).node.core.stored.committed;
  }

  has(id: string, sealed: SealedEntry): boolean {
    return this.node(id).node.log.journal.committed > 0 && this.node(id).node.log.replica.records(0, this.committed(id)).some((record) => record.includes(sealed.seal.sig));
  }

  writerNode(): RunningNode | undefined {
    return [...this.nodes.values()].find(({ node }) => node.status().isWriter);
  }

  /** Three of the four have cosigned so many records. */
  async cosigned(size: number): Promise<void> {
    await until(() => [...this.nodes.values()].filter(({ node }) => sizeOf(node.newest()) >= size).length >= 3);
  }

  /** Every head that any node has cosigned goes with every other: by the roots of the longest log. */
  assertOneLog(): void {
    const logs = [...this.nodes.values()].map(({ node }) => node.log.replica);
    for (const { node } of this.nodes.values()) {
      const note = node.newest();
      if (note === undefined) continue;
      const [, size = '0', root] = note.split('\n');
      for (const log of logs) if (log.size >= Number(size)) assert.equal(log.root(Number(size)), root);
    }
  }
}

function sizeOf(note: string | undefined): number {
  return Number(note?.split('\n')[1] ?? 0);
}

test('a writer that withholds an entry is replaced; with two of four nodes nothing is signed; when they are back it goes on', { timeout: 120_000 }, async (t) => {
  const house = new House(t);
  await house.begin();

  const early = house.pay('dee', 'ana');
  const unfollowed = await house.hand('dee', early);
  assert.deepEqual([unfollowed.status, await unfollowed.json()], [202, { status: 'handed_on', followed: false }], 'the policy names no node yet');
  const { writer: { collective } } = house.serving;
  await until(() => collective.journal.read(0, collective.tree.size).some(({ record }) => record.includes(early.seal.sig)));
  const { missing, grievance } = house.node('dee').node.status();
  assert.deepEqual([missing, grievance], [[], undefined]);
  await house.agree();

  const first = house.pay('bo', 'cy');
  assert.equal((await house.hand('bo', first)).status, 200, 'it answers when enough nodes hold it');
  await until(() => members.filter((id) => house.has(id, first)).length >= 3);
  await house.cosigned(house.serving.writer.collective.tree.size);

  const withheld = house.pay('ana', 'bo');
  const take = house.serving.writer.submit.bind(house.serving.writer);
  house.serving.writer.submit = (sealed) => (sealed.seal.sig === withheld.seal.sig ? Promise.resolve({ status: 'duplicate' }) : take(sealed));
  const answered = house.hand('ana', withheld);
  await until(() => members.filter((id) => house.has(id, withheld)).length >= 3);
  await until(() => house.writerNode()?.link() !== undefined);
  assert.ok([200, 202].includes((await answered).status));
  const writer = house.writerNode();
  assert.ok(writer !== undefined);
  assert.ok(house.told.some((line) => line.includes('NOT COSIGNING') && line.includes(`pay by ana, said ${new Date(withheld.entry.at).toISOString()} (id ${withheld.entry.id})`)), 'the nodes say which entry is missing');
  assert.ok(!house.told.some((line) => line.includes('NOT COSIGNING') && line.includes(withheld.seal.sig)), 'in a few words: its whole text is for programs');
  await until(() => house.serving.writer.halted !== null);
  assert.match(house.serving.writer.halted?.detail ?? '', /handed the log to another writer/);
  const late = await house.serving.writer.submit(house.pay('cy', 'dee'));
  assert.ok(late.status === 'refused' && late.refusal.code === 'stopped');
  await house.serving.close();
  await assert.rejects(() => house.serve(), /handed the log to another writer, \w+ \(term/, 'started again it says the same');
  rmSync(join(house.linden, 'nodes.log'));
  await assert.rejects(() => house.serve(), /handed the log to another writer, \w+ \(term/, 'one that was away meanwhile asks before it serves');
  house.assertOneLog();

  const name = writer.node.name;
  // What it began with is signed by enough: a node that stood in vain holds nothing more until the next election is won (decision 10).
  const signed = () => members.filter((id) => sizeOf(house.node(id).node.newest()) === writer.node.log.replica.size);
  await until(() => signed().length >= 3 && signed().some((id) => id === name));
  // One that has it all stays: the fourth might still be given the head that three have signed already.
  const keeps = signed().find((id) => id !== name) ?? assert.fail('no other has it all');
  for (const id of members) if (id !== name && id !== keeps) await house.stopNode(id);
  const waiting = house.pay('bo', 'dee');
  const kept = house.hand(name, waiting);
  const before = [name, keeps].map((id) => sizeOf(house.node(id).node.newest()));
  await until(() => house.told.some((line) => line.startsWith(`${name}: `) && line.includes('too few nodes hold the first')));
  assert.deepEqual([name, keeps].map((id) => sizeOf(house.node(id).node.newest())), before, 'two of four sign nothing');
  assert.ok(![name, keeps].some((id) => house.has(id, waiting)));

  for (const id of members) if (!house.nodes.has(id)) await house.startNode(id);
  await until(() => members.filter((id) => house.has(id, waiting)).length >= 3);
  const head = Math.max(...members.map((id) => house.committed(id)));
  await house.cosigned(head);
  house.assertOneLog();
  assert.equal((await kept).status, 200, 'the writer had it on its own disk');
});
