/** A member's own notices: what the server answers to their session alone. Nothing of it is kept in the browser. */
import { useCallback, useEffect, useState } from 'react';
import type { HappeningKind, Movement } from '../../../src/notices/happening.ts';
import type { Channel, Often, Preferences } from '../../../src/notices/preferences.ts';
import { useMe, type Me } from '../acting/me.ts';
import { exchange } from '../api/exchange.ts';
import type { Posted } from '../api/post.ts';
import { refusal, type Refused } from '../api/refusal.ts';
import { language } from '../messages/t.ts';

export type NoticeItem = {
  readonly n: number; readonly id: string; readonly at: number; readonly kind: HappeningKind; readonly topic: string; readonly record: number | null; readonly words: string;
  readonly movement: (Pick<Movement, 'other' | 'unit' | 'way'> & { readonly amount: string }) | null;
  readonly proposal: string | null; readonly review: string | null; readonly over: boolean; readonly read: boolean;
};
export type Inbox = { readonly unread: number; readonly items: readonly NoticeItem[] };
export type Topic = { readonly topic: string; readonly kind: HappeningKind; readonly example: string | null; readonly usual: { readonly [channel in Channel]: Often } };
export type Settings = {
  readonly member: string; readonly preferences: Preferences;
  readonly mail: { readonly possible: boolean; readonly address: string | null; readonly confirmed: boolean; readonly problem: string | null };
  readonly push: { readonly key: string; readonly devices: readonly { readonly id: string; readonly label: string; readonly added: number }[] };
  readonly topics: readonly Topic[];
};
type Cells = readonly (readonly string[])[];
export type Letter = {
  readonly subject: string; readonly tables: readonly { readonly title: string; readonly head: readonly string[]; readonly rows: Cells; readonly totals: Cells }[];
  readonly lists: readonly { readonly title: string; readonly items: readonly { readonly when: string; readonly words: string }[]; readonly more: string | null }[];
};

/** An address of one's own, with words in the page's language. @example ownAddress('inbox', { before: '7' }) === '/api/me/inbox?language=en&before=7' */
export function ownAddress(path: string, query: { readonly [name: string]: string } = {}): string {
  return `/api/me/${path}?${new URLSearchParams({ language: language(), ...query })}`;
}

export type Own<T> = { readonly got: Posted<T> | null; readonly again: () => void; readonly set: (value: T) => void };

/** What one's own address answers, asked anew as `version` grows. */
export function useOwn<T>(path: string, version = 0): Own<T> {
  const me = useMe();
  const [got, setGot] = useState<Posted<T> | null>(null);
  const [asked, setAsked] = useState(0);
  const { ready, withSession } = me;
  useEffect(() => {
    let gone = false;
    void own<T>({ ready, withSession }, () => answered<T>(path)).then((answer) => { if (!gone) setGot(answer); });
    return () => { gone = true; };
  }, [path, version, asked, ready, withSession]);
  const again = useCallback(() => setAsked((before) => before + 1), []);
  const set = useCallback((value: T) => setGot({ ok: true, value }), []);
  return { got, again, set };
}

/** With a session: one is begun where there is none, and this browser can. */
export async function own<T>({ ready, withSession }: Pick<Me, 'ready' | 'withSession'>, ask: () => Promise<Posted<T>>): Promise<Posted<T>> {
  const first = await ask();
  if (first.ok || !ready || !lacksSession(first.refused)) return first;
  const begun = await withSession(async () => ({ ok: true, record: null }));
  return begun.ok ? await ask() : { ok: false, refused: begun.refused };
}

export function lacksSession({ code }: Refused): boolean {
  return code === 'no_session' || code === 'no_access' || code === 'access_over';
}

async function answered<T>(path: string): Promise<Posted<T>> {
  const answer = await exchange(path, { headers: { accept: 'application/json' } });
  return answer.ok ? { ok: true, value: answer.value as T } : { ok: false, refused: refusal(answer.code, answer.detail) };
}
