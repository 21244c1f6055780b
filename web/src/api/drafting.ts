import { useEffect, useState } from 'react';
import { postJson, type Posted } from './post.ts';

/** Nobody types slower than that within a word. */
const pauseMs = 350;

/**
 * What the server says of what stands in a form, asked when its writer pauses; the last answer stays until the next is there.
 * @param ask null: something has yet to be said
 */
export function useDrafting<T>(address: string, ask: unknown): Posted<T> | null {
  const [answer, setAnswer] = useState<Posted<T> | null>(null);
  const asked = ask === null ? null : JSON.stringify(ask);
  useEffect(() => {
    if (asked === null) return undefined;
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      void postJson<T>(address, JSON.parse(asked), giveUp.signal).then((got) => { if (!giveUp.signal.aborted) setAnswer(got); });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [address, asked]);
  return ask === null ? null : answer;
}
