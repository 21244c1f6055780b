/** How often something happened within the minute, by the address that it came from. */

/** Addresses that are told apart in a minute; from then on new ones share one count. */
const addressesMax = 10_000;
const minuteMs = 60_000;

export type MinuteCounts = {
  readonly of: (address: string) => number;
  readonly add: (address: string) => void;
};

/** @param now in ms, never going back */
export function createMinuteCounts(now: () => number): MinuteCounts {
  let minute = 0;
  const counts = new Map<string, number>();
  const placeOf = (address: string): string => (counts.has(address) || counts.size < addressesMax ? address : '');
  const begin = (): void => {
    const current = Math.floor(now() / minuteMs);
    if (current !== minute) counts.clear();
    minute = current;
  };
  return {
    of(address) {
      begin();
      return counts.get(placeOf(address)) ?? 0;
    },
    add(address) {
      begin();
      const place = placeOf(address);
      counts.set(place, (counts.get(place) ?? 0) + 1);
    },
  };
}
