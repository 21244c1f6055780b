/** The shapes of kits at hand and of drafts, for the OpenAPI document. The views' own types (`src/views/kits-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { boundCaseSchema } from './bound-schemas.ts';
import { id as givenId, jsonObject } from './change-schemas.ts';
import { differenceSchema } from './deciding-schemas.ts';
import { id, json, labels, values, type Wire } from './forms.ts';

const parties = z.record(z.string(), id);

const kitSchema = z.object({
  name: z.string(), version: z.string(), title: z.string(), code: z.string().describe('SHA-256 in hex of the compiled code, which a proposal may name as it is'),
  about: z.string().nullable().describe('the first paragraph of its README that says more than its title'), manifest: json,
  adopted: z.array(z.object({
    subcontract: id, version: z.string(), current: z.boolean().describe('word for word the kit at hand'), parties,
    kept: values.describe('what was set for it, as far as the kit at hand knows it'), gone: z.array(z.string()).describe('what was set for it and isn\'t known any more'),
  })),
}).openapi('Kit');
export const kitsSchema = z.array(kitSchema);

export const draftSchema = z.object({
  words: z.string(), text: z.string().describe('the agreement in plain words with these terms'), labels, differences: z.array(differenceSchema), cases: z.array(boundCaseSchema).describe('what it could take from the member; empty where none is named'),
}).openapi('Draft');
export const draftBodySchema = z.strictObject({ subcontract: givenId, parties: z.record(z.string(), givenId), terms: jsonObject, member: givenId.optional() }).openapi('DraftAsked');

export type KitsWire = Wire<typeof kitsSchema>;
export type DraftWire = Wire<typeof draftSchema>;
export type DraftAsked = z.infer<typeof draftBodySchema>;
