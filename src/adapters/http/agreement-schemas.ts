/** The shapes of agreements in short, in terms and in figures, and of a member's handful, for the OpenAPI document. The views' own types (`src/views/{figures,terms,handful}-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { boundCaseSchema } from './bound-schemas.ts';
import { id as givenId, jsonObject } from './change-schemas.ts';
import { proposalRef, standingSchema } from './charter-schemas.ts';
import { choiceSchema, differenceSchema, proposalSchema } from './deciding-schemas.ts';
import { amount, amounts, day, id, instant, json, labels, orNull, seq, type Wire } from './forms.ts';

const place = { record: seq, recordedAt: instant };

const moved = z.object({
  unit: id, paid: amount, received: amount, pieces: z.int().describe('taken, where the agreement counts pieces'), returned: z.int(), postings: z.int(),
}).openapi('MovedInUnit');

export const agreementsSchema = z.object({
  month: day.describe('the first of this month, from which on it is summed'),
  agreements: z.array(z.object({
    id, kit: z.string(), version: z.string(), title: z.string(), says: z.string().describe('its first sentence, with the terms filled in'), standing: standingSchema,
    bound: z.boolean().nullable().describe('null unless the query says `member`'), all: z.array(moved), mine: z.array(moved),
  })),
}).openapi('Agreements');

export const figuresSchema = z.object({
  subcontract: id, member: id.nullable(),
  weeks: z.array(z.object({ from: day, to: day, all: z.array(moved), mine: z.array(moved) })).describe('from Monday to Sunday, the oldest first, this one last'),
  pots: z.array(z.object({
    what: z.enum(['party', 'purse']), name: z.string(), member: id.nullable(), unit: id, balances: z.array(amount).describe('as each of the weeks ended'),
  })),
}).openapi('Figures');

const since = z.object({ version: z.string(), ...place, proposal: orNull(proposalRef), before: z.string().nullable(), after: z.string().nullable() });
const term = z.object({
  term: z.string(), label: z.string(), unit: z.string().nullable(), says: z.string().nullable(), type: z.string(), value: json, words: z.string(),
  least: z.string().nullable(), most: z.string().nullable(), choices: z.array(z.string()).nullable(), since: z.array(since).describe('the latest first; the last is how it began'),
  proposed: z.array(z.object({ ...proposalRef.shape, after: z.string().nullable() })).describe('open proposals to have it otherwise'),
}).openapi('Term');
export const termsSchema = z.object({
  subcontract: id, clauses: z.array(z.array(z.object({ words: z.string(), term: z.string().nullable() }))).describe('sentence by sentence'), terms: z.array(term),
}).openapi('Terms');

export const termsDraftSchema = z.object({ labels, differences: z.array(differenceSchema), cases: z.array(boundCaseSchema) }).openapi('TermsDraft');
export const termsBodySchema = z.strictObject({ terms: jsonObject, member: givenId.optional() }).openapi('TermsAsked');

const item = z.object({
  proposal: proposalSchema, why: z.enum(['soon', 'yours', 'stake', 'binds', 'deadline']),
  stake: z.object({ perMille: z.int().describe('of what could be taken from the member, 0 to 1000'), atMost: amounts, moves: amounts, binds: z.boolean() }),
}).openapi('HandfulItem');
export const handfulSchema = z.object({
  member: id, day, dayMax: z.int(), soonHours: z.int(), stakeDays: z.int(), waiting: z.int(), handful: z.array(item), later: z.array(item).describe('by deadline'),
  delegated: z.array(z.object({ proposal: proposalSchema, to: id })),
  said: z.array(z.object({ proposal: z.string(), title: z.string(), choice: choiceSchema, words: z.string(), ...place })).describe('today, the latest first'),
}).openapi('Handful');

export type AgreementsWire = Wire<typeof agreementsSchema>;
export type FiguresWire = Wire<typeof figuresSchema>;
export type TermsWire = Wire<typeof termsSchema>;
export type TermsDraftWire = Wire<typeof termsDraftSchema>;
export type TermsAsked = z.infer<typeof termsBodySchema>;
export type HandfulWire = Wire<typeof handfulSchema>;
