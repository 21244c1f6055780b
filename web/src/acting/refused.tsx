import { useCallback, useContext, useState } from 'react';
import type { Refused } from '../api/post.ts';
import { SpeakingContext } from '../words/context.ts';
import { sentence } from '../words/names.ts';
import { withLocalTimes } from '../words/time.ts';
import type { Done } from './act.ts';

/** One message, and what can be done. */
export function RefusedNote({ refused }: { readonly refused: Refused | null }): React.JSX.Element | null {
  const zone = useContext(SpeakingContext)?.zone ?? 'UTC';
  if (refused === null) return null;
  const { code, hint } = refused;
  // As the log has it, a proposal is named by 64 digits: the first eight tell it apart.
  const message = withLocalTimes(zone, refused.message).replace(/(?<=\b(?:proposal|named) [0-9a-f]{8})[0-9a-f]{56}\b/g, '');
  return (
    <p className="refused" role="alert">
      {sentence(message).replace(/\.$/, '')}. {hint} <code>{code}</code>
    </p>
  );
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
    const done = await act();
    setBusy(false);
    if (!done.ok) setRefused(done.refused);
    return done.ok;
  }, []);
  return { busy, refused, run };
}
