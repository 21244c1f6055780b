import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { throwsCode } from '../../journal/expect.conformance.ts';
import type { FileSteps } from './files.ts';
import { openHeadFile, type HeadPlace } from './head-file.ts';

/** A file's content that is on disk for sure, and what was written since. */
type Content = { durable: string; current: string };
type Names = ReadonlyMap<string, Content>;
/** What a folder's names were when it was last synced, and after each change since. */
type Disk = { names: Names[] };

class PowerCut extends Error {}

/**
 * A file system with a cache: what isn't synced may be on disk after a power cut, wholly, in part or not at all. Changes of names are
 * kept in their order; contents are not.
 */
function cachedFiles(disk: Disk): FileSteps {
  const now = (): Names => disk.names.at(-1) ?? new Map<string, Content>();
  const change = (edit: (names: Map<string, Content>) => void): void => {
    const names = new Map(now());
    edit(names);
    disk.names.push(names);
  };
  const there = (path: string): Content => now().get(path) ?? assert.fail(`${path} isn't there`);
  return {
    read: (path) => now().get(path)?.current,
    makeFolder: () => undefined,
    write(path, text) {
      const old = now().get(path);
      if (old === undefined) change((names) => names.set(path, { durable: '', current: text }));
      else old.current = text;
    },
    syncFile: (path) => { there(path).durable = there(path).current; },
    rename: (from, to) => change((names) => {
      names.set(to, there(from));
      names.delete(from);
    }),
    syncFolder: () => { disk.names.splice(0, disk.names.length - 1); },
  };
}

/** Each state that a power cut may leave on disk. */
function* statesAfterCut({ names }: Disk): Generator<Disk> {
  for (const kept of names.length === 0 ? [new Map<string, Content>()] : names) {
    for (const contents of combinations([...kept].map(([path, content]) => [path, possible(content)] as const))) {
      yield { names: [new Map(contents.map(([path, text]) => [path, { durable: text, current: text }]))] };
    }
  }
}

function possible({ durable, current }: Content): string[] {
  const torn = current.slice(0, Math.floor(current.length / 2));
  return durable === current ? [current] : [...new Set([durable, current, '', torn, `${torn}${'\0'.repeat(current.length - torn.length)}`])];
}

function* combinations(choices: readonly (readonly [string, readonly string[]])[]): Generator<(readonly [string, string])[]> {
  const [first, ...rest] = choices;
  if (first === undefined) yield [];
  else for (const text of first[1]) for (const others of combinations(rest)) yield [[first[0], text], ...others];
}

/** Lets the `stopAt`th step and all after it not happen; undefined: counts only. */
function stopping(files: FileSteps, stopAt: number | undefined, tally = { steps: 0 }): FileSteps & { readonly tally: { steps: number } } {
  const step = <A extends unknown[]>(run: (...args: A) => void) => (...args: A): void => {
    if (tally.steps++ === stopAt) throw new PowerCut();
    run(...args);
  };
  return {
    tally, read: files.read, makeFolder: step(files.makeFolder), write: step(files.write), syncFile: step(files.syncFile),
    rename: step(files.rename), syncFolder: step(files.syncFolder),
  };
}

/** Only the lock lies there. */
function placeFor(t: TestContext): HeadPlace {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-head-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return { folder, origin: 'frankpledge/8aa331ad1854f0d4' };
}

const heads = ['first head\n', 'second head, which is longer\n', 'third\n'];

/**
 * Sets one head after the other until the power is cut before step `stopAt`.
 * @returns what was acknowledged last, what was under way, and how many steps were taken
 */
function setHeads(place: HeadPlace, disk: Disk, files: FileSteps, stopAt: number | undefined) {
  const steps = stopping(files, stopAt);
  const store = openHeadFile(place, steps);
  let acknowledged: string | undefined;
  try {
    for (const next of heads) {
      try {
        assert.equal(store.compareAndSet(acknowledged, next), true);
      } catch (error) {
        if (steps.tally.steps > (stopAt ?? Infinity)) return { acknowledged, underWay: next, steps: steps.tally.steps };
        throw error;
      }
      acknowledged = next;
    }
  } finally {
    store.close();
  }
  return { acknowledged, underWay: undefined, steps: steps.tally.steps };
}

/** What a store finds wrong after a power cut at each step, in each state that it may leave. */
function faultsAfterCuts(place: HeadPlace, broken: (files: FileSteps) => FileSteps = (files) => files): { readonly states: number; readonly faults: string[] } {
  const count = { names: [] };
  const { steps } = setHeads(place, count, broken(cachedFiles(count)), undefined);
  const faults: string[] = [];
  let states = 0;
  for (let stopAt = 0; stopAt <= steps; stopAt++) {
    const disk: Disk = { names: [] };
    const { acknowledged, underWay } = setHeads(place, disk, broken(cachedFiles(disk)), stopAt);
    for (const state of statesAfterCut(disk)) {
      states += 1;
      const fault = faultOf(place, state, acknowledged, underWay);
      if (fault !== undefined) faults.push(`cut before step ${stopAt}: ${fault}`);
    }
  }
  return { states, faults };
}

/** What was acknowledged must be there, or what was under way, and it must go on from there. */
function faultOf(place: HeadPlace, state: Disk, acknowledged: string | undefined, underWay: string | undefined): string | undefined {
  const store = openHeadFile(place, cachedFiles(state));
  try {
    const found = store.read();
    if (found !== acknowledged && (underWay === undefined || found !== underWay)) return `found ${String(found)} after ${String(acknowledged)}`;
    if (!store.compareAndSet(found, 'another\n') || store.read() !== 'another\n') return 'it does not go on';
    return undefined;
  } catch (error) {
    return String(error);
  } finally {
    store.close();
  }
}

test('a power cut between any two steps leaves the head that was acknowledged, or the one under way', (t) => {
  const { states, faults } = faultsAfterCuts(placeFor(t));
  assert.deepEqual(faults, []);
  assert.ok(states > 30, `${states} states`);
});

test('the power cuts find a file that is named before its content is on disk, and a name that is told before it is', (t) => {
  const place = placeFor(t);
  assert.match(faultsAfterCuts(place, (files) => ({ ...files, syncFile: () => undefined })).faults.join('\n'), /is empty/);
  assert.match(faultsAfterCuts(place, (files) => ({ ...files, syncFolder: () => undefined })).faults.join('\n'), /found undefined after first head/);
  const inPlace = (files: FileSteps): FileSteps => ({
    ...files, write: (path, text) => files.write(path.replace('.unfinished', ''), text), syncFile: () => undefined, rename: () => undefined,
  });
  assert.match(faultsAfterCuts(place, inPlace).faults.join('\n'), /is empty/);
});

/** Steps of which one fails, having been done or not. */
function failing(files: FileSteps, name: Exclude<keyof FileSteps, 'read'>, code: string, done: boolean): FileSteps {
  const fail = (run: () => void): void => {
    if (done) run();
    throw Object.assign(new Error(`${code}: asked for`), { code });
  };
  switch (name) {
    case 'rename': return { ...files, rename: (from, to) => fail(() => files.rename(from, to)) };
    case 'write': return { ...files, write: (path, text) => fail(() => files.write(path, text)) };
    default: return { ...files, [name]: (path: string) => fail(() => files[name](path)) };
  }
}

for (const name of ['makeFolder', 'write', 'syncFile', 'rename', 'syncFolder'] as const) {
  for (const done of [false, true]) {
    test(`${name} fails, and is ${done ? '' : 'not '}done: the instance stops, and a fresh one tells`, (t) => {
      const place = placeFor(t);
      const disk: Disk = { names: [] };
      const good = cachedFiles(disk);
      openHeadFile(place, good).compareAndSet(undefined, 'old\n');
      const store = openHeadFile(place, failing(good, name, 'EIO', done));
      throwsCode(() => store.compareAndSet('old\n', 'new\n'), 'io');
      throwsCode(() => store.compareAndSet('old\n', 'new\n'), 'io');
      const fresh = openHeadFile(place, good);
      assert.equal(fresh.read(), name === 'syncFolder' || (name === 'rename' && done) ? 'new\n' : 'old\n');
      assert.equal(fresh.compareAndSet(fresh.read(), 'next\n'), true);
    });
  }
}

for (const name of ['makeFolder', 'write', 'syncFile'] as const) {
  test(`the disk is full at ${name}: the head stays, and the same call goes on when there is space`, (t) => {
    const place = placeFor(t);
    const disk: Disk = { names: [] };
    const good = cachedFiles(disk);
    openHeadFile(place, good).compareAndSet(undefined, 'old\n');
    const full = failing(good, name, 'ENOSPC', false);
    const files: FileSteps = { ...good, ...full };
    const store = openHeadFile(place, files);
    throwsCode(() => store.compareAndSet('old\n', 'new\n'), 'full');
    assert.equal(store.read(), 'old\n');
    Object.assign(files, good); // space was made
    assert.equal(store.compareAndSet('old\n', 'new\n'), true);
    assert.equal(store.read(), 'new\n');
  });
}
