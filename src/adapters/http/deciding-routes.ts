/** The routes of deciding together: proposals, what binds a member, charter and founding, comments, invitations. */
import { z } from '@hono/zod-openapi';
import { commentCharsMax } from '../../log/comment-words.ts';
import { ok, refuse } from '../../vocabulary/result.ts';
import { agreementRoutes } from './agreement-routes.ts';
import { boundChangeSchema, boundSchema } from './bound-schemas.ts';
import { charterSchema, foundingSchema, historySchema, invitationSchema } from './charter-schemas.ts';
import { delegationsSchema, foreseenBodySchema, foreseenSchema, proposalDetailSchema, proposalsSchema } from './deciding-schemas.ts';
import { read, readSealedEntry, sealedEntrySchema } from './entry.ts';
import { base, get, submitted, type Route } from './route.ts';
import { submittedSchema } from './schemas.ts';
import { proofSchema, readProof } from './session.ts';

const member = z.string().max(130);
const commentWordsSchema = z.strictObject({ salt: z.string().regex(/^[0-9a-f]{32}$/, '16 bytes in lower-case hex'), text: z.string().min(1).max(commentCharsMax) });
const commentSchema = z.strictObject({ ...sealedEntrySchema.shape, words: commentWordsSchema }).openapi('SealedComment');

export const decidingRoutes: readonly Route[] = [
  ...agreementRoutes,
  {
    ...base('/api/proposals', 'What is open to decide together and what it lacks, and what was decided last; with `member`, what it is to them', proposalsSchema), query: { member: member.optional() },
    run: (ports, { query }) => ports.deciding.proposals(query['member']),
  },
  {
    ...base('/api/proposals/{id}', 'One proposal with all that belongs to it: text, differences, amendments, ballots with reasons, the count to redo by hand, comments', proposalDetailSchema),
    query: { member: member.optional() }, run: (ports, { params, query }) => ports.deciding.proposal(params['id'] ?? '', query['member']),
  },
  {
    ...base('/api/proposals/{id}/bound', 'What an open proposal would let be taken from a member at the most, held against now', boundChangeSchema), query: { member },
    run: (ports, { params, query }) => ports.deciding.boundUnder(params['id'] ?? '', query['member'] ?? ''),
  },
  {
    ...base('/api/foreseen', 'What a subcontract would do if it were asked now in the name of all: by an open proposal, or one that could be made; nothing of it stays', foreseenSchema), method: 'post', body: foreseenBodySchema,
    run: (ports, { body }) => {
      const asked = read(foreseenBodySchema, body);
      return asked.ok ? ports.deciding.foresee(asked.value) : asked;
    },
  },
  {
    ...base('/api/members/{id}/bound', 'What each agreement can take from a member at the most, what they consented to, how they get out, and what is left then', boundSchema),
    run: (ports, { params }) => ports.deciding.bound(params['id'] ?? ''),
  },
  { ...base('/api/members/{id}/delegations', 'Who votes for a member, and for whom they vote', delegationsSchema), run: (ports, { params }) => ports.deciding.delegations(params['id'] ?? '') },
  { ...base('/api/charter', 'The charter in plain words, with the next update window, what stands fast and how it came to be', charterSchema), run: (ports) => ports.deciding.charter() },
  get('/api/founding', 'What founders sign, who has signed and who is missing', foundingSchema, (ports) => ports.deciding.founding()),
  {
    ...base('/api/subcontracts/{id}/history', 'A subcontract\'s versions with who decided on them, how it stands, and whom it binds', historySchema),
    run: (ports, { params }) => ports.deciding.history(params['id'] ?? ''),
  },
  {
    ...base('/api/comments', 'Puts a sealed comment to the kernel, and keeps its words where they can be erased', submittedSchema), method: 'post', body: commentSchema,
    run: async (ports, { body }) => {
      const said = read(commentSchema, body);
      if (!said.ok) return said;
      const { words, ...rest } = body as z.infer<typeof commentSchema>;
      const sealed = readSealedEntry(rest, ports.readManifest);
      return sealed.ok ? submitted(await ports.deciding.comment(sealed.value, words)) : sealed;
    },
  },
  {
    ...base('/api/comments/{record}', 'Erases the words of the comment in a record for good: by its author, or on the server\'s machine', z.object({ erased: z.boolean() })), method: 'delete',
    run: (ports, { params, secret }) => {
      const record = params['record'] ?? '';
      if (!/^\d{1,15}$/.test(record)) return refuse('malformed', `a comment is named by its record's number, not by ${JSON.stringify(record)}`);
      const erased = ports.deciding.eraseComment(Number(record), secret);
      return erased.ok ? ok({ erased: erased.value }) : erased;
    },
  },
  {
    ...base('/api/invitation', 'What whoever holds an invitation sees before they join: they seal the statement of a session by its key', invitationSchema), method: 'post', body: proofSchema,
    run: (ports, { body }) => {
      const proof = readProof(body);
      return proof.ok ? ports.deciding.invitation(proof.value) : proof;
    },
  },
];
