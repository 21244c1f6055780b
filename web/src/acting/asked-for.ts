/**
 * A key that an entry asks for: it is kept with the sealed entry until it is known what became of it, and the same is sent again. An answer that
 * is lost must cost nobody the only key that they have, since the log may hold it by then; and a key that is here stays until another is in force.
 */
import type { SealedEntry } from '../../../src/vocabulary/entries.ts';
import { isOpen } from '../api/exchange.ts';
import type { Refused } from '../api/post.ts';
import { refusal } from '../api/refusal.ts';
import { handIn } from './act.ts';
import { forgetKey, isKept, keptKey, keptNames, type BrowserKey } from './keys.ts';
import { said } from './passkeys.ts';

export type Answered = { readonly ok: true; readonly record: number | null; readonly key: BrowserKey } | { readonly ok: false; readonly refused: Refused };
type Sealed = { readonly ok: true; readonly value: SealedEntry } | { readonly ok: false; readonly refused: Refused };

/**
 * Asks for a key; it becomes this browser's when it is in the log.
 * @param seal what asks for it; nothing is left of the key where that is given up, or where it is refused
 */
export async function askFor(key: BrowserKey, seal: () => Promise<Sealed>): Promise<Answered> {
  const name = nameOf(key);
  if (!await isKept(key, name)) return { ok: false, refused: said('store') };
  const sealed = await seal();
  if (sealed.ok && await isKept({ ...key, sealed: sealed.value }, name)) return await answered(name, key, sealed.value);
  await forgetKey(name);
  return sealed.ok ? { ok: false, refused: said('store') } : sealed;
}

/** Sends again what was asked for in a member's name, where there is such: null where there is none, or where it is refused by now. */
export async function askAgain(origin: string, member: string): Promise<Answered | null> {
  return await again(nameOf({ origin, member }));
}

/** The same for whoever asked for a key of this collective here. */
export async function askAllAgain(origin: string): Promise<Answered | null> {
  let open: Answered | null = null;
  for (const name of await keptNames(nameOf({ origin, member: '' })).catch(() => [])) {
    const answer = await again(name);
    if (answer?.ok === true) return answer;
    open ??= answer;
  }
  return open;
}

async function again(name: string): Promise<Answered | null> {
  const kept = await keptKey(name).catch(() => undefined);
  if (kept?.sealed === undefined) return null;
  const { sealed, ...key } = kept;
  const answer = await answered(name, key, sealed);
  return answer.ok || isOpen(answer.refused.code) || answer.refused.code === said('store').code ? answer : null;
}

async function answered(name: string, key: BrowserKey, sealed: SealedEntry): Promise<Answered> {
  const fate = await handIn(sealed);
  if (fate.is === 'open') return { ok: false, refused: refusal(fate.code, fate.detail) };
  const ready: BrowserKey = { ...key, state: 'ready' };
  // What can't be kept now stays asked for: sent again it is what it was.
  if (fate.is === 'done' && !await isKept(ready)) return { ok: false, refused: said('store') };
  await forgetKey(name);
  return fate.is === 'done' ? { ok: true, record: fate.record, key: ready } : { ok: false, refused: refusal(fate.code, fate.detail) };
}

/** Beside the key by which this browser acts, which lies under the collective's name alone. */
function nameOf({ origin, member }: Pick<BrowserKey, 'origin' | 'member'>): string {
  return `asked/${origin} ${member}`;
}
