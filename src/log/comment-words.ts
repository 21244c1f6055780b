/**
 * A comment's words lie in the erasable store, as the canonical JSON of `{ "by", "salt", "text" }`; the record carries the SHA-256 of that. The
 * salt keeps whoever has the record from guessing what was erased; the author's name keeps others from passing the words off as theirs, and so
 * from erasing them.
 */
import { isObject } from '../vocabulary/json.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { toHex } from './bytes.ts';
import { canonical } from './canonical.ts';

/** Characters of one comment: a page. */
export const commentCharsMax = 4000;

export type CommentWords = {
  /** The member whose comment it is. */
  readonly by: string;
  /** 16 random bytes in lower-case hex. */
  readonly salt: string;
  readonly text: string;
};

/** What is kept, and the commitment by which the record names it. */
export function keptComment(hasher: Hasher, { by, salt, text }: CommentWords): { readonly commitment: string; readonly kept: string } {
  const kept = canonical({ by, salt, text });
  return { commitment: toHex(hasher.sha256(kept)), kept };
}

/** Undefined when something else was kept under the commitment. */
export function readComment(kept: string): CommentWords | undefined {
  let value: unknown;
  try {
    value = JSON.parse(kept);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { by, salt, text } = value as { readonly [name in keyof CommentWords]?: unknown };
  return typeof by === 'string' && isSalt(salt) && typeof text === 'string' ? { by, salt, text } : undefined;
}

function isSalt(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{32}$/.test(value);
}
