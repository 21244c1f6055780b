import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { election, ranked, ranking, type Election } from '../testing/elections.ts';
import type { ByOption, CountResult, StrongestPath, WorkingStep } from '../vocabulary/deciding.ts';
import { beatpaths } from './beatpath.ts';
import type { Pairwise } from './pairwise.ts';
import { schulze } from './schulze.ts';

const rule = { rule: 'schulze', quorum: 0 } as const;

function counted({ eligible, ballots }: Election, options: readonly string[]): CountResult {
  return schulze(rule, eligible, ballots, options);
}

function stepOf<Step extends WorkingStep['step']>({ working }: CountResult, name: Step): Extract<WorkingStep, { readonly step: Step }> {
  const found = working.find((step): step is Extract<WorkingStep, { readonly step: Step }> => step.step === name);
  assert.ok(found !== undefined);
  return found;
}

/** Rows of numbers, as tables are published; the diagonal is left out. */
function table(options: readonly string[], rows: readonly (readonly number[])[]): Pairwise {
  return Object.fromEntries(options.map((a, i): [string, ByOption] => {
    const others = options.filter((option) => option !== a);
    return [a, Object.fromEntries(others.map((b, j) => [b, rows[i]?.[j] ?? Number.NaN]))];
  }));
}

/** First option → last option → support. */
function strengths(paths: readonly StrongestPath[]): { [from: string]: { [to: string]: number } } {
  const all: { [from: string]: { [to: string]: number } } = {};
  for (const { path, support } of paths) (all[path[0] ?? ''] ??= {})[path.at(-1) ?? ''] = support;
  return all;
}

// M. Schulze's own examples 1 to 4, on his page "Schulze method examples" (and in electowiki, "Schulze method").

test('Schulze, example 1: 45 voters, with a cycle; E > A > C > B > D', () => {
  const options = ['A', 'B', 'C', 'D', 'E'];
  const result = counted(ranked({ ACBED: 5, ADECB: 5, BEDAC: 8, CABED: 3, CAEBD: 7, CBADE: 2, DCEBA: 7, EBADC: 8 }), options);
  assert.deepEqual([result.winners, result.tied], [['E'], []]);
  assert.deepEqual(stepOf(result, 'pairwise').preferred, table(options, [[20, 26, 30, 22], [25, 16, 33, 18], [19, 29, 17, 24], [15, 12, 28, 14], [23, 27, 21, 31]]));
  const { paths } = stepOf(result, 'paths');
  assert.deepEqual(strengths(paths), table(options, [[28, 28, 30, 24], [25, 28, 33, 24], [25, 29, 29, 24], [25, 28, 28, 24], [25, 28, 28, 31]]));
  assert.deepEqual(stepOf(result, 'beats').beats, { E: ['A', 'B', 'C', 'D'], A: ['B', 'C', 'D'], C: ['B', 'D'], B: ['D'], D: [] });
  // Three of the 20 paths that are printed there with the support of their links, such as no other is as strong as.
  const path = (from: string, to: string): StrongestPath | undefined => paths.find((one) => one.path[0] === from && one.path.at(-1) === to);
  assert.deepEqual(path('E', 'B'), { path: ['E', 'D', 'C', 'B'], support: 28, opposed: 17 });
  assert.deepEqual(path('A', 'C'), { path: ['A', 'D', 'C'], support: 28, opposed: 17 });
  assert.deepEqual(path('B', 'D'), { path: ['B', 'D'], support: 33, opposed: 12 });
});

test('Schulze, example 2: 30 voters; D', () => {
  const result = counted(ranked({ ACBD: 5, ACDB: 2, ADCB: 3, BACD: 4, CBDA: 3, CDBA: 3, DACB: 1, DBAC: 5, DCBA: 4 }), ['A', 'B', 'C', 'D']);
  assert.deepEqual(result.winners, ['D']);
});

test('Schulze, example 3: 30 voters; B', () => {
  const result = counted(ranked({ ABDEC: 3, ADEBC: 5, ADECB: 1, BADEC: 2, BDECA: 2, CABDE: 4, CBADE: 6, DBECA: 2, DECAB: 5 }), ['A', 'B', 'C', 'D', 'E']);
  assert.deepEqual(result.winners, ['B']);
});

test('Schulze, example 4: 9 voters; B and D are tied', () => {
  const result = counted(ranked({ ABCD: 3, DABC: 2, DBCA: 2, CBDA: 2 }), ['A', 'B', 'C', 'D']);
  assert.deepEqual([result.winners, result.tied], [[], ['B', 'D']]);
});

test('a tie within a cycle (M. Schulze on the election-methods list, 28 November 2011): strengths 5 to 1 between four options', () => {
  // D > B 5, C > B 4, A > C 3, B > A 2, C > D 2, D > A 1: the paths are printed there; A beats B and C, D beats B, and A and D reach each other by 2.
  const options = ['A', 'B', 'C', 'D'];
  const { paths, beats, unbeaten } = beatpaths(options, table(options, [[0, 3, 0], [2, 0, 0], [0, 4, 2], [1, 5, 0]]));
  assert.deepEqual(paths.filter(({ path }) => path[0] === 'A').map(({ path, support }) => [path.join(''), support]), [['ACB', 3], ['AC', 3], ['ACD', 2]]);
  assert.deepEqual(beats, { A: ['B', 'C'], B: [], C: ['B'], D: ['B'] });
  assert.deepEqual(unbeaten, ['A', 'D']);
});

// M. Schulze's example 1a on the election-methods list, where the pairs are printed.
test('a cycle of three, and one that loses to each: A/B 67:33, B/C 68:32, C/A 65:35', () => {
  const result = counted(ranked({ DABC: 35, CABD: 32, BCAD: 20, DBCA: 13 }), ['A', 'B', 'C', 'D']);
  const { preferred } = stepOf(result, 'pairwise');
  assert.deepEqual([preferred['A']?.['B'], preferred['B']?.['C'], preferred['C']?.['A'], preferred['D']?.['A']], [67, 68, 65, 48]);
  // The weakest link is C's win over A: A reaches C by 67.
  assert.deepEqual(result.winners, ['A']);
});

test('Tennessee (electowiki, "Effects of different voting systems under similar circumstances"): Nashville', () => {
  const cities = ['Chattanooga', 'Knoxville', 'Memphis', 'Nashville'];
  const result = counted(ranked({
    'Memphis>Nashville>Chattanooga>Knoxville': 42, 'Nashville>Chattanooga>Knoxville>Memphis': 26,
    'Chattanooga>Knoxville>Nashville>Memphis': 15, 'Knoxville>Chattanooga>Nashville>Memphis': 17,
  }), cities);
  assert.deepEqual(result.winners, ['Nashville']);
  const beats = { Nashville: ['Chattanooga', 'Knoxville', 'Memphis'], Chattanooga: ['Knoxville', 'Memphis'], Knoxville: ['Memphis'], Memphis: [] };
  assert.deepEqual(stepOf(result, 'beats').beats, beats);
});

test('Burlington 2009, mayor, the last three (pairwise: electowiki, "2009 Burlington mayoral election"): Montroll, whom instant run-off puts out', () => {
  const result = counted(ranked({ 'M>K>W': 1332, 'M>W>K': 767, M: 455, 'K>M>W': 2043, 'K>W>M': 371, K: 568, 'W>M>K': 1513, 'W>K>M': 495, W: 1289 }), ['K', 'M', 'W']);
  assert.deepEqual(stepOf(result, 'pairwise').preferred, table(['K', 'M', 'W'], [[3477, 4314], [4067, 4597], [4064, 3668]]));
  assert.deepEqual(result.winners, ['M']);
});

test('Debian project leader 2003 (the secretary\'s tally of 488 ballots, printed on Slashdot on 30 March 2003): Michlmayr by 4 votes', () => {
  const options = ['Zadka', 'Garbee', 'Robinson', 'Michlmayr', 'none'];
  const votes = [[34, 66, 38, 228], [428, 238, 224, 449], [385, 221, 226, 405], [397, 228, 237, 424], [202, 29, 65, 39]];
  const { beats, unbeaten } = beatpaths(options, table(options, votes));
  assert.deepEqual(unbeaten, ['Michlmayr']);
  assert.deepEqual(options.map((option) => beats[option]?.length), [1, 3, 2, 4, 0]);
});

test('Wikimedia board 2011 (Meta-Wiki, "Board elections/2011/Results"): the first six of the published ranking', () => {
  const options = ['Chen', 'Klein', 'Walsh', 'Rancic', 'Gelauff', 'Balaguer'];
  const votes = [
    [1010, 1052, 1132, 1180, 1229], [977, 969, 1068, 1131, 1153], [903, 874, 1022, 1083, 1122],
    [846, 817, 887, 943, 946], [721, 716, 789, 838, 920], [811, 837, 887, 799, 888],
  ];
  const { beats } = beatpaths(options, table(options, votes));
  assert.deepEqual(beats, Object.fromEntries(options.map((option, i) => [option, options.slice(i + 1)])));
});

test('as many for it: the link that fewer are against is the stronger one', () => {
  // A > B 5:4, B > C 5:3, C > A 5:2: the weakest is A's over B, so that B is unbeaten.
  const options = ['A', 'B', 'C'];
  assert.deepEqual(beatpaths(options, table(options, [[5, 2], [4, 5], [5, 3]])).unbeaten, ['B']);
});

test('equals count for neither side, what is left out stands together at the end, and abstaining is not being there', () => {
  const result = counted(election([[1, ranking('A=B>C')], [1, ranking('B')], [1, 'abstain']]), ['A', 'B', 'C', 'D']);
  assert.deepEqual(stepOf(result, 'pairwise').preferred, table(['A', 'B', 'C', 'D'], [[0, 1, 1], [1, 2, 2], [0, 0, 1], [0, 0, 0]]));
  assert.deepEqual(stepOf(result, 'turnout'), { step: 'turnout', eligible: 3, came: 3, quorum: 0, reached: true });
  assert.deepEqual(counted(election([[2, 'abstain']]), ['A', 'B']).tied, ['A', 'B']);
});

test('without its quorum nothing is decided', () => {
  const { eligible, ballots } = ranked({ A: 2 });
  const working = [{ step: 'turnout', eligible: 2, came: 2, quorum: 3, reached: false }];
  assert.deepEqual(schulze({ ...rule, quorum: 3 }, eligible, ballots, ['A', 'B']), { winners: [], tied: [], working });
});

const names = ['A', 'B', 'C', 'D', 'E'];
/** The best first; what isn't in it is left out. */
type Order = readonly (readonly string[])[];
const order: fc.Arbitrary<Order> = fc.tuple(...names.map(() => fc.integer({ min: 0, max: 4 }))).map((places) =>
  [0, 1, 2, 3].map((place) => names.filter((_, i) => places[i] === place)).filter((equals) => equals.length > 0));
const profile = fc.array(fc.tuple(order.filter((places) => places.length > 0), fc.integer({ min: 1, max: 3 })), { minLength: 1, maxLength: 9 });

function of(groups: readonly (readonly [Order, number])[]): Election {
  return election(groups.map(([places, voters]) => [voters, { ranking: places }]));
}

/** Beaten by nobody. */
function unbeatenOf({ winners, tied }: CountResult): readonly string[] {
  return winners.length > 0 ? winners : tied;
}

/** Every path without a circle, by its weakest link: another way than Floyd's and Warshall's. */
function strongestByHand(preferred: Pairwise, from: string, to: string): number {
  const worth = (a: string, b: string): number => {
    const [support, opposed] = [preferred[a]?.[b] ?? 0, preferred[b]?.[a] ?? 0];
    return support > opposed ? support * 1000 - opposed : -Infinity;
  };
  const walk = (at: string, visited: readonly string[]): number => (at === to
    ? Infinity
    : Math.max(-Infinity, ...names.filter((next) => !visited.includes(next)).map((next) => Math.min(worth(at, next), walk(next, [...visited, next])))));
  return walk(from, [from]);
}

test('paths and winners are those of trying every path', () => {
  let several = 0;
  fc.assert(fc.property(profile, (groups) => {
    const result = counted(of(groups), names);
    const { preferred } = stepOf(result, 'pairwise');
    const { paths } = stepOf(result, 'paths');
    const strength = new Map(names.flatMap((a) => names.filter((b) => a !== b).map((b): [string, number] => [a + b, strongestByHand(preferred, a, b)])));
    const at = (a: string, b: string): number => strength.get(a + b) ?? -Infinity;
    const found = new Map(paths.map(({ path, support, opposed }) => [`${path[0]}${path.at(-1)}`, support * 1000 - opposed]));
    assert.deepEqual(found, new Map([...strength].filter(([, value]) => value > 0)));
    for (const { path, support, opposed } of paths) {
      const links = path.slice(1).map((to, i) => [preferred[path[i] ?? '']?.[to] ?? 0, preferred[to]?.[path[i] ?? ''] ?? 0] as const);
      assert.ok(links.every(([supporting, opposing]) => supporting > opposing && (supporting > support || (supporting === support && opposing <= opposed))));
    }
    assert.deepEqual(unbeatenOf(result), names.filter((a) => names.every((b) => a === b || at(a, b) >= at(b, a))));
    if (paths.some(({ path }) => path.length > 2)) several += 1;
  }), { seed: 1997, numRuns: 400 });
  assert.ok(several > 50);
});

test('who beats each other one wins, who loses to each never does, and whom most rank first wins', () => {
  const seen = { winner: 0, loser: 0, majority: 0 };
  fc.assert(fc.property(profile, (groups) => {
    const result = counted(of(groups), names);
    const { preferred } = stepOf(result, 'pairwise');
    const all = groups.reduce((sum, [, voters]) => sum + voters, 0);
    const wins = (a: string, b: string): boolean => (preferred[a]?.[b] ?? 0) > (preferred[b]?.[a] ?? 0);
    for (const option of names) {
      const others = names.filter((other) => other !== option);
      const first = groups.reduce((sum, [[top], voters]) => sum + (top?.length === 1 && top[0] === option ? voters : 0), 0);
      if (others.every((other) => wins(option, other))) {
        seen.winner += 1;
        assert.deepEqual(result.winners, [option]);
      }
      if (others.every((other) => wins(other, option))) {
        seen.loser += 1;
        assert.ok(!unbeatenOf(result).includes(option));
      }
      if (first * 2 > all) {
        seen.majority += 1;
        assert.deepEqual(result.winners, [option]);
      }
    }
  }), { seed: 1785, numRuns: 500 });
  assert.ok(Object.values(seen).every((times) => times > 50), JSON.stringify(seen));
});

test('a vote more for the winner never makes it lose: raised on any ballot, it stays unbeaten', () => {
  fc.assert(fc.property(profile, fc.nat(), fc.nat(), (groups, which, to) => {
    const before = unbeatenOf(counted(of(groups), names));
    const chosen = which % groups.length;
    for (const option of before) {
      const raised = groups.map(([places, voters], i): readonly [Order, number] => [i === chosen ? raise(places, option, to) : places, voters]);
      assert.ok(unbeatenOf(counted(of(raised), names)).includes(option));
    }
  }), { seed: 46, numRuns: 500 });
});

test('Woodall\'s plurality criterion: who is named on fewer ballots than another has first places does not win', () => {
  const few = fc.shuffledSubarray(names, { minLength: 1, maxLength: 2 }).map((some): Order => some.map((one) => [one]));
  const short = fc.array(fc.tuple(few, fc.integer({ min: 1, max: 5 })), { minLength: 1, maxLength: 9 });
  fc.assert(fc.property(short, (groups) => {
    const unbeaten = unbeatenOf(counted(of(groups), names));
    const voters = (says: (order: Order) => boolean): number => groups.reduce((sum, [places, count]) => sum + (says(places) ? count : 0), 0);
    for (const option of unbeaten) {
      const named = voters((places) => places.flat().includes(option));
      assert.ok(names.every((other) => other === option || voters(([top]) => top?.includes(other) === true) <= named));
    }
  }), { seed: 49, numRuns: 500 });
});

/** The option at a place of its own, no lower than where it stood. */
function raise(places: Order, option: string, to: number): Order {
  const at = places.findIndex((equals) => equals.includes(option));
  const place = to % ((at === -1 ? places.length : at) + 1);
  const without = places.map((equals) => equals.filter((one) => one !== option));
  return [...without.slice(0, place), [option], ...without.slice(place)].filter((equals) => equals.length > 0);
}

test('reversal symmetry: who wins alone is beaten when every ballot is turned round', () => {
  let alone = 0;
  fc.assert(fc.property(profile, (groups) => {
    const { winners: [winner] } = counted(of(groups), names);
    if (winner === undefined) return;
    alone += 1;
    const turned = groups.map(([places, voters]): readonly [Order, number] => {
      const rest = names.filter((name) => !places.flat().includes(name));
      return [(rest.length > 0 ? [...places, rest] : places).toReversed(), voters];
    });
    assert.ok(!unbeatenOf(counted(of(turned), names)).includes(winner));
  }), { seed: 47, numRuns: 500 });
  assert.ok(alone > 200);
});

test('independence of clones: options that stand together on every ballot neither help nor harm each other or the rest', () => {
  let cloned = 0;
  fc.assert(fc.property(profile, fc.array(fc.constantFrom('12', '21', '1=2'), { minLength: 9, maxLength: 9 }), (groups, within) => {
    const before = unbeatenOf(counted(of(groups), names));
    // E becomes E1 and E2, which each voter ranks next to each other as they like.
    const split = groups.map(([places, voters], i): readonly [Order, number] => [cloneIn(places, within[i] ?? '12'), voters]);
    const after = unbeatenOf(counted(of(split), ['A', 'B', 'C', 'D', 'E1', 'E2']));
    assert.deepEqual(after.filter((option) => option.length === 1), before.filter((option) => option !== 'E'));
    assert.equal(after.some((option) => option.length === 2), before.includes('E'));
    if (before.includes('E')) cloned += 1;
  }), { seed: 48, numRuns: 500 });
  assert.ok(cloned > 50);
});

function cloneIn(places: Order, within: string): Order {
  return places.flatMap((equals): Order => {
    if (!equals.includes('E')) return [equals];
    const others = equals.filter((one) => one !== 'E');
    // Among equals clones stay equal, or they'd no longer stand together with the rest of their place.
    if (others.length > 0 || within === '1=2') return [[...others, 'E1', 'E2']];
    return within === '12' ? [['E1'], ['E2']] : [['E2'], ['E1']];
  });
}
