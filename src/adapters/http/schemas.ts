/** The shapes of the API's answers, for the OpenAPI document. The views' own types (`src/views/shown.ts`) say the same; the compiler compares. */
import { z } from '@hono/zod-openapi';

import { amount, amounts, day, id, instant, json, labels, seq, values, type Wire } from './forms.ts';
import { standingSchema } from './charter-schemas.ts';

export const errorSchema = z.object({
  error: z.object({
    code: z.string().describe('from a closed list'), message: z.string().describe('what was wrong'), hint: z.string().describe('what can be done'),
  }),
}).openapi('Error');

const itemSchema = z.object({
  status: z.enum(['done', 'duplicate', 'refused']), code: z.string().optional(), detail: z.string().optional(),
  faults: z.array(z.object({ subcontract: id, code: z.string(), detail: z.string() })).optional(),
}).openapi('Item');

export const submittedSchema = z.union([
  z.object({ status: z.literal('recorded'), seq, recordedAt: instant, items: z.array(itemSchema) }),
  z.object({ status: z.literal('duplicate'), seq: seq.optional(), recordedAt: instant.optional(), items: z.array(itemSchema).optional().describe('what became of it when it was recorded, where that can be told') }),
]).openapi('Submitted');

const unit = z.object({ id, name: z.string(), decimals: z.int(), issued: amount }).openapi('Unit');
export const memberSchema = z.object({ id, name: z.string(), since: seq, commons: z.boolean().describe('an account that all hold in common'), voteless: z.literal(true).optional().describe('takes part without a vote'),
  left: z.object({ record: seq, recordedAt: instant, how: z.enum(['left', 'excluded']) }).nullable(), balances: amounts, available: amounts }).openapi('Member');

const saying = z.object({
  stream: z.string(), state: z.enum(['said', 'silent', 'dead', 'stuck', 'not_permitted']), llr: z.number().optional(), about: z.literal('person').optional(), weight: z.number().optional(), by: z.enum(['signed', 'gateway']),
});
const evidence = z.object({
  readings: z.string().describe('SHA-256 in hex of the readings with their salt'), count: z.int(), sensors: z.array(saying), prior: z.number(),
  raw: z.object({ event: z.number(), person: z.number().optional() }).describe('before calibration'), calibration: z.object({ record: seq, cases: z.int() }).nullable(), person_calibration: z.object({ record: seq, cases: z.int() }).optional().describe('of who it was'),
}).openapi('Evidence');
export const observationSchema = z.object({
  id, subject: z.string(), event: z.string(), at: instant, p: z.object({ event: z.string(), person: z.string() }), values, device: id,
  signed: z.enum(['device', 'gateway']), from: evidence.nullable().describe('why it is as sure as it says, where it was made from readings'), by: id, record: seq, recordedAt: instant,
}).openapi('Observation');

const terms = z.object({ subcontract: id, kit: z.string(), version: z.string(), adopted: seq }).openapi('TermsVersion');

export const postingSchema = z.object({
  id, record: seq, recordedAt: instant, from: id, to: id, unit: id, amount, because: id.nullable(), ref: z.string(),
  why: z.string(), code: z.string(), numbers: values, observation: observationSchema.nullable(), terms: terms.nullable(),
  consent: z.object({ part: id, record: seq }).nullable(), pays: z.int().nullable(),
}).openapi('Posting');

export const obligationSchema = z.object({
  id: z.int(), debtor: id, creditor: id, unit: id, amount, left: amount, since: instant, due: instant, dueDay: day, state: z.enum(['due', 'running']),
  because: id.nullable(), ref: z.string(), why: z.string(), code: z.string(), numbers: values, observation: observationSchema.nullable(), terms: terms.nullable(),
  guarantee: z.object({ part: id, most: amount }).nullable(),
}).openapi('Obligation');

export const lessenedSchema = z.object({
  id, recordedAt: instant, obligation: z.int(), debtor: id, creditor: id, unit: id, amount, left: amount,
  how: z.enum(['paid', 'netted', 'forgiven', 'in_kind']), because: id.nullable(),
}).openapi('Lessened');

export const reviewSchema = z.object({
  id, subcontract: id, opened: instant, at: instant, by: z.string().nullable(), code: z.string(), reason: z.string(), numbers: values,
  parties: z.array(id), deciders: z.array(id).nullable(), expires: instant, observation: observationSchema.nullable(),
}).openapi('Review');

export const noticeSchema = z.object({
  id, record: seq, recordedAt: instant, to: id, because: id.nullable(), code: z.string(), words: z.string(), numbers: values,
}).openapi('Notice');

export const thingSchema = z.object({
  subject: z.string(), event: z.string(), latest: observationSchema,
  series: z.record(z.string(), z.array(z.tuple([instant, z.number()]))),
}).openapi('Thing');

const refusal = z.object({
  id, record: seq, recordedAt: instant, how: z.enum(['refused', 'fault']), kind: z.string(), by: id, about: z.string(), subcontract: id.nullable(),
  code: z.string(), detail: z.string(), hint: z.string(),
}).openapi('Refusal');

export const subcontractSchema = z.object({
  id, kit: z.string(), version: z.string(), title: z.string(), text: z.string(), unit: id, parties: z.record(z.string(), id), terms: values, labels,
  adopted: seq, adoptedAt: instant, code: z.string(), standing: standingSchema, questions: z.array(z.string()), actions: z.array(z.string()), acts: z.array(z.string()).describe('actions that members may ask for together'),
  parts: z.array(z.object({ part: id, says: z.string(), members: z.array(id) })),
}).openapi('Subcontract');

export const subcontractDetailSchema = subcontractSchema.extend({ exactTerms: values, manifest: json }).openapi('SubcontractDetail');

export const payoutSchema = z.object({
  id: z.string().describe('`payout-` and the number of its record'), member: id, unit: id, amount, reason: z.string().nullable(), sent: z.boolean().describe('the transfer has been ordered'), record: seq, recordedAt: instant,
}).openapi('Payout');

export const outsideSchema = z.object({
  keepers: z.array(id).describe('who keeps the books; empty: the operator'),
  units: z.array(z.object({
    unit: id, opening: amount, issued: amount.describe('by decision'), income: amount.describe('as the bank booked it'), takenBack: amount, paidOut: amount, pending: amount,
    balance: amount.describe('of the account `outside`: what the members hold together, with the other sign'),
  })),
  payouts: z.array(payoutSchema).describe('that wait to be settled, the oldest first'),
}).openapi('Outside');

export const bookingSchema = z.object({
  unit: id, reference: z.string(), what: z.enum(['income', 'paid_out', 'returned', 'reversal']), agent: id, amount, reversed: z.boolean(), record: seq, recordedAt: instant,
}).openapi('Booking');

const digestFigures = {
  subcontract: id, unit: id, pieces: z.int(), returned: z.int(), massG: z.string(), paid: amount, received: amount, postings: z.int(),
};
export const digestPeriodSchema = z.object({
  from: day, to: day, rows: z.array(z.object({ ...digestFigures, member: id })), totals: z.array(z.object(digestFigures)),
}).openapi('DigestPeriod');

const about = {
  origin: z.string(), name: z.string(), zone: z.string(), units: z.array(unit), now: instant, factor: z.number(), lastRecordAt: instant,
  records: z.int(), root: z.string(), stopped: z.string().nullable(),
};
export const collectiveSchema = z.object({ ...about, members: z.int(), postings: z.int() }).openapi('Collective');

export const overviewSchema = z.object({
  ...about, memberCount: z.int(), postingCount: z.int(), members: z.array(memberSchema), owed: z.array(obligationSchema), loans: z.array(obligationSchema),
  lessened: z.array(lessenedSchema), reviews: z.array(reviewSchema), things: z.array(thingSchema), postings: z.array(postingSchema),
  payouts: z.array(payoutSchema), notices: z.array(noticeSchema), refusals: z.array(refusal), subcontracts: z.array(subcontractSchema),
}).openapi('Overview');

export const memberDetailSchema = memberSchema.extend({
  owes: z.array(obligationSchema), isOwed: z.array(obligationSchema), postings: z.array(postingSchema), notices: z.array(noticeSchema),
  digest: z.array(digestPeriodSchema), consents: z.array(z.object({ subcontract: id, part: id, record: seq })), payouts: z.array(payoutSchema),
}).openapi('MemberDetail');

export const askedSchema = z.object({ answer: json, shown: json, why: z.string(), amounts: z.array(z.string()).describe('names in the answer that hold amounts of the subcontract\'s unit') }).openapi('Asked');

export const headSchema = z.object({ origin: z.string(), records: z.int(), root: z.string().describe('base64 of the Merkle tree\'s root') }).openapi('Head');

const cosigned = z.object({ size: z.int(), seconds: z.int().describe('POSIX seconds, by the witness\'s own clock') });
export const trustSchema = z.object({
  origin: z.string(), records: z.int(), signed: z.int().nullable().describe('records under the newest signed head'),
  shown: z.int().nullable().describe('records under the head that is shown: the newest that the agreed quorum has cosigned'),
  asksWitnesses: z.boolean().describe('whether the members agreed on witnesses'), waiting: z.string().nullable().describe('why there is no newer head'),
  witnesses: z.array(z.object({ name: z.string(), url: z.string().nullable(), runBy: id.nullable(), cosigned: cosigned.nullable(), fault: z.string().nullable() })),
  volunteers: z.array(z.object({ name: z.string(), seconds: z.int() })).describe('cosigners whom nobody asked: they count for nothing'),
  members: z.int(), keysHere: z.array(id).describe('members whose private key lies on the operator\'s machine'),
}).openapi('Trust');

export const changeSchema = z.object({
  seq, recordedAt: instant, kind: z.string(), by: id, items: z.array(z.object({ status: z.string(), code: z.string().optional() })),
  postings: z.array(z.object({ id, from: id, to: id, unit: id, amount, why: z.string() })),
  notices: z.array(z.object({ id, to: id, words: z.string() })),
}).openapi('Change');

export type CollectiveWire = Wire<typeof collectiveSchema>;
export type OverviewWire = Wire<typeof overviewSchema>;
export type MemberWire = Wire<typeof memberSchema>;
export type MemberDetailWire = Wire<typeof memberDetailSchema>;
export type PostingWire = Wire<typeof postingSchema>;
export type ObligationWire = Wire<typeof obligationSchema>;
export type OutsideWire = Wire<typeof outsideSchema>;
export type BookingWire = Wire<typeof bookingSchema>;
export type LessenedWire = Wire<typeof lessenedSchema>;
export type ReviewWire = Wire<typeof reviewSchema>;
export type NoticeWire = Wire<typeof noticeSchema>;
export type TrustWire = Wire<typeof trustSchema>;
export type ThingWire = Wire<typeof thingSchema>;
export type SubcontractWire = Wire<typeof subcontractSchema>;
export type SubcontractDetailWire = Wire<typeof subcontractDetailSchema>;
export type DigestPeriodWire = Wire<typeof digestPeriodSchema>;
export type AskedWire = Wire<typeof askedSchema>;
/** Optional fields of a change lose their `undefined`, as they do in JSON. */
export type ChangeWire = Omit<Wire<typeof changeSchema>, 'items'> & { readonly items: readonly { readonly status: string; readonly code?: string }[] };

export type UnsignedObservation = {
  readonly seq: number; readonly subject: string; readonly event: string; readonly at: number;
  readonly p?: { readonly event?: number | string; readonly person?: number | string }; readonly values: { readonly [name: string]: JsonValue };
};
type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };
