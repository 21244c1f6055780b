/** The routes of devices and of sensing: what is there, what it said, what is bound, why an observation is as sure as it says. */
import { z } from '@hono/zod-openapi';
import { modelBytesMax } from '../../sensing/learn/read-model.ts';
import { base, get, type Route } from './route.ts';
import { disputesSchema, explainedSchema, incidentsSchema, measuringSchema, modelKeptSchema, modelSchema, modelsSchema, pastCasesSchema, readingsSchema, sensingSchema, takenSchema, thingsSchema } from './sensing-schemas.ts';

/** Characters of a signed message: what a record may have, so that it is no way around. */
const jwsCharsMax = 262_144;
const name = z.string().max(130).optional();
const whole = z.string().regex(/^\d{1,15}$/, 'a whole number').optional();

export const sensingRoutes: readonly Route[] = [
  { ...base('/api/things', 'Devices with their streams, what they said last, and what is bound', thingsSchema), run: (ports, { secret }) => ({ ok: true, value: ports.sensing.things(secret) }) },
  {
    ...base('/api/things/{stream}/readings', 'Readings of a stream that are kept; where it measures somebody else, to the member who has put down a look, for an hour', readingsSchema),
    query: { look: whole, from: whole, until: whole },
    run: (ports, { params, query, secret }) => {
      const number = (name: string): { readonly [name: string]: number } => (query[name] === undefined ? {} : { [name]: Number(query[name]) });
      return ports.sensing.readings({ stream: params['stream'] ?? '', ...number('look'), ...number('from'), ...number('until') }, secret);
    },
  },
  { ...base('/api/observations/{id}', 'One observation, and why it is as sure as it says', explainedSchema), run: (ports, { params }) => ports.sensing.observation(params['id'] ?? '') },
  get('/api/sensing', 'What is bound and how it fares, and the methods by which one can bind', sensingSchema, (ports) => ports.sensing.sensing()),
  { ...base('/api/subcontracts/{id}/cases', 'Observations of the past that a subcontract listens to by now, each with what became of it: what a cut-off is held against', pastCasesSchema), run: (ports, { params }) => ports.sensing.cases({ subcontract: params['id'] ?? '' }) },
  {
    ...base('/api/cases', 'Observations of the past that were made from readings, each with what became of it: of all, of a binding, of what a subcontract listens to by now', pastCasesSchema),
    query: { subcontract: name, binding: name, skip: whole },
    run: (ports, { query: { subcontract, binding, skip } }) =>
      ports.sensing.cases({ ...(subcontract === undefined ? {} : { subcontract }), ...(binding === undefined ? {} : { binding }), ...(skip === undefined ? {} : { skip: Number(skip) }) }),
  },
  { ...base('/api/members/{id}/measured', 'What measures a member, what for, how long it is kept, who looked', measuringSchema), run: (ports, { params }) => ports.sensing.measuring(params['id'] ?? '') },
  get('/api/disputes', 'Observations that somebody says are not so', disputesSchema, (ports) => ports.sensing.disputes()),
  get('/api/incidents', 'Harm that was reported, and where', incidentsSchema, (ports) => ports.sensing.incidents()),
  get('/api/models', 'Trained models that are kept here, by which feature vectors can be bound', modelsSchema, (ports) => ports.sensing.models()),
  { ...base('/api/models/{hash}', 'One trained model whole', modelSchema), run: (ports, { params }) => ports.sensing.model(params['hash'] ?? '') },
  {
    ...base('/api/models', 'Keeps a model as `sensing train` wrote it; a binding may then name its hash', modelKeptSchema), method: 'post',
    text: { type: 'application/json', charsMax: modelBytesMax }, run: (ports, { body }) => ports.sensing.keepModel(String(body)),
  },
  {
    ...base('/api/senml', 'A device\'s signed readings: SenML (RFC 8428) in a JWS (RFC 7515); answers when they are durable', takenSchema), method: 'post',
    text: { type: 'application/jose', charsMax: jwsCharsMax }, run: (ports, { body }) => ports.sensing.senml(String(body)),
  },
];
