/** The routes of notices: a member's own, by their session alone. */
import { z } from '@hono/zod-openapi';
import { read } from './entry.ts';
import {
  addedSchema, addressSchema, deviceSchema, doneSchema, inboxSchema, languageSchema, noticesSchema, preferencesSchema, previewSchema, readSchema, testSchema,
} from './notice-schemas.ts';
import { base, type Answered, type Given, type Route } from './route.ts';

const limitMax = 200;
const language = { language: languageSchema.optional().describe('of the words; English unless said otherwise') };
const languageOf = ({ query }: Given): 'en' | 'de' | 'es' => (query['language'] as 'en' | 'de' | 'es' | undefined) ?? 'en';

/** A body by its schema, and what becomes of it. */
function reading<T extends z.ZodType>(schema: T, run: (ports: Parameters<Route['run']>[0]['desk'], value: z.infer<T>, given: Given) => Answered): Route['run'] {
  return ({ desk }, given) => {
    const asked = read(schema, given.body);
    return asked.ok ? run(desk, asked.value as z.infer<T>, given) : asked;
  };
}

export const noticeRoutes: readonly Route[] = [
  {
    ...base('/api/me/notices', 'How you want to hear of what, by which channels you can be reached, and what there is to choose for', noticesSchema), query: language,
    run: ({ desk }, given) => desk.settings(given.secret, languageOf(given)),
  },
  {
    ...base('/api/me/notices', 'Says how you want to hear of what from now on', noticesSchema), method: 'put', query: language, body: preferencesSchema,
    run: reading(preferencesSchema, (notices, value, given) => notices.put(given.secret, value, languageOf(given))),
  },
  {
    ...base('/api/me/notices/preview', 'What last week\'s summary by mail would have said', previewSchema), query: language,
    run: ({ desk }, given) => desk.preview(given.secret, languageOf(given)),
  },
  { ...base('/api/me/notices/test', 'Sends you a test message', doneSchema), method: 'post', body: testSchema, run: reading(testSchema, (notices, { channel }, { secret }) => notices.test(secret, channel)) },
  {
    ...base('/api/me/inbox', 'What you were told, the latest first', inboxSchema),
    query: { ...language, before: z.string().regex(/^\d{1,15}$/).optional().describe('a notice\'s `n`'), limit: z.string().regex(/^[1-9]\d{0,2}$/).optional().describe(`at most ${limitMax}`) },
    run: ({ desk }, given) => {
      const { before, limit = '50' } = given.query;
      return desk.inbox(given.secret, languageOf(given), before === undefined ? undefined : Number(before), Math.min(Number(limit), limitMax));
    },
  },
  { ...base('/api/me/inbox', 'Marks what you were told as read', z.object({ unread: z.int() })), method: 'post', body: readSchema, run: reading(readSchema, (notices, { read: upTo }, { secret }) => notices.read(secret, upTo)) },
  { ...base('/api/me/push', 'Has a browser of yours told by web push', addedSchema), method: 'post', body: deviceSchema, run: reading(deviceSchema, (notices, device, { secret }) => notices.addDevice(secret, device)) },
  { ...base('/api/me/push/{id}', 'Has it told no more', doneSchema), method: 'delete', run: ({ desk }, { params, secret }) => desk.dropDevice(secret, params['id'] ?? '') },
  { ...base('/api/me/email', 'Sends a link to an address; once it was opened and answered, mail goes there', doneSchema), method: 'post', body: addressSchema, run: reading(addressSchema, (notices, asked, { secret }) => notices.putAddress(secret, asked)) },
  { ...base('/api/me/email', 'Takes your address away', doneSchema), method: 'delete', run: ({ desk }, { secret }) => desk.dropAddress(secret) },
];
