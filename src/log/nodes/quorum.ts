/**
 * Who must hold a record before the log's key signs over it. Nodes are the witnesses of the adopted policy of which it is said who runs
 * them: each holds the whole log. Where there are none, or all of them together don't fulfil the policy, the writer decides alone.
 */
import { areEnoughNodes } from '../../kernel/own-rules.ts';
import type { WitnessPolicy } from '../../vocabulary/outcomes.ts';
import type { PolicyReader } from '../../vocabulary/ports.ts';
import { compareIds } from '../../vocabulary/ids.ts';

export type Quorum = {
  /** Nodes' names in their order of standing as candidates → their public keys (32 bytes in base64). */
  readonly nodes: ReadonlyMap<string, string>;
  /** Whether these nodes are enough. Any two sets that are have a node in common. */
  readonly isEnough: (names: ReadonlySet<string>) => boolean;
};

/** Null: no nodes are in charge. */
export function quorumOf(policy: WitnessPolicy | null, policies: PolicyReader): Quorum | null {
  if (policy === null) return null;
  const names = Object.keys(policy.runs).sort(compareIds);
  const isEnough = (some: ReadonlySet<string>): boolean => areEnoughNodes(policy, policies, some);
  if (!isEnough(new Set(names))) return null;
  return { nodes: new Map(names.map((name) => [name, policy.witnesses[name] ?? ''])), isEnough };
}

/** Whether the names are enough for every one of these quorums: while a change of the policy isn't committed, old and new both count. */
export function areEnough(quorums: readonly (Quorum | null)[], names: ReadonlySet<string>): boolean {
  return quorums.every((quorum) => quorum === null || quorum.isEnough(names));
}

/** The nodes of all of these quorums, each once, with their public keys. */
export function nodesOf(quorums: readonly (Quorum | null)[]): Map<string, string> {
  return new Map(quorums.flatMap((quorum) => [...(quorum?.nodes ?? [])]));
}
