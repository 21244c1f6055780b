/** Seals checked ahead on Node's thread pool. */
import { verify } from 'node:crypto';
import { createFindings, type AheadVerifier } from './findings.ts';
import { createSealVerifier, verifiableKey } from './node.ts';

export function createAheadVerifier(): AheadVerifier {
  return createFindings(createSealVerifier(), (publicKey, message, signature) => {
    const key = verifiableKey(publicKey, message, signature);
    if (key === undefined) return undefined;
    return new Promise((done) => {
      verify(null, Buffer.from(message), key, Buffer.from(signature, 'base64'), (error, fits) => done(error === null ? fits : undefined));
    });
  });
}
