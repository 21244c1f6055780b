/**
 * A share of each income for a guaranteed basket of basics.
 *
 * Parties: the pool, an account held in common; the provider, who delivers. Whoever takes up the part `basket` is a household that takes part.
 * What happens: of each income the share goes to the pool. On the pay day the pool pays for a basket for every household, whatever it gave. When
 * it falls short, all get the same part, and were told before. Who begins between two pay days gets a part of a basket; who leaves gives notice.
 * The provider may substitute an item, not dearer; who declines gets the item's price back.
 * What can't happen: a debt of a household; a basket that is paid for twice; a payment for which the pool has too little.
 */
import {
  addDays, addMonths, cancel, charge, contract, dayInMonth, forDays, get, keys, lastDate, max, min, mulDiv, nextDate, notice, periodStart, refuse, sum, timer, transfer,
  type Consented, type Day, type Instant, type Now, type Occasion, type Posted, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; share: number; basket: { [item: string]: number }; pay_day: number; warn_days: number; notice_days: number; decline_days: number;
  households_max: number; most_per_period: number; period_days: number;
};
type Parties = { pool: string; provider: string };
/** So many take part; the first baskets of `beginning` of them begin at the next midnight. `last` was paid for on a pay day, `first` for those who began last. */
type Round = { households: number; beginning: number; last: Paid | null; first: Paid | null };
/** `each` of the price `whole` for each household. */
type Paid = { day: Day; households: number; each: number; whole: number };
/** It has baskets from day `from` up to, but without, day `to`; null while it takes part. Its notice is over on day `leaves`. */
type Household = { from: Day; to: Day | null; leaves: Day | null; given: number; period: Instant; inPeriod: number };
/** For an item of the baskets paid for on `day`: of the item and of what is given instead, so much was paid for each household. */
type Substitute = { day: Day; until: Day; instead: string; was: number; now: number };
type Taking<Event, Reads extends string = never> = Now<Terms, Parties, { round: Round | null; household: Household | null }, Event, Reads>;
type Paying = Now<Terms, Parties, { round: Round | null }, Woke<unknown>, 'pool'>;

/** Decimals of the share. */
const one = 1_000_000;
/** For so many months it is looked ahead. */
const monthsMax = 120;
const nobody: Round = { households: 0, beginning: 0, last: null, first: null };

const payDays = (terms: Terms, next: Day) => [timer('pay', { day: next }), timer('warn', { day: addDays(next, -terms.warn_days) })];

const priceOf = (terms: Terms) => sum(keys(terms.basket).map((item) => get(terms.basket, item) ?? 0));

/** How often `part` goes into `whole`. */
const timesIn = (whole: number, part: number) => mulDiv(whole - whole % part, 1, part);

/** What is paid for each household: the price, or the same part of what is there. */
const eachOf = (price: number, households: number, pool: number) => (households === 0 ? price : min(price, timesIn(pool, households)));

const takesPart = (household: Household | null): household is Household & { to: null } => household !== null && household.to === null;

/** Whether the household's present basket was paid for as a whole. */
const isWhole = ({ last, first }: Round, { from }: Household) => {
  if (last !== null && last.day >= from) return last.each === last.whole;
  return first !== null && first.day === from && first.each === first.whole;
};

const pay = (terms: Terms, parties: Parties, code: string, told: Paid) => (told.households === 0 ? [] : [
  transfer({ from: parties.pool, to: parties.provider, unit: terms.unit, amount: told.each * told.households, ref: told.day, why: { code, ...told } }),
  notice(parties.provider, 'order', told),
  ...(told.each < told.whole ? [notice('part:basket', 'short', told)] : []),
]);

/** The household gives nothing from `day` on, and its baskets go on until `paid`. */
const end = (parties: Parties, round: Round, household: Household, by: string, day: Day, paid: Day) => {
  const [waits, to] = household.from > day ? [1, day] : [0, paid];
  return {
    state: { round: { ...round, households: round.households - 1, beginning: round.beginning - waits }, household: { ...household, to } },
    effects: [cancel(`left:${by}`), notice(parties.provider, 'left', { by, day: to })],
  };
};

export default contract({
  adopted: ({ terms, event }: Now<Terms, Parties, unknown, Occasion>) => ({ effects: payDays(terms, nextDate(event.today, terms.pay_day)) }),

  posted: {
    income: ({ terms, parties, state, event, view }: Now<Terms, Parties, { of_payee: Household | null }, Posted, 'own'>) => {
      const household = state.of_payee;
      if (!takesPart(household)) return {};
      const period = periodStart(event.now, terms.period_days);
      const before = household.period === period ? household.inPeriod : 0;
      const amount = min(min(mulDiv(event.amount, terms.share, one), view.balances.own), max(0, terms.most_per_period - before));
      const why = { code: 'share', by: event.to, income: event.amount };
      return {
        state: { of_payee: { ...household, given: household.given + amount, period, inPeriod: before + amount } },
        effects: [transfer({ from: event.to, to: parties.pool, unit: terms.unit, amount, part: 'basket', ref: event.ref, why })],
      };
    },
  },

  consented: {
    joined: ({ terms, parties, state, event }: Taking<Consented>) => {
      const [round, before] = [state.round ?? nobody, state.household ?? { from: '', to: '', given: 0, period: 0, inPeriod: 0 }];
      if (before.to === null) return {};
      if (round.households >= terms.households_max) return refuse('limit_reached', `${terms.households_max} households take part, and no more can`);
      // Who comes back while a basket is paid for goes on with it.
      const isPaid = before.to > event.today;
      const from = isPaid ? before.from : addDays(event.today, 1);
      const more = { ...round, households: round.households + 1, beginning: round.beginning + (isPaid ? 0 : 1) };
      return {
        state: { round: more, household: { ...before, from, to: null, leaves: null } },
        effects: [notice(parties.provider, 'joined', { by: event.member, day: from }), ...(isPaid ? [] : [timer('begin', { day: from })])],
      };
    },
    went: ({ terms, parties, state: { round, household }, event }: Taking<Consented>) =>
      (round === null || !takesPart(household) ? {} : end(parties, round, household, event.member, event.today, nextDate(event.today, terms.pay_day))),
  },

  woke: {
    pay: ({ terms, parties, state, event, view }: Paying) => {
      const round = state.round ?? nobody;
      // Should it come late, then nothing is paid for months that are over, nor yet for those who begin on the day after.
      const households = round.households - (event.day < event.today ? round.beginning : 0);
      const last = { day: event.day, households, whole: priceOf(terms), each: eachOf(priceOf(terms), households, view.balances.pool) };
      return { state: { round: { ...round, last } }, effects: [...pay(terms, parties, 'baskets', last), ...payDays(terms, nextDate(event.today, terms.pay_day))] };
    },

    warn: ({ terms, parties, state, event, view }: Paying) => {
      const { households } = state.round ?? nobody;
      const [whole, { pool }] = [priceOf(terms), view.balances];
      if (pool >= whole * households) return {};
      const told = { day: nextDate(event.day, terms.pay_day), missing: whole * households - pool, whole, each: eachOf(whole, households, pool) };
      return { effects: [notice('part:basket', 'will_be_short', told), notice(parties.provider, 'will_be_short', told)] };
    },

    begin: ({ terms, parties, state, event, view }: Paying) => {
      const round = state.round ?? nobody;
      const whole = forDays(priceOf(terms), event.day, nextDate(event.day, terms.pay_day), terms.pay_day);
      const first = { day: event.day, households: round.beginning, whole, each: eachOf(whole, round.beginning, view.balances.pool) };
      // On a pay day they are paid for together with all others.
      const isPaid = round.beginning > 0 && lastDate(event.day, terms.pay_day) !== event.day;
      return { state: { round: { ...round, beginning: 0, first: isPaid ? first : round.first } }, effects: isPaid ? pay(terms, parties, 'first_baskets', first) : [] };
    },

    left: ({ terms, parties, state: { round, household }, event }: Taking<Woke<{ member: string }>>) =>
      (round === null || !takesPart(household) ? {} : end(parties, round, household, event.data.member, event.day, nextDate(addDays(event.day, -1), terms.pay_day))),
  },

  requested: {
    leave: ({ terms, parties, state, event }: Now<Terms, Parties, { of_asker: Household | null }, Requested<unknown>>) => {
      const { of_asker: household } = state;
      if (!takesPart(household)) return refuse('contract_refused', `${event.by} doesn't take part`);
      if (household.leaves !== null) return refuse('already_so', `${event.by} leaves on ${household.leaves} already`);
      const leaves = addDays(event.today, terms.notice_days);
      const told = notice(parties.provider, 'will_leave', { by: event.by, day: leaves });
      return { state: { of_asker: { ...household, leaves } }, effects: [timer('left', { day: leaves }, { member: event.by }, `left:${event.by}`), told] };
    },

    substitute: ({ terms, parties, state, event }: Now<Terms, Parties, { round: Round | null; substitute: Substitute | null }, Requested<{ item: string; instead: string; price: number }>>) => {
      const { item, instead, price } = event;
      const [{ last }, was] = [state.round ?? nobody, get(terms.basket, item)];
      if (event.by !== parties.provider) return refuse('not_permitted', `only ${parties.provider} delivers, and can give something else`);
      if (was === undefined) return refuse('invalid_value', `there is no ${item} in the basket`);
      if (price > was) return refuse('contract_refused', `${instead} is dearer than ${item}`);
      if (last === null || last.each === 0) return refuse('contract_refused', 'no basket was paid for on the last pay day');
      if (state.substitute !== null && state.substitute.day === last.day) return refuse('already_so', `this month there is ${state.substitute.instead} for ${item} already`);
      // Of a basket that was paid for in part, so was each item.
      const paid = { was: mulDiv(was, last.each, last.whole), now: mulDiv(price, last.each, last.whole) };
      const until = addDays(event.today, terms.decline_days);
      const back = { from: parties.provider, to: parties.pool, unit: terms.unit, amount: (paid.was - paid.now) * last.households, ref: event.id };
      return {
        state: { substitute: { day: last.day, until, instead, ...paid } },
        effects: [charge({ ...back, why: { code: 'cheaper', item, instead } }), notice('part:basket', 'substituted', { item, instead, price, until })],
      };
    },

    decline: ({ terms, parties, state, event }: Now<Terms, Parties, { of_asker: Household | null; substitute: Substitute | null; declined: Day | null }, Requested<{ item: string }>>) => {
      const { of_asker: household, substitute: given } = state;
      if (given === null) return refuse('contract_refused', `nothing is given for ${event.item}`);
      if (event.today >= given.until) return refuse('too_late', `${given.instead} could be declined before ${given.until}`);
      if (household === null || household.from > given.day || (household.to !== null && household.to <= given.day)) return refuse('not_permitted', `${event.by} has no basket of ${given.day}`);
      if (state.declined === given.day) return refuse('already_so', `${event.by} declined ${given.instead} already`);
      const back = { to: event.by, unit: terms.unit, ref: event.id, why: { code: 'came_back', by: event.by, item: event.item, instead: given.instead } };
      return {
        state: { declined: given.day },
        effects: [charge({ ...back, from: parties.provider, amount: given.now }), charge({ ...back, from: parties.pool, amount: given.was - given.now })],
      };
    },
  },

  asked: {
    ahead: ({ terms, parties, state, event, view }: Now<Terms, Parties, { round: Round | null; of_asker: Household | null }, Requested<unknown>, 'pool'>) => {
      const [round, household] = [state.round ?? nobody, state.of_asker];
      const [next, whole, { pool: lies }] = [nextDate(event.today, terms.pay_day), priceOf(terms), view.balances];
      const needs = whole * round.households;
      const months = needs === 0 ? 0 : min(monthsMax, timesIn(lies, needs));
      const until = household?.to ?? dayInMonth(addMonths(next, months), terms.pay_day);
      const covered = household !== null && until > event.today && isWhole(round, household) ? [{ what: 'basket', until: addDays(until, -1) }] : [];
      const ahead = [{ day: next, what: 'baskets', to: parties.provider, amount: round.households * eachOf(whole, round.households, lies) }];
      return { answer: { ahead, covered, lies, needs, beyond: max(0, lies - needs), missing: max(0, needs - lies) } };
    },

    household: ({ state, event }: Now<Terms, Parties, { of_who: Household | null }, Requested<{ who: string }>>) => {
      const { given, from, to, leaves } = state.of_who ?? { given: 0, from: '', to: null, leaves: null };
      return { answer: { who: event.who, given, from, to: to ?? leaves ?? '' } };
    },
  },
});
