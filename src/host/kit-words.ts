/** A kit in words, before anyone has adopted it: its plain text with the default terms, its types, what its envelope allows. */
import { decimalsMax } from '../vocabulary/amounts.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { amountUnder, factorsOf, isAmounts, type Factor } from '../vocabulary/envelope-amounts.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { EnvelopeRule, Field, PostedOf, KitManifest, PeriodRule, RawTerms, ValueType, WakeRules } from '../vocabulary/kit.ts';
import { readValue, type ValueContext } from '../vocabulary/values.ts';
import { fillWords, sayValue } from '../views/words.ts';

/** The agreement with its defaults; what has none stays in braces. */
export function textWithDefaults(manifest: KitManifest): string {
  return fillWords(manifest.text, defaultsOf(manifest)).trim();
}

/** Terms that have a default, as it stands in the file. */
export function defaultsOf(manifest: KitManifest): JsonObject {
  return Object.fromEntries(Object.entries(manifest.terms).flatMap(([name, field]) => {
    const value = defaultOf(field);
    return value === undefined ? [] : [[name, value]];
  })) as JsonObject;
}

function defaultOf(field: Field): unknown {
  return field.type === 'unit' && field.default === 'first' ? 'the collective\'s first unit' : field.default;
}

export function sayDefault(field: Field): string {
  if (field.default === undefined) return field.optional === true ? 'may be left out' : 'must be given';
  if (field.type === 'unit' && field.default === 'first') return 'the collective\'s first unit';
  return sayValue(field.default as JsonObject[string]);
}

/** A type with its range, as `whole number, 1 to 60`. */
export function sayType(type: ValueType): string {
  switch (type.type) {
    case 'integer': return `whole number${range(type.min, type.max)}`;
    case 'decimal': return `number with up to ${type.decimals} decimals${range(type.min, type.max)}`;
    case 'probability': return 'probability, 0 to 1';
    case 'amount': return `amount${range(type.min ?? '0', type.max)}`;
    case 'unit': return 'unit';
    case 'member': return 'member';
    case 'account': return 'member, or a purse of one';
    case 'id': return 'short name';
    case 'day': return 'day';
    case 'agent': return 'whoever was seen, or nobody';
    case 'subject': return 'subject';
    case 'observation': return 'observation\'s id';
    case 'choice': return `one of ${type.of.join(', ')}`;
    case 'text': return `text, up to ${type.lengthMax} characters`;
    case 'list': return `list of ${type.countMin === undefined ? 'up to ' : `${type.countMin} to `}${type.countMax}: ${sayType(type.of)}`;
    case 'map': return `up to ${type.countMax} times ${sayType(type.keys)}: ${sayType(type.of)}`;
    case 'record': return Object.entries(type.fields).map(([name, field]) => `${name} (${sayType(field)}${field.optional === true ? ', may be left out' : ''})`).join(', ');
  }
}

function range(min: number | string | undefined, max: number | string | undefined): string {
  if (min !== undefined && max !== undefined) return `, ${min} to ${max}`;
  if (min !== undefined) return `, at least ${min}`;
  return max === undefined ? '' : `, at most ${max}`;
}

/** What a kit waits for, besides observations, requests and its own timers: a line for each handler. */
export function sayWakes({ posted, due, marked, decided, consented }: WakeRules): { readonly name: string; readonly says: string }[] {
  const line = (name: string, rule: { readonly says?: string }, what: string): { name: string; says: string } => ({ name, says: `${what}${rule.says === undefined ? '' : `\n${rule.says}`}` });
  return [
    ...Object.entries(posted ?? {}).map(([name, rule]) => line(name, rule, `what ${ofWhom(rule.of)} ${rule.direction === 'in' ? 'receives' : 'pays'}${rule.code === undefined ? '' : ` as ${rule.code}`}${madeBy(rule)}`)),
    ...Object.entries(due ?? {}).map(([name, rule]) => line(name, rule, `debts falling due that ${ofWhom(rule.of)} ${rule.side === 'debtor' ? 'owes' : 'is owed'}${madeBy(rule)}`)),
    ...Object.entries(marked ?? {}).map(([name, rule]) => line(name, rule, `${sayMark(rule.code)} on ${ofWhom(rule.of)}${madeBy(rule)}`)),
    ...Object.entries(consented ?? {}).map(([name, rule]) => line(name, rule, `a member ${rule.given ? 'consents to' : 'takes back the consent to'} ${rule.part}`)),
    ...Object.entries(decided ?? {}).map(([name, rule]) => line(name, rule, `a decision of the members${rule.change === undefined ? '' : `: ${rule.change}`}`)),
  ];
}

function sayMark(code: string): string {
  return code.startsWith('term:') ? `a mark of the code that ${code.slice('term:'.length)} says` : `a mark "${code}"`;
}

function ofWhom(of: PostedOf): string {
  if (of.startsWith('purse:')) return `any member's purse ${of.slice('purse:'.length)}`;
  return of === 'members' ? 'any member' : `the ${of.slice('party:'.length)}`;
}

function madeBy({ because }: { readonly because?: 'own' | 'others' }): string {
  if (because === undefined) return '';
  return because === 'own' ? ', by this agreement\'s own doing' : ', but not by this agreement\'s own doing';
}

/** What one line of the envelope allows at the very most, by the kit's defaults: figures, and below them the terms that they come from. */
export function sayEnvelope(manifest: KitManifest, { debit, per_event, per_person, in_total }: EnvelopeRule): string[] {
  const defaults = defaultsOf(manifest);
  const figure = (stated: string): string => sayFigure(amountWith(manifest, defaults, decimalsMax, stated), decimalsMax) ?? sayStated(manifest, stated);
  const total = in_total === undefined ? '' : `, and in all at most ${figure(in_total.amount)} in ${sayPeriod(defaults, in_total)}`;
  const from = (what: string, stated: string): string[] => (isWritten(stated) ? [] : [`    ${what}: ${sayStated(manifest, stated)}`]);
  return [
    `may debit ${sayDebited(debit)}: at most ${figure(per_event)} at a time and ${figure(per_person.amount)} from one person in ${sayPeriod(defaults, per_person)}${total}`,
    ...from('at a time', per_event), ...from('from one person', per_person.amount), ...(in_total === undefined ? [] : from('in all', in_total.amount)),
  ];
}

/** A period of the envelope, as `30 days (period_days)`. */
export function sayPeriod(values: RawTerms, period: PeriodRule): string {
  const agreed = agreedDays(values, period);
  return agreed === String(period.days) ? `${agreed} days` : `${agreed} days (${period.days})`;
}

/** How many days a period has; the term's name where it has no value yet. */
export function agreedDays(values: RawTerms, { days }: PeriodRule): string {
  return typeof days === 'string' && values[days] !== undefined ? sayValue(values[days]) : String(days);
}

/**
 * An amount of the envelope under terms as people write them, in the smallest part of a unit with so many decimals.
 * @returns null when one of its terms has no value yet
 */
export function amountWith(manifest: KitManifest, values: RawTerms, decimals: number, stated: string): number | null {
  const anyone: ValueContext = { decimals, isMember: () => true, isUnit: () => true, firstUnit: '' };
  const exact: { [term: string]: Json } = {};
  for (const [term, field] of Object.entries(manifest.terms)) {
    const value = readValue(field, values[term], anyone, term);
    if (value.ok) exact[term] = value.value;
  }
  const amount = amountUnder(manifest.terms, exact, decimals, stated);
  return amount.ok ? amount.value : null;
}

/** A limit in figures, with the terms that it comes from; in terms alone where they have no value yet. */
export function sayLimit(manifest: KitManifest, amount: number | null, decimals: number, unit: string | null, stated: string): string {
  const of = sayStated(manifest, stated);
  const figure = isWritten(stated) ? stated : sayFigure(amount, decimals);
  if (figure === null) return of;
  return `${figure}${unit === null ? '' : ` ${unit}`}${isWritten(stated) ? '' : ` (${of})`}`;
}

/** Whether it is a number as it stands. */
function isWritten(stated: string): boolean {
  return /^[\d.]+$/.test(stated);
}

/** With two decimals or as many as it needs. */
function sayFigure(amount: number | null, decimals: number): string | null {
  return amount === null ? null : formatDecimal(amount, decimals).replace(/(\.\d\d\d*?)0+$/, '$1');
}

/** An amount of the envelope in words, as `base_price × the highest times of brackets`. */
function sayStated(manifest: KitManifest, stated: string): string {
  return (factorsOf(stated) ?? []).map((product) => product.map((factor, place) => sayFactor(manifest, factor, place)).join(' × ')).join(' + ') || stated;
}

function sayFactor({ terms }: KitManifest, factor: Factor, place: number): string {
  if ('number' in factor) return factor.number;
  if (factor.field !== null) return `the highest ${factor.field} of ${factor.term}`;
  const term = terms[factor.term];
  if (place === 0 && term !== undefined && isAmounts(term)) return `the sum of ${factor.term}`;
  return term?.type === 'list' || term?.type === 'map' ? `the number of ${factor.term}` : factor.term;
}

/** Whom a line of the envelope is about. */
export function sayDebited(debit: EnvelopeRule['debit']): string {
  const [kind, name] = debit.split(':');
  if (kind === 'purse') return `each member's purse ${String(name)}`;
  return kind === 'party' ? `the ${String(name)}` : kind === 'part' ? `those who consented to ${String(name)}` : 'every member';
}
