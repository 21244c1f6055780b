/** Rankings as a table of pairs: how many rank one option above another. The ground of every method after Condorcet. */
import type { ByOption, Choice } from '../vocabulary/deciding.ts';
import type { Cast } from './cast.ts';

/** `table[a][b]`: how many rank option `a` above option `b`; all options in both. */
export type Pairwise = { readonly [option: string]: ByOption };

/** Options that a ballot leaves out stand together below all that it names; equals count for neither side. */
export function pairwise(cast: readonly Cast[], options: readonly string[]): Pairwise {
  const counts = options.map(() => options.map(() => 0));
  for (const { choice } of cast) {
    const places = placesOf(choice, options);
    counts.forEach((row, a) => row.forEach((count, b) => { row[b] = count + ((places[a] ?? 0) < (places[b] ?? 0) ? 1 : 0); }));
  }
  return Object.fromEntries(options.map((a, i) => [a, Object.fromEntries(options.flatMap((b, j) => (i === j ? [] : [[b, counts[i]?.[j] ?? 0]])))]));
}

/** Each option's place, the best 0. */
function placesOf(choice: Choice, options: readonly string[]): number[] {
  const ranking = typeof choice === 'object' && 'ranking' in choice ? choice.ranking : [];
  const places = new Map(ranking.flatMap((equals, place) => equals.map((option) => [option, place])));
  return options.map((option) => places.get(option) ?? ranking.length);
}
