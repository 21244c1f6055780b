/** A witness that runs: its key, the logs that it trusts, what it has cosigned, and how the log reaches it. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openHeadFile } from '../adapters/head-file/head-file.ts';
import { listenHttp } from '../adapters/http/listen.ts';
import { createWitnessHttp } from '../adapters/http/witness.ts';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { toHex } from '../log/bytes.ts';
import { knownKey } from '../log/cosignature.ts';
import { formatVerifierKey, parseVerifierKey, type KnownKey } from '../log/note.ts';
import { parsePolicy } from '../log/policy.ts';
import type { WitnessAnswer } from '../log/witness.ts';
import { keysByReplay } from './follow-keys.ts';
import { LogClientError, type LogClient } from './log-client.ts';
import { openWitnessKey } from './witness-key.ts';
import { keptIn, Witness } from './witness.ts';
import { witnessOnce, type Witnessed } from './witnessing.ts';

export type WitnessSettings = {
  /** Holds its key, and what it has cosigned: whoever loses it must not go on under the same key. */
  readonly folder: string;
  readonly name: string;
  readonly origin: string;
  /** The log's keys, as vkeys; left out: those that `client` names now. */
  readonly logKeys: readonly string[];
  readonly client: LogClient;
  /** Where it may be asked; left out: it asks by itself. */
  readonly listen?: { readonly host: string; readonly port: number };
  readonly tell: (message: string) => void;
};

export type RunningWitness = {
  /** Its line for the policy. */
  readonly policyLine: string;
  /** As of now: they follow a change of the operator. */
  readonly logKeys: readonly string[];
  readonly url: string | null;
  /** One round of asking by itself; a failure is told and tried again. */
  readonly round: () => Promise<Witnessed | null>;
  readonly close: () => Promise<void>;
};

/** The standard's answer to a head that no trusted key has signed. */
const unknownKey = 403;
const hasher = createHasher();
const verifier = createSealVerifier();

/** @throws KeyFileError, LogClientError, JournalError; what `listen` says */
export async function runWitness(settings: WitnessSettings): Promise<RunningWitness> {
  const { folder, name, origin, client, listen } = settings;
  const tell = toldOnce(settings.tell);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = openWitnessKey(join(folder, 'witness.key'), name);
  let vkeys = settings.logKeys.length > 0 ? settings.logKeys : await keysNamed(client, origin);
  const logs = new Map([[origin, vkeys.map((vkey) => trusted(vkey, origin))]]);
  const witness = new Witness({
    hasher, cosigners: [key], logs, headsOf: (log) => openHeadFile({ folder, origin: log }), seconds: () => Math.floor(Date.now() / 1000), tell, keep: keptIn(folder),
  });
  const followOn = follower({ client, origin, tell, held: () => witness.newest(origin), vkeys: () => vkeys, trust(next) {
    vkeys = next;
    logs.set(origin, next.map((vkey) => trusted(vkey, origin)));
  } });
  const failed = (error: unknown): null => {
    const hint = error instanceof Error && 'hint' in error ? ` ${String(error.hint)}` : '';
    tell(`${error instanceof Error ? error.message : String(error)}.${hint}`);
    return null;
  };
  const add = (body: string): WitnessAnswer => {
    const answer = witness.add(body);
    if (answer.status === unknownKey) void followOn().catch(failed); // the log asks again
    return answer;
  };
  const originHash = toHex(hasher.sha256(origin));
  const listening = listen === undefined ? undefined : await listenHttp(
    createWitnessHttp({ add, newest: (hash) => (hash === originHash ? witness.newest(origin) : undefined), tell }), listen.host, listen.port);
  const round = async (): Promise<Witnessed> => {
    const once = (): Promise<Witnessed> => witnessOnce(client, witness, hasher, [key.vkey]);
    const done = await once();
    return done.did === 'refused' && done.status === unknownKey && await followOn() ? await once() : done;
  };
  return {
    policyLine: ['witness', name, key.vkey, ...(listening === undefined ? [] : [listening.url])].join(' '), url: listening?.url ?? null,
    get logKeys() { return vkeys; },
    async round() {
      const done = await round().catch(failed);
      if (done !== null) tell(null);
      return done;
    },
    close: async () => {
      await listening?.close();
      witness.close();
    },
  };
}

type Following = {
  readonly client: LogClient;
  readonly origin: string;
  /** What it has cosigned: without it nothing ties the log that is replayed to the one that it watches. */
  readonly held: () => string | undefined;
  readonly vkeys: () => readonly string[];
  readonly trust: (vkeys: readonly string[]) => void;
  readonly tell: (message: string) => void;
};

/** Whether other keys are trusted now. One replay at a time, and none again for a head for which it was in vain. */
function follower({ client, origin, held, vkeys, trust, tell }: Following): () => Promise<boolean> {
  let running: Promise<boolean> | undefined;
  let inVain = '';
  const follow = async (): Promise<boolean> => {
    const head = (await client.pending())?.split('\n\n')[0] ?? '';
    if (head === inVain) return false;
    inVain = head;
    if (held() === undefined) {
      tell('The head is signed by another key than those that this witness trusts, and it has cosigned nothing yet. Compare the log\'s key with what another member sees, and start the witness with --log-key');
      return false;
    }
    tell('The head is signed by a key that this witness doesn\'t trust: the log is replayed, to see whether the members have handed it on …');
    const followed = await keysByReplay(client, hasher, origin, vkeys());
    if (!followed.followed) {
      tell(`It stays so: ${followed.why}. Keep what you were shown, and show it to the other members`);
      return false;
    }
    trust(followed.vkeys);
    tell(`All ${followed.records} records are as the rules give them, and by them the members have put ${followed.vkeys.join(', ')} in its place: that is trusted now`);
    return true;
  };
  return () => (running ??= follow().finally(() => { running = undefined; }));
}

/** Says nothing a second time in a row, as a log that isn't there would make it at each round; null: all is well again. */
function toldOnce(tell: (message: string) => void): (message: string | null) => void {
  let last: string | null = null;
  return (message) => {
    if (message !== null && message !== last) tell(message);
    last = message;
  };
}

/** The log's keys as the collective names them now; whoever wants to be sure compares them with another member's. */
async function keysNamed(client: LogClient, origin: string): Promise<string[]> {
  const policy = parsePolicy(hasher, await client.policy());
  const lines = policy.ok ? policy.value.logs.filter(({ key }) => key.name === origin) : [];
  if (!policy.ok || lines.length === 0) throw new LogClientError('nonsense', `${client.url} names no key of the log ${origin}`, 'Compare the origin with what `status` shows, or give the log\'s key with --log-key.');
  return lines.map(({ key }) => formatVerifierKey(key));
}

function trusted(vkey: string, origin: string): KnownKey {
  const key = parseVerifierKey(hasher, vkey);
  const known = key.ok ? knownKey(verifier, key.value) : key;
  if (!known.ok) throw new LogClientError('nonsense', `the log's key can't be used: ${known.problem.detail}`, 'Give it as the policy names it: origin+ID+base64.');
  if (known.value.name !== origin) throw new LogClientError('nonsense', `the key ${vkey} is of the log ${known.value.name}, not of ${origin}`, 'Give the origin and the key of the same log, as another member sees them.');
  return known.value;
}
