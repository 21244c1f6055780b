import { useCallback, useEffect, useState } from 'react';
import type { PostingShown } from '../../../src/views/shown.ts';
import { getJson } from '../api/get.ts';
import { fromPosting, type Happening } from './happening.ts';

const inAddress = /^\d+\.\d+$/;

/** It stands before the `#`, so that the page behind it stays the one that it was opened on. */
function idInAddress(): string | undefined {
  const id = new URLSearchParams(location.search).get('why') ?? '';
  return inAddress.test(id) ? id : undefined;
}

function putInAddress(id: string | null): void {
  history.replaceState(null, '', `${location.pathname}${id === null ? '' : `?why=${id}`}${location.hash}`);
}

/** Which why is open. A posting's why has an address of its own, to send to someone. */
export function useOpened(): { readonly opened: Happening | null; readonly open: (happening: Happening) => void; readonly close: () => void } {
  const [opened, setOpened] = useState<Happening | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    const id = idInAddress();
    if (id !== undefined) void getJson<PostingShown>(`/api/postings/${id}`, asking.signal).then((got) => { if (got.ok) setOpened(fromPosting(got.value)); });
    return () => asking.abort();
  }, []);
  // Whoever goes elsewhere by the address (the browser's own way back, a link that was sent) is there, and not behind a sheet.
  useEffect(() => {
    const gone = (): void => {
      if (idInAddress() !== undefined) putInAddress(null);
      setOpened(null);
    };
    addEventListener('hashchange', gone);
    return () => removeEventListener('hashchange', gone);
  }, []);
  const open = useCallback((happening: Happening) => {
    setOpened(happening);
    putInAddress(happening.kind === 'posting' ? happening.key.slice('posting-'.length) : null);
  }, []);
  const close = useCallback(() => {
    setOpened(null);
    if (idInAddress() !== undefined) putInAddress(null);
  }, []);
  return { opened, open, close };
}
