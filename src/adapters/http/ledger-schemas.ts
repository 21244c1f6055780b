/** Shapes of the ledger's answers, statements and books, for the OpenAPI document. */
import { z } from '@hono/zod-openapi';
import { amount, day, id, instant, json, seq, type Wire } from './forms.ts';
import { postingSchema } from './schemas.ts';

const movedSchema = z.object({
  n: z.int().describe('of its kind in the record, from 1'), what: z.enum(['paid', 'owed']), from: id, to: id, unit: id, amount,
  because: id.nullable().describe('the agreement'), code: z.string(), why: z.string(),
}).openapi('Moved');

const record = {
  seq, at: instant, kind: z.string(), by: id, status: z.enum(['done', 'partly', 'refused']), code: z.string().nullable(), words: z.string(),
  moved: z.array(movedSchema), movedCount: z.int(),
};
const recordSchema = z.object(record).openapi('LedgerRecord');

export const foundSchema = z.object({
  records: z.array(recordSchema).describe('the latest first'), next: seq.nullable().describe('`before` of the next page'),
  count: z.object({ n: z.int(), more: z.boolean() }).nullable().describe('with the first page: how many there are, counted up to 10,000'),
}).openapi('Found');

export const recordDetailSchema = z.object({
  ...record, seal: z.object({ key: id, how: z.enum(['key', 'passkey']), owner: id.nullable(), role: z.string().nullable() }), postings: z.array(postingSchema),
  later: z.array(z.object({ subcontract: id, at: instant, day, words: z.string() })).describe('what agreements set for later, the soonest first'),
  entry: json, outcome: json, outcomeHash: z.string(), records: z.int().describe('of the log'),
}).openapi('LedgerRecordDetail');

const accountSchema = z.object({
  account: z.string(), name: z.string(), holder: id, subcontract: id.nullable().describe('within which it lies'), unit: id, balance: amount,
  held: amount.describe('set aside for what is on its way'), floor: amount, available: amount,
}).openapi('Account');

export const accountsSchema = z.array(accountSchema);

export const booksSchema = z.object({
  records: z.int(), units: z.array(z.object({
    unit: id, accounts: z.array(accountSchema).describe('the largest first, at most 500'), others: z.object({ count: z.int(), balance: amount }), sum: amount.describe('of all, with the outside: nothing'),
  })),
}).openapi('Books');

export const statementSchema = z.object({
  origin: z.string(), name: z.string(), zone: z.string(), account: z.string(), accountName: z.string(), holder: id, holderName: z.string(), unit: id, unitName: z.string(),
  from: day, to: day, opening: amount, came: amount, went: amount, closing: amount,
  lines: z.array(z.object({
    id: z.string().describe('as the posting is called'), record: seq, at: instant, day, other: z.string(), otherName: z.string(), subcontract: id.nullable(), why: z.string(),
    amount: amount.describe('with its sign'), balance: amount,
  })),
  records: z.int(), root: z.string().describe('of the log that it was taken from'), takenAt: instant,
}).openapi('Statement');

export const flowsSchema = z.object({
  unit: id, from: day, to: day,
  flows: z.array(z.object({ from: z.string(), fromName: z.string(), to: z.string(), toName: z.string(), subcontract: id.nullable(), amount, count: z.int() })).describe('the largest first'),
  others: z.object({ count: z.int(), amount }).describe('those that the list has no room for: how many payments, and what they come to'),
}).openapi('Flows');

export type FoundWire = Wire<typeof foundSchema>;
export type RecordDetailWire = Wire<typeof recordDetailSchema>;
export type AccountWire = Wire<typeof accountSchema>;
export type BooksWire = Wire<typeof booksSchema>;
export type StatementWire = Wire<typeof statementSchema>;
export type FlowsWire = Wire<typeof flowsSchema>;
