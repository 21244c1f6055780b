/**
 * A cover whose members carry together what happens to one of them: an incubator, a bread fund.
 *
 * Parties: none; whoever consents to the part `cover` belongs to it, and has a purse of their own in it.
 * What happens: dues go from each account into each own purse, month by month. Who has a claim says so, and the others decide. A claim that is
 * approved is split evenly over the purses of all others on each benefit day, until it ends. Who leaves, with notice, or switches to another
 * cover, takes along what is left in their purse.
 * What can't happen: that anybody loses more than lies in their purse, or is asked for what another's lacks; that a claim is paid that began
 * outside one's cover, or is decided by who makes it; that somebody is held.
 */
import {
  addDays, addMonths, belonging, cancel, claimEndedBy, claimIn, claimsEndedBy, contract, daysBetween, earlier, forDays, get, inPeriod, keys, max, membershipOn, min, nextDate, notice,
  pieces, purse, put, refuse, sortBy, splitEvenly, sum, timer, transfer, without, withClaim, withoutGone, withVote,
  type Claim, type Claims, type Consented, type Day, type InPeriod, type JsonObject, type Membership, type Now, type Occasion, type Posted, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; dues: number; dues_day: number; own_max: number; types: { [type: string]: number }; waiting_days: number; counts_earlier: string; own_risk_days: number;
  months_max: number; benefit_day: number; report_days: number; claim_days: number; approvals_needed: number; claims_at_once: number; members_max: number; notice_days: number;
};
/** Who belongs is covered from `covered` on, and after the last day switches to the purse `to`. */
type Person = Membership & { covered: Day; to: string | null };
type People = { [member: string]: Person };
type Purses = { readonly [member: string]: number };
/** Open claims by name, as `ana:illness`. */
type Cells = { people: People; claims: Claims };
type Of<Event, Balance extends string = never, Members extends string = never, All extends string = never> = Now<Terms, unknown, Cells, Event, Balance, Members, All>;

/** As many as fit into a cell, whatever they are called: of those who belong, and of those who did until lately. */
const peopleMax = 230;
/** Days of the envelope's period. */
const periodDays = 30;

// At one instant timers fire in the order of their keys: who goes, then dues, then benefits, the claim that began earlier first.
const duesFollow = (terms: Terms, day: Day) => [timer('dues', { day: nextDate(day, terms.dues_day) }, {}, '3'), timer('dues_day', { day: nextDate(day, terms.dues_day) }, {}, '4')];
const benefitsFollow = (terms: Terms, day: Day) => timer('benefit_day', { day: nextDate(day, terms.benefit_day) }, {}, '6');
const benefitKey = (claim: string, since: Day) => `5/${since}/${claim}`;
const benefitFollows = (terms: Terms, day: Day, claim: string, since: Day) => timer('benefit', { day: nextDate(day, terms.benefit_day) }, { claim }, benefitKey(claim, since));
const ends = (member: string, last: Day, to: string) => timer('ends', { day: addDays(last, 1) }, { member, to }, `${to === member ? 2 : 1}/${member}`);

const others = (people: People, but: string, day: Day) => belonging(people, day).filter((member) => member !== but);
/** To the claimant, and to everyone else who belongs. */
const tell = (people: People, by: string, day: Day, code: string, data: JsonObject) => [by, ...others(people, by, day)].map((member) => notice(member, code, data));

const enrol = (terms: Terms, people: People, member: string, person: Person): People => {
  const isFull = others(people, member, person.since).length >= terms.members_max || keys(without(people, member)).length >= peopleMax;
  return isFull ? refuse('limit_reached', 'there is no place for another member now') : put(people, member, person);
};

/** Out of a purse goes at most `own_max` at a time, so that more than that goes in several pieces. */
const outOf = (terms: Terms, by: string, all: number, { to, ref, code }: { to: string; ref: string; code: string }) =>
  pieces(all, terms.own_max).map((amount) => transfer({ from: purse(by, 'own'), to, unit: terms.unit, amount, ref, why: { code, by } }));

/**
 * A purse keeps what comes in up to the most that it may hold, and nothing of who doesn't belong. In a period of the envelope at most half of what it
 * lets through goes back: or else somebody could use up all of it, and their share of a claim with it.
 */
const sendBack = (terms: Terms, person: Person | undefined, { payee, now, ref }: Posted, own: number, before: InPeriod | null) => {
  const amount = max(0, own - (person === undefined ? 0 : terms.own_max));
  const back = inPeriod(before, now, periodDays, amount);
  if (amount > 0 && back.amount > terms.own_max * terms.claims_at_once * 2) return refuse('limit_reached', `too much goes through the purse of ${payee} lately`);
  return { state: amount > 0 ? { back } : {}, effects: outOf(terms, payee, amount, { to: payee, ref, code: 'own_back' }) };
};

const duesOf = (terms: Terms, people: People, member: string, day: Day, purses: Purses) =>
  (membershipOn(people, member, day) === undefined ? 0 : min(terms.dues, max(0, terms.own_max - (get(purses, member) ?? 0))));

/** The claims of who has left by `day` end with their last day; who switches is paid on. */
const endOf = (person: Person | undefined, day: Day, until: Day): Day =>
  (person === undefined || person.last === null || person.last >= day || person.to !== null ? until : earlier(until, addDays(person.last, 1)));

/** What a claim comes to on a day of benefits: of each of the others an even share, or what lies in their purse. */
const benefitOn = (terms: Terms, people: People, { by, amount, paid: from, until: last }: Claim, day: Day, purses: Purses) => {
  const end = endOf(get(people, by), day, last);
  const until = earlier(end, day);
  const due = forDays(amount, from, until, terms.benefit_day);
  const payers = others(people, by, day);
  const even = payers.length === 0 ? [] : splitEvenly(due, payers.length);
  const shares = payers.map((member, place) => ({ member, amount: min(even[place] ?? 0, min(get(purses, member) ?? 0, terms.own_max)) }));
  return { from, until, due, shares, came: sum(shares.map((share) => share.amount)), isOver: until === end };
};

export default contract({
  empty: { people: {}, claims: {} },

  adopted: ({ terms, event: { today } }: Of<Occasion>) => ({ effects: [...duesFollow(terms, today), benefitsFollow(terms, today)] }),

  consented: {
    joined: ({ terms, state: { people }, event: { member, today } }: Of<Consented>) => {
      const person = membershipOn(people, member, today);
      if (person !== undefined) return { state: { people: put(people, member, { ...person, last: null, to: null }) } };
      const covered = addDays(today, terms.waiting_days);
      return { state: { people: enrol(terms, people, member, { since: today, covered, last: null, to: null }) }, effects: [notice(member, 'joined', { day: covered })] };
    },

    // Who leaves the whole collective leaves this at once: the ledger has emptied their purse.
    left: ({ terms, state: { people }, event: { member, today }, view }: Of<Consented>) => {
      const person = membershipOn(people, member, today);
      const isHere = get(view.agents, 'member')?.member === true;
      if (person === undefined || (isHere && person.last !== null && person.to === null)) return {};
      const after = isHere ? addDays(today, terms.notice_days) : today;
      const last = earlier(person.last ?? after, after);
      return { state: { people: put(people, member, { ...person, last, to: null }) }, effects: [ends(member, last, member), notice(member, 'leaving', { day: last })] };
    },
  },

  posted: {
    came: ({ terms, state: { people, back }, event, view }: Now<Terms, unknown, Cells & { back: InPeriod | null }, Posted, 'own'>) => {
      const { payer, payee, code, today } = event;
      const before = membershipOn(people, payee, today);
      if (code !== 'switched' || payer !== payee) return sendBack(terms, before, event, view.balances.own, back);
      const covered = terms.counts_earlier === 'at_once' ? today : addDays(today, terms.waiting_days);
      const last = addDays(today, terms.notice_days);
      const person: Person = before === undefined ? { since: today, covered, last, to: null } : { ...before, covered: earlier(before.covered, covered) };
      const consent = before === undefined ? [ends(payee, last, payee), notice(payee, 'consent_wanted', { day: last })] : [];
      const over = sendBack(terms, person, event, view.balances.own, back);
      return {
        state: { ...over.state, people: enrol(terms, people, payee, person) },
        effects: [...over.effects, notice(payee, 'came_over', { day: person.covered }), ...consent],
      };
    },
  },

  requested: {
    claim: ({ terms, state: { people, claims }, event }: Of<Requested<{ type: string; since: Day; evidence: string }>>) => {
      const { by, type, since, evidence, today } = event;
      const person = membershipOn(people, by, since);
      const amount = get(terms.types, type) ?? refuse('unknown_value', `covered are ${keys(terms.types).join(', ')}, not ${type}`);
      if (since > today) return refuse('invalid_value', 'what is to come can\'t be claimed');
      if (person === undefined || since < person.covered) return refuse('contract_refused', `${by} isn't covered here for ${since}`);
      if (daysBetween(since, today) > terms.report_days) return refuse('too_late', `a claim is made within ${terms.report_days} days`);
      const [claim, paid, undecided] = [`${by}:${type}`, addDays(since, terms.own_risk_days), addDays(today, terms.claim_days)];
      const until = endOf(person, today, addMonths(paid, terms.months_max));
      return {
        state: { claims: withClaim(claims, claim, { by, type, since, amount, paid, until }, terms.claims_at_once) },
        effects: [timer('undecided', { day: undecided }, { claim }, claim), ...tell(people, by, today, 'claimed', { claim, by, since, evidence, day: undecided })],
      };
    },

    decide_claim: ({ terms, state: { people, claims }, event }: Of<Requested<{ claim: string; decision: string }>>) => {
      const { by, claim, decision, today } = event;
      const { by: claimant, since, paid } = claimIn(claims, claim);
      const vote = { by, approves: decision === 'approve', deciding: others(people, claimant, today), needed: terms.approvals_needed };
      const { claims: after, verdict } = withVote(claims, claim, vote);
      if (verdict === 'open') return { state: { claims: after } };
      const follow = verdict === 'approved' ? [benefitFollows(terms, today, claim, since)] : [];
      return { state: { claims: after }, effects: [cancel(claim), ...follow, ...tell(people, claimant, today, verdict, { claim, day: paid })] };
    },

    recovered: ({ state: { people, claims }, event: { by, claim, from_day: day, today } }: Of<Requested<{ claim: string; from_day: Day }>>) => {
      const { by: claimant, since, until } = claimIn(claims, claim);
      if (by !== claimant && by !== 'collective') return refuse('not_permitted', `${claimant} says so, or all by decision`);
      if (day < since) return refuse('invalid_value', `the day is ${since} or a later one`);
      const after = claimEndedBy(claims, claim, day);
      const none = get(after, claim) === undefined ? [cancel(claim), cancel(benefitKey(claim, since))] : [];
      return { state: { claims: after }, effects: [...none, ...tell(people, claimant, today, 'recovered', { claim, day: earlier(day, until) })] };
    },

    switch_to: ({ terms, state: { people }, event: { by, to, last_day: last, today } }: Of<Requested<{ to: string; last_day: Day }>>) => {
      const person = membershipOn(people, by, today);
      const first = addDays(today, terms.notice_days);
      if (person === undefined) return refuse('not_permitted', `${by} doesn't belong to it`);
      if (!to.startsWith(`${by}/`) || !to.endsWith('/own')) return refuse('invalid_value', `${to} is no purse \`own\` of ${by}`);
      if (last < first) return refuse('invalid_value', `the last day is ${first} or a later one`);
      return { state: { people: put(people, by, { ...person, last, to }) }, effects: [ends(by, last, to), ends(by, last, by), notice(by, 'switching', { to, day: last })] };
    },
  },

  woke: {
    // First to the other cover, which hears of it even where the purse is empty; then home, with all that it didn't take.
    ends: ({ terms, state: { people, claims }, event, view }: Of<Woke<{ member: string; to: string }>, 'own_of_member'>) => {
      const { day: ref, data: { member, to } } = event;
      const person = get(people, member);
      if (person === undefined || person.last === null || person.last >= ref || (to !== member && to !== person.to)) return {};
      const own = view.balances.own_of_member;
      const moved = outOf(terms, member, own, { to, ref, code: to === member ? 'own_back' : 'switched' });
      const least = { from: member, to, unit: terms.unit, amount: 1, ref, part: 'cover', why: { code: 'switched', by: member } };
      if (to !== member) return { effects: own > 0 ? moved : [transfer(least)] };
      const after = person.to === null ? claimsEndedBy(claims, member, addDays(person.last, 1)) : claims;
      return { state: { claims: after }, effects: [...moved, notice(member, 'ended', { day: person.last })] };
    },

    // Nobody owes dues: what is there is set aside, and who has nothing is told.
    dues: ({ terms, state: { people }, event: { day }, view }: Of<Woke<unknown>, never, 'consenting', 'purses' | 'accounts'>) => {
      const { purses, accounts } = view.purses;
      const paying = view.members.consenting.filter((by) => duesOf(terms, people, by, day, purses) > 0);
      return {
        effects: paying.map((by) => {
          const amount = min(duesOf(terms, people, by, day, purses), get(accounts, by) ?? 0);
          const money = { from: by, to: purse(by, 'own'), unit: terms.unit, amount, ref: day, part: 'cover', why: { code: 'dues', by, day } };
          return amount > 0 ? transfer(money) : notice(by, 'no_dues', { day });
        }),
      };
    },

    // Apart from what moves money: where that is refused, the next month comes all the same. Who can't claim any more is forgotten.
    dues_day: ({ terms, state: { people }, event: { day } }: Of<Woke<unknown>>) =>
      ({ state: { people: withoutGone(people, addDays(day, -terms.report_days)) }, effects: duesFollow(terms, day) }),

    undecided: ({ state: { people, claims }, event: { day, data: { claim } } }: Of<Woke<{ claim: string }>>) =>
      ({ state: { claims: without(claims, claim) }, effects: tell(people, claimIn(claims, claim).by, day, 'dropped', { claim }) }),

    benefit: ({ terms, state: { people, claims }, event: { day, data: { claim } }, view }: Of<Woke<{ claim: string }>, never, never, 'purses'>) => {
      const before = get(claims, claim);
      if (before === undefined) return {};
      const { from, until, due, shares, came, isOver } = benefitOn(terms, people, before, day, view.purses.purses);
      const money = { to: before.by, unit: terms.unit, ref: claim, why: { code: 'benefit', claim, from, until } };
      const paid = shares.filter(({ amount }) => amount > 0).map(({ member, amount }) => transfer({ ...money, from: purse(member, 'own'), amount }));
      return {
        state: { claims: isOver ? without(claims, claim) : put(claims, claim, { ...before, paid: until }) },
        effects: [...paid, notice(before.by, 'paid', { claim, from, until, due, came })],
      };
    },

    benefit_day: ({ terms, state: { claims }, event: { day } }: Of<Woke<unknown>>) => {
      const approved = keys(claims).filter((claim) => claimIn(claims, claim).approved);
      return { effects: [...approved.map((claim) => benefitFollows(terms, day, claim, claimIn(claims, claim).since)), benefitsFollow(terms, day)] };
    },
  },

  asked: {
    covered: ({ terms, state: { people }, event: { by, today } }: Of<Requested<unknown>>) => {
      const person = membershipOn(people, by, today);
      if (person === undefined) return { answer: { covered: [] } };
      const until = person.last === null ? {} : { until: person.last };
      return { answer: { covered: keys(terms.types).map((what) => ({ what, amount: get(terms.types, what) ?? 0, from: person.covered, ...until })) } };
    },

    // By what lies in purses and accounts now: dues, shares in the order in which claims are paid, one's own benefit, what goes along.
    ahead: ({ terms, state: { people, claims }, event: { by, today }, view }: Of<Requested<unknown>, never, 'consenting', 'purses' | 'accounts'>) => {
      const { purses, accounts } = view.purses;
      const [duesDay, day, last] = [nextDate(today, terms.dues_day), nextDate(today, terms.benefit_day), get(people, by)?.last ?? null];
      const dues = view.members.consenting.includes(by) ? min(duesOf(terms, people, by, duesDay, purses), get(accounts, by) ?? 0) : 0;
      let own = (get(purses, by) ?? 0) + (duesDay <= day ? dues : 0);
      let ahead = [{ day: duesDay, what: 'dues', to: by, amount: dues }];
      const approved = keys(claims).map((claim) => claimIn(claims, claim)).filter((claim) => claim.approved);
      for (const claim of sortBy(approved, (each) => `${each.since}/${each.by}:${each.type}`)) {
        const amount = benefitOn(terms, people, claim, day, claim.by === by ? purses : put({}, by, own)).came;
        own -= claim.by === by ? 0 : amount;
        ahead = [...ahead, { day, what: 'benefit', to: claim.by, amount }];
      }
      if (last !== null) ahead = [...ahead, { day: addDays(last, 1), what: 'own_back', to: get(people, by)?.to ?? by, amount: own }];
      return { answer: { ahead: sortBy(ahead.filter(({ amount }) => amount > 0), (each) => each.day) } };
    },

    claims: ({ state: { claims } }: Of<Requested<unknown>>) => ({ answer: { claims: keys(claims).map((claim) => ({ claim, ...claimIn(claims, claim) })) } }),
  },
});
