/**
 * A floor under what everyone has, from a treasury held in common.
 *
 * Parties: the treasury pays; the steward attests what somebody has, where that was agreed. Whoever takes part has consented to it.
 * What happens: each says what they have in a month; on the agreed day the treasury pays what is missing to the floor. When it lasts for no more than the
 * agreed months, all are warned.
 * What can't happen: more than the floor for anybody; a debt of the treasury; one topped up in full while another isn't.
 */
import {
  addDays, addMonths, contract, dayInMonth, get, keys, max, min, mulDiv, nextDate, notice, put, refuse, splitByWeights, sum, timer, transfer, without,
  type Consented, type Day, type Marked, type Now, type Occasion, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; floor: number; floor_day: number; members_max: number; attested_by: string; declared_days: number; warn_months: number; floor_survives: string;
};
type Parties = { treasury: string; steward: string };
/** What each has in a month, said on that day. */
type Declared = { [member: string]: { has: number; on: Day } };
type Lost = { [member: string]: true };
type Cells = { declared: Declared | null; lost: Lost | null };
type Missing = { member: string; has: number; amount: number };
type Asked = Now<Terms, Parties, Cells, Requested<unknown>, 'treasury'>;
type OfLost = Now<Terms, Parties, { lost: Lost | null }, Marked>;

const second = 1000;

/** More months than anybody plans for: a day beyond them would say nothing. */
const monthsMax = 600;

/** Members who have lost it at a time, whether they take part or not: as many as fit into a cell. */
const lostMax = 600;

const isKnown = (terms: Terms, declared: Declared, member: string, day: Day) => {
  const said = get(declared, member);
  return said !== undefined && day < addDays(said.on, terms.declared_days);
};

/** What is missing to whom on a day, by id. */
const missingOn = (terms: Terms, { declared, lost }: Cells, day: Day): Missing[] => {
  const said = declared ?? {};
  return keys(said).flatMap((member) => {
    const { has } = get(said, member) ?? { has: terms.floor };
    const isOut = terms.floor_survives === 'no' && get(lost ?? {}, member) === true;
    return isOut || !isKnown(terms, said, member, day) ? [] : [{ member, has, amount: max(0, terms.floor - has) }];
  });
};

const totalOf = (list: Missing[]) => sum(list.map((one) => one.amount));

/** What each gets when so much is there; what can't be split goes to the largest remainders, and among equal ones to the first by id. */
const partsOf = (missing: Missing[], treasury: number) => {
  const there = min(max(0, treasury), totalOf(missing));
  return there === 0 ? [] : splitByWeights(there, missing.map((one) => one.amount));
};

/** Whole months for which `there` suffices; none are counted where nothing is missing. */
const monthsOf = (there: number, monthly: number) => (monthly === 0 ? monthsMax : min(monthsMax, mulDiv(there - there % monthly, 1, monthly)));

const runwayOf = (there: number, monthly: number) => ({ there, monthly, months: monthsOf(there, monthly) });

const found = ({ state, event: { on } }: OfLost) => ({ state: { lost: without(state.lost ?? {}, on) } });

export default contract({
  adopted: ({ terms, event }: Now<Terms, Parties, unknown, Occasion>) => {
    const day = nextDate(event.today, terms.floor_day);
    return { effects: [timer('month', { day }, { day })] };
  },

  requested: {
    declare: ({ terms, parties, state, event, view }: Now<Terms, Parties, { declared: Declared | null }, Requested<{ has: number; member?: string }>, never, 'taking'>) => {
      const { by, has, member = by, today } = event;
      const isSteward = by === parties.steward && event.member !== undefined;
      if (!isSteward && (member !== by || terms.attested_by === 'steward')) return refuse('not_permitted', `that is for ${parties.steward} to say`);
      if (!view.members.taking.includes(member)) return refuse('not_permitted', `${member} has yet to take up the part floor`);
      const before = state.declared ?? {};
      if (get(before, member) === undefined && keys(before).length >= terms.members_max) return refuse('limit_reached', 'as many take part as were agreed');
      return { state: { declared: put(before, member, { has, on: today }) } };
    },
  },

  marked: {
    lost: ({ state, event: { on } }: OfLost) => (keys(state.lost ?? {}).length >= lostMax ? {} : { state: { lost: put(state.lost ?? {}, on, true) } }),
    restored: found,
    overturned: found,
  },

  consented: {
    went: ({ state, event: { member } }: Now<Terms, Parties, { declared: Declared | null }, Consented>) => ({ state: { declared: without(state.declared ?? {}, member) } }),
  },

  woke: {
    // Pays a second after, by itself: if that is refused, the next month comes all the same.
    month: ({ terms, event: { now, data: { day } } }: Now<Terms, Parties, unknown, Woke<{ day: Day }>>) => {
      const next = dayInMonth(addMonths(day, 1), terms.floor_day);
      return { effects: [timer('pay', { at: now + second }, { day }, `pay/${day}`), timer('month', { day: next }, { day: next })] };
    },

    pay: ({ terms, parties, state, event, view }: Now<Terms, Parties, Cells, Woke<{ day: Day }>, 'treasury'>) => {
      const { day } = event.data;
      const missing = missingOn(terms, state, day);
      const needed = totalOf(missing);
      const amounts = partsOf(missing, view.balances.treasury);
      const there = sum(amounts);
      const runway = runwayOf(max(0, view.balances.treasury) - there, needed);
      const unknown = keys(state.declared ?? {}).filter((member) => !isKnown(terms, state.declared ?? {}, member, day));
      const short = { day, there, needed };
      return {
        effects: [
          ...missing.map(({ member, has }, place) => transfer({ from: parties.treasury, to: member, unit: terms.unit, amount: amounts[place] ?? 0, ref: day, why: { code: 'top_up', day, has } })),
          ...unknown.map((member) => notice(member, 'unknown', { day })),
          ...(there < needed ? [notice('part:floor', 'short', short), notice('part:watch', 'short', short)] : []),
          ...(runway.months <= terms.warn_months ? [notice('part:floor', 'runs_low', runway), notice('part:watch', 'runs_low', runway), notice(parties.steward, 'runs_low', runway)] : []),
        ],
      };
    },
  },

  asked: {
    runway: ({ terms, state, event, view }: Asked) => ({ answer: runwayOf(max(0, view.balances.treasury), totalOf(missingOn(terms, state, nextDate(event.today, terms.floor_day)))) }),

    ahead: ({ terms, state, event: { by, today }, view }: Asked) => {
      const day = nextDate(today, terms.floor_day);
      const missing = missingOn(terms, state, day);
      const amounts = partsOf(missing, view.balances.treasury);
      const own = missing.map(({ member }, place) => ({ day, what: 'top_up', to: member, amount: amounts[place] ?? 0 })).filter((line) => line.to === by && line.amount > 0);
      return { answer: { ahead: own } };
    },

    covered: ({ terms, state, event: { by, today }, view }: Asked) => {
      const day = nextDate(today, terms.floor_day);
      const missing = missingOn(terms, state, day);
      const months = monthsOf(max(0, view.balances.treasury), totalOf(missing));
      const isIn = missing.some((one) => one.member === by);
      return { answer: { covered: isIn && months > 0 ? [{ what: 'floor', until: dayInMonth(addMonths(day, months - 1), terms.floor_day) }] : [] } };
    },
  },
});
