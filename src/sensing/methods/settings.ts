/** Settings of bindings and of their streams: described as a kit's terms are, so that a form can be made of them, and read by the same rules. */
import { formatDecimal } from '../../vocabulary/decimals.ts';
import { isId } from '../../vocabulary/ids.ts';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import type { Fields, ValueType } from '../../vocabulary/kit.ts';
import { didYouMean } from '../../vocabulary/nearest.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import type { Binding, StreamName } from '../../vocabulary/sensing.ts';
import { probabilityDecimals, readFields, type ValueContext } from '../../vocabulary/values.ts';
import type { Part, Parts } from './method.ts';

/** What a value of a type is once it is read: numbers as they were written, not in their smallest parts. */
type Read<V> =
  V extends { readonly type: 'integer' | 'decimal' | 'probability' } ? number
  : V extends { readonly type: 'choice'; readonly of: readonly (infer C)[] } ? C
  : V extends { readonly type: 'list'; readonly of: infer O } ? readonly Read<O>[]
  : V extends { readonly type: 'map'; readonly of: infer O } ? { readonly [key: string]: Read<O> }
  : V extends { readonly type: 'record'; readonly fields: infer F } ? ReadOf<F>
  : string;

export type ReadOf<F> = { readonly [N in keyof F]: F[N] extends { readonly optional: true } ? Read<F[N]> | undefined : Read<F[N]> };

/** A stream in its part, with what is set for it. */
export type Bound<F> = { readonly stream: StreamName; readonly of: readonly string[]; readonly settings: ReadOf<F> };

export type Configuration<F, P> = { readonly settings: ReadOf<F>; readonly streams: { readonly [As in keyof P]: readonly Bound<FieldsOf<P[As]>>[] } };
type FieldsOf<P> = P extends { readonly fields: infer F } ? F : never;

/** A binding names no money. */
const context: ValueContext = { decimals: 0, isMember: isId, isUnit: () => false, firstUnit: '' };

/**
 * Reads a binding's settings and those of its streams.
 * @returns a refusal that names the setting or the stream: `missing_value`, `unknown_value` or `invalid_value`
 */
export function readConfiguration<const F extends Fields, const P extends Parts>(fields: F, parts: P, binding: Binding): Result<Configuration<F, P>> {
  const settings = readSettings(fields, binding.settings, 'settings');
  if (!settings.ok) return settings;
  const streams = readStreams(parts, binding);
  return streams.ok ? ok({ settings: settings.value, streams: streams.value }) : streams;
}

function readSettings<F extends Fields>(fields: F, given: JsonObject, path: string): Result<ReadOf<F>> {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(fields, name));
  if (unknown !== undefined) return refuse('unknown_value', `${path}.${unknown} is not known here${didYouMean(unknown, Object.keys(fields)) || `; these are: ${Object.keys(fields).join(', ')}`}`);
  const read = readFields(fields, given, context, path);
  return read.ok ? ok(plainFields(fields, read.value) as ReadOf<F>) : read;
}

function readStreams<P extends Parts>(parts: P, binding: Binding): Result<Configuration<Fields, P>['streams']> {
  const streams: { [as: string]: Bound<Fields>[] } = Object.fromEntries(Object.keys(parts).map((as) => [as, []]));
  for (const { stream, as, of = [], settings = {} } of binding.streams) {
    const part: Part | undefined = Object.hasOwn(parts, as) ? parts[as] : undefined;
    if (part === undefined) return refuse('unknown_value', `stream ${stream}: ${binding.method} has no part ${as}${didYouMean(as, Object.keys(parts)) || `; it has: ${Object.keys(parts).join(', ')}`}`);
    const read = readSettings(part.fields, settings, `stream ${stream}: settings`);
    if (!read.ok) return read;
    streams[as]?.push({ stream, of, settings: read.value });
  }
  const refusal = miscounted(parts, streams, binding.method);
  return refusal ?? ok(streams as unknown as Configuration<Fields, P>['streams']) // each was read by the fields of its own part;
}

function miscounted(parts: Parts, streams: { readonly [as: string]: readonly Bound<Fields>[] }, method: string): Result<never> | undefined {
  for (const [as, { says, many, required }] of Object.entries(parts)) {
    const list = streams[as] ?? [];
    if (required && list.length === 0) return refuse('missing_value', `${method} needs a stream as ${as}: ${says}`);
    if (!many && list.length > 1) return refuse('invalid_value', `${method} takes one stream as ${as}, not ${list.length}`);
  }
  const all = Object.values(streams).flat().map(({ stream }) => stream);
  const twice = all.find((stream, place) => all.indexOf(stream) !== place);
  return twice === undefined ? undefined : refuse('invalid_value', `stream ${twice} is bound twice: it can play one part only`);
}

function plainFields(fields: Fields, values: JsonObject): { [name: string]: Json } {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, plain(fields[name], value)]));
}

/** From smallest parts to the number that was written, through its text: rounded correctly, the same everywhere. */
function plain(type: ValueType | undefined, value: Json): Json {
  switch (type?.type) {
    case 'decimal': return Number(formatDecimal(value as number, type.decimals));
    case 'probability': return Number(formatDecimal(value as number, probabilityDecimals));
    case 'list': return (value as readonly Json[]).map((each) => plain(type.of, each));
    case 'map': return Object.fromEntries(Object.entries(value as JsonObject).map(([key, each]) => [key, plain(type.of, each)]));
    case 'record': return plainFields(type.fields, value as JsonObject);
    default: return value;
  }
}
