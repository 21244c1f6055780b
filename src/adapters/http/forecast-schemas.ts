/** What a forecast is asked and answers over HTTP. `src/views/forecast-shown.ts` says the same; the compiler compares. */
import { z } from '@hono/zod-openapi';
import type { Wire } from './forms.ts';

const id = z.string();
const instant = z.int();
const amount = z.string();

const movement = z.object({
  at: instant, day: z.string(), what: z.enum(['paid', 'owed']), from: id, fromName: z.string(), to: id, toName: z.string(), unit: id, amount,
  subcontract: id.nullable(), code: z.string(), words: z.string(), assumed: z.boolean().describe('it is said, or assumed to be, or follows in the same breath; all else comes by itself'),
});

export const forecastSchema = z.object({
  origin: z.string(), name: z.string(), zone: z.string(), from: instant, until: instant, member: id.nullable(),
  assumed: z.object({ words: z.string(), entries: z.int() }),
  months: z.array(z.object({
    month: z.string(), ahead: z.boolean().describe('whether it is yet to come'), movements: z.array(movement),
    told: z.array(z.object({ day: z.string(), to: id, subcontract: id.nullable(), words: z.string() })),
    accounts: z.array(z.object({ account: id, name: z.string(), unit: id, in: amount, out: amount, end: amount })),
  })),
  refused: z.array(z.object({ day: z.string(), by: id, what: z.string(), code: z.string(), detail: z.string() })),
  covered: z.array(z.object({ subcontract: id, what: z.string(), until: z.string().nullable().describe('null: no end is known') })),
}).openapi('Forecast');

export type ForecastWire = Wire<typeof forecastSchema>;

const name = z.string().min(1).max(64);

export const forecastBodySchema = z.strictObject({
  member: name.optional().describe('left out: everyone'),
  months: z.int().min(1).max(24).describe('from today on'),
  months_behind: z.int().min(0).max(120).optional().describe('months that are told as they were, up to today; left out: none'),
  assume: z.enum(['nothing', 'as_lately']).optional().describe('what comes in: nothing, or again what brought income in the last three months (left out)'),
  change: z.strictObject({ subcontract: name, terms: z.record(z.string().max(64), z.any()) }).optional().describe('other terms of an agreement, as if they were in force from now on'),
}).openapi('ForecastAsked');

export type ForecastAsked = z.infer<typeof forecastBodySchema>;
