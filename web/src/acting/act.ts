/** From what a member says to a sealed entry in the log; and what the same key proves without one. */
import { createHasher } from '../../../src/adapters/keys/web.ts';
import { canonical } from '../../../src/log/canonical.ts';
import { keptComment } from '../../../src/log/comment-words.ts';
import { sealMessage } from '../../../src/log/record.ts';
import type { Entry, EntryBody, SealedEntry } from '../../../src/vocabulary/entries.ts';
import { aboutRefusal, isRefusalCode } from '../../../src/vocabulary/refusals.ts';
import { getJson } from '../api/get.ts';
import { postJson, type Posted, type Refused } from '../api/post.ts';

/** Whoever seals: a member's key in this browser, or an invitation. */
export type Signing = {
  readonly origin: string;
  /** For whom it speaks, and the key's name in the log. */
  readonly by: string; readonly key: string;
  /** The collective's time, where it can't be asked for: whoever is invited may not read yet. */
  readonly now?: number;
  readonly sign: (message: string) => Promise<string>;
};

export type Done = { readonly ok: true; readonly record: number | null } | { readonly ok: false; readonly refused: Refused };

type Item = { readonly status: string; readonly code?: string; readonly detail?: string };
type Answer = { readonly status: 'recorded'; readonly seq: number; readonly items: readonly Item[] } | { readonly status: string };

/** What is recorded as a refusal is one; what is there already is done. */
export async function say(signing: Signing, said: EntryBody): Promise<Done> {
  const sealed = await seal(signing, said);
  return sealed.ok ? doneOf(await postJson<Answer>('/api/entries', sealed.value)) : sealed;
}

/** A comment's place goes into the log, its words where they can be erased. */
export async function sayComment(signing: Signing, on: { readonly proposal: string; readonly paragraph?: string; readonly answers?: string }, text: string): Promise<Done> {
  const salt = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const { commitment } = keptComment(createHasher(), { by: signing.by, salt, text });
  const sealed = await seal(signing, { kind: 'comment', body: { ...on, commitment } });
  return sealed.ok ? doneOf(await postJson<Answer>('/api/comments', { ...sealed.value, words: { salt, text } })) : sealed;
}

/** A member reads for some hours by it; the server sets the cookie. */
export async function beginSession(signing: Signing): Promise<Posted<{ readonly member: string }>> {
  return await prove(signing, '/api/session');
}

/** Seals the statement of a session: by a member's key it begins one, by an invitation it shows what there is to join. */
export async function prove<T>({ origin, by, key, sign }: Signing, address: string): Promise<Posted<T>> {
  const challenge = await getJson<{ readonly challenge: string }>('/api/challenge', AbortSignal.timeout(30_000));
  if (!challenge.ok) return { ok: false, refused: { code: 'unreachable', message: challenge.message, hint: 'Try again in a moment.' } };
  const statement = { purpose: 'frankpledge/session', origin, audience: location.host, member: by, at: Date.now(), challenge: challenge.value.challenge };
  return await postJson<T>(address, { statement, seal: { key, sig: await sign(canonical(statement)) } });
}

type Sealed = { readonly ok: true; readonly value: SealedEntry } | { readonly ok: false; readonly refused: Refused };

async function seal({ origin, by, key, now, sign }: Signing, said: EntryBody): Promise<Sealed> {
  const entry = { ...said, origin, by, at: now ?? await timeThere(), id: crypto.getRandomValues(new Uint32Array(2)).join('-') } as Entry;
  try {
    return { ok: true, value: { entry, seal: { key, sig: await sign(sealMessage(entry)) } } };
  } catch {
    return { ok: false, refused: { code: 'unsealed', message: 'This browser couldn’t seal it: its key can’t be used', hint: 'Make a new key for this browser under “You”.' } };
  }
}

/** The collective's clock: a demonstration's runs ahead of this machine's. */
async function timeThere(): Promise<number> {
  const collective = await getJson<{ readonly now: number }>('/api/collective', AbortSignal.timeout(30_000));
  return collective.ok ? Math.floor(collective.value.now) : Date.now();
}

function doneOf(posted: Posted<Answer>): Done {
  if (!posted.ok) return posted;
  const { value } = posted;
  if (!('items' in value)) return { ok: true, record: null };
  const [item] = value.items;
  if (item?.status !== 'refused') return { ok: true, record: value.seq };
  const code = item.code ?? 'malformed';
  return { ok: false, refused: { code, message: item.detail ?? 'The rules of the collective refuse this', hint: isRefusalCode(code) ? aboutRefusal(code).hint : '' } };
}
