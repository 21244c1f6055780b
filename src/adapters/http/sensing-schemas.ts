/** The shapes of what senses and what is sensed, for the OpenAPI document. The views' own types (`src/views/sensing-shown.ts`, `things-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { binding } from './change-schemas.ts';
import { id, instant, json, orNull, seq, type Wire } from './forms.ts';
import { observationSchema } from './schemas.ts';

const stream = z.string().describe('`device` or `device/channel`; in a path with `%2F`');
const place = { record: seq, recordedAt: instant };
const names = z.array(z.string());

const health = z.object({ what: z.enum(['dead', 'stuck', 'back', 'disagrees', 'drifts']), says: z.string(), at: instant });
const bound = z.object({ binding: id, subject: z.string(), as: id });
const streamSchema = z.object({
  stream, label: z.string(), unit: z.string().nullable().describe('as SenML writes it, else as the device does'), deviceClass: z.string().nullable(), diagnostic: z.boolean(),
  available: z.boolean().nullable().describe('null: the device doesn\'t say'),
  last: z.object({ value: json, at: instant.nullable().describe('null: it was said before the server listened') }).nullable(),
  hidden: z.boolean().describe('it measures somebody else, so its value is shown after a look alone; or nothing binds it (`of` and `bound` are empty), so its value is shown to members and with rights to devices'), of: z.array(id).describe('whom it measures'), bound: z.array(bound), health: health.nullable(),
}).openapi('Stream');

export const thingsSchema = z.object({
  devices: z.array(z.object({
    id, name: z.string(), manufacturer: z.string().nullable(), model: z.string().nullable(), area: z.string().nullable(), via: id.nullable(), signs: z.boolean().describe('with a key of its own'),
    conventions: names, streams: z.array(streamSchema), others: z.array(z.object({ label: z.string(), component: z.string(), reason: z.string().nullable() })).describe('what gives no readings'),
  }).openapi('Device')),
}).openapi('Things');

export const readingsSchema = z.object({
  stream, fields: names.nullable().describe('what of a reading may be shown; null: all of it'),
  readings: z.array(z.record(z.string(), json)).describe('in order of their time, the latest if there are more than 10,000'), kept: z.object({ days: z.int(), oldest: instant.nullable() }),
}).openapi('Readings');

const saying = z.object({
  stream, state: z.enum(['said', 'silent', 'dead', 'stuck', 'not_permitted']), llr: z.number().optional(), about: z.literal('person').optional(), weight: z.number().optional(), by: z.enum(['signed', 'gateway']),
  direction: z.enum(['for', 'against', 'neither']).nullable(), says: z.string(),
});
export const explainedSchema = z.object({
  observation: observationSchema,
  explained: z.object({ summary: z.string(), sensors: z.array(saying), lines: names, calibration: z.string() }).nullable().describe('null: it wasn\'t made from readings'),
  readings: z.object({ state: z.enum(['kept', 'erased', 'altered']), words: z.string() }).nullable().describe('whether what it rests on is still there, and what the record commits to'),
}).openapi('ExplainedObservation');

const part = z.object({ says: z.string(), many: z.boolean(), required: z.boolean(), redundant: z.boolean().describe('several of them say the same thing'), steady: z.boolean().describe('speaks by itself, so that silence means something'), fields: z.record(z.string(), json) });
const drift = z.object({ cases: z.int(), promised: z.number(), happened: z.number(), drifts: z.boolean(), says: z.string() });
const calibration = z.object({
  event: id, words: z.string(), record: seq.nullable(), cases: z.int().nullable(), from: instant.nullable(), until: instant.nullable(), drift,
});
const bindingVersion = z.object({ ...place, by: id, proposal: z.object({ id: z.string(), title: z.string(), by: id }).nullable(), binding: orNull(binding), words: z.string() });

export const sensingSchema = z.object({
  bindings: z.array(z.object({
    id, binding: orNull(binding).describe('null: it has ended'), words: z.string(), versions: z.array(bindingVersion),
    fault: z.object({ says: z.string(), at: instant.nullable() }).nullable().describe('why it observes nothing'), calibrations: z.array(calibration),
  }).openapi('BindingShown')),
  methods: z.array(z.object({ name: id, says: z.string(), parts: z.record(z.string(), part), fields: z.record(z.string(), json) }).openapi('Method')).describe('with their parts and settings, of which a form can be made'),
  readings: z.object({ stored: z.boolean(), says: z.string() }).describe('whether readings can be stored'),
}).openapi('Sensing');

const permit = z.object({ stream, purpose: id, to: id.optional(), fields: names.optional(), keep_days: z.int(), until: instant.optional() });
const permitShown = z.object({ member: id, permit, words: z.string(), ...place, ended: z.object(place).nullable() });
const look = z.object({ stream, purpose: id, reason: z.string(), from: instant, until: instant });
const lookShown = z.object({ ...place, by: id, look, of: z.array(id), fields: names.nullable(), refused: z.string().nullable(), words: z.string() }).openapi('Look');
export const measuringSchema = z.object({
  streams: z.array(z.object({
    stream, bindings: z.array(z.object({ id, subject: z.string(), method: id, as: id })), others: z.array(id), permits: z.array(permitShown),
  })),
  ended: z.array(permitShown), looks: z.array(lookShown),
}).openapi('Measuring');

export const disputesSchema = z.array(z.object({
  observation: id, by: id, reason: z.string(), ...place, expires: instant, disputed: orNull(observationSchema), deciders: z.array(id).nullable(),
  end: z.object({ how: z.enum(['held', 'dropped', 'expired']), by: id.nullable(), reason: z.string().nullable(), was: id.optional().describe('who it was instead of whom it names'), ...place }).nullable(), words: z.string(),
}).openapi('Dispute'));

export const pastCasesSchema = z.object({
  count: z.int().describe('how many there are; the latest 2,000 of them are listed, in order of time, without those that `skip` leaves out'),
  cases: z.array(z.object({
    observation: id, binding: id, event: id, at: instant, p: z.object({ event: z.number(), person: z.number().nullable().describe('null: it named nobody') }),
    truth: z.boolean().nullable(), how: z.enum(['confirmed', 'dropped', 'held', 'uncontested']).nullable().describe('null: not decided'),
    person: z.boolean().nullable().describe('whether it was the person whom it names; null: not decided, or it named nobody'),
  })),
}).openapi('PastCases');

const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4), z.literal(5)]);
export const incidentsSchema = z.object({
  incidents: z.array(z.object({ ...place, by: id, incident: z.object({ place: z.string(), severity, happened: instant, reason: z.string().optional() }) })),
  places: z.array(z.object({ place: z.string(), count: z.int(), severities: z.object({ 1: z.int(), 2: z.int(), 3: z.int(), 4: z.int(), 5: z.int() }) })),
}).openapi('Incidents');

export const modelsSchema = z.array(z.object({
  hash: z.string().describe('SHA-256 of its file, in hex: the name under which a binding has it in the log'), bytes: z.int(),
  classes: names, features: z.int().describe('how many numbers a vector has'), learner: z.enum(['shrinkage-lda', 'extra-trees']), bindings: z.array(id).describe('that are made with it now'),
}).openapi('TrainedModel'));
export const modelSchema = z.record(z.string(), json).describe('as `sensing train` wrote it');
export const modelKeptSchema = z.object({ model: z.string().describe('SHA-256 of its file, in hex') });

export const takenSchema = z.object({ readings: z.int().describe('how many the message held; those of streams that nothing binds are not kept') }).openapi('TakenReadings');

export type ThingsWire = Wire<typeof thingsSchema>;
export type ReadingsWire = Wire<typeof readingsSchema>;
export type ExplainedWire = Wire<typeof explainedSchema>;
export type SensingWire = Wire<typeof sensingSchema>;
export type MeasuringWire = Wire<typeof measuringSchema>;
export type DisputesWire = Wire<typeof disputesSchema>;
export type PastCasesWire = Wire<typeof pastCasesSchema>;
export type IncidentsWire = Wire<typeof incidentsSchema>;
export type ModelsWire = Wire<typeof modelsSchema>;
