/**
 * The last signed head of a log, kept apart from the journal, and what follows when the two don't agree: nothing is signed any more.
 * A disk that was emptied, cut or set back to yesterday must not become a second history that bears a signature.
 * Every adapter passes `head.conformance.ts`, with two instances over one store.
 */
import { invariant } from '../vocabulary/result.ts';
import { JournalError } from './journal.ts';

/** Of one log. All methods are synchronous and throw {@link JournalError}. */
export type HeadStore = {
  /**
   * The text as it was last set: a signed checkpoint (C2SP tlog-checkpoint). Undefined before the founding only.
   * @throws JournalError `corrupt` for what can't be read whole: damage is never taken for absence
   */
  read(): string | undefined;

  /**
   * Puts `next` in the place of `expected` (undefined: there is none yet, as at the founding), durable when it returns.
   * @returns false when something else is there: it stays, and the caller has lost its place
   * @throws JournalError `full`, `read_only`, `in_use` (another instance is in the middle of its own): it stays as it was.
   * `io`: it may be set or not. From then on this instance refuses to set; open the store anew, and `read()` tells.
   */
  compareAndSet(expected: string | undefined, next: string): boolean;

  /** Releases the store. Nothing else may be called afterwards; closing twice is fine. */
  close(): void;
};

/** A checkpoint with its 63 cosignatures, the largest of them ML-DSA-44, has some 220 kB; what is larger is no head. */
export const headCharsMax = 1_048_576;

/** What holds of every head that is set. */
export function requireHead(next: string): void {
  invariant(next !== '', 'a head is not empty');
  invariant(next.length <= headCharsMax, `a head has at most ${headCharsMax} characters`);
}

/** What instances over one in-memory store share. */
export type MemoryHead = { text: string | undefined };

/** A head store for tests and simulations. */
export function createMemoryHeadStore(shared: MemoryHead = { text: undefined }): HeadStore {
  let open = true;
  return {
    read() {
      invariant(open, 'the head store is open');
      return shared.text;
    },
    compareAndSet(expected, next) {
      invariant(open, 'the head store is open');
      requireHead(next);
      if (shared.text !== expected) return false;
      shared.text = next;
      return true;
    },
    close: () => { open = false; },
  };
}

/** What the last signed checkpoint says of the log, its root in whatever form the caller compares. */
export type SignedHead = { readonly size: number; readonly root: string };

/**
 * Why nothing may be signed on top of this journal; undefined when it holds all that was signed, and nothing else in its place.
 * @param signed of the last signed checkpoint, its signature checked; undefined when the store holds none
 * @param records that the journal holds
 * @param rootAt root of the journal's first `size` records, in the form of `signed.root`; asked for at `signed.size` only
 * @returns JournalError `unsigned`, `behind` or `differs`, for the caller to throw or to show
 */
export function headFault(signed: SignedHead | undefined, records: number, rootAt: (size: number) => string): JournalError | undefined {
  if (signed === undefined) {
    return records === 0 ? undefined : new JournalError('unsigned', `the journal holds ${records} records, but the last signed head is missing`);
  }
  const { size, root } = signed;
  if (records < size) {
    const missing = size - records;
    return new JournalError('behind', `the journal ends after ${records} records, but ${size} are signed: ${missing} ${missing === 1 ? 'is' : 'are'} missing`);
  }
  const found = rootAt(size);
  if (found === root) return undefined;
  return new JournalError('differs', `the journal's first ${size} records have the root ${found}, but ${root} is signed: a record was changed, added or left out`);
}
