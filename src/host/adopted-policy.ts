/** Whose cosignatures the members agreed to ask for, and the keys by which others check the log's heads. */
import { policyInForce } from '../log/head.ts';
import { formatPolicy, parsePolicy, type Policy } from '../log/policy.ts';
import { invariant } from '../vocabulary/result.ts';
import type { Collective } from './collective.ts';

/** The policy in force with its witnesses' keys, and which member runs which of them. */
export type AdoptedPolicy = { readonly policy: Policy; readonly runs: { readonly [witness: string]: string } };

/** The agreed policy; null when none was agreed. */
export function adoptedPolicy({ hasher, state }: Collective): AdoptedPolicy | null {
  if (state.policy === null) return null;
  const policy = parsePolicy(hasher, state.policy.text);
  invariant(policy.ok, 'an adopted policy can be read');
  return { policy: policy.value, runs: state.policy.runs };
}

/** What others check heads by, as a tlog-policy: the log's keys in force, and the witnesses that the members agreed on. */
export function policyText({ hasher, state }: Collective): string {
  return formatPolicy(policyInForce(hasher, state));
}
