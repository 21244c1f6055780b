/** What a subcontract is asked for by decision, in plain words: the action's own, and its values as people write them. */
import type { Asking } from '../vocabulary/changes.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Field, Fields } from '../vocabulary/kit.ts';
import { readFields, showFields } from '../vocabulary/values.ts';
import { labelsOf } from './labels.ts';
import { nameOf } from './say.ts';
import type { TermLabels } from './shown.ts';
import { valueContextOf } from './value-context.ts';
import { decimalsOf, type SubcontractView, type View } from './view.ts';
import { fillWords, sayValue } from './words.ts';

/** @example `fund is asked in the name of all: pay a bill out of the pot (to Ana, amount 25.00 crown)` */
export function sayAsking(view: View, asking: Asking): string {
  const labels = askingLabels(view, asking);
  const values = Object.entries(saidValues(view, asking)).map(([name, value]) => [name, withUnit(value, labels[name]?.unit)] as const);
  const says = fieldsAsked(view, asking)?.says ?? asking.action.replaceAll('_', ' ');
  const others = values.filter(([name]) => !says.includes(`{${name}}`)).map(([name, value]) => `${(labels[name]?.label ?? name).toLowerCase()} ${value}`);
  return `${asking.subcontract} is asked in the name of all: ${fillWords(says, Object.fromEntries(values))}${others.length === 0 ? '' : ` (${others.join(', ')})`}`;
}

/** Each value in words, without its unit, members by their names; what can't be read as it was written. */
export function saidValues(view: View, asking: Asking): { readonly [value: string]: string } {
  const subcontract = view.subcontracts.get(asking.subcontract);
  const fields = fieldsAsked(view, asking)?.fields ?? {};
  const values = subcontract === undefined ? asking.with : asWritten(view, subcontract, fields, asking.with);
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, sayField(view, fields[name], value)]));
}

/** What people call the values of the action, and what its numbers are in. */
export function askingLabels(view: View, asking: Asking): TermLabels {
  return labelsOf({ terms: fieldsAsked(view, asking)?.fields ?? {} }, view.subcontracts.get(asking.subcontract)?.unit ?? '');
}

/** Undefined: there is no such action any more. */
export function fieldsAsked(view: View, { subcontract, action }: Asking): { readonly says?: string; readonly fields: Fields } | undefined {
  const actions = view.subcontracts.get(subcontract)?.manifest.actions ?? {};
  return Object.hasOwn(actions, action) ? actions[action] : undefined;
}

function asWritten(view: View, { unit }: SubcontractView, fields: Fields, raw: JsonObject): JsonObject {
  const read = readFields(fields, raw, valueContextOf(view, unit), '');
  return read.ok ? showFields(fields, read.value, decimalsOf(view, unit)) : raw;
}

function sayField(view: View, field: Field | undefined, value: Json): string {
  return typeof value === 'string' && (field?.type === 'member' || field?.type === 'agent') ? nameOf(view, value) : sayValue(value);
}

function withUnit(value: string, unit: string | null | undefined): string {
  return unit === null || unit === undefined ? value : `${value} ${unit}`;
}
