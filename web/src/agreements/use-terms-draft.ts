import { useEffect, useState } from 'react';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import type { TermsDraftShown } from '../../../src/views/terms-shown.ts';
import { postJson, type Posted } from '../api/post.ts';

/** Nobody types slower than that within a word. */
const pauseMs = 350;

/** What other terms would be; the last answer stays until the next is there. @param terms null: nothing is written yet */
export function useTermsDraft(subcontract: string, terms: JsonObject | null, member: string | null): Posted<TermsDraftShown> | null {
  const [answer, setAnswer] = useState<Posted<TermsDraftShown> | null>(null);
  const asked = terms === null ? null : JSON.stringify({ terms, ...(member === null ? {} : { member }) });
  useEffect(() => {
    if (asked === null) return undefined;
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      void postJson<TermsDraftShown>(`/api/subcontracts/${subcontract}/terms/draft`, JSON.parse(asked), giveUp.signal).then((got) => { if (!giveUp.signal.aborted) setAnswer(got); });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [subcontract, asked]);
  return asked === null ? null : answer;
}
