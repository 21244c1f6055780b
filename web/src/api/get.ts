/** Asks the API once. */
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { at } from './base.ts';
import { exchange } from './exchange.ts';
import { refusal } from './refusal.ts';

export type Got<T> =
  | { readonly ok: true; readonly value: T }
  /** `unreachable`: no answer came, or none of this server's; other codes are the server's. */
  | { readonly ok: false; readonly code: string; readonly message: string };

/** @param root as {@link exchange} has it */
export async function getJson<T>(address: string, signal: AbortSignal, root?: string): Promise<Got<T>> {
  const answer = await exchange(address, { signal, headers: { accept: 'application/json' } }, root);
  if (answer.ok) return { ok: true, value: answer.value as T };
  const { message: title } = refusal(answer.code);
  return { ok: false, code: answer.code, message: answer.detail === undefined || answer.code === 'fault' ? title : t('refusals.with_detail', { title, detail: phrase(answer.detail) }) };
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
