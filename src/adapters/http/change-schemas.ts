/** What members decide on, as it comes in: changes, the edits of amendments, the charter with its rules. The kernel says what of it can be done. */
import { z } from '@hono/zod-openapi';
import { charterParts } from '../../vocabulary/charter.ts';
import { pilotMeasures, type ChangeKind } from '../../vocabulary/changes.ts';
import { entryKinds } from '../../vocabulary/entries.ts';
import { credentialIdCharsMax } from '../../vocabulary/grants.ts';
import { boundStreamsMax, keepDaysMax } from '../../vocabulary/sensing.ts';
import { instantMax } from '../../vocabulary/time.ts';

/** Longest text where no type says more: an amount, a reason, a name. */
const textMax = 2000;
/** Keys and members that one entry may bring; the record's 64 KiB hold fewer. */
export const listMax = 2000;
/** Longest paragraph of a proposal: a page or two. */
const paragraphMax = 10_000;
/** Longest policy file: some hundred witnesses. */
const policyCharsMax = 32_768;

export const id = z.string().max(130);
export const text = z.string().max(textMax);
export const instant = z.int().min(0).max(instantMax);
export const jsonObject = z.record(z.string(), z.any());
export const hash = z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex');
export const amounts = z.record(z.string(), text);
export const ids = z.array(id).max(listMax);

const kinds: { readonly [kind in ChangeKind]: true } = {
  operator: true, policy: true, recover: true, issue: true, adopt: true, terms: true, retire: true, stop: true, resume: true, pilot: true, act: true, spend: true, admit: true, exclude: true, charter: true,
  sensing: true, resolution: true, ratify: true, choice: true,
};
export const changeKinds = Object.keys(kinds) as [ChangeKind, ...ChangeKind[]];

// Keys and members

const scope = z.strictObject({ kinds: z.array(z.string().max(40)).max(100).optional(), subjects: ids.optional() });
const passkey = z.strictObject({ rp_id: z.string().max(260), origins: z.array(z.string().max(300)).max(100), credential_id: z.string().max(credentialIdCharsMax) });
export const keyGrant = z.strictObject({
  id, role: z.enum(['operator', 'log', 'member', 'device', 'gateway', 'invitation']), owner: id, public_key: z.string().max(100), name: text.optional(), passkey: passkey.optional(), scope: scope.optional(), expires: instant.optional(),
});
export const keyGrants = z.array(keyGrant).max(listMax);
export const memberGrant = z.strictObject({ id, name: text.optional(), opening: amounts.optional(), floor: amounts.optional(), commons: z.literal(true).optional(), votes: z.literal(false).optional() });

// Rules

const share = z.strictObject({ numerator: z.int(), denominator: z.int() });
const part = z.union([z.strictObject({ more_than: share }), z.strictObject({ at_least: share })]);
const quorum = z.int();
const oneBody = [
  z.strictObject({ rule: z.literal('consensus'), assents: z.int() }),
  z.strictObject({ rule: z.literal('majority'), yes: part, quorum }),
  z.strictObject({ rule: z.literal('threshold'), yes: z.union([...part.options, z.strictObject({ people: z.int() })]) }),
  z.strictObject({ rule: z.literal('unanimous') }),
] as const;
const rule = z.discriminatedUnion('rule', [
  ...oneBody,
  z.strictObject({ rule: z.literal('each'), of: z.record(id, z.discriminatedUnion('rule', oneBody)) }),
  z.strictObject({ rule: z.literal('approval'), winners: z.int(), quorum }),
  z.strictObject({ rule: z.literal('score'), max: z.int(), quorum }),
  z.strictObject({ rule: z.literal('instant_runoff'), quorum }),
  z.strictObject({ rule: z.literal('schulze'), quorum }),
]).openapi('DecisionRule');

export const choice = z.union([
  z.enum(['yes', 'no', 'abstain', 'concern', 'object']), z.strictObject({ approve: ids }), z.strictObject({ scores: z.record(id, z.int()) }), z.strictObject({ ranking: z.array(ids).max(listMax) }),
]);

// The charter

const group = z.templateLiteral(['group:', z.string().max(130)]);
export const askedByProposal = z.union([z.enum(['all', 'bound', 'parties']), group]);
const charterPart = z.enum(charterParts);
const matter = z.strictObject({
  name: id, changes: z.array(z.enum(changeKinds)).max(changeKinds.length), subcontracts: ids.optional(), topics: ids.optional(), parts: z.array(charterPart).max(charterParts.length).optional(),
  asked: z.union([z.enum(['all', 'bound', 'parties', 'chosen']), group]), rule, days: z.int(), days_min: z.int().optional(), early: z.boolean().optional(),
});
const cap = z.union([
  z.strictObject({ term: id, kit: id.optional(), subcontract: id.optional(), at_most: text.optional(), at_least: text.optional() }),
  z.strictObject({ charter: z.array(charterPart).max(charterParts.length) }),
]);
const entrenched = z.strictObject({
  says: text, cap, way: z.strictObject({ consent: z.union([z.templateLiteral(['party:', z.string().max(130)]), z.templateLiteral(['part:', z.string().max(130)]), group, ids]), votes: z.int(), apart_days: z.int() }),
});

/** What can be changed by decision, part by part. */
const parts = {
  name: text, rights: z.strictObject({ admit: ids, issue: ids, attest: ids, bind: ids.optional(), bank: ids.optional(), review: ids }), issue_per_month: amounts, late_days: z.int().min(0).max(3650), clock_ahead_s: z.int().min(0).max(86_400),
  decide: z.strictObject({ more_than: share, days: z.int() }), recovery: z.strictObject({ approvals: z.int(), wait_hours: z.int() }), alone_max: amounts, appear_s: z.int(),
  matters: z.array(matter).max(listMax), amending: z.strictObject({ rule, days: z.int(), confirm_days: z.int() }),
  windows: z.union([z.strictObject({ every: z.literal('day') }), z.strictObject({ every: z.enum(['week', 'month']), on: z.int() })]),
  groups: z.record(id, ids), entrenched: z.record(id, entrenched), weighty: z.strictObject({ kinds: z.array(z.enum(entryKinds)).max(entryKinds.length), a_day: amounts.optional() }),
};
const { name, rights, issue_per_month, late_days, clock_ahead_s, ...optional } = parts;
export const charter = z.strictObject({
  name, rights, issue_per_month, late_days, clock_ahead_s, zone: text, units: z.array(z.strictObject({ id, decimals: z.int(), name: text.optional() })).max(listMax), founders: ids.optional(),
  ...z.strictObject(optional).partial().shape,
});
/** Null takes a part away; those without which there is no charter stay. */
const charterSet = z.strictObject(Object.fromEntries(Object.entries(parts).map(([each, schema]) => [each, schema.nullable().optional()])));
/** What an amendment puts into a part has the part's own form. */
function checkPart({ value: { part: changed, after }, issues }: { readonly value: { readonly part: keyof typeof parts; readonly after?: unknown }; readonly issues: z.core.$ZodRawIssue[] }): void {
  const wrong = after === null ? undefined : parts[changed].safeParse(after).error?.issues[0];
  if (wrong !== undefined) issues.push({ code: 'custom', input: after, path: ['after', ...wrong.path], message: wrong.message });
}

// Changes

export const stream = z.string().max(130);
const boundStream = z.strictObject({ stream, as: id, of: ids.optional(), settings: jsonObject.optional() });
export const binding = z.strictObject({
  id, subject: id, method: id, streams: z.array(boundStream).max(boundStreamsMax), settings: jsonObject, model: hash.optional(), keep_days: z.int().min(0).max(keepDaysMax),
});

const parties = z.record(z.string(), id);
export const adoption = { subcontract: id, manifest: jsonObject, code: hash, parties, terms: jsonObject };
export const issuing = { to: id, unit: id, amount: text, reason: text };
const on = { subcontract: id };

const single = [
  z.strictObject({ change: z.literal('operator'), keys: keyGrants }),
  z.strictObject({ change: z.literal('policy'), policy: z.string().max(policyCharsMax), runs: z.record(z.string().max(300), id) }),
  z.strictObject({ change: z.literal('recover'), member: id, key: keyGrant }),
  z.strictObject({ change: z.literal('issue'), ...issuing }),
  z.strictObject({ change: z.literal('adopt'), ...adoption }),
  z.strictObject({ change: z.literal('terms'), ...on, terms: jsonObject, parties: parties.optional() }),
  z.strictObject({ change: z.literal('retire'), ...on }),
  z.strictObject({ change: z.literal('stop'), ...on }),
  z.strictObject({ change: z.literal('resume'), ...on }),
  z.strictObject({
    change: z.literal('pilot'), ...adoption, days: z.int(), volunteers_min: z.int(), stop: z.array(z.strictObject({ measure: z.enum(pilotMeasures), above: text })).max(100),
  }),
  z.strictObject({ change: z.literal('act'), ...on, action: id, with: jsonObject }),
  z.strictObject({ change: z.literal('spend'), from: id, to: id, unit: id, amount: text }),
  z.strictObject({ change: z.literal('admit'), member: memberGrant, keys: keyGrants }),
  z.strictObject({ change: z.literal('exclude'), member: id }),
  z.strictObject({ change: z.literal('charter'), set: charterSet }),
  z.strictObject({ change: z.literal('sensing'), bind: z.array(binding).max(listMax), unbind: ids }),
  z.strictObject({ change: z.literal('resolution') }),
  z.strictObject({ change: z.literal('ratify'), agreement: hash, with: text }),
] as const;
const option = z.strictObject({ id, says: text, change: z.discriminatedUnion('change', single).optional() });
export const change = z.discriminatedUnion('change', [...single, z.strictObject({ change: z.literal('choice'), options: z.array(option).max(listMax) })]);

// Proposals and amendments

const paragraphText = z.string().max(paragraphMax);
export const paragraphs = z.array(z.strictObject({ id, text: paragraphText })).max(listMax);
const json = z.any();
export const edit = z.discriminatedUnion('edit', [
  z.strictObject({ edit: z.literal('title'), before: text, after: text }),
  z.strictObject({ edit: z.literal('paragraph'), id, before: paragraphText.nullable(), after: paragraphText.nullable(), behind: id.nullable().optional() }),
  z.strictObject({ edit: z.literal('term'), term: id, before: json, after: json }),
  z.strictObject({ edit: z.literal('value'), value: id, before: json, after: json }),
  z.strictObject({ edit: z.literal('party'), party: id, before: id.nullable(), after: id.nullable() }),
  z.strictObject({ edit: z.literal('part'), part: charterPart, before: json, after: json }).check(checkPart),
  z.strictObject({ edit: z.literal('code'), before: hash, after: hash, manifest: jsonObject }),
  z.strictObject({ edit: z.literal('effective'), before: instant.nullable(), after: instant.nullable() }),
]);
