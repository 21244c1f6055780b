/** Settings as a person types them, into the values that a binding has. What is wrong with them beyond that, the method says. */
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { Fields, ValueType } from '../vocabulary/kit.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { Binding, BoundStream } from '../vocabulary/sensing.ts';
import type { Offered } from './methods/running.ts';

/** `name`: a setting of the binding, or, behind a part's or a stream's name and a dot, one of these streams. */
export type TypedSetting = { readonly name: string; readonly text: string };

/** The same binding with its settings read from text. Refuses with what isn't known, and the nearest that is. */
export function withSettings({ parts, fields }: Offered, binding: Binding, typed: readonly TypedSetting[]): Result<Binding> {
  let settings: JsonObject = binding.settings;
  let streams: readonly BoundStream[] = binding.streams;
  for (const { name, text } of typed) {
    const dot = name.lastIndexOf('.');
    const [whose, own] = [name.slice(0, Math.max(0, dot)), name.slice(dot + 1)];
    const meant = streams.filter(({ stream, as }) => whose === as || whose === stream);
    const known = dot < 0 ? fields : parts[meant[0]?.as ?? '']?.fields;
    if (known === undefined) return refuse('unknown_value', `"${whose}" is neither a part nor a stream of this binding: ${[...new Set(streams.flatMap(({ stream, as }) => [as, stream]))].join(', ')}`);
    const value = typedValue(known, own, text);
    if (!value.ok) return value;
    if (dot < 0) settings = { ...settings, [own]: value.value };
    else streams = streams.map((each) => (meant.includes(each) ? { ...each, settings: { ...each.settings, [own]: value.value } } : each));
  }
  return ok({ ...binding, settings, streams });
}

function typedValue(fields: Fields, name: string, text: string): Result<Json> {
  const type = Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (type === undefined) return refuse('unknown_value', `there is no setting ${name}${didYouMean(name, Object.keys(fields)) || (Object.keys(fields).length === 0 ? '' : `; these are: ${Object.keys(fields).join(', ')}`)}`);
  return valueOf(type, name, text);
}

function valueOf(type: ValueType, name: string, text: string): Result<Json> {
  switch (type.type) {
    case 'integer': return /^-?\d{1,15}$/.test(text) ? ok(Number(text)) : refuse('invalid_value', `${name} is a whole number, not "${text}"`);
    case 'list': case 'map': case 'record': {
      try {
        return ok(JSON.parse(text) as Json);
      } catch {
        return refuse('invalid_value', `${name} is a ${type.type} in JSON, not "${text}"`);
      }
    }
    default: return ok(text);
  }
}
