/** One collective, opened for being served: its writer, its views, and what answers requests. Where that listens is its caller's. */
import { openSqliteJournal } from '../adapters/journal-sqlite/journal.ts';
import { createHttp, type Http } from '../adapters/http/http.ts';
import type { KnockLimit } from '../adapters/http/knock-limit.ts';
import { createAheadVerifier } from '../adapters/keys/ahead.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal, JournalError, type Journal, type MemoryStore } from '../journal/journal.ts';
import type { View } from '../views/view.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import { createAccess, type Access } from './access.ts';
import { Collective } from './collective.ts';
import { createCodeSandbox } from './codes.ts';
import type { Clock } from './clock.ts';
import { findSigner, isInForce } from './data-folder.ts';
import { openHeads } from './heads.ts';
import { keepLedger, type LedgerKeeping } from './ledger-keeping.ts';
import { LiveView } from './live-view.ts';
import { openWriterNodes, replaced, type WriterNodes } from './node-holding.ts';
import { refuseNodeFolder } from './node-store.ts';
import type { Publisher } from './publisher.ts';
import { beginLog, openPublisher } from './publishing.ts';
import { httpPorts } from './serve-ports.ts';
import { openNotices } from './serve-notices.ts';
import type { NoticeDesk } from './notices.ts';
import { openSurveys, type OpenSurveys } from './serve-survey.ts';
import { openSensing, type DeviceTopics, type OpenSensing } from './serve-sensing.ts';
import type { Signer } from './sealing.ts';
import { Writer } from './writer.ts';

/** Where the collective lies: a data folder with its keys, or a store in memory for tests and demonstrations. */
export type Place =
  | { readonly folder: string }
  | { readonly store: MemoryStore; readonly operator: Signer; readonly gateway?: Signer; readonly log?: Signer };

export type OpenOptions = {
  readonly place: Place;
  readonly clock: Clock;
  /** How much faster than the machine's the clock runs, for people to see. */
  readonly factor?: number;
  /** Whether only this machine reaches it. */
  readonly loopback: boolean;
  /** The host by which a proxy in front is reached, or a name's. */
  readonly publicHost?: string | undefined;
  /** Hosts by which members reach it, as of now. */
  readonly audiences: () => ReadonlySet<string>;
  /** What stands before all of its addresses, as `/c/linden`. */
  readonly base?: string;
  /** By which members reach the app, as `https://linden.example`: what mails and push messages lead to; left out: the first of the audiences. */
  readonly address?: () => string;
  readonly webFolder?: string | undefined;
  /** Shared with what else is behind the same address. */
  readonly knocks?: KnockLimit | undefined;
  /** Whoever reaches the port may read without a link; from this machine alone, they may also put in what the gateway then vouches for. */
  readonly open?: boolean;
  /** Where devices of other conventions are looked for. */
  readonly topics?: DeviceTopics;
  /** Whether what they say unsigned is taken, as from a broker that itself says who may write there; left out: where only this machine reaches the server. */
  readonly vouches?: boolean;
  /** For whoever runs it, one line each. */
  readonly tell: (message: string) => void;
};

export type OpenServed = {
  readonly http: Http;
  readonly access: Access;
  readonly writer: Writer;
  /** The view as it is now. A failure of the store replaces it: don't keep it. */
  readonly view: () => View;
  readonly sensing: OpenSensing;
  readonly notices: NoticeDesk;
  /** Takes what still waits, releases the store. Nothing may be asked of it any more by then. */
  readonly close: () => Promise<void>;
};

/** What is missing for serving, in words. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

/** @throws JournalError when the store can't be opened, or another writer has taken over; ServeError */
export async function openServed(options: OpenOptions): Promise<OpenServed> {
  const { place, clock, tell, loopback, publicHost, audiences } = options;
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
  let surveys: OpenSurveys | undefined;
  const writer = new Writer({
    get operator() { return operatorNow(); },
    clock, tell, ahead: (...seal) => verifier.ahead(...seal),
    open: () => {
      const journal = openJournal(place);
      live.begin((hash) => zoneRulesIn(journal, hash));
      collective = new Collective({ journal, hasher, verifier, sandbox, fold: live, tell });
      collective.listen((shown) => {
        sensing?.note(shown);
        surveys?.note(shown);
      });
      sensing?.begin();
      return collective;
    },
  });
  let publisher: Publisher | undefined;
  let nodes: WriterNodes | undefined;
  let ledger: LedgerKeeping | undefined;
  let notices: NoticeDesk | undefined;
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
    const sensed = sensing = openSensing({
      writer, view: () => live.view, folder, signer: gatewayNow, topics: options.topics ?? {}, vouches: options.vouches ?? loopback, clock, tell,
    });
    const kept = ledger = keepLedger({ folder, journal: () => writer.collective.journal, view: () => live.view, tree: () => writer.collective.tree, tell });
    live.listen(() => kept.note());
    const asked = surveys = openSurveys(folder, live.view, tell);
    const access = createAccess({
      state: () => writer.collective.state, verifier: createSealVerifier(), folder,
      everyone: options.open !== true ? [] : loopback ? ['read', 'own', 'log', 'devices', 'texts'] : ['read', 'own', 'log'],
      audiences, now: () => Date.now(), tell,
    });
    const desk = notices = openNotices({ writer, view: () => live.view, clock, folder, address: () => `${addressOf(options)}${options.base ?? ''}`, environment: process.env, tell });
    live.listen(() => desk.note());
    const ports = httpPorts({ writer, live, notices: desk, clock, factor: options.factor ?? 1, get gateway() { return gatewayNow(); }, access, sensing: sensed, ledger: kept, surveys: asked, publisher, folder, tell });
    const http = createHttp(ports, { webFolder: options.webFolder, loopback, publicHost, base: options.base, knocks: options.knocks, tell });
    return {
      http, access, writer, view: () => live.view, sensing: sensed, notices: desk,
      close: async () => {
        http.close();
        kept.close();
        asked.close();
        await desk.close();
        await sensed.close();
        nodes?.close();
        await publisher?.close();
        writer.close();
      },
    };
  } catch (error) {
    ledger?.close();
    surveys?.close();
    await notices?.close();
    await sensing?.close();
    nodes?.close();
    await publisher?.close();
    writer.close();
    throw error;
  }
}

/** Where nobody has said it: by the public name, or this machine's. */
function addressOf({ address, publicHost, audiences }: OpenOptions): string {
  return address?.() ?? (publicHost === undefined ? `http://${[...audiences()][0] ?? 'localhost'}` : `https://${publicHost}`);
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

