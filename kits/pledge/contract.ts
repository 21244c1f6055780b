/**
 * A giver's pledge to pass on a share of each income.
 *
 * Parties: the giver, who promises; the members named in the terms receive.
 * What happens: of whatever the giver receives, the share goes to those members by their weights. A whole calendar month that gave less than the
 * least is topped up at its end. The giver can end the pledge, with notice, and take that back until the notice is over.
 * What can't happen: that more goes than the terms say, at a time or in a period; that an income is refused because the share of it is too large;
 * that two pledges to one another pass the same money to and fro.
 */
import {
  addDays, cancel, charge, contract, dayMs, get, keys, max, min, mulDiv, notice, put, refuse, splitByWeights, sum, timer, without,
  type Day, type Instant, type Now, type Occasion, type Posted, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; share: number; recipients: { [member: string]: number }; least_per_month: number; most_at_once: number; most_per_period: number;
  period_days: number; notice_days: number;
};
type Parties = { giver: string };
/** What was given: by month (`2026-03`) until that is settled, and in the envelope's period that began at `period`. */
type Given = { months: { [month: string]: number }; period: Instant; inPeriod: number };
/** The pledge is over at the first instant of `on`. */
type Ending = { on: Day };
type Cells = { given: Given | null; ending: Ending | null };
type Share = { member: string; amount: number };
type Reason = { code: string; by: string } & { [more: string]: string | number };

/** Decimals of the share. */
const one = 1_000_000;

const monthOf = (day: Day) => day.slice(0, 7);

/** First day of the month after: no month has more than 31 days, and none of them so few that two would be passed. */
const monthAfter = (month: string): Day => `${monthOf(addDays(`${month}-01`, 31))}-01`;

const isOver = (ending: Ending | null, today: Day) => ending !== null && today >= ending.on;

/** The envelope's periods follow one another since 1970. */
const periodAt = (terms: Terms, now: Instant): Instant => now - now % (terms.period_days * dayMs);

const soFar = (terms: Terms, given: Given | null, now: Instant): Given => {
  const period = periodAt(terms, now);
  if (given === null) return { months: {}, period, inPeriod: 0 };
  return given.period === period ? given : { months: given.months, period, inPeriod: 0 };
};

/** What goes to whom when `wanted` should be given: never more than the envelope still lets through, or all of it would be refused. */
const sharesOf = (terms: Terms, parties: Parties, before: Given, wanted: number): Share[] => {
  const members = keys(terms.recipients).filter((member) => member !== parties.giver);
  const amount = min(wanted, min(terms.most_at_once, max(0, terms.most_per_period - before.inPeriod)));
  if (members.length === 0 || amount === 0) return [];
  const amounts = splitByWeights(amount, members.map((member) => get(terms.recipients, member) ?? 0));
  return members.map((member, place) => ({ member, amount: amounts[place] ?? 0 }));
};

const totalOf = (shares: Share[]) => sum(shares.map((share) => share.amount));

const counted = (before: Given, month: string, amount: number): Given => {
  const inMonth = get(before.months, month);
  return { months: put(before.months, month, (inMonth ?? 0) + amount), period: before.period, inPeriod: before.inPeriod + amount };
};

const charges = (terms: Terms, parties: Parties, shares: Share[], ref: string, why: Reason) =>
  shares.map((share) => charge({ from: parties.giver, to: share.member, unit: terms.unit, amount: share.amount, ref, why }));

const tell = (terms: Terms, parties: Parties, code: string, data: { by: string; day: Day }) =>
  keys(terms.recipients).filter((member) => member !== parties.giver).map((member) => notice(member, code, data));

/** Wakes at the first instant after `month`; `whole`: the pledge gave from its first instant on. */
const settling = (month: string, whole: boolean) => timer('month_ended', { day: monthAfter(month) }, { month, whole });

export default contract({
  // A month that had begun already is no whole one.
  adopted: ({ event }: Now<Terms, Parties, unknown, Occasion>) => {
    const month = monthOf(event.today);
    return { effects: [settling(month, event.today === `${month}-01` && event.now === event.dayStart)] };
  },

  posted: {
    income: ({ terms, parties, state, event }: Now<Terms, Parties, Cells, Posted>) => {
      const isPledged = event.because !== null && (event.code === 'pledged' || event.code === 'topped_up');
      if (isPledged || isOver(state.ending, event.today)) return {};
      const before = soFar(terms, state.given, event.now);
      const shares = sharesOf(terms, parties, before, mulDiv(event.amount, terms.share, one));
      const why = { code: 'pledged', by: parties.giver, income: event.amount };
      return { state: { given: counted(before, monthOf(event.today), totalOf(shares)) }, effects: charges(terms, parties, shares, event.ref, why) };
    },
  },

  woke: {
    month_ended: ({ terms, parties, state, event }: Now<Terms, Parties, Cells, Woke<{ month: string; whole: boolean }>>) => {
      const { month, whole } = event.data;
      const { ending } = state;
      const end = monthAfter(month);
      const before = soFar(terms, state.given, event.now);
      const given = get(before.months, month) ?? 0;
      const isWhole = whole && (ending === null || ending.on >= end);
      const shares = sharesOf(terms, parties, before, isWhole ? max(0, terms.least_per_month - given) : 0);
      const why = { code: 'topped_up', by: parties.giver, least: terms.least_per_month, month, given };
      const goesOn = ending === null || ending.on > end;
      return {
        state: { given: { months: without(before.months, month), period: before.period, inPeriod: before.inPeriod + totalOf(shares) } },
        effects: [...charges(terms, parties, shares, month, why), ...(goesOn ? [settling(monthOf(end), true)] : [])],
      };
    },

    ends: ({ terms, parties, event }: Now<Terms, Parties, unknown, Woke<unknown>>) => {
      const told = { by: parties.giver, day: event.day };
      return { effects: [notice(parties.giver, 'ended', told), ...tell(terms, parties, 'ended', told)] };
    },
  },

  requested: {
    end: ({ terms, parties, state, event }: Now<Terms, Parties, { ending: Ending | null }, Requested<unknown>>) => {
      const { ending } = state;
      if (event.by !== parties.giver) return refuse('not_permitted', `only ${parties.giver} can end the pledge`);
      if (ending !== null) return refuse('contract_refused', `the pledge was ended already, as of ${ending.on}`);
      const on = addDays(event.today, terms.notice_days);
      return { state: { ending: { on } }, effects: [timer('ends', { day: on }), ...tell(terms, parties, 'will_end', { by: event.by, day: on })] };
    },

    resume: ({ terms, parties, state, event }: Now<Terms, Parties, { ending: Ending | null }, Requested<unknown>>) => {
      const { ending } = state;
      if (event.by !== parties.giver) return refuse('not_permitted', `only ${parties.giver} can resume the pledge`);
      if (ending === null) return refuse('contract_refused', 'the pledge was not ended: there is nothing to resume');
      if (isOver(ending, event.today)) return refuse('too_late', `the pledge is over since ${ending.on}`);
      return { state: { ending: null }, effects: [cancel('ends'), ...tell(terms, parties, 'goes_on', { by: event.by, day: event.today })] };
    },
  },

  asked: {
    of_income: ({ terms, parties, state, event }: Now<Terms, Parties, Cells, Requested<{ income: number }>>) => {
      const wanted = isOver(state.ending, event.today) ? 0 : mulDiv(event.income, terms.share, one);
      const shares = sharesOf(terms, parties, soFar(terms, state.given, event.now), wanted);
      let byMember: { [member: string]: number } = {};
      for (const share of shares) byMember = put(byMember, share.member, share.amount);
      return { answer: { income: event.income, given: totalOf(shares), shares: byMember } };
    },
  },
});
