/**
 * A decision's two outcomes: a value, or a refusal that says why. Broken invariants throw; refusals never do.
 */
import type { RefusalCode } from './refusals.ts';

export type Refusal = {
  readonly code: RefusalCode;
  /** What was wrong, with the offending value, in words a person can act on. */
  readonly detail: string;
};

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: Refusal };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(code: RefusalCode, detail: string): { readonly ok: false; readonly refusal: Refusal } {
  return { ok: false, refusal: { code, detail } };
}

/** A broken invariant: the collective that it happens in stops, and only that one. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws {@link InvariantError} unless `condition` holds. One condition per call. */
export function invariant(condition: boolean, what: string): asserts condition {
  if (!condition) throw new InvariantError(what);
}
