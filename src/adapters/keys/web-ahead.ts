/**
 * Seals checked ahead by the browser's own Ed25519 (WebCrypto), many times as fast as plain JavaScript. It has the last word on nothing:
 * only what it takes counts as found, and what it refuses is checked again by `web.ts`. So that it can't take too much either, a browser
 * is asked first whether it refuses what only other equations than ours take.
 */
import type { Assertion, SealVerifier } from '../../vocabulary/ports.ts';
import { createFindings, type AheadVerifier } from './findings.ts';
import { base64Of32, base64Of64, fromBase64, isWeak, keyCache } from './forms.ts';
import { isLow, p256Bytes, signedBytes } from './passkey.ts';
import { createSealVerifier } from './web.ts';
import { createHasher } from './web-hasher.ts';

const p256Key = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const es256 = { name: 'ECDSA', hash: 'SHA-256' } as const;

/** The part of SubtleCrypto that is used. */
export type Subtle = {
  importKey(format: 'raw', key: Uint8Array<ArrayBuffer>, algorithm: string | typeof p256Key, extractable: boolean, uses: 'verify'[]): Promise<unknown>;
  verify(algorithm: string | typeof es256, key: unknown, signature: Uint8Array<ArrayBuffer>, data: Uint8Array<ArrayBuffer>): Promise<boolean>;
};

export type WebVerifier = AheadVerifier & {
  /** Whether the browser's own Ed25519 helps. */
  readonly native: boolean;
};

const utf8 = new TextEncoder();

/** @param subtle left out: there is none, as where a page came over plain HTTP */
export async function createWebVerifier(subtle: Subtle | undefined): Promise<WebVerifier> {
  const onTheSpot = createSealVerifier();
  const check = subtle === undefined ? undefined : nativeCheck(subtle);
  if (check === undefined || !await isStrict(check, onTheSpot)) return { ...createFindings(onTheSpot, () => undefined), native: false };
  return { ...createFindings(onTheSpot, async (...seal) => (await check(...seal) ? true : undefined)), native: true };
}

type Check = (publicKey: string, message: string, signature: string, assertion?: Assertion) => Promise<boolean>;

/** With the same strict forms as ours, whatever the browser would take beside. */
function nativeCheck(subtle: Subtle): Check {
  const hasher = createHasher();
  const keyOf = keyCache((text): Promise<unknown> | undefined => {
    if (!base64Of32.test(text)) return undefined;
    const raw = fromBase64(text);
    return isWeak(raw) ? undefined : subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  });
  const passkeyOf = keyCache((text): Promise<unknown> | undefined => {
    const raw = p256Bytes(text);
    return raw === undefined ? undefined : subtle.importKey('raw', raw, p256Key, false, ['verify']);
  });
  const fitsPasskey = async (publicKey: string, message: string, signature: Uint8Array<ArrayBuffer>, assertion: Assertion): Promise<boolean> => {
    const signed = isLow(signature) ? signedBytes((bytes) => hasher.sha256(bytes), message, assertion) : undefined;
    const key = signed === undefined ? undefined : await passkeyOf(publicKey);
    return key !== undefined && signed !== undefined && await subtle.verify(es256, key, signature, signed);
  };
  return async (publicKey, message, signature, assertion) => {
    if (!base64Of64.test(signature) || !message.isWellFormed()) return false;
    try {
      if (assertion !== undefined) return await fitsPasskey(publicKey, message, fromBase64(signature), assertion);
      const key = await keyOf(publicKey);
      return key !== undefined && await subtle.verify('Ed25519', key, fromBase64(signature), utf8.encode(message));
    } catch {
      return false; // no point of the curve, or no Ed25519 here
    }
  };
}

/** Key, message, signature. */
type Probe = readonly [string, string, string];

/** RFC 8032 s7.1, TEST 2: whoever knows Ed25519 takes it. */
const plain: Probe = ['PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=', 'r', 'kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA=='];

const firstKey = '11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
/**
 * What must be refused, under the key of TEST 1, though one equation or another takes it: R with a part of order 8 (8SB = 8R + 8kA), and
 * R = 1 in its second spelling (y = p + 1), which fits when points and not bytes are compared. How they are made: web-ahead.test.ts.
 */
export const temptations: readonly Probe[] = [
  [firstKey, 'torsion', 'HdlgspHFNRT+zhNB/A3NimSLOTTCxTNmb3N6ZU/x4b8VAImFxVjz/Qjmq3vO9R154FaT3xAC/7xFVoswhbgjBQ=='],
  [firstKey, 'spelling', '7v///////////////////////////////////////3/Ph38nMq4LExdWio+KgZR4qx42/8uDRM72vuUynJzDAw=='],
];

async function isStrict(check: Check, onTheSpot: SealVerifier): Promise<boolean> {
  if (!await check(...plain)) return false;
  for (const probe of temptations) if (await check(...probe) || onTheSpot.verify(...probe)) return false;
  return true;
}
