/** A running collective: its writer, its views, and the HTTP server over them. */
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHttp } from '../adapters/http/http.ts';
import { isLoopback } from '../adapters/http/guard.ts';
import { listenHttp } from '../adapters/http/listen.ts';
import { createAheadVerifier } from '../adapters/keys/ahead.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal, JournalError, type Journal, type MemoryStore } from '../journal/journal.ts';
import type { View } from '../views/view.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { createAccess, hostsOf } from './access.ts';
import { Collective } from './collective.ts';
import { createCodeSandbox } from './codes.ts';
import type { Clock } from './clock.ts';
import { findSigner, isInForce } from './data-folder.ts';
import { openHeads } from './heads.ts';
import { LiveView } from './live-view.ts';
import { openWriterNodes, replaced, type WriterNodes } from './node-holding.ts';
import { refuseNodeFolder } from './node-store.ts';
import type { Publisher } from './publisher.ts';
import { beginLog, openPublisher } from './publishing.ts';
import { httpPorts } from './serve-ports.ts';
import { openSensing, type DeviceTopics, type OpenSensing } from './serve-sensing.ts';
import type { Signer } from './sealing.ts';
import { Writer } from './writer.ts';

/** Where the collective lies: a data folder with its keys, or a store in memory for tests and demonstrations. */
export type Place =
  | { readonly folder: string }
  | { readonly store: MemoryStore; readonly operator: Signer; readonly gateway?: Signer; readonly log?: Signer };

export type ServeOptions = {
  readonly place: Place;
  readonly clock: Clock;
  /** How much faster than the machine's the clock runs, for people to see. */
  readonly factor?: number;
  /** 0 takes a free port. */
  readonly port: number;
  readonly host?: string;
  readonly webFolder?: string;
  /** Whoever reaches the port may read without a link; from this machine alone, they may also put in what the gateway then vouches for. */
  readonly open?: boolean;
  /** The address by which others reach it, as `https://linden.example`: a proxy's in front, or a name's. Left out: its own. */
  readonly publicUrl?: string;
  /** Where devices of other conventions are looked for. */
  readonly topics?: DeviceTopics;
  /** Whether what they say unsigned is taken, as from a broker that itself says who may write there; left out: where only this machine reaches the server. */
  readonly vouches?: boolean;
  /** For whoever runs it, one line each. */
  readonly tell: (message: string) => void;
};

export type Serving = {
  readonly url: string;
  /** By which others reach it. */
  readonly publicUrl: string;
  /** Opens the page until the server stops: with a secret, unless it is open to everyone. */
  readonly link: string;
  /** May do everything until the server stops; sent as a link's is. */
  readonly secret: string;
  readonly writer: Writer;
  /** The view as it is now. A failure of the store replaces it: don't keep it. */
  readonly view: () => View;
  readonly sensing: OpenSensing;
  /** Stops listening, takes what still waits, releases the store. */
  readonly close: () => Promise<void>;
};

/** What is missing for serving, in words. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

/**
 * Opens the collective and serves it.
 * @throws JournalError when the store can't be opened, or another writer has taken over; ServeError; whatever `listen` says (EADDRINUSE, EACCES)
 */
export async function serveCollective(options: ServeOptions): Promise<Serving> {
  const { place, clock, tell, host = '127.0.0.1' } = options;
  const folder = 'folder' in place ? place.folder : undefined;
  if (folder !== undefined) refuseNodeFolder(folder);
  const sandbox = await createCodeSandbox();
  const hasher = createHasher();
  let operator = 'folder' in place ? findSigner(place.folder, 'operator') : place.operator;
  if (operator === undefined) throw new ServeError('the data folder holds no operator\'s key');
  const live = new LiveView(tell);
  const verifier = createAheadVerifier();
  /** The one in force: it may have been revoked, and followed by another, since the collective was founded. */
  const operatorNow = (): Signer => {
    const state = collective?.state;
    if ('folder' in place && state !== undefined && !isInForce(state, (operator as Signer).grant)) {
      operator = findSigner(place.folder, 'operator', undefined, (grant) => isInForce(state, grant)) ?? operator;
    }
    return operator as Signer;
  };
  let collective: Collective | undefined;
  let sensing: OpenSensing | undefined;
  const writer = new Writer({
    get operator() { return operatorNow(); },
    clock, tell, ahead: (...seal) => verifier.ahead(...seal),
    open: () => {
      const journal = openJournal(place);
      live.begin((hash) => zoneRulesIn(journal, hash));
      collective = new Collective({ journal, hasher, verifier, sandbox, fold: live, tell });
      collective.listen((shown) => sensing?.note(shown));
      sensing?.begin();
      return collective;
    },
  });
  let publisher: Publisher | undefined;
  let nodes: WriterNodes | undefined;
  try {
    const { state } = writer.collective;
    if (folder !== undefined && state.charter === null) throw new JournalError('behind', `the journal in ${folder} holds no record, not even the founding`);
    const signing = 'folder' in place ? place : place.log === undefined ? undefined : { log: place.log };
    if (folder !== undefined) await beginLog(folder, writer, operatorNow(), clock.now());
    const deposed = (detail: string): void => {
      writer.stop(detail);
      publisher?.stop(detail);
    };
    nodes = folder === undefined ? undefined : openNodes(folder, writer, deposed, tell);
    const hold = nodes?.holding;
    const later = await hold?.askForLater(); // before anyone is told that it serves
    if (later !== undefined) throw replaced(later);
    publisher = signing === undefined ? undefined : openPublisher(signing, () => writer.collective, createSealVerifier(), tell, hold === undefined ? undefined : (head) => hold.hold(head.size));
    live.listen(() => publisher?.note());
    publisher?.note();
    let gateway = 'folder' in place ? findSigner(place.folder, 'gateway', undefined, (grant) => isInForce(state, grant)) : place.gateway;
    /** As with the operator's: the next operator brings another. */
    const gatewayNow = (): Signer | undefined => {
      const { state: now } = writer.collective;
      if (folder !== undefined && (gateway === undefined || !isInForce(now, gateway.grant))) gateway = findSigner(folder, 'gateway', undefined, (grant) => isInForce(now, grant));
      return gateway;
    };
    const loopback = isLoopback(host);
    const sensed = sensing = openSensing({
      writer, view: () => live.view, folder, signer: gatewayNow, topics: options.topics ?? {}, vouches: options.vouches ?? loopback, clock, tell,
    });
    const publicHost = options.publicUrl === undefined ? undefined : new URL(options.publicUrl).host;
    let hosts: ReadonlySet<string> = new Set();
    const access = createAccess({
      state: () => writer.collective.state, verifier: createSealVerifier(), folder,
      everyone: options.open !== true ? [] : loopback ? ['read', 'log', 'devices', 'texts'] : ['read', 'log'],
      audiences: () => hosts, now: () => Date.now(), tell,
    });
    const http = createHttp(httpPorts({ writer, live, clock, factor: options.factor ?? 1, get gateway() { return gatewayNow(); }, access, sensing: sensed, publisher, folder, tell }), { webFolder: options.webFolder, loopback, publicHost, tell });
    const listening = await listenHttp(http, host, options.port);
    hosts = hostsOf(Number(new URL(listening.url).port || 80), loopback, publicHost);
    const publicUrl = options.publicUrl?.replace(/\/+$/, '') ?? listening.url;
    return {
      url: listening.url, publicUrl, link: options.open === true ? publicUrl : `${publicUrl}/?link=${access.startSecret}`, secret: access.localSecret, writer, view: () => live.view, sensing: sensed,
      close: async () => {
        await listening.close();
        await sensed.close();
        nodes?.close();
        await publisher?.close();
        writer.close();
      },
    };
  } catch (error) {
    await sensing?.close();
    nodes?.close();
    await publisher?.close();
    writer.close();
    throw error;
  }
}

/** @throws JournalError `sequence_taken` when another writer has taken over */
function openNodes(folder: string, writer: Writer, deposed: (detail: string) => void, tell: (message: string) => void): WriterNodes {
  const { origin } = writer.collective.state;
  const heads = openHeads(folder, origin);
  const signed = heads.read();
  heads.close();
  return openWriterNodes({
    folder, signed, tell, collective: () => writer.collective,
    logKey: () => findSigner(folder, 'log', undefined, (grant) => isInForce(writer.collective.state, grant)),
    submit: (sealed) => void writer.submit(sealed), deposed,
  });
}

function openJournal(place: Place): Journal {
  return 'folder' in place ? openSqliteJournal(place.folder, 'write') : createMemoryJournal(place.store);
}

function zoneRulesIn(journal: Journal, hash: string): ZoneRules | undefined {
  const text = journal.getBlob(hash);
  return text === undefined ? undefined : (JSON.parse(text) as ZoneRules);
}

