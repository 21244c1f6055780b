/** Puts the lines of a statement down, one after the other. */
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import type { Done } from '../acting/act.ts';
import type { Refused } from '../api/post.ts';

/** What became of so many lines; what waits for the connection isn't in the books. */
export type Went = { readonly of: number; readonly recorded: number; readonly waiting: number; readonly refused: readonly { readonly reference: string; readonly why: Refused }[] };

/** Whoever has a passkey confirms each line with it; who gives that up is asked for no more of them. @param tell called at first and after each */
export async function recordLines(entries: readonly EntryBody[], say: (entry: EntryBody) => Promise<Done>, tell: (went: Went) => void): Promise<void> {
  let went: Went = { of: entries.length, recorded: 0, waiting: 0, refused: [] };
  tell(went);
  for (const entry of entries) {
    const done = await say(entry);
    went = withDone(went, entry, done);
    tell(went);
    if (!done.ok && done.refused.code === 'passkey_cancelled') return;
  }
}

function withDone(went: Went, { body }: EntryBody, done: Done): Went {
  if (!done.ok) return { ...went, refused: [...went.refused, { reference: 'reference' in body ? String(body.reference) : '', why: done.refused }] };
  return done.waits === true ? { ...went, waiting: went.waiting + 1 } : { ...went, recorded: went.recorded + 1 };
}
