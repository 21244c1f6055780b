/** Plays a scenario on a fresh in-memory collective, in scenario time, as fast as it can. */
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal } from '../journal/journal.ts';
import { checkExpected, sumOwed, type Actual, type Failure } from '../scenario/expect.ts';
import { operator } from '../scenario/names.ts';
import type { Act, Owed, Said, Scenario, Step } from '../scenario/scenario.ts';
import { toHex } from '../log/bytes.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { EntryBody, Observation } from '../vocabulary/entries.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import { zoneRules } from '../zones/zones.ts';
import { Collective } from './collective.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { attest, FoundingRefused, foundCollective } from './founding.ts';
import type { Kit } from './kits.ts';
import { changeOf, requestBody, termsInForce } from './play-entries.ts';
import { Heard, type Refused } from './play-heard.ts';
import { PlayKeys } from './play-keys.ts';
import { sealEntry, type Signer } from './sealing.ts';

export type Played = {
  readonly failures: readonly Failure[];
  /** What was refused, by step: for people who read along. */
  readonly refused: readonly Refused[];
  readonly balances: { readonly [member: string]: { readonly [unit: string]: string } };
  readonly owed: readonly { readonly from: string; readonly to: string; readonly unit: string; readonly amount: string }[];
  /** Postings since the founding. */
  readonly postings: number;
  readonly records: number;
  readonly root: string;
};

/** A step at which the program itself failed; its cause says how. */
export class StepFailed extends Error {
  override readonly name = 'StepFailed';
  readonly step: number;
  readonly line: number;
  constructor({ number, line }: Step, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.step = number;
    this.line = line;
  }
}

/** The sensor in whose name a scenario's observations are signed. */
const scenarioDevice = 'sensors';

/**
 * @param text the file's text: its keys are derived from it, so that the same file gives the same root everywhere
 * @param watch looks on after the founding and after each step
 * @throws FoundingRefused when the collective itself can't come to be
 */
export function playScenario(
  scenario: Scenario, text: string, kits: ReadonlyMap<string, Kit>, sandbox: CodeSandbox, watch: (collective: Collective) => void = () => undefined,
): Played {
  return new Play(scenario, text, kits, sandbox).run(watch);
}

class Play {
  readonly #scenario: Scenario;
  readonly #kits: ReadonlyMap<string, Kit>;
  readonly #sandbox: CodeSandbox;
  readonly #hasher: Hasher = createHasher();
  readonly #seed: string;
  readonly #origin: string;
  readonly #keys: PlayKeys;
  readonly #collective: Collective;
  readonly #failures: Failure[] = [];
  readonly #heard = new Heard();
  /** The kernel's name for each proposal of the file. */
  readonly #proposals = new Map<string, string>();
  #entries = 0;
  #step = 0;
  #live = false;

  constructor(scenario: Scenario, text: string, kits: ReadonlyMap<string, Kit>, sandbox: CodeSandbox) {
    this.#scenario = scenario;
    this.#kits = kits;
    this.#sandbox = sandbox;
    this.#seed = toHex(this.#hasher.sha256(text.replaceAll('\r\n', '\n')));
    this.#origin = `scenario/${this.#seed.slice(0, 16)}`;
    this.#keys = new PlayKeys((what) => this.#derive(what));
    this.#collective = new Collective(
      { journal: createMemoryJournal(), hasher: this.#hasher, verifier: createSealVerifier(), sandbox }, (shown) => {
        if (this.#live) this.#heard.take(shown);
      });
  }

  run(watch: (collective: Collective) => void): Played {
    const steps = [...this.#scenario.timeline].sort((a, b) => a.playedAt - b.playedAt || a.number - b.number);
    this.#found(steps[0]?.playedAt ?? 0);
    this.#live = true;
    watch(this.#collective);
    for (const step of steps) {
      this.#take(step);
      watch(this.#collective);
    }
    return this.#result();
  }

  #found(at: Instant): void {
    const zone = zoneRules(this.#scenario.collective.zone);
    if (zone === undefined) throw new FoundingRefused('the zone', { code: 'unknown_value', detail: `there is no zone ${this.#scenario.collective.zone}` });
    const keyOfOperator = this.#keys.make('operator', operator);
    const device = this.#keys.make('device', scenarioDevice);
    const members = new Map(this.#scenario.members.map(({ id }) => [id, this.#keys.make('member', id)]));
    foundCollective(this.#collective, {
      settings: this.#scenario, kits: this.#kits, zone, origin: this.#origin, at, operator: keyOfOperator, members,
      devices: [device.grant], sandbox: this.#sandbox.hash, salt: (member) => this.#salt(member),
    });
  }

  /** @throws StepFailed */
  #take(step: Step): void {
    this.#step = step.number;
    try {
      this.#passTime(step.playedAt);
      this.#act(step, step.act);
    } catch (error) {
      throw new StepFailed(step, error);
    }
  }

  /** Lets timers fire at their own instants, in order. */
  #passTime(until: Instant): void {
    for (;;) {
      const wake = this.#collective.nextWake();
      if (wake === undefined || wake > until) return;
      this.#say(this.#keys.signer(this.#collective.state, 'operator', operator), { kind: 'clock', body: {} }, Math.max(wake, this.#collective.state.recordedAt));
    }
  }

  #act(step: Step, act: Act): void {
    switch (act.kind) {
      case 'observe': {
        const { id, subject, event, p, values } = act;
        const observation: Observation = { id, subject, event, at: step.at, values, ...(Object.keys(p).length === 0 ? {} : { p }) };
        this.#say(this.#keys.signer(this.#collective.state, 'device', scenarioDevice), { kind: 'observe', body: { observations: [observation] } }, step.playedAt, step.at);
        return;
      }
      case 'request': return void this.#sayFor(act, requestBody(act), step);
      case 'propose': return this.#propose(step, act);
      case 'vote': return void this.#sayFor(act, { kind: 'ballot', body: { proposal: this.#proposals.get(act.proposal) ?? act.proposal, choice: act.choice } }, step);
      case 'friends': return void this.#sayFor(act, { kind: 'friends', body: { friends: act.friends, approvals: act.approvals } }, step);
      case 'means': return this.#declare(step, act);
      case 'expect':
        this.#failures.push(...checkExpected(step.number, act.expected, this.#actual()));
        this.#heard.forget();
        return;
      case 'wait': return;
    }
  }

  #propose(step: Step, act: Act & { kind: 'propose' }): void {
    const change = changeOf(act.change, this.#collective.state, this.#kits, this.#keys);
    if (change.change === 'adopt') this.#collective.handInCode(this.#kits.get(change.manifest.name)?.code ?? '');
    const outcome = this.#sayFor(act, { kind: 'propose', body: { change, reason: act.reason } }, step);
    const proposed = outcome?.facts.find((fact) => fact.fact === 'proposed');
    if (proposed !== undefined) this.#proposals.set(act.id, proposed.proposal.id);
  }

  #declare(step: Step, { of, by, means }: Act & { kind: 'means' }): void {
    const { commitment, text, said } = attest(this.#collective.state, this.#hasher, of, means, this.#salt(`${of} step-${step.number}`));
    this.#collective.journal.putBody(commitment, text);
    this.#sayFor({ by: by ?? this.#scenario.collective.attest[0] ?? operator }, said, step);
  }

  #sayFor({ by, key }: Said, said: EntryBody, { at, playedAt }: Step): Outcome | undefined {
    const isMember = this.#scenario.members.some(({ id }) => id === by);
    return this.#say(this.#keys.signer(this.#collective.state, isMember ? 'member' : 'operator', by, key), said, playedAt, at);
  }

  #say(signer: Signer, said: EntryBody, recordedAt: Instant, at: Instant = recordedAt): Outcome | undefined {
    this.#entries += 1;
    // A device's entry carries the time of its sending; its observations carry their own.
    const sentAt = said.kind === 'observe' ? Math.min(at, recordedAt) : at;
    const [answer] = this.#collective.take([sealEntry(signer, said, this.#origin, sentAt, `entry-${this.#entries}`)], recordedAt);
    if (answer?.status === 'refused') this.#refuse(answer.refusal);
    if (answer?.status !== 'recorded') return undefined;
    for (const fault of answer.outcome.faults ?? []) this.#refuse(fault);
    for (const item of answer.outcome.items) {
      if (item.status === 'refused') this.#refuse({ code: item.code ?? 'malformed', detail: item.detail ?? '' });
      else for (const fault of item.faults ?? []) this.#refuse(fault);
    }
    return answer.outcome;
  }

  #refuse({ code, detail }: { readonly code: string; readonly detail: string }): void {
    this.#heard.refused(this.#step, code, detail);
  }

  #actual(): Actual {
    const { state } = this.#collective;
    return {
      ...this.#heard.since,
      balance: (member, unit) => state.accounts.get(`${member} ${unit}`)?.balance ?? 0,
      decimals: (unit = this.#scenario.collective.units[0]?.id ?? '') => state.units.get(unit)?.decimals ?? 0,
      owed: this.#owed(),
      review: [...state.reviews.values()].map((review) => review.id).sort(compareIds),
      decision: (proposal) => this.#heard.decision(this.#proposals.get(proposal) ?? '') ?? null,
      inForce: (subcontract) => termsInForce(state, subcontract),
    };
  }

  #owed(): Owed[] {
    const { state } = this.#collective;
    const due = [...state.obligations.values()].filter((debt) => debt.due <= state.recordedAt);
    return sumOwed(due.map(({ debtor, creditor, unit, left }) => ({ from: debtor, to: creditor, unit, amount: left })));
  }

  #result(): Played {
    const { state } = this.#collective;
    const show = (amount: number, unit: string): string => formatDecimal(amount, state.units.get(unit)?.decimals ?? 0);
    const units = [...state.units.keys()];
    const balances = Object.fromEntries(this.#scenario.members.map(({ id }) =>
      [id, Object.fromEntries(units.map((unit) => [unit, show(state.accounts.get(`${id} ${unit}`)?.balance ?? 0, unit)]))]));
    return {
      failures: this.#failures, refused: this.#heard.allRefused, balances,
      owed: this.#owed().map(({ from, to, unit, amount }) => ({ from, to, unit, amount: show(amount, unit) })),
      postings: this.#heard.postings, ...this.#collective.head(),
    };
  }

  #salt(what: string): string {
    return this.#derive(`salt ${what}`).slice(0, 32);
  }

  #derive(what: string): string {
    return toHex(this.#hasher.sha256(`frankpledge scenario ${this.#seed} ${what}`));
  }
}
