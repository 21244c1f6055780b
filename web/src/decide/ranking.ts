/** Orders with equals in them. */

/** @param equal those that stand beside the one above them. @example rankingOf(['a', 'b', 'c'], new Set(['c'])) // [['a'], ['b', 'c']] */
export function rankingOf(order: readonly string[], equal: ReadonlySet<string>): readonly (readonly string[])[] {
  const ranking: string[][] = [];
  for (const id of order) {
    const last = ranking.at(-1);
    if (last !== undefined && equal.has(id)) last.push(id);
    else ranking.push([id]);
  }
  return ranking;
}

/** From 1; equals have the same. */
export function placesOf(order: readonly string[], equal: ReadonlySet<string>): ReadonlyMap<string, number> {
  return new Map(rankingOf(order, equal).flatMap((ids, at) => ids.map((id) => [id, at + 1] as const)));
}
