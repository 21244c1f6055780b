import { useMemo, useRef, useState } from 'react';
import { RefusedNote } from '../acting/refused.tsx';
import { useMe } from '../acting/me.ts';
import { putJson, type Posted } from '../api/post.ts';
import type { Refused } from '../api/refusal.ts';
import type { Preferences } from '../../../src/notices/preferences.ts';
import { t } from '../messages/t.ts';
import { AskedOwn } from './asked-own.tsx';
import { DeviceCard } from './device-card.tsx';
import { lastOf } from './last-of.ts';
import { MailCard } from './mail-card.tsx';
import { own, ownAddress, useOwn, type Letter, type Settings } from './own.ts';
import { PreviewCard } from './preview-card.tsx';
import { TopicsCard } from './topics-card.tsx';
import { WhenCard } from './when-card.tsx';

/** What each card may do. `keep` says how one wants to be told from now on; `run` does something else, and asks anew how it stands. */
export type Changing = {
  readonly busy: boolean;
  readonly keep: (preferences: Preferences) => void;
  readonly run: <T>(act: () => Promise<Posted<T>>, done?: string) => Promise<Posted<T>>;
};

export function SettingsView(): React.JSX.Element {
  const me = useMe();
  const settings = useOwn<Settings>(ownAddress('notices'));
  const [version, setVersion] = useState(0);
  const preview = useOwn<{ readonly letter: Letter | null }>(ownAddress('notices/preview'), version);
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<{ readonly words: string } | { readonly refused: Refused } | null>(null);
  const begin = async <T,>(act: () => Promise<Posted<T>>, done: string): Promise<Posted<T>> => {
    setBusy(true);
    setTold(null);
    const answer = await own(me, act);
    setBusy(false);
    setTold(answer.ok ? { words: done } : { refused: answer.refused });
    setVersion((before) => before + 1);
    return answer;
  };
  const put = useRef<(preferences: Preferences, isLast: () => boolean) => Promise<void>>(null);
  put.current = async (preferences, isLast) => {
    const answer = await begin(() => putJson<Settings>(ownAddress('notices'), preferences), t('notices.saved'));
    if (!answer.ok) settings.again();
    else if (isLast()) settings.set(answer.value);
  };
  const send = useMemo(() => lastOf<Preferences>((preferences, isLast) => put.current?.(preferences, isLast) ?? Promise.resolve()), []);
  const changing: Changing = {
    busy,
    // It stands as it was chosen while it is being kept: what the keyboard is at stays where it is.
    keep: (preferences) => {
      if (settings.got?.ok === true) settings.set({ ...settings.got.value, preferences });
      send(preferences);
    },
    run: async (act, done = t('notices.saved')) => {
      const answer = await begin(act, done);
      settings.again();
      return answer;
    },
  };
  return (
    <AskedOwn own={settings}>{(value) => (
      <>
        <div className="notice-told" role="status">{told !== null && 'words' in told ? <p className="tag tag-ok">{told.words}</p> : null}</div>
        {told !== null && 'refused' in told ? <RefusedNote refused={told.refused} /> : null}
        <div className="notice-columns">
          <DeviceCard settings={value} changing={changing} />
          <MailCard settings={value} changing={changing} />
        </div>
        <WhenCard settings={value} changing={changing} />
        <TopicsCard settings={value} changing={changing} />
        <AskedOwn own={preview}>{({ letter }) => <PreviewCard letter={letter} />}</AskedOwn>
      </>
    )}</AskedOwn>
  );
}
