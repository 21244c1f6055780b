/**
 * How a witness follows a change of the operator: it trusts a log's new key when the log itself, replayed from the founding, says that the
 * members put it in the place of the one that is trusted. Nobody's word is taken for it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64 } from '../log/bytes.ts';
import { formatVerifierKey, parseVerifierKey, signatureTypes, verifierKey } from '../log/note.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { createCodeSandbox } from './codes.ts';
import { fetchLog } from './fetch-log.ts';
import type { LogClient } from './log-client.ts';
import { openLogSource } from './log-source.ts';
import { replayAhead } from './replay-ahead.ts';

export type Followed =
  | { readonly followed: true; readonly vkeys: readonly string[]; readonly records: number }
  /** In words: what is wrong with the log, or with its keys. */
  | { readonly followed: false; readonly why: string };

/**
 * Fetches the log under its newest signed head, whoever has cosigned that, and replays all of it: the head must be signed by a key in force.
 * @param trusted vkeys, of which one must have been the log's in it
 * @throws LogClientError, TileError, OtherRulesError
 */
export async function keysByReplay(client: LogClient, hasher: Hasher, origin: string, trusted: readonly string[]): Promise<Followed> {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-witness-'));
  try {
    const file = join(folder, 'log');
    await fetchLog({ ...client, checkpoint: () => client.pending() }, file, hasher);
    return await replayed(file, hasher, origin, trusted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function replayed(file: string, hasher: Hasher, origin: string, trusted: readonly string[]): Promise<Followed> {
  /** Public keys of role `log`, by the keys' names; all that ever were, and those in force. */
  const inForce = new Map<string, string>();
  const ever = new Set<string>();
  const source = openLogSource(file, hasher);
  const verdict = await replayAhead(source.parts, { hasher, sandbox: await createCodeSandbox() }, ({ outcome }) => {
    for (const fact of outcome.facts) {
      if (fact.fact === 'key.revoked') inForce.delete(fact.key);
      if (fact.fact !== 'key' || fact.key.role !== 'log') continue;
      inForce.set(fact.key.id, fact.key.public_key);
      ever.add(fact.key.public_key);
    }
  }).finally(() => source.close());
  if (!verdict.ok) return { followed: false, why: verdict.finding.message };
  if (verdict.origin !== origin || verdict.head === null) return { followed: false, why: `the log there is ${verdict.origin}, not ${origin}` };
  const known = trusted.some((vkey) => {
    const key = parseVerifierKey(hasher, vkey);
    return key.ok && ever.has(toBase64(key.value.publicKey));
  });
  if (!known) return { followed: false, why: 'the key that this witness trusts was never that log\'s' };
  const vkeys = [...inForce.values()].map((publicKey) => formatVerifierKey(verifierKey(hasher, origin, signatureTypes.ed25519, publicKey)));
  return { followed: true, vkeys, records: verdict.records };
}
