/** A node's copy of the log with its rules: the committed records in its journal, those after them in memory. */
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHasher } from '../adapters/keys/node.ts';
import type { StoredSnapshot } from '../journal/journal.ts';
import { canonical, canonicalHash, NotJsonError } from '../log/canonical.ts';
import { formPorts } from '../log/kernel-ports.ts';
import type { Judgement, Replica } from '../log/nodes/replica.ts';
import { fitsRecord, parseRecord, sealMessage } from '../log/record.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import { InvariantError } from '../vocabulary/result.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { formatInstant } from '../vocabulary/time.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { chainOf, type CollectiveChain } from './chain.ts';
import type { Clock } from './clock.ts';
import { Collective } from './collective.ts';
import type { LiveView } from './live-view.ts';
import { holdJournal, type HeldJournal } from './node-journal.ts';
import { PolicyTurns } from './policy-turns.ts';

export type NodeLogParts = {
  readonly folder: string;
  readonly sandbox: CodeSandbox;
  readonly verifier: SealVerifier;
  readonly live: LiveView;
  readonly clock: Clock;
  readonly tell: (message: string) => void;
};

const hasher = createHasher();

export class NodeLog {
  readonly #parts: NodeLogParts;
  readonly #turns = new PolicyTurns(formPorts(hasher).policies);
  readonly replica: Replica;
  #journal!: HeldJournal;
  #collective!: Collective;

  /** @throws JournalError */
  constructor(parts: NodeLogParts) {
    this.#parts = parts;
    this.reopen();
    this.replica = this.#replica();
  }

  get collective(): Collective {
    return this.#collective;
  }

  get journal(): HeldJournal {
    return this.#journal;
  }

  /** Begins anew with what lies in the store. @throws JournalError */
  reopen(): void {
    (this.#journal as HeldJournal | undefined)?.release();
    this.#journal = holdJournal(openSqliteJournal(this.#parts.folder, 'write'));
    this.#turns.truncate(0);
    this.#open();
  }

  close(): void {
    this.#journal.release();
  }

  /** Keeps code and zone rules that records name; what is no text of this hash is left alone. */
  keepBlobs(blobs: { readonly [hash: string]: string }): void {
    for (const [hash, text] of Object.entries(blobs)) {
      if (this.#journal.getBlob(hash) !== undefined) continue;
      if (text.startsWith('{')) this.#keepZone(hash, text);
      else if (hash === hashOf(text)) this.#collective.handInCode(text);
    }
  }

  #keepZone(hash: string, text: string): void {
    try {
      const rules = JSON.parse(text) as ZoneRules;
      if (canonicalHash(hasher, rules) === hash) this.#collective.handInZone(rules);
      else if (hash === hashOf(text)) this.#collective.handInCode(text);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof NotJsonError)) throw error;
      if (hash === hashOf(text)) this.#collective.handInCode(text);
    }
  }

  #open(): void {
    const { sandbox, verifier, live, tell } = this.#parts;
    live.begin((hash) => {
      const text = this.#journal.getBlob(hash);
      return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
    });
    this.#collective = new Collective({ journal: this.#journal, hasher, verifier, sandbox, fold: live, tell });
  }

  /** Drops what lies beyond `size`: the kernel can't go back, so it begins anew from the nearest snapshot. */
  #truncate(size: number): void {
    if (size === this.#collective.tree.size) return;
    this.#journal.truncate(size);
    this.#turns.truncate(size);
    this.#open();
  }

  #replica(): Replica {
    return Object.assign(chainOf(() => this.#collective, this.#turns), {
      rebase: (from: number, records: readonly string[]) => this.#rebase(from, records),
      logKeys: () => [...this.#collective.state.keys.values()].filter(({ grant, revokedAt }) => grant.role === 'log' && revokedAt === null).map(({ grant }) => grant.public_key),
      judge: (entry: string, now: number) => this.#judge(entryOf(entry), now),
      write: (entry: string, now: number) => this.#write(entryOf(entry), now),
      nameOf: (entry: string) => nameOf(entryOf(entry)),
      nameIn(record: string) {
        const parsed = parseRecord(record);
        return parsed.ok ? nameOf(parsed.value) : '';
      },
      missedOf: (records: readonly string[]) => this.#missedOf(records),
    } satisfies Omit<Replica, keyof CollectiveChain>);
  }

  #rebase(from: number, records: readonly string[]): { readonly at: number; readonly detail: string } | undefined {
    this.#truncate(from);
    for (const text of records) {
      const at = this.#collective.tree.size;
      const detail = this.#follow(text);
      if (detail === undefined) continue;
      this.#truncate(at);
      return { at, detail };
    }
    return undefined;
  }

  /** Takes a record through the rules again, as its writer did; says what differs. */
  #follow(text: string): string | undefined {
    const parsed = parseRecord(text);
    if (!parsed.ok) return parsed.refusal.detail;
    const { entry, seal, recordedAt } = parsed.value;
    const aheadMs = (this.#collective.state.charter?.clock_ahead_s ?? 0) * 1000;
    if (recordedAt > this.#parts.clock.now() + aheadMs) return `it is recorded at ${formatInstant(recordedAt)}, which is ahead of this node's clock`;
    const seq = this.#collective.tree.size;
    try {
      const snapshot = entry.kind === 'digest' ? this.#snapshot() : undefined;
      const [answer] = this.#collective.take([{ entry, seal }], recordedAt);
      if (answer?.status !== 'recorded') return answer?.status === 'refused' ? `the rules don't take it: ${answer.refusal.detail} [${answer.refusal.code}]` : 'it repeats what is in the log already';
      if (this.#journal.read(seq, 1)[0]?.record !== text) return `the rules give another record in place ${seq}`;
      if (snapshot !== undefined) this.#journal.putSnapshot(snapshot);
      return undefined;
    } catch (error) {
      if (error instanceof InvariantError || error instanceof TypeError || error instanceof NotJsonError) {
        this.#open(); // what was begun with it must not stay
        return `the rules stop here: ${error.message}`;
      }
      throw error;
    }
  }

  /** What the digest that comes next vouches for: the next start of this node begins there, as the writer's does. */
  #snapshot(): StoredSnapshot | undefined {
    try {
      return this.#collective.snapshot();
    } catch (error) {
      this.#parts.tell(`no snapshot was kept: ${error instanceof Error ? error.message : String(error)}. Nothing is lost; the next start takes longer.`);
      return undefined;
    }
  }

  #write(sealed: SealedEntry, now: number): string | undefined {
    const seq = this.#collective.tree.size;
    const [answer] = this.#collective.take([sealed], now);
    return answer?.status === 'recorded' ? this.#journal.read(seq, 1)[0]?.record : undefined;
  }

  /** Not the writer's own clock entries and digests, nor what belongs to a handover that came to nothing: it must not come about later. */
  #missedOf(texts: readonly string[]): readonly string[] {
    const records = texts.map(parseRecord).filter((parsed) => parsed.ok).map(({ value }) => value);
    const handovers = new Set(records.filter(({ entry }) => entry.kind === 'propose' && entry.body.change.change === 'operator').map(({ entry }) => canonicalHash(hasher, entry)));
    const isHandover = (id: string): boolean => handovers.has(id) || this.#collective.state.proposals.get(id)?.revision.change.change === 'operator';
    const missed = records.filter(({ entry }) => {
      if (entry.kind === 'clock' || entry.kind === 'digest') return false;
      return entry.kind === 'propose' ? entry.body.change.change !== 'operator' : entry.kind !== 'ballot' || !isHandover(entry.body.proposal);
    });
    return missed.map(({ entry, seal }) => textOfEntry({ entry, seal }));
  }

  #judge(sealed: SealedEntry, now: number): Judgement {
    try {
      const message = sealMessage(sealed.entry);
      const fits = fitsRecord(sealed, message);
      if (!fits.ok) return { is: 'refuses', ...fits.refusal };
      const gate = this.#collective.gate(sealed, message, now);
      if (gate.pass) return { is: 'takes' };
      return gate.duplicate ? { is: 'has' } : { is: 'refuses', ...gate.refusal };
    } catch (error) {
      if (error instanceof NotJsonError) return { is: 'refuses', code: 'malformed', detail: error.message };
      throw error;
    }
  }
}

/** A sealed entry as nodes hand it on. */
export function textOfEntry(sealed: SealedEntry): string {
  return canonical(sealed);
}

function entryOf(text: string): SealedEntry {
  return JSON.parse(text) as SealedEntry;
}

function nameOf({ entry, seal }: SealedEntry): string {
  return `${entry.by} ${entry.id} ${seal.sig}`;
}

function hashOf(text: string): string {
  return Buffer.from(hasher.sha256(text)).toString('hex');
}
