/** One check from the founding to the head that is shown: the head, how it goes on from what was seen, code, records; and what it came to. */
import { LogClientError, type LogClient } from '../../../src/host/log-client.ts';
import { consistencyFrom } from '../../../src/host/log-records.ts';
import type { KernelState } from '../../../src/kernel/state.ts';
import { fromBase64, toBase64 } from '../../../src/log/bytes.ts';
import { checkpointIn, type Checkpoint } from '../../../src/log/checkpoint.ts';
import { policyInForce, type HeadStanding } from '../../../src/log/head.ts';
import { verifyConsistency } from '../../../src/log/merkle.ts';
import { isQuorum, judgeCheckpoint, parsePolicy } from '../../../src/log/policy.ts';
import type { Finding, Verdict } from '../../../src/log/replay.ts';
import { TileError } from '../../../src/log/tiles.ts';
import type { Hasher } from '../../../src/vocabulary/ports.ts';
import { formatEvidence, receiptUnder, type Evidence } from './evidence.ts';
import { LogReplay, type ReplayParts } from './log-replay.ts';
import type { Continuity, CosignedHead, Progress, Report, SeenHead } from './messages.ts';
import type { TrustStore } from './store.ts';

export type CheckParts = ReplayParts & {
  readonly client: LogClient;
  readonly store: Pick<TrustStore, 'seen' | 'keepSeen'>;
  /** Whether the browser's own Ed25519 helps. */
  readonly native: boolean;
  /** The browser's clock, in milliseconds. */
  readonly now: () => number;
};

/**
 * @returns what it came to, and the replay, which may go on from there
 * @throws LogClientError and TileError `missing_tile` when the log can't be read; OtherRulesError
 */
export async function checkLog(parts: CheckParts, progress: (progress: Progress) => void): Promise<{ readonly report: Report; readonly replay: LogReplay }> {
  const began = parts.now();
  progress({ step: 'head', done: 0, of: 1 });
  const note = await parts.client.checkpoint();
  if (note === undefined) throw new LogClientError('missing', 'No signed head is shown yet.', 'Wait until enough witnesses have cosigned, or ask why they do not.');
  const replay = new LogReplay(parts);
  const summary = (): Pick<Report, 'at' | 'tookMs' | 'origin' | 'records' | 'observations'> => {
    const at = parts.now();
    return { at, tookMs: at - began, origin: head.ok ? head.value.origin : '', records: replay.records, observations: replay.observations };
  };
  const differs = (evidence: Evidence): { report: Report; replay: LogReplay } =>
    ({ replay, report: { stands: false, ...summary(), finding: evidence.finding, evidence: formatEvidence(parts.client.url, parts.now(), evidence) } });

  const head = checkpointIn(note);
  if (!head.ok) return differs({ finding: aboutHead(`the signed head can't be read: ${head.problem.detail}`), heads: [note] });
  progress({ step: 'continuity', done: 0, of: 1 });
  const continuity = await continuityOf(parts, note, head.value);
  if ('finding' in continuity) return differs({ finding: continuity.finding, heads: [continuity.seen.note, note] });
  const code = await replay.blobs((done, of) => progress({ step: 'code', done, of }));
  const verdict = code ?? await replay.reach(note, head.value, (done) => progress({ step: 'records', done, of: head.value.size }));
  if (!verdict.ok) return differs(await evidenceOf(parts, note, head.value, verdict.finding, replay));
  await parts.store.keepSeen({ address: parts.client.url, origin: head.value.origin, size: head.value.size, root: toBase64(head.value.root), note, at: parts.now() });
  return { replay, report: stands(parts, verdict, replay, continuity, summary()) };
}

function stands(
  { hasher, native }: CheckParts, verdict: Verdict & { ok: true }, { run }: LogReplay, continuity: Continuity, summary: Pick<Report, 'at' | 'tookMs' | 'origin' | 'records' | 'observations'>,
): Report {
  return { stands: true, ...summary, root: verdict.root, digest: run.digest(), cosigned: cosignedHead(hasher, run.state, verdict.head), continuity, native };
}

/** By the policy that the members adopted in the log itself, as it was at the head. */
export function cosignedHead(hasher: Hasher, state: Readonly<KernelState>, standing: HeadStanding | null): CosignedHead {
  const policy = policyInForce(hasher, state);
  const cosigned = [...standing?.cosigned ?? []].sort((a, b) => b.seconds - a.seconds);
  const enough = cosigned.findIndex((_, last) => isQuorum(policy, new Set(cosigned.slice(0, last + 1).map(({ witness }) => witness))));
  return {
    asked: standing?.asked ?? false, quorumSince: cosigned[enough]?.seconds ?? null,
    witnesses: policy.witnesses.map(({ name }) => ({
      name, runBy: state.policy?.runs[name] ?? null, seconds: cosigned.find(({ witness }) => witness === name)?.seconds ?? null,
    })),
  };
}

type Broken = { readonly finding: Finding; readonly seen: SeenHead };

/** Holds the head against the longest of this log that this browser checked, wherever it was shown: a log has one past. */
async function continuityOf({ client, hasher, verifier, store }: CheckParts, note: string, head: Checkpoint): Promise<Continuity | Broken> {
  const all = await store.seen();
  const [seen] = all.filter(({ origin }) => origin === head.origin).sort((a, b) => b.size - a.size);
  // Collectives that are behind one address of the web have each its own place there, and its own log.
  if (seen === undefined) return { since: 'nothing', others: all.filter(({ address }) => address === client.url).map(({ origin, size, at }) => ({ origin, size, at })) };
  const oldRoot = fromBase64(seen.root) ?? new Uint8Array();
  const problem = head.size < seen.size
    ? `the head that is shown has ${head.size} records, and this browser has seen ${seen.size}: the log was set back`
    : await provenFrom(client, hasher, { ...seen, oldRoot }, head);
  if (problem === null) return { since: 'seen', size: seen.size, at: seen.at };
  const policy = parsePolicy(hasher, await client.policy());
  const signed = policy.ok && judgeCheckpoint(verifier, policy.value, note).ok;
  const worth = signed ? 'Both heads are signed by the log\'s key: together they prove it' : 'The head that is shown now isn\'t signed by the log\'s key';
  return { seen, finding: { ...aboutHead(`${problem}. ${worth}`), recorded: seen.root, rules: toBase64(head.root) } };
}

async function provenFrom(client: LogClient, hasher: Hasher, seen: { readonly size: number; readonly oldRoot: Uint8Array }, head: Checkpoint): Promise<string | null> {
  try {
    const proof = await consistencyFrom(client, hasher, seen.size, head);
    if (verifyConsistency(hasher, { oldSize: seen.size, newSize: head.size, oldRoot: seen.oldRoot, newRoot: head.root, proof })) return null;
  } catch (error) {
    if (!(error instanceof TileError) || error.code !== 'wrong_tile') throw error;
    return `the tree of ${head.size} records can't be proved to go on from the ${seen.size} that this browser has seen: ${error.message}`;
  }
  return seen.size === head.size
    ? `this browser has seen another log of ${seen.size} records than the one that is shown: it has two faces`
    : `the log of ${head.size} records doesn't go on from the ${seen.size} that this browser has seen: the past was rewritten`;
}

async function evidenceOf({ client, hasher }: CheckParts, note: string, head: Checkpoint, finding: Finding, replay: LogReplay): Promise<Evidence> {
  if (finding.seq === null) return { finding, heads: [note] };
  const { text } = replay;
  return { finding, heads: [note], record: { text, receipt: await receiptUnder(client, hasher, note, head, replay.records, text) } };
}

function aboutHead(message: string): Finding {
  return { seq: null, what: 'head', message };
}
