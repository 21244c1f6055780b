/** The shapes of what members decide on together, for the OpenAPI document. The views' own types (`src/views/deciding-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { pilotMeasures } from '../../vocabulary/changes.ts';
import { turnLines } from './backtest-schemas.ts';
import { changeKinds } from './change-schemas.ts';
import { id, instant, json, labels, orNull, seq, values, type Wire } from './forms.ts';

const hash = z.string().describe('SHA-256 in hex');
const place = { record: seq, recordedAt: instant };
const names = z.array(z.string());

export const differenceSchema = z.object({
  what: z.enum(['title', 'paragraph', 'term', 'value', 'party', 'code', 'kit', 'charter', 'binding', 'effective', 'member', 'key', 'option', 'other']),
  place: names.describe('where it stands, from the outside in'), before: z.string().nullable(), after: z.string().nullable(),
}).openapi('Difference');

export const choiceSchema = z.union([
  z.enum(['yes', 'no', 'abstain', 'concern', 'object']), z.object({ approve: names }), z.object({ scores: z.record(z.string(), z.number()) }), z.object({ ranking: z.array(names) }),
]).openapi('Choice');
const ballot = z.object({ member: id, choice: choiceSchema, words: z.string(), reason: z.string().nullable().describe('said with an objection or a concern') }).openapi('Ballot');
const via = z.object({ member: id, through: z.array(id) }).openapi('Via');

const count = z.object({
  rule: z.string().describe('in plain words'), decides: json.describe('the same as data'),
  bodies: z.array(z.object({
    who: z.string().describe('in plain words'), voters: z.int(), winners: names, tied: names, lines: names.describe('the count line by line, to be redone by hand'), working: z.array(json).describe('the same as data'), via: z.array(via),
  })),
}).openapi('Count');

const term = z.object({ term: z.string(), before: z.string().nullable(), after: z.string().nullable() }).openapi('TermChange');

const proposed = {
  id: hash.describe('SHA-256 in hex of the entry that made it: what a ballot names'), by: id, change: z.enum(changeKinds), subcontract: id.nullable(), title: z.string(),
  words: z.string().describe('what would be so'), reason: z.string(), topic: id.nullable(), matter: z.string().nullable().describe('the charter\'s; null: none fits'),
  asked: z.object({ whom: z.string(), words: z.string(), count: z.int() }), rule: z.string().describe('in plain words'), decides: json.describe('the same as data; null: it goes by rules that no charter can change'), newcomerDays: z.int(), terms: z.array(term), record: seq, openedAt: instant,
  revision: z.object({ number: z.int(), digest: hash.describe('what a ballot on a later one than the first names') }),
  entrenched: z.object({ names, vote: z.int(), votes: z.int(), begins: instant }).nullable(), comments: z.int(),
};

const tally = {
  yes: z.int(), no: z.int(), of: z.int(), needed: z.int().nullable().describe('how many have yet to say yes; 0 when it has been agreed to; null where it is counted otherwise'),
  mustAgree: z.array(id), orWitnesses: z.array(id), outlook: z.enum(['passes', 'open', 'lost']),
};

const mine = z.object({ asked: z.boolean(), said: orNull(ballot), confirm: z.boolean(), mustAgree: z.boolean(), canStop: z.boolean(), via: z.array(id) }).openapi('Mine');
const open = { closes: instant, inForce: instant, waits: instant.nullable(), winner: z.string().nullable(), mine: orNull(mine).describe('null unless the query says `member`') };

const end = z.object({
  how: z.enum(['carried', 'rejected', 'expired', 'stopped', 'failed', 'tied', 'withdrawn']), words: z.string(), ...place, counted: z.object({ yes: z.int(), no: z.int(), of: z.int() }).nullable(), winner: z.string().nullable(), code: z.string().nullable(), detail: z.string().nullable().describe('why it could not be done, in words'),
}).openapi('ProposalEnd');

export const proposalSchema = z.object({ ...proposed, ...tally, ...open, amendments: z.int(), unconfirmed: z.int() }).openapi('Proposal');
const decided = z.object({ ...proposed, ballots: z.int(), end }).openapi('DecidedProposal');
export const proposalsSchema = z.object({ open: z.array(proposalSchema), decided: z.array(decided) }).openapi('Proposals');

const amendment = z.object({
  id: hash, by: id, reason: z.string(), ...place, revision: z.int(), edits: z.array(differenceSchema), closes: instant, ballots: z.array(ballot), rivals: z.array(hash), count: orNull(count),
  end: z.object({ how: z.enum(['adopted', 'rejected', 'rival', 'tied', 'overtaken', 'lapsed']), words: z.string(), ...place }).nullable(),
}).openapi('Amendment');

const comment = z.object({
  id: hash, ...place, by: id, amendment: hash.nullable(), paragraph: id.nullable(), place: z.enum(['stands', 'changed', 'gone']).nullable(), revision: z.int(), answers: hash.nullable(),
  text: z.string().nullable().describe('null: erased, or never handed in'),
}).openapi('Comment');

export const measuredSchema = z.object({ measure: z.enum(pilotMeasures), words: z.string(), value: z.string() }).openapi('Measured');

export const proposalDetailSchema = z.object({
  ...proposed, text: z.array(z.object({ id, text: z.string() })),
  ballot: z.union([z.object({ form: z.enum(['yes_no', 'approve', 'ranking']) }), z.object({ form: z.literal('scores'), max: z.int() })]).describe('what a ballot holds, by the rule'),
  would: z.object({ terms: values, parties: z.record(z.string(), id) }).nullable().describe('all terms and parties as it would have them: what an amendment finds there'),
  asks: z.object({ subcontract: id, action: z.string(), with: values, fields: json }).nullable().describe('what a subcontract would be asked for, by the types of the action'), voters: z.array(id).nullable(), changes: z.array(differenceSchema),
  labels, options: z.array(z.object({ id, says: z.string(), words: z.string().nullable(), changes: z.array(differenceSchema) })),
  revisions: z.array(z.object({ number: z.int(), digest: hash, ...place, amendments: z.array(hash), differences: z.array(differenceSchema) })),
  amendments: z.array(amendment), ballots: z.array(ballot), unconfirmed: z.array(id), via: z.array(via), count: orNull(count),
  votes: z.array(z.object({ vote: z.int(), recordedAt: instant, count })), lacks: names, notes: names, measured: z.array(measuredSchema).nullable(), commented: z.array(comment),
  open: z.object({ ...tally, ...open }).nullable(), end: orNull(end),
}).openapi('ProposalDetail');

const delegation = z.object({ member: id, to: id, topic: id.nullable(), ...place }).openapi('Delegation');
export const delegationsSchema = z.object({ given: z.array(delegation), received: z.array(delegation) }).openapi('Delegations');

export const foreseenSchema = z.object({
  refused: z.object({ code: z.string(), detail: z.string() }).nullable().describe('null: it would be done'), lines: turnLines,
}).openapi('Foreseen');
export const foreseenBodySchema = z.union([
  z.strictObject({ proposal: hash.describe('an open proposal that asks a subcontract for something') }),
  z.strictObject({ subcontract: id, action: id, with: values }),
]).openapi('ForeseenAsked');

export type ForeseenWire = Wire<typeof foreseenSchema>;
export type ForeseenAsked = z.infer<typeof foreseenBodySchema>;
export type ProposalsWire = Wire<typeof proposalsSchema>;
export type ProposalDetailWire = Wire<typeof proposalDetailSchema>;
export type DelegationsWire = Wire<typeof delegationsSchema>;
