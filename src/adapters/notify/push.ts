/** Web push (RFC 8030): encrypted for the device alone (RFC 8291), signed by this server's own key (RFC 8292). */
import { createECDH, createHash, createPrivateKey, generateKeyPairSync, sign, type ECDH, type JsonWebKey } from 'node:crypto';
import { request as requestPlain, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestTls } from 'node:https';
import ece from 'http_ece';
import type { OutgoingPush, PushDevice } from '../../notices/store.ts';
import { dayMs } from '../../vocabulary/time.ts';
import { endpointFault, publicLookup } from './endpoints.ts';
import { notSent, type Sent } from './sending.ts';

export type PushSettings = {
  /** A private key on P-256, as {@link makeVapidKey} makes it. */
  readonly key: string;
  /** Where a push service reaches whoever runs this server, as of now: `mailto:` or https. */
  readonly contact: () => string;
  /** For tests: services on this machine, by http too. */
  readonly loopback?: boolean | undefined;
  /** How long an answer is waited for, from the first look at the name on. */
  readonly waitMs?: number | undefined;
};

export type Pusher = {
  /** What browsers subscribe with, in base64url. */
  readonly publicKey: string;
  /** Why nothing may be sent to an address; null: it may. */
  readonly fault: (endpoint: string) => string | null;
  /** @param key names the message for ever: a service that still holds it replaces it by this one. @param now by the machine's clock */
  readonly send: (device: PushDevice, key: string, message: OutgoingPush, now: number) => Promise<Sent>;
};

/** How long a service keeps what it can't deliver: after two days it is in no hurry, and the app says it anyway. */
const ttlSeconds = 2 * 86_400;
/** A signature's time (RFC 8292, 2: at most a day). */
const tokenSeconds = 12 * 3600;
const usualWaitMs = 30_000;
/** Longest that a service can put a further try off. */
const afterMsMax = dayMs;

/** The private half as a JWK, as text. */
export function makeVapidKey(): string {
  return JSON.stringify(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' }));
}

export function createPusher({ key: jwkText, contact, loopback = false, waitMs = usualWaitMs }: PushSettings): Pusher {
  const jwk = JSON.parse(jwkText) as JsonWebKey;
  const key = createPrivateKey({ key: jwk, format: 'jwk' });
  const publicKey = Buffer.concat([Buffer.of(4), Buffer.from(jwk.x ?? '', 'base64url'), Buffer.from(jwk.y ?? '', 'base64url')]).toString('base64url');
  return {
    publicKey,
    fault: (endpoint) => endpointFault(endpoint, loopback),
    async send({ endpoint, p256dh, auth }, name, message, now) {
      const fault = endpointFault(endpoint, loopback);
      if (fault !== null) return notSent('refused', `push can't go to this device's address: ${fault}`);
      const url = new URL(endpoint);
      const token = signed({ aud: url.origin, exp: Math.floor(now / 1000) + tokenSeconds, sub: contact() }, (said) => sign('sha256', Buffer.from(said), { key, dsaEncoding: 'ieee-p1363' }));
      let body: Buffer;
      try {
        body = encryptPush(Buffer.from(JSON.stringify(message)), { p256dh, auth });
      } catch {
        return notSent('gone', 'the device\'s keys are none');
      }
      const headers = {
        'authorization': `vapid t=${token}, k=${publicKey}`, 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', 'content-length': String(body.length),
        'ttl': String(ttlSeconds), 'urgency': message.urgent ? 'high' : 'normal', 'topic': topicOf(name),
      };
      return await post(url, body, { headers, loopback, waitMs });
    },
  };
}

/** @param sender fresh keys, and a salt: given only where a standard's example is held against it */
export function encryptPush(text: Buffer, { p256dh, auth }: Pick<PushDevice, 'p256dh' | 'auth'>, sender: { readonly keys: ECDH; readonly salt?: Buffer } = { keys: freshKeys() }): Buffer {
  return ece.encrypt(text, { version: 'aes128gcm', privateKey: sender.keys, dh: p256dh, authSecret: auth, ...(sender.salt === undefined ? {} : { salt: sender.salt }) });
}

function freshKeys(): ECDH {
  const keys = createECDH('prime256v1');
  keys.generateKeys();
  return keys;
}

/** A JSON Web Token by ES256 (RFC 7519, 7518). */
function signed(claims: object, seal: (said: string) => Buffer): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const said = `${part({ typ: 'JWT', alg: 'ES256' })}.${part(claims)}`;
  return `${said}.${seal(said).toString('base64url')}`;
}

/** RFC 8030, 5.4: at most 32 characters of base64url. */
function topicOf(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, 32);
}

type Posting = { readonly headers: { readonly [name: string]: string }; readonly loopback: boolean; readonly waitMs: number };

/** The status is the answer: a body, and how slowly anything comes, is of the choosing of whoever named the address. */
function post(url: URL, body: Buffer, { headers, loopback, waitMs }: Posting): Promise<Sent> {
  const inTime = AbortSignal.timeout(waitMs);
  const options: RequestOptions = { method: 'POST', headers, signal: inTime, ...(loopback ? {} : { lookup: publicLookup }) };
  const begin = url.protocol === 'http:' ? requestPlain : requestTls;
  return new Promise((resolve) => {
    begin(url, options, (response) => {
      resolve(answered(response, url));
      response.destroy();
    }).on('error', (error) => {
      resolve(notSent('later', `the push service at ${url.host}: ${inTime.aborted ? 'it didn\'t answer in time' : error.message}`));
    }).end(body);
  });
}

/** RFC 8030, 5 to 8: 404 and 410 say that the subscription is over. */
function answered({ statusCode = 0, headers }: IncomingMessage, { host }: URL): Sent {
  if (statusCode >= 200 && statusCode < 300) return { sent: true };
  const problem = `the push service at ${host} answered ${statusCode}`;
  if (statusCode === 404 || statusCode === 410) return notSent('gone', problem);
  if (statusCode === 429 || statusCode >= 500) return notSent('later', problem, afterMsOf(headers['retry-after']));
  return notSent('refused', problem);
}

/** In whole milliseconds; undefined: it asks for nothing that is a number of seconds. */
function afterMsOf(said: string | undefined): number | undefined {
  const seconds = Number(said);
  return Number.isFinite(seconds) && seconds > 0 ? Math.min(Math.floor(seconds * 1000), afterMsMax) : undefined;
}
