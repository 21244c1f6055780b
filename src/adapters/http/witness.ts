/**
 * A witness's interface (c2sp.org/tlog-witness v1.0.0): `POST /add-checkpoint`, and `GET /<hex SHA-256 of the origin>/checkpoint` for whoever
 * wants to compare what different witnesses have seen.
 */
import { requestCharsMax, textContentType, type WitnessAnswer } from '../../log/witness.ts';
import { readBytes } from './body.ts';
import type { Http } from './http.ts';

export type WitnessPort = {
  readonly add: (body: string) => WitnessAnswer;
  /** The newest cosigned checkpoint of the log whose origin has this SHA-256 (hex). */
  readonly newest: (originHash: string) => string | undefined;
  /** For whoever runs it: what went wrong inside. */
  readonly tell: (message: string) => void;
};

export function createWitnessHttp(port: WitnessPort): Http {
  return {
    close: () => undefined,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      const [, hash] = /^\/([0-9a-f]{64})\/checkpoint$/.exec(pathname) ?? [];
      if (pathname === '/add-checkpoint') return request.method === 'POST' ? await add(port, request) : plain(405, 'send a checkpoint with POST', { allow: 'POST' });
      if (hash === undefined) return plain(404, 'a witness knows POST /add-checkpoint and GET /<SHA-256 of a log\'s origin>/checkpoint');
      if (request.method !== 'GET' && request.method !== 'HEAD') return plain(405, 'read it with GET', { allow: 'GET, HEAD' });
      const newest = port.newest(hash);
      return newest === undefined ? plain(404, 'nothing of this log was cosigned here') : new Response(newest, { headers: { 'content-type': textContentType, 'cache-control': 'no-cache' } });
    },
  };
}

async function add(port: WitnessPort, request: Request): Promise<Response> {
  const body = await readBytes(request, requestCharsMax);
  if (!body.ok) return plain(400, body.refusal.detail);
  try {
    const answer = port.add(new TextDecoder().decode(body.value)); // what isn't UTF-8 is no text that the log signed
    return new Response(answer.body, { status: answer.status, headers: { 'content-type': answer.contentType } });
  } catch (error) {
    // What can't be stored isn't cosigned: the log asks again later.
    port.tell(`the head could not be stored: ${error instanceof Error ? error.message : String(error)}`);
    return plain(503, 'the head could not be stored, so nothing was cosigned');
  }
}

function plain(status: number, message: string, headers: Record<string, string> = {}): Response {
  return new Response(`${message}\n`, { status, headers: { 'content-type': textContentType, ...headers } });
}
