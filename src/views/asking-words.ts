/** What a subcontract is asked for by decision, in plain words: the action's own, and its values as people write them. */
import type { Asking } from '../vocabulary/changes.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Field, Fields } from '../vocabulary/kit.ts';
import { readFields, showFields } from '../vocabulary/values.ts';
import { nameOf } from './say.ts';
import { valueContextOf } from './value-context.ts';
import { decimalsOf, type SubcontractView, type View } from './view.ts';
import { fillWords, sayValue } from './words.ts';

/** @example `pot is asked in the name of all: pays a bill out of the pot (to Ana, amount 25.00 crown)` */
export function sayAsking(view: View, asking: Asking): string {
  const subcontract = view.subcontracts.get(asking.subcontract);
  const rule = subcontract?.manifest.actions?.[asking.action];
  const values = saidValues(view, asking);
  const says = rule?.says ?? asking.action.replaceAll('_', ' ');
  const listed = Object.entries(values).filter(([name]) => !says.includes(`{${name}}`));
  const named = listed.map(([name, value]) => `${labelOf(rule?.fields ?? {}, name)} ${value}`);
  return `${asking.subcontract} is asked in the name of all: ${fillWords(says, values)}${named.length === 0 ? '' : ` (${named.join(', ')})`}`;
}

/** Each value in words, members by their names and amounts with their unit; what can't be read as it was written. */
export function saidValues(view: View, { subcontract: id, action, with: raw }: Asking): { readonly [value: string]: string } {
  const subcontract = view.subcontracts.get(id);
  const fields = subcontract?.manifest.actions?.[action]?.fields ?? {};
  const values = subcontract === undefined ? raw : asWritten(view, subcontract, fields, raw);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sayField(view, fields[name], subcontract?.unit ?? '', value)]));
}

function asWritten(view: View, { unit }: SubcontractView, fields: Fields, raw: JsonObject): JsonObject {
  const read = readFields(fields, raw, valueContextOf(view, unit), '');
  return read.ok ? showFields(fields, read.value, decimalsOf(view, unit)) : raw;
}

function sayField(view: View, field: Field | undefined, unit: string, value: Json): string {
  if (typeof value === 'string' && (field?.type === 'member' || field?.type === 'agent')) return nameOf(view, value);
  const own = field?.type === 'amount' ? unit : field?.unit;
  return own === undefined ? sayValue(value) : `${sayValue(value)} ${own}`;
}

function labelOf(fields: Fields, name: string): string {
  return fields[name]?.label ?? name.replaceAll('_', ' ');
}
