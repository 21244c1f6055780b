/** The API's routes, each with what it says, takes and answers: the handlers and the OpenAPI document come from this list. */
import { z } from '@hono/zod-openapi';
import { ok } from '../../vocabulary/result.ts';
import { backtestBodySchema, backtestSchema } from './backtest-schemas.ts';
import { bodySchema, codeSchema, observationsSchema, readObservations, readSealedEntry, read, sealedEntrySchema } from './entry.ts';
import { forecastBodySchema, forecastSchema } from './forecast-schemas.ts';
import { decidingRoutes } from './deciding-routes.ts';
import { keyRoutes } from './key-routes.ts';
import { kitRoutes } from './kit-routes.ts';
import { ledgerRoutes } from './ledger-routes.ts';
import { mineRoutes } from './mine-routes.ts';
import { noticeRoutes } from './notice-routes.ts';
import { base, found, get, submitted, type Given, type Route } from './route.ts';
import { sensingRoutes } from './sensing-routes.ts';
import { surveyRoutes } from './survey-routes.ts';
import { todayRoutes } from './today-routes.ts';
import { challengeSchema, proofSchema, readProof, sessionSchema } from './session.ts';
import {
  askedSchema, bookingSchema, collectiveSchema, digestPeriodSchema, headSchema, lessenedSchema, memberDetailSchema, memberSchema, noticeSchema, obligationSchema,
  outsideSchema, overviewSchema, postingSchema, reviewSchema, subcontractDetailSchema, subcontractSchema, submittedSchema, thingSchema, trustSchema,
} from './schemas.ts';

/** Postings or records in one answer. */
const limitMax = 500;

const count = z.string().regex(/^\d{1,15}$/, 'a whole number').optional();
const name = z.string().max(130).optional();

export const routes: readonly Route[] = [
  get('/api/overview', 'All that a page needs, in one answer', overviewSchema, (ports) => ports.overview()),
  get('/api/collective', 'The collective: name, zone, units, clock, head', collectiveSchema, (ports) => ports.collective()),
  get('/api/members', 'Members with their balances', z.array(memberSchema), (ports) => ports.members()),
  { ...base('/api/members/{id}', 'One member: balance, debts, postings, notices, digest', memberDetailSchema), run: (ports, { params }) => ports.member(params['id'] ?? '') },
  {
    ...base('/api/postings', 'Postings, the latest first; the latest 500 are listed', z.array(postingSchema)), query: { before: name, limit: count },
    run: (ports, { query }) => ok(ports.postings(query['before'], limitOf(query, 100))),
  },
  {
    ...base('/api/postings/{id}', 'One posting with all of its why', postingSchema),
    run: (ports, { params }) => found(ports.posting(params['id'] ?? ''), `there is no posting ${params['id'] ?? ''}`),
  },
  get('/api/obligations', 'What is owed, due and running, and what became less', z.object({ open: z.array(obligationSchema), lessened: z.array(lessenedSchema) }), (ports) => ports.obligations()),
  {
    ...base('/api/obligations/{id}', 'One obligation that is open, with all of its why', obligationSchema),
    run: (ports, { params }) => found(ports.obligations().open.find((each) => String(each.id) === params['id']), `there is no open obligation ${params['id'] ?? ''}: it may have been settled`),
  },
  get('/api/outside', 'Money from outside and to outside: what each unit has seen come and go, and the payouts that wait to be settled', outsideSchema, (ports) => ports.outside()),
  { ...base('/api/outside/bookings', 'What is recorded under references of the bank; the latest 10,000, the latest last', z.array(bookingSchema)), query: { unit: name }, run: (ports, { query }) => ok(ports.bookings(query['unit'])) },
  get('/api/reviews', 'What waits for a person', z.array(reviewSchema), (ports) => ports.reviews()),
  { ...base('/api/notices', 'Notices, the latest first', z.array(noticeSchema)), query: { member: name }, run: (ports, { query }) => ports.notices(query['member']) },
  ...decidingRoutes,
  ...keyRoutes,
  ...kitRoutes,
  ...ledgerRoutes,
  ...mineRoutes,
  ...noticeRoutes,
  ...surveyRoutes,
  ...todayRoutes,
  {
    ...base('/api/backtests', 'What a change would have done in the past, before anyone votes on it; one at a time', backtestSchema), method: 'post', body: backtestBodySchema,
    run: (ports, { body }) => {
      const asked = read(backtestBodySchema, body);
      return asked.ok ? ports.backtest(asked.value) : asked;
    },
  },
  {
    ...base('/api/forecasts', 'The months ahead, by the agreements in force and what is assumed to come in; one at a time', forecastSchema), method: 'post', body: forecastBodySchema,
    run: (ports, { body }) => {
      const asked = read(forecastBodySchema, body);
      return asked.ok ? ports.forecast(asked.value) : asked;
    },
  },
  get('/api/observed', 'The latest observation of each thing, and how it went', z.array(thingSchema), (ports) => ports.observed()),
  ...sensingRoutes,
  get('/api/subcontracts', 'Adopted subcontracts in plain words', z.array(subcontractSchema), (ports) => ports.subcontracts()),
  {
    ...base('/api/subcontracts/{id}', 'One subcontract with its exact terms and manifest', subcontractDetailSchema),
    run: (ports, { params }) => ports.subcontract(params['id'] ?? ''),
  },
  {
    ...base('/api/subcontracts/{id}/ask/{question}', 'Asks a subcontract, as for a price before taking; further query values are the question\'s own', askedSchema),
    query: { by: z.string().max(130) }, openQuery: true,
    run: (ports, { params, query }) => {
      const { by = '', ...values } = query;
      return ports.ask(params['id'] ?? '', params['question'] ?? '', by, values);
    },
  },
  {
    ...base('/api/digest', 'Pieces, mass and amounts by subcontract, member and local week or day', z.array(digestPeriodSchema)),
    query: { member: name, subcontract: name, period: z.enum(['day', 'week']).optional() },
    run: (ports, { query }) => ok(ports.digest({ member: query['member'], subcontract: query['subcontract'], period: query['period'] === 'day' ? 'day' : 'week' })),
  },
  {
    ...base('/api/records', 'Canonical texts of records, for whoever checks the log', z.array(z.string())), query: { from: count, limit: count },
    run: (ports, { query }) => ok(ports.records(Number(query['from'] ?? 0), limitOf(query, 100))),
  },
  get('/api/health', 'Whether the server takes entries; for everyone', z.object({ status: z.enum(['ok', 'stopped']) }), (ports) => ({ status: ports.collective().stopped === null ? 'ok' : 'stopped' })),
  get('/api/challenge', 'What a member seals to begin a session', challengeSchema, (ports) => ports.sessions.challenge()),
  {
    ...base('/api/session', 'Begins a session for whoever proves to be a member: they read for some hours', sessionSchema), method: 'post', body: proofSchema,
    run: (ports, { body }) => {
      const proof = readProof(body);
      if (!proof.ok) return proof;
      const begun = ports.sessions.begin(proof.value);
      return begun.ok ? { ...begun, keep: { secret: begun.value.secret, secondsLeft: (begun.value.expires - Date.now()) / 1000 } } : begun;
    },
  },
  {
    ...base('/api/session', 'Ends one\'s session, and has the browser forget it', z.object({ status: z.literal('ended') })), method: 'delete',
    run: (ports, { secret }) => {
      if (secret !== undefined) ports.sessions.end(secret);
      return { ok: true, value: { status: 'ended' }, keep: { secret: '', secondsLeft: 0 } };
    },
  },
  get('/api/trust', 'How far one need not trust whoever runs this: signed and cosigned heads, and whose keys lie here', trustSchema, (ports) => ports.trust()),
  get('/api/head', 'How long the log is, and its root', headSchema, (ports) => ports.head()),
  {
    ...base('/api/entries', 'Puts a sealed entry to the kernel; answers when it is durable', submittedSchema), method: 'post', body: sealedEntrySchema,
    run: async (ports, { body }) => {
      const sealed = readSealedEntry(body, ports.readManifest);
      return sealed.ok ? submitted(await ports.submit(sealed.value)) : sealed;
    },
  },
  {
    ...base('/api/observations', 'A device\'s unsigned observations, for which the gateway\'s key vouches; answers when they are durable', submittedSchema), method: 'post', body: observationsSchema,
    run: async (ports, { body }) => {
      const said = readObservations(body);
      return said.ok ? submitted(await ports.vouch(said.value.device, said.value.observations)) : said;
    },
  },
  {
    ...base('/api/bodies', 'Keeps an erasable text; a record may then name its SHA-256', z.object({ commitment: z.string() })), method: 'post', body: bodySchema,
    run: (ports, { body }) => {
      const said = read(bodySchema, body);
      if (!said.ok) return said;
      const kept = ports.putBody(said.value.text);
      return kept.ok ? ok({ commitment: kept.value }) : kept;
    },
  },
  {
    ...base('/api/bodies/{commitment}', 'Erases a text for good; what the log says of it stays, and stays provable', z.object({ erased: z.boolean() })), method: 'delete',
    run: (ports, { params }) => {
      const erased = ports.eraseBody(params['commitment'] ?? '');
      return erased.ok ? ok({ erased: erased.value }) : erased;
    },
  },
  {
    ...base('/api/codes', 'Compiles and keeps a kit\'s contract.ts; a proposal to adopt the kit may then name its hash', z.object({ code: z.string() })), method: 'post', body: codeSchema,
    run: (ports, { body }) => {
      const said = read(codeSchema, body);
      if (!said.ok) return said;
      const kept = ports.putCode(said.value.source);
      return kept.ok ? ok({ code: kept.value }) : kept;
    },
  },
];

function limitOf(query: Given['query'], standard: number): number {
  return Math.min(limitMax, Math.max(1, Number(query['limit'] ?? standard)));
}
