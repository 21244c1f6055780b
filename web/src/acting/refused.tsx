import { useCallback, useContext, useState } from 'react';
import type { Refused } from '../api/post.ts';
import { underway } from '../api/underway.ts';
import { SpeakingContext } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { withLocalTimes } from '../words/time.ts';
import type { Done } from './act.ts';

/** One message, what can be done, and what the server adds to it. */
export function RefusedNote({ refused }: { readonly refused: Refused | null }): React.JSX.Element | null {
  const zone = useContext(SpeakingContext)?.zone ?? 'UTC';
  if (refused === null) return null;
  const { code, message, hint, detail } = refused;
  return (
    <div className="refused" role="alert">
      <p>{asSentence(message)} {hint}</p>
      <p className="quiet">{detail === undefined ? null : <>{asSentence(withLocalTimes(zone, detail))} </>}<code>{code}</code></p>
    </div>
  );
}

function asSentence(text: string): string {
  return `${sentence(text).replace(/\.$/, '')}.`;
}

export type Acting = {
  readonly busy: boolean;
  readonly refused: Refused | null;
  /** Resolves to whether it was done. */
  readonly run: (act: () => Promise<Done>) => Promise<boolean>;
};

export function useActing(): Acting {
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const run = useCallback(async (act: () => Promise<Done>) => {
    setBusy(true);
    setRefused(null);
    try {
      const done = await underway(act);
      if (!done.ok) setRefused(done.refused);
      return done.ok;
    } finally {
      setBusy(false);
    }
  }, []);
  return { busy, refused, run };
}
