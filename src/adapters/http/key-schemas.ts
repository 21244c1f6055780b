/** The shapes of members' keys and of being let back in, for the OpenAPI document. The views' own types (`src/views/keys-shown.ts`) say the same. */
import { z } from '@hono/zod-openapi';
import { id, instant, type Wire } from './forms.ts';

const passkeySchema = z.object({ rp_id: z.string(), origins: z.array(z.string()), credential_id: z.string() });

export const keysSchema = z.object({
  keys: z.array(z.object({
    id, name: z.string().nullable(), publicKey: z.string(), passkey: passkeySchema.nullable(), kinds: z.array(z.string()).nullable().describe('kinds of entries that it may seal; null: all'),
    madeAt: instant, usedAt: instant.nullable().describe('when it last sealed something'), expires: instant.nullable(), inForce: z.boolean(),
  })),
  friends: z.object({ friends: z.array(id), named: z.boolean().describe('by the member themselves'), approvals: z.int(), waitHours: z.int() }).describe('who can give them new keys'),
}).openapi('Keys');

export const recoverySchema = z.object({
  member: id, name: z.string(), proposal: z.string(), by: id, friends: z.array(id), approved: z.int(), approvals: z.int(),
  waits: instant.nullable().describe('when the key comes into force, once enough have agreed'), closes: instant, now: instant,
}).openapi('Recovery');

export type KeysWire = Wire<typeof keysSchema>;
export type RecoveryWire = Wire<typeof recoverySchema>;
