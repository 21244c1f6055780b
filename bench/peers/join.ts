// The job that both sides of the sensing bench do: places with three sensors each, whose last words are kept; whenever one says yes, the
// log-odds of all that say yes now are summed, and what reaches the cut-off is answered. The rule's code goes into Node-RED's function node
// as it stands here.

export type JoinTerms = { readonly prior: number; readonly ratios: readonly number[]; readonly cutoff: number };
export type Said = { readonly place: number; readonly sensor: number; readonly yes: boolean };
export type Answer = { readonly place: number; readonly p: number };
/** By place, what each of its sensors said last. */
export type Held = { [place: number]: boolean[] };

/** All three give odds of 9 to 1, two of them 3 to 1 at the most: only all three are answered. */
export const joinTerms: JoinTerms = { prior: 0.2, ratios: [4, 3, 3], cutoff: 0.85 };
export const placeCount = 50;
const yesShare = 0.7;

export function join(all: Held, { prior, ratios, cutoff }: JoinTerms, { place, sensor, yes }: Said): Answer | null {
  const held = all[place] ??= [];
  held[sensor] = yes;
  if (!yes) return null;
  let logOdds = Math.log(prior / (1 - prior));
  ratios.forEach((ratio, each) => { if (held[each]) logOdds += Math.log(ratio); });
  const p = 1 / (1 + Math.exp(-logOdds));
  return p < cutoff ? null : { place, p };
}

/** A part of what is said, which ends with something that is answered. */
export type JoinLoad = {
  readonly said: readonly Said[];
  readonly answers: readonly Answer[];
  /** By answer, the place in `said` of what brings it. */
  readonly broughtBy: readonly number[];
};

/**
 * What sensors say, in parts one after the other: every place's first sensor, then every place's second, and so on, so that no sensor speaks
 * again before {@link placeCount} times three others have.
 */
export function joinLoads(sizes: readonly number[], random: () => number): JoinLoad[] {
  const held: Held = {};
  const sensors = joinTerms.ratios.length;
  let count = 0;
  return sizes.map((size) => {
    const said: Said[] = [];
    const answers: Answer[] = [];
    const broughtBy: number[] = [];
    while (said.length < size || broughtBy.at(-1) !== said.length - 1) {
      const next = { place: count % placeCount, sensor: Math.floor(count / placeCount) % sensors, yes: random() < yesShare };
      count += 1;
      const answer = join(held, joinTerms, next);
      said.push(next);
      if (answer === null) continue;
      answers.push(answer);
      broughtBy.push(said.length - 1);
    }
    return { said, answers, broughtBy };
  });
}

export function joinTopic({ place, sensor }: Pick<Said, 'place' | 'sensor'>): string {
  return `bench/${place}/${sensor}/state`;
}
