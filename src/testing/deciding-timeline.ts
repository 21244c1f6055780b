/**
 * A timeline of a collective that decides together, by seed: hundreds of members and proposals over some months, amendments and their rivals,
 * ballots of every form, votes through others, people who come and go, and whatever can't be taken. The same seed says the same things as
 * long as the rules answer in the same way: people act on what they see.
 */
import type { KernelState } from '../kernel/state.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Fact, Outcome, Proposal } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs, minuteMs, type Instant } from '../vocabulary/time.ts';
import { sayAbout, sayWrongly, type Lean, type Said } from './deciding-ballots.ts';
import { founderIds, foundingOf, subcontractIds, topics } from './deciding-founding.ts';
import { someEdits, someProposal } from './deciding-proposals.ts';
import { createRandom, type Random } from './random.ts';

/** The collective that lives through it. */
export type World = {
  /** Null: the gate didn't take it. @throws what the kernel throws */
  readonly say: (key: string, said: EntryBody & { readonly by: string }, at: Instant) => Outcome | null;
  readonly state: () => Readonly<KernelState>;
  readonly nextWake: () => Instant | undefined;
  /** Hashes that the founding names. */
  readonly zoneRules: string; readonly sandbox: string; readonly code: string;
};

export type Size = { readonly members: number; readonly proposals: number; readonly amended: number; readonly days: number };

/** An hour before midnight: with a proposal each eight hours some end as a window begins. */
const start = Date.UTC(2026, 2, 1, 23);
/** Each so many days nothing is recorded for a time: votes end, and what was decided should be in force, while nobody is there to say so. */
const sleepEvery = 20 * dayMs;
const sleepFor = 40 * hourMs;

export function liveThrough(seed: number, world: World, size: Size): void {
  new DecidingTimeline(seed, world, size).live();
}

class DecidingTimeline {
  readonly #random: Random;
  readonly #world: World;
  readonly #size: Size;
  readonly #agenda = new Agenda();
  readonly #leans = new Map<string, Lean>();
  #amended = 0;
  #observed = 0;

  constructor(seed: number, world: World, size: Size) {
    this.#random = createRandom(seed);
    this.#world = world;
    this.#size = size;
  }

  live(): void {
    const { zoneRules, sandbox, code } = this.#world;
    for (const said of foundingOf(this.#size.members, zoneRules, sandbox, code)) this.#say('operator-1', 'operator', said, start);
    this.#plan();
    for (let next = this.#agenda.next(); next !== undefined; next = this.#agenda.next()) {
      const at = awake(next.at);
      this.#pass(at);
      next.act(at);
    }
    this.#pass(start + (this.#size.days + 120) * dayMs, 1);
  }

  #plan(): void {
    const { proposals, days, members } = this.#size;
    for (let i = 0; i < proposals; i++) this.#agenda.at(start + hourMs + Math.floor((i * days * dayMs) / proposals), (at) => this.#propose(i, at));
    this.#often(members, (at) => this.#delegate(at));
    this.#often(members, (at) => this.#observe(at));
    this.#often(Math.floor(members / 4), (at) => this.#accept(at));
    this.#often(Math.floor(members / 12), (at) => this.#leave(at));
  }

  #often(times: number, act: (at: Instant) => void): void {
    for (let i = 0; i < times; i++) this.#agenda.at(start + this.#random.int(1, this.#size.days * 24 * 60) * minuteMs, act);
  }

  /** Mostly the writer's clock tells what is due at its instant; sometimes whoever speaks next brings it. */
  #pass(until: Instant, prompt = 0.9): void {
    for (let wake = this.#world.nextWake(); wake !== undefined && wake <= until && this.#random.chance(prompt); wake = this.#world.nextWake()) {
      const operator = [...this.#world.state().keys.values()].find(({ grant, revokedAt }) => grant.role === 'operator' && revokedAt === null);
      this.#say(operator?.grant.id ?? '', 'operator', { kind: 'clock', body: {} }, awake(Math.max(wake, this.#world.state().recordedAt)));
    }
  }

  #propose(place: number, at: Instant): void {
    const body = someProposal(this.#random, this.#world.state(), this.#members(), place);
    const outcome = this.#says(this.#someone(), { kind: 'propose', body }, at);
    const proposed = outcome?.facts.find((fact): fact is Fact & { fact: 'proposed' } => fact.fact === 'proposed');
    if (proposed === undefined) {
      // Whatever was out of order, another one comes in its place.
      this.#agenda.at(at + hourMs, (then) => this.#propose(place + this.#size.proposals, then));
      return;
    }
    const { proposal } = proposed;
    const options = body.change.change === 'choice' ? body.change.options.map(({ id }) => ({ id, liked: this.#random.next() })) : [];
    const rule = proposal.procedure?.rule.rule;
    this.#leans.set(proposal.id, { yes: rule === 'consensus' ? 0.95 : 0.25 + 0.7 * this.#random.next(), options, isCircle: this.#random.chance(0.6) });
    this.#vote(proposal.id, at);
    if (this.#random.chance(0.02)) this.#agenda.at(at + this.#random.int(1, 60) * hourMs, (then) => void this.#says(proposal.by, { kind: 'withdraw', body: { proposal: proposal.id } }, then));
    const amends = this.#amended < this.#size.amended && (this.#random.chance(0.3) || this.#size.proposals - place <= this.#size.amended - this.#amended);
    if (amends && proposal.procedure !== null) this.#amendments(proposal, at);
  }

  /** Those who are asked, as far as they take part, each at some time while it is open; some change their mind, some speak who aren't asked. */
  #vote(id: string, from: Instant): void {
    const proposal = this.#world.state().proposals.get(id);
    if (proposal === undefined) return;
    const voters = this.#votersOf(proposal);
    const few = voters.length <= 60;
    const wide = (proposal.procedure === null || proposal.procedure.matter === null) && this.#random.chance(0.6);
    const isChoice = proposal.revision.change.change === 'choice';
    const part = wide ? 0.8 : isChoice ? 0.02 + 0.06 * this.#random.next() : few ? 0.3 + 0.6 * this.#random.next() : 0.05 + 0.14 * this.#random.next();
    const least = few ? Math.min(voters.length, 5) : 3;
    const some = shuffled(this.#random, voters).slice(0, Math.max(least, Math.round(part * voters.length)));
    for (const member of some) {
      this.#ballotLater(member, id, from, proposal.closes);
      if (this.#random.chance(0.06)) this.#ballotLater(member, id, from, proposal.closes);
    }
    if (wide) this.#leans.set(id, { options: [], yes: 0.72 + 0.2 * this.#random.next() });
    for (const member of this.#mustSay(proposal)) if (this.#random.chance(0.8)) this.#ballotLater(member, id, from, proposal.closes);
    if (this.#random.chance(0.2)) this.#ballotLater(this.#someone(), id, from, proposal.closes + dayMs);
  }

  #mustSay({ revision: { change }, entrenched }: Proposal): readonly string[] {
    const parties = change.change === 'terms' ? Object.values(change.parties ?? {}) : [];
    return entrenched === null ? parties : [...parties, ...this.#world.state().charter?.groups?.['warden'] ?? []];
  }

  #ballotLater(member: string, on: string, from: Instant, until: Instant): void {
    const at = from + Math.floor(this.#random.next() * (until - from));
    this.#agenda.at(at, (then) => this.#ballot(member, on, then));
  }

  #ballot(by: string, on: string, at: Instant): void {
    const { proposals, amendments } = this.#world.state();
    const about = proposals.get(on) ?? proposals.get(amendments.get(on)?.proposal ?? '');
    if (about === undefined && !this.#random.chance(0.03)) return;
    const rule = amendments.has(on) ? this.#world.state().charter?.amending?.rule : about?.procedure?.rule;
    const asked = rule ?? { rule: 'unanimous' };
    const { choice, reason } = this.#random.chance(0.02) ? sayWrongly(this.#random, asked) : this.#word(on, by, asked);
    const revision = amendments.has(on) || about === undefined || about.revision.number === 1 ? undefined : this.#random.chance(0.03) ? about.id : about.revision.digest;
    this.#says(by, { kind: 'ballot', body: { proposal: on, choice, ...(revision === undefined ? {} : { revision }), ...(reason === undefined ? {} : { reason }) } }, at);
  }

  #word(on: string, by: string, rule: Parameters<typeof sayAbout>[1]): Said {
    const lean = this.#leans.get(on) ?? { yes: 0.6, options: [] };
    const proposal = this.#world.state().proposals.get(on);
    const isNeeded = proposal !== undefined && this.#mustSay(proposal).includes(by);
    return sayAbout(this.#random, rule, isNeeded ? { ...lean, yes: 0.95 } : lean);
  }

  /** One to three amendments, often to the same line. */
  #amendments(proposal: Proposal, from: Instant): void {
    const line = this.#random.int(0, 5);
    const days = this.#world.state().charter?.amending?.days ?? 0;
    const room = proposal.closes - from - days * dayMs;
    if (room < 0) return;
    this.#amended += 1;
    for (let count = this.#random.int(1, 3); count > 0; count--) {
      const own = this.#random.chance(0.6) ? line : this.#random.int(0, 6);
      this.#agenda.at(from + Math.floor(this.#random.next() * (room + (this.#random.chance(0.05) ? dayMs : 0))), (at) => this.#amend(proposal.id, own, at));
    }
  }

  #amend(id: string, line: number, at: Instant): void {
    const proposal = this.#world.state().proposals.get(id);
    if (proposal === undefined || proposal.waits !== null) return;
    const voters = shuffled(this.#random, this.#votersOf(proposal));
    const by = this.#random.chance(0.05) ? this.#someone() : voters[0] ?? '';
    const revision = this.#random.chance(0.05) ? proposal.id : proposal.revision.digest;
    const outcome = this.#says(by, { kind: 'amend', body: { proposal: id, revision, edits: someEdits(this.#random, proposal.revision, line), reason: 'better so' } }, at);
    const amended = outcome?.facts.find((fact): fact is Fact & { fact: 'amended' } => fact.fact === 'amended');
    if (amended === undefined) return;
    this.#leans.set(amended.amendment.id, { yes: 0.5 + 0.5 * this.#random.next(), options: [] });
    for (const member of voters.slice(1, this.#random.int(5, 14))) this.#ballotLater(member, amended.amendment.id, at, amended.amendment.closes);
  }

  #delegate(at: Instant): void {
    const topic = this.#random.chance(0.4) ? this.#random.pick(topics) : null;
    const by = this.#someone();
    const to = this.#random.chance(0.25) ? null : this.#random.chance(0.05) ? by : this.#random.chance(0.3) ? this.#newest() : this.#someone();
    this.#says(by, { kind: 'delegate', body: { topic, to } }, at);
  }

  #observe(at: Instant): void {
    this.#observed += 1;
    const { recordedAt, members } = this.#world.state();
    const known = [...members.keys()].sort();
    const late = this.#random.chance(0.3) ? this.#random.int(0, 3 * 24) * hourMs : 0;
    const by = this.#random.chance(0.3) ? this.#newest() : known[this.#random.int(0, known.length - 1)] ?? '';
    const when = Math.max(recordedAt, at);
    this.#say('device-1', 'device', { kind: 'observe', body: { observations: [{ id: `seen-${this.#observed}`, subject: this.#random.pick(subcontractIds), event: 'said', at: when - late, values: { by } }] } }, at);
  }

  #accept(at: Instant): void {
    this.#says(this.#newest(), { kind: 'accept', body: { subcontract: this.#random.pick(subcontractIds) } }, at);
  }

  #leave(at: Instant): void {
    if (this.#random.chance(0.6)) this.#says(this.#someone(), { kind: 'leave', body: {} }, at);
  }

  #votersOf({ procedure }: Proposal): readonly string[] {
    const members = this.#members();
    return procedure?.voters?.filter((member) => members.includes(member)) ?? members;
  }

  #members(): readonly string[] {
    return [...this.#world.state().members.values()].filter(({ commons, left }) => !commons && left === null).map(({ id }) => id).sort();
  }

  #someone(): string {
    const members = this.#members();
    return members[this.#random.int(0, members.length - 1)] ?? founderIds(1)[0] ?? '';
  }

  /** One of the last who came, or of the founders where nobody has. */
  #newest(): string {
    const members = this.#members();
    return members[members.length - this.#random.int(1, 4)] ?? this.#someone();
  }

  #says(by: string, said: EntryBody, at: Instant): Outcome | null {
    return this.#say(`member-${by}`, by, said, at);
  }

  #say(key: string, by: string, said: EntryBody, at: Instant): Outcome | null {
    const outcome = this.#world.say(key, { ...said, by }, at);
    for (const fact of outcome?.facts ?? []) {
      // Once more from the start: after a change most of those who had agreed say so again, and what is entrenched is voted on again.
      if (fact.fact === 'revised') for (const member of this.#world.state().proposals.get(fact.proposal)?.unconfirmed ?? []) if (this.#random.chance(0.7)) this.#ballotLater(member, fact.proposal, at, fact.closes);
      if (fact.fact === 'proposal.again') this.#vote(fact.proposal, fact.begins);
    }
    return outcome;
  }
}

/** The instant, or the end of the sleep that it falls into. */
function awake(at: Instant): Instant {
  const since = (at - start) % sleepEvery;
  return since < sleepEvery - sleepFor ? at : at - since + sleepEvery;
}

/** What is to be done when; at one instant in the order in which it was put down. */
class Agenda {
  readonly #acts: { readonly at: Instant; readonly act: (at: Instant) => void }[] = [];
  #done = 0;

  at(at: Instant, act: (at: Instant) => void): void {
    let [low, high] = [this.#done, this.#acts.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#acts[middle]?.at ?? 0) <= at) low = middle + 1;
      else high = middle;
    }
    this.#acts.splice(low, 0, { at, act });
  }

  next(): { readonly at: Instant; readonly act: (at: Instant) => void } | undefined {
    return this.#acts[this.#done++];
  }
}

function shuffled<T>(random: Random, list: readonly T[]): readonly T[] {
  return list.map((each) => ({ each, place: random.next() })).sort((a, b) => a.place - b.place).map(({ each }) => each);
}

