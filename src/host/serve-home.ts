/** A home that runs: several collectives behind one address, each with its own writer, and the door before them. */
import { isLoopback } from '../adapters/http/guard.ts';
import { createDoor } from '../adapters/http/home.ts';
import type { HomePorts } from '../adapters/http/home-routes.ts';
import { openTlsFiles } from '../adapters/http/tls-files.ts';
import type { Clock } from './clock.ts';
import type { DevicesOptions } from './devices.ts';
import { createHomeAccess, mayFound } from './home-access.ts';
import { housedIn, openHome } from './home-folder.ts';
import { closeHoused, housedShown, httpOf, noteHoused, openHoused, type Housed } from './housed.ts';
import { hostsAt, knocksAt, listenBoth, type Listen } from './serve.ts';
import { foundingPorts } from './serve-founding.ts';

export type HomeOptions = Listen & {
  readonly folder: string;
  readonly clock: Clock;
  readonly webFolder?: string;
  /** Where devices connect. */
  readonly broker: DevicesOptions['broker'];
  /** Whether what devices say unsigned is taken. */
  readonly vouches?: boolean;
  readonly tell: (message: string) => void;
};

export type ServingHome = {
  readonly url: string;
  readonly publicUrl: string;
  /** Opens the door for whoever runs it, until the server stops. */
  readonly link: string;
  /** As of now. */
  readonly collectives: () => readonly Housed[];
  readonly close: () => Promise<void>;
};

/** @throws ServeError when the folder is no home; CertificateError; whatever `listen` says (EADDRINUSE, EACCES) */
export async function serveHome(options: HomeOptions): Promise<ServingHome> {
  const { folder, clock, tell, host = '127.0.0.1', port } = options;
  const tls = options.tls === undefined ? undefined : openTlsFiles({ ...options.tls, tell });
  const { id } = openHome(folder);
  const loopback = isLoopback(host);
  const publicHost = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).host;
  const knocks = knocksAt(options);
  const housed = new Map<string, Housed>();
  const access = createHomeAccess({ folder, id, isUsed: (link) => [...housed.values()].some(({ about }) => about.by === link), now: () => Date.now(), tell });
  const notes = new Map<string, () => void>();
  let hosts: ReadonlySet<string> = new Set();
  let at = { url: '', local: '', publicUrl: options.publicUrl?.replace(/\/+$/, '') ?? '' };
  const open = async (name: string): Promise<Housed> => {
    const one = await openHoused(name, { home: folder, clock, loopback, publicHost, knocks, audiences: () => hosts, address: () => at.publicUrl, broker: options.broker, webFolder: options.webFolder, tell, ...(options.vouches === undefined ? {} : { vouches: options.vouches }) });
    housed.set(name, one);
    return one;
  };
  const closeAll = async (): Promise<void> => {
    for (const unnote of notes.values()) unnote();
    for (const one of housed.values()) await closeHoused(one);
  };
  /** Once it is reached. */
  const begin = (one: Housed): void => {
    notes.set(one.name, noteHoused(one, at.local, at.publicUrl));
    if ('served' in one.now) one.now.served.notices.begin();
  };
  try {
    for (const name of housedIn(folder)) await open(name);
    const ports: HomePorts = {
      home: (given) => {
        const holder = access.holderOf(given.secret);
        return { mayFound: mayFound(holder), empty: housed.size === 0, collectives: [...housed.values()].flatMap((one) => housedShown(one, given, holder?.kind === 'start') ?? []) };
      },
      ...foundingPorts({ folder, clock, tell, access, housed, open, begin, at: () => at }),
    };
    const door = createDoor({ ...ports, access: access.port, collective: (name) => mapped(housed.get(name), httpOf) }, { webFolder: options.webFolder, loopback, publicHost, knocks, tell });
    const listening = await listenBoth(door, host, port, tls);
    at = { url: listening.url, local: listening.local, publicUrl: at.publicUrl || listening.url };
    hosts = hostsAt(listening.url, loopback, publicHost);
    for (const one of housed.values()) begin(one);
    return {
      ...at, link: `${at.publicUrl}/?link=${access.startSecret}`, collectives: () => [...housed.values()],
      close: async () => {
        // Streams end first: they would hold their sockets.
        for (const one of housed.values()) if ('served' in one.now) one.now.served.http.close();
        await listening.close();
        await closeAll();
      },
    };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

/** Undefined stays so. */
function mapped<A, B>(value: A | undefined, to: (value: A) => B): B | undefined {
  return value === undefined ? undefined : to(value);
}
