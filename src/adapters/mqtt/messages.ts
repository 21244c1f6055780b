/**
 * MQTT messages: topics and payloads into signed batches and unsigned readings. The one parser for the embedded broker and for others.
 *
 * - `frankpledge/<collective>/observe`: `{ entry, seal }`, a device's signed batch
 * - `frankpledge/<collective>/reading/<device>`: `{ seq, subject, event, at?, p?, …values }`, or `{ observations: [ … ] }` of these
 * - `frankpledge/<collective>/refused/<device>`: the answer to what was not taken
 *
 * `<collective>` is the name as a slug, or the 16 hex digits of the origin.
 */
import { z } from 'zod';
import { observationsPerEntryMax, recordBytesMax, type SealedEntry } from '../../vocabulary/entries.ts';
import { idLengthMax, isId } from '../../vocabulary/ids.ts';
import { isObject, type JsonObject } from '../../vocabulary/json.ts';
import { aboutRefusal } from '../../vocabulary/refusals.ts';
import type { Refusal } from '../../vocabulary/result.ts';
import { instantMax, parseInstant } from '../../vocabulary/time.ts';
import type { Reading } from './intake.ts';

/** A payload holds at most what a record does. */
export const payloadBytesMax = recordBytesMax;
/** `frankpledge/`, two names and what lies between. */
export const topicLengthMax = 256;
/** Nesting of a payload: three levels are the batch's own, and no kit's value needs more than three. */
const depthMax = 12;
/** Longest text of a subject: that of the kernel's own check. */
const subjectLengthMax = 2 * idLengthMax + 1;

export type Topics = {
  /** How this collective may be called in a topic; the first is used where nobody asked. */
  readonly names: readonly string[];
};

export type Message =
  | { readonly kind: 'sealed'; readonly reply: string; readonly device: string; readonly sealed: SealedEntry }
  | { readonly kind: 'readings'; readonly reply: string; readonly device: string; readonly readings: readonly Reading[] }
  | { readonly kind: 'bad'; readonly reply: string; readonly refusal: Refusal; readonly seq?: number }
  /** Some other topic: not for us. */
  | { readonly kind: 'other' };

/** The names under which a collective's topics lie. */
export function topicsOf(origin: string, name: string): Topics {
  const hex = origin.slice(origin.lastIndexOf('/') + 1);
  const slug = slugOf(name);
  return { names: slug === '' ? [hex] : [slug, hex] };
}

/** `Tombsboro am See` → `tombsboro-am-see`. */
export function slugOf(name: string): string {
  return name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, idLengthMax);
}

/** The topics to listen on at a broker of others'. */
export function subscriptionsOf(topics: Topics): string[] {
  return topics.names.flatMap((name) => [`frankpledge/${name}/observe`, `frankpledge/${name}/reading/+`]);
}

/** Whether a device may listen here at the embedded broker: only to answers. */
export function isReplyFilter(filter: string): boolean {
  return /^frankpledge\/[^/#]+\/refused\/[^/#]+$/.test(filter) || /^frankpledge\/[^/#]+\/refused\/#$/.test(filter);
}

/** Whether it is one of {@link readMessage}'s; the others may be devices of other conventions. */
export function isOwnTopic(topic: string): boolean {
  return /^frankpledge\/[^/]*\/(observe|reading\/[^/]*)$/.test(topic);
}

/** Whether it lies under one of these names. */
export function isTopicOf({ names }: Topics, topic: string): boolean {
  const [root, name = ''] = topic.split('/');
  return root === 'frankpledge' && names.includes(name);
}

/** Topic and payload into what they say. */
export function readMessage(topics: Topics, topic: string, payload: Uint8Array): Message {
  const [root, name = '', what, device, ...more] = topic.split('/');
  if (root !== 'frankpledge' || more.length > 0 || topic.length > topicLengthMax) return { kind: 'other' };
  const isSealed = what === 'observe' && device === undefined;
  if (!isSealed && !(what === 'reading' && device !== undefined)) return { kind: 'other' };
  const bad = (sender: string, refusal: Refusal, seq?: number): Message =>
    ({ kind: 'bad', reply: replyTopic(name, sender), refusal, ...(seq === undefined ? {} : { seq }) });
  const sender = isId(device) ? device : 'unknown';
  if (!topics.names.includes(name)) return bad(sender, { code: 'wrong_origin', detail: `"${name}" is not here; the topics begin with frankpledge/${topics.names[0] ?? ''}/` });
  if (payload.length > payloadBytesMax) return bad(sender, { code: 'too_large', detail: `the message has ${payload.length} bytes; at most ${payloadBytesMax} are taken` });
  const parsed = parsePayload(payload);
  if (!isObject(parsed)) return bad(sender, { code: 'malformed', detail: typeof parsed === 'string' ? parsed : 'the message is no JSON object' });
  if (isSealed) return readSealed(parsed, name, bad);
  if (!isId(device)) return bad(sender, { code: 'malformed', detail: `a device can't be called ${JSON.stringify(device)}` });
  return readReadings(parsed, name, device, bad);
}

/** The payload of an answer to what was not taken. */
export function refusedPayload(refusal: Refusal, seq?: number): string {
  return JSON.stringify({ error: { code: refusal.code, message: refusal.detail, hint: aboutRefusal(refusal.code).hint }, ...(seq === undefined ? {} : { seq }) });
}

export function replyTopic(name: string, device: string): string {
  return `frankpledge/${name}/refused/${device}`;
}

type Bad = (sender: string, refusal: Refusal, seq?: number) => Message;

function readSealed(parsed: object, name: string, bad: Bad): Message {
  const read = sealedSchema.safeParse(parsed);
  if (!read.success) {
    const by = 'entry' in parsed && isObject(parsed.entry) ? parsed.entry['by'] : undefined;
    return bad(isId(by) ? by : 'unknown', { code: 'malformed', detail: firstProblem(read.error) });
  }
  const sealed = read.data as SealedEntry;
  return { kind: 'sealed', reply: replyTopic(name, sealed.entry.by), device: sealed.entry.by, sealed };
}

function readReadings(parsed: { readonly [key: string]: unknown }, name: string, device: string, bad: Bad): Message {
  const listed = Object.hasOwn(parsed, 'observations');
  const read = listed ? batchSchema.safeParse(parsed) : readingSchema.safeParse(parsed);
  if (!read.success) {
    const seq = parsed['seq'];
    return bad(device, { code: 'malformed', detail: firstProblem(read.error) }, typeof seq === 'number' ? seq : undefined);
  }
  const flat = ('observations' in read.data ? read.data.observations : [read.data]) as readonly FlatReading[];
  const readings: Reading[] = [];
  for (const { seq, subject, event, at, p, ...values } of flat) {
    const instant = typeof at === 'string' ? parseInstant(at) : undefined;
    if (instant?.ok === false) return bad(device, instant.refusal, seq);
    const when = instant?.value ?? (at as number | undefined);
    readings.push({ seq, subject, event, ...(when === undefined ? {} : { at: when }), ...(p === undefined ? {} : { p }), values } as Reading);
  }
  return { kind: 'readings', reply: replyTopic(name, device), device, readings };
}

type FlatReading = JsonObject & { readonly seq: number; readonly subject: string; readonly event: string; readonly at?: string | number; readonly p?: { readonly event?: number | string; readonly person?: number | string } };

const id = z.string().refine(isId, 'is no name of letters, digits, dot, dash, underscore');
const instant = z.int().min(0).max(instantMax);
const probability = z.union([z.number(), z.string().max(40)]);
const probabilities = z.strictObject({ event: probability.optional(), person: probability.optional() });
const sequence = z.int('counts from 1').min(1);
const subject = z.string().min(1).max(subjectLengthMax);

const observationSchema = z.strictObject({
  id: id.optional(), seq: sequence.optional(), device: id.optional(), subject, event: id, at: instant, p: probabilities.optional(),
  values: z.record(z.string(), z.unknown()),
});

const sealedSchema = z.strictObject({
  entry: z.strictObject({
    origin: z.string().max(128), kind: z.literal('observe'), by: id, at: instant, id: z.string().min(1).max(128),
    body: z.strictObject({ observations: z.array(observationSchema).min(1).max(observationsPerEntryMax) }),
  }),
  seal: z.strictObject({ key: id, sig: z.string().max(128) }),
});

const readingSchema = z.looseObject({
  seq: sequence, subject, event: id, at: z.union([z.string().max(64), instant]).optional(), p: probabilities.optional(),
});

const batchSchema = z.strictObject({ observations: z.array(readingSchema).min(1).max(observationsPerEntryMax) });

/** The value, or in words why there is none. */
function parsePayload(payload: Uint8Array): unknown {
  let value: unknown;
  try {
    value = JSON.parse(utf8.decode(payload));
  } catch {
    return 'the message is no JSON in UTF-8';
  }
  return isPlain(value, depthMax) ? value : `the message nests deeper than ${depthMax} levels, or holds a number or text that JSON can't carry exactly`;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** What can be written canonically: no lone surrogates, no infinite numbers (`1e999`), not too deep. */
function isPlain(value: unknown, depthLeft: number): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depthLeft === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depthLeft - 1));
  return Object.entries(value).every(([key, item]) => key.isWellFormed() && key !== '__proto__' && isPlain(item, depthLeft - 1));
}

function firstProblem({ issues }: z.ZodError): string {
  const [issue] = issues;
  if (issue === undefined) return 'the message is not understood';
  const path = issue.path.join('.');
  return path === '' ? issue.message : `${path}: ${issue.message}`;
}
