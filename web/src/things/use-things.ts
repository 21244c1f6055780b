import { useEffect, useState } from 'react';
import { useLive, type Live } from '../api/live.ts';
import type { ThingsShown } from '../../../src/views/things-shown.ts';

/** How often devices are asked after: what they say makes no record. */
const everyMs = 3000;

/** Devices as they are now: a new one is there within seconds. */
export function useThings(records: number): Live<ThingsShown> {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    const ticking = setInterval(() => { if (!document.hidden) setTicks((count) => count + 1); }, everyMs);
    return () => clearInterval(ticking);
  }, []);
  return useLive<ThingsShown>('/api/things', records + ticks);
}
