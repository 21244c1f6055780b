/**
 * How a command reaches a collective: it opens the data folder itself, or, while a server writes to it, reads beside the server and hands
 * entries in through its HTTP API. Whoever acts needn't know which.
 */
import { randomBytes } from 'node:crypto';
import { hasJournal } from '../adapters/journal-sqlite/database.ts';
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createSealVerifier } from '../adapters/keys/node.ts';
import { parseRecord } from '../log/record.ts';
import { foreseenShown } from '../backtest/foreseen.ts';
import type { HeadStore } from '../journal/head.ts';
import { JournalError, type Journal } from '../journal/journal.ts';
import type { KernelState } from '../kernel/state.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import type { Asking } from '../vocabulary/changes.ts';
import type { EntryBody, EntryKind, SealedEntry } from '../vocabulary/entries.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { isRefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { applyShown } from '../views/apply.ts';
import type { ForeseenShown } from '../views/foreseen-shown.ts';
import type { ChangeShown, Shown } from '../views/shown.ts';
import { viewOf, viewText } from '../views/snapshot.ts';
import { initialView, type View } from '../views/view.ts';
import type { Collective } from './collective.ts';
import { createCodeSandbox } from './codes.ts';
import { openCollective, unusedLogKey } from './data-folder.ts';
import { openHeads } from './heads.ts';
import type { LogTree } from './log-tree.ts';
import { kitSource, type Kit } from './kits.ts';
import { isNodeFolder, refuseNodeFolder } from './node-store.ts';
import { sealEntry, type Signer } from './sealing.ts';
import { notedServer, type ServedAt } from './served-at.ts';
import { requireHeadFor, requireSignedRecords } from './signed-head.ts';
import { operatorSigner } from './signers.ts';
import type { Fold } from './snapshots.ts';

export type Done =
  | { readonly status: 'recorded'; readonly shown: Shown; readonly change: ChangeShown }
  | { readonly status: 'duplicate' }
  | { readonly status: 'refused'; readonly refusal: Refusal };

const handedOn = 'this node has taken it in and keeps at it, but it is not in the log yet: see `node status`';
const onlyHandedOn = 'the policy does not name this node yet, so it sees no new records: it has handed the entry to the writer, and whether that took it only the writer can say';

export type Connection = {
  readonly folder: string;
  /** The server through which it acts; null when it writes itself, or only reads. */
  readonly server: string | null;
  /** As of the opening, and of what was done through this connection since. */
  readonly view: View;
  readonly state: Readonly<KernelState>;
  readonly hasher: Hasher;
  head(): { readonly records: number; readonly root: string };
  /** Of the records as of the opening, or of what was done here since. */
  readonly tree: Pick<LogTree, 'size' | 'root' | 'proofs'>;
  readonly journal: Pick<Journal, 'read'>;
  /** What an act would do if it were decided now. */
  foresee(asking: Asking): ForeseenShown;
  /** When something is due that no record has taken up yet. */
  nextWake(): Instant | undefined;
  /** Lets what fell due while nothing ran happen, so that an act is prepared on what is so now; a server sees to that itself. */
  catchUp(): void;
  act(signer: Signer, said: EntryBody): Promise<Done>;
  /** Hands in an entry that was sealed before. */
  submit(sealed: SealedEntry): Promise<Done>;
  /** The time that an act would have now: a server's clock may run faster than the machine's. */
  now(): Promise<Instant>;
  /** Keeps an erasable text under its SHA-256 in hex. */
  keepBody(commitment: string, text: string): Promise<void>;
  /** Takes an erasable text away for good; tells whether there was one. */
  eraseBody(commitment: string): Promise<boolean>;
  /** The erasable text, unless it is erased. */
  body(commitment: string): string | undefined;
  /** Keeps a kit's code, so that an entry may adopt it by its hash. */
  keepCode(kit: Kit): Promise<void>;
  close(): void;
};

/** The server didn't answer as one. */
export class ServerError extends Error {
  override readonly name = 'ServerError';
  readonly code = 'server';
  readonly hint: string;
  constructor(message: string, hint = 'See what the server says, or stop it and run the command again.') {
    super(message);
    this.hint = hint;
  }
}

/** How long a command waits for another one that holds the folder. */
const lockWaitMs = 5000;
const lockRetryMs = 50;
const answerMaxMs = 30_000;
/** Clock entries before an act, when a folder has lain still: each fires many timers. */
const catchUpMax = 10_000;

/** @throws JournalError; ServerError */
export async function connect(folder: string, mode: 'act' | 'read'): Promise<Connection> {
  if (!hasJournal(folder)) {
    throw new JournalError('io', `there is no collective in ${folder}`, { hint: `Give its data folder with --data, or found one: ${commandLine(`found SETTINGS.yaml --data ${folder}`)}` });
  }
  const opened = mode === 'read' ? { journal: openSqliteJournal(folder, 'read'), server: null } : await openForActs(folder);
  try {
    return await connection(folder, opened.journal, opened.server);
  } catch (error) {
    opened.journal.close();
    throw error;
  }
}

/** The lock tells whether someone writes; a noted address alone may be left over from a server that is gone. */
async function openForActs(folder: string): Promise<{ journal: Journal; server: ServedAt | null }> {
  const until = performance.now() + lockWaitMs;
  for (;;) {
    const journal = openIfFree(folder);
    if (!(journal instanceof JournalError)) {
      if (isNodeFolder(folder)) journal.close();
      refuseNodeFolder(folder);
      return { journal, server: null };
    }
    const server = notedServer(folder);
    if (server !== undefined && await answers(server)) return { journal: openSqliteJournal(folder, 'read'), server };
    if (performance.now() >= until) throw journal;
    await new Promise((resolve) => { setTimeout(resolve, lockRetryMs); });
  }
}

/** The error when somebody else writes to it. */
function openIfFree(folder: string): Journal | JournalError {
  try {
    return openSqliteJournal(folder, 'write');
  } catch (error) {
    if (error instanceof JournalError && error.code === 'in_use') return error;
    throw error;
  }
}

async function answers({ url }: ServedAt): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(answerMaxMs) })).ok;
  } catch {
    return false;
  }
}

async function connection(folder: string, journal: Journal, server: ServedAt | null): Promise<Connection> {
  const sandbox = await createCodeSandbox();
  const viewPorts = { zoneRules: (hash: string): ZoneRules | undefined => zoneIn(journal, hash) };
  let view = initialView(viewPorts);
  let change: ChangeShown | undefined;
  const note = (shown: Shown): void => { change = applyShown(view, shown); };
  const fold: Fold = { resume: (text) => { view = viewOf(text, viewPorts); }, take: note, text: () => viewText(view) };
  const collective = openCollective({ journal, sandbox, fold });
  if (journal.writable) withHeads(folder, collective, (heads) => requireSignedRecords(heads, collective, createSealVerifier()));
  let known = collective.state.seq;

  /** What the server has written since, into the view; the change of record `seq`. */
  const readOn = (seq: number): { shown: Shown; change: ChangeShown } => {
    for (const row of journal.read(known, seq + 1 - known)) {
      const record = parseRecord(row.record);
      if (!record.ok) throw new JournalError('corrupt', `record ${row.seq} of the journal can't be read`);
      const shown = { record: record.value, outcome: JSON.parse(row.outcome) as Outcome };
      note(shown);
      known = row.seq + 1;
      if (row.seq === seq && change !== undefined) return { shown, change };
    }
    throw new ServerError(`the server says that it recorded ${seq}, which isn't in ${folder}`, 'Does the server run on this folder?');
  };

  const take = (sealed: SealedEntry): Done => {
    const [answer] = collective.take([sealed], Date.now());
    if (answer?.status === 'refused') return answer;
    if (answer?.status !== 'recorded' || change === undefined) return { status: 'duplicate' };
    return orRefused(answer, change);
  };

  const send = async (to: ServedAt, sealed: SealedEntry): Promise<Done> => {
    const answer = await post(to, '/api/entries', sealed);
    if (answer['status'] === 'duplicate') return { status: 'duplicate' };
    if (answer['status'] === 'recorded' && typeof answer['seq'] === 'number') {
      const read = readOn(answer['seq']);
      return orRefused(read.shown, read.change);
    }
    if (answer['status'] === 'handed_on') return { status: 'refused', refusal: { code: 'stopped', detail: answer['followed'] === false ? onlyHandedOn : handedOn } };
    return { status: 'refused', refusal: refusalIn(answer) };
  };

  const prepare = (kind: EntryKind): void => {
    withHeads(folder, collective, (heads) => requireHeadFor(kind, heads, collective, () => unusedLogKey(folder, collective.state) !== undefined));
    catchUp(collective, folder);
  };

  const submit = async (sealed: SealedEntry): Promise<Done> => {
    if (server === null) prepare(sealed.entry.kind);
    return server === null ? take(sealed) : await send(server, sealed);
  };

  const now = async (): Promise<Instant> => {
    const clock = server ?? notedServer(folder) ?? null;
    // Who only reads asks the server too, where one answers.
    if (clock !== null && (server !== null || await answers(clock))) return await timeOf(clock);
    return Math.max(Date.now(), collective.state.recordedAt);
  };

  return {
    folder, server: server?.url ?? null, view, hasher: collective.hasher, now,
    get state() { return collective.state; },
    head: () => collective.head(), tree: collective.tree, journal,
    foresee: (asking) => foreseenShown(view, collective.foresee(asking)),
    nextWake: () => collective.nextWake(), submit,
    catchUp: () => { if (server === null) catchUp(collective, folder); },
    async act(signer, said) {
      if (server === null) prepare(said.kind);
      const at = await now();
      return await submit(sealEntry(signer, said, collective.state.origin, at, randomBytes(8).toString('hex')));
    },
    async keepBody(commitment, text) {
      if (server === null) return journal.putBody(commitment, text);
      const answer = await post(server, '/api/bodies', { text });
      if (answer['commitment'] !== commitment) throw new ServerError(`the server doesn't keep the text: ${JSON.stringify(answer)}`);
    },
    async eraseBody(commitment) {
      if (server === null) return journal.eraseBody(commitment);
      const answer = await request(server, `/api/bodies/${commitment}`, { method: 'DELETE' });
      if (typeof answer['erased'] !== 'boolean') throw new ServerError(`the server doesn't erase the text: ${JSON.stringify(answer)}`);
      return answer['erased'];
    },
    body: (commitment) => journal.getBody(commitment),
    async keepCode(kit) {
      if (server === null) return void collective.handInCode(kit.code);
      const answer = await post(server, '/api/codes', { source: kitSource(kit) });
      if (answer['code'] === kit.codeHash) return;
      if (typeof answer['code'] !== 'string') throw new ServerError(`the server doesn't keep the code: ${refusalIn(answer).detail}`);
      throw new ServerError('the server compiles the kit to other code than this command does', 'Run the command with the release that the server runs.');
    },
    close: () => journal.close(),
  };
}

function withHeads(folder: string, collective: Collective, use: (heads: HeadStore) => void): void {
  const heads = openHeads(folder, collective.state.origin);
  try {
    use(heads);
  } finally {
    heads.close();
  }
}

/** Lets what fell due while nothing ran happen first, as a server does when it starts. */
function catchUp(collective: Collective, folder: string): void {
  let operator: Signer | undefined;
  for (let count = 0; count < catchUpMax; count++) {
    const wake = collective.nextWake();
    const now = Math.max(Date.now(), collective.state.recordedAt);
    if (wake === undefined || wake > now) return;
    operator ??= operatorIn(folder, collective);
    if (operator === undefined) return;
    const { origin, seq } = collective.state;
    const [answer] = collective.take([sealEntry(operator, { kind: 'clock', body: {} }, origin, now, `clock-${seq}`)], now);
    if (answer?.status !== 'recorded') return;
  }
}

/** Without the operator's key the act itself lets time pass, as far as one record does. */
function operatorIn(folder: string, collective: Collective): Signer | undefined {
  try {
    return operatorSigner(folder, collective.state, {});
  } catch {
    return undefined;
  }
}

/** What was recorded as a refusal is one. */
function orRefused(shown: Shown, change: ChangeShown): Done {
  const [item] = shown.outcome.items;
  if (item?.status !== 'refused') return { status: 'recorded', shown: { record: shown.record, outcome: shown.outcome }, change };
  return { status: 'refused', refusal: { code: item.code ?? 'malformed', detail: item.detail ?? '' } };
}

/** A server's clock may run faster than the machine's. */
async function timeOf(server: ServedAt): Promise<Instant> {
  const answer = await request(server, '/api/collective', {});
  return typeof answer['now'] === 'number' ? answer['now'] : Date.now();
}

function post(server: ServedAt, path: string, body: unknown): Promise<{ readonly [key: string]: unknown }> {
  return request(server, path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
}

type Init = { readonly method?: string; readonly headers?: Readonly<Record<string, string>>; readonly body?: string };

async function request({ url, secret }: ServedAt, path: string, init: Init): Promise<{ readonly [key: string]: unknown }> {
  let answer: unknown;
  try {
    const response = await fetch(`${url}${path}`, { ...init, headers: { ...init.headers, authorization: `Bearer ${secret}` }, signal: AbortSignal.timeout(answerMaxMs) });
    answer = await response.json();
  } catch (error) {
    throw new ServerError(`the server at ${url} doesn't answer: ${error instanceof Error ? error.message : String(error)}`);
  }
  if (!isObject(answer)) throw new ServerError(`the server at ${url} answers with something else than a record`);
  return answer;
}

function refusalIn(answer: { readonly [key: string]: unknown }): Refusal {
  const { error } = answer;
  if (!isObject(error)) throw new ServerError(`the server answers ${JSON.stringify(answer)}`);
  if (!isRefusalCode(error['code'])) throw new ServerError(String(error['message']), typeof error['hint'] === 'string' ? error['hint'] : undefined);
  return { code: error['code'], detail: String(error['message'] ?? '') };
}

function zoneIn(journal: Journal, hash: string): ZoneRules | undefined {
  const text = journal.getBlob(hash);
  return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
}
