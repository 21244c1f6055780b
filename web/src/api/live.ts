import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { ask, follow, gotOf } from './asking.ts';
import { noAddress } from './client.ts';
import type { Got } from './get.ts';

export type Live<T> = {
  /** Null while nothing is known; then the last answer stays until the next is there. */
  readonly got: Got<T> | null;
  /** Asks again at once. */
  readonly again: () => void;
};

/**
 * What an address answers, asked again when something was recorded.
 * @param address null: nothing is asked
 * @param records how many there are: the answer follows them
 */
export function useLive<T>(address: string | null, records: number): Live<T> {
  const { data, error } = useQuery<T>({ queryKey: [address ?? noAddress] });
  const latest = useRef(records);
  latest.current = records;
  useEffect(() => { if (address !== null) follow(address, latest.current, true); }, [address]);
  useEffect(() => { if (address !== null) follow(address, records); }, [address, records]);
  const again = useCallback(() => { if (address !== null) ask(address, records); }, [address, records]);
  return { got: useMemo(() => (address === null ? null : gotOf(data, error)), [address, data, error]), again };
}
