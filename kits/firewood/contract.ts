/**
 * A pile of firewood that charges by means and pays whoever froze.
 *
 * Parties: the provider keeps the pile; any member may take from it.
 * What happens: a taking that the sensors are sure of is charged at the taker's price. Pieces put back in time are paid back, the latest
 * taking first. What is unsure, contested, matches nothing or is more than is charged at once waits for a third person. On a day on which the pile was low and a house was
 * cold, the provider pays that house, once. A day without a reading is unknown: nothing is paid, and both are told.
 * Where it is agreed that takings are said by hand, a member's own word stands for a sensor's, for what they themselves take and put back.
 * What can't happen: a taking charged twice, a house paid twice for one day, a payment for a taking that was dropped.
 */
import {
  addDays, charge, contract, dayMs, get, keys, minuteMs, mulDiv, notice, refund, refuse, review, reversed, sortBy, timer,
  type AgentView, type Day, type Effect, type Instant, type Now, type Observed, type Requested, type Reviewed, type View, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; pile: string; base_price: number; brackets: Bracket[]; pieces_at_once: number; event_cutoff: number; person_cutoff: number;
  return_window_minutes: number; review_days: number; stock_below: number; house_below_celsius: number; compensation: number;
  houses: { [subject: string]: string }; by_hand: string;
};
type Parties = { provider: string };
type Bracket = { from: number; times: number };

/** A charged taking: observation, when, pieces not put back, price per piece. */
type Taking = { id: string; at: Instant; left: number; price: number };
/** For a contest: until when it can be made, and whether it was. */
type Contestable = { by: string; at: Instant; count: number; price: number; until: Instant; contested: string; decidedBy: string | null };
/** A day's level: the least, the last (and when), and whether the first report came at the very start of the day. */
type StockDay = { day: Day; atStart: boolean; least: number; last: number; lastAt: Instant };
/** Per house: reported, cold, paid. */
type Houses = { [house: string]: string };
/** What a piece cost somebody, and how that came about. */
type Quote = { base_price: number; times: number; price: number };
/** A price is as of the terms of the taking, or of the return, whenever a person decides: those of a member whom the sensors had in mind, or the table. */
type Waiting = { kind: string; count: number; mass_g?: number; price?: number; base_price?: number; times?: number; brackets?: Bracket[] };

/** Decimals of a bracket's `times`. */
const one = 1000000;
/** Takings kept per person and slot for returns; a return of what is beyond goes to review. */
const takingsMax = 500;
/** Days for which the pile's level is kept: longer than anything can be late. */
const stockDays = 70;

const quoteOf = (terms: { base_price: number; brackets: Bracket[] }, place: number | undefined): Quote => {
  const lowest = sortBy(terms.brackets, (each) => each.from)[0];
  const bracket = place === undefined ? lowest : terms.brackets[place];
  const times = bracket === undefined ? one : bracket.times;
  return { base_price: terms.base_price, times, price: mulDiv(terms.base_price, times, one) };
};

const placeOf = (agent: AgentView | undefined) => (agent === undefined ? undefined : get(agent.attested, 'bracket'));

const asAgreed = (terms: Terms) => ({ base_price: terms.base_price, brackets: terms.brackets });

const priceOf = (terms: Terms, agent: AgentView | undefined) => quoteOf(terms, placeOf(agent));

/**
 * A member's price by what was agreed when it happened. Their place is one in the table of now: what it says of their means is that they reach
 * its `from`, and so the highest bracket of that time that begins there or below.
 */
const priceThen = (terms: Terms, data: Waiting, agent: AgentView | undefined): Quote => {
  const { base_price, brackets } = data;
  if (base_price === undefined || brackets === undefined) return priceOf(terms, agent); // it waits since an earlier version of this kit
  const place = placeOf(agent);
  const known = place === undefined ? undefined : terms.brackets[place];
  let then: number | undefined = undefined;
  let highest = -1;
  let at = 0;
  for (const bracket of brackets) {
    if (known !== undefined && bracket.from <= known.from && bracket.from >= highest) {
      then = at;
      highest = bracket.from;
    }
    at += 1;
  }
  return quoteOf({ base_price, brackets }, then);
};

const isMember = (view: View, field: string) => {
  const agent = get(view.agents, field);
  return agent !== undefined && agent.member;
};

const isSure = (terms: Terms, p: { event: number; person: number }) => p.event >= terms.event_cutoff && p.person >= terms.person_cutoff;

const inReview = (
  terms: Terms, parties: Parties, event: { id: string; at: Instant; now: Instant }, by: string | null, reason: string, data: { kind: string; count: number } & { [more: string]: string | number | Bracket[] },
  decidedBefore: string | null,
) => review(event.id, {
  at: event.at, by, reason, parties: decidedBefore === null ? [parties.provider] : [parties.provider, decidedBefore], expires: { at: event.now + terms.review_days * dayMs }, data,
});

/** Charges a taking that is sure, and keeps it for returns and contests. */
const chargeTaking = (
  terms: Terms, parties: Parties, event: { id: string; at: Instant; now: Instant }, by: string, count: number, mass: number, { base_price, times, price }: Quote,
  charged: Taking[] | null,
) => {
  const why = { code: 'taken', by, count, mass_g: mass, price, base_price, times };
  const kept = charged === null ? [] : charged;
  const taking: Contestable = { by, at: event.at, count, price, until: event.now + terms.review_days * dayMs, contested: 'no', decidedBy: null };
  return {
    charged: kept.length >= takingsMax ? kept : [...kept, { id: event.id, at: event.at, left: count, price }],
    taking,
    effects: [
      charge({ from: by, to: parties.provider, unit: terms.unit, amount: count * price, ref: event.id, why }),
      notice(parties.provider, 'taken', { by, count, mass_g: mass, price, amount: count * price, observation: event.id }),
    ],
  };
};

/** Pays pieces back against charged takings within the window, the latest first. */
const payBack = (terms: Terms, parties: Parties, at: Instant, by: string, count: number, recent: (Taking[] | null)[]) => {
  const earliest = at - terms.return_window_minutes * minuteMs;
  const slots: Taking[][] = recent.map((slot) => (slot === null ? [] : slot.map((taking) => ({ ...taking }))));
  const effects: Effect[] = [];
  let rest = count;
  for (const slot of slots) {
    for (const taking of sortBy(reversed(slot), (each) => -each.at)) {
      if (rest > 0 && taking.left > 0 && taking.at <= at && taking.at >= earliest) {
        const pieces = rest < taking.left ? rest : taking.left;
        rest -= pieces;
        taking.left = taking.left - pieces;
        effects.push(refund({
          from: parties.provider, to: by, unit: terms.unit, amount: pieces * taking.price, ref: taking.id,
          why: { code: 'returned', by, count: pieces, price: taking.price },
        }));
      }
    }
  }
  return { slots, effects, rest };
};

const isLow = (terms: Terms, stock: StockDay[], day: Day) => {
  let carried: StockDay | undefined;
  let own: StockDay | undefined;
  for (const each of stock) {
    if (each.day < day) carried = each;
    if (each.day === day) own = each;
  }
  if (own !== undefined && own.least < terms.stock_below) return true;
  if (own !== undefined && own.atStart) return false;
  return carried !== undefined && carried.last < terms.stock_below;
};

/** What the level was, with one more report, in order of days. */
const withLevel = (stock: StockDay[], day: Day, atStart: boolean, at: Instant, count: number, today: Day) => {
  const others = stock.filter((each) => each.day !== day);
  const known = stock.find((each) => each.day === day);
  const later = known !== undefined && known.lastAt > at ? known : undefined;
  const merged = {
    day,
    atStart: atStart || (known !== undefined && known.atStart),
    least: known !== undefined && known.least < count ? known.least : count,
    last: later === undefined ? count : later.last,
    lastAt: later === undefined ? at : later.lastAt,
  };
  const all = sortBy([...others, merged], (each) => each.day);
  const oldest = addDays(today, -stockDays);
  const recent = all.filter((each) => each.day >= oldest);
  const before = all.filter((each) => each.day < oldest);
  return before.length === 0 ? recent : [...before.slice(-1), ...recent];
};

const compensate = (terms: Terms, parties: Parties, observation: string, house: string, day: Day) => {
  const member = get(terms.houses, house);
  return charge({
    from: parties.provider, to: member === undefined ? parties.provider : member, unit: terms.unit, amount: terms.compensation, ref: observation,
    why: { code: 'compensation', house, day, compensation: terms.compensation },
  });
};

const confirmTaking = ({ terms, parties, state, event, view }: Now<Terms, Parties, ReviewCells, Reviewed<Waiting>>) => {
  const { count, mass_g, price, times } = event.data;
  const named = event.named;
  const by = named === null ? event.by : named;
  if (by === null || (named === null && !isMember(view, 'by'))) return refuse('missing_value', 'nobody is known to have taken it: name the member with `by`');
  if (by === parties.provider) return {};
  const then = priceThen(terms, event.data, get(view.agents, named === null ? 'by' : 'named'));
  const quote = named === null ? { ...then, times: times === undefined ? then.times : times, price: price === undefined ? then.price : price } : then;
  const mass = mass_g === undefined ? 0 : mass_g;
  const pieces = count < terms.pieces_at_once ? count : terms.pieces_at_once;
  const done = chargeTaking(terms, parties, event, by, pieces, mass, quote, named === null ? state.charged : state.theirs);
  const cells = named === null ? { charged: done.charged } : { theirs: done.charged };
  // Whom nobody but the decider named may have that looked at once more, by someone else.
  return { state: { ...cells, taking: { ...done.taking, contested: named === null ? 'decided' : 'no', decidedBy: event.decidedBy } }, effects: done.effects };
};

const confirmReturn = ({ terms, parties, state, event, view }: Now<Terms, Parties, ReviewCells, Reviewed<Waiting>>) => {
  const named = event.named;
  const by = named === null ? event.by : named;
  if (by === null || (named === null && !isMember(view, 'by'))) return refuse('missing_value', 'nobody is known to have put it back: name the member with `by`');
  if (by === parties.provider) return {};
  const matched = payBack(terms, parties, event.at, by, event.data.count, named === null ? state.recent : []);
  const { price } = priceThen(terms, event.data, get(view.agents, named === null ? 'by' : 'named'));
  const rest = refund({
    from: parties.provider, to: by, unit: terms.unit, amount: matched.rest * price, ref: event.id, why: { code: 'returned', by, count: matched.rest, price },
  });
  return { state: named === null ? { recent: matched.slots } : {}, effects: [...matched.effects, rest] };
};

/**
 * A contested taking that was dropped is paid back, but for what was put back before. What isn't kept counts as not put back: there were too
 * many takings at once, or the return window, and with it the slots, has been another since.
 */
const overturn = ({ terms, parties, state, event }: Now<Terms, Parties, ReviewCells, Reviewed<Waiting>>) => {
  const { taking } = state;
  if (taking === null) return { state: {}, effects: [] };
  const charged = state.charged === null ? [] : state.charged;
  const kept = charged.find((each) => each.id === event.id);
  const left = kept === undefined ? taking.count : kept.left;
  return {
    state: { taking: { ...taking, contested: 'decided' }, charged: charged.map((each) => (each.id === event.id ? { ...each, left: 0 } : each)) },
    effects: [refund({
      from: parties.provider, to: taking.by, unit: terms.unit, amount: left * taking.price, ref: event.id,
      why: { code: 'overturned', count: left, price: taking.price },
    })],
  };
};

type ReviewCells = { charged: Taking[] | null; theirs: Taking[] | null; recent: (Taking[] | null)[]; taking: Contestable | null };

export default contract({
  adopted: ({ terms, event }: Now<Terms, Parties, unknown, { today: Day }>) => ({
    effects: keys(terms.houses).length === 0 ? [] : [timer('day_ended', { day: addDays(event.today, 1) }, { ended: event.today })],
  }),

  observed: {
    taken: ({ terms, parties, state, event, view }: Now<Terms, Parties, { charged: Taking[] | null }, Observed<{ by: string | null; count: number; mass_g?: number }>>) => {
      const { by, count } = event;
      if (by === parties.provider) return {};
      const mass = event.mass_g === undefined ? 0 : event.mass_g;
      if (by === null || !isMember(view, 'by')) {
        return { effects: [inReview(terms, parties, event, by, 'unknown_taker', { kind: 'taking', count, mass_g: mass, ...asAgreed(terms) }, null)] };
      }
      const quote = priceOf(terms, get(view.agents, 'by'));
      if (!isSure(terms, event.p)) {
        const seen = { kind: 'taking', count, mass_g: mass, ...asAgreed(terms), ...quote, event: event.p.event, person: event.p.person };
        return { effects: [inReview(terms, parties, event, by, 'unsure', seen, null)] };
      }
      if (count > terms.pieces_at_once) {
        const seen = { kind: 'taking', count, most: terms.pieces_at_once, mass_g: mass, ...asAgreed(terms), ...quote };
        return { effects: [inReview(terms, parties, event, by, 'too_many', seen, null)] };
      }
      const { charged, taking, effects } = chargeTaking(terms, parties, event, by, count, mass, quote, state.charged);
      return { state: { charged, taking }, effects };
    },

    returned: ({ terms, parties, state, event, view }: Now<Terms, Parties, { recent: (Taking[] | null)[] }, Observed<{ by: string | null; count: number }>>) => {
      const { by, count } = event;
      if (by === parties.provider) return {};
      if (by === null || !isMember(view, 'by')) return { effects: [inReview(terms, parties, event, by, 'unmatched_return', { kind: 'return', count, ...asAgreed(terms) }, null)] };
      if (!isSure(terms, event.p)) {
        return { effects: [inReview(terms, parties, event, by, 'unsure', { kind: 'return', count, ...asAgreed(terms), event: event.p.event, person: event.p.person }, null)] };
      }
      const { slots, effects, rest } = payBack(terms, parties, event.at, by, count, state.recent);
      if (rest > 0) effects.push(inReview(terms, parties, event, by, 'unmatched_return', { kind: 'return', count: rest, ...asAgreed(terms) }, null));
      return { state: { recent: slots }, effects };
    },

    level: ({ terms, parties, state, event }: Now<Terms, Parties, { stock: StockDay[] | null; since: (Houses | null)[] }, Observed<{ count: number }>>) => {
      if (event.p.event < terms.event_cutoff) return {};
      const stock = withLevel(state.stock === null ? [] : state.stock, event.day, event.at === event.dayStart, event.at, event.count, event.today);
      const effects: Effect[] = [];
      let day = event.day;
      const since: (Houses | null)[] = [];
      for (const houses of state.since) {
        const known: Houses = houses === null ? {} : { ...houses };
        if (isLow(terms, stock, day)) {
          for (const house of keys(known)) {
            if (known[house] === 'cold') {
              known[house] = 'paid';
              effects.push(compensate(terms, parties, event.id, house, day));
            }
          }
        }
        since.push(houses === null ? null : known);
        day = addDays(day, 1);
      }
      return { state: { stock, since }, effects };
    },

    temperature: ({ terms, parties, state, event }: Now<Terms, Parties, { stock: StockDay[] | null; here: Houses | null }, Observed<{ celsius: number }>>) => {
      if (event.p.event < terms.event_cutoff) return {};
      const house = event.subject;
      const here: Houses = state.here === null ? {} : { ...state.here };
      const before = get(here, house);
      if (before === 'paid') return {};
      if (event.celsius >= terms.house_below_celsius) {
        return before === undefined ? { state: { here: { ...here, [house]: 'warm' } } } : {};
      }
      if (!isLow(terms, state.stock === null ? [] : state.stock, event.day)) return { state: { here: { ...here, [house]: 'cold' } } };
      return { state: { here: { ...here, [house]: 'paid' } }, effects: [compensate(terms, parties, event.id, house, event.day)] };
    },
  },

  requested: {
    take: ({ terms, parties, state, event, view }: Now<Terms, Parties, { charged: Taking[] | null }, Requested<{ count: number }>>) => {
      const { by, count } = event;
      if (terms.by_hand === 'no') return refuse('not_permitted', 'a sensor sees what is taken: nothing is said by hand here');
      if (by === parties.provider) return {};
      if (count > terms.pieces_at_once) return refuse('invalid_value', `at most ${terms.pieces_at_once} pieces are charged at once`);
      const { base_price, times, price } = priceOf(terms, get(view.agents, 'by'));
      const why = { code: 'taken_by_hand', by, count, price, base_price, times };
      const told = notice(parties.provider, 'taken_by_hand', { by, count, price, amount: count * price, observation: event.id });
      const kept = state.charged === null ? [] : state.charged;
      const charged = kept.length >= takingsMax ? kept : [...kept, { id: event.id, at: event.at, left: count, price }];
      return { state: { charged }, effects: [charge({ from: by, to: parties.provider, unit: terms.unit, amount: count * price, ref: event.id, why }), told] };
    },

    bring_back: ({ terms, parties, state, event }: Now<Terms, Parties, { recent: (Taking[] | null)[] }, Requested<{ count: number }>>) => {
      const { by, count } = event;
      if (terms.by_hand === 'no') return refuse('not_permitted', 'a sensor sees what is put back: nothing is said by hand here');
      if (by === parties.provider) return {};
      const { slots, effects, rest } = payBack(terms, parties, event.at, by, count, state.recent);
      if (rest > 0) return refuse('contract_refused', `of ${count} pieces ${count - rest} were taken within ${terms.return_window_minutes} minutes`);
      return { state: { recent: slots }, effects };
    },

    contest: ({ terms, parties, state, event }: Now<Terms, Parties, { taking: Contestable | null }, Requested<{ observation: string; reason?: string }>>) => {
      const { taking } = state;
      if (taking === null) return refuse('not_contestable', `${event.observation} is no charged taking`);
      if (taking.by !== event.by) return refuse('not_permitted', `${event.observation} was not charged to ${event.by}`);
      if (taking.contested === 'open') return refuse('already_in_review', `${event.observation} is contested already`);
      if (taking.contested === 'decided') return refuse('not_contestable', `${event.observation} was decided by a person already`);
      if (event.now > taking.until) return refuse('too_late', `${event.observation} could be contested for ${terms.review_days} days`);
      const data = { kind: 'contest', count: taking.count, price: taking.price, reason: event.reason === undefined ? '' : event.reason };
      const opened = inReview(terms, parties, { id: event.observation, at: taking.at, now: event.now }, event.by, 'contested', data, taking.decidedBy);
      return { state: { taking: { ...taking, contested: 'open' } }, effects: [opened] };
    },
  },

  reviewed: {
    confirm: (now: Now<Terms, Parties, ReviewCells, Reviewed<Waiting>>) => {
      if (now.event.data.kind === 'taking') return confirmTaking(now);
      if (now.event.data.kind === 'return') return confirmReturn(now);
      const { taking } = now.state;
      return { state: taking === null ? {} : { taking: { ...taking, contested: 'decided' } } };
    },

    drop: (now: Now<Terms, Parties, ReviewCells, Reviewed<Waiting>>) => (now.event.data.kind === 'contest' ? overturn(now) : {}),

    expired: (now: Now<Terms, Parties, ReviewCells, Reviewed<Waiting>>) => {
      const { terms, parties, event, view } = now;
      const dropped = event.data.kind === 'contest' ? overturn(now) : { state: {}, effects: [] };
      const told = { observation: event.id, days: terms.review_days };
      const taker = event.by !== null && isMember(view, 'by') ? [notice(event.by, 'not_decided', told)] : [];
      return { state: dropped.state, effects: [...dropped.effects, ...taker, notice(parties.provider, 'not_decided', told)] };
    },
  },

  woke: {
    day_ended: ({ terms, parties, state, event }: Now<Terms, Parties, { ended: Houses | null }, Woke<{ ended: Day }>>) => {
      const reported = state.ended === null ? {} : state.ended;
      const effects: Effect[] = [];
      for (const house of keys(terms.houses)) {
        const member = get(terms.houses, house);
        if (get(reported, house) === undefined && member !== undefined) {
          const data = { house, day: event.data.ended };
          effects.push(notice(member, 'no_reading', data));
          if (member !== parties.provider) effects.push(notice(parties.provider, 'no_reading', data));
        }
      }
      // By the day that ended, not by now: after a standstill no day is left out.
      effects.push(timer('day_ended', { day: addDays(event.data.ended, 2) }, { ended: addDays(event.data.ended, 1) }));
      return { effects };
    },
  },

  asked: {
    price: ({ terms, view }: Now<Terms, Parties, unknown, unknown>) => {
      const { price, times } = priceOf(terms, get(view.agents, 'by'));
      return { answer: { price, base_price: terms.base_price, times, unit: terms.unit } };
    },
  },
});
