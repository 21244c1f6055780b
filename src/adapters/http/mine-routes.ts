/** What a member's session asks for itself: what waits for them, and the simulated devices that they may try. */
import { z } from '@hono/zod-openapi';
import { id as givenId, jsonObject } from './change-schemas.ts';
import type { HttpError } from './errors.ts';
import { read } from './entry.ts';
import { id, type Wire } from './forms.ts';
import { base, submitted, type Answered, type Route } from './route.ts';
import type { Submitted } from './ports.ts';
import { submittedSchema } from './schemas.ts';

export const unreadSchema = z.object({
  member: id, asked: z.int().describe('what waits for the member: as many as /api/today tells of'),
  notices: z.int().describe('what they were told and haven\'t read, without what asks something of them'),
}).openapi('Unread');
const simulatedSchema = z.array(z.object({ device: id, subject: id }).openapi('SimulatedDevice'));
const reportBodySchema = z.strictObject({ event: givenId, values: jsonObject.describe('the event\'s own; `by` is the member who asks') }).openapi('SimulatedReport');

export type UnreadWire = Wire<typeof unreadSchema>;
export type ReportAsked = z.infer<typeof reportBodySchema>;
type Refusable<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refusal: HttpError };

/** Each is asked with the secret of a session, and refuses with `no_session` where there is none. */
export type MinePorts = {
  readonly unread: (secret: string | undefined) => Refusable<UnreadWire>;
  readonly simulated: () => readonly Wire<typeof simulatedSchema>[number][];
  /** Has a simulated device report something that the member does. */
  readonly report: (secret: string | undefined, device: string, asked: ReportAsked) => Promise<Refusable<Submitted>>;
};

type WithMine = { readonly mine: MinePorts };

export const mineRoutes: readonly Route<WithMine>[] = [
  { ...base('/api/me/unread', 'What waits for the member whose session asks', unreadSchema), run: ({ mine }, { secret }) => mine.unread(secret) },
  { ...base('/api/simulated', 'Devices that exist only to try an agreement by', simulatedSchema), run: ({ mine }) => ({ ok: true, value: mine.simulated() }) },
  {
    ...base('/api/simulated/{device}', 'Has a simulated device report what the member says they did; the gateway vouches for it, and what follows is as real as with any device', submittedSchema),
    method: 'post', body: reportBodySchema,
    run: async ({ mine }, { secret, params, body }): Promise<Answered> => {
      const said = read(reportBodySchema, body);
      if (!said.ok) return said;
      const done = await mine.report(secret, params['device'] ?? '', said.value);
      return done.ok ? submitted(done.value) : done;
    },
  },
];
