/** A member's way in at a server elsewhere: proves with their key who they are, and gets a session's secret; who is invited, what there is to see. */
import type { Session, SessionProof, SessionStatement } from '../adapters/http/session.ts';
import type { InvitationShown } from '../views/charter-shown.ts';
import type { Instant } from '../vocabulary/time.ts';
import { apiAt, posting, requireAnswer } from './ask-server.ts';
import { ServerError } from './connection.ts';
import type { Signer } from './sealing.ts';
import { statementText } from './sessions.ts';

/**
 * @param url the server's address, as the member knows it: the proof counts at that one alone
 * @throws ServerError
 */
export async function signIn(url: URL, signer: Signer, now: Instant): Promise<Session> {
  const { member, secret, expires } = await requireAnswer(apiAt(url, '/api/session'), posting(await proofAt(url, signer, now)));
  if (typeof member !== 'string' || typeof secret !== 'string' || typeof expires !== 'number') throw new ServerError(`the server at ${url.host} answers with something else than a session`);
  return { member, secret, expires };
}

/** What whoever holds an invitation sees before they join. @param signer the invitation's key @throws ServerError */
export async function lookInvited(url: URL, signer: Signer, now: Instant): Promise<InvitationShown> {
  return await requireAnswer(apiAt(url, '/api/invitation'), posting(await proofAt(url, signer, now))) as unknown as InvitationShown;
}

async function proofAt(url: URL, { grant, sealer }: Signer, now: Instant): Promise<SessionProof> {
  const { origin, challenge } = await requireAnswer(apiAt(url, '/api/challenge'));
  const statement: SessionStatement = { purpose: 'frankpledge/session', origin: String(origin), audience: url.host, member: grant.owner, at: now, challenge: String(challenge) };
  // By the public key: the log may call it otherwise than its file does.
  return { statement, seal: { key: grant.public_key, sig: sealer.sign(statementText(statement)) } };
}
