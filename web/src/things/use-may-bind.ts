import type { CharterShown } from '../../../src/views/charter-shown.ts';
import { useMe } from '../acting/me.ts';
import { useAnswer } from '../api/hooks.ts';
import { mayBind, type MayBind } from './may-bind.ts';

/** Undefined while the charter is asked for. */
export function useMayBind(): MayBind | undefined {
  const { member } = useMe();
  const charter = useAnswer<CharterShown>('/api/charter');
  return charter?.ok === true ? mayBind(charter.value.charter, member) : undefined;
}
