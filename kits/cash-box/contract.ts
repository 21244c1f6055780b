/**
 * An open box of cash with everyone's guarantee.
 *
 * Parties: the owner, whose cash it is; any member may take from it; whoever took up the part `guarantee` stands surety.
 * What happens: a taking opens a loan without interest. What is put back shrinks the oldest loan. On its due day the kernel collects what is
 * left from the borrower, and what the borrower lacks from the guarantors in equal shares. What is unsure, contested or too much waits for
 * a third person, and a taking is lent as the agreed most.
 * What can't happen: interest, a loan to the owner, a guarantor asked for more than they agreed to, or without having agreed.
 */
import {
  addDays, charge, contract, dayMs, discharge, get, notice, owe, refund, refuse, repay, review,
  type Day, type Instant, type Now, type Observed, type Requested, type Reviewed, type View,
} from 'frankpledge/contract';

type Terms = { unit: string; box: string; loan_days: number; loan_max: number; event_cutoff: number; person_cutoff: number; guarantee_max: number; review_days: number };
type Parties = { owner: string };
type Loan = { by: string; at: Instant; amount: number; due: Day; contested: string; decidedBy: string | null };
type Waiting = { kind: string; amount: number; excess?: number };
type Cash = Observed<{ by: string | null; amount: number }>;
type Deciding = Now<Terms, Parties, { loan: Loan | null }, Reviewed<Waiting>>;

const isMember = (view: View, field: string) => {
  const agent = get(view.agents, field);
  return agent !== undefined && agent.member;
};

const isSure = (terms: Terms, p: { event: number; person: number }) => p.event >= terms.event_cutoff && p.person >= terms.person_cutoff;

const offer = (
  terms: Terms, parties: Parties, event: { at: Instant; now: Instant }, by: string | null, reason: string, data: Waiting & { [more: string]: string | number },
  decidedBefore: string | null,
) => ({ at: event.at, by, reason, parties: decidedBefore === null ? [parties.owner] : [parties.owner, decidedBefore], expires: { at: event.now + terms.review_days * dayMs }, data });

const lend = (terms: Terms, parties: Parties, event: { id: string; at: Instant; day: Day }, by: string, amount: number) => {
  const due = addDays(event.day, terms.loan_days);
  const loan: Loan = { by, at: event.at, amount, due, contested: 'no', decidedBy: null };
  return {
    state: { loan },
    effects: [owe({
      from: by, to: parties.owner, unit: terms.unit, amount, ref: event.id, since: event.at, due: { day: due },
      guarantee: { part: 'guarantee', max: terms.guarantee_max }, why: { code: 'lent', by, amount, day: event.day, due },
    })],
  };
};

const giveBack = (terms: Terms, parties: Parties, event: { id: string; at: Instant; now: Instant }, by: string, amount: number) => ({
  effects: [discharge({
    from: by, to: parties.owner, unit: terms.unit, amount, ref: event.id, why: { code: 'given_back', by, amount },
    review: offer(terms, parties, event, by, 'more_than_owed', { kind: 'excess', amount }, null),
  })],
});

/** The borrower need not pay; what was collected already is given back. */
const overturn = ({ terms, parties, state, event }: Deciding) => {
  const { loan } = state;
  if (loan === null) return { state: {}, effects: [] };
  return {
    state: { loan: { ...loan, contested: 'decided' } },
    effects: [refund({ from: parties.owner, to: loan.by, unit: terms.unit, amount: loan.amount, ref: event.id, why: { code: 'overturned' } })],
  };
};

export default contract({
  observed: {
    cash_taken: ({ terms, parties, event, view }: Now<Terms, Parties, { loan: Loan | null }, Cash>) => {
      const { by, amount } = event;
      if (by === parties.owner) return {};
      const { event: happened, person } = event.p;
      if (by === null || !isMember(view, 'by')) return { effects: [review(event.id, offer(terms, parties, event, by, 'unknown_taker', { kind: 'taking', amount }, null))] };
      if (!isSure(terms, event.p)) return { effects: [review(event.id, offer(terms, parties, event, by, 'unsure', { kind: 'taking', amount, event: happened, person }, null))] };
      if (amount > terms.loan_max) return { effects: [review(event.id, offer(terms, parties, event, by, 'too_much', { kind: 'taking', amount, most: terms.loan_max }, null))] };
      return lend(terms, parties, event, by, amount);
    },

    cash_returned: ({ terms, parties, event, view }: Now<Terms, Parties, unknown, Cash>) => {
      const { by, amount } = event;
      if (by === parties.owner) return {};
      const { event: happened, person } = event.p;
      if (by === null || !isMember(view, 'by')) return { effects: [review(event.id, offer(terms, parties, event, by, 'unknown_taker', { kind: 'return', amount }, null))] };
      if (!isSure(terms, event.p)) return { effects: [review(event.id, offer(terms, parties, event, by, 'unsure', { kind: 'return', amount, event: happened, person }, null))] };
      return giveBack(terms, parties, event, by, amount);
    },
  },

  requested: {
    repay: ({ terms, parties, event }: Now<Terms, Parties, unknown, Requested<{ amount: number }>>) => ({
      effects: [repay({ from: event.by, to: parties.owner, unit: terms.unit, amount: event.amount, ref: event.id, why: { code: 'repaid', by: event.by, amount: event.amount } })],
    }),

    contest: ({ terms, parties, state, event }: Now<Terms, Parties, { loan: Loan | null }, Requested<{ observation: string; reason?: string }>>) => {
      const { loan } = state;
      if (loan === null) return refuse('not_contestable', `${event.observation} is no loan`);
      if (loan.by !== event.by) return refuse('not_permitted', `${event.observation} was not lent to ${event.by}`);
      if (loan.contested === 'open') return refuse('already_in_review', `${event.observation} is contested already`);
      if (loan.contested === 'decided') return refuse('not_contestable', `${event.observation} was decided by a person already`);
      if (event.today >= loan.due) return refuse('too_late', `${event.observation} could be contested until its due day`);
      const data = { kind: 'contest', amount: loan.amount, reason: event.reason === undefined ? '' : event.reason };
      return { state: { loan: { ...loan, contested: 'open' } }, effects: [review(event.observation, offer(terms, parties, { at: loan.at, now: event.now }, event.by, 'contested', data, loan.decidedBy))] };
    },
  },

  reviewed: {
    confirm: ({ terms, parties, state, event, view }: Deciding) => {
      const { kind, amount, excess } = event.data;
      if (kind === 'contest') return { state: state.loan === null ? {} : { loan: { ...state.loan, contested: 'decided' } } };
      const by = event.named === null ? event.by : event.named;
      if (by === null || (event.named === null && !isMember(view, 'by'))) return refuse('missing_value', 'nobody is known to have done it: name the member with `by`');
      if (by === parties.owner) return {};
      if (kind === 'taking') {
        const lent = lend(terms, parties, event, by, amount < terms.loan_max ? amount : terms.loan_max);
        // Whom nobody but the decider named may have that looked at once more, by someone else.
        return { state: { loan: { ...lent.state.loan, contested: event.named === null ? 'decided' : 'no', decidedBy: event.decidedBy } }, effects: lent.effects };
      }
      if (kind === 'return') return giveBack(terms, parties, event, by, amount);
      const more = excess === undefined ? 0 : excess;
      return { effects: [charge({ from: parties.owner, to: by, unit: terms.unit, amount: more, ref: event.id, why: { code: 'excess', by, amount: more } })] };
    },

    drop: (now: Deciding) => (now.event.data.kind === 'contest' ? overturn(now) : {}),

    expired: (now: Deciding) => {
      const { terms, parties, event, view } = now;
      const dropped = event.data.kind === 'contest' ? overturn(now) : { state: {}, effects: [] };
      const told = { observation: event.id, days: terms.review_days };
      const taker = event.by !== null && isMember(view, 'by') ? [notice(event.by, 'not_decided', told)] : [];
      return { state: dropped.state, effects: [...dropped.effects, ...taker, notice(parties.owner, 'not_decided', told)] };
    },
  },
});
