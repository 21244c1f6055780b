import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { election, ranked } from '../testing/elections.ts';
import type { ByOption, CountResult, WorkingStep } from '../vocabulary/deciding.ts';
import { instantRunoff } from './instant-runoff.ts';

const rule = { rule: 'instant_runoff', quorum: 0 } as const;

function counted(profile: { readonly [order: string]: number }, options: readonly string[]): CountResult {
  const { eligible, ballots } = ranked(profile);
  return instantRunoff(rule, eligible, ballots, options);
}

function rounds({ working }: CountResult): ByOption[] {
  return working.flatMap((step) => (step.step === 'round' ? [step.counts] : []));
}

function outs({ working }: CountResult): WorkingStep[] {
  return working.filter(({ step }) => step === 'out' || step === 'stuck');
}

test('Tennessee (electowiki, "Effects of different voting systems under similar circumstances"): Knoxville, in three rounds', () => {
  const result = counted({
    'Memphis>Nashville>Chattanooga>Knoxville': 42, 'Nashville>Chattanooga>Knoxville>Memphis': 26,
    'Chattanooga>Knoxville>Nashville>Memphis': 15, 'Knoxville>Chattanooga>Nashville>Memphis': 17,
  }, ['Chattanooga', 'Knoxville', 'Memphis', 'Nashville']);
  assert.deepEqual(result, {
    winners: ['Knoxville'], tied: [],
    working: [
      { step: 'turnout', eligible: 100, came: 100, quorum: 0, reached: true },
      { step: 'round', round: 1, counts: { Chattanooga: 15, Knoxville: 17, Memphis: 42, Nashville: 26 }, exhausted: 0, needed: 51 },
      { step: 'out', because: 'fewest', round: 1, out: ['Chattanooga'] },
      { step: 'round', round: 2, counts: { Knoxville: 32, Memphis: 42, Nashville: 26 }, exhausted: 0, needed: 51 },
      { step: 'out', because: 'fewest', round: 2, out: ['Nashville'] },
      { step: 'round', round: 3, counts: { Knoxville: 58, Memphis: 42 }, exhausted: 0, needed: 51 },
    ],
  });
});

// The ballots between the last three, and what 753 of Wright's voters would have brought about: W. D. Smith, rangevoting.org/Burlington.html. Their pairwise
// sums are those of electowiki, "2009 Burlington mayoral election": Montroll 4067 to 3477 against Kiss, 4597 to 3668 against Wright; Kiss 4314 to 4064.
const burlington = { 'M>K>W': 1332, 'M>W>K': 767, M: 455, 'K>M>W': 2043, 'K>W>M': 371, K: 568, 'W>M>K': 1513, 'W>K>M': 495, W: 1289 };

test('Burlington 2009, mayor, the last three: Montroll goes out, Kiss 4314 to Wright 4064', () => {
  const result = counted(burlington, ['K', 'M', 'W']);
  assert.deepEqual(result.winners, ['K']);
  assert.deepEqual(rounds(result), [{ K: 2982, M: 2554, W: 3297 }, { K: 4314, W: 4064 }]);
  assert.deepEqual(result.working.at(-1), { step: 'round', round: 2, counts: { K: 4314, W: 4064 }, exhausted: 455, needed: 4190 });
});

test('a vote more for the winner can make it lose (Burlington 2009): with 753 of Wright\'s voters for Kiss first, Montroll wins', () => {
  const raised = { ...burlington, 'W>K>M': 0, W: 1289 - 258, 'K>W>M': 371 + 495 + 258 };
  const result = counted(raised, ['K', 'M', 'W']);
  assert.deepEqual(result.winners, ['M']);
  assert.deepEqual(rounds(result)[1], { K: 3735, M: 4067 });
});

test('the same with 17 voters (W. D. Smith, "(Non)Monotonicity and Instant Runoff Voting", rangevoting.org): C 9 to 8, then B 9 to 8', () => {
  const before = counted({ CAB: 6, BAC: 2, BCA: 3, ABC: 4, ACB: 2 }, ['A', 'B', 'C']);
  assert.deepEqual([before.winners, rounds(before)[1]], [['C'], { A: 8, C: 9 }]);
  const after = counted({ CAB: 8, BAC: 2, BCA: 3, ABC: 4 }, ['A', 'B', 'C']);
  assert.deepEqual([after.winners, rounds(after)[1]], [['B'], { B: 9, C: 8 }]);
});

test('the same with 29 voters (P. Tannenbaum\'s, in E. Kaltofen\'s course "Discrete Models", Duke University, 2022): C with 18, then B with 15', () => {
  const before = counted({ ABC: 7, BCA: 8, CAB: 10, ACB: 4 }, ['A', 'B', 'C']);
  assert.deepEqual([before.winners, rounds(before)[1]], [['C'], { A: 11, C: 18 }]);
  const after = counted({ ABC: 7, BCA: 8, CAB: 14 }, ['A', 'B', 'C']);
  assert.deepEqual([after.winners, rounds(after)[1]], [['B'], { B: 15, C: 14 }]);
});

test('those with the fewest that together have fewer than the next one up go out together', () => {
  const result = counted({ A: 5, D: 4, 'B>D': 1, 'C>D': 1 }, ['A', 'B', 'C', 'D', 'E']);
  assert.deepEqual(outs(result), [
    { step: 'out', because: 'fewest', round: 1, out: ['E'] },
    { step: 'out', because: 'together', round: 2, out: ['B', 'C'], votes: 2, next: 4 },
  ]);
  assert.deepEqual([result.winners, rounds(result).at(-1)], [['D'], { A: 5, D: 6 }]);
});

test('who had fewer in an earlier round goes out', () => {
  // Round 1: A 6, B 3, C 4, D 2. One of D's goes to B: B and C have 4 each.
  const result = counted({ A: 6, 'B>C': 3, C: 4, 'D>B': 1, D: 1 }, ['A', 'B', 'C', 'D']);
  assert.deepEqual(outs(result), [
    { step: 'out', because: 'fewest', round: 1, out: ['D'] },
    { step: 'out', because: 'fewest_before', round: 2, out: ['B'], equal: ['B', 'C'], before: 1 },
  ]);
  assert.deepEqual(result.winners, ['C']);
  assert.deepEqual(result.working.at(-1), { step: 'round', round: 3, counts: { A: 6, C: 7 }, exhausted: 2, needed: 7 });
});

test('the latest earlier round in which they differ counts', () => {
  const result = counted({ A: 10, B: 5, C: 4, 'D>B': 2, 'E>C': 1, 'F>C': 2, 'F>E': 1 }, ['A', 'B', 'C', 'D', 'E', 'F']);
  // Round 1: A 10, B 5, C 4, D 2, E 1, F 3. E out, to C. Round 2: A 10, B 5, C 5, D 2, F 3. D out, to B.
  // Round 3: A 10, B 7, C 5, F 3. F out: two to C, one exhausted. Round 4: A 10, B 7, C 7: in round 3 C had fewer, in round 2 as many.
  assert.deepEqual(outs(result).at(-1), { step: 'out', because: 'fewest_before', round: 4, out: ['C'], equal: ['B', 'C'], before: 3 });
});

test('who goes out can not be told: tied between all that are still in', () => {
  const result = counted({ A: 3, B: 2, C: 2, 'D>A': 1 }, ['A', 'B', 'C', 'D']);
  assert.deepEqual([result.winners, result.tied], [[], ['A', 'B', 'C']]);
  assert.deepEqual(result.working.at(-1), { step: 'stuck', round: 2, equal: ['B', 'C'] });
});

test('where nobody ranks anything nothing is decided, nor without the quorum', () => {
  const { eligible, ballots } = election([[3, 'abstain']]);
  const { winners, tied } = instantRunoff(rule, eligible, ballots, ['A', 'B']);
  assert.deepEqual([winners, tied], [[], []]);
  const few = ranked({ A: 2 });
  assert.deepEqual(instantRunoff({ ...rule, quorum: 3 }, few.eligible, few.ballots, ['A', 'B']).winners, []);
});

const names = ['A', 'B', 'C', 'D', 'E'];
const orders = fc.array(fc.tuple(fc.shuffledSubarray(names, { minLength: 1 }), fc.integer({ min: 1, max: 4 })), { minLength: 1, maxLength: 9 });

/** Everyone who wins in some order of those with equally few going out, one at a time, down to the last: by another way than the one that is tested. */
function possibleWinners(ballots: readonly string[][], standing: readonly string[]): Set<string> {
  if (standing.length === 1) return new Set(standing);
  const votes = (option: string): number => ballots.filter((order) => order.filter((one) => standing.includes(one))[0] === option).length;
  const fewest = Math.min(...standing.map(votes));
  return new Set(standing.filter((option) => votes(option) === fewest).flatMap((out) => [...possibleWinners(ballots, standing.filter((option) => option !== out))]));
}

test('whoever wins is last in some order of going out; where no earlier round was asked in every one, and ties hold all who could win', () => {
  const seen = { won: 0, lookedBack: 0, tied: 0 };
  fc.assert(fc.property(orders, (groups) => {
    const { eligible, ballots } = election(groups.map(([order, voters]) => [voters, { ranking: order.map((option) => [option]) }]));
    const result = instantRunoff(rule, eligible, ballots, names);
    const possible = possibleWinners(groups.flatMap(([order, voters]) => Array.from({ length: voters }, () => order)), names);
    const [winner] = result.winners;
    if (outs(result).some((step) => step.step === 'out' && step.because === 'fewest_before')) {
      seen.lookedBack += 1;
      assert.ok((winner === undefined ? result.tied : result.winners).some((option) => possible.has(option)));
    } else if (winner === undefined) {
      seen.tied += 1;
      assert.ok([...possible].every((option) => result.tied.includes(option)));
    } else {
      seen.won += 1;
      assert.deepEqual(possible, new Set([winner]));
    }
  }), { seed: 2009, numRuns: 1500 });
  assert.ok(Object.values(seen).every((times) => times > 20), JSON.stringify(seen));
});

test('whom most rank first wins, and who loses to each other one never does', () => {
  let losers = 0;
  fc.assert(fc.property(orders, (groups) => {
    const { eligible, ballots } = election(groups.map(([order, voters]) => [voters, { ranking: order.map((option) => [option]) }]));
    const { winners } = instantRunoff(rule, eligible, ballots, names);
    const above = (order: readonly string[], a: string, b: string): boolean => order.includes(a) && (!order.includes(b) || order.indexOf(a) < order.indexOf(b));
    const prefer = (a: string, b: string): number => groups.reduce((sum, [order, voters]) => sum + (above(order, a, b) ? voters : 0), 0);
    const all = groups.reduce((sum, [, voters]) => sum + voters, 0);
    for (const option of names) {
      const first = groups.reduce((sum, [order, voters]) => sum + (order[0] === option ? voters : 0), 0);
      if (first * 2 > all) assert.deepEqual(winners, [option]);
      if (names.every((other) => other === option || prefer(other, option) > prefer(option, other))) {
        losers += 1;
        assert.ok(!winners.includes(option));
      }
    }
  }), { seed: 1871, numRuns: 500 });
  assert.ok(losers > 20);
});
