/** The routes of the ledger: searching every record, statements, the books, and taking it all along. */
import { z } from '@hono/zod-openapi';
import type { Result } from '../../vocabulary/result.ts';
import type { HttpError } from './errors.ts';
import {
  accountsSchema, booksSchema, flowsSchema, foundSchema, recordDetailSchema, statementSchema,
  type AccountWire, type BooksWire, type FlowsWire, type FoundWire, type RecordDetailWire, type StatementWire,
} from './ledger-schemas.ts';
import { base, type Answered, type Given, type Route } from './route.ts';

const name = z.string().min(1).max(130);
const account = z.string().min(1).max(300);
const amount = z.string().regex(/^\d{1,16}(\.\d{1,12})?$/, 'an amount, as 12.50');
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/, 'a day, as 2026-01-05');
const count = z.string().regex(/^\d{1,15}$/, 'a whole number');
const yes = z.enum(['0', '1']);

const searched = {
  text: z.string().max(200).optional(), person: name.optional(), agreement: name.optional(), kind: name.optional(), status: z.enum(['done', 'partly', 'refused']).optional(),
  unit: name.optional(), least: amount.optional(), most: amount.optional(), from: day.optional(), to: day.optional(),
};
const period = { account: account.optional(), unit: name, from: day, to: day, format: z.enum(['json', 'csv']).optional(), mark: yes.optional() };

/** As they come: text, or left out. */
export type Searched = { readonly [name in keyof typeof searched]?: string | undefined };
export type StatementAskedWire = { readonly account: string; readonly unit: string; readonly from: string; readonly to: string };
export type FileWire = { readonly text: string; readonly name: string };
type Refusable<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: HttpError };

export type LedgerPorts = {
  readonly search: (asked: Searched, before: number | null, limit: number) => Result<FoundWire>;
  /** At most some ten thousand records. @param mark whether CSV begins with a byte order mark */
  readonly export: (asked: Searched, format: 'csv' | 'jsonl', mark: boolean) => Promise<Result<FileWire>>;
  readonly record: (seq: number) => Refusable<RecordDetailWire>;
  readonly accounts: (holder: string) => Result<readonly AccountWire[]>;
  readonly books: () => BooksWire;
  readonly flows: (unit: string, from: string, to: string) => Result<FlowsWire>;
  readonly statement: (asked: StatementAskedWire) => Result<StatementWire>;
  readonly statementCsv: (asked: StatementAskedWire, mark: boolean) => Result<FileWire>;
  /** Whose session asks; refuses with `no_session`. */
  readonly sessionOf: (secret: string | undefined) => Refusable<string>;
  /** The same, also of one who has left. */
  readonly ownerOf: (secret: string | undefined) => Refusable<string>;
  /** All of a member's own records with what followed from them, as a file that proves itself. */
  readonly everythingOf: (member: string) => Promise<Result<FileWire>>;
};

type WithLedger = { readonly ledger: LedgerPorts };

const csv = 'text/csv; charset=utf-8; header=present';

export const ledgerRoutes: readonly Route<WithLedger>[] = [
  {
    ...base('/api/ledger', 'Searches all records, the latest first: by words that stand in them or begin so, person, agreement, kind of entry, amount, day', foundSchema),
    query: { ...searched, before: count.optional(), limit: count.optional() },
    run: ({ ledger }, { query: { before, limit, ...asked } }) => ledger.search(asked, before === undefined ? null : Number(before), Math.min(200, Math.max(1, Number(limit ?? 50)))),
  },
  {
    ...base('/api/ledger/export', 'What a search finds as a file: CSV (RFC 4180) or JSON Lines, at most 20,000 records; CSV with a byte order mark where `mark` is 1', z.string()),
    query: { ...searched, format: z.enum(['csv', 'jsonl']), mark: yes.optional() },
    run: async ({ ledger }, { query: { format, mark, ...asked } }) => (format === 'jsonl' ? file(await ledger.export(asked, 'jsonl', false), 'application/jsonl') : file(await ledger.export(asked, 'csv', mark === '1'), csv)),
  },
  {
    ...base('/api/ledger/records/{record}', 'One record with its entry, by whose key it is sealed, what was decided, and the postings with their why', recordDetailSchema),
    run: ({ ledger }, { params }) => {
      const seq = params['record'] ?? '';
      return /^\d{1,15}$/.test(seq) ? ledger.record(Number(seq)) : { ok: false, refusal: { code: 'unknown_thing', detail: `there is no record ${seq}` } };
    },
  },
  { ...base('/api/accounts', 'A holder\'s accounts in each unit, with the purses within agreements: what lies there, what is set aside, what is available', accountsSchema), query: { holder: name }, run: ({ ledger }, { query }) => ledger.accounts(query['holder'] ?? '') },
  { ...base('/api/books', 'The books: what lies in every account, and that each unit sums to zero', booksSchema), run: ({ ledger }) => ({ ok: true, value: ledger.books() }) },
  {
    ...base('/api/flows', 'What was paid in a unit within days, together for each two accounts and agreement', flowsSchema), query: { unit: name, from: day, to: day },
    run: ({ ledger }, { query }) => ledger.flows(query['unit'] ?? '', query['from'] ?? '', query['to'] ?? ''),
  },
  {
    ...base('/api/statement', 'A statement of an account over days, which both belong to it: what it held, what moved and why, what it holds; `format=csv` gives RFC 4180', statementSchema),
    query: { ...period, account }, run: ({ ledger }, given) => statement(ledger, given, given.query['account'] ?? ''),
  },
  {
    ...base('/api/me/statement', 'The same of an account of the member whose session asks; `account` left out: their own', statementSchema), query: period,
    run: ({ ledger }, given) => {
      const member = ledger.sessionOf(given.secret);
      if (!member.ok) return member;
      const asked = given.query['account'] ?? member.value;
      const isOwn = asked === member.value || asked.startsWith(`${member.value}/`);
      return isOwn ? statement(ledger, given, asked) : { ok: false, refusal: { code: 'not_permitted', detail: `${asked} is no account of ${member.value}: ask /api/statement for others'` } };
    },
  },
  {
    ...base('/api/me/export', 'Everything of the member whose session asks, also after they left: their records with what followed from them, the proof that they are in the log, and their answers to surveys', z.any()),
    run: async ({ ledger }, { secret }) => {
      const member = ledger.ownerOf(secret);
      return member.ok ? file(await ledger.everythingOf(member.value), 'application/json') : member;
    },
  },
];

function statement(ledger: LedgerPorts, { query }: Given, of: string): Answered {
  const asked = { account: of, unit: query['unit'] ?? '', from: query['from'] ?? '', to: query['to'] ?? '' };
  return query['format'] === 'csv' ? file(ledger.statementCsv(asked, query['mark'] === '1'), csv) : ledger.statement(asked);
}

function file(made: Result<FileWire>, type: string): Answered {
  return made.ok ? { ok: true, value: made.value.text, file: { name: made.value.name, type } } : made;
}
