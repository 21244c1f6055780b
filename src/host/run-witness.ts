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
  readonly logKeys: readonly string[];
  readonly url: string | null;
  /** One round of asking by itself; a failure is told and tried again. */
  readonly round: () => Promise<Witnessed | null>;
  readonly close: () => Promise<void>;
};

const hasher = createHasher();
const verifier = createSealVerifier();

/** @throws KeyFileError, LogClientError, JournalError; what `listen` says */
export async function runWitness(settings: WitnessSettings): Promise<RunningWitness> {
  const { folder, name, origin, client, listen, tell } = settings;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const key = openWitnessKey(join(folder, 'witness.key'), name);
  const vkeys = settings.logKeys.length > 0 ? settings.logKeys : await keysNamed(client, origin);
  const witness = new Witness({
    hasher, cosigners: [key], logs: new Map([[origin, vkeys.map((vkey) => trusted(vkey, origin))]]), headsOf: (log) => openHeadFile({ folder, origin: log }),
    seconds: () => Math.floor(Date.now() / 1000), tell, keep: keptIn(folder),
  });
  const originHash = toHex(hasher.sha256(origin));
  const listening = listen === undefined ? undefined : await listenHttp(
    createWitnessHttp({ add: (body) => witness.add(body), newest: (hash) => (hash === originHash ? witness.newest(origin) : undefined), tell }), listen.host, listen.port);
  return {
    policyLine: ['witness', name, key.vkey, ...(listening === undefined ? [] : [listening.url])].join(' '), logKeys: vkeys, url: listening?.url ?? null,
    round: () => witnessOnce(client, witness, hasher, [key.vkey]).catch((error: unknown) => {
      const hint = error instanceof Error && 'hint' in error ? ` ${String(error.hint)}` : '';
      tell(`${error instanceof Error ? error.message : String(error)}.${hint}`);
      return null;
    }),
    close: async () => {
      await listening?.close();
      witness.close();
    },
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
