/** Plays a scenario on a fresh in-memory collective, in scenario time, as fast as it can. */
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { createMemoryJournal } from '../journal/journal.ts';
import { checkExpected, sumOwed, type Actual, type Failure } from '../scenario/expect.ts';
import { operator } from '../scenario/names.ts';
import type { Act, ActOf, Accepted, Said } from '../scenario/acts.ts';
import type { Owed, Scenario, Step } from '../scenario/scenario.ts';
import { isBound } from '../kernel/bound.ts';
import { measuredBy } from '../kernel/sensing.ts';
import { toHex } from '../log/bytes.ts';
import { keptComment } from '../log/comment-words.ts';
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
import { changeOf, editsFrom, kitsNamed, termsInForce } from './play-changes.ts';
import { decidedBy, isFounded } from './play-decided.ts';
import { requestBody, sensingBody } from './play-entries.ts';
import { Heard, type Refused } from './play-heard.ts';
import { PlayKeys } from './play-keys.ts';
import { outsideBody, PlayPayouts, type OutsideWorld } from './play-outside.ts';
import { PlayProposals } from './play-proposals.ts';
import { PlaySensing, sensedBy, senses } from './play-sensing.ts';
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
/** The gateway that says what was made from readings, and vouches for other devices; there where a scenario senses something. */
const scenarioGateway = 'hub';

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
  readonly #proposals = new PlayProposals();
  readonly #payouts = new PlayPayouts();
  readonly #sensing: PlaySensing | undefined;
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
    this.#sensing = senses(scenario) ? new PlaySensing(() => this.#collective, (what) => this.#salt(what), (refusal) => this.#refuse(refusal)) : undefined;
    this.#collective = new Collective(
      { journal: createMemoryJournal(), hasher: this.#hasher, verifier: createSealVerifier(), sandbox }, (shown) => {
        this.#sensing?.take(shown);
        if (!this.#live) return;
        this.#heard.take(shown);
        this.#proposals.take(shown);
        this.#payouts.take(shown);
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
    const members = new Map(this.#scenario.members.filter(({ commons }) => commons !== true).map(({ id }) => [id, this.#keys.make('member', id)]));
    foundCollective(this.#collective, {
      settings: this.#scenario, kits: this.#kits, zone, origin: this.#origin, at, operator: keyOfOperator, members,
      devices: [device.grant, ...(this.#sensing === undefined ? [] : [this.#keys.make('gateway', scenarioGateway).grant])], sandbox: this.#sandbox.hash, salt: (member) => this.#salt(member), signed: this.#scenario.signed,
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

  /** Lets timers fire at their own instants, in order; nothing happens to a collective that doesn't exist yet. */
  #passTime(until: Instant): void {
    while (isFounded(this.#collective.state)) {
      const wake = this.#collective.nextWake() ?? Infinity;
      const due = this.#sensing?.nextDue() ?? Infinity;
      if (Math.min(wake, due) > until) break;
      const at = Math.max(Math.min(wake, due), this.#collective.state.recordedAt);
      if (wake <= due) this.#say(this.#keys.signer(this.#collective.state, 'operator', operator), { kind: 'clock', body: {} }, at);
      else this.#vouch(this.#sensing?.letPass(at) ?? [], at);
    }
    this.#sensing?.erase(until);
  }

  /** What was made from readings, each by itself. */
  #vouch(observations: readonly Observation[], recordedAt: Instant): void {
    for (const observation of observations) this.#say(this.#keys.signer(this.#collective.state, 'gateway', scenarioGateway), { kind: 'observe', body: { observations: [observation] } }, recordedAt);
  }

  #look(step: Step, act: ActOf<'look'>): void {
    const { stream, purpose } = act.look;
    const of = measuredBy(this.#collective.state, stream) ?? [];
    const looked = this.#sayFor(act, sensingBody(act, step.at), step)?.facts.find((fact) => fact.fact === 'looked');
    const fields = looked?.fact === 'looked' ? (looked.fields ?? null) : [];
    this.#heard.look({ by: act.by, stream, purpose, allowed: looked !== undefined, of, fields });
  }

  #act(step: Step, act: Act): void {
    switch (act.kind) {
      case 'observe': {
        const { id, device, subject, event, p, values } = act;
        const observation: Observation = { id, ...(device === undefined ? {} : { device }), subject, event, at: step.at, values, ...(Object.keys(p).length === 0 ? {} : { p }) };
        const signer = device === undefined ? this.#keys.signer(this.#collective.state, 'device', scenarioDevice) : this.#keys.signer(this.#collective.state, 'gateway', scenarioGateway);
        this.#say(signer, { kind: 'observe', body: { observations: [observation] } }, step.playedAt, step.at);
        return;
      }
      case 'request': return void this.#sayFor(act, requestBody(act), step);
      case 'propose': return this.#propose(step, act);
      case 'vote': return this.#sayForEach(act.by, act, () => this.#ballot(act), step);
      case 'amend': return this.#amend(step, act);
      case 'withdraw': return void this.#sayFor(act, { kind: 'withdraw', body: { proposal: this.#proposals.idOf(act.proposal) } }, step);
      case 'delegate': return this.#sayForEach(act.by, act, () => ({ kind: 'delegate', body: { topic: act.topic, to: act.to } }), step);
      case 'comment': return this.#comment(step, act);
      case 'consent': return this.#sayForEach(act.by, act, () => ({ kind: 'consent', body: { subcontract: act.subcontract, part: act.part, given: act.given } }), step);
      case 'accept': return act.by.forEach((by) => this.#accept({ ...act, by }, act.subcontracts, step, act.given));
      case 'join': return this.#join(step, act);
      case 'leave': return this.#sayForEach(act.by, act, () => ({ kind: 'leave', body: {} }), step);
      case 'sign': return this.#sayForEach(act.by, act, () => ({ kind: 'sign', body: { founding: this.#collective.state.foundingHash } }), step);
      case 'friends': return void this.#sayFor(act, { kind: 'friends', body: { friends: act.friends, approvals: act.approvals } }, step);
      case 'means': return this.#declare(step, act);
      case 'reading': {
        const { stream, id, value, unit, by } = act;
        const reading = { stream, id, value, by, at: step.at, received: step.playedAt, ...(unit === undefined ? {} : { unit }) };
        return this.#vouch(this.#sensing?.reading(reading) ?? [], step.playedAt);
      }
      case 'look': return this.#look(step, act);
      case 'payout': return this.#payouts.ask(act.id, this.#sayFor(act, outsideBody(act, this.#outsideWorld(step)), step)?.facts ?? []);
      case 'cancel': return void this.#sayFor(act, outsideBody(act, this.#outsideWorld(step)), step);
      case 'income': case 'settle': case 'reverse': return void this.#sayFor({ by: act.by ?? this.#scenario.collective.bank[0] ?? operator }, outsideBody(act, this.#outsideWorld(step)), step);
      case 'bind': case 'unbind': case 'dispute': case 'judge': return void this.#sayFor(act, sensingBody(act, step.at), step);
      case 'permit': case 'incident': return this.#sayForEach(act.by, act, () => sensingBody(act, step.at), step);
      case 'expect':
        this.#failures.push(...checkExpected(step.number, act.expected, this.#actual()));
        this.#heard.forget();
        return;
      case 'wait': return;
    }
  }

  #propose(step: Step, { by, key, id, reason, change: proposed, title, text, topic, asked, closes, effective }: ActOf<'propose'>): void {
    const change = changeOf(proposed, { state: this.#collective.state, kits: this.#kits, keys: this.#keys, hasher: this.#hasher });
    for (const kit of kitsNamed(change)) this.#collective.handInCode(this.#kits.get(kit)?.code ?? '');
    const beside = { title, text, topic, asked, closes, effective };
    const said = Object.fromEntries(Object.entries(beside).filter(([, value]) => value !== undefined));
    const outcome = this.#sayFor({ by, ...(key === undefined ? {} : { key }) }, { kind: 'propose', body: { change, reason, ...said } }, step);
    this.#proposals.name(id, outcome?.facts ?? []);
  }

  /** A vote names the revision that it means: the one that is open, unless the file says another. */
  #ballot({ proposal, choice, reason, revision: number }: ActOf<'vote'>): EntryBody {
    const meant = this.#proposals.revision(proposal, number);
    const isFirst = number === undefined && (meant?.number ?? 1) === 1;
    const revision = isFirst ? {} : { revision: meant?.digest ?? '' };
    return { kind: 'ballot', body: { proposal: this.#proposals.idOf(proposal), choice, ...revision, ...(reason === undefined ? {} : { reason }) } };
  }

  #amend(step: Step, act: ActOf<'amend'>): void {
    const revision = this.#proposals.revision(act.proposal, act.revision);
    const edits = revision === undefined ? [] : editsFrom(this.#collective.state, revision, act.edits);
    const body = { proposal: this.#proposals.idOf(act.proposal), revision: revision?.digest ?? '', edits, reason: act.reason };
    this.#proposals.name(act.id, this.#sayFor(act, { kind: 'amend', body }, step)?.facts ?? []);
  }

  #comment(step: Step, act: ActOf<'comment'>): void {
    const { commitment, kept } = keptComment(this.#hasher, { by: act.by, salt: this.#salt(`comment step-${step.number}`), text: act.text });
    this.#collective.journal.putBody(commitment, kept);
    const { paragraph } = act;
    this.#sayFor(act, { kind: 'comment', body: { proposal: this.#proposals.idOf(act.proposal), ...(paragraph === undefined ? {} : { paragraph }), commitment } }, step);
  }

  #join(step: Step, { id, name, by, accepts }: ActOf<'join'>): void {
    const { state } = this.#collective;
    const key = this.#keys.make('member', id).grant;
    const said: EntryBody = { kind: 'admit', body: { member: { id, ...(name === undefined ? {} : { name }) }, keys: [key] } };
    this.#sayFor({ by: by ?? state.charter?.rights.admit[0] ?? operator }, said, step);
    this.#accept({ by: id }, accepts, step);
  }

  /** All: those that there are and that bind the member not yet. */
  #accept(who: Said, accepted: Accepted, step: Step, given = true): void {
    const { state } = this.#collective;
    const unbound = [...state.subcontracts.values()].filter((each) => !each.pilot && !state.retiring.has(each.id) && !isBound(state, each, who.by)).map(({ id }) => id);
    for (const subcontract of accepted === 'all' ? unbound.sort(compareIds) : accepted) this.#sayFor(who, { kind: 'accept', body: { subcontract, ...(given ? {} : { given }) } }, step);
  }

  #outsideWorld({ at }: Step): OutsideWorld {
    return { day: this.#collective.state.calendar.dayOf(at), idOf: (payout) => this.#payouts.idOf(payout) };
  }

  #declare(step: Step, { of, by, means }: ActOf<'means'>): void {
    const { commitment, text, said } = attest(this.#collective.state, this.#hasher, of, means, this.#salt(`${of} step-${step.number}`));
    this.#collective.journal.putBody(commitment, text);
    this.#sayFor({ by: by ?? this.#scenario.collective.attest[0] ?? operator }, said, step);
  }

  #sayForEach(members: readonly string[], { key }: Pick<Said, 'key'>, said: () => EntryBody, step: Step): void {
    for (const by of members) this.#sayFor({ by, ...(key === undefined ? {} : { key }) }, said(), step);
  }

  #sayFor({ by, key }: Said, said: EntryBody, { at, playedAt }: Step): Outcome | undefined {
    const role = this.#keys.has('member', by) ? 'member' : 'operator';
    return this.#say(this.#keys.signer(this.#collective.state, role, by, key), said, playedAt, at);
  }

  #say(signer: Signer, said: EntryBody, recordedAt: Instant, at: Instant = recordedAt): Outcome | undefined {
    this.#entries += 1;
    // A device's entry carries the time of its sending; its observations carry their own.
    const sentAt = said.kind === 'observe' ? Math.min(at, recordedAt) : at;
    const [answer] = this.#collective.take([sealEntry(signer, said, this.#origin, sentAt, `entry-${this.#entries}`)], recordedAt);
    if (answer?.status === 'refused') this.#refuse(answer.refusal);
    if (answer?.status !== 'recorded') return undefined;
    for (const fault of [...(answer.outcome.faults ?? []), ...answer.outcome.items.flatMap(({ faults = [] }) => faults)]) this.#heard.fault(this.#step, fault.subcontract, fault.code);
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
      payout: (payout) => this.#payouts.how(payout),
      inForce: (subcontract) => termsInForce(state, subcontract),
      ...decidedBy(this.#collective, this.#proposals), ...sensedBy(state, this.#sensing),
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
    const balances = Object.fromEntries([...state.members.keys()].map((id) =>
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
