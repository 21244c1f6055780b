/** What the check may say, how the page keeps it, and how a tab witnesses: without a browser. */
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSealer, createSealVerifier, newSeed } from '../../src/adapters/keys/web.ts';
import { createHasher } from '../../src/adapters/keys/web-hasher.ts';
import { createFindings } from '../../src/adapters/keys/findings.ts';
import { createCodeSandbox } from '../../src/host/codes.ts';
import { foundTombsboro } from '../../src/host/serve-fixture.ts';
import { createMemoryJournal } from '../../src/journal/journal.ts';
import { utf8Bytes } from '../../src/log/bytes.ts';
import { checkpointIn } from '../../src/log/checkpoint.ts';
import { knownKey } from '../../src/log/cosignature.ts';
import { formatVerifierKey, parseNote, parseVerifierKey, signatureTypes, verifierKey } from '../../src/log/note.ts';
import { parseTilePath, tilePath } from '../../src/log/tile-paths.ts';
import type { LogClient } from '../../src/host/log-client.ts';
import { checkLog, cosignedHead, type CheckParts } from '../../web/src/trust/checking.ts';
import { createChecker, type CheckWorker } from '../../web/src/trust/checker.ts';
import type { CosignedHead, Report, SeenHead, Told } from '../../web/src/trust/messages.ts';
import { findingsOf } from '../../web/src/trust/findings.ts';
import { headlineOf, statementsOf, type KeysHere } from '../../web/src/trust/statements.ts';
import { openStore, type StoredKey, type TrustStore } from '../../web/src/trust/store.ts';
import { TabWitness } from '../../web/src/trust/tab-witness.ts';
import { forgeLog, type ForgedLog } from './forged.ts';
import { speakEnglish } from './speaking.ts';

speakEnglish();

const hasher = createHasher();
const verifier = createSealVerifier();
const speaking = { nameOf: (id: string) => id.toUpperCase() };
const now = Date.parse('2026-02-01T12:00:00Z');
const minuteAgo = now / 1000 - 60;

const cosigned: CosignedHead = { asked: true, quorumSince: minuteAgo, witnesses: [{ name: 'w1', runBy: 'ana', seconds: minuteAgo }, { name: 'w2', runBy: null, seconds: null }] };
const stands: Report = {
  stands: true, at: now, tookMs: 4000, origin: 'o', records: 12, observations: 30, root: 'R', digest: 'D', native: true, continuity: { since: 'nothing', others: [] }, cosigned,
};
const differs: Report = { stands: false, at: now, tookMs: 10, origin: 'o', records: 7, observations: 0, finding: { seq: 7, what: 'outcome', message: 'm' }, evidence: '' };
const held: KeysHere = { members: 3, keysHere: [] };

function said(report: Report | null, keys: KeysHere | null, at: number = now): { readonly word: string; readonly holds: string } {
  const statements = statementsOf(report, keys, speaking, at);
  return { word: headlineOf({ phase: report === null ? 'idle' : 'checked', report, failure: null }, statements).word, holds: statements.map(({ holds }) => holds).join(' ') };
}

test('"trustless" is said with all three alone, "verifiable" with the replay, and neither without', () => {
  const unasked: Report = { ...stands, cosigned: { asked: false, quorumSince: null, witnesses: [] } };
  const tooFew: Report = { ...stands, cosigned: { ...cosigned, quorumSince: null } };
  assert.deepEqual(said(stands, held), { word: 'Trustless', holds: 'yes yes yes' });
  assert.deepEqual(said(stands, { members: 3, keysHere: ['bo'] }), { word: 'Verifiable', holds: 'yes no yes' });
  assert.deepEqual(said(stands, null), { word: 'Verifiable', holds: 'yes unknown yes' });
  assert.deepEqual(said(unasked, held), { word: 'Verifiable', holds: 'no yes yes' });
  assert.deepEqual(said(tooFew, held), { word: 'Verifiable', holds: 'no yes yes' });
  assert.deepEqual(said(null, held), { word: 'Not checked yet', holds: 'unknown yes unknown' });
  assert.deepEqual(said(differs, held), { word: 'It differs', holds: 'unknown yes no' });
});

test('of the three findings none is claimed before a check; a changed log says nothing of the rules, and what the rules don\'t give was signed all the same', () => {
  const found = (report: Report | null): string => findingsOf(report, statementsOf(report, held, speaking, now), 'UTC').map(({ holds }) => holds).join(' ');
  assert.equal(found(null), 'unknown unknown unknown');
  assert.equal(found(stands), 'yes yes yes');
  assert.equal(found({ ...stands, cosigned: { asked: false, quorumSince: null, witnesses: [] } }), 'yes yes no');
  assert.equal(found(differs), 'yes no unknown');
  assert.equal(found({ ...differs, finding: { seq: null, what: 'head', message: 'm' } }), 'no unknown unknown');
});

test('a cosigned head is fresh for an hour', () => {
  assert.equal(said(stands, held, now + 59 * 60_000).word, 'Trustless');
  assert.equal(said(stands, held, now + 60 * 60_000).word, 'Verifiable');
});

test('while it checks, when it was stopped and when it couldn\'t read, the page claims nothing', () => {
  for (const phase of ['idle', 'running', 'failed', 'stopped'] as const) {
    const { word, tone } = headlineOf({ phase, report: null, failure: null }, statementsOf(null, held, speaking, now));
    assert.doesNotMatch(word, /verifiable|trustless/i);
    assert.equal(tone, 'plain');
  }
});

test('who cosigned, who runs it and how long ago stand there by name; so do those whose keys the operator holds', () => {
  const [first, second] = statementsOf(stands, { members: 3, keysHere: ['ana', 'bo'] }, speaking, now);
  assert.match(first?.title ?? '', /^Cosigned by 1 of 2 independent witnesses$/);
  assert.match(first?.says ?? '', /w1 \(run by ANA\) 1 min ago; w2 \(the log doesn’t say who runs it\) didn’t/);
  assert.match(second?.title ?? '', /2 of 3/);
  assert.match(second?.says ?? '', /ANA and BO/);
});

test('the quorum is as old as the oldest cosignature that it needs', async () => {
  const { state } = await founded();
  const witness = (seed: number, name: string): string => `witness ${name} ${formatVerifierKey(verifierKey(hasher, name, signatureTypes.ed25519Cosignature, createSealer(new Uint8Array(32).fill(seed)).publicKey))}`;
  const text = `${[witness(1, 'w1'), witness(2, 'w2'), witness(3, 'w3')].join('\n')}\ngroup all 2 w1 w2 w3\nquorum all\n`;
  const policy = { text, witnesses: {}, runs: { w2: 'ana' } };
  const standing = { size: 9, witnesses: 3, asked: true, quorum: true, cosigned: [{ witness: 'w1', seconds: 100 }, { witness: 'w2', seconds: 300 }, { witness: 'w3', seconds: 200 }] };
  assert.equal(cosignedHead(hasher, { ...state, policy }, standing).quorumSince, 200);
  const fewer = cosignedHead(hasher, { ...state, policy }, { ...standing, quorum: false, cosigned: [{ witness: 'w2', seconds: 300 }] });
  assert.deepEqual(fewer, { asked: true, quorumSince: null, witnesses: [{ name: 'w1', runBy: null, seconds: null }, { name: 'w2', runBy: 'ana', seconds: 300 }, { name: 'w3', runBy: null, seconds: null }] });
  assert.deepEqual(cosignedHead(hasher, state, { ...standing, asked: false, cosigned: [] }).witnesses, []);
});

test('stopping ends the worker, drops what it still says, and lets a watch go on in another', () => {
  const workers: FakeWorker[] = [];
  const checker = createChecker(() => { const made = fakeWorker(); workers.push(made); return made; });
  checker.watch(true);
  checker.check();
  assert.deepEqual(workers.map(({ asked }) => asked), [[{ ask: 'watch', on: true }, { ask: 'check' }]]);
  assert.equal(checker.current().phase, 'running');
  checker.stop();
  assert.equal(workers[0]?.ended, true);
  assert.deepEqual(workers[1]?.asked, [{ ask: 'watch', on: true }]);
  workers[0]?.tell({ told: 'checked', report: stands });
  assert.equal(checker.current().phase, 'stopped');
  assert.equal(checker.current().report, null);
  checker.check();
  workers[1]?.tell({ told: 'failed', failure: { code: 'unreachable', message: 'm', hint: 'h' } });
  assert.equal(checker.current().phase, 'failed');
  checker.check();
  assert.equal(checker.current().failure, null);
  workers[1]?.tell({ told: 'checked', report: stands });
  assert.deepEqual([checker.current().phase, checker.current().report], ['checked', stands]);
});

test('another log is one at the same address: other collectives of a server aren\'t; a log\'s own past is held against it wherever it was shown', async () => {
  const { client, parts } = await founded();
  const store = await openStore();
  const seen: SeenHead = { origin: 'another', size: 3, root: '', note: '', at: now };
  for (const each of [{ ...seen, address: 'https://linden.example/c/oak' }, { ...seen, address: client.url, origin: 'before' }, { ...seen, origin: 'of an earlier app' }]) await store.keepSeen(each);
  const checked = async (): Promise<Report> => (await checkLog({ ...parts, store }, () => undefined)).report;
  const first = await checked();
  assert.ok(first.stands);
  assert.deepEqual(first.continuity, { since: 'nothing', others: [{ origin: 'before', size: 3, at: now }] });
  const again = await checked();
  assert.deepEqual(again.stands && again.continuity, { since: 'seen', size: first.records, at: first.at });
  await store.keepSeen({ address: 'https://other.example', origin, size: first.records + 1, root: '', note: '', at: now });
  const shorter = await checked();
  assert.ok(!shorter.stands && shorter.finding.message.includes('the log was set back'), 'as another address has shown it longer');
});

test('what came in since is replayed on; what differs there is never cosigned as replayed', async () => {
  const { texts, log, client, parts } = await founded();
  const { report, replay } = await checkLog(parts, () => undefined);
  assert.ok(report.stands);
  assert.equal(report.records, texts.length);
  assert.deepEqual(await parts.store.seen().then((seen) => seen.map(({ size }) => size)), [texts.length]);
  const lied = forgeLog(log, origin, [...texts, (texts.at(-1) ?? '').replace(/"seq":\d+/, `"seq":${texts.length}`)]);
  client.serve(lied);
  const verdict = await replay.reach(lied.note, headOf(lied));
  assert.ok(!verdict.ok && verdict.finding.seq === texts.length);
  client.serve(forgeLog(log, origin, texts));
  assert.ok(!(await replay.reach(lied.note, headOf(lied))).ok, 'once it differs, it differs');
});

test('a store that another tab changed in between is looked at again; one that fails lets nothing be signed', async () => {
  const { texts, log, client } = await founded();
  const [older, newer] = [forgeLog(log, origin, texts.slice(0, 1)), forgeLog(log, origin, texts)];
  client.serve(newer);
  const store = memoryStore();
  let interrupted = false;
  const interfering: typeof store = { ...store, async compareAndSet(log_, expected, next) {
    if (!interrupted) {
      interrupted = true;
      await store.compareAndSet(log_, expected, older.note);
      return store.compareAndSet(log_, expected, next);
    }
    return store.compareAndSet(log_, expected, next);
  } };
  const witness = tabWitness(client, interfering);
  assert.deepEqual((await witness.round(async () => false)).did, 'cosigned');
  assert.equal(await store.held(origin), newer.note);
  assert.equal(client.handedIn.length, 1);
  const broken = tabWitness(client, { ...memoryStore(), compareAndSet: () => Promise.reject(new Error('the disk is full')) });
  await assert.rejects(broken.round(async () => false), /the disk is full/);
  assert.equal(client.handedIn.length, 1);
});

test('it stores before it signs, cosigns the same head again after a minute alone, and under both names once replayed', async () => {
  const { texts, log, client } = await founded();
  client.serve(forgeLog(log, origin, texts));
  const store = memoryStore();
  let at = now;
  const witness = tabWitness(client, store, () => at);
  const heldWhenSigned: (string | undefined)[] = [];
  client.onCosign = async () => { heldWhenSigned.push(await store.held(origin)); };
  assert.equal((await witness.round(async () => false)).did, 'cosigned');
  assert.equal((await witness.round(async () => false)).did, 'nothing');
  assert.deepEqual(await witness.round(async () => true).then((round) => round.did === 'cosigned' && round.both), true);
  at += 59_000;
  assert.equal((await witness.round(async () => true)).did, 'nothing');
  at += 1_000;
  assert.equal((await witness.round(async () => true)).did, 'cosigned');
  assert.ok(heldWhenSigned.length === 3 && heldWhenSigned.every((note) => note === client.log.note));
  const keys = client.handedIn.map((lines) => lines.split('\n\n')[0]?.split('\n').length);
  assert.deepEqual(keys, [1, 2, 2]);
  const [vkeys = '', lines = ''] = (client.handedIn.at(-1) ?? '').split('\n\n');
  const [tab = '', replayed = ''] = vkeys.split('\n').map((line) => line.replace('cosigner ', ''));
  assert.match(tab, /^linden\.example\/tab-[0-9a-f]{8}\+/);
  assert.match(replayed, /^linden\.example\/replayed-[0-9a-f]{8}\+/);
  const note = parseNote(`x\n\n${lines}`);
  const text = client.log.note.split('\n\n')[0] ?? '';
  for (const [place, vkey] of [tab, replayed].entries()) {
    const key = parseVerifierKey(hasher, vkey);
    const known = key.ok ? knownKey(verifier, key.value) : key;
    assert.ok(known.ok && note.ok && known.value.verify(`${text}\n`, note.value.signatures[place]?.signature ?? new Uint8Array()));
  }
  assert.notEqual(tab.split('+')[2], replayed.split('+')[2], 'each name has a key of its own');
});

test('a head by another key, a shorter one and another past are refused, with both heads in hand', async () => {
  const { texts, log, client } = await founded();
  const store = memoryStore();
  const witness = tabWitness(client, store);
  client.serve(forgeLog(createSealer(newSeed()), origin, texts));
  assert.deepEqual(await troubleOf(witness), ['not_signed', 1]);
  client.serve(forgeLog(log, origin, texts));
  assert.equal((await witness.round(async () => false)).did, 'cosigned');
  client.serve(forgeLog(log, origin, texts.slice(0, 1)));
  assert.deepEqual(await troubleOf(witness), ['set_back', 2]);
  client.serve(forgeLog(log, origin, [...texts].reverse()));
  assert.deepEqual(await troubleOf(witness), ['two_faces', 2]);
  client.serve(forgeLog(log, origin, [...[...texts].reverse(), 'one more']));
  assert.deepEqual(await troubleOf(witness), ['rewritten', 2]);
  assert.equal(client.handedIn.length, 1);
});

const origin = 'frankpledge/0123456789abcdef';

async function troubleOf(witness: TabWitness): Promise<readonly [string, number]> {
  const round = await witness.round(async () => false);
  assert.ok(round.did === 'refused');
  const { heads } = JSON.parse(round.trouble.evidence ?? '{}') as { heads: readonly string[] };
  return [round.trouble.code, heads.length];
}

function headOf({ note }: ForgedLog): { readonly origin: string; readonly size: number; readonly root: Uint8Array; readonly extensions: readonly string[] } {
  const head = checkpointIn(note);
  assert.ok(head.ok);
  return head.value;
}

/** A founded collective's log as files that a test changes, and what is asked of them. */
async function founded() {
  const { store, log } = await foundTombsboro();
  const journal = createMemoryJournal(store);
  const texts = journal.read(0, journal.head()).map(({ record }) => record);
  const client = fakeClient(forgeLog(log.sealer, origin, texts), formatVerifierKey(verifierKey(hasher, origin, signatureTypes.ed25519, log.grant.public_key)), journal);
  const sandbox = await createCodeSandbox();
  const parts: CheckParts = { client, hasher, verifier: createFindings(verifier, () => undefined), sandbox, store: memoryStore(), native: false, now: () => now };
  const state = (await checkLog({ ...parts, store: memoryStore() }, () => undefined)).replay.run.state;
  return { texts, log: log.sealer, client, parts, state };
}

type FakeClient = LogClient & { log: ForgedLog; readonly handedIn: string[]; onCosign: () => Promise<void>; readonly serve: (log: ForgedLog) => void };

function fakeClient(log: ForgedLog, vkey: string, journal: ReturnType<typeof createMemoryJournal>): FakeClient {
  const client: FakeClient = {
    log, handedIn: [], url: 'http://linden.example', onCosign: async () => undefined, serve: (next) => { client.log = next; },
    checkpoint: async () => client.log.note, pending: async () => client.log.note, policy: async () => `log ${vkey}\nquorum none\n`,
    tiles: async () => (level, index) => [...client.log.files].find(([path]) => {
      const tile = parseTilePath(path.slice('/log/'.length));
      return tile?.kind === 'tile' && tilePath(tile) === tilePath({ level, index, width: tile.width });
    })?.[1],
    bundle: async ({ index, width }) => client.log.files.get(`/log/tile/entries/${String(index).padStart(3, '0')}${width === 256 ? '' : `.p/${width}`}`) ?? new Uint8Array(),
    blobHashes: async () => journal.blobHashes(), blob: async (hash) => journal.getBlob(hash) ?? '', get: async () => utf8Bytes(''),
    cosign: async (lines) => { client.handedIn.push(lines); await client.onCosign(); },
  };
  return client;
}

function memoryStore(): TrustStore {
  const keys = new Map<string, StoredKey>();
  const heads = new Map<string, string>();
  const seen = new Map<string, SeenHead>();
  return {
    key: async (kind, made) => keys.get(kind) ?? (keys.set(kind, made), made),
    held: async (log) => heads.get(log),
    compareAndSet: async (log, expected, next) => heads.get(log) === expected && (heads.set(log, next), true),
    seen: async () => [...seen.values()], keepSeen: async (head) => void seen.set(head.origin, head),
  };
}

function tabWitness(client: LogClient, store: TrustStore, clock: () => number = () => now): TabWitness {
  return new TabWitness({ client, hasher, verifier, createSealer, newSeed, store, host: 'linden.example', now: clock });
}

type FakeWorker = CheckWorker & { readonly asked: unknown[]; ended: boolean; readonly tell: (told: Told) => void };

function fakeWorker(): FakeWorker {
  const listeners: ((event: { data: Told }) => void)[] = [];
  const worker = {
    asked: [] as unknown[], ended: false,
    postMessage: (asked: unknown) => { worker.asked.push(asked); },
    terminate: () => { worker.ended = true; },
    addEventListener: (type: string, listener: unknown) => { if (type === 'message') listeners.push(listener as never); },
    tell: (told: Told) => { for (const listener of listeners) listener({ data: told }); },
  };
  return worker as unknown as FakeWorker;
}
