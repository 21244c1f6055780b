/**
 * Gifts with their whole way shown, and thanks to those who wish it.
 *
 * Parties: the host gets a fee of each gift, where one was agreed. Any member may give to any other.
 * What happens: a gift goes straight to whom it is for, less the fee; both are told what arrived. What members give here, and what other agreements collect
 * from them as pledged, is summed: under their names for those who wish it, and for all others together.
 * What can't happen: a hop or a fee that isn't shown; a name that somebody didn't wish to be shown; a vote for a gift.
 */
import { contract, get, keys, max, min, mulDiv, notice, put, refuse, transfer, without, type Now, type Posted, type Requested } from 'frankpledge/contract';

type Terms = { unit: string; host_fee_percent: number };
type Parties = { host: string };
/** What a member gave, and whether under their name. */
type Giver = { given: number; shown: string };
/** What those gave who are shown, and all others together. */
type Thanks = { named: { [member: string]: number }; others: number };
type Gift = { by: string; to: string; amount: number; fee: number };
type Giving = { giver: Giver | null; thanks: Thanks | null };

/** Names that fit into one answer. */
const namesMax = 500;

/** Sums stop there, so that nothing is refused because so much was given before. */
const sumMax = 9_000_000_000_000_000;
const plus = (before: number, amount: number) => (before > sumMax - min(amount, sumMax) ? sumMax : before + amount);

const giverIn = (cell: Giver | null): Giver => cell ?? { given: 0, shown: 'anonymous' };

const thanksIn = (cell: Thanks | null): Thanks => cell ?? { named: {}, others: 0 };

const withGift = (before: Thanks, { shown }: Giver, by: string, amount: number): Thanks =>
  shown === 'name' ? { named: put(before.named, by, plus(get(before.named, by) ?? 0, amount)), others: before.others } : { named: before.named, others: plus(before.others, amount) };

export default contract({
  requested: {
    give: ({ terms, parties, state, event }: Now<Terms, Parties, Giving, Requested<{ to: string; amount: number }>>) => {
      const { id, by, to, amount } = event;
      if (to === by) return refuse('invalid_value', 'one can\'t give to oneself');
      const giver = giverIn(state.giver);
      const fee = to === parties.host || by === parties.host ? 0 : mulDiv(amount, terms.host_fee_percent, 100);
      const gift: Gift = { by, to, amount, fee };
      const told = { amount, arrived: amount - fee, fee, to, gift: id };
      const reached = giver.shown === 'name' ? notice(to, 'reached_you_from', { ...told, from: by }) : notice(to, 'reached_you', told);
      return {
        state: { gift, giver: { ...giver, given: plus(giver.given, amount) }, thanks: withGift(thanksIn(state.thanks), giver, by, amount) },
        effects: [
          transfer({ from: by, to, unit: terms.unit, amount: amount - fee, ref: id, why: { code: 'gift', ...told } }),
          transfer({ from: by, to: parties.host, unit: terms.unit, amount: fee, ref: id, why: { code: 'fee', amount } }),
          notice(by, 'reached', told), reached,
        ],
      };
    },

    recognise: ({ state, event: { by, shown } }: Now<Terms, Parties, Giving, Requested<{ shown: string }>>) => {
      const giver = giverIn(state.giver);
      const { named, others } = thanksIn(state.thanks);
      if (giver.shown === shown) return {};
      if (shown === 'name' && keys(named).length >= namesMax) return refuse('limit_reached', 'as many names are shown as fit into one answer');
      const thanks = shown === 'name' ? { named: put(named, by, giver.given), others: max(0, others - giver.given) } : { named: without(named, by), others: plus(others, giver.given) };
      return { state: { giver: { ...giver, shown }, thanks } };
    },
  },

  posted: {
    pledged: ({ state, event: { payer, amount } }: Now<Terms, Parties, { payer: Giver | null; thanks: Thanks | null }, Posted>) => {
      const giver = giverIn(state.payer);
      return { state: { payer: { ...giver, given: plus(giver.given, amount) }, thanks: withGift(thanksIn(state.thanks), giver, payer, amount) } };
    },
  },

  asked: {
    gift: ({ parties, state, event }: Now<Terms, Parties, { gift: Gift | null; thanks: Thanks | null }, Requested<{ observation: string }>>) => {
      if (state.gift === null || (event.by !== state.gift.by && event.by !== state.gift.to)) return { answer: null };
      const { by, to, amount, fee } = state.gift;
      const isShown = event.by === by || get(thanksIn(state.thanks).named, by) !== undefined;
      const hops = [{ to, amount: amount - fee, what: 'gift' }, ...(fee > 0 ? [{ to: parties.host, amount: fee, what: 'fee' }] : [])];
      return { answer: { ...(isShown ? { from: by } : {}), amount, arrived: amount - fee, fee, to, hops } };
    },
    thanks: ({ state }: Now<Terms, Parties, { thanks: Thanks | null }, Requested<unknown>>) => ({ answer: thanksIn(state.thanks) }),
    given: ({ state }: Now<Terms, Parties, { giver: Giver | null }, Requested<unknown>>) => ({ answer: giverIn(state.giver) }),
  },
});
