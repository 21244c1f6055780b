/**
 * Seals checked ahead while other entries are decided: the kernel then only looks up what was found. What wasn't checked ahead, or for
 * other words or another key, is checked on the spot; so the answer is always the same.
 */
import type { SealVerifier } from '../../vocabulary/ports.ts';

/** Findings kept until the kernel asks: more than may wait at one writer. */
const findingsMax = 20_000;

export type AheadVerifier = SealVerifier & {
  /** Resolves when the finding is there, or when it is left to the kernel's own check. Never rejects. */
  ahead(publicKey: string, message: string, signature: string): Promise<void>;
};

type Finding = { readonly publicKey: string; readonly message: string; readonly fits: boolean };

/** @param check never rejects; undefined leaves it to `onTheSpot` */
export function createFindings(
  onTheSpot: SealVerifier, check: (publicKey: string, message: string, signature: string) => Promise<boolean | undefined> | undefined,
): AheadVerifier {
  const findings = new Map<string, Finding>();
  return {
    verify(publicKey, message, signature) {
      const found = findings.get(signature);
      findings.delete(signature);
      return found !== undefined && found.publicKey === publicKey && found.message === message ? found.fits : onTheSpot.verify(publicKey, message, signature);
    },
    async ahead(publicKey, message, signature) {
      const fits = findings.size < findingsMax ? await check(publicKey, message, signature) : undefined;
      if (fits !== undefined) findings.set(signature, { publicKey, message, fits });
    },
  };
}
