/** What commands ask of a server elsewhere, which they know by its address alone. */
import { basePathOf } from '../vocabulary/base-path.ts';
import { isObject } from '../vocabulary/json.ts';
import { ServerError } from './connection.ts';

const answerMaxMs = 30_000;

/**
 * Where a collective's API answers.
 * @param server an address of that collective, as that of its page or of an invitation
 */
export function apiAt(server: URL | string, path: `/api/${string}`): URL {
  const { pathname, origin } = new URL(server);
  return new URL(`${basePathOf(pathname)}${path}`, origin);
}

/** The page of the collective that is served at an address below it. */
export function pageAt(server: URL): string {
  return `${server.origin}${basePathOf(server.pathname)}`;
}

/** The answer as it is, also one that says what is wrong. @throws ServerError when nothing answers, or something else does */
export async function askServer(address: URL, init: RequestInit = {}): Promise<{ readonly [key: string]: unknown }> {
  let answer: unknown;
  try {
    answer = await (await fetch(address, { ...init, signal: AbortSignal.timeout(answerMaxMs) })).json();
  } catch (error) {
    throw new ServerError(`the server at ${address.host} doesn't answer: ${error instanceof Error ? error.message : String(error)}`, 'Check the address, and that it runs.');
  }
  if (!isObject(answer)) throw new ServerError(`the server at ${address.host} answers with something else than Frankpledge does`, 'Check the address.');
  return answer;
}

export function posting(body: unknown): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** @throws ServerError also with what the server says is wrong */
export async function requireAnswer(address: URL, init: RequestInit = {}): Promise<{ readonly [key: string]: unknown }> {
  const answer = await askServer(address, init);
  const { error } = answer;
  if (isObject(error)) throw new ServerError(String(error['message']), typeof error['hint'] === 'string' ? error['hint'] : undefined);
  return answer;
}
