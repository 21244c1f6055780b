/** What a backtest is asked and answers over HTTP. `src/views/backtest-shown.ts` says the same; the compiler compares. */
import { z } from '@hono/zod-openapi';
import { isDay } from '../../vocabulary/time.ts';
import { labels, type Wire } from './forms.ts';

const id = z.string();
const instant = z.int();
const amount = z.string();
const count = z.int().nonnegative();

function both<S extends z.ZodType>(side: S): z.ZodObject<{ was: S; now: S }> {
  return z.object({ was: side, now: side });
}

const amounts = both(amount);
const counts = both(count);
const month = both(z.object({ month: z.string(), net: amount }).nullable());
const monthOf = both(z.object({ month: z.string(), net: amount, member: id }).nullable());
const spread = z.object({ gini: both(z.string().nullable()).describe('0 to 1; null where it has no meaning'), apart: amounts.describe('how far two members lie apart, in the mean') });

const line = z.object({
  what: z.enum(['paid', 'owed', 'lessened', 'reserved', 'released', 'review', 'review_closed', 'notice', 'mark', 'decided', 'refused']),
  words: z.string(), subcontract: id.nullable(), code: z.string(), from: id.optional(), to: id.optional(), amounts: z.record(z.string(), amount).optional(),
});
export const turnLines = z.object({ count, shown: z.array(line) });

const version = z.object({
  label: z.string(), subcontract: id, kit: z.string(), version: z.string(), inForce: count.nullable(),
  terms: z.array(z.object({ term: z.string(), before: z.string().nullable(), after: z.string().nullable() })), labels,
  totals: z.array(z.object({
    unit: id, paid: amounts, owedNew: amounts, owed: amounts, gaining: count, losing: count, lost: amount,
    spread: z.object({ paid: spread, net: spread }), best: monthOf, worst: monthOf,
  })),
  members: z.array(z.object({
    member: id, name: z.string(), refused: counts,
    units: z.array(z.object({
      unit: id, paid: amounts, received: amounts, owedNew: amounts, owes: amounts, isOwed: amounts, net: amounts, gain: amount, best: month, worst: month,
    })),
  })),
  reasons: z.array(z.object({ subcontract: id.nullable(), code: z.string(), unit: id, times: counts, paid: amounts, owed: amounts })),
  refusals: z.array(z.object({ subcontract: id.nullable(), code: z.string(), times: counts })),
  turns: z.object({
    rerun: count, differing: count,
    shown: z.array(z.object({ record: count.nullable(), recordedAt: instant, day: z.string(), kind: z.string(), by: id, was: turnLines, now: turnLines })),
  }),
});

export const backtestSchema = z.object({
  origin: z.string(), name: z.string(), zone: z.string(), from: z.string(), since: instant, until: instant, records: count, versions: z.array(version),
  caveats: z.array(z.object({ code: z.string(), words: z.string() })),
}).openapi('Backtest');

export type BacktestWire = Wire<typeof backtestSchema>;

const name = z.string().min(1).max(64);
const change = z.strictObject({
  subcontract: name,
  label: z.string().min(1).max(100).optional().describe('to tell it from its rivals; left out: its number'),
  terms: z.record(z.string().max(64), z.any()).optional().describe('those that are others, as in a terms file'),
  parties: z.record(name, name).optional(),
});

export const backtestBodySchema = z.union([
  z.strictObject({ changes: z.array(change).min(1).max(4).describe('rivals: each is tried by itself'), from: z.string().refine(isDay, 'a day such as 2026-01-31').optional() }),
  z.strictObject({ proposal: z.string().regex(/^[0-9a-f]{64}$/).describe('an open proposal: what it would have done'), from: z.string().refine(isDay, 'a day such as 2026-01-31').optional() }),
]).openapi('BacktestAsked');

export type BacktestAsked = z.infer<typeof backtestBodySchema>;
