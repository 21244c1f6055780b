/**
 * Seals checked ahead while other entries are decided: the kernel then only looks up what was found. What wasn't checked ahead, or for
 * other words or another key, is checked on the spot; so the answer is always the same.
 */
import type { KeyGrant } from '../../vocabulary/grants.ts';
import { saysSame } from '../../vocabulary/json.ts';
import type { Assertion, SealVerifier } from '../../vocabulary/ports.ts';
import { sealParts, type Seal } from '../../vocabulary/seals.ts';

/** Findings kept until the kernel asks: more than may wait at one writer. */
const findingsMax = 20_000;

export type AheadVerifier = SealVerifier & {
  /** Resolves when the finding is there, or when it is left to the kernel's own check. Never rejects. */
  ahead(publicKey: string, message: string, signature: string, assertion?: Assertion): Promise<void>;
};

type Finding = { readonly publicKey: string; readonly message: string; readonly assertion: Assertion | undefined; readonly fits: boolean };

/** @param check never rejects; undefined leaves it to `onTheSpot` */
export function createFindings(
  onTheSpot: SealVerifier, check: (publicKey: string, message: string, signature: string, assertion?: Assertion) => Promise<boolean | undefined> | undefined,
): AheadVerifier {
  const findings = new Map<string, Finding>();
  return {
    verify(publicKey, message, signature, assertion) {
      const found = findings.get(signature);
      findings.delete(signature);
      const isOfThis = found !== undefined && found.publicKey === publicKey && found.message === message && isSame(found.assertion, assertion);
      return isOfThis ? found.fits : onTheSpot.verify(publicKey, message, signature, assertion);
    },
    async ahead(publicKey, message, signature, assertion) {
      const fits = findings.size < findingsMax ? await check(publicKey, message, signature, assertion) : undefined;
      if (fits !== undefined) findings.set(signature, { publicKey, message, assertion, fits });
    },
  };
}

/** Resolves at once where there is nothing to check: no such key, or a seal that can't be its. */
export async function sealAhead(verifier: Pick<AheadVerifier, 'ahead'>, grant: KeyGrant | undefined, message: string, seal: Seal): Promise<void> {
  const parts = grant === undefined ? undefined : sealParts(grant, seal);
  if (parts === undefined) return;
  const [publicKey, signature, assertion] = parts;
  await verifier.ahead(publicKey, message, signature, assertion);
}

function isSame(one: Assertion | undefined, other: Assertion | undefined): boolean {
  return one === undefined || other === undefined ? one === other : saysSame(one, other);
}
