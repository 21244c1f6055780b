/** Asks the API once. */
import { at } from './base.ts';

export type Got<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly message: string };

export async function getJson<T>(address: string, signal: AbortSignal): Promise<Got<T>> {
  try {
    const response = await fetch(at(address), { signal, headers: { accept: 'application/json' } });
    const body: unknown = await response.json();
    return response.ok ? { ok: true, value: body as T } : { ok: false, message: messageIn(body) };
  } catch {
    return { ok: false, message: 'The collective can’t be reached just now.' };
  }
}

/** Whether the server says that one may not read, or no longer: not when it can't be reached, or is at fault. */
export async function isShut(address: string): Promise<boolean> {
  try {
    const { status } = await fetch(at(address), { method: 'HEAD' });
    return status === 401 || status === 403;
  } catch {
    return false;
  }
}

function messageIn(body: unknown): string {
  const error = (body as { error?: { message?: unknown } } | null)?.error;
  return typeof error?.message === 'string' ? error.message : 'The collective gave no answer to that.';
}
