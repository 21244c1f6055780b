/** The one parser of sealed entries that come in over HTTP: what the kernel then trusts to have the right types. */
import { z } from '@hono/zod-openapi';
import { limits } from '../../compiler/rules.ts';
import type { Change } from '../../vocabulary/changes.ts';
import { entryKinds, observationsPerEntryMax, type EntryKind, type SealedEntry } from '../../vocabulary/entries.ts';
import { authenticatorDataCharsMax, clientDataCharsMax } from '../../vocabulary/seals.ts';
import { keepDaysMax, sayingsMax } from '../../vocabulary/sensing.ts';
import { parseInstant } from '../../vocabulary/time.ts';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import type { KitManifest } from '../../vocabulary/kit.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import {
  adoption, askedByProposal, binding, change, charter, choice, edit, hash, id, ids, instant, issuing, jsonObject, keyGrant, keyGrants, listMax, memberGrant, paragraphs, stream, text,
} from './change-schemas.ts';
import type { UnsignedObservation } from './schemas.ts';

const probability = z.union([z.number(), z.string().max(40)]);
const sureness = z.strictObject({ event: probability.optional(), person: probability.optional() });
const saying = z.strictObject({
  stream, state: z.enum(['said', 'silent', 'dead', 'stuck', 'not_permitted']), llr: z.number().optional(), about: z.literal('person').optional(), weight: z.number().optional(), by: z.enum(['signed', 'gateway']),
});
const evidence = z.strictObject({
  readings: hash, count: z.int(), sensors: z.array(saying).max(sayingsMax), prior: z.number(), raw: z.strictObject({ event: z.number(), person: z.number().optional() }),
  calibration: z.strictObject({ record: z.int(), cases: z.int() }).nullable(), person_calibration: z.strictObject({ record: z.int(), cases: z.int() }).optional(),
});
const observation = z.strictObject({
  id: id.optional(), seq: z.int().optional(), device: id.optional(), subject: id, event: id, at: instant, p: sureness.optional(), values: jsonObject, from: evidence.optional(),
});

const members = z.array(memberGrant).max(listMax);
const nothing = z.strictObject({});
/** A proposal's name, that of an amendment, or a revision's digest. */
const named = hash;

const bodies: { readonly [kind in EntryKind]: z.ZodType } = {
  'found': z.strictObject({ protocol: z.int(), charter, members, keys: keyGrants, zone_rules: hash, sandbox: hash }),
  'found.more': z.strictObject({ members, keys: keyGrants }),
  'admit': z.strictObject({ member: memberGrant, keys: keyGrants }),
  'key.add': z.strictObject({ key: keyGrant }),
  'key.revoke': z.strictObject({ key: id }),
  'zone': z.strictObject({ zone_rules: hash }),
  'adopt': z.strictObject(adoption),
  'consent': z.strictObject({ subcontract: id, part: id, given: z.boolean() }),
  'attest': z.strictObject({ member: id, commitment: hash, values: z.record(z.string(), z.record(z.string(), z.int())) }),
  'issue': z.strictObject(issuing),
  'pay': z.strictObject({ to: id, unit: id, amount: text, reason: text.optional() }),
  'income': z.strictObject({ to: text, unit: id, amount: text, from: text, reference: text, day: text }),
  'payout': z.strictObject({ unit: id, amount: text, reason: text.optional() }),
  'payout.cancel': z.strictObject({ payout: id }),
  'settle': z.discriminatedUnion('how', [
    z.strictObject({ payout: id, how: z.literal('sent') }),
    z.strictObject({ payout: id, how: z.literal('paid'), reference: text }),
    z.strictObject({ payout: id, how: z.literal('returned'), reason: text, reference: text.optional() }),
  ]),
  'reverse': z.strictObject({ unit: id, reference: text, reason: text, return_reference: text.optional() }),
  'observe': z.strictObject({ observations: z.array(observation).max(observationsPerEntryMax) }),
  'request': z.strictObject({ subcontract: id, action: id, with: jsonObject }),
  'sign': z.strictObject({ founding: hash }),
  'invite': z.strictObject({ key: keyGrant }),
  'join': z.strictObject({ member: memberGrant, keys: keyGrants }),
  'accept': z.strictObject({ subcontract: id, given: z.literal(false).optional() }),
  'leave': nothing,
  'propose': z.strictObject({
    change, reason: text, title: text.optional(), text: paragraphs.optional(), topic: id.optional(), asked: askedByProposal.optional(), closes: instant.optional(), effective: instant.optional(),
  }),
  'withdraw': z.strictObject({ proposal: named }),
  'ballot': z.strictObject({ proposal: named, choice, revision: named.optional(), reason: text.optional() }),
  'amend': z.strictObject({ proposal: named, revision: named, edits: z.array(edit).max(listMax), reason: text }),
  'delegate': z.strictObject({ topic: id.nullable(), to: id.nullable() }),
  'comment': z.strictObject({ proposal: named, paragraph: id.optional(), answers: hash.optional(), commitment: hash }),
  'friends': z.strictObject({ friends: ids, approvals: z.int() }),
  'opened': z.strictObject({ member: id, commitment: hash, reason: text }),
  'bind': z.strictObject({ binding }),
  'unbind': z.strictObject({ binding: id }),
  'permit': z.strictObject({
    stream, purpose: id, to: id.optional(), fields: ids.optional(), keep_days: z.int().min(0).max(keepDaysMax), until: instant.optional(), given: z.literal(false).optional(),
  }),
  'look': z.strictObject({ stream, purpose: id, reason: text, from: instant, until: instant }),
  'dispute': z.strictObject({ observation: id, reason: text }),
  'judge': z.strictObject({ observation: id, held: z.boolean(), by: id.optional(), reason: text.optional() }),
  'incident': z.strictObject({ place: id, severity: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]), happened: instant, reason: text.optional() }),
  'digest': z.strictObject({ records: z.int(), state: hash }),
  'clock': nothing,
};

const frame = { origin: z.string().max(130), by: id, at: instant, id };
const [first, ...others] = entryKinds.map((kind) => z.strictObject({ kind: z.literal(kind), body: bodies[kind], ...frame }));
const entry = z.discriminatedUnion('kind', [first as NonNullable<typeof first>, ...others]);

/** By a passkey with what it asserts, by a plain key without. */
export const seal = z.union([
  z.strictObject({ key: id, sig: z.string().max(200) }),
  z.strictObject({ key: id, sig: z.string().max(200), authenticatorData: z.string().max(authenticatorDataCharsMax), clientDataJSON: z.string().max(clientDataCharsMax) }),
]).openapi('Seal');

export const sealedEntrySchema = z.strictObject({ entry, seal }).openapi('SealedEntry');

/** `at` as an instant, or as text with its offset, for people who write with curl. */
const when = z.union([instant, z.string().max(64)]);
export const observationsSchema = z.strictObject({
  device: id,
  observations: z.array(z.strictObject({ seq: z.int().min(1), subject: id, event: id, at: when, p: sureness.optional(), values: jsonObject }))
    .min(1).max(observationsPerEntryMax),
}).openapi('Observations');

/** Longest erasable text: a comment, a transcript's page. */
export const bodyCharsMax = 65_536;
export const bodySchema = z.strictObject({ text: z.string().min(1).max(bodyCharsMax) }).openapi('Body');

export const codeSchema = z.strictObject({ source: z.string().min(1).max(limits.sourceMax) }).openapi('Code');

/**
 * Checks a sealed entry and returns what was sent, as its seal is over exactly that, with keys in the order in which the log keeps them:
 * what the kernel decides now it must decide again when it reads the record.
 * Refuses with `malformed`, naming the first place that is wrong.
 */
export function readSealedEntry(raw: unknown, readManifest: (value: unknown) => Result<KitManifest>): Result<SealedEntry> {
  const parsed = read(sealedEntrySchema, raw);
  if (!parsed.ok) return parsed;
  const { entry: said } = raw as SealedEntry;
  for (const manifest of manifestsIn(said)) {
    const read = readManifest(manifest);
    if (!read.ok) return read;
  }
  return ok(inOrder(raw as Json) as unknown as SealedEntry);
}

/** All kits that an entry would bring into force, or put to the vote. */
function manifestsIn(said: SealedEntry['entry']): readonly unknown[] {
  if (said.kind === 'adopt') return [said.body.manifest];
  if (said.kind === 'amend') return said.body.edits.flatMap((each) => (each.edit === 'code' ? [each.manifest] : []));
  return said.kind === 'propose' ? manifestsOf(said.body.change) : [];
}

function manifestsOf(proposed: Change): readonly unknown[] {
  if (proposed.change === 'choice') return proposed.options.flatMap((option) => (option.change === undefined ? [] : manifestsOf(option.change)));
  return 'manifest' in proposed ? [proposed.manifest] : [];
}

export function readObservations(raw: unknown): Result<{ device: string; observations: UnsignedObservation[] }> {
  const parsed = read(observationsSchema, raw);
  if (!parsed.ok) return parsed;
  const observations: UnsignedObservation[] = [];
  for (const [place, each] of parsed.value.observations.entries()) {
    const at = typeof each.at === 'number' ? ok(each.at) : parseInstant(each.at);
    if (!at.ok) return refuse('malformed', `observations.${place}.at: ${at.refusal.detail}`);
    const { p, ...rest } = each;
    observations.push({ ...rest, at: at.value, ...(p === undefined ? {} : { p: { ...(p.event === undefined ? {} : { event: p.event }), ...(p.person === undefined ? {} : { person: p.person }) } }) });
  }
  return ok(inOrder({ device: parsed.value.device, observations } as unknown as Json) as unknown as { device: string; observations: UnsignedObservation[] });
}

/** By UTF-16 code units, as RFC 8785 has it. */
function inOrder(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each: Json) => inOrder(each));
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, inOrder((value as JsonObject)[key] ?? null)]));
}

/** Reads by a schema; refuses with the first thing that is wrong and where. */
export function read<S extends z.ZodType>(schema: S, raw: unknown): Result<z.infer<S>> {
  const parsed = schema.safeParse(raw);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  const place = issue?.path.map(String).join('.') ?? '';
  return refuse('malformed', `${place === '' ? 'the message' : place}: ${issue?.message ?? 'not understood'}`);
}
