/** A push service on this machine (RFC 8030), and a browser that has subscribed at it: it decrypts with its own keys what it is sent. */
import { createECDH, createPublicKey, randomBytes, verify, type ECDH } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import ece from 'http_ece';

export type PushedMessage = { readonly headers: IncomingHttpHeaders; readonly bytes: Buffer; readonly text: string };

export type PushService = {
  readonly url: string;
  /** As a browser hands it to a page. */
  readonly subscription: { readonly endpoint: string; readonly keys: { readonly p256dh: string; readonly auth: string } };
  readonly taken: readonly PushedMessage[];
  /** What it answers from now on; 201 at first. */
  readonly answer: (status: number, headers?: { readonly [name: string]: string }) => void;
  readonly close: () => Promise<void>;
};

export async function openPushService(): Promise<PushService> {
  const [keys, auth] = [createECDH('prime256v1'), randomBytes(16).toString('base64url')];
  keys.generateKeys();
  const taken: PushedMessage[] = [];
  let [status, more]: [number, { readonly [name: string]: string }] = [201, {}];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      const bytes = Buffer.concat(parts);
      if (status === 201) taken.push({ headers: request.headers, bytes, text: decrypted(bytes, keys, auth) });
      response.writeHead(status, more).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url, taken, subscription: { endpoint: `${url}/push/one`, keys: { p256dh: keys.getPublicKey('base64url'), auth } },
    answer: (next, headers = {}) => { [status, more] = [next, headers]; },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** RFC 8291, as a browser reads it. */
export function decrypted(bytes: Buffer, keys: ECDH, auth: string): string {
  return ece.decrypt(bytes, { version: 'aes128gcm', privateKey: keys, authSecret: auth }).toString('utf8');
}

/** The claims of a VAPID header (RFC 8292), if its signature is by the key that it names. */
export function vapidClaims(header: string): { readonly aud: string; readonly exp: number; readonly sub: string; readonly key: string } | undefined {
  const [, token = '', key = ''] = /^vapid t=([\w.-]+), k=([\w-]+)$/.exec(header) ?? [];
  const [head = '', claims = '', seal = ''] = token.split('.');
  const point = Buffer.from(key, 'base64url');
  const publicKey = createPublicKey({ format: 'jwk', key: { kty: 'EC', crv: 'P-256', x: point.subarray(1, 33).toString('base64url'), y: point.subarray(33).toString('base64url') } });
  const fits = verify('sha256', Buffer.from(`${head}.${claims}`), { key: publicKey, dsaEncoding: 'ieee-p1363' }, Buffer.from(seal, 'base64url'));
  return fits ? { ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as { aud: string; exp: number; sub: string }), key } : undefined;
}
