/** For the second counting: who belonged when, whom what binds, who votes for whom. Folded from entries and from what the model itself found decided. */
import type { Adoption, Change, ChangeKind } from '../../src/vocabulary/changes.ts';
import type { Charter, Matter } from '../../src/vocabulary/charter.ts';
import type { Choice, DecisionRule } from '../../src/vocabulary/deciding.ts';
import type { Proposing } from '../../src/vocabulary/entries.ts';
import { dayMs, type Instant } from '../../src/vocabulary/time.ts';
import type { Classes } from './deciding-count.ts';

/** `came`: null for founding members. Records are places in the log. */
type Person = { readonly since: number; readonly came: Instant | null; left: number | null };
export type Agreement = { readonly since: number; parties: { readonly [party: string]: string }; readonly accepted: Set<string>; readonly prices: { readonly at: Instant; readonly price: number }[]; held: 'decided' | 'party_left' | null };

export type Frozen = {
  readonly matter: string | null;
  readonly asked: string;
  readonly voters: readonly string[];
  readonly classes: Classes;
  readonly rule: DecisionRule;
  readonly early: boolean;
  readonly days: number;
};

export class Register {
  readonly people = new Map<string, Person>();
  readonly commons = new Set<string>();
  readonly agreements = new Map<string, Agreement>();
  charter: Charter;
  /** Member → topic (`*`: all) → whom they trust. */
  readonly #trusts = new Map<string, Map<string, string>>();

  constructor(charter: Charter) {
    this.charter = charter;
  }

  present(): readonly string[] {
    return [...this.people].filter(([, { left }]) => left === null).map(([id]) => id).sort();
  }

  isPresent(member: string | undefined): member is string {
    return this.people.get(member ?? '')?.left === null;
  }

  isNew(member: string, at: Instant, days: number): boolean {
    const came = this.people.get(member)?.came ?? null;
    return came !== null && at - came < days * dayMs;
  }

  /** Nobody's vote goes on through others once they aren't there. */
  leave(member: string, record: number): void {
    this.#trusts.delete(member);
    const person = this.people.get(member);
    if (person !== undefined) person.left = record;
    // Nobody's vote goes on through somebody who isn't there.
    this.#trusts.delete(member);
    for (const agreement of this.agreements.values()) if (Object.values(agreement.parties).includes(member)) agreement.held ??= 'party_left';
  }

  adopt({ subcontract, parties, terms }: Adoption, record: number, at: Instant): void {
    this.agreements.set(subcontract, { since: record, parties, accepted: new Set(), prices: [{ at, price: smallest(String(terms['price'] ?? '1.00')) }], held: null });
  }

  isBound(id: string, member: string): boolean {
    const agreement = this.agreements.get(id);
    const person = this.people.get(member);
    if (agreement === undefined || person === undefined || person.left !== null) return false;
    return Object.values(agreement.parties).includes(member) || agreement.accepted.has(member) || person.since <= agreement.since;
  }

  /** What was in force when something happened. */
  priceAt(id: string, at: Instant): number | undefined {
    const prices = this.agreements.get(id)?.prices ?? [];
    return (prices.findLast((each) => each.at <= at) ?? prices[0])?.price;
  }

  matterOf(change: Change, topic: string | null): Matter | undefined {
    const matters = this.charter.matters ?? [];
    const fits = (kind: ChangeKind) => (matter: Matter): boolean => matter.changes.includes(kind)
      && (matter.subcontracts === undefined || ('subcontract' in change && matter.subcontracts.includes(change.subcontract)))
      && (matter.topics === undefined || (topic !== null && matter.topics.includes(topic)))
      && (matter.parts === undefined || (change.change === 'charter' && Object.keys(change.set).every((part) => matter.parts?.some((each) => each === part))));
    return matters.find(fits(change.change)) ?? (change.change === 'adopt' && this.agreements.has(change.subcontract) ? matters.find(fits('terms')) : undefined);
  }

  /** Who is asked and how it is counted, as of now. */
  frozenFor({ change, topic = null, asked }: Pick<Proposing, 'change' | 'asked'> & { readonly topic?: string | null }): Frozen {
    const matter = this.matterOf(change, topic);
    const { days, more_than } = this.charter.decide ?? { days: 30, more_than: { numerator: 1, denominator: 2 } };
    if (matter === undefined) return { matter: null, asked: 'all', voters: this.present(), classes: {}, rule: { rule: 'threshold', yes: { more_than } }, early: true, days };
    const { rule } = matter;
    const whom = matter.asked === 'chosen' ? asked ?? 'all' : matter.asked;
    const voters = this.#asked(whom, change);
    const classes = rule.rule !== 'each' ? {} : Object.fromEntries(Object.keys(rule.of).map((name) => [name, this.#asked(name === 'all' || name === 'bound' || name === 'parties' ? name : `group:${name}`, change)]));
    return { matter: matter.name, asked: whom, voters, classes, rule, early: matter.early ?? (rule.rule === 'threshold' || rule.rule === 'unanimous'), days: matter.days };
  }

  #asked(asked: string, change: Change): readonly string[] {
    const id = 'subcontract' in change ? change.subcontract : '';
    const parties = [...Object.values(this.agreements.get(id)?.parties ?? {}), ...('parties' in change ? Object.values(change.parties ?? {}) : [])];
    if (asked === 'all') return this.present();
    if (asked === 'bound') return this.present().filter((member) => this.isBound(id, member));
    if (asked === 'parties') return this.present().filter((member) => parties.includes(member));
    const group = this.charter.groups?.[asked.slice('group:'.length)] ?? [];
    return this.present().filter((member) => group.includes(member));
  }

  trustOf(member: string, topic: string | null): string | undefined {
    return this.#trusts.get(member)?.get(topic ?? '*');
  }

  trust(member: string, topic: string | null, to: string | null): void {
    const own = this.#trusts.get(member) ?? new Map<string, string>();
    if (to === null) own.delete(topic ?? '*');
    else own.set(topic ?? '*', to);
    this.#trusts.set(member, own);
  }

  /** Whether, with this one more, somebody would vote through themselves on some topic. */
  closesCircle(member: string, topic: string | null, to: string): boolean {
    const known = topic !== null ? [topic] : [null, ...new Set([...this.#trusts.values()].flatMap((own) => [...own.keys()].filter((each) => each !== '*')))];
    return known.some((on) => {
      // On a topic that they have somebody else for, a general word changes nothing.
      if (topic === null && on !== null && this.trustOf(member, on) !== undefined) return false;
      return to === member || this.#chainOf(to, on).includes(member);
    });
  }

  /** What each voter says, themselves or through the first along their chain who may vote and has; and through whom. */
  saidBy(voters: readonly string[], ballots: ReadonlyMap<string, Choice>, topic: string | null): { readonly said: ReadonlyMap<string, Choice>; readonly via: { readonly [member: string]: readonly string[] } } {
    const said = new Map<string, Choice>();
    const via: { [member: string]: readonly string[] } = {};
    const may = new Set(voters);
    for (const voter of voters) {
      const own = ballots.get(voter);
      const chain = own === undefined ? this.#chainOf(voter, topic) : [];
      const place = chain.findIndex((other) => may.has(other) && ballots.has(other));
      const through = ballots.get(chain[place] ?? '');
      if (own !== undefined) said.set(voter, own);
      else if (through !== undefined) {
        said.set(voter, through);
        via[voter] = chain.slice(0, place + 1);
      }
    }
    return { said, via };
  }

  #chainOf(member: string, topic: string | null): readonly string[] {
    const chain: string[] = [];
    for (let at = member; chain.length <= 100;) {
      const next = (topic === null ? undefined : this.trustOf(at, topic)) ?? this.trustOf(at, null);
      if (next === undefined || next === member || chain.includes(next)) break;
      chain.push(next);
      at = next;
    }
    return chain;
  }
}

/** Hundredths of a crown. */
export function smallest(amount: string): number {
  const [whole = '0', part = ''] = amount.split('.');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}
