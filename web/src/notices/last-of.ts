/**
 * Sends what is wanted one at a time, in the order in which it was wanted; of several that wait only the last is sent. A choice that is gone
 * through by arrow keys says each on the way.
 * @param send `isLast`: asked when it was answered, whether nothing else is wanted by then
 */
export function lastOf<T>(send: (value: T, isLast: () => boolean) => Promise<void>): (value: T) => void {
  let waiting: { readonly value: T } | null = null;
  let isUnderway = false;
  const next = async (): Promise<void> => {
    isUnderway = true;
    for (let taken = waiting; taken !== null; taken = waiting) {
      waiting = null;
      await send(taken.value, () => waiting === null);
    }
    isUnderway = false;
  };
  return (value) => {
    waiting = { value };
    if (!isUnderway) void next();
  };
}
