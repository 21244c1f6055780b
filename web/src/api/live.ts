import { useCallback, useEffect, useRef, useState } from 'react';
import { getJson, type Got } from './get.ts';
import { reuse } from './reuse.ts';

/** Least time between two questions to one address: a demonstration records several times a second. */
const everyMs = 2000;

export type Live<T> = {
  /** Null while it is asked for the first time; then the last answer stays until the next is there. */
  readonly got: Got<T> | null;
  /** Asks again at once. */
  readonly again: () => void;
};

/**
 * What an address answers, asked again when something was recorded.
 * @param records how many there are: the answer follows them
 */
export function useLive<T>(address: string, records: number): Live<T> {
  const [state, setState] = useState<{ readonly address: string; readonly got: Got<T> } | null>(null);
  const [asked, setAsked] = useState(0);
  const last = useRef({ address: '', at: 0 });
  const asking = useRef(new AbortController());
  // What is on its way is given up for another address only: else a busy collective would never be heard.
  useEffect(() => {
    asking.current = new AbortController();
    return () => asking.current.abort();
  }, [address]);
  useEffect(() => {
    const { signal } = asking.current;
    const wait = last.current.address === address ? Math.max(0, last.current.at + everyMs - performance.now()) : 0;
    const timer = setTimeout(() => {
      last.current = { address, at: performance.now() };
      void getJson<T>(address, signal).then((got) => {
        if (!signal.aborted) setState((known) => ({ address, got: known?.address === address ? reuse(known.got, got) : got }));
      });
    }, wait);
    return () => clearTimeout(timer);
  }, [address, records, asked]);
  const again = useCallback(() => {
    last.current = { address: '', at: 0 };
    setAsked((count) => count + 1);
  }, []);
  return { got: state?.address === address ? state.got : null, again };
}
