/** A kit in words, before anyone has adopted it: its plain text with the default terms, its types, what its envelope allows. */
import type { JsonObject } from '../vocabulary/json.ts';
import type { EnvelopeRule, Field, HeardOf, KitManifest, ValueType, WakeRules } from '../vocabulary/kit.ts';
import { fillWords, sayValue } from '../views/words.ts';

/** The agreement with its defaults; what has none stays in braces. */
export function textWithDefaults(manifest: KitManifest): string {
  const defaults: JsonObject = Object.fromEntries(Object.entries(manifest.terms).flatMap(([name, field]) => {
    const value = defaultOf(field);
    return value === undefined ? [] : [[name, value]];
  })) as JsonObject;
  return fillWords(manifest.text, defaults).trim();
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
export function sayWakes({ posted, due, marked, decided }: WakeRules): { readonly name: string; readonly says: string }[] {
  const line = (name: string, rule: { readonly says?: string }, what: string): { name: string; says: string } => ({ name, says: `${what}${rule.says === undefined ? '' : `\n${rule.says}`}` });
  return [
    ...Object.entries(posted ?? {}).map(([name, rule]) => line(name, rule, `what ${ofWhom(rule.of)} ${rule.direction === 'in' ? 'receives' : 'pays'}${madeBy(rule)}`)),
    ...Object.entries(due ?? {}).map(([name, rule]) => line(name, rule, `debts falling due that ${ofWhom(rule.of)} ${rule.side === 'debtor' ? 'owes' : 'is owed'}${madeBy(rule)}`)),
    ...Object.entries(marked ?? {}).map(([name, rule]) => line(name, rule, `a mark "${rule.code}" on ${ofWhom(rule.of)}${madeBy(rule)}`)),
    ...Object.entries(decided ?? {}).map(([name, rule]) => line(name, rule, `a decision of the members${rule.change === undefined ? '' : `: ${rule.change}`}`)),
  ];
}

function ofWhom(of: HeardOf): string {
  return of === 'members' ? 'any member' : `the ${of.slice('party:'.length)}`;
}

function madeBy({ because }: { readonly because?: 'own' | 'others' }): string {
  if (because === undefined) return '';
  return because === 'own' ? ', by this agreement\'s own doing' : ', but not by this agreement\'s own doing';
}

/** What one line of the envelope allows at the very most. */
export function sayEnvelope({ debit, per_event, per_person, in_total }: EnvelopeRule): string {
  const total = in_total === undefined ? '' : `, and in all at most ${in_total.amount} in ${in_total.days} days`;
  return `may debit ${sayDebited(debit)}: at most ${per_event} at a time and ${per_person.amount} from one person in ${per_person.days} days${total}`;
}

/** Whom a line of the envelope is about. */
export function sayDebited(debit: EnvelopeRule['debit']): string {
  const [kind, name] = debit.split(':');
  return kind === 'party' ? `the ${String(name)}` : kind === 'part' ? `those who consented to ${String(name)}` : 'every member';
}
