/** The socket under the API: where it listens, and how long it waits for slow clients. */
import { createServer, type Server, type ServerOptions } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Http } from './http.ts';
import type { TlsFiles } from './tls-files.ts';

/** A request that isn't whole by then is let go, so that slow senders hold no sockets. */
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;
/** Sockets at a time, under the usual limit of 1,024 open files. */
const connectionsMax = 900;

/** What phones of the last ten years speak. */
const tlsFloor = { minVersion: 'TLSv1.2' } as const;

export type Listening = { readonly url: string; readonly close: () => Promise<void> };

/**
 * Listens; port 0 takes a free one. Rejects when the port is taken or may not be used.
 * @param tls with it, TLS alone is spoken there
 */
export function listenHttp(http: Http, host: string, port: number, tls?: TlsFiles): Promise<Listening> {
  const answer = getRequestListener((request, { incoming }) => http.fetch(request, incoming.socket.remoteAddress));
  const options: ServerOptions = { requestTimeout: requestTimeoutMs, headersTimeout: headersTimeoutMs, noDelay: true };
  const server = tls === undefined ? createServer(options, answer) : createTlsServer({ ...options, ...tls.pem(), ...tlsFloor }, answer);
  const unwatch = tls?.watch((pem) => { if ('setSecureContext' in server) server.setSecureContext({ ...pem, ...tlsFloor }); });
  server.maxConnections = connectionsMax;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    const body = JSON.stringify({ error: { code: 'malformed', message: 'this is no HTTP request that can be read', hint: 'Compare it with the manual\'s page on HTTP.' } });
    socket.end(`HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
  });
  return new Promise((resolve, reject) => {
    const fail = (error: Error): void => {
      unwatch?.();
      reject(error);
    };
    server.once('error', fail);
    server.listen(port, host, () => {
      server.off('error', fail);
      resolve({
        url: `${tls === undefined ? 'http' : 'https'}://${hostOf(server.address() as AddressInfo, host)}`,
        close: async () => {
          unwatch?.();
          await closeServer(server, http);
        },
      });
    });
  });
}

function hostOf(address: AddressInfo, host: string): string {
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `${shown}:${address.port}`;
}

function closeServer(server: Server | TlsServer, http: Http): Promise<void> {
  return new Promise((resolve) => {
    http.close();
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1000).unref();
  });
}
