/**
 * A personal fund, apart from what its holder can spend: each draw of income feeds the allocations that the holder made.
 *
 * Parties: none. Each member has a fund and allocations of their own; whom they name in these is paid.
 * What happens: a draw and its allocations move together or not at all. What goes to a service, an allocation with a monthly cost, lies as credit
 * until its day, so that good months pay for bad ones. What it lacks is told ahead, and on its day to both.
 * What can't happen: that anybody but its holder draws from a fund, that a draw takes more than is there, or that a service gets more than it
 * costs. What is stopped, and what is left when somebody goes, is the holder's own.
 */
import {
  addDays, addMonths, cancel, charge, contract, dayInMonth, get, keys, max, min, mulDiv, nextDate, notice, purse, put, refuse, sortBy, sum, timer, transfer, without,
  type AgentView, type Day, type Now, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = { unit: string; cost_day: number; warn_months: number; short: string; notice_days: number; most_at_once: number };
/** What is said of an allocation; `share_percent` in ten-thousandths of a percent, `cost` of a month, 0: it all goes on at once. */
type Said = { to: string; mode: string; share_percent: number; fixed: number; order: number; min: number; cap?: number; cost: number };
/**
 * It is over from the day `until` on. `paid`: the last day on which its cost was paid whole. What came from draws: `lately` since the last cost
 * day, `came` in the months before, the latest first.
 */
type Allocation = Said & { until: Day | null; paid: Day | null; lately: number; came: number[] };
type Named = Allocation & { name: string };
type Plan = { [name: string]: Allocation };
type Cells = { plan: Plan | null };
type Drawing = Now<Terms, unknown, Cells, Requested<{ amount: number }>, 'fund', 'there'>;
type Asking = Now<Terms, unknown, Cells, Requested<unknown>, never, 'there', 'credits'>;
type OfOne = { by: string; name: string };
type CostDay = { by: string; day: Day };
type Waking<Data> = Now<Terms, unknown, Cells, Woke<Data>, 'credit', 'there'>;

const whole = 1_000_000;
const second = 1000;
const allocationsMax = 12;
/** Months from whose average it is reckoned how things go on, and for how many. */
const monthsBehind = 3;
const monthsAhead = 24;

const found = (plan: Plan | null, name: string): Allocation => get(plan ?? {}, name) ?? refuse('contract_refused', `nothing is allocated under the name ${name}`);

/** Those that aren't over, in the order in which a draw feeds them. */
const going = (plan: Plan | null, day: Day): Named[] =>
  sortBy(keys(plan ?? {}).map((name) => ({ name, ...found(plan, name) })), (each) => each.order).filter(({ until }) => until === null || day < until);

const fed = ({ state, event, view }: Drawing) => going(state.plan, event.today).filter((each) => view.members.there.includes(each.to));
const services = (plan: Plan | null, day: Day) => going(plan, day).filter((each) => each.cost > 0);

/** What a timer finds: nothing of somebody who has left. */
const planOf = (state: Cells, agents: { readonly [field: string]: AgentView }): Plan => (get(agents, 'by')?.member === true ? state.plan ?? {} : {});

/** What stays of the draw is rounded half up, so that the share is rounded half down. */
const partOf = (allocation: Said, draw: number) => {
  const part = max(allocation.min, allocation.fixed + draw - mulDiv(draw, whole - allocation.share_percent, whole));
  return min(allocation.cap ?? part, part);
};

const splitOf = (allocations: Named[], draw: number) => {
  let own = draw;
  let total = draw;
  const parts: { name: string; amount: number }[] = [];
  for (const each of allocations) {
    const isOnTop = each.mode === 'on_top';
    const amount = isOnTop ? partOf(each, draw) : min(own, partOf(each, draw));
    if (isOnTop) total += amount;
    else own -= amount;
    parts.push({ name: each.name, amount });
  }
  return { own, total, parts };
};

/** The largest draw that the fund bears with all that is on top of it, 0 if none: a larger one always takes more, so halving finds it. */
const bearable = (terms: Terms, allocations: Named[], fund: number) => {
  let low = 0;
  let high = min(fund, terms.most_at_once);
  for (let step = 0; step < 53 && low < high; step++) {
    const middle = mulDiv(low + high, 1, 2);
    if (splitOf(allocations, middle).total <= fund) low = middle;
    else high = middle - 1;
  }
  return low;
};

const costDay = (terms: Terms, day: Day, months: number) => dayInMonth(addMonths(dayInMonth(day, 1), months), terms.cost_day);

/** Cost days to come for which it is enough, when so much is there by the first and so much comes in each month after. */
const monthsCovered = (cost: number, there: number, perMonth: number) => {
  let left = there;
  for (let months = 0; months < monthsAhead; months++) {
    if (left < cost) return months;
    left += perMonth - cost;
  }
  return monthsAhead;
};

/** The last cost day on which a service is paid whole, if so many to come are covered. */
const paidThrough = (terms: Terms, { paid }: Allocation, next: Day, months: number) => (months > 0 ? costDay(terms, next, months - 1) : paid);

/** How long a service is covered if nothing more came, and if it went on as lately; `until` is the last day before something would lack. */
const coverOf = (terms: Terms, service: Named, credit: number, today: Day) => {
  const { cost, came, lately } = service;
  const next = nextDate(today, terms.cost_day);
  const perMonth = came.length === 0 ? lately : mulDiv(sum(came), 1, came.length);
  const through = paidThrough(terms, service, next, monthsCovered(cost, credit, 0));
  const asLately = paidThrough(terms, service, next, monthsCovered(cost, credit + max(0, perMonth - lately), perMonth));
  return { what: service.name, credit, through, as_lately: asLately, until: through === null ? null : addDays(costDay(terms, through, 1), -1) };
};

/** One for each service, so that none that refuses its pay keeps others from theirs; and on the day after, one that sets the next month's. */
const paysOn = (day: Day, by: string, name: string) => timer('pays', { day }, { by, name, day }, `${by}/${name}`);
const monthAfter = (day: Day, by: string) => timer('month', { day: addDays(day, 1) }, { by, day }, by);
const endKey = ({ by, name }: OfOne) => `${by}:${name}`;

const tellBoth = (to: string, code: string, data: OfOne & { [more: string]: string | number }) => [notice(data.by, code, data), notice(to, code, data)];

const givesLess = (before: Said, after: Said) => after.to !== before.to || after.share_percent < before.share_percent || after.fixed < before.fixed || after.min < before.min
  || (after.cap !== undefined && (before.cap === undefined || after.cap < before.cap)) || after.cost < before.cost || (after.cost > 0) !== (before.cost > 0);

export default contract({
  requested: {
    put_in: ({ terms, event }: Now<Terms, unknown, unknown, Requested<{ amount: number }>>) => ({
      effects: [transfer({ from: event.by, to: purse(event.by, 'fund'), unit: terms.unit, amount: event.amount, ref: event.id, why: { code: 'put_in', by: event.by } })],
    }),

    take: (now: Drawing) => {
      const { terms, state, event, view } = now;
      const { by, amount: draw } = event;
      const { fund } = view.balances;
      if (draw === 0) return refuse('invalid_value', 'a draw is of more than nothing');
      const { own, total, parts } = splitOf(fed(now), draw);
      if (total > fund) {
        const most = bearable(terms, fed(now), fund);
        return refuse('insufficient_balance', `with what is allocated on top this takes {${total}}, and the fund holds {${fund}}: the largest draw that it bears is {${most}}`);
      }
      const money = { from: purse(by, 'fund'), unit: terms.unit, ref: event.id };
      const effects = [transfer({ ...money, to: by, amount: own, why: { code: 'income', by, draw } })];
      let plan = state.plan;
      for (const { name, amount } of parts) {
        const allocation = found(plan, name);
        plan = put(plan ?? {}, name, { ...allocation, lately: allocation.lately + amount });
        effects.push(transfer({ ...money, to: allocation.cost > 0 ? purse(by, 'credit', name) : allocation.to, amount, why: { code: 'allocated', by, name, draw } }));
      }
      return { state: { plan }, effects };
    },

    allocate: ({ terms, state, event }: Now<Terms, unknown, Cells, Requested<Said & { name: string }>>) => {
      const { by, name, to, mode, share_percent, fixed, order, min: least, cap, cost, today } = event;
      if (cap !== undefined && cap < least) return refuse('invalid_value', 'the cap is lower than the least');
      if (cost > terms.most_at_once) return refuse('invalid_value', `a service may cost at most {${terms.most_at_once}} a month here`);
      const plan = state.plan ?? {};
      const before = get(plan, name);
      if (before === undefined && keys(plan).length >= allocationsMax) return refuse('limit_reached', `there are ${allocationsMax} allocations already: stop one first`);
      const { paid, lately, came } = before ?? { paid: null, lately: 0, came: [] };
      const said = { to, mode, share_percent, fixed, order, min: least, cost, ...(cap === undefined ? {} : { cap }) };
      if (before !== undefined && givesLess(before, said)) return refuse('contract_refused', `${name} would get less, or something else: stop it, and allocate under another name`);
      const next = nextDate(today, terms.cost_day);
      const paidAlready = services(plan, today).map((each) => each.name);
      return {
        state: { plan: put(plan, name, { ...said, until: null, paid, lately, came }) },
        effects: [
          cancel(endKey(event)),
          ...(cost > 0 && !paidAlready.includes(name) ? [paysOn(next, by, name)] : []),
          ...(cost > 0 && paidAlready.length === 0 ? [monthAfter(next, by)] : []),
        ],
      };
    },

    stop: ({ terms, state, event }: Now<Terms, unknown, Cells, Requested<{ name: string }>>) => {
      const { by, name, today } = event;
      const allocation = found(state.plan, name);
      if (allocation.until !== null) return refuse('already_so', `${name} is stopped already, as of ${allocation.until}`);
      const until = addDays(today, terms.notice_days);
      return {
        state: { plan: put(state.plan ?? {}, name, { ...allocation, until }) },
        effects: [timer('ends', { day: until }, { by, name }, endKey(event)), ...tellBoth(allocation.to, 'will_stop', { by, name, day: until })],
      };
    },

    move: ({ state, event }: Now<Terms, unknown, Cells, Requested<{ name: string; mode: string }>>) =>
      ({ state: { plan: put(state.plan ?? {}, event.name, { ...found(state.plan, event.name), mode: event.mode }) } }),
  },

  woke: {
    // Should it come so late that the next cost day is past, then the month after that is set when that is paid.
    month: ({ terms, state, event, view }: Waking<CostDay>) => {
      const { now, today, data: { by, day } } = event;
      const next = costDay(terms, day, 1);
      const pays = services(planOf(state, view.agents), day).map((each) => paysOn(next, by, each.name));
      return { effects: pays.length === 0 ? [] : [...pays, next > today ? monthAfter(next, by) : timer('month', { at: now + 2 * second }, { by, day: next }, by)] };
    },

    pays: ({ terms, state, event, view }: Waking<OfOne & CostDay>) => {
      const { by, name, day } = event.data;
      const plan = planOf(state, view.agents);
      const service = services(plan, day).find((each) => each.name === name);
      if (service === undefined) return {};
      const { to, cost, lately, came, paid } = service;
      if (!view.members.there.includes(to)) return { effects: [notice(by, 'nobody_there', { name, to })] };
      const amount = min(cost, view.balances.credit);
      const lacks = cost - amount;
      const left = view.balances.credit - amount;
      const month = day.slice(0, 7);
      const months = monthsCovered(cost, left, 0);
      const isWarned = lacks === 0 && months < terms.warn_months && lately < cost;
      const money = { to, unit: terms.unit, ref: month };
      return {
        state: { plan: put(plan, name, { ...found(plan, name), paid: lacks === 0 ? day : paid, lately: 0, came: [lately, ...came].slice(0, monthsBehind) }) },
        effects: [
          transfer({ ...money, from: purse(by, 'credit', name), amount, why: { code: 'service', by, name, month } }),
          ...(lacks > 0 ? tellBoth(to, 'service_short', { by, name, month, lacks, cost }) : []),
          ...(lacks > 0 && terms.short === 'owed' ? [charge({ ...money, from: by, amount: lacks, why: { code: 'owed_short', by, name, month, lacks } })] : []),
          ...(isWarned ? [notice(by, 'lacks_soon', { name, cost, lacks: cost - left % cost, day: costDay(terms, day, months + 1) })] : []),
        ],
      };
    },

    ends: ({ terms, state, event, view }: Waking<OfOne>) => {
      const { by, name } = event.data;
      const plan = planOf(state, view.agents);
      const allocation = get(plan, name);
      if (allocation === undefined) return {};
      const back = { from: purse(by, 'credit', name), to: purse(by, 'fund'), unit: terms.unit, amount: view.balances.credit, ref: name };
      return { state: { plan: without(plan, name) }, effects: [transfer({ ...back, why: { code: 'credit_back', by, name } }), ...tellBoth(allocation.to, 'ended', { by, name })] };
    },
  },

  asked: {
    split: (now: Drawing) => {
      const { event: { amount: draw }, view: { balances: { fund } } } = now;
      const { own, total, parts } = splitOf(fed(now), draw);
      let allocated: { [name: string]: number } = {};
      for (const { name, amount } of parts) allocated = put(allocated, name, amount);
      const left = total > fund ? fund : fund - total;
      return { answer: { draw, from_fund: total, left, own, allocated, bearable: bearable(now.terms, fed(now), fund) } };
    },

    covered: ({ terms, state, event, view }: Asking) =>
      ({ answer: { covered: services(state.plan, event.today).map((each) => coverOf(terms, each, get(view.purses.credits, each.name) ?? 0, event.today)) } }),

    ahead: ({ terms, state, event, view }: Asking) => {
      const next = nextDate(event.today, terms.cost_day);
      const ahead = services(state.plan, next).filter((each) => view.members.there.includes(each.to)).flatMap(({ name, to, cost }) => {
        const amount = min(cost, get(view.purses.credits, name) ?? 0);
        return [{ day: next, what: 'service', to, amount }, { day: next, what: terms.short === 'owed' ? 'owed_short' : 'service_short', to, amount: cost - amount }];
      });
      return { answer: { ahead: ahead.filter((each) => each.amount > 0) } };
    },
  },
});
