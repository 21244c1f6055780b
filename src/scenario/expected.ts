/** Reads what a scenario expects; expect.ts holds it against what came to be. */
import { outside } from '../vocabulary/ids.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Field } from '../vocabulary/kit.ts';
import { readValue, showValue, type ValueContext } from '../vocabulary/values.ts';
import { decidingExpectations, readDecidingExpected } from './expected-deciding.ts';
import { readSensingExpected, sensingExpectations } from './expected-sensing.ts';
import { accountAt, isPurseHere, readAmount, unitOf, valueContext, type Names } from './names.ts';
import { payoutStates, type Expected, type Owed, type PayoutState } from './scenario.ts';
import type { Place } from './yaml-place.ts';

export function readExpected(place: Place, names: Names): Expected {
  place.only(['balances', 'owed', 'postings', 'notices', 'review', 'refused', 'in_force', 'payouts', ...decidingExpectations, ...sensingExpectations]);
  const balances = place.optional('balances');
  const owed = place.optional('owed');
  const postings = place.optional('postings');
  const notices = place.optional('notices');
  const review = place.optional('review');
  const refused = place.optional('refused');
  const inForce = place.optional('in_force');
  const payouts = place.optional('payouts');
  return {
    ...(balances === undefined ? {} : { balances: readBalances(balances, names) }),
    ...(owed === undefined ? {} : { owed: owed.list().map((each) => readOwed(each, names) as Owed) }),
    ...(postings === undefined ? {} : { postings: postings.list().map((each) => readPosting(each, names)) }),
    ...(notices === undefined ? {} : { notices: notices.list().map((each) => readNotice(each, names)) }),
    ...(review === undefined ? {} : { review: review.list().map((each) => String(each.raw())) }),
    ...(refused === undefined ? {} : { refused: refused.list().map(readRefused) }),
    ...(inForce === undefined ? {} : { inForce: inForce.entries().flatMap(([id, terms]) => readInForce(id, terms, names)) }),
    ...(payouts === undefined ? {} : { payouts: payouts.entries().map(([id, how]) => readPayoutState(id, how, names)) }),
    ...readDecidingExpected(place, names), ...readSensingExpected(place, names),
  };
}

function readBalances(place: Place, names: Names): { member: string; unit: string; amount: number }[] {
  return place.entries().flatMap(([member, units]) => {
    if (member !== outside && !names.members.includes(member) && !isPurseHere(names, member)) units.unknown('member', member, names.members);
    return units.entries().map(([unit, amount]) => ({ member, unit, amount: amountIn(amount, unit, names) }));
  });
}

function amountIn(place: Place, unit: string, names: Names): number {
  const rule = names.units.find((each) => each.id === unit);
  if (rule === undefined) place.unknown('unit', unit, names.units.map((each) => each.id));
  return readAmount(place, rule?.decimals ?? 0);
}

function readPayoutState(payout: string, place: Place, names: Names): { readonly payout: string; readonly how: PayoutState | null } {
  if (!names.payouts.includes(payout)) place.unknown('payout', payout, names.payouts);
  const how = place.raw() === null ? null : place.oneOf(payoutStates, 'way');
  return { payout, how: payoutStates.find((each) => each === how) ?? null };
}

const owedKeys = ['from', 'to', 'unit', 'amount'];

function readOwed(place: Place, names: Names): Partial<Owed> {
  if (!place.path.includes('postings')) {
    place.only(owedKeys);
    for (const key of owedKeys) place.need(key);
  }
  const unit = place.optional('unit')?.oneOf(names.units.map((each) => each.id), 'unit');
  const from = place.optional('from');
  const to = place.optional('to');
  const amount = place.optional('amount');
  return {
    ...(from === undefined ? {} : { from: accountAt(from, names, [outside]) }), ...(to === undefined ? {} : { to: accountAt(to, names, [outside]) }), ...(unit === undefined ? {} : { unit }),
    ...(amount === undefined ? {} : { amount: amountIn(amount, unit ?? names.units[0]?.id ?? '', names) }),
  };
}

function readPosting(place: Place, names: Names): Partial<Owed & { because: string | null }> {
  place.only([...owedKeys, 'because']);
  const because = readCause(place.optional('because'), names);
  return { ...readOwed(place, names), ...(because === undefined ? {} : { because }) };
}

/** A subcontract; null: the collective itself. */
function readCause(place: Place | undefined, names: Names): string | null | undefined {
  if (place === undefined) return undefined;
  return place.raw() === null ? null : place.oneOf(names.subcontracts.map((each) => each.id), 'subcontract');
}

function readNotice(place: Place, names: Names): { to?: string; about?: string | null; code?: string } {
  place.only(['to', 'about', 'code']);
  const to = place.optional('to')?.oneOf(names.members, 'member');
  const about = readCause(place.optional('about'), names);
  const code = place.optional('code')?.text();
  return { ...(to === undefined ? {} : { to }), ...(about === undefined ? {} : { about }), ...(code === undefined ? {} : { code }) };
}

function readRefused(place: Place): { step?: number; code?: string } {
  place.only(['step', 'code']);
  const step = place.optional('step')?.integer(1, Number.MAX_SAFE_INTEGER);
  const code = place.optional('code')?.text();
  return { ...(step === undefined ? {} : { step }), ...(code === undefined ? {} : { code }) };
}

/** Terms as people write them, so that "1" and "1.0" are the same where the term is a number. */
function readInForce(id: string, place: Place, names: Names): { subcontract: string; terms: JsonObject | null }[] {
  const subcontract = names.subcontracts.find((each) => each.id === id);
  const manifest = names.kits.get(subcontract?.kit ?? '');
  if (subcontract === undefined || manifest === undefined) {
    place.unknown('subcontract', id, names.subcontracts.map((each) => each.id));
    return [];
  }
  if (place.raw() === null) return [{ subcontract: id, terms: null }];
  place.only(Object.keys(manifest.terms));
  const unit = unitOf(names, subcontract.terms);
  const terms = place.entries().map(([term, value]) => [term, readTerm(manifest.terms[term], value, valueContext(names, unit))] as const);
  return [{ subcontract: id, terms: Object.fromEntries(terms) }];
}

function readTerm(type: Field | undefined, place: Place, context: ValueContext): Json {
  if (type === undefined) return null;
  const value = readValue(type, place.raw(), context, 'this');
  if (!value.ok) place.problem(value.refusal.detail);
  return value.ok ? showValue(type, value.value, context.decimals) : null;
}
