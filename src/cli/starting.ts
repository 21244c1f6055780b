/** What starting a collective, and a home of several, have in common. */
import { isPlainToOthers } from '../host/serve.ts';
import type { DeviceTopics } from '../host/serve-sensing.ts';

export type StartSettings = {
  readonly data: string | undefined;
  readonly home: string | undefined;
  /** A certificate and its key, as PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  readonly port: number;
  readonly host: string;
  readonly mqtt: string | undefined;
  readonly mqttPort: number;
  readonly speed: number;
  readonly seed: number;
  /** Whoever reaches the port may read. */
  readonly open: boolean;
  /** By which others reach it. */
  readonly url: string | undefined;
  /** Addresses and networks of proxies on other machines. */
  readonly proxies: readonly string[];
  readonly topics: DeviceTopics;
  /** False: the API alone; for machines without what builds the page. */
  readonly page: boolean;
};

/** An address that can't be had, with the option that changes it. */
export async function naming<T>(what: string, option: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    const why = typeof code === 'string' ? addressProblems[code] : undefined;
    if (why === undefined) throw error;
    throw Object.assign(new Error(`${what} ${why}`, { cause: error }), { code, hint: `Stop that program, or choose another with ${option} (0: any free one).` });
  }
}

const addressProblems: { readonly [code: string]: string } = {
  EADDRINUSE: 'is in use by another program', EACCES: 'may not be used by this user', EADDRNOTAVAIL: 'is no address of this machine', ENOTFOUND: 'is no address that is known',
};

export function withoutSecrets(text: string): string {
  const { protocol, host } = new URL(text);
  return `${protocol}//${host}`;
}

/** Without TLS of its own or a proxy's, and for more than this machine: said before somebody wonders on a phone. */
export function sayReach({ tls, url, host }: StartSettings): void {
  if (!isPlainToOthers({ host, tls, publicUrl: url })) return;
  say('Others reach it without encryption: their browsers then allow no passkeys, no notifications and no installing. Page 23 of the manual says how a house gets HTTPS.');
}

/** Progress and what a person should know; the address alone goes to standard output. */
export function say(message: string): void {
  console.error(message);
}
