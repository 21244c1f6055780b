/** A node that has become the writer: its log's key signs, it takes entries, and it serves what a writer serves. */
import { createHttp, type Http } from '../adapters/http/http.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import type { Tenure } from '../log/nodes/stored.ts';
import { WriterCore } from '../log/nodes/writer.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import { createAccess, hostsOf, type Access } from './access.ts';
import { appearMsOf } from './chain.ts';
import type { Clock } from './clock.ts';
import { findSigner, isInForce } from './data-folder.ts';
import { deposedText, HoldingNodes } from './holding-nodes.ts';
import { keepLedger, type LedgerKeeping } from './ledger-keeping.ts';
import type { LiveView } from './live-view.ts';
import type { Node } from './node.ts';
import type { NoticeDesk } from './notices.ts';
import type { Publisher } from './publisher.ts';
import { openPublisher } from './publishing.ts';
import type { Signer } from './sealing.ts';
import { httpPorts } from './serve-ports.ts';
import { openNotices } from './serve-notices.ts';
import { openSurveys, type OpenSurveys } from './serve-survey.ts';
import { openSensing, type OpenSensing } from './serve-sensing.ts';
import { Writer } from './writer.ts';

export type NodeWriterParts = {
  readonly node: Node;
  readonly folder: string;
  readonly live: LiveView;
  readonly clock: Clock;
  readonly loopback: boolean;
  readonly port: () => number;
  readonly publicHost: string | undefined;
  readonly webFolder: string | undefined;
  /** It takes entries from now on. */
  readonly began: (access: Access) => void;
  readonly tell: (message: string) => void;
};

export type NodeWriter = {
  /** Undefined until what it began with is committed. */
  readonly http: Http | undefined;
  readonly access: Access | undefined;
  readonly close: () => Promise<void>;
};

const hasher = createHasher();

/** Begins the term: first enough nodes hold what it begins with, then the log's new key signs and the first entry is taken. */
export function beginWriting(parts: NodeWriterParts, tenure: Tenure): NodeWriter {
  const { node, folder, tell, clock } = parts;
  const { collective } = node.log;
  const key = (): Signer | undefined => findSigner(folder, 'log', undefined, (grant) => isInForce(node.log.collective.state, grant));
  const { committed, turns, latest } = node.core.stored;
  const core = new WriterCore({
    origin: collective.state.origin, chain: node.log.replica, hasher, verifier: createSealVerifier(),
    sealer: { get publicKey() { return key()?.sealer.publicKey ?? ''; }, sign: (message) => key()?.sealer.sign(message) ?? '' },
  }, { tenure, committed, turns, latest });
  let writer: Writer | undefined;
  let publisher: Publisher | undefined;
  let http: Http | undefined;
  let access: Access | undefined;
  let sensing: OpenSensing | undefined;
  let ledger: LedgerKeeping | undefined;
  let surveys: OpenSurveys | undefined;
  let notices: NoticeDesk | undefined;
  let closed = false;
  const holding = new HoldingNodes({
    core, tell, appearMs: () => appearMsOf(node.log.collective), now: () => clock.now(),
    send: (name, message, signal) => node.send(name, message, signal),
    // In this node's own journal, before anything is signed over it.
    keep: ({ committed: proof }) => { if (proof !== undefined) node.take({ from: node.name, message: { kind: 'commit', proof } }); },
    submit: (entry) => void writer?.submit(JSON.parse(entry) as SealedEntry),
    deposed: (later) => publisher?.stop(deposedText(later)), // the rest follows when this node hears of it as a node
  });
  const begin = async (): Promise<void> => {
    for (let waiting: string | null = ''; waiting !== null;) {
      if (closed) return;
      waiting = await holding.hold(tenure.base.size);
    }
    if (closed) return;
    node.setWriting(true);
    publisher = openPublisher({ folder }, () => node.log.collective, createSealVerifier(), tell, (head) => holding.hold(head.size));
    writer = openWriter(parts, publisher);
    access = openAccess(parts, writer);
    const gateway = (): Signer | undefined => findSigner(folder, 'gateway', undefined, (grant) => isInForce(node.log.collective.state, grant));
    sensing = openSensing({ writer, view: () => parts.live.view, folder, signer: gateway, topics: {}, vouches: false, clock, tell });
    writer.collective.listen(sensing.note);
    const asked = surveys = openSurveys(folder, parts.live.view, tell);
    writer.collective.listen(asked.note);
    const kept = ledger = keepLedger({ folder, journal: () => node.log.collective.journal, view: () => parts.live.view, tree: () => node.log.collective.tree, tell });
    parts.live.listen(() => kept.note());
    const desk = notices = openNotices({
      writer, view: () => parts.live.view, clock, folder, environment: process.env, tell, address: () => (parts.publicHost === undefined ? `http://localhost:${parts.port()}` : `https://${parts.publicHost}`),
    });
    parts.live.listen(() => desk.note());
    desk.begin();
    http = createHttp(httpPorts({ writer, live: parts.live, notices: desk, clock, factor: 1, get gateway() { return gateway(); }, access, sensing, ledger: kept, surveys: asked, publisher, folder, tell }), { webFolder: parts.webFolder, loopback: parts.loopback, publicHost: parts.publicHost, tell });
    parts.began(access);
    publisher.note();
    for (const { entry } of node.core.stored.asked) void writer.submit(JSON.parse(entry) as SealedEntry);
    tell(`this node is the writer now, in term ${tenure.term}`);
  };
  void begin().catch((error: unknown) => tell(`this node can't become the writer: ${error instanceof Error ? error.message : String(error)}`));
  return {
    get http() { return http; },
    get access() { return access; },
    close: async () => {
      closed = true;
      holding.close();
      http?.close();
      ledger?.close();
      surveys?.close();
      await notices?.close();
      await sensing?.close();
      await publisher?.close();
      writer?.close();
    },
  };
}

function openWriter({ node, folder, clock, live, tell }: NodeWriterParts, publisher: Publisher): Writer {
  live.listen(() => publisher.note());
  return new Writer({
    clock, tell, open: () => node.log.collective,
    get operator() {
      const operator = findSigner(folder, 'operator', undefined, (grant) => isInForce(node.log.collective.state, grant));
      if (operator === undefined) throw new Error('the operator\'s key that is in force does not lie here');
      return operator;
    },
  });
}

function openAccess({ folder, loopback, publicHost, port, tell }: NodeWriterParts, writer: Writer): Access {
  return createAccess({
    state: () => writer.collective.state, verifier: createSealVerifier(), folder, everyone: [], now: () => Date.now(), tell,
    audiences: () => hostsOf(port(), loopback, publicHost),
  });
}
