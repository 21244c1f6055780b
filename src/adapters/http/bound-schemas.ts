/** The shapes of what binds a member, for the OpenAPI document. The views' own types (`src/views/bound-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { standingSchema } from './charter-schemas.ts';
import { amount, amounts, id, instant, seq, type Wire } from './forms.ts';

const limit = z.object({ amount, days: z.int() });
const atMost = z.object({
  as: z.enum(['member', 'party', 'part', 'purse']), name: z.string().nullable(), unit: id, perEvent: amount, perPerson: limit, inTotal: limit.nullable(),
  held: z.boolean().describe('by a narrower version, that the member consented to'), words: z.string(),
}).openapi('AtMost');

const left = z.object({ owes: amounts, isOwed: amounts, guarantees: amounts, reviews: z.int(), words: z.string() }).openapi('Left');

export const boundSchema = z.object({
  member: id, name: z.string(),
  by: z.array(z.object({
    subcontract: id, kit: z.string(), version: z.string(), title: z.string(), standing: standingSchema, bound: z.boolean(),
    accepted: z.array(z.object({
      how: z.enum(['founding', 'member', 'party', 'accepted', 'volunteered', 'part']), name: z.string().nullable(), record: seq, recordedAt: instant, version: z.string().nullable(), words: z.string(),
    })),
    atMost: z.array(atMost).describe('empty: nothing can be taken from them'), offered: z.array(atMost), words: z.string(),
    waysOut: z.array(z.object({ how: z.enum(['left', 'leave', 'withdraw', 'trial_ends', 'retire', 'not_bound']), name: z.string().nullable(), at: instant.nullable(), words: z.string() })), left,
  })),
  toAccept: z.array(id), leaving: left,
}).openapi('Bound');

export const boundCaseSchema = z.object({
  option: z.string().nullable(), subcontract: id.nullable(), before: z.array(atMost), after: z.array(atMost), offered: z.array(atMost),
  differs: z.enum(['more', 'less', 'both', 'same']), ended: z.array(z.string()), kept: z.array(z.string()), over: z.enum(['excluded', 'ending']).nullable(), words: z.array(z.string()),
}).openapi('BoundCase');

export const boundChangeSchema = z.object({ member: id, proposal: z.string(), cases: z.array(boundCaseSchema) }).openapi('BoundChange');

export type BoundWire = Wire<typeof boundSchema>;
export type BoundChangeWire = Wire<typeof boundChangeSchema>;
