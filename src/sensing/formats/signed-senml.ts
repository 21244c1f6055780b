/**
 * Signed SenML: a JWS in its compact form (RFC 7515) by Ed25519 (`EdDSA`, RFC 8037), whose payload is a pack. What is signed is
 * `base64url(header).base64url(pack)`, with the header
 *
 *     {"alg":"EdDSA","kid":"scale","cty":"senml+json","crit":["origin","seq"],"origin":"<the collective's>","seq":412}
 *
 * - `kid`: the id in the log of one of the device's keys
 * - `origin`: the collective that it speaks to, so that nobody can hand it on to another one
 * - `seq`: counts the device's messages from 1, so that what comes twice counts once; it never falls and never repeats with other content
 * - `crit` (section 4.1.11) lists both, so that no verifier that doesn't know them passes over them
 *
 * Other header parameters are ignored, as section 4 asks; other algorithms, `none` above all, are refused.
 */
import { isId } from '../../vocabulary/ids.ts';
import { isObject } from '../../vocabulary/json.ts';
import type { Sealer, SealVerifier } from '../../vocabulary/ports.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import { textFromBase64url, textToBase64url } from './base64url.ts';
import { parseJson } from './payload.ts';

export type SignedSenml = { readonly device: string; readonly seq: number; /** The pack, as JSON says it. */ readonly pack: unknown };

export type SignatureAround = {
  readonly seals: SealVerifier;
  /** The device's key under its id in the log, while it is in force: 32 bytes in base64. */
  readonly keyOf: (key: string) => { readonly device: string; readonly publicKey: string } | undefined;
};

type Header = { readonly kid: string; readonly seq: number };

const critical = ['origin', 'seq'];

/** Whether it has the form of a JWS: whoever looks at it needs no key. */
export function isCompactJws(text: string): boolean {
  return /^[\w-]+\.[\w-]*\.[\w-]*$/.test(text);
}

/** Takes it apart and verifies it. Refuses with `bad_seal`, `unknown_key`, `wrong_origin`, or with what is malformed. */
export function openSignedSenml({ seals, keyOf }: SignatureAround, origin: string, jws: string): Result<SignedSenml> {
  const [encodedHeader = '', encodedPack = '', signature = ''] = jws.split('.');
  const header = readHeader(encodedHeader, origin);
  if (!header.ok) return header;
  const { kid, seq } = header.value;
  const key = keyOf(kid);
  if (key === undefined) return refuse('unknown_key', `no device has the key "${kid}" here`);
  const isSigned = seals.verify(key.publicKey, `${encodedHeader}.${encodedPack}`, standardBase64(signature));
  if (!isSigned) return refuse('bad_seal', `it isn't signed by "${kid}"`);
  const pack = parsed(encodedPack);
  return pack === undefined ? refuse('malformed', 'what is signed is no JSON in UTF-8') : ok({ device: key.device, seq, pack });
}

/** Signs a pack, as a device does. */
export function signSenml(sealer: Sealer, header: { readonly kid: string; readonly origin: string; readonly seq: number }, pack: readonly object[]): string {
  const { kid, origin, seq } = header;
  const signed = [{ alg: 'EdDSA', kid, cty: 'senml+json', crit: critical, origin, seq }, pack].map((part) => textToBase64url(JSON.stringify(part))).join('.');
  return `${signed}.${sealer.sign(signed).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`;
}

function readHeader(encoded: string, origin: string): Result<Header> {
  const header = parsed(encoded);
  if (!isObject(header)) return refuse('malformed', 'the header of the JWS is no JSON object');
  const { alg, kid, cty, crit, seq } = header;
  if (alg !== 'EdDSA') return refuse('bad_seal', `"alg" is ${short(alg)}; devices sign with EdDSA`);
  if (cty !== 'senml+json' && cty !== 'application/senml+json') return refuse('malformed', `"cty" is ${short(cty)}, and should be senml+json`);
  if (!Array.isArray(crit) || crit.length !== critical.length || !critical.every((name) => crit.includes(name))) {
    return refuse('malformed', `"crit" is ${short(crit)}, and should be ${JSON.stringify(critical)}`);
  }
  if (header['b64'] !== undefined) return refuse('malformed', '"b64" has to be left out');
  if (!isId(kid)) return refuse('malformed', `"kid" is ${short(kid)}, and should be the id of the device's key in the log`);
  if (header['origin'] !== origin) return refuse('wrong_origin', `"origin" is ${short(header['origin'])}; here it is ${origin}`);
  if (!Number.isSafeInteger(seq) || (seq as number) < 1) return refuse('malformed', `"seq" is ${short(seq)}, and should count from 1`);
  return ok({ kid, seq: seq as number });
}

function parsed(encoded: string): unknown {
  const text = textFromBase64url(encoded);
  return text === undefined ? undefined : parseJson(text);
}

function standardBase64(encoded: string): string {
  return `${encoded.replaceAll('-', '+').replaceAll('_', '/')}${'='.repeat((4 - (encoded.length % 4)) % 4)}`;
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'missing').slice(0, 80);
}
