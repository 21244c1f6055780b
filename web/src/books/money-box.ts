/** Money that lies open and is taken on loan, as an agreement's manifest and its terms tell: pages know no kit by its name. */
import { formatDecimal } from '../../../src/vocabulary/decimals.ts';
import { amountUnder } from '../../../src/vocabulary/envelope-amounts.ts';
import type { SubcontractDetail } from '../../../src/views/shown.ts';
import { handledSubject } from '../things/watching.ts';

type Told = Pick<SubcontractDetail, 'manifest' | 'terms' | 'exactTerms'>;

/** Who took up `part` stands surety, with `most` of the agreement's unit at a time; null: nobody does. */
export type MoneyBox = { readonly surety: { readonly part: string; readonly most: string } | null };

/** Null where no amount is taken from, or put into, the one thing at which somebody does something. @param decimals of the agreement's unit */
export function moneyBoxOf({ manifest, terms, exactTerms }: Told, decimals: number): MoneyBox | null {
  const handled = handledSubject({ manifest, terms });
  const isOfMoney = Object.values(manifest.observations ?? {}).some(({ subject, fields }) => terms[subject] === handled && Object.values(fields).some(({ type }) => type === 'amount'));
  return handled !== null && isOfMoney ? { surety: suretyOf({ manifest, exactTerms }, decimals) } : null;
}

/** The part whose takers may be debited, with what the envelope lets be debited from one of them at a time. */
function suretyOf({ manifest, exactTerms }: Omit<Told, 'terms'>, decimals: number): MoneyBox['surety'] {
  const rule = manifest.envelope.find(({ debit }) => debit.startsWith(ofPart));
  const most = rule === undefined ? undefined : amountUnder(manifest.terms, exactTerms, decimals, rule.per_event);
  return rule !== undefined && most?.ok === true ? { part: rule.debit.slice(ofPart.length), most: formatDecimal(most.value, decimals) } : null;
}

const ofPart = 'part:';
