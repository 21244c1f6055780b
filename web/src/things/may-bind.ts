/** Who may say what is bound: by themselves, or together. */
import type { CharterShown } from '../../../src/views/charter-shown.ts';
import type { Charter } from '../../../src/vocabulary/charter.ts';
import { useAnswer } from '../api/hooks.ts';
import { useMe } from '../acting/me.ts';

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

/** Undefined while the charter is asked for. */
export function useMayBind(): MayBind | undefined {
  const { member } = useMe();
  const charter = useAnswer<CharterShown>('/api/charter');
  return charter?.ok === true ? mayBind(charter.value.charter, member) : undefined;
}
