/**
 * A kernel on its own, for tests: contracts are plain functions, seals always fit, time is what the test says.
 * What it shows is what the rules give, without sandbox, journal or log. Zone rules other than `utc` are named by their seconds east of UTC.
 */
import { ContractRefusal } from '../contract/refuse.ts';
import { Kernel, type KernelPorts } from '../kernel/kernel.ts';
import { canonical } from '../log/canonical.ts';
import type { Effect } from '../vocabulary/effects.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter, Rights } from '../vocabulary/charter.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import { protocolVersion, type Entry, type EntryBody, type Observation, type Proposing, type SealedEntry } from '../vocabulary/entries.ts';
import type { KeyGrant, MemberGrant } from '../vocabulary/grants.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { PolicyReader } from '../vocabulary/ports.ts';
import { invariant, ok } from '../vocabulary/result.ts';
import type { Batch, Call, CallResult, ContractRunner } from '../vocabulary/runner.ts';
import type { Instant } from '../vocabulary/time.ts';

/** What a test's contract does with one call but the one at its adoption; `state` holds the declared cells by key. May {@link refuse}. */
export type Behaviour = (call: Call, state: { readonly [key: string]: Json }) => { state?: { readonly [key: string]: Json }; effects?: readonly unknown[] };

/** A manifest that listens to `said` on the subject `here` with a free `note`, with an envelope as wide as a test needs. */
export function testManifest(changes: Partial<KitManifest> = {}): KitManifest {
  return {
    name: 'test', version: '1.0.0', title: 'Test', parties: {}, terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'here' } },
    parts: { guarantee: { says: 'stands surety' } },
    observations: { said: { subject: 'here', fields: { note: { type: 'text', lengthMax: 100, optional: true } }, cells: ['kept'] } },
    actions: { ask: { fields: {}, weighs: false } }, reviews: {}, timers: { later: {} }, cells: { kept: { key: 'kept' } },
    envelope: [
      { debit: 'part:guarantee', per_event: '1000.00', per_person: { amount: '1000.00', days: 30 } },
      { debit: 'members', per_event: '1000.00', per_person: { amount: '5000.00', days: 30 } },
    ],
    words: { test: 'a test' }, text: 'A test in {unit} at {here}.',
    ...changes,
  };
}

/** An entry is named by its id, anything else by its text: no hash, so that a test can say it. */
function plainDigest(value: unknown): string {
  const { id } = value as { readonly id?: unknown };
  return typeof id === 'string' ? id : canonical(value);
}

const operator: KeyGrant = { id: 'operator-1', role: 'operator', owner: 'operator', public_key: 'operator' };
const device: KeyGrant = { id: 'device-1', role: 'device', owner: 'device', public_key: 'device' };

/** A policy as `2 of w1=key1 w2=key2 w3=key3`; proposals are named by their entries' ids. */
const plainPolicies: PolicyReader = {
  witnesses: (text) => ok(Object.fromEntries(text.split(' ').slice(2).map((each) => each.split('=') as [string, string]))),
  fulfilled: (text, names) => names.size >= Number(text.split(' ')[0]),
};

export class KernelBench {
  readonly kernel: Kernel;
  /** What became of the founding. */
  readonly founded: Outcome;
  /** Batches that contracts were called with, in order. */
  readonly batches: Batch[] = [];
  /** What a backtest would put in an adoption's stead. */
  whatIf: NonNullable<KernelPorts['whatIf']> = (adoption) => adoption;
  readonly #behaviours = new Map<string, Behaviour>();
  readonly #atOnce = new Map<string, readonly unknown[]>();
  readonly #records: { readonly sealed: SealedEntry; readonly recordedAt: Instant; readonly outcome: Outcome }[] = [];
  #count = 0;
  #now: Instant;

  constructor(members: readonly MemberGrant[], now: Instant = Date.UTC(2026, 0, 5, 12), rights: Partial<Rights> = {}, rules: Partial<Charter> = {}) {
    this.#now = now;
    this.kernel = new Kernel(this.#ports());
    const keys = [operator, device, ...members.filter(({ commons }) => commons !== true).map(({ id }): KeyGrant => ({ id: `member-${id}`, role: 'member', owner: id, public_key: `of ${id}` }))];
    this.founded = this.say('operator-1', 'operator', {
      kind: 'found', body: {
        protocol: protocolVersion, members, keys, zone_rules: 'utc', sandbox: '',
        charter: {
          name: 'Test', zone: 'UTC', units: [{ id: 'crown', decimals: 2 }], rights: { admit: [], issue: [], attest: [], review: [], ...rights },
          issue_per_month: { crown: '100.00' }, late_days: 30, clock_ahead_s: 120, ...rules,
        },
      },
    });
  }

  /** @param atOnce effects of the call at its adoption */
  adopt(id: string, behaviour: Behaviour, manifest: KitManifest = testManifest(), parties: { readonly [party: string]: string } = {}, atOnce: readonly unknown[] = []): Outcome {
    this.#behaviours.set(id, behaviour);
    this.#atOnce.set(id, atOnce);
    return this.say('operator-1', 'operator', { kind: 'adopt', body: { subcontract: id, manifest, code: id, parties, terms: {} } });
  }

  observe(...observations: readonly Partial<Observation>[]): Outcome {
    return this.say('device-1', 'device', {
      kind: 'observe', body: { observations: observations.map((each) => ({ subject: 'here', event: 'said', at: this.#now, values: {}, ...(each.id === undefined && each.seq === undefined ? { id: this.#fresh('o') } : {}), ...each })) },
    });
  }

  request(by: string, subcontract: string, action: string, said: JsonObject = {}): Outcome {
    return this.say(`member-${by}`, by, { kind: 'request', body: { subcontract, action, with: said } });
  }

  pay(by: string, to: string, amount: string): Outcome {
    return this.say(`member-${by}`, by, { kind: 'pay', body: { to, unit: 'crown', amount } });
  }

  consent(by: string, subcontract: string, part = 'guarantee', given = true): Outcome {
    return this.say(`member-${by}`, by, { kind: 'consent', body: { subcontract, part, given } });
  }

  /** Opens a proposal and returns its name. */
  propose(by: string, change: Change, role: 'member' | 'operator' = 'member', more: Partial<Proposing> = {}): string {
    const id = this.#fresh('e');
    const sealed = this.seal(role === 'member' ? `member-${by}` : 'operator-1', by, { kind: 'propose', body: { change, reason: 'a test', ...more } }, id);
    const gate = this.kernel.gate(sealed, '', this.#now);
    invariant(gate.pass, `the gate refused: ${JSON.stringify(gate)}`);
    const outcome = this.#decide(sealed);
    invariant(outcome.items[0]?.status === 'done', `refused: ${JSON.stringify(outcome.items)}`);
    return id;
  }

  /** A vote; returns how the proposal ended by it, or `open`, or the refusal's code. */
  vote(by: string, proposal: string, choice: Choice = 'yes', more: { readonly revision?: string; readonly reason?: string } = {}): string {
    const outcome = this.say(`member-${by}`, by, { kind: 'ballot', body: { proposal, choice, ...more } });
    const decided = outcome.facts.find((fact) => fact.fact === 'decided');
    return outcome.items[0]?.code ?? (decided?.fact === 'decided' ? (decided.code ?? decided.how) : 'open');
  }

  /** Moves time, with a clock entry at each instant at which something is due. */
  until(at: Instant): Outcome[] {
    const outcomes: Outcome[] = [];
    for (let wake = this.kernel.nextWake(); wake !== undefined && wake <= at; wake = this.kernel.nextWake()) {
      this.#now = Math.max(this.#now, wake);
      outcomes.push(this.say('operator-1', 'operator', { kind: 'clock', body: {} }));
    }
    this.#now = at;
    return outcomes;
  }

  /** Moves time while nobody is there: what is due by then happens in the next record. */
  sleepUntil(at: Instant): void {
    this.#now = at;
  }

  /** Puts an entry through gate and decision. @throws InvariantError when the gate refuses it: that is for tests of the gate itself */
  say(key: string, by: string, said: EntryBody): Outcome {
    const sealed = this.seal(key, by, said);
    const gate = this.kernel.gate(sealed, '', this.#now);
    invariant(gate.pass, `the gate refused: ${JSON.stringify(gate)}`);
    return this.#decide(sealed);
  }

  /** Another kernel that goes on from the present state, by way of its text. */
  resumed(): Kernel {
    return Kernel.resume(this.#ports(), JSON.parse(canonical(this.kernel.snapshot())));
  }

  /** Another kernel that took up what was recorded so far, without deciding again. */
  restored(): Kernel {
    const kernel = new Kernel(this.#ports());
    for (const { sealed, recordedAt, outcome } of this.#records) kernel.restore(sealed, recordedAt, outcome);
    return kernel;
  }

  /** Decides a sealed entry that has passed the gate. */
  decided(sealed: SealedEntry): Outcome {
    return this.#decide(sealed);
  }

  seal(key: string, by: string, said: EntryBody, id: string = this.#fresh('e')): SealedEntry {
    const asserted = this.kernel.state.keys.get(key)?.grant.passkey === undefined ? {} : { authenticatorData: 'a', clientDataJSON: 'c' };
    return { entry: { ...said, origin: 'test', by, at: this.#now, id } as Entry, seal: { key, sig: id, ...asserted } };
  }

  get now(): Instant {
    return this.#now;
  }

  balance(member: string): number {
    return this.kernel.state.accounts.get(`${member} crown`)?.balance ?? 0;
  }

  /** Open obligations as `debtor>creditor: left`, in order of age. */
  owed(): string[] {
    return [...this.kernel.state.obligations.values()].sort((a, b) => a.id - b.id).map((debt) => `${debt.debtor}>${debt.creditor}: ${debt.left}`);
  }

  #fresh(prefix: string): string {
    this.#count += 1;
    return `${prefix}${this.#count}`;
  }

  #decide(sealed: SealedEntry): Outcome {
    const outcome = this.kernel.decide(sealed, this.#now);
    this.#records.push({ sealed, recordedAt: this.#now, outcome });
    return outcome;
  }

  #ports(): KernelPorts {
    return {
      verifier: { verify: () => true }, runner: this.#runner(),
      zoneRules: (hash) => ({ name: 'UTC', initial: hash === 'utc' ? 0 : Number(hash), changes: [] }),
      policies: plainPolicies, digestOf: plainDigest, whatIf: (adoption) => this.whatIf(adoption),
    };
  }

  #runner(): ContractRunner {
    return {
      has: () => true,
      run: (batch) => {
        this.batches.push(batch);
        const state: { [key: string]: Json } = { ...batch.state };
        return batch.calls.map((call): CallResult => {
          const behave: Behaviour | undefined = call.group === 'adopted' ? () => ({ effects: this.#atOnce.get(batch.code) ?? [] }) : this.#behaviours.get(batch.code);
          try {
            const { state: changed = {}, effects = [] } = behave?.(call, state) ?? {};
            Object.assign(state, changed);
            return { ok: true, state: changed, effects: effects as readonly Effect[], gas: 1 };
          } catch (error) {
            if (!(error instanceof ContractRefusal)) throw error;
            return { ok: false, code: error.code, detail: error.message, gas: 1 };
          }
        });
      },
    };
  }
}
