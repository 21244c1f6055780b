/** What became of an act, as far as the server's answer tells: taken for done is only what the log says was done. */
import { isOpen, type Exchanged } from '../api/exchange.ts';

export type Fate =
  | { readonly is: 'done'; readonly record: number | null }
  | { readonly is: 'refused'; readonly code: string; readonly detail?: string }
  /** It may be recorded or not, or may yet be: sent again it counts once. */
  | { readonly is: 'open'; readonly code: string; readonly detail?: string };

type Item = { readonly status?: unknown; readonly code?: string; readonly detail?: string };
type Submitted = { readonly status?: unknown; readonly seq?: number; readonly items?: readonly Item[] };

/** @param answer to a sealed entry with one item, as all acts of people are */
export function fateOf(answer: Exchanged): Fate {
  if (!answer.ok) return { is: isOpen(answer.code) ? 'open' : 'refused', ...told(answer.code, answer.detail) };
  const { status, seq, items: [item] = [] } = answer.value as Submitted;
  // A member's node that isn't the writer hands on what it takes; a writer that can't look up a repetition says no more than that it is one.
  if ((status !== 'recorded' && status !== 'duplicate') || item === undefined) return { is: 'open', code: 'unreachable' };
  return item.status === 'refused' ? { is: 'refused', ...told(item.code ?? 'malformed', item.detail) } : { is: 'done', record: seq ?? null };
}

function told(code: string, detail: string | undefined): { readonly code: string; readonly detail?: string } {
  return { code, ...(detail === undefined ? {} : { detail }) };
}
