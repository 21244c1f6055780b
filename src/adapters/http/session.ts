/** A member proves who they are with their key, and reads for some hours without it. */
import { z } from '@hono/zod-openapi';
import { credentialIdCharsMax } from '../../vocabulary/grants.ts';
import type { Result } from '../../vocabulary/result.ts';
import type { Seal } from '../../vocabulary/seals.ts';
import type { HttpError } from './errors.ts';
import { read, seal } from './entry.ts';

/**
 * What a member seals: the canonical JSON (RFC 8785) of it, as an entry's is sealed. It can be no entry, which has other names.
 * `audience` is the server as the member reaches it, `host` or `host:port`: another server can't hand the proof on.
 */
export type SessionStatement = {
  readonly purpose: 'frankpledge/session';
  readonly origin: string;
  readonly audience: string;
  /** Left out where a passkey seals: only the device that holds it knows whose it is. */
  readonly member?: string;
  readonly at: number;
  /** From `/api/challenge`, once. */
  readonly challenge: string;
};

/** The seal's `key`: its name in the log, its public half, or a passkey's credential id. */
export type SessionProof = { readonly statement: SessionStatement; readonly seal: Seal };

/** `now`: the server's time, which a proof is to name; the clock of whoever asks may be off by hours. */
export type Challenge = { readonly origin: string; readonly challenge: string; readonly now: number; readonly expires: number };

/** `secret` is sent as a link's is. */
export type Session = { readonly member: string; readonly secret: string; readonly expires: number };

export type SessionPort = {
  readonly challenge: () => Challenge;
  /** Refuses with `bad_proof`, or `busy` when a member asks for many. */
  readonly begin: (proof: SessionProof) => { readonly ok: true; readonly value: Session } | { readonly ok: false; readonly refusal: HttpError };
  /** A secret of no session ends none. */
  readonly end: (secret: string) => void;
};

const id = z.string().max(130);
const instant = z.int().describe('milliseconds since 1970-01-01T00:00Z');

export const proofSchema = z.strictObject({
  statement: z.strictObject({
    purpose: z.literal('frankpledge/session'), origin: id, audience: z.string().max(260), member: id.optional(), at: instant, challenge: z.string().max(200),
  }),
  seal: z.union(seal.options.map((each) => each.extend({ key: z.string().max(credentialIdCharsMax) })) as [typeof seal.options[0], typeof seal.options[1]]),
}).openapi('SessionProof');

export const challengeSchema = z.object({ origin: z.string(), challenge: z.string().describe('to be sealed, once'), now: instant.describe('the server\'s time, for the proof'), expires: instant }).openapi('Challenge');

export const sessionSchema = z.object({
  member: z.string(), secret: z.string().describe('sent as `Authorization: Bearer SECRET`; a browser has it as a cookie'), expires: instant,
}).openapi('Session');

/** Refuses with `malformed`. */
export function readProof(raw: unknown): Result<SessionProof> {
  return read(proofSchema, raw) as Result<SessionProof>; // that a left out member isn't `undefined` no schema says
}
