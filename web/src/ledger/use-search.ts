/** What a search finds, page after page. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FoundShown, RecordShown } from '../../../src/ledger/shown.ts';
import { getJson } from '../api/get.ts';

/** While somebody types, the last letters are waited for. */
const quietMs = 250;
const pageSize = 50;

export type Search = {
  readonly records: readonly RecordShown[];
  readonly count: FoundShown['count'];
  /** Null: that was all. */
  readonly more: (() => void) | null;
  readonly busy: boolean;
  readonly problem: string | null;
};

type Found = { readonly query: string; readonly records: readonly RecordShown[]; readonly count: FoundShown['count']; readonly next: number | null; readonly problem: string | null };

/** @param asked what was recorded since isn't put above somebody's eyes: it is asked for by counting this up */
export function useSearch(query: string, asked: number): Search {
  const [found, setFound] = useState<Found | null>(null);
  const [busy, setBusy] = useState(true);
  const asking = useRef(new AbortController());
  const ask = useCallback(async (before: number | null, known: Found | null, signal: AbortSignal): Promise<void> => {
    setBusy(true);
    const got = await getJson<FoundShown>(`/api/ledger?${query}${query === '' ? '' : '&'}limit=${pageSize}${before === null ? '' : `&before=${before}`}`, signal);
    if (signal.aborted) return;
    setBusy(false);
    if (!got.ok) return setFound({ query, records: known?.records ?? [], count: known?.count ?? null, next: known?.next ?? null, problem: got.message });
    setFound({ query, records: [...known?.records ?? [], ...got.value.records], count: known?.count ?? got.value.count, next: got.value.next, problem: null });
  }, [query]);
  useEffect(() => {
    const own = asking.current = new AbortController();
    const timer = setTimeout(() => void ask(null, null, own.signal), quietMs);
    return () => {
      clearTimeout(timer);
      own.abort();
    };
  }, [ask, asked]);
  const next = found?.query === query ? found.next : null;
  return {
    records: found?.records ?? [], count: found?.count ?? null, problem: found?.problem ?? null, busy,
    more: next === null ? null : () => void ask(next, found, asking.current.signal),
  };
}
