/**
 * A common pot: pledged shares of incomes, spent by decision, and a subscription that shares in the surplus.
 *
 * Parties: the pot, an account held in common. Who takes up the part `pledge` gives to it; who takes up `subscription` pays a fee into it.
 * What happens: of each income what was pledged goes to the pot. The members decide what is spent, from the lines of a yearly budget, and what is a
 * surplus: of that a stated part goes to those who paid the last fee. Who leaves gets, after a notice, a stated part of their unspent pledges.
 * What can't happen: a debt; more from a line than its budget; a payment that wasn't decided; more for a leaver than is there.
 */
import {
  addDays, addMonths, cancel, contract, get, keys, max, min, mulDiv, nextDate, notice, periodStart, put, refuse, sortBy, splitEvenly, sum, timer, transfer,
  type Consented, type Day, type Instant, type Now, type Posted, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; percent: number; most_per_period: number; period_days: number; members_max: number; budget: Amounts; fee: number; fee_day: number;
  payers_max: number; payers_share_percent: number; surplus_max: number; leaver_percent: number; counted_months: number; leaver_max: number; notice_days: number;
};
type Parties = { pot: string };
/** By month (`2026-03`), or by line of the budget. */
type Amounts = { [name: string]: number };
/** So many pledge, and gave so much by month. */
type Pot = { members: number; months: Amounts };
/** What they get when their notice is over is reckoned on `leaves`; null while they pledge. */
type Member = { percent: number; months: Amounts; leaves: Day | null; period: Instant; inPeriod: number };
/** `who` paid the fee for `month`, of so many that subscribe. */
type Payers = { subscribers: number; month: string; who: readonly string[] };
/** The next fee is that of day `next`, if the subscription is `on`; the last was paid in the period that began at `period`. */
type Subscriber = { on: boolean; next: Day; period: Instant };
/** Spent by line, and shared out, in each year (`2026`). */
type Years = { [year: string]: { lines: Amounts; shared: number } };
type OfMember = { pot: Pot | null; member: Member | null };
type OfSubscriber = { payers: Payers | null; subscriber: Subscriber | null };
type Asked<Cells, Fields> = Now<Terms, Parties, Cells, Requested<Fields>, 'lies'>;

/** A percentage has two decimals. */
const hundred = 10_000;
/** As many as can be agreed to count. */
const monthsKept = 36;
/** No month is shorter: two fee days are never closer, also when their day changes. */
const feeDaysMin = 28;
/** A fee that comes late may be followed soon by the next: in such a period of the envelope one is paid. */
const feePeriodDays = 27;
const never: Instant = -1;
const empty: Pot = { members: 0, months: {} };
const nobody: Payers = { subscribers: 0, month: '', who: [] };

const monthOf = (day: Day) => day.slice(0, 7);
const yearOf = (years: Years | null, day: Day) => get(years ?? {}, day.slice(0, 4)) ?? { lines: {}, shared: 0 };
const totalOf = (amounts: Amounts) => sum(keys(amounts).map((name) => get(amounts, name) ?? 0));
const plus = (amounts: Amounts, name: string, amount: number) => put(amounts, name, (get(amounts, name) ?? 0) + amount);

/** The first fee day on or after a day. */
const feeDayFrom = (terms: Terms, day: Day): Day => nextDate(addDays(day, -1), terms.fee_day);

/** Of so many months, the present one among them. */
const lastOf = (months: Amounts, count: number, today: Day): Amounts => {
  const first = monthOf(addMonths(today, 1 - count));
  return keys(months).filter((month) => month >= first).reduce((kept: Amounts, month) => plus(kept, month, get(months, month) ?? 0), {});
};
const grown = (months: Amounts, today: Day, amount: number) => plus(lastOf(months, monthsKept, today), monthOf(today), amount);

/** What a leaver gets: of everyone's pledges the same part is unspent, and no more than is there. */
const leaving = (terms: Terms, pot: Pot | null, member: Member | null, lies: number, today: Day) => {
  const all = totalOf(lastOf((pot ?? empty).months, terms.counted_months, today));
  const given = totalOf(lastOf(member?.months ?? {}, terms.counted_months, today));
  const unspent = all === 0 ? 0 : mulDiv(given, min(lies, all), all);
  return { given, unspent, amount: min(terms.leaver_max, mulDiv(unspent, terms.leaver_percent, hundred)) };
};

export default contract({
  posted: {
    income: ({ terms, parties, state, event, view }: Now<Terms, Parties, { pot: Pot | null; of_payee: Member | null }, Posted, 'own'>) => {
      const [pot, member] = [state.pot ?? empty, state.of_payee];
      if (member === null || member.leaves !== null) return {};
      const period = periodStart(event.now, terms.period_days);
      const before = member.period === period ? member.inPeriod : 0;
      const amount = min(min(mulDiv(event.amount, member.percent, hundred), view.balances.own), max(0, terms.most_per_period - before));
      const why = { code: 'pledged', by: event.to, percent: member.percent, income: event.amount };
      return {
        state: { pot: { ...pot, months: grown(pot.months, event.today, amount) }, of_payee: { ...member, months: grown(member.months, event.today, amount), period, inPeriod: before + amount } },
        effects: [transfer({ from: event.to, to: parties.pot, unit: terms.unit, amount, part: 'pledge', ref: event.ref, why })],
      };
    },
  },

  consented: {
    joined: ({ terms, state, event }: Now<Terms, Parties, OfMember, Consented>) => {
      const [pot, { member }] = [state.pot ?? empty, state];
      if (member !== null) return { state: { member: { ...member, leaves: null } }, effects: [cancel(`leaver:${event.member}`)] };
      if (pot.members >= terms.members_max) return refuse('limit_reached', `${terms.members_max} members pledge, and no more can`);
      return { state: { pot: { ...pot, members: pot.members + 1 }, member: { percent: terms.percent, months: {}, leaves: null, period: 0, inPeriod: 0 } } };
    },

    went: ({ terms, state: { member }, event }: Now<Terms, Parties, { member: Member | null }, Consented>) => {
      if (member === null || member.leaves !== null) return {};
      const leaves = addDays(event.today, terms.notice_days);
      const told = notice(event.member, 'will_leave', { by: event.member, day: leaves });
      return { state: { member: { ...member, leaves } }, effects: [timer('leaver', { day: leaves }, { member: event.member }, `leaver:${event.member}`), told] };
    },

    subscribed: ({ terms, state: before, event }: Now<Terms, Parties, OfSubscriber, Consented>) => {
      const [payers, subscriber] = [before.payers ?? nobody, before.subscriber ?? { on: false, next: '', period: never }];
      if (subscriber.on) return {};
      if (payers.subscribers >= terms.payers_max) return refuse('limit_reached', `${terms.payers_max} members subscribe, and no more can`);
      // What was paid lasts: nobody pays twice in a month.
      const next = subscriber.next > event.today ? subscriber.next : feeDayFrom(terms, addDays(event.today, 1));
      const state = { payers: { ...payers, subscribers: payers.subscribers + 1 }, subscriber: { ...subscriber, on: true, next } };
      return { state, effects: [timer('fee', { day: next }, { member: event.member }, `fee:${event.member}`)] };
    },

    cancelled: ({ state: { payers, subscriber }, event }: Now<Terms, Parties, OfSubscriber, Consented>) => {
      if (payers === null || subscriber === null || !subscriber.on) return {};
      return { state: { payers: { ...payers, subscribers: payers.subscribers - 1 }, subscriber: { ...subscriber, on: false } }, effects: [cancel(`fee:${event.member}`)] };
    },
  },

  woke: {
    fee: ({ terms, parties, state, event, view }: Now<Terms, Parties, OfSubscriber, Woke<{ member: string }>, 'purse_of'>) => {
      const [payers, { member }, month] = [state.payers ?? nobody, event.data, monthOf(event.day)];
      const inOrder = feeDayFrom(terms, addDays(event.day, feeDaysMin));
      // Should it come so late that the next fee day is past, then it goes on with the first one to come.
      const next = inOrder > event.today ? inOrder : feeDayFrom(terms, addDays(event.today, 1));
      const [period, before] = [periodStart(event.now, feePeriodDays), state.subscriber?.period ?? never];
      const amount = period === before ? 0 : terms.fee;
      const isPaid = view.balances.purse_of >= amount;
      const others = payers.month === month ? payers.who.filter((one) => one !== member) : [];
      const why = { code: 'fee', by: member, month };
      return {
        state: { payers: { ...payers, month, who: isPaid ? [...others, member] : others }, subscriber: { on: true, next, period: isPaid ? period : before } },
        effects: [
          isPaid ? transfer({ from: member, to: parties.pot, unit: terms.unit, amount, part: 'subscription', ref: month, why })
            : notice(member, 'no_fee', { fee: terms.fee, month }),
          timer('fee', { day: next }, { member }, `fee:${member}`),
        ],
      };
    },

    leaver: ({ terms, parties, state, event, view }: Now<Terms, Parties, OfMember, Woke<{ member: string }>, 'lies'>) => {
      const [pot, { member }, { member: leaver }] = [state.pot ?? empty, state, event.data];
      const { given, unspent, amount } = leaving(terms, pot, member, view.balances.lies, event.day);
      const own = unspent === 0 ? {} : lastOf(member?.months ?? {}, terms.counted_months, event.day);
      // What they leave behind still counts as pledged: so it makes no difference to the others who leaves first.
      const months = keys(own).reduce((rest, month) => plus(rest, month, -mulDiv(get(own, month) ?? 0, amount, unspent)), pot.months);
      const why = { code: 'leaver', by: leaver, percent: terms.leaver_percent, months: terms.counted_months, given, unspent };
      const paid = transfer({ from: parties.pot, to: leaver, unit: terms.unit, amount, ref: event.day, why });
      return { state: { pot: { members: pot.members - 1, months }, member: null }, effects: [paid] };
    },
  },

  requested: {
    pledge: ({ state: { of_asker: member }, event }: Asked<{ of_asker: Member | null }, { percent: number }>) => {
      if (member === null || member.leaves !== null) return refuse('contract_refused', `${event.by} pledges nothing: consent to the part pledge first`);
      return { state: { of_asker: { ...member, percent: event.percent } } };
    },

    spend: ({ terms, parties, state, event }: Asked<{ years: Years | null }, { line: string; to: string; amount: number; what: string }>) => {
      const { line, to, amount, what } = event;
      const [year, budget] = [yearOf(state.years, event.today), get(terms.budget, line)];
      if (budget === undefined) return refuse('invalid_value', `there is no line ${line} in the budget`);
      const left = budget - (get(year.lines, line) ?? 0);
      if (amount > left) return refuse('contract_refused', `of ${line} {${max(0, left)}} is left this year, not {${amount}}`);
      return {
        state: { years: put(state.years ?? {}, event.today.slice(0, 4), { ...year, lines: plus(year.lines, line, amount) }) },
        effects: [transfer({ from: parties.pot, to, unit: terms.unit, amount, ref: event.id, why: { code: 'spent', line, what } })],
      };
    },

    surplus: ({ terms, parties, state, event }: Asked<{ years: Years | null; payers: Payers | null }, { amount: number; what: string }>) => {
      const [year, payers] = [yearOf(state.years, event.today), sortBy((state.payers ?? nobody).who, (payer) => payer)];
      const shared = mulDiv(event.amount, terms.payers_share_percent, hundred);
      if (payers.length === 0) return refuse('contract_refused', 'nobody paid the last fee');
      if (shared > terms.surplus_max - year.shared) return refuse('contract_refused', `{${max(0, terms.surplus_max - year.shared)}} can still be shared out this year, not {${shared}}`);
      const parts = splitEvenly(shared, payers.length);
      const why = { code: 'shared', amount: event.amount, what: event.what, percent: terms.payers_share_percent };
      return {
        state: { years: put(state.years ?? {}, event.today.slice(0, 4), { ...year, shared: year.shared + shared }) },
        effects: payers.map((payer, place) => transfer({ from: parties.pot, to: payer, unit: terms.unit, amount: parts[place] ?? 0, ref: event.id, why })),
      };
    },
  },

  asked: {
    ahead: ({ terms, parties, state, event, view }: Asked<{ pot: Pot | null; of_asker: Member | null; subscription_of: Subscriber | null }, unknown>) => {
      const [member, subscriber] = [state.of_asker, state.subscription_of];
      const fee = subscriber !== null && subscriber.on ? [{ day: subscriber.next, what: 'fee', to: parties.pot, amount: terms.fee }] : [];
      const { amount } = leaving(terms, state.pot, member, view.balances.lies, event.today);
      return { answer: { ahead: [...fee, ...(member === null || member.leaves === null ? [] : [{ day: member.leaves, what: 'leaver', to: event.by, amount }])] } };
    },

    budget: ({ terms, state, event, view }: Asked<{ years: Years | null }, unknown>) => {
      const year = yearOf(state.years, event.today);
      const lines = keys(terms.budget).map((line) => {
        const [budget, spent] = [get(terms.budget, line) ?? 0, get(year.lines, line) ?? 0];
        return { line, budget, spent, left: max(0, budget - spent) };
      });
      return { answer: { year: event.today.slice(0, 4), lines, shared: year.shared, lies: view.balances.lies } };
    },

    pledges: ({ terms, state: { pot, of_who: member }, event, view }: Asked<{ pot: Pot | null; of_who: Member | null }, { who: string }>) => {
      const { given, amount } = leaving(terms, pot, member, view.balances.lies, event.today);
      return { answer: { who: event.who, percent: member === null || member.leaves !== null ? 0 : member.percent, given, amount } };
    },
  },
});
