/**
 * A monthly amount from givers to recipients.
 *
 * Parties: the pot passes on what was collected; the steward admits recipients, where the members don't. Givers and recipients take up their parts.
 * What happens: on each pay day the givers' pledges are collected, no more than is needed and no more than they have, and each recipient gets the same
 * part of what is due for the time since the pay day before. Who loses the entitlement by another agreement isn't paid until it is back; what was
 * missed by a loss that was wrong is paid back.
 * What can't happen: a giver who owes a pledge, or gives more than the agreed share of a declared income; one recipient paid in full and another not.
 */
import {
  addDays, addMonths, contract, dayInMonth, daysBetween, earlier, get, keys, later, max, min, mulDiv, nextDate, notice, put, refuse, splitByWeights, sum, timer, transfer, without,
  type Consented, type Day, type Marked, type Now, type Occasion, type Requested, type Woke,
} from 'frankpledge/contract';

type Terms = {
  unit: string; amount: number; recipients_max: number; pay_day: number; admitted_by: string; pledge_max: number; giver_share_max_percent: number; notice_days: number;
};
type Parties = { pot: string; steward: string };
type Giver = { income: number; monthly: number };
type Givers = { [member: string]: Giver };
/** Entitled from `since` until before `until`. While it is lost, `missed` is what came to nothing; `back` is what was missed by a wrong loss. */
type Recipient = { since: Day; until: Day | null; isLost: boolean; missed: number; back: number };
type Recipients = { [member: string]: Recipient };
type Cells = { givers: Givers | null; recipients: Recipients | null; paid: Day | null };
/** What a recipient earned since the pay day before, and what is due of it and of what is paid back. */
type Claim = { member: string; one: Recipient; earned: number; due: number };
type OfGivers<Event, Reads extends string = never> = Now<Terms, Parties, { givers: Givers | null }, Event, never, Reads>;
type OfRecipients<Event, Reads extends string = never> = Now<Terms, Parties, { recipients: Recipients | null }, Event, never, Reads>;

/** Milliseconds between what is collected, what is paid and what comes after, so that they follow in this order. */
const second = 1000;

/** An income above it counts as this: whatever the terms come to be, what all givers pledge can be summed exactly. */
const incomeMax = 30_000_000_000_000;

/** Rounded down: a cap isn't passed by a fraction. */
const percentOf = (amount: number, percent: number) => mulDiv(amount * percent - (amount * percent) % 100, 1, 100);
const monthlyOf = (terms: Terms, { monthly, income }: Giver) => min(min(monthly, terms.pledge_max), percentOf(min(income, incomeMax), terms.giver_share_max_percent));
const pledgesOf = (terms: Terms, givers: Givers) => keys(givers).map((member) => monthlyOf(terms, get(givers, member) ?? { income: 0, monthly: 0 }));

/** Whole periods count in full, whatever their length; of one that began or ended in between its days count. */
const claimsOn = (terms: Terms, { recipients, paid }: { recipients: Recipients | null; paid: Day | null }, day: Day): Claim[] => {
  const list = recipients ?? {};
  const last = paid ?? dayInMonth(addMonths(day, -1), terms.pay_day);
  return keys(list).flatMap((member) => {
    const one = get(list, member);
    if (one === undefined) return [];
    const days = daysBetween(later(one.since, last), earlier(one.until ?? day, day));
    const earned = mulDiv(terms.amount, max(0, days), daysBetween(last, day));
    return [{ member, one, earned, due: one.isLost ? 0 : earned + one.back }];
  });
};

const dueIn = (claims: Claim[]) => sum(claims.map((claim) => claim.due));

/** What is paid of what is due when so much is in the pot: never more than the agreed amount for all. */
const payable = (terms: Terms, claims: Claim[], there: number) => min(max(0, there), min(dueIn(claims), terms.amount * terms.recipients_max));

/** Each recipient's part; what can't be split goes to the largest remainders, and among equal ones to the first by id. */
const sharesOf = (claims: Claim[], amount: number) => (amount === 0 ? [] : splitByWeights(amount, claims.map((claim) => claim.due)));

/** What each giver is asked for when the pot holds `there`, in proportion to the pledges. */
const quotasOf = (terms: Terms, givers: Givers, claims: Claim[], there: number) => {
  const pledges = pledgesOf(terms, givers);
  const wanted = min(sum(pledges), payable(terms, claims, dueIn(claims)) - payable(terms, claims, there));
  const amounts = wanted === 0 ? [] : splitByWeights(wanted, pledges);
  return keys(givers).map((member, place) => ({ member, amount: amounts[place] ?? 0 }));
};

/**
 * What was lost was missed as the others were paid; what is paid back and wasn't there comes with the pay after. Who has ended is done when nothing of it
 * is lost or to be paid back.
 */
const afterPay = (claims: Claim[], shares: number[], day: Day): Recipients => {
  const [paid, all] = [sum(shares), dueIn(claims)];
  let kept: Recipients = {};
  claims.forEach(({ member, one, earned, due }, place) => {
    const missed = one.isLost ? one.missed + (all === 0 ? earned : mulDiv(earned, paid, all)) : one.missed;
    const back = one.isLost ? one.back : min(one.back, due - (shares[place] ?? 0));
    if (one.until === null || one.until > day || one.isLost || back > 0) kept = put(kept, member, { ...one, missed, back });
  });
  return kept;
};

const checkDecides = (terms: Terms, parties: Parties, by: string) =>
  by === 'collective' || (terms.admitted_by === 'steward' && by === parties.steward) || refuse('needs_decision', 'that is for those to decide who admit recipients');

/** Recipients hear of it when they can count on less; by whom isn't said. */
const withGivers = (terms: Terms, before: Givers, givers: Givers) => {
  const pledged = sum(pledgesOf(terms, givers));
  return { state: { givers }, effects: pledged < sum(pledgesOf(terms, before)) ? [notice('part:recipient', 'less_pledged', { pledged })] : [] };
};

const recipientIn = (state: { recipients: Recipients | null }, member: string) => get(state.recipients ?? {}, member);
const withRecipient = (before: Recipients | null, member: string, one: Recipient) => ({ recipients: put(before ?? {}, member, one) });

const stipend = (terms: Terms, { pot }: Parties, { member, day, due, share }: { member: string; day: Day; due: number; share: number }) =>
  transfer({ from: pot, to: member, unit: terms.unit, amount: share, ref: day, why: { code: 'stipend', day, share, due } });

const paidAgain = ({ state, event: { on } }: OfRecipients<Marked>, isWrong: boolean) => {
  const one = recipientIn(state, on);
  if (one === undefined || !(one.isLost || isWrong)) return {};
  const back = isWrong ? one.back + one.missed : one.back;
  return { state: withRecipient(state.recipients, on, { ...one, isLost: false, missed: isWrong ? 0 : one.missed, back }), effects: [notice(on, 'paid_again', { back })] };
};

export default contract({
  adopted: ({ terms, event: { today } }: Now<Terms, Parties, Cells, Occasion>) => ({ effects: [timer('month', { day: nextDate(today, terms.pay_day) }, { day: nextDate(today, terms.pay_day) })] }),

  requested: {
    pledge: ({ terms, state, event, view }: OfGivers<Requested<Giver>, 'giving'>) => {
      const { by, monthly, income } = event;
      if (!view.members.giving.includes(by)) return refuse('not_permitted', 'take up the part giver first');
      if (monthlyOf(terms, { monthly, income }) < monthly) return refuse('contract_refused', 'that is more than a giver may pledge, at all or of such an income');
      return withGivers(terms, state.givers ?? {}, put(state.givers ?? {}, by, { monthly, income }));
    },

    admit: ({ terms, parties, state, event, view }: OfRecipients<Requested<{ member: string }>, 'asking'>) => {
      const { by, member, today } = event;
      const before = state.recipients ?? {};
      checkDecides(terms, parties, by);
      if (!view.members.asking.includes(member)) return refuse('not_permitted', `${member} has yet to take up the part recipient`);
      if (get(before, member) !== undefined) return refuse('already_so', `${member} is admitted, or has yet to be paid for the time before`);
      if (keys(before).length >= terms.recipients_max) return refuse('limit_reached', 'there are as many recipients as were agreed');
      const one = { since: today, until: null, isLost: false, missed: 0, back: 0 };
      return { state: withRecipient(before, member, one), effects: [notice(member, 'admitted', { member, day: today })] };
    },

    end: ({ terms, parties, state, event }: OfRecipients<Requested<{ member: string }>>) => {
      const { by, member, today } = event;
      const one = recipientIn(state, member);
      checkDecides(terms, parties, by);
      if (one === undefined || one.until !== null) return refuse('already_so', `${member} is no recipient, or ends already`);
      const until = addDays(today, terms.notice_days);
      return { state: withRecipient(state.recipients, member, { ...one, until }), effects: [notice(member, 'ended', { member, day: until })] };
    },
  },

  marked: {
    lost: ({ state, event }: OfRecipients<Marked>) => {
      const one = recipientIn(state, event.on);
      if (one === undefined || one.isLost) return {};
      return { state: withRecipient(state.recipients, event.on, { ...one, isLost: true, missed: 0 }), effects: [notice(event.on, 'unpaid', {})] };
    },
    restored: (now: OfRecipients<Marked>) => paidAgain(now, false),
    // Also after it was restored: what was missed until then was missed wrongly.
    overturned: (now: OfRecipients<Marked>) => paidAgain(now, true),
  },

  consented: {
    no_giver: ({ terms, state, event }: OfGivers<Consented>) => withGivers(terms, state.givers ?? {}, without(state.givers ?? {}, event.member)),
    no_recipient: ({ state, event: { member, today } }: OfRecipients<Consented>) => {
      const one = recipientIn(state, member);
      return one === undefined || (one.until !== null && one.until <= today) ? {} : { state: withRecipient(state.recipients, member, { ...one, until: today }) };
    },
  },

  woke: {
    // Should it come so late that the next pay day is past, then that comes after this one is paid.
    month: ({ terms, state, event, view }: Now<Terms, Parties, Cells, Woke<{ day: Day }>, 'pot'>) => {
      const { now, today, data: { day } } = event;
      const quotas = quotasOf(terms, state.givers ?? {}, claimsOn(terms, state, day), view.balances.pot);
      const next = dayInMonth(addMonths(day, 1), terms.pay_day);
      return {
        effects: [
          ...quotas.filter((quota) => quota.amount > 0).map(({ member, amount }) => timer('collect', { at: now + second }, { giver: member, amount, day }, `collect/${member}`)),
          timer('pay', { at: now + 2 * second }, { day }, `pay/${day}`),
          timer('month', next > today ? { day: next } : { at: now + 3 * second }, { day: next }),
        ],
      };
    },

    collect: ({ terms, parties, event: { data }, view }: Now<Terms, Parties, unknown, Woke<{ giver: string; amount: number; day: Day }>, 'own'>) => {
      const amount = min(data.amount, max(0, view.balances.own));
      return { effects: [transfer({ from: data.giver, to: parties.pot, unit: terms.unit, amount, ref: data.day, part: 'giver', why: { code: 'pledged', day: data.day } })] };
    },

    pay: ({ terms, parties, state, event, view }: Now<Terms, Parties, Cells, Woke<{ day: Day }>, 'pot'>) => {
      const { day } = event.data;
      const claims = claimsOn(terms, state, day);
      const shares = sharesOf(claims, payable(terms, claims, view.balances.pot));
      const told = { day, there: sum(shares), needed: dueIn(claims) };
      return {
        state: { recipients: afterPay(claims, shares, day), paid: day },
        effects: [
          ...claims.map(({ member, due }, place) => stipend(terms, parties, { member, day, due, share: shares[place] ?? 0 })),
          ...(told.there < told.needed ? [notice('part:recipient', 'short', told), notice('part:giver', 'short', told)] : []),
        ],
      };
    },
  },

  asked: {
    // As far as the givers have what they pledged.
    ahead: ({ terms, parties, state, event, view }: Now<Terms, Parties, Cells, Requested<unknown>, 'pot'>) => {
      const day = nextDate(event.today, terms.pay_day);
      const claims = claimsOn(terms, state, day);
      const quotas = quotasOf(terms, state.givers ?? {}, claims, view.balances.pot);
      const shares = sharesOf(claims, payable(terms, claims, view.balances.pot + sum(quotas.map((quota) => quota.amount))));
      const collected = quotas.filter(({ member }) => member === event.by).map(({ amount }) => ({ day, what: 'pledged', to: parties.pot, amount }));
      const paid = claims.flatMap(({ member }, place) => (member === event.by ? [{ day, what: 'stipend', to: member, amount: shares[place] ?? 0 }] : []));
      return { answer: { ahead: [...collected, ...paid].filter((line) => line.amount > 0) } };
    },
  },
});
