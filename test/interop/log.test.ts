// Programs that nobody here wrote judge our log: Go's own packages for notes and tiled trees, called by checklog.go. And we judge theirs.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createHasher, createSealer, createSealVerifier } from '../../src/adapters/keys/node.ts';
import { createCodeSandbox } from '../../src/host/codes.ts';
import type { Collective } from '../../src/host/collective.ts';
import { loadKits } from '../../src/host/kits.ts';
import { playScenario } from '../../src/host/play.ts';
import { readScenario, zoneNames } from '../../src/host/scenarios.ts';
import { openCheckpoint } from '../../src/log/checkpoint.ts';
import { ed25519Key, formatVerifierKey, parseVerifierKey, signatureTypes, verifierKey } from '../../src/log/note.ts';
import { createRandom } from '../../src/testing/random.ts';
import { buildChecklog, withoutGo, type Checklog } from './go.ts';
import { kindsOfFiles, readStaticLog, writeProofs, writeStaticLog, type LogKeys } from './static-log.ts';

const hasher = createHasher();
const verifier = createSealVerifier();
const keys: LogKeys = {
  origin: 'example.com/linden',
  sealer: createSealer(new Uint8Array(32).fill(1)),
  cosigner: { name: 'ana.example/witness', sealer: createSealer(new Uint8Array(32).fill(2)), seconds: 1_767_225_600 },
};
const vkeys = [
  formatVerifierKey(verifierKey(hasher, keys.origin, signatureTypes.ed25519, keys.sealer.publicKey)),
  formatVerifierKey(verifierKey(hasher, keys.cosigner.name, signatureTypes.ed25519Cosignature, keys.cosigner.sealer.publicKey)),
];

const room = mkdtempSync(join(tmpdir(), 'frankpledge-interop-'));
let checklog: Checklog;
before(() => {
  if (withoutGo === false) checklog = buildChecklog(room);
});
after(() => rmSync(room, { recursive: true }));

/** Entries of odd lengths, empty and longest ones among them. */
function madeUp(count: number): Uint8Array[] {
  const random = createRandom(count);
  return Array.from({ length: count }, (_, i) => {
    const length = i % 1000 === 7 ? 65_535 : random.int(0, 40);
    return Uint8Array.from({ length }, () => random.int(0, 255));
  });
}

type Written = { readonly dir: string; readonly proofs: string };

function written(name: string, entries: readonly Uint8Array[]): Written {
  const dir = join(room, name);
  const proofs = join(room, `${name}-proofs`);
  const size = entries.length;
  const places = [0, 1, 254, 255, 256, 257, 511, 512, 65_535, 65_536, 65_537, size - 2, size - 1, size];
  writeStaticLog(dir, entries, keys);
  writeProofs(dir, proofs, size, [...new Set(places.filter((place) => place >= 0 && place < size))], [...new Set(places.filter((place) => place >= 1 && place <= size))]);
  return { dir, proofs };
}

/** The collective after a scenario was played. */
function played(file: string): Uint8Array[] {
  const kits = loadKits();
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
  const scenario = readScenario(text, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames() });
  assert.ok(scenario.ok, JSON.stringify(scenario));
  const seen: { last?: Collective } = {};
  playScenario(scenario.value, text, kits, sandbox, (collective) => { seen.last = collective; });
  const { last } = seen;
  assert.ok(last !== undefined);
  const rows = last.journal.read(0, last.journal.head());
  assert.equal(rows.length, last.head().records);
  return rows.map(({ record }) => Buffer.from(record));
}

const sandbox = await createCodeSandbox();

for (const size of [1, 2, 255, 256, 257, 513, 70_000]) {
  test(`Go accepts a log of ${size} entries, with all of its files and proofs`, { skip: withoutGo }, () => {
    const { dir, proofs } = written(`size-${size}`, madeUp(size));
    const { ok, said } = checklog.check(dir, proofs, vkeys);
    assert.ok(ok, said);
    assert.match(said, new RegExp(`^ok: size ${size}, .* [1-9]\\d* tiles, [1-9]\\d* inclusion proofs, [1-9]\\d* consistency proofs\n$`));
  });
}

test('Go accepts the log of a collective that lived through a scenario', { skip: withoutGo }, () => {
  const { dir, proofs } = written('scenario', played('kits/firewood/scenarios/example.yaml'));
  const { ok, said } = checklog.check(dir, proofs, vkeys);
  assert.ok(ok, said);
});

test('Go refuses a flipped bit in each kind of file', { skip: withoutGo }, () => {
  for (const size of [600, 70_000]) {
    const good = written(`flip-${size}`, madeUp(size));
    assert.ok(checklog.check(good.dir, good.proofs, vkeys).ok);
    const files = ['checkpoint', ...kindsOfFiles(size)].map((file) => join(good.dir, file));
    const random = createRandom(size);
    for (const file of [...files, join(good.proofs, 'inclusion', '255.tlog-proof'), join(good.proofs, 'consistency', '255')]) {
      const bytes = readFileSync(file);
      const place = random.int(0, bytes.length - 1);
      writeFileSync(file, Uint8Array.from(bytes, (byte, i) => (i === place ? byte ^ (1 << random.int(0, 7)) : byte)));
      const { ok, said } = checklog.check(good.dir, good.proofs, vkeys);
      assert.equal(ok, false, `${file} at ${place}`);
      assert.match(said, /^checklog: /, `${file} at ${place}`);
      writeFileSync(file, bytes);
    }
    assert.ok(checklog.check(good.dir, good.proofs, vkeys).ok, 'all is as it was');
  }
});

test('Go refuses a missing cosignature, a dropped and a surplus file', { skip: withoutGo }, () => {
  const good = written('files', madeUp(300));
  const copy = (): string => {
    const dir = join(room, 'files-copy');
    rmSync(dir, { recursive: true, force: true });
    cpSync(good.dir, dir, { recursive: true });
    return dir;
  };
  const uncosigned = copy();
  const note = readFileSync(join(uncosigned, 'checkpoint'), 'utf8');
  writeFileSync(join(uncosigned, 'checkpoint'), note.slice(0, note.lastIndexOf('\u2014')));
  assert.match(checklog.check(uncosigned, good.proofs, vkeys).said, /checkpoint: 1 of 2 keys signed/);
  const dropped = copy();
  rmSync(join(dropped, 'tile/entries/001.p/44'));
  assert.match(checklog.check(dropped, good.proofs, vkeys).said, /no such file or directory/);
  const surplus = copy();
  writeFileSync(join(surplus, 'tile/0/002'), '');
  assert.match(checklog.check(surplus, good.proofs, vkeys).said, /tile\/0\/002: a tree of 300 has no such file/);
});

test('we accept every entry of a log that Go wrote, and refuse it under another root', { skip: withoutGo }, () => {
  const peter = parseVerifierKey(hasher, 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  assert.ok(peter.ok);
  for (const size of [1, 256, 257, 70_000]) {
    const dir = join(room, `go-${size}`);
    checklog.write(dir, size);
    const opened = openCheckpoint(readFileSync(join(dir, 'checkpoint'), 'utf8'), 'PeterNeumann', [ed25519Key(verifier, peter.value)]);
    assert.ok(opened.ok);
    const texts = readStaticLog(dir, opened.value).map((entry) => Buffer.from(entry).toString());
    assert.deepEqual(texts, Array.from({ length: size }, (_, i) => `entry ${i}`));
    const { checkpoint } = opened.value;
    const forged = { ...opened.value, checkpoint: { ...checkpoint, root: Uint8Array.from(checkpoint.root, (byte) => byte ^ 1) } };
    assert.throws(() => readStaticLog(dir, forged), { name: 'TileError', code: 'wrong_tile' });
  }
});
