/**
 * Receipts (c2sp.org/tlog-proof): a proof, to be checked offline, that an entry is in a log that witnesses have seen.
 *
 * ```
 * c2sp.org/tlog-proof@v1
 * extra <base64>                    may be left out; nothing vouches for it
 * index <place of the entry, from 0>
 * <hashes of the inclusion proof, from the leaf up, each a line of base64>
 * <empty line>
 * <the signed checkpoint, as it is>
 * ```
 */
import type { Hasher, SealVerifier } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import { fromBase64, toBase64 } from './bytes.ts';
import { formatHashLines, isCleanText, parseCount, parseHashLines, quote } from './lines.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { noteCharsMax } from './note.ts';
import { judgeCheckpoint, type Policy, type PolicyVerdict } from './policy.ts';
import { checked, problem, type Checked } from './problem.ts';

/** The first line of a receipt. */
export const proofHeader = 'c2sp.org/tlog-proof@v1';
/** As many hashes as a tree of 2^63 leaves can need. */
export const proofHashesMax = 63;
/** Characters of a receipt: its checkpoint's, and as many again for all before it. */
export const proofCharsMax = 2 * noteCharsMax;

export type LogProof = {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  /** The whole signed note. */
  readonly checkpoint: string;
  /** Not authenticated. */
  readonly extra?: Uint8Array;
};

export function formatProof({ index, hashes, checkpoint, extra }: LogProof): string {
  invariant(Number.isSafeInteger(index) && index >= 0, 'an entry has a whole number as its place');
  const extraLine = extra === undefined ? '' : `extra ${toBase64(extra)}\n`;
  return `${proofHeader}\n${extraLine}index ${index}\n${formatHashLines(hashes)}\n${checkpoint}`;
}

/** The inverse of {@link formatProof}, without checking anything that it says. Refuses with `malformed`. */
export function parseProof(text: string): Checked<LogProof> {
  if (text.length > proofCharsMax || !isCleanText(text)) return problem('malformed', 'the receipt is too long, or has control characters');
  const split = text.indexOf('\n\n');
  if (split < 0) return problem('malformed', 'the receipt has no empty line before its checkpoint');
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== proofHeader) return problem('malformed', `the receipt starts with ${quote(header ?? '')}, not with ${proofHeader}`);
  const extra = lines[0]?.startsWith('extra ') === true ? fromBase64((lines.shift() ?? '').slice('extra '.length)) : null;
  if (extra === undefined) return problem('malformed', 'the receipt\'s extra line is not base64');
  const [, digits = ''] = /^index (\d+)$/.exec(lines.shift() ?? '') ?? [];
  const index = parseCount(digits);
  if (index === undefined) return problem('malformed', 'the receipt has no line with its index, a whole number up to 2^53 - 1');
  if (lines.length > proofHashesMax) return problem('malformed', `the receipt has more than ${proofHashesMax} hashes`);
  const hashes = parseHashLines(lines);
  if (typeof hashes === 'number') return problem('malformed', `${quote(lines[hashes] ?? '')} in the receipt is not a hash in base64`);
  return checked({ index, hashes, checkpoint: text.slice(split + 2), ...(extra === null ? {} : { extra }) });
}

/**
 * Checks offline that `entry` is where the receipt says, in a log that the policy accepts and that enough witnesses have cosigned.
 * Refuses with what `judgeCheckpoint` refuses with, with `not_in_log`, and with `no_quorum`.
 */
export function verifyProof(
  ports: { readonly hasher: Hasher; readonly verifier: SealVerifier }, policy: Policy, proof: LogProof, entry: Uint8Array | string,
): Checked<PolicyVerdict> {
  const verdict = judgeCheckpoint(ports.verifier, policy, proof.checkpoint);
  if (!verdict.ok) return verdict;
  const { checkpoint: { size, root }, cosigned, quorum } = verdict.value;
  if (!verifyInclusion(ports.hasher, { index: proof.index, size, root, proof: proof.hashes, leafHash: leafHash(ports.hasher, entry) })) {
    return problem('not_in_log', `the receipt does not prove that this is entry ${proof.index} of the ${size} in the signed log`);
  }
  if (!quorum) return problem('no_quorum', `${cosigned.length} witnesses have cosigned, which the policy's quorum ${quote(policy.quorum)} is not content with`);
  return verdict;
}
