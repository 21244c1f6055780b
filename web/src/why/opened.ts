import { useCallback, useEffect, useState } from 'react';
import type { PostingShown } from '../../../src/views/shown.ts';
import { getJson } from '../api/get.ts';
import { fromPosting, type Happening } from './happening.ts';

const inAddress = /^#why=(\d+\.\d+)$/;

/** Which why is open. A posting's why has an address of its own, to send to someone. */
export function useOpened(): { readonly opened: Happening | null; readonly open: (happening: Happening) => void; readonly close: () => void } {
  const [opened, setOpened] = useState<Happening | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    const id = inAddress.exec(location.hash)?.[1];
    if (id !== undefined) void getJson<PostingShown>(`/api/postings/${id}`, asking.signal).then((got) => { if (got.ok) setOpened(fromPosting(got.value)); });
    return () => asking.abort();
  }, []);
  // Whoever goes elsewhere by the address (the browser's own way back, a link that was sent) is there, and not behind a sheet.
  useEffect(() => {
    const gone = (): void => { if (!inAddress.test(location.hash)) setOpened(null); };
    addEventListener('hashchange', gone);
    return () => removeEventListener('hashchange', gone);
  }, []);
  const open = useCallback((happening: Happening) => {
    setOpened(happening);
    if (happening.kind === 'posting') history.replaceState(null, '', `#why=${happening.key.slice('posting-'.length)}`);
  }, []);
  const close = useCallback(() => {
    setOpened(null);
    if (inAddress.test(location.hash)) history.replaceState(null, '', location.pathname + location.search);
  }, []);
  return { opened, open, close };
}
