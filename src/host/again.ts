/**
 * An entry that is sent again, because the answer to it was lost: it changes nothing, and whoever sends it hears what became of it then. A
 * record's refusal is otherwise taken for a success, and an act that was done for one that wasn't.
 */
import type { Recorded, Submitted } from '../adapters/http/ports.ts';
import { JournalError, type Journal } from '../journal/journal.ts';
import { NotJsonError } from '../log/canonical.ts';
import { parseRecord, sealMessage } from '../log/record.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { LedgerKeeping } from './ledger-keeping.ts';

export type AgainParts = { readonly journal: () => Journal; readonly keeping: Pick<LedgerKeeping, 'now'> };

/** Answers that say nothing of the entry: the store needn't be asked, and may not be there. */
const notNow: readonly RefusalCode[] = ['busy', 'stopped'];

/**
 * The answer to an entry, by what the log has of it: what is in it, word for word, is a duplicate, also where the gate wouldn't let it in any
 * more, as when its key was revoked since.
 */
export function againOf(parts: AgainParts): (sealed: SealedEntry, answer: Submitted) => Submitted {
  return (sealed, answer) => {
    if (answer.status === 'recorded' || (answer.status === 'refused' && notNow.includes(answer.refusal.code))) return answer;
    const before = recordedBefore(parts, sealed);
    return before === undefined ? answer : { status: 'duplicate', ...before };
  };
}

/** Undefined where it isn't in the log, or that can't be told just now. */
function recordedBefore({ journal, keeping }: AgainParts, { entry, seal }: SealedEntry): Recorded | undefined {
  try {
    const ledger = keeping.now();
    const seq = ledger.ok ? ledger.value.recordOf(entry.by, entry.id) : undefined;
    const [row] = seq === undefined ? [] : journal().read(seq, 1);
    const record = row === undefined ? undefined : parseRecord(row.record);
    if (row === undefined || record?.ok !== true) return undefined;
    const isSame = record.value.seal.sig === seal.sig && sealMessage(record.value.entry) === sealMessage(entry);
    return isSame ? { seq: row.seq, recordedAt: record.value.recordedAt, items: (JSON.parse(row.outcome) as Outcome).items } : undefined;
  } catch (error) {
    // What JSON can't carry is in no log.
    if (error instanceof JournalError || error instanceof NotJsonError) return undefined;
    throw error;
  }
}
