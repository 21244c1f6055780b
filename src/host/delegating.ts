/** What a delegation would do, before it is made: whose votes come along, and to whom they go. */
import { anyTopic } from '../kernel/apply-deciding.ts';
import { delegateOn } from '../kernel/counting.ts';
import type { KernelState } from '../kernel/state.ts';
import { compareIds } from '../vocabulary/ids.ts';

export type Delegating = {
  /** From whom the member trusts to whoever has trusted nobody further; stops before it would come round. */
  readonly chain: readonly string[];
  /** Others whose votes come to the member and so go the same way, in order of id. */
  readonly along: readonly string[];
};

/** @param topic null: on all that they have no other delegation for */
export function delegating(state: Readonly<KernelState>, member: string, to: string, topic: string | null): Delegating {
  const next = (other: string): string | undefined => delegateOn(state, topic, other);
  const along = [...state.members.keys()].filter((other) => other !== member && chainFrom(other, next).includes(member));
  return { chain: [to, ...chainFrom(to, next)], along: along.sort(compareIds) };
}

/** Topics on which the member has delegated, with to whom; null stands for all others. */
export function delegationsOf(state: Readonly<KernelState>, member: string): { readonly topic: string | null; readonly to: string }[] {
  return [...state.delegations].flatMap(([key, to]) => {
    const [by, topic = ''] = key.split(' ');
    return by === member ? [{ topic: topic === anyTopic ? null : topic, to }] : [];
  });
}

function chainFrom(member: string, next: (member: string) => string | undefined): string[] {
  const chain: string[] = [];
  for (let each = next(member); each !== undefined && each !== member && !chain.includes(each); each = next(each)) chain.push(each);
  return chain;
}
