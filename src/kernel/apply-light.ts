/** Applies what tells of payments without the passkey. */
import type { Fact } from '../vocabulary/outcomes.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { KernelState, LightDay, Reserved } from './state.ts';
import { set, type Undo } from './undo.ts';

export function paidLight({ light }: KernelState, { member, unit, since, sum, reserved }: Fact & { fact: 'light' }, undo: Undo | null): void {
  const key = `${member} ${unit}`;
  const before = light.get(key);
  set(light, key, dayOf(since, sum, { ...(before?.since === since ? before.reserved : {}), ...reserved }), undo);
}

/** A reservation that was posted stays counted; one that came to nothing doesn't, on the day that counted it. */
export function endedLight({ light }: KernelState, { id, from, unit }: Reserved, how: (Fact & { fact: 'released' })['how'], undo: Undo | null): void {
  const key = `${holderOf(from)} ${unit}`;
  const { since = 0, sum = 0, reserved: { [id]: amount, ...others } = {} } = light.get(key) ?? {};
  if (amount !== undefined) set(light, key, dayOf(since, how === 'posted' ? sum : sum - amount, others), undo);
}

function dayOf(since: number, sum: number, reserved: NonNullable<LightDay['reserved']>): LightDay {
  return { since, sum, ...(Object.keys(reserved).length === 0 ? {} : { reserved }) };
}
