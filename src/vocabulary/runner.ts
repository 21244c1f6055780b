/**
 * The contract-runner port: how the kernel has contract code run. The sandbox is its engine of record; others must give the same bytes.
 */
import type { Effect } from './effects.ts';
import type { Json, JsonObject } from './json.ts';
import type { RefusalCode } from './refusals.ts';

/** Handlers live in groups of the contract's default export. */
export type HandlerGroup = 'adopted' | 'observed' | 'requested' | 'reviewed' | 'woke' | 'asked' | 'posted' | 'due' | 'marked' | 'decided' | 'consented';

export type Call = {
  readonly group: HandlerGroup;
  /** The event, action, review decision, timer, question or waking; empty for `adopted`. */
  readonly name: string;
  readonly event: JsonObject;
  readonly view: JsonObject;
  /** The cells it may read and write: alias → key, or a list of keys. */
  readonly cells: { readonly [alias: string]: string | readonly string[] };
};

export type Batch = {
  /** SHA-256 in hex of the compiled code: one instance per version of a contract. */
  readonly code: string;
  /** Names the agreed terms: the same `setup` always comes with the same terms and parties, so an engine may keep them. */
  readonly setup: string;
  readonly terms: JsonObject;
  readonly parties: JsonObject;
  /** Present values of all cells that the calls name, by key. */
  readonly state: { readonly [key: string]: Json };
  /** In order; each sees what the calls before it wrote. */
  readonly calls: readonly Call[];
};

export type CallResult =
  | {
    readonly ok: true;
    /** Cells that changed, by key; null deletes. */
    readonly state: { readonly [key: string]: Json };
    readonly effects: readonly Effect[];
    /** Only for a question. */
    readonly answer?: Json;
    readonly gas: number;
  }
  /** It refused, failed or was stopped: its state change is dropped. */
  | { readonly ok: false; readonly code: RefusalCode; readonly detail: string; readonly gas: number };

export type ContractRunner = {
  /** Whether the code is at hand. */
  has(code: string): boolean;
  /** Runs the calls in order, one result each. Never throws for what the code does. */
  run(batch: Batch): readonly CallResult[];
};

/** A runner with its code at hand: compiled contracts by hash, added as kits are adopted or a log is taken up. */
export type CodeSandbox = {
  readonly runner: ContractRunner;
  /** SHA-256 in hex of the Wasm file of the engine of record. */
  readonly hash: string;
  add(codeHash: string, code: string): void;
  /** Drops what instances keep of agreed terms. */
  forget(): void;
};

/** Gas for one call: about 10 ms of the engine of record. */
export const gasPerCallMax = 1_000_000;
/** Bytes of JSON of one cell, and of all cells that one call changes. */
export const cellBytesMax = 65_536;
export const stateBytesPerCallMax = 262_144;
