/** The log's way to a witness over HTTP. */
import type { WitnessReply } from '../../log/witness-client.ts';
import { readAnswer } from './answer.ts';

const waitMaxMs = 10_000;
/** An answer is a size, a sentence, or some signature lines. */
const answerBytesMax = 65_536;

/** Rejects when nobody answers in time, or answers with what can't be one. */
export async function postToWitness(url: string, body: string, signal: AbortSignal): Promise<WitnessReply> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' }, body, signal: AbortSignal.any([signal, AbortSignal.timeout(waitMaxMs)]), redirect: 'error' }).catch((error: unknown) => {
    throw error instanceof Error && error.cause instanceof Error ? error.cause : error;
  });
  return { status: response.status, contentType: response.headers.get('content-type') ?? '', body: await readAnswer(response, answerBytesMax) };
}
