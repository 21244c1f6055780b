import { useEffect, useState } from 'react';
import type { DraftShown } from '../../../src/views/kits-shown.ts';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { postJson, type Posted } from '../api/post.ts';

export type DraftAsk = { readonly subcontract: string; readonly parties: { readonly [party: string]: string }; readonly terms: JsonObject; readonly member?: string };

/** Nobody types slower than that within a word. */
const pauseMs = 350;

/** What an agreement would be as it stands in the form; the last answer stays until the next is there. @param ask null: something has yet to be said */
export function useDraft(kit: string, ask: DraftAsk | null): Posted<DraftShown> | null {
  const [answer, setAnswer] = useState<Posted<DraftShown> | null>(null);
  const asked = ask === null ? null : JSON.stringify(ask);
  useEffect(() => {
    if (asked === null) return undefined;
    const giveUp = new AbortController();
    const timer = setTimeout(() => {
      void postJson<DraftShown>(`/api/kits/${kit}/draft`, JSON.parse(asked), giveUp.signal).then((got) => { if (!giveUp.signal.aborted) setAnswer(got); });
    }, pauseMs);
    return () => {
      clearTimeout(timer);
      giveUp.abort();
    };
  }, [kit, asked]);
  return ask === null ? null : answer;
}
