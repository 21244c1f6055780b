/** What something costs the reader, asked of the agreement before anything is taken. */
import { isObject, type JsonObject } from '../../../src/vocabulary/json.ts';
import type { AskedShown, SubcontractShown } from '../../../src/views/shown.ts';
import { useLive } from '../api/live.ts';
import { times } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';

export type MyPrice = {
  /** What one piece costs; null while it is asked, and where the agreement has no answer for the reader. */
  readonly each: string | null;
  /** From which it is made. */
  readonly numbers: JsonObject;
  /** Of so many. */
  readonly total: (count: number) => string | null;
  /** Why there is none. */
  readonly problem: string | null;
};

/** By this question agreements tell a price. */
export const priceQuestion = 'price';

export function useMyPrice({ id, unit }: Pick<SubcontractShown, 'id' | 'unit'>, member: string, records: number): MyPrice {
  const { unitOf } = useSpeaking();
  const { got } = useLive<AskedShown>(`/api/subcontracts/${encodeURIComponent(id)}/ask/${priceQuestion}?by=${encodeURIComponent(member)}`, records);
  const numbers: JsonObject = got?.ok === true && isObject(got.value.shown) ? got.value.shown : {};
  const each = typeof numbers['price'] === 'string' ? numbers['price'] : null;
  return { each, numbers, total: (count) => (each === null ? null : times(count, each, unitOf(unit)?.decimals ?? 0)), problem: got?.ok === false ? got.message : null };
}
