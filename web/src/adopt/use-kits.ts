import type { KitShown } from '../../../src/views/kits-shown.ts';
import type { Overview } from '../../../src/views/shown.ts';
import { useLive, type Live } from '../api/live.ts';

/** The kits at hand, asked for anew when an agreement comes, goes or changes: not with every record, since their words are many. */
export function useKits({ subcontracts }: Overview): Live<readonly KitShown[]> {
  return useLive<readonly KitShown[]>('/api/kits', subcontracts.reduce((sum, { adopted }) => sum + adopted, subcontracts.length));
}
