import { useEffect, useRef, useState } from 'react';
import { t } from '../messages/t.ts';
import type { Happening } from '../why/happening.ts';
import { written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { readable } from '../words/time.ts';

/** Least time between two announcements: a fast clock would otherwise drown a listener. */
const everyMs = 8000;

/** Says the latest thing to screen readers, politely. */
export function Announcer({ latest }: { readonly latest: Happening | undefined }): React.JSX.Element {
  const { nameOf } = useSpeaking();
  const [said, setSaid] = useState('');
  const last = useRef({ key: latest?.key, at: 0 });
  useEffect(() => {
    if (latest === undefined || latest.key === last.current.key) return;
    const now = performance.now();
    if (now - last.current.at < everyMs) return;
    last.current = { key: latest.key, at: now };
    const { moved } = latest;
    const sentence = readable(latest.sentence);
    setSaid(moved === null ? sentence : t('app.said', { sentence, amount: written(moved.amount), from: nameOf(moved.from), to: nameOf(moved.to) }));
  }, [latest, nameOf]);
  return <p className="visually-hidden" aria-live="polite">{said}</p>;
}
