/**
 * The deterministic kernel: one entry in, one outcome out, the same on every machine. It holds no contract, knows no kit, no clock, no store.
 */
import type { Adoption, Asking, Change } from '../vocabulary/changes.ts';
import type { Entry, EntryKind, SealedEntry } from '../vocabulary/entries.ts';
import type { Json } from '../vocabulary/json.ts';
import type { ItemOutcome, Outcome } from '../vocabulary/outcomes.ts';
import type { PolicyReader, SealVerifier } from '../vocabulary/ports.ts';
import { invariant, type Refusal, type Result } from '../vocabulary/result.ts';
import type { Seal } from '../vocabulary/seals.ts';
import { dayMs, type Instant } from '../vocabulary/time.ts';
import { zoneFault, type ZoneRules } from '../vocabulary/zones.ts';
import { apply } from './apply.ts';
import { gate, type Gate } from './authority.ts';
import { adopt, assumeVersion, type AdoptionPorts } from './adoption.ts';
import { amend, amendmentBallot } from './amendments.ts';
import { wakeChain, wakeOnItsOwn } from './chain.ts';
import { comment } from './comments.ts';
import { delegate } from './delegations.ts';
import { dispute, incident, judge } from './disputes.ts';
import { capRefusal } from './entrenched.ts';
import { foresee } from './foresight.ts';
import { admit, attest, consent, found, foundMore, isFounding, issue, noteFounding, opened, pay, sign } from './founding.ts';
import { sweep } from './housekeeping.ts';
import { endItem } from './item-end.ts';
import { accept, invite, join, leave } from './membership.ts';
import { addKey, promisedRefusal, revokeKey } from './keys.ts';
import { observe, rememberObservation } from './observing.ts';
import { propose } from './opening.ts';
import { cancelPayout, income, payout, reverse, settle } from './outside.ts';
import { nameFriends } from './own-rules.ts';
import { look, permit } from './permits.ts';
import { ballot, withdraw } from './proposals.ts';
import { ask, request } from './requests.ts';
import { bind, unbind } from './sensing.ts';
import { snapshotOf, stateOf, type KernelSnapshot } from './snapshot.ts';
import { createState, type KernelState } from './state.ts';
import { Turn } from './turn-state.ts';
import { fireDue, nextWake } from './waking.ts';
import { countLight } from './weight.ts';

export type KernelPorts = AdoptionPorts & {
  readonly verifier: SealVerifier;
  readonly policies: PolicyReader;
  /** SHA-256 in hex of the canonical JSON of a value. */
  readonly digestOf: (value: unknown) => string;
  /** Zone rules by the hash that the log names; undefined when they aren't at hand. */
  readonly zoneRules: (hash: string) => ZoneRules | undefined;
};

/** What belongs to a founding, or changes nothing; with the first entry of another kind it is over. */
export const foundingKinds: readonly EntryKind[] = ['found.more', 'adopt', 'bind', 'consent', 'attest', 'sign', 'digest'];
/** What can't be said twice to any effect needn't be remembered. */
const unremembered: readonly EntryKind[] = ['observe', 'digest', 'clock'];

export class Kernel {
  readonly #ports: KernelPorts;
  readonly #state: KernelState;

  /** The digest at the sequence for which it was last asked: making it takes time. */
  #digest: { readonly seq: number; readonly hex: string } | null = null;

  constructor(ports: KernelPorts, state: KernelState = createState()) {
    this.#ports = ports;
    this.#state = state;
  }

  /**
   * Goes on from a value of {@link snapshot}, which came through JSON. Its form isn't checked: compare {@link digest} with the log's.
   * @throws InvariantError, TypeError when it can't be a snapshot, or one of a later release
   */
  static resume(ports: KernelPorts, snapshot: unknown): Kernel {
    return new Kernel(ports, stateOf(snapshot, ports.zoneRules));
  }

  /** What is known, for queries. Nobody but the kernel changes it. */
  get state(): Readonly<KernelState> {
    return this.#state;
  }

  /** All that is known, as of the last record. Holds parts of the state itself: for writing it at once. */
  snapshot(): KernelSnapshot {
    return snapshotOf(this.#state);
  }

  /** SHA-256 in hex of the canonical JSON of {@link snapshot}: the same on every machine that has the same records. */
  digest(): string {
    const { seq } = this.#state;
    if (this.#digest?.seq !== seq) this.#digest = { seq, hex: this.#ports.digestOf(this.snapshot()) };
    return this.#digest.hex;
  }

  /** Whether an entry may be recorded at all; `message` is its canonical JSON. */
  gate(sealed: SealedEntry, message: string, recordedAt: Instant): Gate {
    const { entry } = sealed;
    const zoneHash = entry.kind === 'found' || entry.kind === 'zone' ? entry.body.zone_rules : null;
    const zone = zoneHash === null ? null : this.#ports.zoneRules(zoneHash);
    if (zone === undefined) return { pass: false, duplicate: false, refusal: { code: 'unknown_code', detail: `the zone rules ${String(zoneHash)} are not at hand` } };
    // Whether code is at hand isn't in the log, so it may not become part of an outcome: such an entry leaves no record.
    const code = codesNamed(entry).find((each) => !this.#ports.runner.has(each));
    if (code !== undefined) return { pass: false, duplicate: false, refusal: { code: 'unknown_code', detail: `the code ${code} was not handed in` } };
    const answer = gate(this.#state, this.#ports.verifier, sealed, message, recordedAt);
    // Nobody needs a clock entry when nothing is due: an old one sent again adds nothing to the log.
    const idle = entry.kind === 'clock' && (this.nextWake() ?? Infinity) > recordedAt;
    if (answer.pass && idle) return { pass: false, duplicate: true };
    const fault = answer.pass && zone !== null ? zoneFault(zone, (entry.kind === 'found' ? entry.body.charter : this.#state.charter)?.zone ?? '') : null;
    if (fault !== null) return { pass: false, duplicate: false, refusal: { code: 'invalid_value', detail: `the zone rules ${String(zoneHash)} can't be taken: ${fault}` } };
    return answer.pass && entry.kind === 'digest' ? this.#digestGate(entry.body) : answer;
  }

  /**
   * Decides an entry that has passed the gate, as record `state.seq` at `recordedAt`.
   * @throws InvariantError when a rule of the ledger itself is broken; the collective must then stop
   */
  decide(sealed: SealedEntry, recordedAt: Instant): Outcome {
    const { entry } = sealed;
    const turn = this.#begin(entry.kind, recordedAt);
    if (entry.kind === 'found') this.#setZone(entry.body.zone_rules);
    if (entry.kind !== 'found') fireDue(turn, this.#ports);
    const items = this.#items(turn, sealed);
    if (entry.kind !== 'found') fireDue(turn, this.#ports);
    this.#remember(sealed);
    this.#state.seq += 1;
    return { items, ...wokenFaults(turn), facts: turn.facts, gas: turn.gas };
  }

  /** Takes up a stored record by its stored outcome, without deciding again. */
  restore(sealed: SealedEntry, recordedAt: Instant, outcome: Outcome): void {
    const { entry } = sealed;
    this.#begin(entry.kind, recordedAt);
    if (entry.kind === 'found') this.#setZone(entry.body.zone_rules);
    for (const fact of outcome.facts) apply(this.#state, fact, null);
    if (entry.kind === 'zone') this.#setZone(entry.body.zone_rules);
    if (entry.kind === 'observe') {
      entry.body.observations.forEach((observation, item) => {
        if (counts(outcome.items[item])) rememberObservation(this.#state, entry.by, observation, isTakenIn(outcome.items[item]));
      });
    }
    this.#remember(sealed);
    this.#state.seq += 1;
  }

  /**
   * For backtests: puts a version into force as of `at`, between two records, with all that it wakes. No entry says so and no record holds it,
   * so from here on the state is another one than the log's. A refusal changes nothing.
   * @throws InvariantError when a rule of the ledger itself is broken, or `at` lies before the last record
   */
  assume(adoption: Adoption, at: Instant): Outcome {
    const turn = this.#begin('adopt', at);
    const items = [this.#whole(turn, () => assumeVersion(turn, this.#ports, adoption))];
    return { items, facts: turn.facts, gas: turn.gas };
  }

  /**
   * For backtests: what is due by `at` happens, as with a clock entry, of which there is none.
   * @throws as {@link assume}
   */
  elapse(at: Instant): Outcome {
    const turn = this.#begin('adopt', at);
    fireDue(turn, this.#ports);
    return { items: [], ...wokenFaults(turn), facts: turn.facts, gas: turn.gas };
  }

  /** When a clock entry is needed next; undefined when nothing waits. */
  nextWake(): Instant | undefined {
    return nextWake(this.#state);
  }

  /** Answers a member's question to a subcontract, as of the last record. */
  ask(subcontract: string, question: string, by: string, values: unknown): Result<Json> {
    return ask(this.#state, this.#ports.runner, subcontract, question, by, values);
  }

  /** What an act would do if it were decided now, as of the last record; nothing of it stays. */
  foresee(asking: Asking): Outcome {
    return foresee(this.#state, this.#ports.runner, asking);
  }

  #digestGate({ records, state }: (Entry & { kind: 'digest' })['body']): Gate {
    const { seq } = this.#state;
    // The count comes first: one of another time costs no digest.
    if (records === seq && state === this.digest()) return { pass: true };
    const detail = records === seq ? `after ${records} records the state is ${this.digest()}, not ${state}` : `the digest is of ${records} records, and there are ${seq}`;
    return { pass: false, duplicate: false, refusal: { code: 'wrong_digest', detail } };
  }

  #begin(kind: EntryKind, recordedAt: Instant): Turn {
    invariant(recordedAt >= this.#state.recordedAt, 'the log\'s time never goes back');
    sweep(this.#state, recordedAt);
    if (!foundingKinds.includes(kind) || (kind !== 'found' && !isFounding(this.#state, recordedAt))) this.#state.founding = false;
    this.#state.recordedAt = recordedAt;
    return new Turn(this.#state);
  }

  #setZone(hash: string): void {
    const rules = this.#ports.zoneRules(hash);
    invariant(rules !== undefined, `the zone rules ${hash} are not at hand`);
    this.#state.calendar.setZone(hash, rules);
  }

  #items(turn: Turn, { entry, seal }: SealedEntry): readonly ItemOutcome[] {
    // What became due by now, a recovery, has its place before this entry.
    if (typeof this.#state.keys.get(seal.key)?.revokedAt === 'number') return [{ status: 'refused', code: 'revoked_key', detail: `the key ${seal.key} is revoked as of this record` }];
    if (entry.kind === 'observe') return observe(turn, this.#ports.runner, entry, (refused) => endItem(turn, this.#ports, refused));
    const { length: begun } = turn.takings;
    const item = this.#whole(turn, () => this.#act(turn, entry), () => this.#lightRefusal(turn, entry, seal, begun));
    endItem(turn, this.#ports, item.status === 'refused' && entry.kind === 'request' ? [entry.body.subcontract] : []);
    return [item];
  }

  /**
   * One act with all that it wakes, or nothing of it.
   * @param unless asked when all of that is known, and before what the kernel does on its own wakes others, which nobody asked for
   */
  #whole(turn: Turn, act: () => Refusal | null, unless: () => Refusal | null = () => null): ItemOutcome {
    const point = turn.savepoint();
    const refusal = act() ?? wakeChain(turn, this.#ports.runner, 0) ?? unless();
    if (refusal === null) {
      wakeOnItsOwn(turn, this.#ports.runner);
      return { status: 'done' };
    }
    turn.rollback(point);
    return { status: 'refused', code: refusal.code, detail: refusal.detail };
  }

  /** What a key may pay is known once it has been paid: agreements that were asked, or are woken by it, take something too. */
  #lightRefusal(turn: Turn, entry: Entry, { key }: Seal, begun: number): Refusal | null {
    const grant = this.#state.keys.get(key)?.grant;
    return grant === undefined ? null : countLight(turn, entry, grant, begun);
  }

  #act(turn: Turn, entry: Exclude<Entry, { kind: 'observe' }>): Refusal | null {
    const { runner, policies, digestOf } = this.#ports;
    switch (entry.kind) {
      case 'found': return found(turn, digestOf, entry);
      case 'found.more': return foundMore(turn, digestOf, entry);
      case 'sign': return sign(turn, entry);
      case 'admit': return promisedRefusal(turn.state, policies, entry.body.keys) ?? admit(turn, entry);
      case 'key.add': return promisedRefusal(turn.state, policies, [entry.body.key]) ?? addKey(turn, entry);
      case 'key.revoke': return revokeKey(turn, entry);
      case 'zone':
        this.#setZone(entry.body.zone_rules);
        turn.emit({ fact: 'zone', zone_rules: entry.body.zone_rules });
        return null;
      case 'adopt':
        noteFounding(turn, digestOf, entry);
        return capRefusal(turn.state, entry.body) ?? adopt(turn, this.#ports, entry);
      case 'consent': return consent(turn, entry);
      case 'attest': return attest(turn, entry);
      case 'issue': return issue(turn, entry);
      case 'pay': return pay(turn, entry);
      case 'income': return income(turn, entry);
      case 'payout': return payout(turn, entry);
      case 'payout.cancel': return cancelPayout(turn, entry);
      case 'settle': return settle(turn, entry);
      case 'reverse': return reverse(turn, entry);
      case 'request': return request(turn, runner, entry);
      case 'propose': return propose(turn, this.#ports, entry);
      case 'withdraw': return withdraw(turn, entry);
      case 'ballot': return turn.state.amendments.has(entry.body.proposal) ? amendmentBallot(turn, entry) : ballot(turn, this.#ports, entry);
      case 'amend': return amend(turn, this.#ports, entry);
      case 'delegate': return delegate(turn, entry);
      case 'comment': return comment(turn, entry);
      case 'invite': return promisedRefusal(turn.state, policies, [entry.body.key]) ?? invite(turn, entry);
      case 'join': return promisedRefusal(turn.state, policies, entry.body.keys) ?? join(turn, entry);
      case 'accept': return accept(turn, this.#ports, entry);
      case 'leave': return leave(turn, entry);
      case 'friends': return nameFriends(turn, entry);
      case 'opened': return opened(turn, entry);
      case 'bind': return bind(turn, digestOf, entry);
      case 'unbind': return unbind(turn, entry);
      case 'permit': return permit(turn, entry);
      case 'look': return look(turn, entry);
      case 'dispute': return dispute(turn, entry);
      case 'judge': return judge(turn, entry);
      case 'incident': return incident(turn, entry);
      case 'digest': return null;
      case 'clock': return null;
    }
  }

  #remember({ entry, seal }: SealedEntry): void {
    if (entry.kind === 'found') this.#state.founding = true;
    if (!unremembered.includes(entry.kind)) this.#state.seen.add(`${entry.by} ${entry.id}`, seal.sig, this.#state.recordedAt);
    // The gate refuses what is older than the charter allows, and a clock may be ahead.
    this.#state.seen.forgetBefore(this.#state.recordedAt - ((this.#state.charter?.late_days ?? 0) + 2) * dayMs);
  }
}

function wokenFaults({ faults }: Turn): Pick<Outcome, 'faults'> {
  return faults.length === 0 ? {} : { faults: faults.map(({ subcontract, refusal }) => ({ subcontract, code: refusal.code, detail: refusal.detail })) };
}

/** Code that the entry would bring into force, or put to the vote. */
export function codesNamed(entry: Entry): string[] {
  if (entry.kind === 'adopt') return [entry.body.code];
  if (entry.kind === 'amend') return entry.body.edits.flatMap((edit) => (edit.edit === 'code' ? [edit.after] : []));
  return entry.kind === 'propose' ? codesIn(entry.body.change) : [];
}

function codesIn(change: Change): string[] {
  if (change.change === 'choice') return change.options.flatMap((option) => (option.change === undefined ? [] : codesIn(option.change)));
  return change.change === 'adopt' || change.change === 'pilot' ? [change.code] : [];
}

/** Whether an item was new, so that its id counts as seen; what the clock check refused wasn't, nor what was said in a binding's name. */
function counts(item: ItemOutcome | undefined): boolean {
  if (item === undefined || item.status === 'duplicate' || item.code === 'stale_sequence') return false;
  return item.faults !== undefined || (item.code !== 'from_the_future' && item.code !== 'wrong_role');
}

/** Whether an item got as far as the subcontracts: else it was refused for what it says of itself. */
function isTakenIn(item: ItemOutcome | undefined): boolean {
  return item?.status === 'done' || item?.faults !== undefined;
}
