/** Keeps the ledger's index beside the journal: what is recorded is taken in soon after, or as it is asked for; what lies far behind in parts, so that deciding goes on. */
import { openLedger } from '../adapters/ledger-sqlite/ledger.ts';
import { JournalError, type Journal, type StoredRow } from '../journal/journal.ts';
import type { Ledger, Noted } from '../ledger/ledger.ts';
import { noteOf } from '../ledger/note-of.ts';
import { toBase64 } from '../log/bytes.ts';
import { parseRecord } from '../log/record.ts';
import { applyShown } from '../views/apply.ts';
import type { Shown } from '../views/shown.ts';
import { initialView, type View, type ViewPorts } from '../views/view.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { LogTree } from './log-tree.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';

/** Records taken in before anything else gets its turn: some milliseconds' work. */
const partMax = 50;
/** Behind by no more than this, whoever asks waits for it; else they are told how far it is. */
const atOnceMax = 500;
/** What comes in quick succession is taken in together. */
const soonMs = 50;

export type LedgerParts = {
  /** The data folder; undefined: in memory. */
  readonly folder: string | undefined;
  /** The one that is open now. */
  readonly journal: () => Journal;
  readonly view: () => View;
  /** Of the same records: by its root a journal is known to be the one that was taken in. */
  readonly tree: () => Pick<LogTree, 'size' | 'root'>;
  readonly tell: (message: string) => void;
};

export type LedgerKeeping = {
  /** Something was recorded. */
  readonly note: () => void;
  /** With all records in it; refused as `busy` while many are yet to be taken in. */
  readonly now: () => Result<Ledger>;
  readonly close: () => void;
};

export function keepLedger({ folder, journal, view, tree, tell }: LedgerParts): LedgerKeeping {
  const ledger = openLedger(folder);
  let timer: NodeJS.Timeout | undefined;
  let failure: string | null = null;
  if (!isOf(ledger, tree())) ledger.clear();
  let { records } = ledger.taken();
  let past = records === 0 || journal().head() - records > atOnceMax ? new Past(view().ports, tell) : undefined;
  /** Told already, and yet to be taken in: after a full disk they are taken in as they were told. */
  let waiting: readonly Noted[] = [];

  /** Of records that are in it already nothing is told again: they only lead up to the others. */
  const takePart = (limit: number): void => {
    if (past !== undefined && past.records < records) {
      for (const row of journal().read(past.records, Math.min(limit, records - past.records))) past.take(shownIn(row));
      return;
    }
    if (waiting.length === 0) waiting = journal().read(records, limit).map(shownIn).map((shown) => noteOf(past?.take(shown) ?? view(), shown));
    if (waiting.length > 0) ledger.take(waiting, toBase64(tree().root(records + waiting.length)));
    records += waiting.length;
    waiting = [];
    if (records >= journal().head()) past = undefined;
  };
  const goOn = (): void => {
    timer = undefined;
    try {
      takePart(partMax);
      if (records < journal().head()) later(0);
    } catch (error) {
      failed(error);
    }
  };
  const later = (ms: number): void => {
    timer ??= setTimeout(goOn, ms).unref();
  };
  const failed = (error: unknown): void => {
    // While the store is being opened anew there is nothing to read.
    failure = error instanceof JournalError ? error.message : 'a record can\'t be taken into it';
    tell(`the ledger's index stands still at record ${records}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  };
  later(0);
  return {
    note: () => later(soonMs),
    now() {
      try {
        const behind = journal().head() - records;
        if (behind > atOnceMax) {
          later(0);
          return refuse('busy', `the ledger is being indexed: ${records} of ${journal().head()} records are in it`);
        }
        if (behind > 0) takePart(behind);
        failure = null;
        return ok(ledger);
      } catch (error) {
        failed(error);
        return refuse('stopped', `the ledger can't be searched now: ${failure ?? ''}`);
      }
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
      ledger.close();
    },
  };
}

/** What lies far behind is told as it was known then, from the founding on; what is recorded later, as it is known by then. */
class Past {
  readonly #view: View;
  readonly #tell: (message: string) => void;
  #failed = false;
  /** Taken up so far. */
  records = 0;

  constructor(ports: ViewPorts, tell: (message: string) => void) {
    this.#view = initialView({ zoneRules: ports.zoneRules });
    this.#tell = tell;
  }

  /** @returns as of this record. One that it can't take up is missing in its words alone: the live view goes on without it too. */
  take(shown: Shown): View {
    this.records = shown.record.seq + 1;
    try {
      applyShown(this.#view, shown);
    } catch (error) {
      if (!this.#failed) this.#tell(`the ledger's index goes on without the words of record ${shown.record.seq}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      this.#failed = true;
    }
    return this.#view;
  }
}

/** Whether the log begins with the records that are in it. */
function isOf(ledger: Ledger, tree: Pick<LogTree, 'size' | 'root'>): boolean {
  const taken = ledger.taken();
  return taken.records === 0 || (taken.records <= tree.size && toBase64(tree.root(taken.records)) === taken.root);
}

function shownIn({ seq, record, outcome }: StoredRow): Shown {
  const read = parseRecord(record);
  if (!read.ok) throw new JournalError('corrupt', `record ${seq} of the journal can't be read`);
  return { record: read.value, outcome: JSON.parse(outcome) as Outcome };
}
