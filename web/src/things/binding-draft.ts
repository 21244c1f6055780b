/** A binding while somebody writes it, and what it then is: read by the same methods as the server's. */
import { t } from '../messages/t.ts';
import { methods } from '../../../src/sensing/methods/methods.ts';
import type { Running } from '../../../src/sensing/methods/running.ts';
import { withSettings, type TypedSetting } from '../../../src/sensing/typed-settings.ts';
import { isId } from '../../../src/vocabulary/ids.ts';
import type { JsonObject } from '../../../src/vocabulary/json.ts';
import { ok, refuse, type Result } from '../../../src/vocabulary/result.ts';
import { keepDaysMax, type Binding, type StreamName } from '../../../src/vocabulary/sensing.ts';
import type { StreamShown } from '../../../src/views/things-shown.ts';

export type DraftStream = { readonly stream: StreamName; readonly as: string; readonly of: readonly string[] };

export type Draft = {
  /** Empty: made of subject and method. */
  readonly id: string;
  readonly subject: string;
  readonly method: string;
  readonly streams: readonly DraftStream[];
  /** Setting → what was typed; of a stream it is called `stream.setting`. */
  readonly written: { readonly [setting: string]: string };
  readonly keepDays: string;
  /** SHA-256 in hex of a trained model's file, where the method needs one. */
  readonly model?: string;
};

/** Methods that a trained model works for. */
const withModel: readonly string[] = ['classify'];

export function needsModel(method: string): boolean {
  return withModel.includes(method);
}

/** Days for which readings are kept unless one says otherwise. */
const keepDaysDefault = '7';

/** With the method that suits the stream, where that can be told. */
export function draftOf(stream: Pick<StreamShown, 'stream' | 'deviceClass' | 'unit'> | undefined): Draft {
  const method = stream === undefined ? '' : (suitedTo(stream) ?? '');
  return { id: '', subject: '', method, streams: stream === undefined ? [] : [{ stream: stream.stream, as: partFor(method, stream, []), of: [] }], written: {}, keepDays: keepDaysDefault };
}

export function draftFrom({ id, subject, method, streams, settings, keep_days: days, model }: Binding): Draft {
  return {
    id, subject, method, streams: streams.map(({ stream, as, of = [] }) => ({ stream, as, of })), keepDays: String(days), ...(model === undefined ? {} : { model }),
    written: Object.fromEntries([...typed(settings, ''), ...streams.flatMap(({ stream, settings: own = {} }) => typed(own, `${stream}.`))]),
  };
}

function typed(settings: JsonObject, before: string): [string, string][] {
  return Object.entries(settings).map(([name, value]) => [`${before}${name}`, typeof value === 'object' ? JSON.stringify(value) : String(value)]);
}

/** Home Assistant's word for what tells whether a phone is there; it has none for what such a thing measures. */
function isTracker(stream: StreamName): boolean {
  return stream.includes('/device_tracker.');
}

/** By Home Assistant's words for what is measured, and by units. */
const suited: { readonly [sign: string]: string } = {
  weight: 'load-cell', g: 'load-cell', kg: 'load-cell', lb: 'load-cell', temperature: 'temperature', Cel: 'temperature', distance: 'level', volume_storage: 'level', cm: 'level', mm: 'level',
  motion: 'event', occupancy: 'event', sound: 'event', vibration: 'event', smoke: 'event', moisture: 'event', door: 'presence', garage_door: 'presence', opening: 'presence', presence: 'presence', window: 'event',
};

export function suitedTo({ stream, deviceClass, unit }: Pick<StreamShown, 'stream' | 'deviceClass' | 'unit'>): string | undefined {
  if (isTracker(stream)) return 'presence';
  return [deviceClass, unit].flatMap((sign) => (sign !== null && Object.hasOwn(suited, sign) ? [suited[sign]] : []))[0];
}

/** Home Assistant's words for what plays a part of another name. */
const parts: { readonly [deviceClass: string]: string } = { door: 'door', garage_door: 'door', opening: 'door', presence: 'phone', weight: 'weight', temperature: 'temperature', distance: 'distance' };

type Playing = Pick<StreamShown, 'stream' | 'deviceClass'>;

/** The part that a further stream most likely plays: what it measures, else what is needed and nobody plays yet, else the first. */
export function partFor(method: string, { stream, deviceClass }: Playing, streams: readonly DraftStream[]): string {
  const known = Object.entries(methods.get(method)?.parts ?? {});
  const open = known.filter(([as, { many }]) => many || !streams.some((each) => each.as === as));
  const sign = isTracker(stream) ? 'presence' : deviceClass;
  const meant = sign === null || !Object.hasOwn(parts, sign) ? undefined : parts[sign];
  const needed = open.find(([as, { required }]) => required && !streams.some((each) => each.as === as));
  return (needed ?? open.find(([as]) => as === meant) ?? open[0])?.[0] ?? '';
}

/** Another method has other parts. */
export function withMethod(draft: Draft, method: string, streamOf: (name: StreamName) => Playing | undefined): Draft {
  let streams: readonly DraftStream[] = [];
  for (const each of draft.streams) streams = [...streams, { ...each, as: partFor(method, streamOf(each.stream) ?? { stream: each.stream, deviceClass: null }, streams) }];
  const { model, ...rest } = draft;
  return { ...rest, method, streams, written: {}, ...(model === undefined || !needsModel(method) ? {} : { model }) };
}

/** @example nameOf({ subject: 'woodpile', method: 'load-cell', … }) === 'woodpile-load-cell' */
export function bindingName({ id, subject, method }: Pick<Draft, 'id' | 'subject' | 'method'>): string {
  return id.trim() === '' ? `${subject.trim()}-${method}` : id.trim();
}

export type Readied = { readonly binding: Binding; readonly running: Running };

/** What is written, as the log will have it, and its method at work; or what is wrong or missing. */
export function readied(draft: Draft): Result<Readied> {
  const { subject, method: name, streams, written, keepDays, model } = draft;
  const method = methods.get(name);
  if (streams.length === 0) return refuse('missing_value', t('things.bind.wrong.stream'));
  if (method === undefined) return refuse('missing_value', t('things.bind.wrong.method'));
  if (!isId(subject.trim())) return refuse('missing_value', subject.trim() === '' ? t('things.bind.wrong.no_subject') : t('things.bind.wrong.subject', { subject }));
  if (needsModel(name) && model === undefined) return refuse('missing_value', t('things.bind.wrong.model'));
  const id = bindingName(draft);
  if (!isId(id)) return refuse('invalid_value', t('things.bind.wrong.name', { name: id }));
  const days = /^\d{1,5}$/.test(keepDays.trim()) ? Number(keepDays) : Infinity;
  if (days > keepDaysMax) return refuse('invalid_value', t('things.bind.wrong.days', { max: keepDaysMax }));
  const bare: Binding = {
    id, subject: subject.trim(), method: name, settings: {}, keep_days: days, ...(model === undefined ? {} : { model }),
    streams: streams.map(({ stream, as, of }) => ({ stream, as, ...(of.length === 0 ? {} : { of }) })),
  };
  const filled = withSettings(method, bare, typedSettings(draft, written));
  if (!filled.ok) return filled;
  const opened = method.open(filled.value);
  return opened.ok ? ok({ binding: filled.value, running: opened.value }) : opened;
}

/** What can be found by it, also while numbers are still missing that don't change what that is. */
export function eventsOf(draft: Draft): readonly string[] {
  const missing = Object.entries(methods.get(draft.method)?.fields ?? {}).filter(([name, field]) => field.type === 'decimal' && field.default === undefined && field.optional !== true && (draft.written[name] ?? '') === '');
  const model = needsModel(draft.method) ? { model: draft.model ?? '0'.repeat(64) } : {};
  const whole = readied({ ...draft, ...model, subject: 'any', id: 'any', keepDays: '0', written: { ...draft.written, ...Object.fromEntries(missing.map(([name]) => [name, '1'])) } });
  return whole.ok ? whole.value.running.events : [];
}

/** What is empty stands as the method says; what belongs to a stream that is gone is left out. */
function typedSettings({ streams }: Draft, written: Draft['written']): TypedSetting[] {
  return Object.entries(written).flatMap(([name, text]) => {
    const isThere = !name.includes('.') || streams.some(({ stream }) => name.startsWith(`${stream}.`));
    return text.trim() === '' || !isThere ? [] : [{ name, text: text.trim() }];
  });
}
