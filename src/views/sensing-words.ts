/** Sensing in plain words. */
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Binding, Look, Permit } from '../vocabulary/sensing.ts';
import { sayDays } from './at-most.ts';
import { sayWhen } from './differences.ts';
import { actorName, nameOf } from './say.ts';
import type { View } from './view.ts';

/** @example `pile observes woodpile with load-cell from cell/mass (weight), door (door), which measures ana; readings are kept for 7 days` */
export function sayBinding({ id, subject, method, streams, keep_days }: Binding): string {
  const parts = streams.map(({ stream, as, of = [] }) => `${stream} (${as})${of.length === 0 ? '' : `, which measures ${of.join(' and ')}`}`);
  return `${id} observes ${subject} with ${method} from ${parts.join(', ')}; ${sayKept(keep_days)}`;
}

export function sayPermit(view: View, { stream, purpose, to, fields, keep_days, until }: Permit): string {
  const who = to === undefined ? '' : `, and ${actorName(view, to)} may look at ${fields === undefined ? 'all of it' : fields.join(', ')}`;
  return `${stream} for ${purpose}${who}; ${sayKept(keep_days)}${until === undefined ? '' : `; until ${sayWhen(until)}`}`;
}

/** @param refused why it wasn't allowed; null: it was */
export function sayLook(view: View, by: string, { stream, purpose, reason }: Look, refused: RefusalCode | null): string {
  return `${actorName(view, by)} ${refused === null ? 'looked' : 'was not let look'} at ${stream} for ${purpose}: ${reason}`;
}

/** @param end null: it is open */
export function sayDispute(view: View, { observation, by, reason }: { readonly observation: string; readonly by: string; readonly reason: string }, end: { readonly how: 'held' | 'dropped' | 'expired'; readonly by: string | null } | null): string {
  const said = `${nameOf(view, by)} disputes ${observation}: ${reason}`;
  if (end === null) return `${said}; it waits for somebody to judge it`;
  if (end.how === 'expired') return `${said}; nobody judged it in time`;
  return `${said}; ${nameOf(view, end.by ?? '')} says that ${end.how === 'held' ? 'it is so' : 'it is not so'}`;
}

function sayKept(days: number): string {
  return days === 0 ? 'readings are not kept' : `readings are kept for ${sayDays(days)}`;
}
