/** A server between a browser and the collective's that can answer something else: how a dishonest operator is played. */
import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: string;
  /** Tells browser contexts apart. */
  readonly agent: string;
};
export type Answered = { readonly status: number; readonly body: Uint8Array };

/** What is answered in the honest answer's place; undefined: the honest one. `honest` asks for it. */
export type Lie = (asked: Asked, honest: () => Promise<Answered>) => Promise<Answered | undefined> | Answered | undefined;

export type Proxy = {
  readonly url: string;
  /** For what is asked from now on. */
  lie(lie: Lie | undefined): void;
  /** How many answers to a path are still going out, as a stream's is until it is closed. */
  underway(path: string): number;
  close(): Promise<void>;
};

export async function startProxy(target: string): Promise<Proxy> {
  let lying: Lie | undefined;
  const going = new Map<string, number>();
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const body = await bytesOf(incoming);
      const path = (incoming.url ?? '/').split('?')[0] ?? '/';
      going.set(path, (going.get(path) ?? 0) + 1);
      outgoing.on('close', () => going.set(path, (going.get(path) ?? 0) - 1));
      const method = incoming.method ?? 'GET';
      const asked = { method, path, body: body.toString(), agent: incoming.headers['user-agent'] ?? '' };
      const lie = await lying?.(asked, async () => {
        const honest = await forward(target, incoming, body);
        return { status: honest.statusCode ?? 502, body: await bytesOf(honest) };
      });
      if (lie !== undefined) return outgoing.writeHead(lie.status, { 'content-type': 'application/octet-stream', 'cache-control': 'no-store' }).end(lie.body);
      const honest = await forward(target, incoming, body);
      const { 'transfer-encoding': _, ...headers } = honest.headers;
      outgoing.writeHead(honest.statusCode ?? 502, path.startsWith('/log/') ? { ...headers, 'cache-control': 'no-store' } : headers);
      outgoing.on('close', () => honest.destroy());
      return honest.pipe(outgoing);
    })().catch(() => outgoing.destroy());
  });
  await new Promise<void>((listening) => { server.listen(0, '127.0.0.1', listening); });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lie: (lie) => { lying = lie; },
    underway: (path) => going.get(path) ?? 0,
    close: () => new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    }),
  };
}

function forward(target: string, incoming: IncomingMessage, body: Buffer): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const { 'accept-encoding': _, ...headers } = incoming.headers;
    const asking = request(`${target}${incoming.url ?? '/'}`, { method: incoming.method, headers }, resolve);
    asking.on('error', reject);
    asking.end(body);
  });
}

async function bytesOf(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
