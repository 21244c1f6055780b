/** Who may say what is bound: by themselves, or together. */
import type { Charter } from '../../../src/vocabulary/charter.ts';

export type MayBind =
  | { readonly how: 'alone' }
  /** By a vote; `others` may do it by themselves. */
  | { readonly how: 'together'; readonly others: readonly string[] | 'operator' };

/** As the rules have it: a matter of the charter on sensing comes before everybody's right. */
export function mayBind({ matters = [], rights }: Pick<Charter, 'matters' | 'rights'>, member: string | null): MayBind {
  if (matters.some(({ changes }) => changes.includes('sensing'))) return { how: 'together', others: [] };
  const { bind = [] } = rights;
  if (member !== null && bind.includes(member)) return { how: 'alone' };
  return { how: 'together', others: bind.length === 0 ? 'operator' : bind };
}
