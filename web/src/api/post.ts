/** Puts something to the API; what is refused comes as one message with what can be done. */
import { at } from './base.ts';

export type Refused = { readonly code: string; readonly message: string; readonly hint: string };
export type Posted<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly refused: Refused };

const away: Refused = { code: 'unreachable', message: 'The collective can’t be reached just now', hint: 'Nothing was sent twice: try again in a moment.' };

/** @param signal left out: it is waited for as long as it takes */
export async function postJson<T>(address: string, body: unknown, signal?: AbortSignal): Promise<Posted<T>> {
  return await sent<T>(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body), ...(signal === undefined ? {} : { signal }) });
}

/** A file as it is, byte for byte: it may be named by its hash. */
export async function postFile<T>(address: string, type: string, text: string): Promise<Posted<T>> {
  return await sent<T>(address, { method: 'POST', headers: { 'content-type': type }, body: text });
}

export async function deleteAt<T>(address: string): Promise<Posted<T>> {
  return await sent<T>(address, { method: 'DELETE' });
}

async function sent<T>(address: string, init: RequestInit): Promise<Posted<T>> {
  try {
    const response = await fetch(at(address), init);
    const answer: unknown = await response.json();
    return response.ok ? { ok: true, value: answer as T } : { ok: false, refused: refusedIn(answer) };
  } catch {
    return { ok: false, refused: away };
  }
}

function refusedIn(answer: unknown): Refused {
  const error = (answer as { readonly error?: Partial<Refused> } | null)?.error;
  return { code: error?.code ?? 'fault', message: error?.message ?? 'The collective gave no answer to that', hint: error?.hint ?? 'Try again in a moment.' };
}
