/**
 * One turn, the way of the data on one page: sealed entries in; the kernel decides; the journal keeps; the log grows; views are shown.
 * Several entries share one durable append. Nothing here is a rule.
 */
import type { Journal, JournalRow } from './journal/journal.ts';
import type { Kernel } from './kernel/kernel.ts';
import { NotJsonError } from './log/canonical.ts';
import type { MerkleTree } from './log/merkle.ts';
import { fitsRecord, outcomeText, recordBytes, sealMessage } from './log/record.ts';
import type { SealedEntry } from './vocabulary/entries.ts';
import type { Outcome } from './vocabulary/outcomes.ts';
import type { Hasher } from './vocabulary/ports.ts';
import type { LogRecord } from './vocabulary/records.ts';
import type { Refusal } from './vocabulary/result.ts';
import { plainSeal } from './vocabulary/seals.ts';
import type { Instant } from './vocabulary/time.ts';

export type TurnPorts = {
  readonly kernel: Kernel;
  readonly journal: Journal;
  readonly tree: Pick<MerkleTree, 'append'>;
  readonly hasher: Hasher;
  /** Takes note of what is now durable. */
  readonly show: (shown: Shown) => void;
};

export type Shown = { readonly record: LogRecord; readonly outcome: Outcome };

export type Answer =
  | ({ readonly status: 'recorded' } & Shown)
  /** It was here before, word for word: nothing changed, and whoever sent it may stop sending. */
  | { readonly status: 'duplicate' }
  /** It left no record. */
  | { readonly status: 'refused'; readonly refusal: Refusal };

/**
 * Takes entries through, in order, as one append; when it returns, they are durable.
 * @param messages the entries' canonical texts where the caller has them, in the same order
 * @throws JournalError when they could not be stored: the kernel has then moved on and must be opened anew from the journal
 */
export function takeTurns(ports: TurnPorts, entries: readonly SealedEntry[], recordedAt: Instant, messages: readonly (string | undefined)[] = []): Answer[] {
  const first = ports.kernel.state.seq;
  const rows: JournalRow[] = [];
  const answers = entries.map((sealed, i) => decideOne(ports, sealed, messages[i] ?? messageOf(sealed), recordedAt, rows));
  if (rows.length > 0) ports.journal.append(rows, first);
  for (const row of rows) ports.tree.append(row.record);
  for (const answer of answers) if (answer.status === 'recorded') ports.show(answer);
  return answers;
}

function decideOne(ports: TurnPorts, given: SealedEntry, message: string | Refusal, recordedAt: Instant, rows: JournalRow[]): Answer {
  if (typeof message !== 'string') return { status: 'refused', refusal: message };
  // Decided is what the record will say, with names in its order: the sender's own order of names must not matter.
  const sealed: SealedEntry = { entry: JSON.parse(message) as SealedEntry['entry'], seal: plainSeal(given.seal) };
  const fits = fitsRecord(sealed, message);
  if (!fits.ok) return { status: 'refused', refusal: fits.refusal };
  const gate = ports.kernel.gate(sealed, message, recordedAt);
  if (!gate.pass) return gate.duplicate ? { status: 'duplicate' } : { status: 'refused', refusal: gate.refusal };
  const seq = ports.kernel.state.seq;
  const outcome = ports.kernel.decide(sealed, recordedAt);
  const { text, hash } = outcomeText(ports.hasher, outcome);
  const record: LogRecord = { seq, recordedAt, entry: sealed.entry, seal: sealed.seal, outcomeHash: hash };
  rows.push({ record: recordBytes(record, message), outcome: text });
  return { status: 'recorded', record, outcome };
}

function messageOf({ entry }: SealedEntry): string | Refusal {
  try {
    return sealMessage(entry);
  } catch (error) {
    if (error instanceof NotJsonError) return { code: 'malformed', detail: error.message };
    throw error;
  }
}
