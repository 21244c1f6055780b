/** Holds a running collective, a data folder or an archive against the rules. */
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { createHasher } from '../adapters/keys/node.ts';
import { JournalError } from '../journal/journal.ts';
import { parsePolicy, type Policy } from '../log/policy.ts';
import type { Verdict } from '../log/replay.ts';
import { withLogSource } from './any-source.ts';
import { createCodeSandbox } from './codes.ts';
import { replayAhead } from './replay-ahead.ts';
import type { VerifyReport, VerifyTask } from './verify-worker.ts';

export type VerifyOptions = {
  /** Whose cosignatures are asked for; left out: those that the members agreed on in the log. */
  readonly policy?: Policy | undefined;
  /** Called with what is going on and how far it is, from 0 to 1. */
  readonly progress?: (part: number, what: 'fetching' | 'verifying') => void;
  /** Left out: the fast one, whose word is taken only for a log that stands. */
  readonly engine?: VerifyEngine;
};

export type VerifyEngine = 'fast' | 'record';

/**
 * @param source an address with its link, a folder, or a file
 * @throws what `replay` throws, and the source's errors, when it can't be read; TileError for files that don't belong to the signed head
 */
export async function verifySource(source: string, { policy, progress = () => undefined, engine = 'fast' }: VerifyOptions = {}): Promise<Verdict> {
  const verdict = engine === 'fast' ? await verifyFast({ source, policy }, progress) : null;
  if (verdict?.ok === true) return verdict;
  const hasher = createHasher();
  const ports = { hasher, sandbox: await createCodeSandbox(), ...(policy === undefined ? {} : { policy }) };
  return await withLogSource(source, hasher, (part) => progress(part, 'fetching'),
    (opened) => replayAhead(opened.parts, ports, () => progress(opened.progress(), 'verifying')));
}

/** In a thread of its own, which is hardened; null when it came to no verdict, whatever the reason. */
export function verifyFast(task: VerifyTask, progress: NonNullable<VerifyOptions['progress']>): Promise<Verdict | null> {
  return new Promise((done) => {
    const worker = new Worker(new URL('./verify-worker.ts', import.meta.url), { workerData: task });
    worker.on('message', (report: VerifyReport) => {
      if ('verdict' in report) done(report.verdict);
      else progress(report.part, report.what);
    });
    worker.on('error', () => done(null));
    worker.on('exit', () => done(null)); // after a verdict this changes nothing
  });
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
