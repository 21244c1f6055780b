import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { backtestSchema, type BacktestWire } from '../adapters/http/backtest-schemas.ts';
import { frankpledgeHere } from '../../test/command.ts';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { runBacktest } from './backtest.ts';
import { findSigner, foundInFolder } from './data-folder.ts';
import { loadKits } from './kits.ts';
import { readSettings, zoneNames } from './scenarios.ts';
import { foundedAt, foundTombsboro, handClock, settingsText } from './serve-fixture.ts';
import { sealEntry } from './sealing.ts';
import type { Place } from './open-served.ts';
import { serveCollective, type Serving } from './serve.ts';

const hourMs = 3_600_000;

async function served(t: TestContext, place: Place): Promise<Serving & { post: (path: string, body: unknown) => Promise<Response> }> {
  const serving = await serveCollective({ place, clock: handClock(foundedAt + hourMs), port: 0, tell: () => undefined });
  t.after(() => serving.close());
  return {
    ...serving,
    post: (path, body) => fetch(serving.url + path, { method: 'POST', headers: { 'authorization': `Bearer ${serving.secret}`, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  };
}

async function inFolder(t: TestContext): Promise<{ folder: string; serving: Awaited<ReturnType<typeof served>> }> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-test-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const kits = loadKits();
  const read = readSettings(settingsText, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  assert.ok(read.ok);
  await foundInFolder(folder, read.value, kits, foundedAt);
  const serving = await served(t, { folder });
  const taken = (seq: number, by: string, count: number): object => ({ seq, subject: 'woodpile', event: 'taken', at: foundedAt + seq * 1000, p: { event: 0.99, person: 0.98 }, values: { by, count, mass_g: 2100 * count } });
  assert.equal((await serving.post('/api/observations', { device: 'scale', observations: [taken(1, 'cy', 4), taken(2, 'cy', 2)] })).status, 200);
  return { folder, serving };
}

/**
 * What the journal holds, and all files but those by which SQLite's readers and writers agree: who holds which lock isn't content.
 * @param served a server signs a head of the last record, and takes it up for the ledger's index and the notices, in its own time
 */
function contents(folder: string, served = false): object {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile() && !entry.name.endsWith('-shm') && !(served && (entry.parentPath.endsWith('heads') || /^(ledger|notices)\.db/.test(entry.name))));
  const journal = openSqliteJournal(folder, 'read');
  try {
    return {
      files: Object.fromEntries(files.map(({ parentPath, name }) => [join(parentPath, name), createHash('sha256').update(readFileSync(join(parentPath, name))).digest('hex')])),
      rows: journal.read(0, journal.head()), blobs: journal.blobHashes(),
    };
  } finally {
    journal.close();
  }
}

test('a server says what a change would have done, and nothing that lives is touched', async (t) => {
  const { folder, serving } = await inFolder(t);
  const { collective } = serving.writer;
  const before = { state: collective.digest(), ...contents(folder, true) };
  const asked = await serving.post('/api/backtests', { changes: [{ subcontract: 'wood', terms: { base_price: '2.00' } }, { subcontract: 'wood', terms: { base_price: '1.00' }, label: 'cheaper' }], from: '2026-01-05' });
  const shown = await asked.json() as BacktestWire;
  assert.equal(asked.status, 200, JSON.stringify(shown));
  assert.deepEqual(backtestSchema.parse(shown), shown);
  // Six pieces at 1.50 are 9.00 of cy's 50.00: 12.00 at 2.00, 6.00 at 1.00. Cy declared no means.
  assert.deepEqual(shown.versions.map(({ label, members }) => [label, members.find(({ member }) => member === 'cy')?.units[0]?.paid]), [['1', { was: '9.00', now: '12.00' }], ['cheaper', { was: '9.00', now: '6.00' }]]);
  assert.deepEqual({ state: collective.digest(), ...contents(folder, true) }, before);
});

test('a folder that nobody serves is left as it was, byte by byte', async (t) => {
  const { folder, serving } = await inFolder(t);
  await serving.close();
  contents(folder); // whoever reads leaves SQLite's empty write-ahead file behind
  const before = contents(folder);
  const shown = await runBacktest({ source: folder, changes: [{ label: 'dearer', subcontract: 'wood', terms: { base_price: '2.00' } }] });
  assert.equal(shown.versions[0]?.turns.differing, 1);
  assert.deepEqual(contents(folder), before);
});

test('an open proposal is tried by its name, by a server and by the command', async (t) => {
  const { folder, serving } = await inFolder(t);
  const signer = findSigner(folder, 'member', 'ana');
  assert.ok(signer !== undefined);
  const { origin } = serving.writer.collective.state;
  const said: EntryBody = { kind: 'propose', body: { change: { change: 'terms', subcontract: 'wood', terms: { base_price: '2.50' } }, reason: 'a new saw' } };
  assert.equal((await serving.post('/api/entries', sealEntry(signer, said, origin, foundedAt + hourMs, 'dearer'))).status, 200);
  const [id = ''] = serving.writer.collective.state.proposals.keys();
  const answer = await serving.post('/api/backtests', { proposal: id, from: '2026-01-05' });
  const shown = await answer.json() as BacktestWire;
  assert.equal(answer.status, 200, JSON.stringify(shown));
  // Six pieces of 1.50, and of 2.50.
  assert.deepEqual(shown.versions.map(({ label, members }) => [label, members.find(({ member }) => member === 'cy')?.units[0]?.paid]), [[id.slice(0, 8), { was: '9.00', now: '15.00' }]]);
  const named = await frankpledgeHere(['backtest', folder, '--proposal', id.slice(0, 6), '--from', '2026-01-05', '--json']);
  assert.deepEqual(JSON.parse(named.stdout), shown, named.stderr);
  const unknown = await frankpledgeHere(['backtest', folder, '--proposal', 'xyz']);
  assert.deepEqual([unknown.status, unknown.stderr.includes(`Known: ${id.slice(0, 8)}`)], [2, true]);
});

test('one at a time: who asks meanwhile is told to wait, and the server answers others', async (t) => {
  const { serving } = await inFolder(t);
  const change = { changes: [{ subcontract: 'wood', terms: { base_price: '2.00' } }] };
  const first = serving.post('/api/backtests', change);
  const [second, health] = await Promise.all([serving.post('/api/backtests', change), fetch(`${serving.url}/api/health`)]);
  assert.deepEqual([second.status, (await second.json() as { error: { code: string } }).error.code, health.status], [503, 'busy', 200]);
  assert.equal((await first).status, 200);
  assert.equal((await serving.post('/api/backtests', change)).status, 200);
});

test('what can\'t be tried, and by whom', async (t) => {
  const { serving } = await inFolder(t);
  const code = async (body: unknown): Promise<unknown> => (await (await serving.post('/api/backtests', body)).json() as { error?: { code: string } }).error?.code;
  const change = { subcontract: 'wood', terms: { base_price: '2.00' } };
  assert.deepEqual([
    await code({ changes: [] }), await code({ changes: [change], from: '2026-02-30' }), await code({ changes: [change], from: '2027-01-01' }),
    await code({ changes: [{ ...change, subcontract: 'steel' }] }), await code({ changes: [{ ...change, terms: { base_price: 'much' } }] }), await code({ proposal: '0'.repeat(64) }),
  ], ['malformed', 'malformed', 'invalid_value', 'unknown_subcontract', 'invalid_value', 'unknown_proposal']);
  assert.equal((await fetch(`${serving.url}/api/backtests`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ changes: [change] }) })).status, 401);
  const { post } = await served(t, await foundTombsboro());
  assert.equal((await post('/api/backtests', { changes: [change] })).status, 403, 'what lies in memory alone');
});
