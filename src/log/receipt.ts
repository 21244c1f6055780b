/** What a receipt says once it is checked: which record lies where, in which head, seen by whom. */
import type { Hasher, SealVerifier } from '../vocabulary/ports.ts';
import type { LogRecord } from '../vocabulary/records.ts';
import { toBase64, toHex } from './bytes.ts';
import type { HeadStanding } from './head.ts';
import { isQuorum, type Policy, type PolicyVerdict } from './policy.ts';
import { checked, problem, type Checked } from './problem.ts';
import { parseProof, verifyProof } from './proof.ts';
import { parseRecord } from './record.ts';

export type ProvedHead = HeadStanding & {
  readonly origin: string;
  /** Base64. */
  readonly root: string;
};

export type CheckedReceipt = { readonly record: LogRecord; readonly head: ProvedHead };

/**
 * Checks offline what a receipt of ours proves: it carries its record. Refuses with `malformed`, and as `verifyProof` does.
 * @param policy whose keys and cosignatures count
 */
export function checkReceipt(ports: { readonly hasher: Hasher; readonly verifier: SealVerifier }, policy: Policy, text: string): Checked<CheckedReceipt> {
  const proof = parseProof(text);
  if (!proof.ok) return proof;
  const { extra, index } = proof.value;
  if (extra === undefined) return problem('malformed', 'the receipt doesn\'t carry the record that it proves');
  const verdict = verifyProof(ports, policy, proof.value, extra);
  if (!verdict.ok) return verdict;
  const record = parseRecord(utf8Text(extra) ?? '');
  if (!record.ok) return problem('malformed', `the entry in the receipt is no record: ${record.refusal.detail}`);
  if (record.value.seq !== index) return problem('not_in_log', `the record says that it is record ${record.value.seq}, and it lies at ${index}`);
  return checked({ record: record.value, head: provedHead(policy, verdict.value) });
}

/** Undefined for what is no UTF-8. */
function utf8Text(bytes: Uint8Array): string | undefined {
  try {
    return decodeURIComponent(toHex(bytes).replace(/../g, '%$&'));
  } catch {
    return undefined;
  }
}

export function provedHead(policy: Policy, { checkpoint: { origin, size, root }, cosigned, quorum }: PolicyVerdict): ProvedHead {
  return { origin, size, root: toBase64(root), cosigned, witnesses: policy.witnesses.length, asked: !isQuorum(policy, new Set()), quorum };
}
