/**
 * Versions of a subcontract: what happened is decided by the one that was in force when it happened, however late it is told, and what waits
 * for a person by the one under which it began to wait. So a price is the one that was shown. Whom it binds and how much it may take is of now.
 *
 * Earlier versions are kept for as long as the charter lets an observation come late, and as long as a review of theirs is open.
 */
import { compareIds } from '../vocabulary/ids.ts';
import type { ReviewItem } from '../vocabulary/outcomes.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import { routesOf } from './routes.ts';
import type { KernelState, Subcontract } from './state.ts';
import { set, type Undo } from './undo.ts';

/** Who listened to an event at that time, by id, each in the version that was in force then; at a time before its first version, in that one. */
export function listenersAt(state: KernelState, event: string, subject: string, at: Instant): Subcontract[] {
  const route = `${event} ${subject}`;
  const now = (state.routes.get(route) ?? []).map((id) => state.subcontracts.get(id)).filter((each) => each !== undefined);
  const then = [...state.versions.keys()].map((id) => versionAt(state, id, at)).filter((each) => each !== undefined);
  if (then.length === 0) return now;
  const others = now.filter(({ id }) => !then.some((earlier) => earlier.id === id));
  return [...others, ...then.filter((earlier) => routesOf(earlier).includes(route))].sort((a, b) => compareIds(a.id, b.id));
}

/** The version in which a review item was opened, or the present one where that isn't kept. */
export function versionOf(state: KernelState, { subcontract, adopted }: ReviewItem): Subcontract | undefined {
  return state.versions.get(subcontract)?.find(({ version }) => version.adopted === adopted)?.version ?? state.subcontracts.get(subcontract);
}

/** A member's places in the tables of this very version. */
export function attestedUnder(state: KernelState, { id, adopted }: Subcontract, member: string): { readonly [name: string]: number } {
  const since = (state.versions.get(id) ?? []).filter(({ version }) => version.adopted >= adopted);
  const voided = since.find(({ attested }) => attested !== null);
  return (voided === undefined ? state.attested.get(`${id} ${member}`) : voided.attested?.[member]) ?? {};
}

/** Another version is coming into force now. */
export function keepVersion(state: KernelState, version: Subcontract, undo: Undo | null): void {
  const before = state.versions.get(version.id) ?? [];
  set(state.versions, version.id, [...before, { version, until: state.recordedAt, attested: null }], undo);
}

/** Places mean nothing under the version that has just come into force; under the one before they do. */
export function keepAttested(state: KernelState, id: string, undo: Undo | null): void {
  const kept = state.versions.get(id) ?? [];
  const last = kept.at(-1);
  if (last === undefined) return;
  const own = [...state.attested].filter(([key]) => key.startsWith(`${id} `));
  const attested = Object.fromEntries(own.map(([key, places]) => [key.slice(id.length + 1), places]));
  set(state.versions, id, [...kept.slice(0, -1), { ...last, attested }], undo);
}

/** Drops versions of which nothing can come any more, the oldest first: what tells the meaning of places stands in those behind. */
export function sweepVersions(state: KernelState, recordedAt: Instant): void {
  const earliest = recordedAt - ((state.charter?.late_days ?? 0) + 1) * dayMs;
  for (const [id, kept] of state.versions) {
    const first = kept.findIndex(({ until, version }) => until >= earliest || hasReview(state, version));
    if (first < 0) state.versions.delete(id);
    else if (first > 0) state.versions.set(id, kept.slice(first));
  }
}

/** The earlier version that was in force at that time; undefined when the present one was. */
function versionAt(state: KernelState, id: string, at: Instant): Subcontract | undefined {
  return state.versions.get(id)?.find(({ until }) => at < until)?.version;
}

function hasReview({ reviews }: KernelState, { id, adopted }: Subcontract): boolean {
  for (const review of reviews.values()) if (review.subcontract === id && review.adopted === adopted) return true;
  return false;
}
