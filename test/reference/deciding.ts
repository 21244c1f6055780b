/**
 * A second, naive account of how a collective decides: it reads records in order (what was said, when it was recorded) and says what must follow.
 * Written from docs/decisions/0018 to 0020, the vocabulary and the manual; it shares no code with the rules. What it takes from outcomes is only whether
 * a proposal could be put to the vote at all; whether ballots and the like are taken it says itself.
 */
import type { Change, Edit } from '../../src/vocabulary/changes.ts';
import type { Charter, CharterPart, Entrenched } from '../../src/vocabulary/charter.ts';
import type { Choice, DecisionRule } from '../../src/vocabulary/deciding.ts';
import type { Entry } from '../../src/vocabulary/entries.ts';
import type { Outcome } from '../../src/vocabulary/outcomes.ts';
import type { LogRecord } from '../../src/vocabulary/records.ts';
import { dayMs, type Instant } from '../../src/vocabulary/time.ts';
import { countAgain, type Classes, type Result } from './deciding-count.ts';
import { edited, isSame, lineOf, type Content } from './deciding-edits.ts';
import { areRivals, beats, judge, type Amending, type Rival } from './deciding-rivals.ts';
import { Register, smallest, type Agreement, type Frozen } from './deciding-register.ts';

export type Body = { readonly voters: number; readonly via: { readonly [member: string]: readonly string[] } } & Result;
type Counted = { readonly bodies: readonly Body[]; readonly how: 'carried' | 'rejected' | 'expired' | 'tied'; readonly winner: string | null };

/** What must follow, in no order within a record. */
export type Expected =
  | { readonly is: 'decided'; readonly of: string; readonly how: string; readonly winner: string | null; readonly bodies: readonly Body[] | null }
  | { readonly is: 'waits'; readonly of: string; readonly until: Instant; readonly winner: string | null; readonly bodies: readonly Body[] | null }
  | { readonly is: 'again'; readonly of: string; readonly vote: number; readonly begins: Instant; readonly closes: Instant; readonly bodies: readonly Body[] | null }
  | { readonly is: 'amendment'; readonly of: string; readonly how: string; readonly bodies: readonly Body[] | null }
  | { readonly is: 'closes'; readonly of: string; readonly closes: Instant }
  | { readonly is: 'revised'; readonly of: string; readonly closes: Instant; readonly digest: string; readonly number: number; readonly content: Content };

export type Motion = Frozen & {
  readonly id: string; readonly by: string; readonly topic: string | null;
  readonly opened: number;
  /** Without newcomers: of these the charter's part is asked too. */
  readonly settled: readonly string[];
  /** One comes to be asked by one's own coming: newcomers could be made up for it. */
  readonly takesNewcomers: boolean;
  /** What concerns who runs the collective has its own voters, and nobody votes on it through others. */
  readonly isOwnRuled: boolean;
  /** A cap was touched as it was proposed: there may be several votes. */
  readonly isEntrenched: boolean;
  closes: Instant; content: Content; digest: string; number: number;
  ballots: Map<string, { readonly choice: Choice; readonly reason: string | undefined }>;
  vote: number; begins: Instant; waits: Instant | null; winner: string | null;
  /** When that was so by which it is looked at next (it was opened, changed, or its vote was over), and the record that says so. */
  since: Instant; set: number;
};

export type Hashes = { readonly ofValue: (value: unknown) => string };

export class SecondCount {
  readonly register: Register;
  readonly motions = new Map<string, Motion>();
  readonly amendments = new Map<string, Amending>();
  /** What the account held in common has, in the smallest part. */
  inCommon = 0;
  readonly #hashes: Hashes;
  #expected: Expected[] = [];
  #seq = 0;
  #now: Instant = 0;

  constructor(charter: Charter, hashes: Hashes) {
    this.register = new Register(charter);
    this.#hashes = hashes;
  }

  /** What must follow from the record; `refusals`: the codes of which one must be given, none: it must be taken; null: this account has no opinion. */
  take({ seq, recordedAt, entry }: LogRecord, outcome: Outcome): { readonly expected: readonly Expected[]; readonly refusals: readonly string[] | null } {
    this.#expected = [];
    this.#seq = seq;
    this.#now = recordedAt;
    if (entry.kind !== 'found') this.#due();
    const refusals = this.#act(entry, outcome.items[0]?.status === 'done', outcome);
    if (entry.kind !== 'found') this.#due();
    return { expected: this.#expected, refusals };
  }

  #act(entry: Entry, isDone: boolean, outcome: Outcome): readonly string[] | null {
    switch (entry.kind) {
      case 'found': case 'found.more':
        for (const { id, commons, opening } of entry.body.members) {
          if (commons === true) {
            this.register.commons.add(id);
            this.inCommon += smallest(opening?.['crown'] ?? '0.00');
          } else this.register.people.set(id, { since: this.#seq, came: null, left: null });
        }
        return [];
      case 'adopt':
        this.register.adopt(entry.body, this.#seq, this.#now);
        return [];
      case 'propose':
        if (isDone) this.#open(entry);
        return null;
      case 'ballot': return this.#ballot(entry);
      case 'amend': return this.#amend(entry);
      case 'withdraw': return this.#withdraw(entry);
      case 'delegate': return this.#delegate(entry);
      case 'accept': return this.#accept(entry);
      case 'leave':
        this.register.leave(entry.by, this.#seq);
        return [];
      case 'observe':
        // Charges go to what is held in common.
        for (const fact of outcome.facts) if (fact.fact === 'posting' && this.register.commons.has(fact.to)) this.inCommon += fact.amount;
        return null;
      default: return null;
    }
  }

  // Opening

  #open(entry: Entry & { kind: 'propose' }): void {
    const { register } = this;
    const { change, title = '', text = [], topic = null, closes, effective = null } = entry.body;
    const isOwnRuled = change.change === 'operator';
    const frozen: Frozen = isOwnRuled ? register.frozenFor({ change: { change: 'operator', keys: [] } }) : register.frozenFor(entry.body);
    const settled = frozen.voters.filter((member) => !register.isNew(member, this.#now, register.charter.decide?.days ?? 30));
    const id = this.#hashes.ofValue(entry);
    const motion: Motion = {
      ...frozen, id, by: entry.by, topic, opened: this.#seq, settled, isOwnRuled, voters: isOwnRuled ? settled : frozen.voters, takesNewcomers: frozen.asked === 'all' || frozen.asked === 'bound',
      isEntrenched: this.#capsTouched(change).length > 0,
      closes: closes ?? this.#now + frozen.days * dayMs, content: { title, text, change, effective }, digest: id, number: 1, ballots: new Map(), vote: 1, begins: this.#now, waits: null, winner: null, since: this.#now, set: this.#seq,
    };
    this.motions.set(id, motion);
    if (motion.voters.includes(entry.by) && change.change !== 'choice') motion.ballots.set(entry.by, { choice: 'yes', reason: undefined });
    this.#maybeEarly(motion);
  }

  /** Whose own yes it takes, as the parties, caps and groups are now. */
  #consentTo({ content: { change } }: Motion): readonly string[] {
    return [...this.#newParties(change), ...this.#capsTouched(change).flatMap(({ way }) => this.#protected(way.consent))];
  }

  #capsTouched(change: Change): readonly Entrenched[] {
    if (change.change !== 'charter') return [];
    const { set } = change;
    return Object.entries(this.register.charter.entrenched ?? {}).filter(([name, cap]) => ('entrenched' in set && JSON.stringify(set.entrenched?.[name]) !== JSON.stringify(cap))
      || ('charter' in cap.cap && cap.cap.charter.some((part) => part in set))).map(([, cap]) => cap);
  }

  #protected(consent: Entrenched['way']['consent']): readonly string[] {
    const named = typeof consent !== 'string' ? consent : this.register.charter.groups?.[consent.slice('group:'.length)] ?? [];
    return named.filter((member) => this.register.isPresent(member));
  }

  #newParties(change: Change): readonly string[] {
    if (!('parties' in change) || change.parties === undefined) return [];
    const before = this.register.agreements.get(change.subcontract)?.parties ?? {};
    return Object.entries(change.parties).filter(([party, member]) => before[party] !== member && !this.register.commons.has(member)).map(([, member]) => member);
  }

  // Saying

  #ballot({ by, body: { proposal, choice, revision, reason } }: Entry & { kind: 'ballot' }): readonly string[] {
    const amendment = this.amendments.get(proposal);
    const motion = amendment?.motion ?? this.motions.get(proposal);
    if (motion === undefined) return ['unknown_proposal'];
    const codes: string[] = [];
    const voting = amendment ?? motion;
    const before = voting.ballots.get(by);
    if (!this.#mayVote(motion, by, amendment !== undefined) || (amendment === undefined && this.#now < motion.begins)) codes.push('not_permitted');
    if (amendment === undefined && motion.waits !== null) codes.push('too_late');
    if (amendment === undefined && (revision ?? motion.id) !== motion.digest) codes.push('stale_revision');
    if (before !== undefined && JSON.stringify(before.choice) === JSON.stringify(choice) && before.reason === reason) codes.push('already_said');
    codes.push(...this.#formFaults(amendment === undefined ? motion : undefined, choice, reason));
    if (codes.length > 0) return codes;
    voting.ballots.set(by, { choice, reason });
    if (amendment === undefined) this.#maybeEarly(motion);
    return [];
  }

  /** On amendments only those who are asked; on the proposal itself also whose own yes it takes, if they were there as it was proposed. */
  #mayVote(motion: Motion, member: string, isAmendment: boolean): boolean {
    const since = this.register.people.get(member)?.since ?? Infinity;
    return motion.voters.includes(member) || (!isAmendment && since <= motion.opened && this.#consentTo(motion).includes(member));
  }

  #formFaults(motion: Motion | undefined, choice: Choice, reason: string | undefined): readonly string[] {
    const isSpoken = reason !== undefined && reason.trim() !== '';
    if (motion?.isOwnRuled === true) return choice === 'yes' || choice === 'no' ? [] : ['invalid_value'];
    if (choice === 'object' && !isSpoken) return ['missing_value', 'invalid_value'];
    const options = motion === undefined ? null : optionsOf(motion.content.change);
    if (options === null) return typeof choice === 'object' ? ['invalid_value'] : [];
    if (choice === 'abstain') return [];
    const named = typeof choice !== 'object' ? null : 'approve' in choice ? choice.approve : 'scores' in choice ? Object.keys(choice.scores) : choice.ranking.flat();
    if (named === null) return ['invalid_value'];
    return named.every((option) => options.includes(option)) ? [] : ['unknown_option'];
  }

  #amend(entry: Entry & { kind: 'amend' }): readonly string[] {
    const { by, body: { proposal, revision, edits } } = entry;
    const motion = this.motions.get(proposal);
    if (motion === undefined) return ['unknown_proposal'];
    const codes: string[] = [];
    const { amending } = this.register.charter;
    const closes = this.#now + (amending?.days ?? 3) * dayMs;
    if (!motion.voters.includes(by)) codes.push('not_permitted');
    if (motion.waits !== null || closes > motion.closes) codes.push('too_late');
    if (revision !== motion.digest) codes.push('stale_revision');
    if (edits.length === 0) codes.push('missing_value');
    const after = edited(motion.content, edits);
    if (after === null || new Set(edits.map(lineOf)).size < edits.length) codes.push('does_not_apply');
    else if (this.#cannot(after.change)) codes.push('already_so', 'unknown_subcontract', 'unknown_member', 'already_member', 'already_known_key', 'ending', 'not_permitted', 'out_of_order');
    if (motion.vote > 1) codes.push('too_late');
    // A copy would only be the rival of what it copies.
    if ([...this.amendments.values()].some((other) => other.motion === motion && isSame(other.edits, edits))) codes.push('already_so');
    if (codes.length > 0) return codes;
    return this.#admitAmendment(this.#hashes.ofValue(entry), motion, edits, by, closes);
  }

  #admitAmendment(id: string, motion: Motion, edits: readonly Edit[], by: string, closes: Instant): readonly string[] {
    const amendment: Amending = { id, motion, edits, opened: this.#seq, closes, ballots: new Map([[by, { choice: 'yes', reason: undefined }]]) };
    this.amendments.set(id, amendment);
    // The earlier ones wait for the later one, and those that are held against them wait too.
    for (const rival of this.#rivalsOf(amendment)) {
      if (rival.closes === closes) continue;
      rival.closes = closes;
      this.#expected.push({ is: 'closes', of: rival.id, closes });
    }
    return [];
  }

  /** Of the same proposal and on one of the same lines, and what so hangs together with those. */
  #rivalsOf(amendment: Amending): readonly Amending[] {
    const found = new Set([amendment]);
    for (const one of found) for (const other of this.amendments.values()) if (other.motion === amendment.motion && areRivals(one, other)) found.add(other);
    return [...found].filter((other) => other !== amendment);
  }

  #withdraw({ by, body: { proposal } }: Entry & { kind: 'withdraw' }): readonly string[] {
    const motion = this.motions.get(proposal);
    if (motion === undefined) return ['unknown_proposal'];
    if (motion.by !== by) return ['not_permitted'];
    if (motion.waits !== null) return ['too_late'];
    this.#end(motion, 'withdrawn', null);
    return [];
  }

  #delegate({ by, body: { topic, to } }: Entry & { kind: 'delegate' }): readonly string[] {
    const now = this.register.trustOf(by, topic);
    if (to === null && now === undefined) return ['unknown_value'];
    if (to !== null && !this.register.isPresent(to)) return ['unknown_member'];
    if (to !== null && now === to) return ['already_so', 'already_said'];
    if (to !== null && this.register.closesCircle(by, topic, to)) return ['delegation_circle'];
    this.register.trust(by, topic, to);
    return [];
  }

  #accept({ by, body: { subcontract } }: Entry & { kind: 'accept' }): readonly string[] {
    const agreement = this.register.agreements.get(subcontract);
    if (agreement === undefined) return ['unknown_subcontract'];
    if (this.register.isBound(subcontract, by)) return ['already_so'];
    agreement.accepted.add(by);
    return [];
  }

  // Counting

  /** In order of the instants; at one instant amendments first, by name, then proposals in the order in which they were opened or agreed to. */
  #due(): void {
    for (;;) {
      const amendment = [...this.amendments.values()].filter(({ closes }) => closes <= this.#now).sort((a, b) => a.closes - b.closes || (a.id < b.id ? -1 : 1))[0];
      const motion = [...this.motions.values()].filter((each) => endOf(each) <= this.#now).sort((a, b) => endOf(a) - endOf(b) || a.since - b.since || a.set - b.set || a.opened - b.opened)[0];
      if (amendment !== undefined && amendment.closes <= (motion === undefined ? Infinity : endOf(motion))) this.#decideRivals(amendment);
      else if (motion !== undefined) this.#decide(motion);
      else return;
    }
  }

  #decide(motion: Motion): void {
    if (motion.waits !== null) return this.#perform(motion, null);
    const counted = this.#count(motion);
    motion.winner = counted.winner;
    if (counted.how !== 'carried') return this.#end(motion, motion.isOwnRuled ? 'expired' : counted.how, motion.isOwnRuled ? null : counted.bodies);
    this.#carried(motion, counted);
  }

  /** Rules that count parts of all who may vote are decided as soon as the ballots say so. */
  #maybeEarly(motion: Motion): void {
    if (!motion.early || this.#now < motion.begins) return;
    const counted = this.#count(motion);
    const isLost = this.#consentTo(motion).some((member) => isAgainst(motion.ballots.get(member)?.choice)) || this.#isHopeless(motion);
    if (isLost) this.#end(motion, 'rejected', motion.isOwnRuled ? null : counted.bodies);
    else if (counted.how === 'carried') this.#carried(motion, counted);
  }

  /** Whether there can't be enough any more, even if everyone who hasn't spoken said yes. */
  #isHopeless(motion: Motion): boolean {
    return this.#bodiesOf(motion).some(({ voters, classes }) => {
      const { said } = this.#saidBy(motion, voters, motion.ballots);
      const hoped = new Map(voters.map((voter): [string, Choice] => [voter, said.get(voter) ?? 'yes']));
      return countAgain(motion.rule, voters, hoped, ['yes', 'no'], classes).winners[0] !== 'yes';
    });
  }

  #count(motion: Motion): Counted {
    const options = optionsOf(motion.content.change) ?? ['yes', 'no'];
    const bodies = this.#counted(motion, motion.rule, motion.ballots, options);
    const winner = bodies.every(({ winners }) => winners[0] === bodies[0]?.winners[0]) ? bodies[0]?.winners[0] : undefined;
    if (bodies.some(({ tied }) => tied.length > 0)) return { bodies, how: 'tied', winner: null };
    if (winner === undefined) return { bodies, how: 'expired', winner: null };
    // What is carried as soon as it can be wasn't lost when its time is over.
    if (winner === 'no' || winner === 'as_it_is') return { bodies, how: motion.early ? 'expired' : 'rejected', winner: winner === 'no' ? null : winner };
    return this.#consentTo(motion).every((member) => isYes(motion.ballots.get(member)?.choice)) ? { bodies, how: 'carried', winner: winner === 'yes' ? null : winner } : { bodies, how: 'rejected', winner: null };
  }

  #counted(motion: Motion, rule: DecisionRule, ballots: Motion['ballots'], options: readonly string[]): readonly Body[] {
    return this.#bodiesOf(motion).map(({ voters, classes }) => {
      const { said, via } = this.#saidBy(motion, voters, ballots);
      return { ...countAgain(rule, voters, said, options, classes), voters: voters.length, via };
    });
  }

  #saidBy(motion: Motion, voters: readonly string[], ballots: Motion['ballots']): ReturnType<Register['saidBy']> {
    const choices = new Map([...ballots].map(([member, { choice }]) => [member, choice]));
    return motion.isOwnRuled ? { said: choices, via: {} } : this.register.saidBy(voters, choices, motion.topic);
  }

  /** Where all members are asked, or all who are bound, it takes the same of them without newcomers too. */
  #bodiesOf({ isOwnRuled, takesNewcomers, voters, settled, classes }: Motion): readonly { readonly voters: readonly string[]; readonly classes: Classes }[] {
    const whole = { voters, classes: { ...classes, all: voters } };
    if (isOwnRuled || !takesNewcomers || settled.length === voters.length) return [whole];
    const known = new Set(settled);
    return [{ voters: settled, classes: { ...Object.fromEntries(Object.entries(classes).map(([name, members]) => [name, members.filter((member) => known.has(member))])), all: settled } }, whole];
  }

  #decideRivals(first: Amending): void {
    const { motion } = first;
    const group = [first, ...this.#rivalsOf(first)].filter(({ closes }) => closes <= this.#now).sort((a, b) => a.opened - b.opened);
    const rule = this.register.charter.amending?.rule as DecisionRule;
    const counted = group.map((amendment): Rival => {
      const said = [...this.#saidBy(motion, motion.voters, amendment.ballots).said.values()];
      const bodies = this.#counted(motion, rule, amendment.ballots, ['yes', 'no']);
      return { amendment, bodies, isFor: bodies.every(({ winners }) => winners[0] === 'yes'), votes: said.filter(isYes).length, against: said.filter(isAgainst).length };
    });
    const taken: Edit[] = [];
    const ends = judge(counted.filter(({ isFor }) => isFor));
    for (const one of counted.toSorted((x, y) => (beats(x, y) ? -1 : beats(y, x) ? 1 : x.amendment.id < y.amendment.id ? -1 : 1))) {
      const how = ends.get(one) ?? 'rejected';
      const after = edited(motion.content, [...taken, ...one.amendment.edits]);
      const isOver = how === 'adopted' && (after === null || this.#cannot(after.change));
      this.#endAmendment(one.amendment, isOver ? 'overtaken' : how, one.bodies);
      if (how === 'adopted' && !isOver) taken.push(...one.amendment.edits);
    }
    if (taken.length > 0) this.#revise(motion, taken);
  }

  #endAmendment({ id }: Amending, how: string, bodies: readonly Body[] | null): void {
    this.amendments.delete(id);
    this.#expected.push({ is: 'amendment', of: id, how, bodies });
  }

  #revise(motion: Motion, edits: readonly Edit[]): void {
    const content = edited(motion.content, edits);
    if (content === null) throw new Error('an amendment that was adopted no longer applies');
    motion.content = content;
    motion.number += 1;
    motion.digest = this.#hashes.ofValue({ proposal: motion.id, number: motion.number, ...content });
    const later = this.#now + (this.register.charter.amending?.confirm_days ?? 3) * dayMs;
    if (later > motion.closes) Object.assign(motion, { closes: later, since: this.#now, set: this.#seq });
    for (const [member, { choice }] of motion.ballots) if (!isAgainst(choice) && choice !== 'abstain') motion.ballots.delete(member);
    this.#expected.push({ is: 'revised', of: motion.id, closes: motion.closes, digest: motion.digest, number: motion.number, content });
    for (const other of this.amendments.values()) if (other.motion === motion && edited(content, other.edits) === null) this.#endAmendment(other, 'overtaken', null);
    this.#maybeEarly(motion);
  }

  // Being so

  #carried(motion: Motion, { bodies: counted, winner }: Counted): void {
    const bodies = motion.isOwnRuled ? null : counted;
    const ways = motion.isEntrenched ? this.#capsTouched(motion.content.change).map(({ way }) => way) : [];
    if (ways.some(({ votes }) => motion.vote < votes)) return this.#again(motion, Math.max(...ways.map(({ apart_days }) => apart_days)), bodies);
    const over = this.#over(motion);
    const until = this.#effectiveAt(motion, winner, over);
    motion.winner = winner;
    if (until === over) return this.#perform(motion, bodies);
    if (until !== motion.closes) Object.assign(motion, { since: over, set: this.#seq });
    motion.waits = until;
    this.#lapse(motion);
    this.#expected.push({ is: 'waits', of: motion.id, until, winner, bodies });
  }

  /** When its vote ended: somebody may have been there only later to say so. */
  #over({ closes }: Motion): Instant {
    return closes < this.#now ? closes : this.#now;
  }

  /** So many days after the end of the vote before; who votes has the whole time for it, also where that began while nobody was there. */
  #again(motion: Motion, apartDays: number, bodies: readonly Body[] | null): void {
    motion.vote += 1;
    motion.begins = this.#over(motion) + apartDays * dayMs;
    motion.closes = (motion.begins < this.#now ? this.#now : motion.begins) + motion.days * dayMs;
    Object.assign(motion, { since: this.#now, set: this.#seq });
    motion.ballots = new Map();
    this.#lapse(motion);
    this.#expected.push({ is: 'again', of: motion.id, vote: motion.vote, begins: motion.begins, closes: motion.closes, bodies });
  }

  /** Not before the date that is asked for; what changes rules, in the first window from then on. */
  #effectiveAt({ content: { change, effective }, isOwnRuled }: Motion, winner: string | null, over: Instant): Instant {
    const from = Math.max(over, effective ?? 0);
    const done = change.change === 'choice' ? change.options.find(({ id }) => id === winner)?.change : change;
    const isRule = done !== undefined && !isOwnRuled && ['adopt', 'terms', 'retire', 'charter'].includes(done.change);
    const { windows } = this.register.charter;
    if (!isRule || windows === undefined) return from;
    for (let day = Math.ceil(from / dayMs) * dayMs; ; day += dayMs) {
      const date = new Date(day);
      if (windows.every === 'day' || (windows.every === 'week' ? ((date.getUTCDay() + 6) % 7) + 1 : date.getUTCDate()) === windows.on) return day;
    }
  }

  #perform(motion: Motion, bodies: readonly Body[] | null): void {
    const { change } = motion.content;
    const done = change.change === 'choice' ? change.options.find(({ id }) => id === motion.winner)?.change ?? { change: 'resolution' } : change;
    // Whose yes it takes is asked as of when it is done; a cap that came since wasn't given its way.
    const isAgreed = motion.isOwnRuled || (this.#consentTo(motion).every((member) => isYes(motion.ballots.get(member)?.choice)) && (motion.isEntrenched || this.#capsTouched(done).length === 0));
    const isDone = isAgreed && this.#does(done);
    this.#end(motion, isDone ? 'carried' : 'failed', bodies);
  }

  /** Whether it is so already, or what it is about isn't there; the same is asked before a vote and after it. */
  #cannot(change: Change): boolean {
    const { register } = this;
    const agreement = 'subcontract' in change ? register.agreements.get(change.subcontract) : undefined;
    const isPartyGone = Object.values(agreement?.parties ?? {}).some((party) => !register.isPresent(party));
    switch (change.change) {
      case 'terms': case 'adopt': return (agreement === undefined && change.change === 'terms') || this.#crossesCap(change)
        || Object.values({ ...agreement?.parties, ...change.parties }).some((party) => !register.isPresent(party)) || (change.change === 'terms' && agreement !== undefined && changesNothing(agreement, change));
      case 'admit': return register.people.has(change.member.id);
      case 'exclude': return !register.isPresent(change.member);
      case 'stop': return agreement === undefined || agreement.held !== null;
      case 'resume': return agreement === undefined || agreement.held === null || isPartyGone;
      case 'retire': return agreement === undefined;
      case 'charter': return Object.entries(change.set).every(([part, value]) => JSON.stringify(value) === JSON.stringify(register.charter[part as CharterPart] ?? null));
      default: return false;
    }
  }

  #crossesCap({ terms }: Change & { change: 'terms' | 'adopt' }): boolean {
    const most = Object.values(this.register.charter.entrenched ?? {}).flatMap(({ cap }) => ('term' in cap && cap.term === 'price' && cap.at_most !== undefined ? [smallest(cap.at_most)] : []));
    return terms['price'] !== undefined && most.some((limit) => smallest(String(terms['price'])) > limit);
  }

  /** Does it, or says that it can't be done any more. */
  #does(change: Change): boolean {
    if (this.#cannot(change)) return false;
    const { register } = this;
    const agreement = 'subcontract' in change ? register.agreements.get(change.subcontract) : undefined;
    switch (change.change) {
      case 'spend':
        if (this.inCommon < smallest(change.amount)) return false;
        this.inCommon -= smallest(change.amount);
        break;
      case 'admit': register.people.set(change.member.id, { since: this.#seq, came: this.#now, left: null }); break;
      case 'exclude': register.leave(change.member, this.#seq); break;
      case 'charter': register.charter = Object.fromEntries(Object.entries({ ...register.charter, ...change.set }).filter(([, value]) => value !== null)) as Charter; break;
      // Nothing is owed under it here, so it is over at once.
      case 'retire': register.agreements.delete(change.subcontract); break;
      case 'adopt':
        if (agreement === undefined) register.adopt(change, this.#seq, this.#now);
        else doTo(agreement, change, this.#now);
        break;
      default: if (agreement !== undefined) doTo(agreement, change, this.#now);
    }
    return true;
  }

  #end(motion: Motion, how: string, bodies: readonly Body[] | null): void {
    this.motions.delete(motion.id);
    this.#expected.push({ is: 'decided', of: motion.id, how, winner: how === 'failed' ? null : motion.winner, bodies });
    this.#lapse(motion);
  }

  #lapse(motion: Motion): void {
    for (const amendment of this.amendments.values()) if (amendment.motion === motion) this.#endAmendment(amendment, 'lapsed', null);
  }
}

function doTo(agreement: Agreement, change: Change, now: Instant): void {
  switch (change.change) {
    case 'terms': case 'adopt':
      agreement.parties = { ...agreement.parties, ...change.parties };
      agreement.prices.push({ at: now, price: change.terms['price'] === undefined ? agreement.prices.at(-1)?.price ?? 0 : smallest(String(change.terms['price'])) });
      if (agreement.held === 'party_left') agreement.held = null;
      return;
    case 'stop': agreement.held = 'decided'; return;
    case 'resume': agreement.held = null; return;
    default: return;
  }
}

/** The price and the parties are what they have been. (Versions of code are each another one here.) */
function changesNothing({ prices, parties }: Agreement, change: Change & { change: 'terms' }): boolean {
  const price = change.terms['price'];
  return (price === undefined || smallest(String(price)) === prices.at(-1)?.price) && Object.entries(change.parties ?? {}).every(([party, member]) => parties[party] === member);
}

function endOf({ waits, closes }: Motion): Instant {
  return waits ?? closes;
}

function isYes(choice: Choice | undefined): boolean {
  return choice === 'yes' || choice === 'concern';
}

function isAgainst(choice: Choice | undefined): boolean {
  return choice === 'no' || choice === 'object';
}

/** Of a choice; with all as it is, where one of them would change something. */
function optionsOf(change: Change): readonly string[] | null {
  if (change.change !== 'choice') return null;
  const ids = change.options.map(({ id }) => id);
  return change.options.some((option) => option.change !== undefined) ? [...ids, 'as_it_is'] : ids;
}
