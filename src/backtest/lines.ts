/** What a turn brought about, line by line, in the words of the kit. */
import { keptPosting } from '../views/queries.ts';
import { obligationWhy, postingShown, reviewReason, sayNamed, shortProposal, type Citing } from '../views/say.ts';
import { linesShownMax, type LineShown, type TurnLines } from '../views/backtest-shown.ts';
import { decimalsOf, type View } from '../views/view.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Outcome, Posting } from '../vocabulary/outcomes.ts';
import type { Consequence } from './consequences.ts';

/** @param view with the turn's outcome in it */
export function linesOf(view: View, citing: Citing, outcome: Outcome, all: readonly Consequence[]): TurnLines {
  return { count: all.length, shown: all.slice(0, linesShownMax).map((each) => lineOf(view, citing, outcome, each)) };
}

/** @param view with the turn's outcome in it */
export function lineOf(view: View, citing: Citing, outcome: Outcome, each: Consequence): LineShown {
  const amounts = (unit: string, amount: number): Pick<LineShown, 'amounts'> => ({ amounts: { [unit]: formatDecimal(amount, decimalsOf(view, unit)) } });
  switch (each.fact) {
    case 'posting': {
      const { from, to, unit, amount, why, because } = each;
      return { what: 'paid', words: postingWords(view, citing, outcome, each), subcontract: because, code: why.code, from, to, ...amounts(unit, amount) };
    }
    case 'owed': {
      const { obligation, why, because } = each;
      const { debtor: from, creditor: to, unit, left } = obligation;
      return { what: 'owed', words: obligationWhy(view, obligation, why).words, subcontract: because, code: why.code, from, to, ...amounts(unit, left) };
    }
    case 'owed.less': return { what: 'lessened', words: `a debt is ${each.how.replace('_', ' ')}`, subcontract: each.because, code: each.how };
    case 'reserved': {
      const { because, from, to, unit, amount, why: { code, ...data } } = each;
      return { what: 'reserved', words: sayNamed(view, because, code, data).words, subcontract: because, code, from, to, ...amounts(unit, amount) };
    }
    case 'released': return { what: 'released', words: `what was reserved as ${each.id} is ${each.how}`, subcontract: each.because, code: each.how };
    case 'review': return { what: 'review', words: `a person decides: ${reviewReason(view, each.review, each.review.opened).words}`, subcontract: each.review.subcontract, code: each.review.reason };
    case 'review.closed': return { what: 'review_closed', words: `${each.id} is ${each.how}`, subcontract: each.subcontract, code: each.how };
    case 'notice': return { what: 'notice', words: sayNamed(view, each.because, each.code, each.data).words, subcontract: each.because, code: each.code, to: each.to };
    case 'mark': return { what: 'mark', words: `a mark: ${each.code.replaceAll('_', ' ')}`, subcontract: each.because, code: each.code, to: each.on };
    case 'decided': return { what: 'decided', words: `proposal ${shortProposal(each.proposal)}: ${each.how}`, subcontract: null, code: each.code ?? each.how };
    case 'refused': return { what: 'refused', words: each.detail === '' ? each.code.replaceAll('_', ' ') : each.detail, subcontract: each.subcontract, code: each.code };
  }
}

/** As it is shown elsewhere; a debt that it paid off in this turn isn't open any more, and was when that was made. */
function postingWords(view: View, citing: Citing, { facts }: Outcome, posting: Posting): string {
  const n = facts.filter(({ fact }) => fact === 'posting').indexOf(posting) + 1;
  return (keptPosting(view, `${citing.record}.${n}`) ?? postingShown(view, citing, posting, n)).why;
}
