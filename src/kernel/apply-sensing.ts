/** Applies facts of sensing: bindings, permits, disputes. */
import { compareIds } from '../vocabulary/ids.ts';
import type { Fact } from '../vocabulary/outcomes.ts';
import { invariant } from '../vocabulary/result.ts';
import { deviceOf, type Binding, type Permit, type StreamName } from '../vocabulary/sensing.ts';
import type { KernelState } from './state.ts';
import { remove, set, type Undo } from './undo.ts';

const kinds = ['binding', 'binding.gone', 'permitted', 'looked', 'disputed', 'judged', 'incident'] as const satisfies readonly Fact['fact'][];

export type SensingFact = Extract<Fact, { fact: (typeof kinds)[number] }>;

export function isSensing(fact: Fact): fact is SensingFact {
  return (kinds as readonly string[]).includes(fact.fact);
}

export function applySensing(state: KernelState, fact: SensingFact, undo: Undo | null): void {
  switch (fact.fact) {
    case 'binding':
      unbound(state, fact.binding.id, undo);
      for (const [stream, of] of measuring(fact.binding)) noteStream(state, stream, fact.binding.id, of, undo);
      return set(state.bindings, fact.binding.id, fact.binding, undo);
    case 'binding.gone': return unbound(state, fact.binding, undo);
    case 'permitted': return permitted(state, permitKey(fact.member, fact.stream, fact.purpose), fact.permit, undo);
    case 'disputed': {
      const known = state.disputable.get(fact.observation);
      invariant(known !== undefined, `what can't be disputed was: ${fact.observation}`);
      const dispute = { observation: fact.observation, by: fact.by, named: known.named, expires: fact.expires };
      remove(state.disputable, fact.observation, undo);
      set(state.disputes, fact.observation, dispute, undo);
      state.alarms.push({ at: fact.expires, kind: 'dispute', id: fact.observation, of: dispute });
      return;
    }
    case 'judged':
      invariant(state.disputes.has(fact.observation), `a dispute ended that isn't open: ${fact.observation}`);
      return remove(state.disputes, fact.observation, undo);
    case 'looked': case 'incident': return; // the log and the views have them
  }
}

/** Streams of a binding with all whom it says they measure. */
export function measuring({ streams }: Binding): ReadonlyMap<StreamName, readonly string[]> {
  const found = new Map<StreamName, readonly string[]>();
  for (const { stream, of = [] } of streams) found.set(stream, [...new Set([...(found.get(stream) ?? []), ...of])].sort(compareIds));
  return found;
}

function noteStream(state: KernelState, stream: StreamName, binding: string, of: readonly string[], undo: Undo | null): void {
  const others = state.streams.get(stream) ?? [];
  set(state.streams, stream, [...others, { binding, of }].sort((a, b) => compareIds(a.binding, b.binding)), undo);
  const device = deviceOf(stream);
  if (others.length === 0) set(state.devices, device, [...(state.devices.get(device) ?? []), stream].sort(compareIds), undo);
}

function unbound(state: KernelState, id: string, undo: Undo | null): void {
  const before = state.bindings.get(id);
  if (before === undefined) return;
  for (const stream of measuring(before).keys()) {
    const others = (state.streams.get(stream) ?? []).filter(({ binding }) => binding !== id);
    if (others.length > 0) set(state.streams, stream, others, undo);
    else streamGone(state, stream, undo);
  }
  remove(state.bindings, id, undo);
}

function streamGone(state: KernelState, stream: StreamName, undo: Undo | null): void {
  const device = deviceOf(stream);
  const left = (state.devices.get(device) ?? []).filter((each) => each !== stream);
  remove(state.streams, stream, undo);
  if (left.length > 0) set(state.devices, device, left, undo);
  else remove(state.devices, device, undo);
}

/** What a permit is kept under: no part of it holds a space. */
export function permitKey(member: string, stream: StreamName, purpose: string): string {
  return `${member} ${stream} ${purpose}`;
}

function permitted(state: KernelState, key: string, permit: Permit | null, undo: Undo | null): void {
  if (permit === null) return remove(state.permits, key, undo);
  set(state.permits, key, permit, undo);
  if (permit.until !== undefined) state.alarms.push({ at: permit.until, kind: 'permit', id: key, of: permit });
}
