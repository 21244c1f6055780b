/**
 * Plain words: a kit's templates filled with the values of the case, each written by its type.
 */
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import type { Fields, KitManifest, ValueType } from '../vocabulary/kit.ts';
import { showValue } from '../vocabulary/values.ts';

/**
 * Fills every `{name}` (or `{name.part}`) once; what isn't known is left visible.
 * @example fillWords('{by} took {count}', { by: 'Ana', count: 4 }) === 'Ana took 4'
 */
export function fillWords(template: string, values: JsonObject): string {
  return filledParts(template, values).map(({ words }) => words).join('');
}

/** A piece of a template that was filled. `name`: the first of the path whose value the words are; null: the template's own words. */
export type FilledPart = { readonly words: string; readonly name: string | null };

/** The same piece by piece; none is empty but by its value. */
export function filledParts(template: string, values: JsonObject): FilledPart[] {
  // By the group in it, what stands between names and the names themselves take turns.
  return template.split(/\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*)\}/g).flatMap((piece, place): FilledPart[] => {
    if (place % 2 === 0) return piece === '' ? [] : [{ words: piece, name: null }];
    const path = piece.split('.');
    const value = path.reduce<Json | undefined>((found, name) => (isObject(found) && Object.hasOwn(found, name) ? (found as JsonObject)[name] : undefined), values);
    return [value === undefined ? { words: `{${piece}}`, name: null } : { words: sayValue(value), name: path[0] ?? piece }];
  });
}

/** A value in a sentence: lists with commas, records by their names. */
export function sayValue(value: Json): string {
  if (value === null) return 'nobody';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map((each: Json) => sayValue(each)).join(isObject(value[0]) ? '; ' : ', ');
  const names = Object.keys(value).sort(); // stored records have their keys sorted, fresh ones don't
  return names.length === 0 ? 'none' : names.map((name) => `${name} ${sayValue((value as JsonObject)[name] ?? null)}`).join(', ');
}

/** Types of the names that a kit's words may use: its terms and fields, and the values that it declares for its words. */
export type NameTypes = ReadonlyMap<string, ValueType>;

export function nameTypes(manifest: KitManifest): NameTypes {
  const types = new Map<string, ValueType>();
  note(types, manifest.values ?? {});
  const rules = [manifest.questions, manifest.actions, manifest.observations].flatMap((group) => Object.values<{ readonly fields: Fields }>(group ?? {}));
  for (const term of Object.values(manifest.terms)) {
    const record = term.type === 'list' || term.type === 'map' ? term.of : term;
    if (record.type === 'record') note(types, record.fields);
  }
  for (const rule of rules) note(types, rule.fields);
  note(types, manifest.terms);
  return types;
}

function note(types: Map<string, ValueType>, fields: Fields): void {
  for (const [name, field] of Object.entries(fields)) types.set(name, field);
}

/** Values as people write them: amounts with the unit's decimals, the rest by type; unknown names as they are. */
export function showNamed(types: NameTypes, values: JsonObject, decimals: number): JsonObject {
  const shown: { [name: string]: Json } = {};
  for (const [name, value] of Object.entries(values)) {
    const type = types.get(name);
    shown[name] = type === undefined ? value : showValue(type, value, decimals);
  }
  return shown;
}

/** The kernel's own reasons and notices, which no kit can change. */
export const kernelWords: { readonly [code: string]: string } = {
  opening: 'opening balance of {to} at the founding',
  issued: 'issued to {to} by decision of {by}: {reason}',
  paid: '{from} paid {to}',
  spent: 'paid to {to} out of {from}, as the members decided',
  paid_for: '{from} paid {to}: {reason}',
  income: 'income of {to} from {payer}, booked on {day} under {reference}',
  income_unnamed: 'income of {to}, booked on {day} under {reference}',
  paid_out: 'paid out to {from}, booked under {reference}',
  reversed: 'income of {from} that was recorded under {reference} was taken back: {reason}',
  came_back: 'what was paid out to {to} under {reference} came back: {reason}',
  payout: 'to be paid out',
  payout_returned: '{by} could not pay {amount} out to you: {reason}',
  income_reversed: '{amount} of your income was taken back: {reason}',
  payout_came_back: '{amount} that was paid out to you came back: {reason}',
  debt: 'paid by {from} on what {debtor} owes {to} since {since_day}, due {due_day}',
  debt_for: 'paid by {from} on what {debtor} owes {to} since {since_day}, due {due_day}: {for}',
  guaranteed: '{to} stood surety for {from} and paid on the loan',
  guaranteed_for: '{to} stood surety for {from} and paid on this loan: {for}',
  reserved: 'what had been reserved was paid',
  late: 'it was reported {days} days after it happened, later than the charter lets it act by itself',
  recovery: '{by} proposes a new key for you, as if you had lost yours: if that isn\'t so, say no to proposal {proposal} and it is stopped',
  confirm_again: 'proposal {proposal} was amended and is now revision {revision}: your yes was to what it said before, and counts again when you say it again',
  not_done: 'proposal {proposal}, which you made, was carried and could not be done ({code}): it says why',
  opened: '{by} opened what you declared of your means: {reason}',
  purse_ended: 'it ended, or its holder went: what lay there is theirs',
  consent_again: '{subcontract} may now take more under {part} than you agreed to: your consent has ended until you give it again',
  consent_held: '{subcontract} may now take more under {part} than you agreed to: from you it takes no more than before, unless you consent to it anew',
  looked: '{by} looked at readings of {stream}, which measures you, for {purpose}: {reason}',
  measured: '{streams} measures you from now on, for {binding}, which observes {subject}: nothing that rests on it reaches an agreement unless you permit it',
  measured_no_more: '{streams} measures you no more for {binding}, which observes {subject}',
  permit_over: 'what you permitted with {stream} for {purpose} is over',
  judged_held: 'what you disputed ({observation}) was judged to be so',
  judged_dropped: 'what you disputed ({observation}) was judged not to be so',
  judged_expired: 'what you disputed ({observation}) was not judged in time',
  no_vote: 'the trial of {subcontract} is over, and no vote on the whole follows: {why}. Measured were {postings} payments, {paid} in all, {owed} that became owed, {reviews} that went to review, {refused} refused, {marks} marks made. Whoever wants it can propose it otherwise',
  party_left: '{party} has left and was a party of {subcontract}: it is held until another one is agreed on',
};
