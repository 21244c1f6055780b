/** Seals checked ahead on Node's thread pool. */
import { verify } from 'node:crypto';
import { createFindings, type AheadVerifier } from './findings.ts';
import { createSealVerifier, keysByText, verifiable } from './node.ts';

export function createAheadVerifier(): AheadVerifier {
  const keyOf = keysByText();
  return createFindings(createSealVerifier(), (...seal) => {
    const parts = verifiable(keyOf, ...seal);
    if (parts === undefined) return undefined;
    return new Promise((done) => {
      verify(...parts, (error, fits) => done(error === null ? fits : undefined));
    });
  });
}
