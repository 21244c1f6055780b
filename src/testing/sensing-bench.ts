/** A kernel on its own with a gateway, and things that it senses: for tests of bindings, permits and disputes. */
import type { Charter, Rights } from '../vocabulary/charter.ts';
import type { EntryBody, Observation } from '../vocabulary/entries.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Binding, Evidence, Permit, Saying } from '../vocabulary/sensing.ts';
import { KernelBench } from './kernel-bench.ts';

/** What speaks for observations of a binding. */
export function saying(stream: string, more: Partial<Saying> = {}): Saying {
  return { stream, state: 'said', by: 'gateway', ...more };
}

export function evidence(sensors: readonly Saying[], more: Partial<Evidence> = {}): Evidence {
  return { readings: 'a'.repeat(64), count: 1, sensors, prior: 0.2, raw: { event: 0.6 }, calibration: null, ...more };
}

/** Observes `here` from a load cell that measures nobody and a microphone that measures bo. */
export function roomBinding(more: Partial<Binding> = {}): Binding {
  return {
    id: 'room', subject: 'here', method: 'presence', settings: {}, keep_days: 30,
    streams: [{ stream: 'cell/mass', as: 'weight' }, { stream: 'mic/audio', as: 'sound', of: ['bo'] }], ...more,
  };
}

export class SensingBench extends KernelBench {
  #sent = 0;

  constructor(ids: readonly string[], rights: Partial<Rights> = {}, rules: Partial<Charter> = {}) {
    super(ids.map((id) => ({ id, opening: { crown: '10.00' } })), undefined, rights, rules);
    this.say('operator-1', 'operator', { kind: 'found.more', body: { members: [], keys: [{ id: 'hub-1', role: 'gateway', owner: 'hub', public_key: 'hub' }] } });
  }

  bind(binding: Binding = roomBinding()): Outcome {
    return this.say('operator-1', 'operator', { kind: 'bind', body: { binding } });
  }

  /** By the gateway, for a binding, from what was said on these streams; its id is `binding:n`, with n from 1. */
  sensed(streams: readonly string[], more: Partial<Observation> = {}): Outcome {
    this.#sent += 1;
    const from = evidence(streams.map((stream) => saying(stream)));
    return this.vouch({ device: 'room', seq: this.#sent, subject: 'here', event: 'said', at: this.now, values: {}, from, ...more });
  }

  vouch(...observations: readonly Observation[]): Outcome {
    return this.say('hub-1', 'hub', { kind: 'observe', body: { observations } });
  }

  /** A member's word; `done`, or the code with which it was refused. */
  member(by: string, said: EntryBody): string {
    const item = this.say(`member-${by}`, by, said).items[0];
    return item?.code ?? item?.status ?? 'nothing';
  }

  permit(by: string, more: Partial<Permit> & { readonly given?: false } = {}): string {
    return this.member(by, { kind: 'permit', body: { stream: 'mic/audio', purpose: 'wood', keep_days: 7, ...more } });
  }
}

/** What the gate says, as `passes` or a code, without anything being decided. */
export function gateOf(bench: KernelBench, key: string, by: string, said: EntryBody): string {
  const gate = bench.kernel.gate(bench.seal(key, by, said), '', bench.now);
  return gate.pass || gate.duplicate ? 'passes' : gate.refusal.code;
}
