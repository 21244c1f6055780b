/** A member's way in at a server elsewhere: proves with their key who they are, and gets a session's secret. */
import type { Session, SessionStatement } from '../adapters/http/session.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Instant } from '../vocabulary/time.ts';
import { ServerError } from './connection.ts';
import type { Signer } from './sealing.ts';
import { statementText } from './sessions.ts';

const answerMaxMs = 30_000;

/**
 * @param url the server's address, as the member knows it: the proof counts at that one alone
 * @throws ServerError
 */
export async function signIn(url: URL, { grant, sealer }: Signer, now: Instant): Promise<Session> {
  const { origin, challenge } = await ask(new URL('/api/challenge', url), {});
  const statement: SessionStatement = { purpose: 'frankpledge/session', origin: String(origin), audience: url.host, member: grant.owner, at: now, challenge: String(challenge) };
  // By the public key: the log may call it otherwise than its file does.
  const seal = { key: grant.public_key, sig: sealer.sign(statementText(statement)) };
  const proof: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ statement, seal }) };
  const { member, secret, expires } = await ask(new URL('/api/session', url), proof);
  if (typeof member !== 'string' || typeof secret !== 'string' || typeof expires !== 'number') throw new ServerError(`the server at ${url.host} answers with something else than a session`);
  return { member, secret, expires };
}

async function ask(address: URL, init: RequestInit): Promise<{ readonly [key: string]: unknown }> {
  let answer: unknown;
  try {
    answer = await (await fetch(address, { ...init, signal: AbortSignal.timeout(answerMaxMs) })).json();
  } catch (error) {
    throw new ServerError(`the server at ${address.host} doesn't answer: ${error instanceof Error ? error.message : String(error)}`, 'Check the address, and that it runs.');
  }
  if (!isObject(answer)) throw new ServerError(`the server at ${address.host} answers with something else than Frankpledge does`, 'Check the address.');
  const { error } = answer;
  if (isObject(error)) throw new ServerError(String(error['message']), typeof error['hint'] === 'string' ? error['hint'] : undefined);
  return answer;
}
