/** A running collective: opened, and the HTTP server over it. */
import { isLoopback } from '../adapters/http/guard.ts';
import { listenHttp } from '../adapters/http/listen.ts';
import type { TlsFiles } from '../adapters/http/tls-files.ts';
import { hostsOf } from './access.ts';
import { openServed, type OpenOptions, type OpenServed } from './open-served.ts';

export type ServeOptions = Pick<OpenOptions, 'place' | 'clock' | 'factor' | 'webFolder' | 'open' | 'topics' | 'vouches' | 'tell'> & Listen;

export type Listen = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** The address by which others reach it, as `https://linden.example`: a proxy's in front, or a name's. Left out: its own. */
  readonly publicUrl?: string;
  /** With it, TLS alone is spoken. */
  readonly tls?: TlsFiles;
};

export type Serving = Pick<OpenServed, 'writer' | 'view' | 'sensing'> & {
  readonly url: string;
  /** By which others reach it. */
  readonly publicUrl: string;
  /** Opens the page until the server stops: with a secret, unless it is open to everyone. */
  readonly link: string;
  /** May do everything until the server stops; sent as a link's is. */
  readonly secret: string;
  /** Stops listening, takes what still waits, releases the store. */
  readonly close: () => Promise<void>;
};

/**
 * Opens the collective and serves it.
 * @throws JournalError when the store can't be opened, or another writer has taken over; ServeError; whatever `listen` says (EADDRINUSE, EACCES)
 */
export async function serveCollective(options: ServeOptions): Promise<Serving> {
  const { host = '127.0.0.1', port, tls } = options;
  const loopback = isLoopback(host);
  const publicHost = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).host;
  let hosts: ReadonlySet<string> = new Set();
  const served = await openServed({ ...options, loopback, publicHost, audiences: () => hosts });
  try {
    const listening = await listenHttp(served.http, host, port, tls);
    hosts = hostsAt(listening.url, loopback, publicHost);
    const publicUrl = options.publicUrl?.replace(/\/+$/, '') ?? listening.url;
    const { writer, view, sensing, access } = served;
    return {
      url: listening.url, publicUrl, link: options.open === true ? publicUrl : `${publicUrl}/?link=${access.startSecret}`, secret: access.localSecret, writer, view, sensing,
      close: async () => {
        await listening.close();
        await served.close();
      },
    };
  } catch (error) {
    await served.close();
    throw error;
  }
}

/** The hosts that a server at this address answers to; an address leaves its scheme's own port out. */
export function hostsAt(url: string, loopback: boolean, publicHost: string | undefined): ReadonlySet<string> {
  return hostsOf(Number(new URL(url).port || 80), loopback, publicHost);
}
