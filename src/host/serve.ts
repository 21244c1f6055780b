/** A running collective: opened, and the HTTP server over it. */
import { addressesIn } from './addresses.ts';
import { isLoopback } from '../adapters/http/guard.ts';
import type { Http } from '../adapters/http/http.ts';
import { createKnockLimit, type KnockLimit } from '../adapters/http/knock-limit.ts';
import { listenHttp, type Listening } from '../adapters/http/listen.ts';
import { openTlsFiles, type TlsFiles } from '../adapters/http/tls-files.ts';
import { hostsOf } from './access.ts';
import { openServed, type OpenOptions, type OpenServed } from './open-served.ts';

export type ServeOptions = Pick<OpenOptions, 'place' | 'clock' | 'factor' | 'webFolder' | 'open' | 'topics' | 'vouches' | 'tell'> & Listen;

export type Listen = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly host?: string;
  /** The address by which others reach it, as `https://linden.example`: a proxy's in front, or a name's. Left out: its own. */
  readonly publicUrl?: string;
  /** Where proxies of whoever runs it are, beside this machine: addresses, or networks as `172.18.0.0/16`. They say whose each request is. */
  readonly proxies?: readonly string[];
  /** A certificate with its key, as PEM files that may be renewed while it runs; with them, TLS alone is spoken. */
  readonly tls?: { readonly cert: string; readonly key: string };
};

export type Serving = Pick<OpenServed, 'writer' | 'view' | 'sensing' | 'notices'> & {
  readonly url: string;
  /** By which this machine's own commands reach it: in the clear, and from here alone. */
  readonly local: string;
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
 * @throws JournalError when the store can't be opened, or another writer has taken over; ServeError; CertificateError; whatever `listen` says (EADDRINUSE, EACCES)
 */
export async function serveCollective(options: ServeOptions): Promise<Serving> {
  const { host = '127.0.0.1', port, tell } = options;
  const tls = options.tls === undefined ? undefined : openTlsFiles({ ...options.tls, tell });
  const loopback = isLoopback(host);
  const publicHost = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).host;
  let hosts: ReadonlySet<string> = new Set();
  let publicUrl = options.publicUrl?.replace(/\/+$/, '');
  const served = await openServed({ ...options, loopback, publicHost, knocks: knocksAt(options), audiences: () => hosts, address: () => publicUrl ?? '' });
  try {
    const listening = await listenBoth(served.http, host, port, tls);
    hosts = hostsAt(listening.url, loopback, publicHost);
    publicUrl ??= listening.url;
    const { writer, view, sensing, notices, access } = served;
    notices.begin();
    return {
      url: listening.url, local: listening.local, publicUrl, link: options.open === true ? publicUrl : `${publicUrl}/?link=${access.startSecret}`, secret: access.localSecret, writer, view, sensing, notices,
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

/**
 * With TLS, also a port of this machine's own: its commands can't know a certificate that may be for another name, or by an authority of the house.
 * Whatever `listen` says: EADDRINUSE, EACCES.
 */
export async function listenBoth(http: Http, host: string, port: number, tls: TlsFiles | undefined): Promise<Listening & { readonly local: string }> {
  const listening = await listenHttp(http, host, port, tls);
  if (tls === undefined) return { ...listening, local: listening.url };
  const own = await listenHttp(http, '127.0.0.1', 0).catch(async (error: unknown) => {
    await listening.close();
    throw error;
  });
  return { url: listening.url, local: own.url, close: async () => { await Promise.all([listening.close(), own.close()]); } };
}

/** Counts who knocks in vain, behind those proxies too. */
export function knocksAt({ proxies = [] }: Pick<Listen, 'proxies'>): KnockLimit {
  return createKnockLimit({ isProxy: addressesIn(proxies) });
}

/** Whether others reach it, and browsers there hold back what they allow over HTTPS alone: passkeys, notifications, installing. */
export function isPlainToOthers({ host = '127.0.0.1', tls, publicUrl }: { readonly [name in keyof Pick<Listen, 'host' | 'tls' | 'publicUrl'>]: Listen[name] | undefined }): boolean {
  return tls === undefined && !isLoopback(host) && publicUrl?.startsWith('https:') !== true;
}

/** The hosts that a server at this address answers to; an address leaves its scheme's own port out. */
export function hostsAt(url: string, loopback: boolean, publicHost: string | undefined): ReadonlySet<string> {
  return hostsOf(Number(new URL(url).port || 80), loopback, publicHost);
}
