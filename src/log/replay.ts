/**
 * Replay: takes a log from its founding through the rules again and holds every record against what they give: its place and time, its seal
 * and what the seal's owner may say, its outcome, and at the end the root of the whole. Stops at the first record that differs.
 */
import { Kernel } from '../kernel/kernel.ts';
import type { KernelState } from '../kernel/state.ts';
import { isObject, type Json } from '../vocabulary/json.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher, SealVerifier } from '../vocabulary/ports.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { InvariantError } from '../vocabulary/result.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { formatInstant, type Instant } from '../vocabulary/time.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { ArchiveError } from './archive.ts';
import { toBase64, toHex } from './bytes.ts';
import { canonicalHash, NotJsonError } from './canonical.ts';
import { checkpointIn } from './checkpoint.ts';
import { judgeHead, type HeadStanding } from './head.ts';
import { formPorts } from './kernel-ports.ts';
import { createTree, type MerkleTree } from './merkle.ts';
import type { Policy } from './policy.ts';
import { messageIn, outcomeText, parseRecord } from './record.ts';
import { requireOwnRules } from './rules.ts';

/** A log in the order in which it is read: header and blobs before the records, the footer last. */
export type LogPart =
  | { readonly part: 'header'; readonly origin: string }
  /** A signed head of the log, before its records: held against what they give when they are so many. */
  | { readonly part: 'checkpoint'; readonly note: string }
  | { readonly part: 'blob'; readonly hash: string; readonly text: string }
  /** `outcome` is the stored one where there is one; an archive has none. */
  | { readonly part: 'record'; readonly text: string; readonly outcome?: string }
  /** What is kept of the next record is damaged; nothing follows. */
  | { readonly part: 'unreadable'; readonly message: string }
  | { readonly part: 'footer'; readonly count: number; readonly root: string };

/** What differs first. */
export type Finding = {
  /** The record; null when it is about the log as a whole. */
  readonly seq: number | null;
  readonly what: 'form' | 'order' | 'time' | 'origin' | 'code' | 'seal' | 'refused' | 'outcome' | 'stored_outcome' | 'rules' | 'root' | 'head';
  /** One sentence for people. */
  readonly message: string;
  /** Where in the outcome, and both values there; null stands for nothing. */
  readonly path?: string;
  readonly recorded?: Json;
  readonly rules?: Json;
};

export type Verdict =
  | {
    readonly ok: true; readonly origin: string; readonly records: number; readonly root: string;
    /** Of the last record, by its writer's clock: whoever knows the time sees whether that ran ahead. */
    readonly recordedAt: Instant;
    /** The largest signed head that came with the log, and fits it; null: none came. */
    readonly head: HeadStanding | null;
  }
  | Differs;

/** `records`: how many before it are as the rules give them. */
export type Differs = { readonly ok: false; readonly records: number; readonly finding: Finding };

export type ReplayPorts = {
  readonly hasher: Hasher; readonly verifier: SealVerifier; readonly sandbox: CodeSandbox;
  /** Whose cosignatures are asked for; left out: those that the members agreed on in the log. */
  readonly policy?: Policy;
};

/** A record that stood: for whoever keeps what was replayed. */
export type Replayed = { readonly seq: number; readonly text: string; readonly record: LogRecord; readonly outcome: Outcome; readonly outcomeText: string };

/**
 * @param onRecord called with each record that stands, in order
 * @throws OtherRulesError; ArchiveError when the source isn't an archive or is cut off; what `parts` throws besides
 */
export function replay(parts: Iterable<LogPart>, ports: ReplayPorts, onRecord: (replayed: Replayed) => void = () => undefined): Verdict {
  const run = createReplay(ports, onRecord);
  try {
    for (const part of parts) {
      const differs = run.take(part);
      if (differs !== undefined) return differs;
    }
  } catch (error) {
    const differs = run.unreadable(error);
    if (differs === undefined) throw error;
    return differs;
  }
  return run.end();
}

/** A replay that is handed its parts one by one: for sources that are read asynchronously. After a `Differs` it takes nothing more. */
export type RunningReplay = {
  /** What differs, if something does. @throws OtherRulesError */
  take(part: LogPart): Differs | undefined;
  /** What an error in reading the source says about the log; undefined when the source can't be read at all. */
  unreadable(error: unknown): Differs | undefined;
  /** After the last part; more may follow, and then it is asked again. */
  end(): Verdict;
  /** The rules' state after the records so far. */
  readonly state: Readonly<KernelState>;
  /** Of that state, as `digest` entries have it; takes time. */
  digest(): string;
};

/** @param onRecord called with each record that stands, in order; what it throws goes to the caller of `take` */
export function createReplay(ports: ReplayPorts, onRecord: (replayed: Replayed) => void = () => undefined): RunningReplay {
  const run = new Replay(ports, onRecord);
  const told = <T>(step: () => T): T | Differs => {
    try {
      return step();
    } catch (error) {
      if (error instanceof Found) return { ok: false, records: run.records, finding: error.finding };
      throw error;
    }
  };
  return {
    take: (part) => told(() => run.take(part)),
    unreadable(error) {
      const finding = run.findingOf(error);
      return finding === undefined ? undefined : { ok: false, records: run.records, finding };
    },
    end: () => told(() => run.end()),
    get state() { return run.kernel.state; },
    digest: () => run.kernel.digest(),
  };
}

class Found extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}

class Replay {
  readonly #ports: ReplayPorts;
  readonly #onRecord: (replayed: Replayed) => void;
  readonly #zones = new Map<string, ZoneRules>();
  readonly #codes = new Set<string>();
  readonly #kernel: Kernel;
  readonly #tree: MerkleTree;
  /** By their sizes. */
  readonly #heads = new Map<number, readonly string[]>();
  #head: HeadStanding | null = null;
  #header: string | undefined;

  constructor(ports: ReplayPorts, onRecord: (replayed: Replayed) => void) {
    this.#ports = ports;
    this.#onRecord = onRecord;
    const { runner } = ports.sandbox;
    this.#kernel = new Kernel({
      ...formPorts(ports.hasher), verifier: ports.verifier, zoneRules: (hash) => this.#zones.get(hash),
      // Only what the log itself brings counts, whatever else lies in the sandbox.
      runner: { has: (code) => this.#codes.has(code) && runner.has(code), run: (batch) => runner.run(batch) },
    });
    this.#tree = createTree(ports.hasher);
  }

  get kernel(): Kernel {
    return this.#kernel;
  }

  get records(): number {
    return this.#tree.size;
  }

  take(part: LogPart): undefined {
    switch (part.part) {
      case 'header': this.#header = part.origin; break;
      case 'checkpoint': this.#heads.set(sizeOf(part.note), [...this.#heads.get(sizeOf(part.note)) ?? [], part.note]); break;
      case 'blob': this.#blob(part.hash, part.text); break;
      case 'record': this.#record(part.text, part.outcome); break;
      case 'unreadable': throw new Found({ seq: this.records, what: 'form', message: part.message });
      case 'footer': this.#footer(part.count, part.root);
    }
  }

  end(): Verdict {
    if (this.records === 0) throw new Found({ seq: null, what: 'form', message: 'there is no record: nothing was founded' });
    const signed = Math.max(0, ...this.#heads.keys());
    if (signed > this.records) throw headDiffers(`a head of ${signed} records is signed, and only ${this.records} are here: the end of the log is missing`);
    return { ok: true, origin: this.#kernel.state.origin, records: this.records, root: toBase64(this.#tree.root()), recordedAt: this.#kernel.state.recordedAt, head: this.#head };
  }

  findingOf(error: unknown): Finding | undefined {
    if (error instanceof ArchiveError && this.#header !== undefined && !error.cutOff) {
      return { seq: this.records === 0 ? null : this.records, what: 'form', message: error.message };
    }
    return undefined;
  }

  #blob(hash: string, text: string): void {
    const { hasher, sandbox } = this.#ports;
    const blob = readBlob(hasher, hash, text);
    if (blob === undefined) throw new Found({ seq: null, what: 'code', message: `the code or zone rules kept as ${hash} were changed: they have another hash` });
    if (blob.zone !== undefined) this.#zones.set(hash, blob.zone);
    this.#codes.add(hash);
    sandbox.add(hash, text);
  }

  #record(text: string, stored: string | undefined): void {
    const record = this.#read(text);
    const about = `record ${record.seq} (${record.entry.kind} by ${record.entry.by}, ${formatInstant(record.recordedAt)})`;
    const found = (what: Finding['what'], message: string, more: Partial<Finding> = {}): Found => new Found({ seq: record.seq, what, message: `${about}: ${message}`, ...more });
    this.#gate(record, messageIn(record, text), found);
    const outcome = this.#decide(record, found);
    const { text: given, hash } = outcomeText(this.#ports.hasher, outcome);
    if (hash !== record.outcomeHash) throw this.#otherOutcome(record, outcome, stored, hash, found);
    if (stored !== undefined && stored !== given) {
      const difference = firstDifference(parseJson(stored), outcome as unknown as Json);
      throw found('stored_outcome', `the outcome that is kept beside it was changed: ${describe(difference)}`, difference);
    }
    this.#tree.append(text);
    for (const head of this.#heads.get(this.records) ?? []) this.#head = this.#judge(head);
    this.#onRecord({ seq: record.seq, text, record, outcome, outcomeText: given });
  }

  /** A head that says as many records as there are now. */
  #judge(note: string): HeadStanding {
    const { hasher, verifier, policy } = this.#ports;
    const judged = judgeHead({ hasher, verifier }, this.#kernel.state, note, policy);
    if (!judged.ok) throw headDiffers(judged.problem.detail);
    const [recorded, rules] = [toBase64(judged.value.root), toBase64(this.#tree.root())];
    if (recorded !== rules) throw headDiffers(`the head of ${this.records} records is signed with the root ${recorded}, and these have ${rules}: what is signed is another log`, { recorded, rules });
    return judged.value.standing;
  }

  #read(text: string): LogRecord {
    const seq = this.records;
    const parsed = parseRecord(text);
    if (!parsed.ok) throw new Found({ seq, what: 'form', message: `record ${seq}: ${parsed.refusal.detail}` });
    const record = parsed.value;
    if (record.seq !== seq) throw new Found({ seq, what: 'order', message: `record ${record.seq} stands where record ${seq} comes next: one is missing, or they were put in another order` });
    if (record.recordedAt < this.#kernel.state.recordedAt) throw new Found({ seq, what: 'time', message: `record ${seq} was recorded at ${formatInstant(record.recordedAt)}, before the one in front of it` });
    return record;
  }

  #gate(record: LogRecord, message: string, found: (what: Finding['what'], message: string) => Found): void {
    const { entry } = record;
    if (this.#header !== undefined && entry.origin !== this.#header) throw found('origin', `it belongs to ${entry.origin}, and this log is that of ${this.#header}`);
    if (entry.kind === 'found') guarded(() => requireOwnRules(entry, this.#ports.sandbox.hash), found);
    const gate = guarded(() => this.#kernel.gate(record, message, record.recordedAt), found);
    if (gate.pass) return;
    if (gate.duplicate) throw found('refused', 'it repeats what is in the log already');
    const { code, detail } = gate.refusal;
    if (code === 'bad_seal') throw found('seal', `the seal by ${record.seal.key} does not fit: the entry or the seal was changed after it was sealed`);
    throw found(code === 'unknown_code' ? 'code' : 'refused', `the rules don't take this entry: ${detail} [${code}]`);
  }

  #decide(record: LogRecord, found: (what: Finding['what'], message: string) => Found): Outcome {
    return guarded(() => this.#kernel.decide(record, record.recordedAt), found);
  }

  /** The record names another outcome than the rules give; the one that is kept beside it tells where, if it is the one that is named. */
  #otherOutcome(record: LogRecord, outcome: Outcome, stored: string | undefined, hash: string, found: (what: Finding['what'], message: string, more?: Partial<Finding>) => Found): Found {
    const kept = stored === undefined ? undefined : parseJson(stored);
    const difference = kept === undefined ? undefined : firstDifference(kept, outcome as unknown as Json);
    if (difference !== undefined) return found('outcome', `the rules give another outcome: ${describe(difference)}`, difference);
    return found('outcome', `it names the outcome ${record.outcomeHash}, and the rules give ${hash}: ${summary(outcome)}`, { path: '', recorded: record.outcomeHash, rules: hash });
  }

  #footer(count: number, root: string): void {
    const own = toBase64(this.#tree.root());
    if (count !== this.records || root !== own) {
      throw new Found({ seq: null, what: 'root', message: `the last line says ${count} records with the root ${root}; there are ${this.records} with ${own}`, recorded: root, rules: own });
    }
  }
}

function headDiffers(message: string, more: Partial<Finding> = {}): Found {
  return new Found({ seq: null, what: 'head', message, ...more });
}

function sizeOf(note: string): number {
  const checkpoint = checkpointIn(note);
  if (!checkpoint.ok) throw headDiffers(`the signed head can't be read: ${checkpoint.problem.detail}`);
  return checkpoint.value.size;
}

/** Entries in a log may have been made by anyone: what the rules can't even look at is a finding too. */
function guarded<T>(action: () => T, found: (what: Finding['what'], message: string) => Found): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof InvariantError) throw found('rules', `the rules stop here: ${error.message}`);
    if (error instanceof TypeError || error instanceof NotJsonError) throw found('form', `the entry doesn't have the form of its kind (${error.message})`);
    throw error;
  }
}

export type Difference = { readonly path: string; readonly recorded: Json; readonly rules: Json };

/** The first place, in the order of the recorded value, at which two JSON values differ. */
export function firstDifference(recorded: Json, rules: Json, path = ''): Difference | undefined {
  if (Array.isArray(recorded) && Array.isArray(rules)) {
    for (let i = 0; i < Math.max(recorded.length, rules.length); i++) {
      const difference = firstDifference((recorded[i] ?? null) as Json, (rules[i] ?? null) as Json, `${path}[${i}]`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isObject(recorded) && isObject(rules)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(rules)])) {
      const own = (value: { readonly [key: string]: unknown }): Json => (Object.hasOwn(value, key) ? value[key] as Json : null) ?? null;
      const difference = firstDifference(own(recorded), own(rules), path === '' ? key : `${path}.${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  return recorded === rules ? undefined : { path, recorded, rules };
}

/** Longest value in a message; the whole is in the JSON output. */
const shownCharsMax = 300;

function describe(difference: Difference | undefined): string {
  if (difference === undefined) return 'its text is written in another way';
  const show = (value: Json): string => {
    const text = JSON.stringify(value);
    return value === null ? 'nothing' : text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text;
  };
  return `${difference.path}: recorded ${show(difference.recorded)}, the rules give ${show(difference.rules)}`;
}

function summary({ items, facts }: Outcome): string {
  const refused = items.find((item) => item.status === 'refused');
  if (refused !== undefined) return `a refusal [${refused.code ?? ''}] ${refused.detail ?? ''}`;
  const posting = facts.find((fact) => fact.fact === 'posting');
  return `${facts.length} facts${posting === undefined ? '' : `, the first posting ${posting.from} → ${posting.to} ${posting.amount} (smallest parts of ${posting.unit})`}`;
}

function parseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/**
 * A blob that is what its hash says: code by the hash of its text, zone rules by that of their canonical JSON, which is the same when they are
 * kept as such. Undefined when it was changed.
 */
export function readBlob(hasher: Hasher, hash: string, text: string): { readonly zone: ZoneRules | undefined } | undefined {
  const zone = readZone(text);
  const fits = toHex(hasher.sha256(text)) === hash || (zone !== undefined && canonicalHash(hasher, zone) === hash);
  return fits ? { zone } : undefined;
}

function readZone(text: string): ZoneRules | undefined {
  if (!text.startsWith('{')) return undefined;
  const value = parseJson(text);
  return isObject(value) && typeof value['name'] === 'string' && Array.isArray(value['changes']) ? (value as unknown as ZoneRules) : undefined;
}
