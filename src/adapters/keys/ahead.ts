/**
 * Seals checked ahead on Node's thread pool while other entries are decided: the kernel then only looks up what was found. What wasn't
 * checked ahead, or for other words or another key, is checked on the spot; so the answer is always the same.
 */
import { verify } from 'node:crypto';
import type { SealVerifier } from '../../vocabulary/ports.ts';
import { createSealVerifier, verifiableKey } from './node.ts';

/** Findings kept until the kernel asks: more than may wait at one writer. */
const findingsMax = 20_000;

export type AheadVerifier = SealVerifier & {
  /** Resolves when the finding is there, or when it is left to the kernel's own check. Never rejects. */
  ahead(publicKey: string, message: string, signature: string): Promise<void>;
};

type Finding = { readonly publicKey: string; readonly message: string; readonly fits: boolean };

export function createAheadVerifier(): AheadVerifier {
  const onTheSpot = createSealVerifier();
  const findings = new Map<string, Finding>();
  return {
    verify(publicKey, message, signature) {
      const found = findings.get(signature);
      findings.delete(signature);
      return found !== undefined && found.publicKey === publicKey && found.message === message ? found.fits : onTheSpot.verify(publicKey, message, signature);
    },
    ahead(publicKey, message, signature) {
      const checked = findings.size < findingsMax ? verifiableKey(publicKey, message, signature) : undefined;
      if (checked === undefined) return Promise.resolve();
      return new Promise((done) => {
        verify(null, Buffer.from(message), checked, Buffer.from(signature, 'base64'), (error, fits) => {
          if (error === null) findings.set(signature, { publicKey, message, fits });
          done();
        });
      });
    },
  };
}
