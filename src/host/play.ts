/** Plays a scenario on a fresh in-memory collective, in scenario time, as fast as it can. */
import { createHasher, createSealVerifier, createSealer } from '../adapters/keys/node.ts';
import { createMemoryJournal } from '../journal/journal.ts';
import { checkExpected, sumOwed, type Actual, type Failure } from '../scenario/expect.ts';
import type { Act, Owed, Scenario, Step } from '../scenario/scenario.ts';
import type { Shown } from '../turn.ts';
import { toHex } from '../log/bytes.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { EntryBody, KeyRole, Observation } from '../vocabulary/entries.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import type { Posting } from '../vocabulary/outcomes.ts';
import type { Instant } from '../vocabulary/time.ts';
import { zoneRules } from '../zones/zones.ts';
import { Collective } from './collective.ts';
import type { CodeSandbox } from '../vocabulary/runner.ts';
import { FoundingRefused, foundCollective } from './founding.ts';
import type { Kit } from './kits.ts';
import { makeSigner, sealEntry, type Signer } from './sealing.ts';

export type Played = {
  readonly failures: readonly Failure[];
  /** What was refused, by step: for people who read along. */
  readonly refused: readonly { readonly step: number; readonly code: string; readonly detail: string }[];
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
  readonly #operator: Signer;
  readonly #device: Signer;
  readonly #members: ReadonlyMap<string, Signer>;
  readonly #collective: Collective;
  readonly #failures: Failure[] = [];
  readonly #allRefused: { step: number; code: string; detail: string }[] = [];
  #since: { postings: (Owed & { because: string | null })[]; notices: Actual['notices'][number][]; refused: { step: number; code: string }[] } = { postings: [], notices: [], refused: [] };
  #keys = 0;
  #postings = 0;
  #entries = 0;
  #step = 0;
  #live = false;

  constructor(scenario: Scenario, text: string, kits: ReadonlyMap<string, Kit>, sandbox: CodeSandbox) {
    this.#scenario = scenario;
    this.#kits = kits;
    this.#sandbox = sandbox;
    this.#seed = toHex(this.#hasher.sha256(text.replaceAll('\r\n', '\n')));
    this.#origin = `scenario/${this.#seed.slice(0, 16)}`;
    this.#operator = this.#signer('operator', 'operator');
    this.#device = this.#signer('device', scenarioDevice);
    this.#members = new Map(scenario.members.map(({ id }) => [id, this.#signer('member', id)]));
    this.#collective = new Collective(
      { journal: createMemoryJournal(), hasher: this.#hasher, verifier: createSealVerifier(), sandbox }, (shown) => this.#note(shown));
  }

  run(watch: (collective: Collective) => void): Played {
    const steps = [...this.#scenario.timeline].sort((a, b) => a.playedAt - b.playedAt || a.number - b.number);
    this.#found(steps[0]?.playedAt ?? 0);
    this.#live = true;
    watch(this.#collective);
    for (const step of steps) {
      this.#step = step.number;
      this.#passTime(step.playedAt);
      this.#act(step, step.act);
      watch(this.#collective);
    }
    return this.#result();
  }

  #found(at: Instant): void {
    const zone = zoneRules(this.#scenario.collective.zone);
    if (zone === undefined) throw new FoundingRefused('the zone', { code: 'unknown_value', detail: `there is no zone ${this.#scenario.collective.zone}` });
    foundCollective(this.#collective, {
      settings: this.#scenario, kits: this.#kits, zone, origin: this.#origin, at, operator: this.#operator, members: this.#members,
      devices: [this.#device.grant], sandbox: this.#sandbox.hash, salt: (member) => this.#derive(`salt ${member}`).slice(0, 32),
    });
  }

  /** Lets timers fire at their own instants, in order. */
  #passTime(until: Instant): void {
    for (;;) {
      const wake = this.#collective.nextWake();
      if (wake === undefined || wake > until) return;
      this.#say(this.#operator, { kind: 'clock', body: {} }, Math.max(wake, this.#collective.state.recordedAt));
    }
  }

  #act(step: Step, act: Act): void {
    switch (act.kind) {
      case 'observe': {
        const { id, subject, event, p, values } = act;
        const observation: Observation = { id, subject, event, at: step.at, values, ...(Object.keys(p).length === 0 ? {} : { p }) };
        return this.#say(this.#device, { kind: 'observe', body: { observations: [observation] } }, step.playedAt, step.at);
      }
      case 'request': {
        const signer = this.#members.get(act.by);
        if (signer === undefined) return;
        return this.#say(signer, requestBody(act), step.playedAt, step.at);
      }
      case 'expect':
        this.#failures.push(...checkExpected(step.number, act.expected, this.#actual()));
        this.#since = { postings: [], notices: [], refused: [] };
        return;
      case 'wait': return;
    }
  }

  #say(signer: Signer, said: EntryBody, recordedAt: Instant, at: Instant = recordedAt): void {
    this.#entries += 1;
    // A device's entry carries the time of its sending; its observations carry their own.
    const sentAt = said.kind === 'observe' ? Math.min(at, recordedAt) : at;
    const [answer] = this.#collective.take([sealEntry(signer, said, this.#origin, sentAt, `entry-${this.#entries}`)], recordedAt);
    if (answer?.status === 'refused') this.#refuse(answer.refusal.code, answer.refusal.detail);
    if (answer?.status !== 'recorded') return;
    for (const fault of answer.outcome.faults ?? []) this.#refuse(fault.code, fault.detail);
    for (const item of answer.outcome.items) {
      if (item.status === 'refused') this.#refuse(item.code ?? 'malformed', item.detail ?? '');
      else for (const fault of item.faults ?? []) this.#refuse(fault.code, fault.detail);
    }
  }

  #refuse(code: string, detail: string): void {
    this.#since.refused.push({ step: this.#step, code });
    this.#allRefused.push({ step: this.#step, code, detail });
  }

  #note({ record, outcome }: Shown): void {
    if (!this.#live) return;
    for (const fact of outcome.facts) {
      if (fact.fact === 'posting') this.#posted(fact);
      if (fact.fact === 'notice') this.#since.notices.push({ to: fact.to, about: fact.because, code: fact.code, turn: record.seq });
    }
  }

  #posted({ from, to, unit, amount, because }: Posting): void {
    this.#postings += 1;
    this.#since.postings.push({ from, to, unit, amount, because });
  }

  #actual(): Actual {
    const { state } = this.#collective;
    return {
      ...this.#since,
      balance: (member, unit) => state.accounts.get(`${member} ${unit}`)?.balance ?? 0,
      decimals: (unit) => state.units.get(unit)?.decimals ?? 0,
      owed: this.#owed(),
      review: [...state.reviews.values()].map((review) => review.id).sort(compareIds),
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
      failures: this.#failures, refused: this.#allRefused, balances,
      owed: this.#owed().map(({ from, to, unit, amount }) => ({ from, to, unit, amount: show(amount, unit) })),
      postings: this.#postings, ...this.#collective.head(),
    };
  }

  #signer(role: KeyRole, owner: string): Signer {
    this.#keys += 1;
    return makeSigner(`key-${this.#keys}`, role, owner, createSealer(Buffer.from(this.#derive(`key ${role} ${owner}`), 'hex')));
  }

  #derive(what: string): string {
    return toHex(this.#hasher.sha256(`frankpledge scenario ${this.#seed} ${what}`));
  }
}

/** Requests to a subcontract, and those that the collective itself knows. */
function requestBody(act: Act & { kind: 'request' }): EntryBody {
  const said = act.with;
  const text = (key: string): string => (typeof said[key] === 'string' || typeof said[key] === 'number' ? String(said[key]) : '');
  if (act.subcontract === null && act.action === 'pay') {
    const reason = text('reason');
    return { kind: 'pay', body: { to: text('to'), unit: text('unit'), amount: text('amount'), ...(reason === '' ? {} : { reason }) } };
  }
  if (act.subcontract === null && act.action === 'issue') {
    return { kind: 'issue', body: { to: text('to'), unit: text('unit'), amount: text('amount'), reason: text('reason') } };
  }
  if (act.subcontract !== null && (act.action === 'consent' || act.action === 'withdraw')) {
    return { kind: 'consent', body: { subcontract: act.subcontract, part: text('part'), given: act.action === 'consent' } };
  }
  return { kind: 'request', body: { subcontract: act.subcontract ?? '', action: act.action, with: said } };
}
