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

function addressWith(id: string | null): string {
  return `${location.pathname}${id === null ? '' : `?why=${id}`}${location.hash}`;
}

/** A step of its own in the browser's history: the way back closes the sheet, and leaves the page where it is. */
function isStep(): boolean {
  return (history.state as { readonly why?: unknown } | null)?.why === true;
}

/** Which why is open. A posting's why has an address of its own, to send to someone. */
export function useOpened(): { readonly opened: Happening | null; readonly open: (happening: Happening) => void; readonly close: () => void } {
  const [opened, setOpened] = useState<Happening | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    const show = (): void => {
      const id = idInAddress();
      if (id === undefined) setOpened(null);
      else void getJson<PostingShown>(`/api/postings/${id}`, asking.signal).then((got) => { if (got.ok && idInAddress() === id) setOpened(fromPosting(got.value)); });
    };
    // Whoever goes elsewhere by the address (a link in the sheet, or one that was sent) is there, and not behind a sheet.
    const gone = (): void => {
      if (idInAddress() !== undefined && !isStep()) history.replaceState(null, '', addressWith(null));
      show();
    };
    show();
    addEventListener('hashchange', gone);
    addEventListener('popstate', show);
    return () => {
      asking.abort();
      removeEventListener('hashchange', gone);
      removeEventListener('popstate', show);
    };
  }, []);
  const open = useCallback((happening: Happening) => {
    const address = addressWith(happening.kind === 'posting' ? happening.key.slice('posting-'.length) : null);
    if (isStep()) history.replaceState({ why: true }, '', address);
    else history.pushState({ why: true }, '', address);
    setOpened(happening);
  }, []);
  const close = useCallback(() => {
    setOpened(null);
    if (isStep()) history.back();
    else if (idInAddress() !== undefined) history.replaceState(null, '', addressWith(null));
  }, []);
  return { opened, open, close };
}
