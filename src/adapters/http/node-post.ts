/** From one node to another, and from a node to the writer, over HTTP. */
import type { SealedEntry } from '../../vocabulary/entries.ts';
import type { Message } from '../../log/nodes/messages.ts';
import { readAnswer } from './answer.ts';
import { readLetter, type Letter } from './node-messages.ts';

/** Bytes of a message: a window of the largest records, and what a takeover adds. */
export const letterBytesMax = 33_554_432;

/** Where nodes take messages, below their address in the policy. */
export const nodePath = '/node';

/** Sends a message below a node's address; resolves with its answer, undefined when it has none. Rejects when nobody answers in time. */
export async function postToNode(url: string, letter: Letter, waitMs: number, signal: AbortSignal): Promise<Message | undefined> {
  const response = await post(`${url.replace(/\/+$/, '')}${nodePath}`, letter, waitMs, signal);
  if (response.status === 204) return undefined;
  const text = await readAnswer(response, letterBytesMax);
  if (!response.ok) throw new Error(`it answers ${response.status}: ${text.slice(0, 300)}`);
  const answer = readLetter(JSON.parse(text));
  if (!answer.ok) throw new Error(`its answer can't be read: ${answer.refusal.detail}`);
  return answer.value.message;
}

/** Hands a sealed entry to a writer; what it answers is for its log to show. */
export async function postEntry(url: string, sealed: SealedEntry, waitMs: number, signal: AbortSignal): Promise<void> {
  const response = await post(`${url.replace(/\/+$/, '')}/api/entries`, sealed, waitMs, signal);
  await response.body?.cancel();
}

async function post(url: string, body: unknown, waitMs: number, signal: AbortSignal): Promise<Response> {
  return await fetch(url, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), signal: AbortSignal.any([signal, AbortSignal.timeout(waitMs)]), redirect: 'error',
  }).catch((error: unknown) => {
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  });
}
