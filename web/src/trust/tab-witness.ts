/**
 * A witness in an open tab. It remembers in the browser what it has cosigned, and stores before it signs; all tabs of one address are one
 * witness. Under a second name, with a key of its own, it cosigns what was replayed in this tab.
 */
import { consistencyFrom } from '../../../src/host/log-records.ts';
import type { LogClient } from '../../../src/host/log-client.ts';
import { toBase64, toHex } from '../../../src/log/bytes.ts';
import { checkpointIn, type Checkpoint } from '../../../src/log/checkpoint.ts';
import { knownKey } from '../../../src/log/cosignature.ts';
import { formatVerifierKey, signatureTypes, verifierKey, type KnownKey } from '../../../src/log/note.ts';
import { parsePolicy } from '../../../src/log/policy.ts';
import { TileError } from '../../../src/log/tiles.ts';
import { cosignAnswer, decideAddCheckpoint, formatAddCheckpoint, openAddCheckpoint } from '../../../src/log/witness.ts';
import type { Hasher, Sealer, SealVerifier } from '../../../src/vocabulary/ports.ts';
import { formatEvidence } from './evidence.ts';
import type { Cosigner, Failure } from './messages.ts';
import type { KeyKind, StoredKey, TrustStore } from './store.ts';

export type WitnessParts = {
  readonly client: Pick<LogClient, 'url' | 'pending' | 'policy' | 'tiles' | 'bundle' | 'cosign'>;
  readonly hasher: Hasher;
  readonly verifier: SealVerifier;
  readonly createSealer: (seed: Uint8Array) => Sealer;
  readonly newSeed: () => Uint8Array;
  readonly store: Pick<TrustStore, 'key' | 'held' | 'compareAndSet'>;
  /** As in the address: part of the cosigner's name. */
  readonly host: string;
  /** The browser's clock, in milliseconds. */
  readonly now: () => number;
};

export type Round =
  | { readonly did: 'cosigned'; readonly size: number; readonly root: string; readonly both: boolean }
  /** Nothing new. */
  | { readonly did: 'nothing' }
  | { readonly did: 'refused'; readonly trouble: Failure & { readonly evidence: string | null } };

/** Between reading the stored head and storing the next another tab may come in; more often than this it is stuck. */
const attemptsMax = 8;
/** After which the same head is cosigned again, so that people see that the tab is there. */
const refreshMs = 60_000;

type Key = Cosigner & { readonly sealer: Sealer; readonly vkey: string };
type Done = { readonly text: string; readonly both: boolean; readonly at: number };

export class TabWitness {
  readonly #parts: WitnessParts;
  readonly #keys = new Map<KeyKind, Key>();
  /** By origin, as the collective named them when the tab began. */
  readonly #logs = new Map<string, readonly KnownKey[]>();
  #done: Done | undefined;

  constructor(parts: WitnessParts) {
    this.#parts = parts;
  }

  /** The same in all tabs, and at all times. @throws what the store rejects with */
  async cosigner(kind: KeyKind): Promise<Cosigner> {
    const { name, policyLine } = await this.#key(kind);
    return { name, policyLine };
  }

  /**
   * Looks at the newest signed head and cosigns it, if it goes on from what was cosigned last.
   * @param replayedTo whether this tab has itself replayed to exactly this head
   * @throws LogClientError when it can't be asked; what the store rejects with: nothing was cosigned then
   */
  async round(replayedTo: (note: string, head: Checkpoint) => Promise<boolean>): Promise<Round> {
    const { client } = this.#parts;
    const note = await client.pending();
    const head = note === undefined ? undefined : checkpointIn(note);
    if (note === undefined || head?.ok !== true) return { did: 'nothing' };
    await this.#learn(head.value.origin);
    const both = await replayedTo(note, head.value);
    const keys = both ? [await this.#key('tab'), await this.#key('replayed')] : [await this.#key('tab')];
    return await this.#cosign(note, head.value, keys);
  }

  async #cosign(note: string, head: Checkpoint, keys: readonly Key[]): Promise<Round> {
    const { client, hasher, store, now } = this.#parts;
    const both = keys.length > 1;
    for (let attempt = 0; attempt < attemptsMax; attempt++) {
      const held = await store.held(head.origin);
      const oldSize = sizeOf(held);
      if (oldSize > head.size) return this.#refused('set_back', `The server shows ${head.size} records, and ${oldSize} were cosigned here: the log was set back.`, [held, note]);
      const proof = await this.#proof(oldSize, head);
      if (typeof proof === 'string') return this.#refused('rewritten', proof, [held, note]);
      const opened = openAddCheckpoint(this.#logs, formatAddCheckpoint({ oldSize, proof, checkpoint: note }));
      if (!opened.opened) return this.#refused('not_signed', `The head of ${head.size} records isn't taken: ${opened.answer.body.trim()}.`, [note]);
      const decision = decideAddCheckpoint(hasher, held, opened.request);
      if (decision.decided === 'refuse') return this.#refused(decision.evidence === undefined ? 'rewritten' : 'two_faces', `The head of ${head.size} records isn't taken: ${decision.answer.body.trim()}.`, [held, note]);
      if (this.#isFresh(decision.text, both)) return { did: 'nothing' };
      if (decision.store !== decision.compare && !await store.compareAndSet(head.origin, decision.compare, decision.store)) continue;
      const { body } = cosignAnswer(hasher, keys, decision.text, Math.floor(now() / 1000));
      await client.cosign(`${keys.map(({ vkey }) => `cosigner ${vkey}\n`).join('')}\n${body}`);
      this.#done = { text: decision.text, both, at: now() };
      return { did: 'cosigned', size: head.size, root: toBase64(head.root), both };
    }
    return { did: 'nothing' }; // other tabs are at it
  }

  /** The proof, or why there can be none. */
  async #proof(oldSize: number, head: Checkpoint): Promise<readonly Uint8Array[] | string> {
    try {
      return await consistencyFrom(this.#parts.client, this.#parts.hasher, oldSize, head);
    } catch (error) {
      if (!(error instanceof TileError) || error.code !== 'wrong_tile') throw error;
      return `The log of ${head.size} records can't be proved to go on from the ${oldSize} that were cosigned here: ${error.message}.`;
    }
  }

  #isFresh(text: string, both: boolean): boolean {
    return this.#done?.text === text && (this.#done.both || !both) && this.#parts.now() - this.#done.at < refreshMs;
  }

  #refused(code: string, message: string, notes: readonly (string | undefined)[]): Round {
    const heads = notes.filter((note) => note !== undefined);
    const evidence = formatEvidence(this.#parts.client.url, this.#parts.now(), { finding: { seq: null, what: 'head', message }, heads });
    return { did: 'refused', trouble: { code, message, hint: 'Nothing was cosigned. Save what was found, and show it to the other members.', evidence } };
  }

  async #key(kind: KeyKind): Promise<Key> {
    let key = this.#keys.get(kind);
    if (key === undefined) this.#keys.set(kind, key = this.#opened(await this.#parts.store.key(kind, this.#made(kind))));
    return key;
  }

  #made(kind: KeyKind): StoredKey {
    const { hasher, host, newSeed, createSealer } = this.#parts;
    const seed = newSeed();
    return { seed, name: `${host}/${kind}-${toHex(hasher.sha256(createSealer(seed).publicKey)).slice(0, 8)}` };
  }

  #opened({ name, seed }: StoredKey): Key {
    const { hasher, createSealer } = this.#parts;
    const sealer = createSealer(seed);
    const vkey = formatVerifierKey(verifierKey(hasher, name, signatureTypes.ed25519Cosignature, sealer.publicKey));
    return { name, sealer, vkey, policyLine: `witness ${name.slice(name.lastIndexOf('/') + 1)} ${vkey}` };
  }

  async #learn(origin: string): Promise<void> {
    if (this.#logs.has(origin)) return;
    const { client, hasher, verifier } = this.#parts;
    const policy = parsePolicy(hasher, await client.policy());
    const logs = policy.ok ? policy.value.logs.filter(({ key }) => key.name === origin) : [];
    this.#logs.set(origin, logs.flatMap(({ key }) => {
      const known = knownKey(verifier, key);
      return known.ok ? [known.value] : [];
    }));
  }
}

function sizeOf(note: string | undefined): number {
  const head = note === undefined ? undefined : checkpointIn(note);
  return head?.ok === true ? head.value.size : 0;
}
