/** Holds a running collective, a data folder or an archive against the rules. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { JournalError } from '../journal/journal.ts';
import { parsePolicy, type Policy } from '../log/policy.ts';
import { replay, type Verdict } from '../log/replay.ts';
import { createCodeSandbox } from './codes.ts';
import { fetchLog } from './fetch-log.ts';
import { createLogClient, isAddress } from './log-client.ts';
import { openLogSource } from './log-source.ts';

export type VerifyOptions = {
  /** Whose cosignatures are asked for; left out: those that the members agreed on in the log. */
  readonly policy?: Policy | undefined;
  /** Called with what is going on and how far it is, from 0 to 1. */
  readonly progress?: (part: number, what: 'fetching' | 'verifying') => void;
};

/**
 * @param source an address with its link, a folder, or a file
 * @throws what `replay` throws, and the source's errors, when it can't be read; TileError for files that don't belong to the signed head
 */
export async function verifySource(source: string, { policy, progress = () => undefined }: VerifyOptions = {}): Promise<Verdict> {
  if (!isAddress(source)) return await verifyHere(source, policy, (part) => progress(part, 'verifying'));
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-verify-'));
  try {
    const file = join(folder, 'log');
    await fetchLog(createLogClient(source), file, createHasher(), (part) => progress(part, 'fetching'));
    return await verifyHere(file, policy, (part) => progress(part, 'verifying'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function verifyHere(path: string, policy: Policy | undefined, progress: (part: number) => void): Promise<Verdict> {
  const hasher = createHasher();
  const sandbox = await createCodeSandbox();
  const source = openLogSource(path, hasher);
  try {
    return replay(source.parts, { hasher, verifier: createSealVerifier(), sandbox, ...(policy === undefined ? {} : { policy }) }, () => progress(source.progress()));
  } finally {
    source.close();
  }
}

/** A tlog-policy from a file. @throws JournalError when it can't be read or is none */
export function readPolicyFile(path: string): Policy {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new JournalError('io', `can't read the policy ${path}: ${error instanceof Error ? error.message : String(error)}`, { hint: 'Check the path.' });
  }
  const policy = parsePolicy(createHasher(), text);
  if (!policy.ok) throw new JournalError('io', `${path}: ${policy.problem.detail}`, { hint: 'A policy has lines `log`, `witness`, `group` and `quorum`, as C2SP tlog-policy says.' });
  return policy.value;
}
