/** The one parser of sealed entries that come in over HTTP: what the kernel then trusts to have the right types. */
import { z } from '@hono/zod-openapi';
import { limits } from '../../compiler/rules.ts';
import { entryKinds, observationsPerEntryMax, type SealedEntry } from '../../vocabulary/entries.ts';
import { instantMax, parseInstant } from '../../vocabulary/time.ts';
import type { Json, JsonObject } from '../../vocabulary/json.ts';
import type { KitManifest } from '../../vocabulary/kit.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import type { UnsignedObservation } from './schemas.ts';

/** Longest text where no type says more: an amount, a reason, a name. */
const textMax = 2000;
/** Keys and members that one entry may bring; the record's 64 KiB hold fewer. */
const listMax = 2000;

const id = z.string().max(130);
const text = z.string().max(textMax);
const instant = z.int().min(0).max(instantMax);
const jsonObject = z.record(z.string(), z.any());
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex');
const amounts = z.record(z.string(), text);

const scope = z.strictObject({ kinds: z.array(z.enum(entryKinds)).max(entryKinds.length).optional(), subjects: z.array(id).max(listMax).optional() });
const keyGrant = z.strictObject({
  id, role: z.enum(['operator', 'log', 'member', 'device', 'gateway']), owner: id, public_key: z.string().max(100), scope: scope.optional(), expires: instant.optional(),
});
const memberGrant = z.strictObject({ id, name: text.optional(), opening: amounts.optional(), floor: amounts.optional() });
const members = z.array(id).max(listMax);
const charter = z.strictObject({
  name: text, zone: text, units: z.array(z.strictObject({ id, decimals: z.int(), name: text.optional() })).max(listMax),
  rights: z.strictObject({ admit: members, issue: members, attest: members, review: members }),
  issue_per_month: amounts, late_days: z.int().min(0).max(3650), clock_ahead_s: z.int().min(0).max(86_400),
  decide: z.strictObject({ more_than: z.strictObject({ numerator: z.int(), denominator: z.int() }), days: z.int() }).optional(),
  recovery: z.strictObject({ approvals: z.int(), wait_hours: z.int() }).optional(),
  alone_max: amounts.optional(), appear_s: z.int().optional(),
});
const probability = z.union([z.number(), z.string().max(40)]);
const sureness = z.strictObject({ event: probability.optional(), person: probability.optional() });
const observation = z.strictObject({
  id: id.optional(), seq: z.int().optional(), device: id.optional(), subject: id, event: id, at: instant, p: sureness.optional(), values: jsonObject,
});

const adoption = { subcontract: id, manifest: jsonObject, code: hash, parties: z.record(z.string(), id), terms: jsonObject };
const issuing = { to: id, unit: id, amount: text, reason: text };
/** Longest policy file: some hundred witnesses. */
const policyCharsMax = 32_768;
const change = z.discriminatedUnion('change', [
  z.strictObject({ change: z.literal('operator'), keys: z.array(keyGrant).max(listMax) }),
  z.strictObject({ change: z.literal('policy'), policy: z.string().max(policyCharsMax), runs: z.record(z.string().max(300), id) }),
  z.strictObject({ change: z.literal('adopt'), ...adoption }),
  z.strictObject({ change: z.literal('recover'), member: id, key: keyGrant }),
  z.strictObject({ change: z.literal('issue'), ...issuing }),
]);

const bodies = {
  'found': z.strictObject({
    protocol: z.int(), charter, members: z.array(memberGrant).max(listMax), keys: z.array(keyGrant).max(listMax), zone_rules: hash, sandbox: hash,
  }),
  'admit': z.strictObject({ member: memberGrant, keys: z.array(keyGrant).max(listMax) }),
  'key.add': z.strictObject({ key: keyGrant }),
  'key.revoke': z.strictObject({ key: id }),
  'zone': z.strictObject({ zone_rules: hash }),
  'adopt': z.strictObject(adoption),
  'consent': z.strictObject({ subcontract: id, part: id, given: z.boolean() }),
  'attest': z.strictObject({ member: id, commitment: hash, values: z.record(z.string(), z.record(z.string(), z.int())) }),
  'issue': z.strictObject(issuing),
  'pay': z.strictObject({ to: id, unit: id, amount: text, reason: text.optional() }),
  'observe': z.strictObject({ observations: z.array(observation).max(observationsPerEntryMax) }),
  'request': z.strictObject({ subcontract: id, action: id, with: jsonObject }),
  'propose': z.strictObject({ change, reason: text }),
  'ballot': z.strictObject({ proposal: hash, choice: z.enum(['yes', 'no']) }),
  'friends': z.strictObject({ friends: members, approvals: z.int() }),
  'opened': z.strictObject({ member: id, commitment: hash, reason: text }),
  'digest': z.strictObject({ records: z.int(), state: hash }),
  'clock': z.strictObject({}),
} as const;

const frame = { origin: z.string().max(130), by: id, at: instant, id };
const entry = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('found'), body: bodies.found, ...frame }),
  z.strictObject({ kind: z.literal('admit'), body: bodies.admit, ...frame }),
  z.strictObject({ kind: z.literal('key.add'), body: bodies['key.add'], ...frame }),
  z.strictObject({ kind: z.literal('key.revoke'), body: bodies['key.revoke'], ...frame }),
  z.strictObject({ kind: z.literal('zone'), body: bodies.zone, ...frame }),
  z.strictObject({ kind: z.literal('adopt'), body: bodies.adopt, ...frame }),
  z.strictObject({ kind: z.literal('consent'), body: bodies.consent, ...frame }),
  z.strictObject({ kind: z.literal('attest'), body: bodies.attest, ...frame }),
  z.strictObject({ kind: z.literal('issue'), body: bodies.issue, ...frame }),
  z.strictObject({ kind: z.literal('pay'), body: bodies.pay, ...frame }),
  z.strictObject({ kind: z.literal('observe'), body: bodies.observe, ...frame }),
  z.strictObject({ kind: z.literal('request'), body: bodies.request, ...frame }),
  z.strictObject({ kind: z.literal('propose'), body: bodies.propose, ...frame }),
  z.strictObject({ kind: z.literal('ballot'), body: bodies.ballot, ...frame }),
  z.strictObject({ kind: z.literal('friends'), body: bodies.friends, ...frame }),
  z.strictObject({ kind: z.literal('opened'), body: bodies.opened, ...frame }),
  z.strictObject({ kind: z.literal('digest'), body: bodies.digest, ...frame }),
  z.strictObject({ kind: z.literal('clock'), body: bodies.clock, ...frame }),
]);

export const sealedEntrySchema = z.strictObject({ entry, seal: z.strictObject({ key: id, sig: z.string().max(200) }) }).openapi('SealedEntry');

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
  const adopted = adoptionIn(parsed.value.entry);
  const manifest = adopted === null ? null : readManifest(adopted.manifest);
  if (manifest?.ok === false) return manifest;
  return ok(inOrder(raw as Json) as unknown as SealedEntry);
}

function adoptionIn(said: z.infer<typeof entry>): { readonly manifest: unknown } | null {
  if (said.kind === 'adopt') return said.body;
  return said.kind === 'propose' && said.body.change.change === 'adopt' ? said.body.change : null;
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
