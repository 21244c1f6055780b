/** The shapes of charter, founding, standing and histories, for the OpenAPI document. The views' own types (`src/views/charter-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { charterParts } from '../../vocabulary/charter.ts';
import { changeKinds } from './change-schemas.ts';
import { differenceSchema, measuredSchema } from './deciding-schemas.ts';
import { day, id, instant, json, labels, orNull, seq, type Wire } from './forms.ts';

const place = { record: seq, recordedAt: instant };
const hash = z.string().describe('SHA-256 in hex');
export const proposalRef = z.object({ id: hash, title: z.string(), by: id }).openapi('ProposalRef');
const part = z.enum(charterParts);

const matter = z.object({
  name: z.string().nullable(), changes: z.array(z.enum(changeKinds)), subcontracts: z.array(id).nullable(), topics: z.array(id).nullable(), parts: z.array(part).nullable(),
  asked: z.string(), rule: z.string(), days: z.int(), daysMin: z.int(), early: z.boolean(), words: z.string().describe('all of it in a sentence'),
}).openapi('Matter');

export const foundingSchema = z.object({
  missing: z.array(id).describe('founders who have yet to sign: while there are any, nothing else happens'), hash: hash.describe('what founders sign; empty where nobody has to'),
  founders: z.array(z.object({ member: id, name: z.string(), signed: z.object(place).nullable() })),
}).openapi('Founding');

export const charterSchema = z.object({
  name: z.string(), zone: z.string(), charter: json.describe('as it is written'), matters: z.array(matter), otherwise: matter, ownRules: z.array(z.string()),
  amending: z.object({ rule: z.string(), days: z.int(), confirmDays: z.int(), words: z.string() }),
  windows: z.object({ words: z.string(), next: instant, nextDay: day }).nullable(), groups: z.array(z.object({ group: id, members: z.array(id) })),
  entrenched: z.array(z.object({ name: id, says: z.string(), cap: z.string(), consent: z.array(id), votes: z.int(), apartDays: z.int(), way: z.string() })),
  rules: z.array(z.object({ part, words: z.string() })), notes: z.array(z.string()), founding: foundingSchema,
  history: z.array(z.object({ ...place, proposal: orNull(proposalRef), differences: z.array(differenceSchema) })),
  agreements: z.array(z.object({ agreement: hash, with: z.string(), ...place, proposal: orNull(proposalRef) })),
}).openapi('Charter');

const trial = z.object({
  volunteers: z.array(id), volunteersMin: z.int(), days: z.int(), began: instant.nullable(), ends: instant, measured: z.array(measuredSchema), stop: z.array(z.string()),
}).openapi('Trial');

export const standingSchema = z.object({
  state: z.enum(['in_force', 'trial_waits', 'trial', 'stopped', 'retiring', 'retired']), words: z.string(), ...place, why: z.enum(['decided', 'party_left']).nullable(), trial: orNull(trial),
}).openapi('Standing');

export const historySchema = z.object({
  id, kit: z.string(), title: z.string(), standing: standingSchema, bound: z.array(id), labels,
  versions: z.array(z.object({
    ...place, kit: z.string(), version: z.string(), code: z.string(), proposal: orNull(proposalRef), trial: z.boolean(),
    terms: z.array(z.object({ term: z.string(), before: z.string().nullable(), after: z.string().nullable() })), parties: z.record(z.string(), id),
  })),
}).openapi('SubcontractHistory');

export const invitationSchema = z.object({
  origin: z.string(), name: z.string(), now: instant, invitation: id, expires: instant.nullable(), members: z.int(), charter: charterSchema,
  subcontracts: z.array(z.object({ id, title: z.string(), text: z.string(), atMost: z.array(z.string()) })),
}).openapi('Invitation');

export type FoundingWire = Wire<typeof foundingSchema>;
export type CharterWire = Wire<typeof charterSchema>;
export type HistoryWire = Wire<typeof historySchema>;
export type InvitationWire = Wire<typeof invitationSchema>;
