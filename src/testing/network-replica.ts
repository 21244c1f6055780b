/**
 * A small log with small rules for the simulated network: entries are acts, proposals of another writer, ballots, and changes of the policy.
 * It stands in for kernel and journal; trees, roots and proofs are the real ones.
 */
import { createTree, consistencyProof, leafHash, type TreeSnapshot } from '../log/merkle.ts';
import { toBase64 } from '../log/bytes.ts';
import { quorumOf, type Quorum } from '../log/nodes/quorum.ts';
import type { Judgement, Replica } from '../log/nodes/replica.ts';
import type { WitnessPolicy } from '../vocabulary/outcomes.ts';
import type { Hasher, PolicyReader } from '../vocabulary/ports.ts';
import { invariant, ok } from '../vocabulary/result.ts';

export type ToyEntry =
  | { readonly kind: 'found'; readonly id: string; readonly key: string }
  | { readonly kind: 'act'; readonly id: string }
  | { readonly kind: 'propose'; readonly id: string; readonly by: string; readonly key: string }
  | { readonly kind: 'ballot'; readonly id: string; readonly by: string; readonly proposal: string }
  | { readonly kind: 'policy'; readonly id: string; readonly policy: WitnessPolicy };

type ToyRecord = { readonly seq: number; readonly at: number; readonly entry: ToyEntry };

/** What the rules know after a record. */
type Rules = {
  readonly logKey: string;
  readonly policy: WitnessPolicy | null;
  readonly quorum: Quorum | null;
  /** Open proposals → the key that each brings, and who has said yes. */
  readonly proposals: ReadonlyMap<string, { readonly key: string; readonly yes: readonly string[] }>;
};

/** A policy's text is the number of witnesses that it asks for. */
const toyPolicies: PolicyReader = { witnesses: () => ok({}), fulfilled: (text, names) => names.size >= Number(text) };

/** `oneIsEnough`: a fault, to see that it is found. */
export type ToyOptions = { readonly appearMs: number; readonly oneIsEnough?: boolean };

export class ToyReplica implements Replica {
  readonly #hasher: Hasher;
  readonly #options: ToyOptions;
  readonly #records: string[] = [];
  readonly #leaves: Uint8Array[] = [];
  /** After so many records. */
  readonly #trees: TreeSnapshot[] = [{ size: 0, peaks: [] }];
  readonly #roots: string[] = [];
  readonly #rules: Rules[] = [{ logKey: '', policy: null, quorum: null, proposals: new Map() }];
  readonly #places = new Map<string, number>();

  constructor(hasher: Hasher, options: ToyOptions, records: readonly string[]) {
    this.#hasher = hasher;
    this.#options = options;
    this.#roots.push(toBase64(createTree(hasher).root()));
    invariant(this.rebase(0, records) === undefined, 'what was stored is as the rules give it');
  }

  get size(): number {
    return this.#records.length;
  }

  root(size: number): string {
    return this.#roots[size] ?? '';
  }

  rootOver(from: number, records: readonly string[]): string {
    const tree = createTree(this.#hasher, this.#trees[from]);
    for (const record of records) tree.append(record);
    return toBase64(tree.root());
  }

  records(from: number, to: number): readonly string[] {
    return this.#records.slice(from, to);
  }

  leaves(size: number): readonly Uint8Array[] {
    return this.#leaves.slice(0, size);
  }

  consistency(oldSize: number, newSize: number): readonly string[] {
    return consistencyProof(this.#hasher, this.leaves(newSize), oldSize).map(toBase64);
  }

  quorums(from: number, to: number): readonly (Quorum | null)[] {
    const all = this.#rules.slice(from, to + 1).map(({ quorum }) => quorum);
    return all.filter((quorum, i) => i === 0 || quorum !== all[i - 1]);
  }

  nextTurn(from: number, to: number): number | undefined {
    for (let size = from + 1; size <= to; size++) if (this.#rules[size]?.quorum !== this.#rules[size - 1]?.quorum) return size;
    return undefined;
  }

  rebase(from: number, records: readonly string[]): { readonly at: number; readonly detail: string } | undefined {
    this.#truncate(from);
    for (const text of records) {
      const record = JSON.parse(text) as ToyRecord;
      if (record.seq !== this.size) return { at: this.size, detail: 'out of order' };
      if (this.#verdict(record.entry).is !== 'takes') return { at: this.size, detail: 'the rules do not take this' };
      this.#append(text, record.entry);
    }
    return undefined;
  }

  logKeys(): readonly string[] {
    return [this.#now().logKey];
  }

  judge(entry: string): Judgement {
    return this.#verdict(JSON.parse(entry) as ToyEntry);
  }

  write(entry: string, now: number): string | undefined {
    const read = JSON.parse(entry) as ToyEntry;
    if (this.#verdict(read).is !== 'takes') return undefined;
    const text = JSON.stringify({ seq: this.size, at: now, entry: read } satisfies ToyRecord);
    this.#append(text, read);
    return text;
  }

  nameOf(entry: string): string {
    return (JSON.parse(entry) as ToyEntry).id;
  }

  nameIn(record: string): string {
    return (JSON.parse(record) as ToyRecord).entry.id;
  }

  missedOf(records: readonly string[]): readonly string[] {
    return records.map((record) => (JSON.parse(record) as ToyRecord).entry).filter(({ kind }) => kind === 'act').map((entry) => JSON.stringify(entry));
  }

  proposed(entry: string): { readonly id: string; readonly logKey: string } | undefined {
    const read = JSON.parse(entry) as ToyEntry;
    return read.kind === 'propose' ? { id: read.id, logKey: read.key } : undefined;
  }

  appearMs(): number {
    return this.#options.appearMs;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  #now(): Rules {
    const rules = this.#rules[this.size];
    invariant(rules !== undefined, 'there are rules after every record');
    return rules;
  }

  #verdict(entry: ToyEntry): Judgement {
    if (this.#places.has(entry.id)) return { is: 'has' };
    const fits = entry.kind === 'found' ? this.size === 0 : this.size > 0 && !entry.id.startsWith('bad');
    return fits ? { is: 'takes' } : { is: 'refuses', code: 'not_permitted', detail: entry.id };
  }

  #append(text: string, entry: ToyEntry): void {
    const rules = this.#after(entry);
    const tree = createTree(this.#hasher, this.#trees[this.size]);
    this.#leaves.push(leafHash(this.#hasher, text));
    tree.append(text);
    this.#places.set(entry.id, this.size);
    this.#records.push(text);
    this.#trees.push(tree.snapshot());
    this.#roots.push(toBase64(tree.root()));
    this.#rules.push(rules);
  }

  #after(entry: ToyEntry): Rules {
    const rules = this.#now();
    switch (entry.kind) {
      case 'found': return { ...rules, logKey: entry.key };
      case 'act': return rules;
      case 'policy': return { ...rules, policy: entry.policy, quorum: this.#quorum(entry.policy) };
      case 'propose': return this.#voted(new Map([...rules.proposals, [entry.id, { key: entry.key, yes: [] }]]), entry.id, entry.by);
      case 'ballot': return this.#voted(rules.proposals, entry.proposal, entry.by);
    }
  }

  #quorum(policy: WitnessPolicy): Quorum | null {
    const quorum = quorumOf(policy, toyPolicies);
    return quorum === null || this.#options.oneIsEnough !== true ? quorum : { nodes: quorum.nodes, isEnough: (names) => names.size > 0 };
  }

  #voted(proposals: Rules['proposals'], id: string, by: string): Rules {
    const rules = this.#now();
    const proposal = proposals.get(id);
    if (proposal === undefined) return rules;
    const yes = [...proposal.yes, by];
    const carried = rules.quorum?.isEnough(new Set(yes)) === true;
    if (carried) return { ...rules, logKey: proposal.key, proposals: new Map([...proposals].filter(([other]) => other !== id)) };
    return { ...rules, proposals: new Map([...proposals, [id, { ...proposal, yes }]]) };
  }

  #truncate(size: number): void {
    for (const record of this.#records.slice(size)) this.#places.delete(this.nameIn(record));
    for (const list of [this.#records, this.#leaves] as unknown[][]) list.length = Math.min(list.length, size);
    for (const list of [this.#trees, this.#roots, this.#rules] as unknown[][]) list.length = Math.min(list.length, size + 1);
  }
}
