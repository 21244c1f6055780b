// A collective for tests of deciding together through the real commands: founded at a given time, served by a clock that the test moves on.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../src/host/clock.ts';
import { foundInFolder } from '../src/host/data-folder.ts';
import { loadKitsFrom, ownKits } from '../src/host/kits.ts';
import { isPublicKey, readSettings, zoneNames } from '../src/host/scenarios.ts';
import { noteServer } from '../src/host/served-at.ts';
import { serveCollective, type Serving } from '../src/host/serve.ts';
import { dayMs, parseInstant, type Instant } from '../src/vocabulary/time.ts';
import { frankpledgeHere, type Ran } from './command.ts';

/** Stands still until it is moved on; then what was to happen by that time happens. */
export class MovedClock implements Clock {
  #now: Instant;
  #waiting: { readonly at: Instant; readonly callback: () => void }[] = [];
  constructor(now: Instant) {
    this.#now = now;
  }

  now(): Instant {
    return this.#now;
  }

  at(at: Instant, callback: () => void): () => void {
    const each = { at, callback };
    this.#waiting.push(each);
    return () => { this.#waiting = this.#waiting.filter((other) => other !== each); };
  }

  to(now: Instant): void {
    assert.ok(now >= this.#now, 'time never goes back');
    this.#now = now;
    const due = this.#waiting.filter(({ at }) => at <= now);
    this.#waiting = this.#waiting.filter((each) => !due.includes(each));
    for (const { callback } of due) callback();
  }
}

export type DecideHouse = {
  readonly data: string;
  readonly clock: MovedClock;
  readonly serving: Serving;
  /** Ends the server; it is started at the same address again. @param web the folder of the page; left out: the one it had */
  readonly stop: () => Promise<void>;
  readonly start: (web?: string) => Promise<void>;
  /** A command on the house. */
  readonly act: (...args: string[]) => Promise<Ran>;
  /** Moves its time on, by days or to an instant, and waits until all that was due by then is in the log. */
  readonly days: (count: number) => Promise<void>;
  readonly until: (at: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** @param at RFC 3339 with its offset */
function instant(at: string): Instant {
  const parsed = parseInstant(at);
  assert.ok(parsed.ok, at);
  return parsed.value;
}

/** A folder of its own, gone after the tests; files and houses in it by their names. */
export function testFolder(name: string): { readonly place: (file: string) => string; readonly remove: () => void; readonly write: (file: string, text: string) => string } {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  const place = (file: string): string => join(folder, file);
  return {
    place, remove: () => rmSync(folder, { recursive: true, force: true }),
    write: (file, text) => {
      writeFileSync(place(file), text);
      return place(file);
    },
  };
}

/** Founds it and serves it at that time. @param settings as in a settings file; `more`: folders of further kits; `webFolder`: of the page, when it is looked at */
export async function decideHouse(data: string, settings: string, at: string, more: readonly string[] = [], webFolder?: string): Promise<DecideHouse> {
  const kits = loadKitsFrom([ownKits, ...more]);
  const read = readSettings(settings, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames(), isPublicKey });
  assert.ok(read.ok, JSON.stringify(read));
  await foundInFolder(data, read.value, kits, instant(at));
  const clock = new MovedClock(instant(at));
  let web = webFolder;
  const serve = (port: number): Promise<Serving> => serveCollective({ place: { folder: data }, clock, port, tell: () => undefined, ...(web === undefined ? {} : { webFolder: web }) });
  let serving = await serve(0);
  let forget = noteServer(data, serving);
  const port = Number(new URL(serving.url).port);
  let isServing = true;
  const stop = async (): Promise<void> => {
    if (!isServing) return;
    isServing = false;
    forget();
    await serving.close();
  };
  const to = async (now: Instant): Promise<void> => {
    clock.to(now);
    while ((serving.writer.collective.nextWake() ?? Infinity) <= now) await new Promise((resolve) => { setImmediate(resolve); });
  };
  return {
    data, clock, stop,
    get serving() { return isServing ? serving : assert.fail('the server is stopped'); },
    async start(other = web) {
      if (isServing && other === web) return;
      await stop();
      web = other;
      serving = await serve(port);
      forget = noteServer(data, serving);
      isServing = true;
    },
    act: (...args) => frankpledgeHere([...args, '--data', data]),
    days: (count) => to(clock.now() + count * dayMs), until: (at) => to(instant(at)), close: stop,
  };
}

/** Status, standard output and standard error. */
export function says(ran: Ran, status: number, stdout: RegExp, stderr: RegExp = /^$/): void {
  assert.equal(ran.status, status, ran.stdout + ran.stderr);
  assert.match(ran.stdout, stdout);
  assert.match(ran.stderr, stderr);
}

/** What an act with `--json` answered that was recorded. */
export function answered(ran: Ran): { readonly ok: true; readonly proposal: { readonly id: string; readonly state: string } } & { readonly [name: string]: unknown } {
  assert.equal(ran.status, 0, ran.stdout + ran.stderr);
  return JSON.parse(ran.stdout) as ReturnType<typeof answered>;
}

/** The lines under a title of what was printed, without their indentation. */
export function under(ran: Ran, title: string): string[] {
  const lines = ran.stdout.split('\n');
  const from = lines.indexOf(`${title}:`);
  assert.ok(from >= 0, `${title} is not in\n${ran.stdout}`);
  const rest = lines.slice(from + 1);
  const to = rest.findIndex((line) => !line.startsWith('  '));
  return rest.slice(0, to < 0 ? undefined : to).map((line) => line.slice(2));
}
