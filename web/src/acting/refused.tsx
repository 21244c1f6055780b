import { useCallback, useState } from 'react';
import type { Refused } from '../api/post.ts';
import { sentence } from '../words/names.ts';
import type { Done } from './act.ts';

/** One message, and what can be done. */
export function RefusedNote({ refused }: { readonly refused: Refused | null }): React.JSX.Element | null {
  if (refused === null) return null;
  const { code, message, hint } = refused;
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
