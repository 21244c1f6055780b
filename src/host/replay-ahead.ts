/**
 * A replay whose seals are checked ahead on Node's thread pool: while some records are decided on, the seals of those behind them are
 * looked at. The pool only fills a memory of answers, so the findings are the same, in the same order.
 */
import { createAheadVerifier } from '../adapters/keys/ahead.ts';
import { sealAhead, type AheadVerifier } from '../adapters/keys/findings.ts';
import { sealIn } from '../log/record.ts';
import { createReplay, type LogPart, type Replayed, type ReplayPorts, type RunningReplay, type Verdict } from '../log/replay.ts';

/** Parts looked at ahead: enough for a pool's threads, and few enough to be held twice. */
const partsAhead = 128;

/** As `replay`, with what it throws. */
export async function replayAhead(
  parts: Iterable<LogPart>, ports: Omit<ReplayPorts, 'verifier'>, onRecord?: (replayed: Replayed) => void, verifier: AheadVerifier = createAheadVerifier(),
): Promise<Verdict> {
  const run = createReplay({ ...ports, verifier }, onRecord);
  const iterator = parts[Symbol.iterator]();
  try {
    let now = readSome(iterator);
    for (;;) {
      const next = now.done ? undefined : readSome(iterator);
      const checked = next === undefined ? undefined : checkSeals(verifier, run, next.parts);
      for (const part of now.parts) {
        const differs = run.take(part);
        if (differs !== undefined) return differs;
      }
      if (now.failed !== undefined) return unread(run, now.failed.error);
      await checked;
      if (next === undefined) return run.end();
      now = next;
    }
  } finally {
    iterator.return?.();
  }
}

type Some = { readonly parts: readonly LogPart[]; readonly done: boolean; readonly failed?: { readonly error: unknown } };

/** What a source says before it fails is looked at first. */
function readSome(iterator: Iterator<LogPart>): Some {
  const parts: LogPart[] = [];
  try {
    while (parts.length < partsAhead) {
      const { value, done } = iterator.next() as IteratorResult<LogPart, undefined>;
      if (done === true) return { parts, done: true };
      parts.push(value);
    }
  } catch (error) {
    return { parts, done: true, failed: { error } };
  }
  return { parts, done: false };
}

/** By the keys that are known so far; a key that comes meanwhile is checked with when it's asked for. */
async function checkSeals(verifier: AheadVerifier, run: RunningReplay, parts: readonly LogPart[]): Promise<void> {
  await Promise.all(parts.map(async (part) => {
    const found = part.part === 'record' ? sealIn(part.text) : undefined;
    if (found !== undefined) await sealAhead(verifier, run.state.keys.get(found.seal.key)?.grant, found.message, found.seal);
  }));
}

function unread(run: RunningReplay, error: unknown): Verdict {
  const differs = run.unreadable(error);
  if (differs === undefined) throw error;
  return differs;
}
