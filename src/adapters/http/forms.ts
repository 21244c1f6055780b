/** Pieces of which the API's schemas are made, and the type of what goes over the wire by one of them. */
import { z } from '@hono/zod-openapi';

type Deep<T> = T extends readonly (infer E)[] ? number extends T['length'] ? readonly Deep<E>[] : { readonly [K in keyof T]: Deep<T[K]> }
  : T extends object ? { readonly [K in keyof T]: Deep<T[K]> } : T;
export type Wire<S extends z.ZodType> = Deep<z.infer<S>>;

export const id = z.string();
export const instant = z.int().describe('milliseconds since 1970-01-01T00:00Z');
export const day = z.string().describe('a day in the collective\'s zone, as 2026-01-05');
export const amount = z.string().describe('decimal text with the unit\'s decimals, as 4.50');
export const seq = z.int().nonnegative().describe('a record\'s place in the log, from 0');
/** Any JSON. Not z.json(): its recursion has no name in the document. */
export const json = z.any().describe('any JSON');
export const labels = z.record(z.string(), z.object({
  label: z.string(), unit: z.string().nullable().describe('what its number is in: as °C, or the id of the unit of amounts'),
}).openapi('TermLabel')).describe('what people call each term');
export const values = z.record(z.string(), json);
export const amounts = z.record(z.string(), amount);

/** For schemas that have a name: their `.nullable()` would make the name itself nullable, or nothing nullable at all. */
export function orNull<S extends z.ZodType>(schema: S): z.ZodUnion<[S, z.ZodNull]> {
  return z.union([schema, z.null()]);
}
