import type { SubcontractDetail, SubcontractShown } from '../../../src/views/shown.ts';
import { useLive, type Live } from '../api/live.ts';

/** An agreement with its kit's manifest, asked anew when another version is in force, not with every record. */
export function useDetail({ id, adopted }: Pick<SubcontractShown, 'id' | 'adopted'>): Live<SubcontractDetail> {
  return useLive<SubcontractDetail>(`/api/subcontracts/${encodeURIComponent(id)}`, adopted);
}
