/** What members are told and how, as the API has it. */
import { z } from '@hono/zod-openapi';
import { instant, type Wire } from './forms.ts';

const often = z.enum(['now', 'daily', 'weekly', 'off']);
export const languageSchema = z.enum(['en', 'de', 'es']);
const kind = z.enum(['asked', 'told', 'moved']);
const zone = z.string().min(1).max(60).describe('IANA name');
const minutes = z.int().min(0).max(1439).describe('minutes after midnight');
const topic = z.string().min(1).max(200);
/** Topics that one member may choose for: some codes of each of a hundred agreements. */
const topicsMax = 500;

const choice = z.strictObject({ push: often.optional(), mail: often.optional(), urgent: z.boolean().optional().describe('also in quiet hours') });

export const preferencesSchema = z.strictObject({
  language: languageSchema, zone, quiet: z.strictObject({ from: minutes, until: minutes }).nullable(),
  digest: z.strictObject({ hour: z.int().min(0).max(23), weekday: z.int().min(1).max(7).describe('1 is Monday') }),
  topics: z.record(topic, choice).refine((topics) => Object.keys(topics).length <= topicsMax, `at most ${topicsMax} topics`).describe('what is left out goes by what stands before the first `/`, and then by what is usual'),
}).openapi('NoticePreferences');

export const noticesSchema = z.object({
  member: z.string(), preferences: preferencesSchema,
  mail: z.object({ possible: z.boolean().describe('whether this server sends mail'), address: z.string().nullable(), confirmed: z.boolean(), problem: z.string().nullable() }),
  push: z.object({ key: z.string().describe('what a browser subscribes with: `applicationServerKey`'), devices: z.array(z.object({ id: z.string(), label: z.string(), added: instant })) }),
  topics: z.array(z.object({
    topic, kind, example: z.string().nullable().describe('what it said last'), usual: z.object({ push: often, mail: often }).describe('unless something is chosen for it'),
  })),
}).openapi('NoticeSettings');

const movement = z.object({ other: z.string(), unit: z.string(), amount: z.string(), way: z.enum(['in', 'out', 'lent', 'owed']) });

export const inboxSchema = z.object({
  unread: z.int(),
  items: z.array(z.object({
    n: z.int(), id: z.string(), at: instant, kind, topic, record: z.int().nullable(), words: z.string(), movement: movement.nullable(), proposal: z.string().nullable(), review: z.string().nullable(),
    over: z.boolean().describe('nothing is left to do about it'), read: z.boolean(),
  })),
}).openapi('Inbox');

export const readSchema = z.strictObject({ read: z.int().min(0).describe('all up to this one') });

const begins = { language: languageSchema.optional().describe('of what is sent, where the member has chosen none'), zone: zone.optional() };
export const addressSchema = z.strictObject({ address: z.string().min(3).max(254), ...begins });
export const deviceSchema = z.strictObject({
  endpoint: z.string().min(1).max(2000), keys: z.strictObject({ p256dh: z.string().regex(/^[\w-]{80,100}=*$/), auth: z.string().regex(/^[\w-]{16,32}=*$/) }), label: z.string().max(80), ...begins,
}).openapi('PushSubscription');
export const testSchema = z.strictObject({ channel: z.enum(['push', 'mail']) });
export const doneSchema = z.object({ done: z.boolean() });
export const addedSchema = z.object({ id: z.string() });

const rows = z.array(z.array(z.string()));
export const previewSchema = z.object({
  letter: z.object({
    subject: z.string(), tables: z.array(z.object({ title: z.string(), head: z.array(z.string()), rows, totals: rows })),
    lists: z.array(z.object({ title: z.string(), items: z.array(z.object({ when: z.string(), words: z.string() })), more: z.string().nullable() })),
  }).nullable().describe('null: there was nothing to say'),
}).openapi('DigestPreview');

export type PreferencesWire = Wire<typeof preferencesSchema>;
export type NoticesWire = Wire<typeof noticesSchema>;
export type InboxWire = Wire<typeof inboxSchema>;
export type AddressAsked = Wire<typeof addressSchema>;
export type DeviceAsked = Wire<typeof deviceSchema>;
export type PreviewWire = Wire<typeof previewSchema>;
export type LanguageWire = z.infer<typeof languageSchema>;
