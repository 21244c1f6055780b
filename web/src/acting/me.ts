/** Who looks at the page, and by which key they act, if they do. */
import { createContext, useCallback, useContext, useEffect, useMemo, useState } from 'react';
import type { EntryBody } from '../../../src/vocabulary/entries.ts';
import { follow } from '../api/asking.ts';
import { isOpen } from '../api/exchange.ts';
import { isShut } from '../api/get.ts';
import { deleteAt, type Refused } from '../api/post.ts';
import { refusal } from '../api/refusal.ts';
import { renewBy } from '../api/shut.ts';
import { t } from '../messages/t.ts';
import { beginSession, say, sayComment, type Done, type Signing } from './act.ts';
import { comeIn } from './come-in.ts';
import { forgetKey, keepKey, keptKey, keyFromFile, makeBrowserKey, type BrowserKey } from './keys.ts';
import { signOut, whenSignedOut } from './sign-out.ts';
import { keysAddress, signingBy } from './signing.ts';

export type Me = {
  /** Null: nobody said who they are. */
  readonly member: string | null;
  /** Undefined until the browser's database has answered; null: it holds none for this collective. */
  readonly key: BrowserKey | null | undefined;
  /** Whether they can act from here. */
  readonly ready: boolean;
  /** To read as somebody, without a key. */
  readonly lookAs: (member: string | null) => void;
  readonly makeKey: (member: string) => Promise<void>;
  /** The key of a member's key file; the message when that is none, or isn't in force. */
  readonly bringKey: (file: string) => Promise<string | null>;
  /** By the passkey that this device has, or can reach: null when this browser acts for its owner now. */
  readonly comeIn: () => Promise<Refused | null>;
  readonly forget: () => Promise<void>;
  /** Whether the key is in force by now: a session begins with it. The message when it isn't. */
  readonly tryKey: () => Promise<string | null>;
  readonly say: (said: EntryBody) => Promise<Done>;
  /** Something that the server asks a session for: one is begun with it. */
  readonly withSession: (act: () => Promise<Done>) => Promise<Done>;
  /** Takes the words of one's own comment away for good. @param record of the comment */
  readonly erase: (record: number) => Promise<Done>;
  readonly comment: (on: Parameters<typeof sayComment>[1], text: string) => Promise<Done>;
};

export const MeContext = createContext<Me | null>(null);

export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe outside the deciding pages');
  return me;
}

/** @param changed called when something was recorded, so that what is shown is asked again */
export function useMeHere(origin: string, changed: () => void): Me {
  const [key, setKey] = useState<BrowserKey | null | undefined>(undefined);
  const [looksAs, setLooksAs] = useState<string | null>(() => remembered(origin));
  useEffect(() => {
    let gone = false;
    keptKey(origin).catch(() => undefined).then((kept) => { if (!gone) setKey(kept ?? null); }, () => undefined);
    return () => { gone = true; };
  }, [origin]);
  // A session that is over is begun again by this browser's key, without asking anyone.
  useEffect(() => renewBy(async () => {
    const kept = await keptKey(origin).catch(() => undefined);
    if (kept?.state !== 'ready') return 'none';
    const begun = await beginSession(signingBy(kept));
    // Of one who has left, a session opens nothing that is shown here: the server's own page says what it does.
    if (begun.ok) return await isShut('/api/head') ? 'none' : 'begun';
    return isOpen(begun.refused.code) ? 'later' : 'none';
  }), [origin]);
  // Another tab's key is this one's, and what it shows.
  useEffect(() => whenSignedOut(() => location.reload()), []);
  // What this key may say is known also where there is no connection.
  const owner = key?.state === 'ready' ? key.member : null;
  useEffect(() => { if (owner !== null) follow(keysAddress(owner), 0, true); }, [owner]);
  const keep = useCallback(async (next: BrowserKey) => {
    await keepKey(next);
    setKey(next);
  }, []);
  return useMemo((): Me => {
    const ready = key?.state === 'ready';
    const acting = async (act: (signing: Signing) => Promise<Done>): Promise<Done> => {
      if (!ready) return { ok: false, refused: refusal('no_key') };
      const done = await act(signingBy(key));
      changed();
      return done;
    };
    return {
      member: key?.member ?? looksAs, key, ready,
      lookAs: (member) => {
        remember(origin, member);
        setLooksAs(member);
      },
      makeKey: async (member) => await keep(await makeBrowserKey(origin, member)),
      bringKey: async (file) => {
        const brought = await keyFromFile(origin, file);
        if (brought === undefined) return t('me.bring.none');
        const begun = await beginSession(signingBy(brought));
        if (begun.ok) await keep({ ...brought, state: 'ready' });
        return begun.ok ? null : begun.refused.detail ?? begun.refused.message;
      },
      comeIn: async () => {
        const came = await comeIn(origin);
        if (came.ok) setKey(came.key);
        changed();
        return came.ok ? null : came.refused;
      },
      forget: async () => {
        const isKnown = ready ? await signOut(key) : await forgetKey(origin).then(() => true);
        remember(origin, null);
        setLooksAs(null);
        setKey(null);
        if (!isKnown) location.reload();
      },
      tryKey: async () => {
        if (key === null || key === undefined) return 'there is no key here';
        const begun = await beginSession(signingBy(key));
        if (begun.ok) await keep({ ...key, state: 'ready' });
        return begun.ok ? null : begun.refused.detail ?? begun.refused.message;
      },
      say: (said) => acting((signing) => say(signing, said)),
      withSession: (act) => acting(async (signing) => {
        const begun = await beginSession(signing);
        return begun.ok ? await act() : begun;
      }),
      erase: (record) => acting(async (signing) => {
        // Whose words they are is asked of the session.
        const begun = await beginSession(signing);
        const erased = begun.ok ? await deleteAt(`/api/comments/${record}`) : begun;
        return erased.ok ? { ok: true, record: null } : erased;
      }),
      comment: (on, text) => acting((signing) => sayComment(signing, on, text)),
    };
  }, [key, looksAs, origin, keep, changed]);
}

function remembered(origin: string): string | null {
  try {
    return localStorage.getItem(`frankpledge-looks-as ${origin}`);
  } catch {
    return null;
  }
}

function remember(origin: string, member: string | null): void {
  try {
    if (member === null) localStorage.removeItem(`frankpledge-looks-as ${origin}`);
    else localStorage.setItem(`frankpledge-looks-as ${origin}`, member);
  } catch {
    // It then counts for this visit.
  }
}
