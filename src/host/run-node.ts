/** A node from its folder to its address: a copy of the log, the witness's key, the member's key, and what others reach it by. */
import { createAheadVerifier } from '../adapters/keys/ahead.ts';
import { readKeyFile } from '../adapters/keys/files.ts';
import { createHasher } from '../adapters/keys/node.ts';
import { isLoopback } from '../adapters/http/guard.ts';
import { listenHttp } from '../adapters/http/listen.ts';
import { createNodeHttp } from '../adapters/http/node.ts';
import { hasJournal } from '../adapters/journal-sqlite/database.ts';
import { parseManifest } from '../compiler/manifest.ts';
import { JournalError } from '../journal/journal.ts';
import { toHex } from '../log/bytes.ts';
import { refuse } from '../vocabulary/result.ts';
import { createCodeSandbox } from './codes.ts';
import type { Clock } from './clock.ts';
import { signerOf } from './data-folder.ts';
import { importLog } from './import.ts';
import { LiveView } from './live-view.ts';
import { Node } from './node.ts';
import { isNodeFolder } from './node-store.ts';
import { beginWriting, type NodeWriter } from './node-writer.ts';
import { fitsHash, hashOf, makeSecret } from './secrets.ts';
import { noteServer } from './served-at.ts';
import { openWitnessKey } from './witness-key.ts';

export type NodeSettings = {
  readonly folder: string;
  /** A link for reading the collective's log; its address is also where the writer of the founding takes entries. */
  readonly from: string;
  readonly host: string;
  readonly port: number;
  /** By which others reach it, where that is another address. */
  readonly publicUrl?: string;
  readonly witnessKey: string;
  /** Of a witness key that is made here. */
  readonly name: string;
  /** The member's key file. */
  readonly memberKey: string;
  readonly takeover: boolean;
  readonly webFolder?: string;
  readonly clock: Clock;
  readonly random?: () => number;
  readonly tell: (message: string) => void;
};

export type RunningNode = {
  readonly url: string;
  /** Its line for the policy that the members agree on. */
  readonly policyLine: string;
  readonly node: Node;
  /** Opens the page, as long as this node is the writer; undefined otherwise. */
  readonly link: () => string | undefined;
  readonly close: () => Promise<void>;
};

/** @throws KeyFileError, LogClientError, JournalError; what `listen` says */
export async function runNode(settings: NodeSettings): Promise<RunningNode> {
  const { folder, host, tell, clock } = settings;
  const key = openWitnessKey(settings.witnessKey, settings.name);
  const member = signerOf(readKeyFile(settings.memberKey));
  await copyOnce(settings);
  const live = new LiveView(tell);
  let writing: NodeWriter | undefined;
  let port = settings.port;
  let url = '';
  const own = makeSecret('local');
  const publicHost = settings.publicUrl === undefined ? undefined : new URL(settings.publicUrl).host;
  /** As of now: a writer's API knows another secret. */
  let unnote = (): void => undefined;
  const note = (secret: string): void => { unnote = noteServer(folder, { url, publicUrl: url, secret }); };
  const stopWriting = (): void => {
    const ended = writing;
    writing = undefined;
    if (ended === undefined) return;
    note(own.secret);
    void ended.close().then(() => tell('another is the writer: this node follows it'));
  };
  const node: Node = new Node({
    folder, key, member, takeover: settings.takeover, writerUrl: new URL(settings.from).origin, sandbox: await createCodeSandbox(), live, verifier: createAheadVerifier(), clock,
    random: settings.random ?? Math.random, tell, lost: stopWriting,
    won: (tenure) => {
      stopWriting();
      writing = beginWriting({ node, folder, live, clock, loopback: isLoopback(host), port: () => port, publicHost, webFolder: settings.webFolder, tell, began: (access) => note(access.localSecret) }, tenure);
    },
  });
  const originHash = toHex(createHasher().sha256(node.log.collective.state.origin));
  const http = createNodeHttp({
    witness: { add: (body) => node.addCheckpoint(body), newest: (hash) => (hash === originHash ? node.newest() : undefined), tell },
    recorded: (sealed) => node.recorded(sealed), stand: () => node.stand(), now: () => clock.now(), reached: { loopback: isLoopback(host), publicHost },
    isOwner: (secret) => [own.secret, writing?.access?.localSecret].some((known) => known !== undefined && fitsHash(secret, hashOf(known))),
    name: () => node.name, take: (letter) => node.take(letter), ask: (sealed) => node.ask(sealed), status: () => node.status(), collective: () => writing?.http,
    readManifest: (value) => {
      const parsed = parseManifest(value);
      return parsed.ok ? parsed : refuse('malformed', `manifest: ${parsed.problems[0]?.message ?? 'not understood'}`);
    },
  });
  const listening = await listenHttp(http, host, settings.port).catch((error: unknown) => {
    node.close();
    throw error;
  });
  port = Number(new URL(listening.url).port || 80);
  url = settings.publicUrl?.replace(/\/+$/, '') ?? listening.url;
  note(own.secret);
  return {
    url, node, policyLine: ['witness', shortName(settings.name), key.vkey, url].join(' '),
    link: () => (writing?.access === undefined ? undefined : `${url}/?link=${writing.access.startSecret}`),
    close: async () => {
      unnote();
      await listening.close();
      await writing?.close();
      node.close();
    },
  };
}

/** Fills an empty folder with the log up to its newest shown head: what enough witnesses have cosigned. */
async function copyOnce({ folder, from, tell }: NodeSettings): Promise<void> {
  if (hasJournal(folder)) {
    if (isNodeFolder(folder)) return;
    throw new JournalError('in_use', `${folder} holds a collective, and no node`, { hint: 'Give a node a folder of its own: it fills it with the log.' });
  }
  tell(`copying the log to ${folder} …`);
  const { verdict } = await importLog(from, folder, undefined);
  if (!verdict.ok) throw new JournalError('corrupt', verdict.finding.message, { hint: 'Keep what you were given, and show it to the other members: the log is not as its rules give it.' });
}

/** A name within a policy: the beginning of the key's. */
function shortName(name: string): string {
  return /^[^./]*/.exec(name)?.[0] ?? name;
}
