/** Under which rules a log was founded: they decide it for good, and a release that has others decides nothing of it. */
import { protocolVersion, type Entry } from '../vocabulary/entries.ts';

/** A log that this release can't decide on: its rules of record are others. */
export class OtherRulesError extends Error {
  override readonly name = 'OtherRulesError';
  readonly code = 'other_rules';
  readonly hint = 'Use the release of Frankpledge that the collective runs on.';
}

/**
 * @param sandboxHash SHA-256 in hex of the engine that this release has
 * @throws OtherRulesError
 */
export function requireOwnRules({ body: { protocol, sandbox } }: Entry & { readonly kind: 'found' }, sandboxHash: string): void {
  if (protocol !== protocolVersion) throw new OtherRulesError(`the collective was founded under the rules of protocol ${String(protocol)}; this release has those of ${protocolVersion}`);
  if (sandbox !== sandboxHash) throw new OtherRulesError(`the collective was founded on the sandbox ${sandbox}; this release has ${sandboxHash}`);
}
