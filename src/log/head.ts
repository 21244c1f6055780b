/** What a signed head is worth, by what the log itself says: whose keys sign it, and whose cosignatures the members agreed to ask for. */
import type { KernelState } from '../kernel/state.ts';
import type { Hasher, SealVerifier } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import { signatureTypes, verifierKey } from './note.ts';
import { isQuorum, judgeCheckpoint, parsePolicy, type Policy } from './policy.ts';
import { checked, type Checked } from './problem.ts';

export type HeadStanding = {
  readonly size: number;
  /** By the policy's names, with the time by each witness's own clock (POSIX seconds). */
  readonly cosigned: readonly { readonly witness: string; readonly seconds: number }[];
  /** Witnesses that the policy names. */
  readonly witnesses: number;
  /** Whether the policy asks for any of them, and whether those who cosigned are enough. */
  readonly asked: boolean;
  readonly quorum: boolean;
};

/** The policy that the members agreed on, with the log's keys in force now. */
export function policyInForce(hasher: Hasher, state: Readonly<KernelState>): Policy {
  return agreedPolicy(hasher, state, ({ revokedAt }) => revokedAt === null);
}

/**
 * Whether enough of the witnesses that are agreed on in `state` have cosigned a head of this log, which any of its keys may have signed: the
 * head may be older than the state.
 */
export function isCosignedAsAgreed(ports: { readonly hasher: Hasher; readonly verifier: SealVerifier }, state: Readonly<KernelState>, note: string): boolean {
  const judged = judgeCheckpoint(ports.verifier, agreedPolicy(ports.hasher, state, () => true), note);
  return judged.ok && judged.value.quorum;
}

function agreedPolicy(hasher: Hasher, state: Readonly<KernelState>, counts: (key: { readonly revokedAt: Instant | null }) => boolean): Policy {
  const agreed = state.policy === null ? undefined : parsePolicy(hasher, state.policy.text);
  invariant(agreed?.ok !== false, 'an adopted policy can be read');
  const logs = [...state.keys.values()].filter((key) => key.grant.role === 'log' && counts(key))
    .map(({ grant }) => ({ key: verifierKey(hasher, state.origin, signatureTypes.ed25519, grant.public_key) }));
  return { ...(agreed?.value ?? { witnesses: [], groups: [], quorum: 'none' }), logs };
}

/**
 * @param state after exactly as many records as the head says
 * @param given asks for other witnesses than the members agreed on; its log lines, where it has any, must name the key too
 * Refuses as `judgeCheckpoint` does; too few cosignatures are no refusal.
 */
export function judgeHead(
  ports: { readonly hasher: Hasher; readonly verifier: SealVerifier }, state: Readonly<KernelState>, note: string, given?: Policy,
): Checked<{ readonly root: Uint8Array; readonly standing: HeadStanding }> {
  const own = policyInForce(ports.hasher, state);
  const first = judgeCheckpoint(ports.verifier, own, note);
  if (!first.ok) return first;
  const asked = given === undefined ? own : { ...given, logs: given.logs.length === 0 ? own.logs : given.logs };
  const verdict = given === undefined ? first : judgeCheckpoint(ports.verifier, asked, note);
  if (!verdict.ok) return verdict;
  const { checkpoint: { size, root }, cosigned, quorum } = verdict.value;
  return checked({ root, standing: { size, cosigned, witnesses: asked.witnesses.length, asked: !isQuorum(asked, new Set()), quorum } });
}
