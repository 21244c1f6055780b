import type { DraftShown } from '../../../src/views/kits-shown.ts';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { useDrafting } from '../api/drafting.ts';
import type { Posted } from '../api/post.ts';

export type DraftAsk = { readonly subcontract: string; readonly parties: { readonly [party: string]: string }; readonly terms: JsonObject; readonly member?: string };

/** What an agreement would be as it stands in the form. @param ask null: something has yet to be said */
export function useDraft(kit: string, ask: DraftAsk | null): Posted<DraftShown> | null {
  return useDrafting<DraftShown>(`/api/kits/${kit}/draft`, ask);
}
