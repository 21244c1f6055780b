/** From what a member says to a sealed entry in the log; and what the same key proves without one. */
import { createHasher } from '../../../src/adapters/keys/web-hasher.ts';
import { canonical } from '../../../src/log/canonical.ts';
import { keptComment } from '../../../src/log/comment-words.ts';
import { sealMessage } from '../../../src/log/record.ts';
import type { Entry, EntryBody, SealedEntry } from '../../../src/vocabulary/entries.ts';
import type { RefusalCode } from '../../../src/vocabulary/refusals.ts';
import { timeThere } from '../api/clock.ts';
import { asPost, exchange } from '../api/exchange.ts';
import { getJson } from '../api/get.ts';
import { postJson, type Posted, type Refused } from '../api/post.ts';
import { refusal } from '../api/refusal.ts';
import type { WaitingAct } from '../offline/outbox.ts';
import { fateOf, type Fate } from '../offline/fate.ts';
import { answerMaxMs, sendOrKeep, type Sent } from '../offline/send.ts';
import type { Sealing } from './passkeys.ts';

/** Whoever seals: a member's key in this browser, their passkey, or an invitation. */
export type Signing = {
  readonly origin: string;
  /** For whom it speaks; of a passkey that nobody said whose it is, undefined. */
  readonly by: string | undefined;
  /** The collective's time, where it can't be asked for: whoever is invited may not read yet. */
  readonly now?: number;
  readonly seal: (message: string) => Promise<Sealing>;
  /** What else seals for them, where this key may not: their passkey. */
  readonly graver?: () => Promise<Graver>;
  /** Whether it is known without asking that this key may not say such a thing. */
  readonly mayNot?: (kind: EntryBody['kind']) => boolean;
};

export type Graver = { readonly ok: true; readonly signing: Signing } | { readonly ok: false; readonly refused: Refused };

/** `waits`: it is sealed, and goes out when there is a connection. */
export type Done = { readonly ok: true; readonly record: number | null; readonly waits?: true } | { readonly ok: false; readonly refused: Refused };

/** What is recorded as a refusal is one; what is there already is done. */
export async function say(signing: Signing, said: EntryBody): Promise<Done> {
  const graver = signing.mayNot?.(said.kind) === true ? await signing.graver?.() : undefined;
  if (graver?.ok === true) return await say(graver.signing, said);
  const sealed = await sealSaid(signing, said);
  const done = sealed.ok ? await put('/api/entries', sealed.value) : sealed;
  return !done.ok && tooGrave.includes(done.refused.code) ? await sayGravely(signing, said, done) : done;
}

/** What weighs, by the charter, or what this key was never meant for. */
const tooGrave: readonly string[] = ['needs_passkey', 'outside_scope'] satisfies RefusalCode[];

/** The same again by the passkey; where there is none that counts, what was said before. */
async function sayGravely({ graver }: Signing, said: EntryBody, before: Done & { readonly ok: false }): Promise<Done> {
  const found = await graver?.();
  if (found === undefined) return before;
  if (found.ok) return await say(found.signing, said);
  // Who has no passkey at all is told what this key is for.
  return found.refused.code === 'needs_passkey' ? before : found;
}

/** A comment's place goes into the log, its words where they can be erased. */
export async function sayComment(signing: Signing, on: { readonly proposal: string; readonly paragraph?: string; readonly answers?: string }, text: string): Promise<Done> {
  const salt = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const { commitment } = keptComment(createHasher(), { by: signing.by ?? '', salt, text });
  const sealed = await sealSaid(signing, { kind: 'comment', body: { ...on, commitment } });
  return sealed.ok ? await put('/api/comments', { ...sealed.value, words: { salt, text } }) : sealed;
}

/** A member reads for some hours by it; the server sets the cookie. @param root of the collective, where it isn't the one that is looked at */
export async function beginSession(signing: Signing, root?: string): Promise<Posted<{ readonly member: string }>> {
  return await prove(signing, '/api/session', root);
}

/** Seals the statement of a session, with the server's time: by a member's key it begins one, by an invitation it shows what there is to join. */
export async function prove<T>({ origin, by, seal: sealing }: Signing, address: string, root?: string): Promise<Posted<T>> {
  const challenge = await getJson<{ readonly challenge: string; readonly now: number }>('/api/challenge', AbortSignal.timeout(30_000), root);
  if (!challenge.ok) return { ok: false, refused: refusal(challenge.code) };
  const statement = { purpose: 'frankpledge/session', origin, audience: location.host, ...(by === undefined ? {} : { member: by }), at: challenge.value.now, challenge: challenge.value.challenge };
  const sealed = await sealing(canonical(statement));
  return sealed.ok ? await postJson<T>(address, { statement, seal: sealed.seal }, undefined, root) : sealed;
}

type Sealed = { readonly ok: true; readonly value: SealedEntry } | { readonly ok: false; readonly refused: Refused };

export async function sealSaid({ origin, by, now, seal: sealing }: Signing, said: EntryBody): Promise<Sealed> {
  const entry = { ...said, origin, by, at: now ?? await timeThere(), id: crypto.getRandomValues(new Uint32Array(2)).join('-') } as Entry;
  const sealed = await sealing(sealMessage(entry));
  return sealed.ok ? { ok: true, value: { entry, seal: sealed.seal } } : sealed;
}

/** What makes a key, or a member, is waited for: what follows rests on it. */
const neverKept: ReadonlySet<string> = new Set(['join', 'sign', 'invite', 'key.add', 'key.revoke']);

async function put(address: string, body: WaitingAct['body']): Promise<Done> {
  const { entry: { kind } } = body;
  const sent: Sent = neverKept.has(kind) ? { ...await handIn(body), kept: false } : await sendOrKeep({ address, body });
  if (sent.is === 'done') return { ok: true, record: sent.record };
  return sent.kept ? { ok: true, record: null, waits: true } : { ok: false, refused: refusal(sent.code, sent.detail) };
}

/** Puts a sealed entry to the log once. */
export async function handIn(sealed: SealedEntry): Promise<Fate> {
  return fateOf(await exchange('/api/entries', { ...asPost(sealed), signal: AbortSignal.timeout(answerMaxMs) }));
}
