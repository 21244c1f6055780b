/** The one parser of what nodes and the writer say to each other over HTTP; what it lets through has the types that `log/nodes` asks for. */
import { z } from '@hono/zod-openapi';
import { messageRecordsMax, windowMax, type Message } from '../../log/nodes/messages.ts';
import { recordBytesMax } from '../../vocabulary/entries.ts';
import type { Result } from '../../vocabulary/result.ts';
import { read } from './entry.ts';

/** Nodes that a policy may name here; the specification's own limit of witnesses is lower. */
const nodesMax = 256;
/** What a writer may send at once: a window, what a takeover put in front of it, and room for a few takeovers that came to nothing. */
const recordsMax = 4 * windowMax + messageRecordsMax;
/** Entries that a node says are missing. */
const missingMax = 1000;
/** Code and zone rules that records of one message name. */
const blobsMax = 64;
const blobCharsMax = 4_194_304;

const count = z.int().min(0);
const base64 = z.string().max(200);
const name = z.string().max(1000);
const head = z.strictObject({ size: count, root: base64 });
const record = z.string().max(recordBytesMax);
const entry = z.string().max(recordBytesMax);
const proof = z.strictObject({ term: count, head, acks: z.array(z.strictObject({ node: name, sig: base64 })).max(nodesMax) });
const vote = z.strictObject({ node: name, heldTerm: count, committed: count, head, sig: base64 });
const election = z.strictObject({ term: count, candidate: name, proposal: entry, id: base64, key: base64, votes: z.array(vote).max(nodesMax) });
const tenure = z.strictObject({ term: count, election: election.nullable(), base: head });
const refusal = z.enum(['not_the_writer', 'gap', 'differs', 'two_faces', 'stopped', 'later_term']);

const message = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('append'), tenure, at: count, records: z.array(record).max(recordsMax), head, key: base64, sig: base64 }),
  z.strictObject({ kind: z.literal('commit'), proof }),
  z.strictObject({ kind: z.literal('catchup'), at: count, records: z.array(record).max(recordsMax), consistency: z.array(base64).max(64), proof }),
  z.strictObject({
    kind: z.literal('holding'), node: name, term: count, committed: count, size: count, ack: z.strictObject({ head, sig: base64 }).optional(),
    why: z.strictObject({ code: refusal, detail: z.string().max(4000), at: count.optional() }).optional(), missing: z.array(entry).max(missingMax).optional(),
    deposed: z.strictObject({ tenure, inForce: z.boolean() }).optional(),
  }),
  z.strictObject({ kind: z.literal('fetch'), at: count }),
  z.strictObject({ kind: z.literal('poll'), term: count, committed: count }),
  z.strictObject({ kind: z.literal('willing'), node: name, term: count, committed: count, willing: z.boolean() }),
  z.strictObject({ kind: z.literal('stand'), term: count, candidate: name, committed: count, proposal: entry, id: base64, sig: base64 }),
  z.strictObject({ kind: z.literal('vote'), term: count, id: base64, vote, ballot: entry, tail: z.array(record).max(recordsMax) }),
  z.strictObject({ kind: z.literal('entry'), entry }),
]);

const letter = z.strictObject({ from: name, message, blobs: z.record(z.string().regex(/^[0-9a-f]{64}$/), z.string().max(blobCharsMax)).optional() });

/** A message with its sender, and the code and zone rules that its records name. */
export type Letter = { readonly from: string; readonly message: Message; readonly blobs?: { readonly [hash: string]: string } };

/** Refuses with `malformed`. */
export function readLetter(raw: unknown): Result<Letter> {
  const parsed = read(letter, raw);
  if (!parsed.ok) return parsed;
  const { blobs } = parsed.value;
  if (Object.keys(blobs ?? {}).length > blobsMax) return { ok: false, refusal: { code: 'malformed', detail: `a message brings at most ${blobsMax} texts` } };
  return { ok: true, value: parsed.value as Letter };
}
