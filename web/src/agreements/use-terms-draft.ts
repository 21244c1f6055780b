import type { JsonObject } from '../../../src/vocabulary/json.ts';
import type { TermsDraftShown } from '../../../src/views/terms-shown.ts';
import { useDrafting } from '../api/drafting.ts';
import type { Posted } from '../api/post.ts';

/** What other terms would be. @param terms null: nothing is written yet */
export function useTermsDraft(subcontract: string, terms: JsonObject | null, member: string | null): Posted<TermsDraftShown> | null {
  return useDrafting<TermsDraftShown>(`/api/subcontracts/${subcontract}/terms/draft`, terms === null ? null : { terms, ...(member === null ? {} : { member }) });
}
