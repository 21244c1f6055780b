/** Puts something to the API; what is refused comes as one message with what can be done. */
import { askAllAgain } from './asking.ts';
import { asPost, exchange } from './exchange.ts';
import { isOtherReader } from './kept.ts';
import { oweNothing } from './owed.ts';
import { refusal, type Refused } from './refusal.ts';

export type { Refused } from './refusal.ts';
export type Posted<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refused };

/** @param signal left out: it is waited for as long as it takes @param root as {@link exchange} has it */
export async function postJson<T>(address: string, body: unknown, signal?: AbortSignal, root?: string): Promise<Posted<T>> {
  return await sent<T>(address, { ...asPost(body), ...(signal === undefined ? {} : { signal }) }, root);
}

/** A file as it is, byte for byte: it may be named by its hash. */
export async function postFile<T>(address: string, type: string, text: string): Promise<Posted<T>> {
  return await sent<T>(address, { method: 'POST', headers: { 'content-type': type }, body: text });
}

export async function putJson<T>(address: string, body: unknown): Promise<Posted<T>> {
  return await sent<T>(address, { ...asPost(body), method: 'PUT' });
}

/** The parameters are those of {@link postJson}. */
export async function deleteAt<T>(address: string, signal?: AbortSignal, root?: string): Promise<Posted<T>> {
  return await sent<T>(address, { method: 'DELETE', ...(signal === undefined ? {} : { signal }) }, root);
}

async function sent<T>(address: string, init: RequestInit, root?: string): Promise<Posted<T>> {
  const answer = await exchange(address, init, root);
  if (!answer.ok) return { ok: false, refused: refusal(answer.code, answer.detail) };
  if (address === '/api/session') {
    oweNothing(root);
    if (await isOtherReader()) askAllAgain();
  }
  return { ok: true, value: answer.value as T };
}
