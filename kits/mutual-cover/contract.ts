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
  addDays, addMonths, cancel, contract, dayInMonth, dayMs, daysBetween, get, keys, max, min, mulDiv, notice, purse, put, refuse, sortBy, splitEvenly, sum, timer, transfer, without,
  type Consented, type Day, type Instant, type JsonObject, type Now, type Occasion, type Posted, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; dues: number; dues_day: number; own_max: number; types: { [type: string]: number }; waiting_days: number; counts_earlier: string; own_risk_days: number;
  months_max: number; benefit_day: number; report_days: number; claim_days: number; approvals_needed: number; claims_at_once: number; members_max: number; notice_days: number;
};
/** Belongs from `since` through `last` (null: no end is known), is covered from `covered` on, and switches to the purse `to`. */
type Person = { since: Day; covered: Day; last: Day | null; to: string | null };
type People = { [member: string]: Person };
/** A monthly `amount` for the days until, but without, `until`; of those before `paid` it is paid. */
type Claim = { by: string; type: string; since: Day; amount: number; paid: Day; until: Day; votes: { [member: string]: boolean }; approved: boolean };
/** What went back out of a purse, since more came in than it may hold, in the period that began at `period`. */
type Back = { period: Instant; amount: number };
/** Open ones, as `ana:illness`. */
type Claims = { [claim: string]: Claim };
type Purses = { readonly [member: string]: number };
type Cells = { people: People | null; claims: Claims | null };
type Of<Event, Balance extends string = never, Members extends string = never, All extends string = never> = Now<Terms, unknown, Cells, Event, Balance, Members, All>;

/** As many as fit into a cell, whatever they are called: of those who belong, and of those who did until lately. */
const peopleMax = 230;

/** As in the envelope. */
const backPeriod = 30 * dayMs;

const kept = ({ people, claims }: Cells): { people: People; claims: Claims } => ({ people: people ?? {}, claims: claims ?? {} });

const earlier = (one: Day, other: Day) => (one < other ? one : other);
/** The next day with this date of a month, and the last one until then. */
const nextOn = (day: Day, date: number): Day => (dayInMonth(day, date) > day ? dayInMonth(day, date) : dayInMonth(addMonths(dayInMonth(day, 1), 1), date));
const lastOn = (day: Day, date: number): Day => (dayInMonth(day, date) <= day ? dayInMonth(day, date) : dayInMonth(addMonths(dayInMonth(day, 1), -1), date));

// At one instant timers fire in the order of their keys: who goes, then dues, then benefits, the claim that began earlier first.
const duesFollow = (terms: Terms, day: Day) => [timer('dues', { day: nextOn(day, terms.dues_day) }, {}, '3'), timer('dues_day', { day: nextOn(day, terms.dues_day) }, {}, '4')];
const benefitsFollow = (terms: Terms, day: Day) => timer('benefit_day', { day: nextOn(day, terms.benefit_day) }, {}, '6');
const benefitKey = (claim: string, since: Day) => `5/${since}/${claim}`;
const benefitFollows = (terms: Terms, day: Day, claim: string, since: Day) => timer('benefit', { day: nextOn(day, terms.benefit_day) }, { claim }, benefitKey(claim, since));
const ends = (member: string, last: Day, to: string) => timer('ends', { day: addDays(last, 1) }, { member, to }, `${to === member ? 2 : 1}/${member}`);

const belongs = (person: Person | undefined, day: Day) => person !== undefined && person.since <= day && (person.last === null || day <= person.last);
const others = (people: People, but: string, day: Day) => keys(people).filter((member) => member !== but && belongs(get(people, member), day));
/** To the claimant, and to everyone else who belongs. */
const tell = (people: People, by: string, day: Day, code: string, data: JsonObject) => [by, ...others(people, by, day)].map((member) => notice(member, code, data));

const enrol = (terms: Terms, people: People, member: string, person: Person): People => {
  const isFull = others(people, member, person.since).length >= terms.members_max || keys(without(people, member)).length >= peopleMax;
  return isFull ? refuse('limit_reached', 'there is no place for another member now') : put(people, member, person);
};

/** Out of a purse goes at most `own_max` at a time, so that more than that goes in several pieces. */
const outOf = (terms: Terms, member: string, amount: number, money: { to: string; ref: string; code: string }) => {
  const up = amount + terms.own_max - 1;
  const count = mulDiv(up - up % terms.own_max, 1, terms.own_max);
  return (count === 0 ? [] : splitEvenly(amount, count)).map((piece) => transfer({ from: purse(member, 'own'), to: money.to, unit: terms.unit, amount: piece, ref: money.ref, why: { code: money.code, by: member } }));
};

/**
 * A purse keeps what comes in up to the most that it may hold, and nothing of who doesn't belong. In a period of the envelope at most half of what it
 * lets through goes back: or else somebody could use up all of it, and their share of a claim with it.
 */
const sendBack = (terms: Terms, person: Person | undefined, { payee, now, today, ref }: Posted, own: number, before: Back | null) => {
  const amount = max(0, own - (belongs(person, today) ? terms.own_max : 0));
  const period = now - now % backPeriod;
  const back = { period, amount: amount + (before !== null && before.period === period ? before.amount : 0) };
  if (amount > 0 && back.amount > terms.own_max * terms.claims_at_once * 2) return refuse('limit_reached', `too much goes through the purse of ${payee} lately`);
  return { state: amount > 0 ? { back } : {}, effects: outOf(terms, payee, amount, { to: payee, ref, code: 'own_back' }) };
};

const duesOf = (terms: Terms, member: string, purses: Purses) => min(terms.dues, max(0, terms.own_max - (get(purses, member) ?? 0)));

const openClaim = (claims: Claims, claim: string): Claim => get(claims, claim) ?? refuse('unknown_value', `there is no open claim ${claim}`);

/** The claims of who has left by `day` end with their last day; who switches is paid on. */
const endOf = (person: Person | undefined, day: Day, until: Day): Day =>
  (person === undefined || person.last === null || person.last >= day || person.to !== null ? until : earlier(until, addDays(person.last, 1)));

/** For the days from `paid` to `to`: of a month between two benefit days the whole amount, of a part of it that of its days. */
const dueUntil = (terms: Terms, { amount, paid }: Claim, to: Day) => {
  let [due, day] = [0, paid];
  for (let month = 0; month <= terms.months_max + 1; month++) {
    const next = nextOn(day, terms.benefit_day);
    if (day < to) due += mulDiv(amount, daysBetween(day, earlier(next, to)), daysBetween(lastOn(day, terms.benefit_day), next));
    day = next;
  }
  return due;
};

/** What each of the others gives: an even share, or what lies in their purse. */
const sharesOf = (terms: Terms, due: number, payers: string[], purses: Purses) => {
  const even = payers.length === 0 ? [] : splitEvenly(due, payers.length);
  return payers.map((member, place) => ({ member, amount: min(even[place] ?? 0, min(get(purses, member) ?? 0, terms.own_max)) }));
};

export default contract({
  adopted: ({ terms, event }: Of<Occasion>) => ({ effects: [...duesFollow(terms, event.today), benefitsFollow(terms, event.today)] }),

  consented: {
    joined: ({ terms, state, event }: Of<Consented>) => {
      const { member, today } = event;
      const { people } = kept(state);
      const person = get(people, member);
      if (person !== undefined && belongs(person, today)) return { state: { people: put(people, member, { ...person, last: null, to: null }) } };
      const covered = addDays(today, terms.waiting_days);
      return { state: { people: enrol(terms, people, member, { since: today, covered, last: null, to: null }) }, effects: [notice(member, 'joined', { day: covered })] };
    },

    // Who leaves the whole collective leaves this at once: the ledger has emptied their purse.
    left: ({ terms, state, event, view }: Of<Consented>) => {
      const { member, today } = event;
      const { people } = kept(state);
      const person = get(people, member);
      const isHere = get(view.agents, 'member')?.member === true;
      if (!belongs(person, today) || person === undefined || (isHere && person.last !== null && person.to === null)) return {};
      const after = isHere ? addDays(today, terms.notice_days) : today;
      const last = earlier(person.last ?? after, after);
      return { state: { people: put(people, member, { ...person, last, to: null }) }, effects: [ends(member, last, member), notice(member, 'leaving', { day: last })] };
    },
  },

  posted: {
    came: ({ terms, state, event, view }: Now<Terms, unknown, Cells & { back: Back | null }, Posted, 'own'>) => {
      const { payer, payee, code, today } = event;
      const { people } = kept(state);
      const before = get(people, payee);
      if (code !== 'switched' || payer !== payee) return sendBack(terms, before, event, view.balances.own, state.back);
      const covered = terms.counts_earlier === 'at_once' ? today : addDays(today, terms.waiting_days);
      const last = addDays(today, terms.notice_days);
      const isIn = before !== undefined && belongs(before, today);
      const person: Person = isIn ? { ...before, covered: earlier(before.covered, covered) } : { since: today, covered, last, to: null };
      const consent = isIn ? [] : [ends(payee, last, payee), notice(payee, 'consent_wanted', { day: last })];
      const over = sendBack(terms, person, event, view.balances.own, state.back);
      return {
        state: { ...over.state, people: enrol(terms, people, payee, person) },
        effects: [...over.effects, notice(payee, 'came_over', { day: person.covered }), ...consent],
      };
    },
  },

  requested: {
    claim: ({ terms, state, event }: Of<Requested<{ type: string; since: Day; evidence: string }>>) => {
      const { by, type, since, evidence, today } = event;
      const { people, claims } = kept(state);
      const [person, claim] = [get(people, by), `${by}:${type}`];
      const amount = get(terms.types, type) ?? refuse('unknown_value', `covered are ${keys(terms.types).join(', ')}, not ${type}`);
      if (since > today) return refuse('invalid_value', 'what is to come can\'t be claimed');
      if (person === undefined || since < person.covered || !belongs(person, since)) return refuse('contract_refused', `${by} isn't covered here for ${since}`);
      if (daysBetween(since, today) > terms.report_days) return refuse('too_late', `a claim is made within ${terms.report_days} days`);
      if (get(claims, claim) !== undefined) return refuse('already_so', `there is an open claim ${claim}`);
      if (keys(claims).length >= terms.claims_at_once) return refuse('limit_reached', `${terms.claims_at_once} claims are open already`);
      const [paid, undecided] = [addDays(since, terms.own_risk_days), addDays(today, terms.claim_days)];
      return {
        state: { claims: put(claims, claim, { by, type, since, amount, paid, until: endOf(person, today, addMonths(paid, terms.months_max)), votes: {}, approved: false }) },
        effects: [timer('undecided', { day: undecided }, { claim }, claim), ...tell(people, by, today, 'claimed', { claim, by, since, evidence, day: undecided })],
      };
    },

    decide_claim: ({ terms, state, event }: Of<Requested<{ claim: string; decision: string }>>) => {
      const { by, claim, decision, today } = event;
      const { people, claims } = kept(state);
      const before = openClaim(claims, claim);
      if (before.approved) return refuse('already_so', `${claim} was approved`);
      if (by === before.by || !belongs(get(people, by), today)) return refuse('not_permitted', `the members other than ${before.by} decide on ${claim}`);
      const votes = put(before.votes, by, decision === 'approve');
      const approvals = keys(votes).filter((member) => get(votes, member) === true).length;
      const needed = min(terms.approvals_needed, others(people, before.by, today).length);
      const told = { claim, day: before.paid };
      if (approvals >= needed) {
        const approved = { ...before, votes: {}, approved: true };
        return { state: { claims: put(claims, claim, approved) }, effects: [cancel(claim), benefitFollows(terms, today, claim, before.since), ...tell(people, before.by, today, 'approved', told)] };
      }
      if (keys(votes).length - approvals < needed) return { state: { claims: put(claims, claim, { ...before, votes }) } };
      return { state: { claims: without(claims, claim) }, effects: [cancel(claim), ...tell(people, before.by, today, 'rejected', told)] };
    },

    recovered: ({ state, event }: Of<Requested<{ claim: string; from_day: Day }>>) => {
      const { by, claim, from_day: day, today } = event;
      const { people, claims } = kept(state);
      const before = openClaim(claims, claim);
      if (by !== before.by && by !== 'collective') return refuse('not_permitted', `${before.by} says so, or all by decision`);
      if (day < before.since) return refuse('invalid_value', `the day is ${before.since} or a later one`);
      const until = earlier(day, before.until);
      const told = tell(people, before.by, today, 'recovered', { claim, day: until });
      if (until > before.paid) return { state: { claims: put(claims, claim, { ...before, until }) }, effects: told };
      return { state: { claims: without(claims, claim) }, effects: [cancel(claim), cancel(benefitKey(claim, before.since)), ...told] };
    },

    switch_to: ({ terms, state, event }: Of<Requested<{ to: string; last_day: Day }>>) => {
      const { by, to, last_day: last, today } = event;
      const { people } = kept(state);
      const person = get(people, by);
      const first = addDays(today, terms.notice_days);
      if (person === undefined || !belongs(person, today)) return refuse('not_permitted', `${by} doesn't belong to it`);
      if (!to.startsWith(`${by}/`) || !to.endsWith('/own')) return refuse('invalid_value', `${to} is no purse \`own\` of ${by}`);
      if (last < first) return refuse('invalid_value', `the last day is ${first} or a later one`);
      return { state: { people: put(people, by, { ...person, last, to }) }, effects: [ends(by, last, to), ends(by, last, by), notice(by, 'switching', { to, day: last })] };
    },
  },

  woke: {
    // First to the other cover, which hears of it even where the purse is empty; then home, with all that it didn't take.
    ends: ({ terms, state, event, view }: Of<Woke<{ member: string; to: string }>, 'own_of_member'>) => {
      const { member, to } = event.data;
      const person = get(kept(state).people, member);
      if (person === undefined || belongs(person, event.day) || (to !== member && to !== person.to)) return {};
      const own = view.balances.own_of_member;
      const moved = outOf(terms, member, own, { to, ref: event.day, code: to === member ? 'own_back' : 'switched' });
      const least = { from: member, to, unit: terms.unit, amount: 1, ref: event.day, part: 'cover', why: { code: 'switched', by: member } };
      if (to !== member) return { effects: own > 0 ? moved : [transfer(least)] };
      let { claims } = kept(state);
      for (const claim of keys(claims)) {
        const each = openClaim(claims, claim);
        if (each.by === member) claims = put(claims, claim, { ...each, until: endOf(person, event.day, each.until) });
      }
      return { state: { claims }, effects: [...moved, notice(member, 'ended', { day: person.last })] };
    },

    // Nobody owes dues: what is there is set aside, and who has nothing is told.
    dues: ({ terms, state, event, view }: Of<Woke<unknown>, never, 'consenting', 'purses' | 'accounts'>) => {
      const { day } = event;
      const { people } = kept(state);
      const paying = view.members.consenting.filter((by) => belongs(get(people, by), day) && duesOf(terms, by, view.purses.purses) > 0);
      return {
        effects: paying.map((by) => {
          const amount = min(duesOf(terms, by, view.purses.purses), get(view.purses.accounts, by) ?? 0);
          const money = { from: by, to: purse(by, 'own'), unit: terms.unit, amount, ref: day, part: 'cover', why: { code: 'dues', by, day } };
          return amount > 0 ? transfer(money) : notice(by, 'no_dues', { day });
        }),
      };
    },

    // Apart from what moves money: where that is refused, the next month comes all the same. Who can't claim any more is forgotten.
    dues_day: ({ terms, state, event }: Of<Woke<unknown>>) => {
      const { people } = kept(state);
      const gone = keys(people).filter((member) => daysBetween(get(people, member)?.last ?? event.day, event.day) > terms.report_days);
      return { state: { people: gone.reduce((kept, member) => without(kept, member), people) }, effects: duesFollow(terms, event.day) };
    },

    undecided: ({ state, event }: Of<Woke<{ claim: string }>>) => {
      const { claim } = event.data;
      const { people, claims } = kept(state);
      const { by } = openClaim(claims, claim);
      return { state: { claims: without(claims, claim) }, effects: tell(people, by, event.day, 'dropped', { claim }) };
    },

    benefit: ({ terms, state, event, view }: Of<Woke<{ claim: string }>, never, never, 'purses'>) => {
      const { claim } = event.data;
      const { people, claims } = kept(state);
      const before = get(claims, claim);
      if (before === undefined) return {};
      const { by, paid: from } = before;
      const end = endOf(get(people, by), event.day, before.until);
      const until = earlier(end, event.day);
      const due = dueUntil(terms, before, until);
      const shares = sharesOf(terms, due, others(people, by, event.day), view.purses.purses);
      const money = { to: by, unit: terms.unit, ref: claim, why: { code: 'benefit', claim, from, until } };
      const came = sum(shares.map(({ amount }) => amount));
      return {
        state: { claims: until === end ? without(claims, claim) : put(claims, claim, { ...before, paid: until }) },
        effects: [...shares.filter(({ amount }) => amount > 0).map(({ member, amount }) => transfer({ ...money, from: purse(member, 'own'), amount })), notice(by, 'paid', { claim, from, until, due, came })],
      };
    },

    benefit_day: ({ terms, state, event }: Of<Woke<unknown>>) => {
      const { claims } = kept(state);
      const approved = keys(claims).filter((claim) => openClaim(claims, claim).approved);
      return { effects: [...approved.map((claim) => benefitFollows(terms, event.day, claim, openClaim(claims, claim).since)), benefitsFollow(terms, event.day)] };
    },
  },

  asked: {
    covered: ({ terms, state, event }: Of<Requested<unknown>>) => {
      const person = get(kept(state).people, event.by);
      if (person === undefined || !belongs(person, event.today)) return { answer: { covered: [] } };
      const until = person.last === null ? {} : { until: person.last };
      return { answer: { covered: keys(terms.types).map((what) => ({ what, amount: get(terms.types, what) ?? 0, from: person.covered, ...until })) } };
    },

    // By what lies in purses and accounts now: dues, shares in the order in which claims are paid, one's own benefit, what goes along.
    ahead: ({ terms, state, event, view }: Of<Requested<unknown>, never, 'consenting', 'purses' | 'accounts'>) => {
      const { by, today } = event;
      const { people, claims } = kept(state);
      const { purses, accounts } = view.purses;
      const person = get(people, by);
      const [duesDay, day] = [nextOn(today, terms.dues_day), nextOn(today, terms.benefit_day)];
      const dues = view.members.consenting.includes(by) && belongs(person, duesDay) ? min(duesOf(terms, by, purses), get(accounts, by) ?? 0) : 0;
      let own = (get(purses, by) ?? 0) + (duesDay <= day ? dues : 0);
      let ahead = [{ day: duesDay, what: 'dues', to: by, amount: dues }];
      const approved = keys(claims).map((claim) => openClaim(claims, claim)).filter((claim) => claim.approved);
      for (const claim of sortBy(approved, (each) => `${each.since}/${each.by}:${each.type}`)) {
        const due = dueUntil(terms, claim, earlier(endOf(get(people, claim.by), day, claim.until), day));
        const amount = sum(sharesOf(terms, due, others(people, claim.by, day), claim.by === by ? purses : put({}, by, own)).map((share) => share.amount));
        own -= claim.by === by ? 0 : amount;
        ahead = [...ahead, { day, what: 'benefit', to: claim.by, amount }];
      }
      if (person !== undefined && person.last !== null) ahead = [...ahead, { day: addDays(person.last, 1), what: 'own_back', to: person.to ?? by, amount: own }];
      return { answer: { ahead: sortBy(ahead.filter(({ amount }) => amount > 0), (each) => each.day) } };
    },

    claims: ({ state }: Of<Requested<unknown>>) => ({ answer: { claims: keys(kept(state).claims).map((claim) => ({ claim, ...openClaim(kept(state).claims, claim) })) } }),
  },
});
