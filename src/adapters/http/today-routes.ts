/** Today of a member, or of the collective: what waits, what happened, what comes next. */
import { z } from '@hono/zod-openapi';
import type { Result } from '../../vocabulary/result.ts';
import { amount, id, instant, orNull, seq, type Wire } from './forms.ts';
import { base, type Route } from './route.ts';
import { noticeSchema } from './schemas.ts';

const moved = z.object({ unit: id, amount });
const way = z.enum(['in', 'out', 'owed', 'lent']).describe('as the member sees it: `owed` by them, `lent` by them to others');

const latelySchema = z.object({
  kind: z.enum(['posting', 'owed']), id: z.string().describe('a posting\'s, or an obligation\'s number'), at: instant, record: seq, because: id.nullable(), ref: z.string(),
  code: z.string(), words: z.string(), unit: id, amount, other: id, way, debt: z.boolean().describe('whether it pays a debt'),
}).openapi('Lately');

const happenedSchema = z.object({
  because: id.nullable(), code: z.string(), way: z.union([way, z.literal('told')]), debt: z.boolean(), count: z.int().describe('how many are summed here'),
  moved: moved.nullable().describe('the sum of them all; null: nothing moved'), others: z.array(id).describe('the first few'), otherCount: z.int(), words: z.string().describe('of the latest'), at: instant,
  lines: z.array(latelySchema).describe('single ones, the latest first, as many as are listed'), notices: z.array(noticeSchema),
}).openapi('Happened');

const askedOfSchema = z.object({
  what: z.enum(['sign', 'vote', 'confirm', 'recover', 'review', 'judge', 'debt', 'accept', 'settle']), id: z.string().describe('of the proposal, observation, debt, agreement or payout'),
  subcontract: id.nullable(), words: z.string(), own: z.boolean().describe('whether `words` are what somebody wrote, and no sentence of a kit or of the rules'), count: z.int().describe('how many there are of it'), until: instant.nullable(), moved: moved.nullable(), who: id.nullable(),
}).openapi('AskedOf');

const nextSchema = z.object({
  what: z.enum(['owes', 'is_owed', 'closes', 'in_force', 'trial_ends', 'dropped', 'planned']), id: z.string(), subcontract: id.nullable(), words: z.string(), at: instant,
  moved: orNull(moved.extend({ to: id.nullable() })), who: id.nullable(),
}).openapi('Next');

export const todaySchema = z.object({
  member: id.nullable(), since: instant, now: instant, asked: z.array(askedOfSchema), happened: z.array(happenedSchema),
  more: z.boolean().describe('whether more happened than is kept at hand: the ledger has all of it'), next: z.array(nextSchema),
}).openapi('Today');

export type TodayWire = Wire<typeof todaySchema>;

const plannedSchema = z.object({
  member: id, now: instant, until: instant, planned: z.array(nextSchema).describe('from the present day on, the nearest first'),
  unsaid: z.array(id).describe('agreements that couldn\'t say it: there may be more to come'),
}).openapi('Planned');

export type TodayPort = {
  /** @param days from 1, the present one, to a week */
  readonly today: (member: string | undefined, days: number) => Result<TodayWire>;
  readonly planned: (member: string) => Result<Wire<typeof plannedSchema>>;
};

/** Today and yesterday. */
const daysUsual = 2;

export const todayRoutes: readonly Route<TodayPort>[] = [
  {
    ...base('/api/today', 'What waits for a member, what happened to them, what comes next; without `member`, what happened in the collective. From records that every member reads', todaySchema),
    query: { member: z.string().max(130).optional(), days: z.string().regex(/^[1-7]$/, 'from 1 to 7').optional() },
    run: (ports, { query }) => ports.today(query['member'], Number(query['days'] ?? daysUsual)),
  },
  {
    ...base('/api/members/{id}/planned', 'What the agreements say that they will move for a member in the 31 days to come', plannedSchema),
    run: (ports, { params }) => ports.planned(params['id'] ?? ''),
  },
];
