/** The socket under the API: where it listens, and how long it waits for slow clients. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Http } from './http.ts';

/** A request that isn't whole by then is let go, so that slow senders hold no sockets. */
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;
/** Sockets at a time, under the usual limit of 1,024 open files. */
const connectionsMax = 900;

export type Listening = { readonly url: string; readonly close: () => Promise<void> };

/** Listens; port 0 takes a free one. Rejects when the port is taken or may not be used. */
export function listenHttp(http: Http, host: string, port: number): Promise<Listening> {
  const server = createServer({ requestTimeout: requestTimeoutMs, headersTimeout: headersTimeoutMs, noDelay: true }, getRequestListener((request, { incoming }) => http.fetch(request, incoming.socket.remoteAddress)));
  server.maxConnections = connectionsMax;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const body = JSON.stringify({ error: { code: 'malformed', message: 'this is no HTTP request that can be read', hint: 'Compare it with the manual\'s page on HTTP.' } });
    socket.end(`HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve({ url: urlOf(server.address() as AddressInfo, host), close: () => closeServer(server, http) });
    });
  });
}

function urlOf(address: AddressInfo, host: string): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${shown}:${address.port}`;
}

function closeServer(server: Server, http: Http): Promise<void> {
  return new Promise((resolve) => {
    http.close();
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  });
}
