import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logsOf } from './predict.ts';
import { seeded } from './random.ts';
import type { Table } from './table.ts';
import { childOf, growTrees } from './trees.ts';

function table(columns: readonly (readonly number[])[], labels: readonly number[]): Table {
  return {
    features: columns.map((_, place) => `f${place}`), columns: columns.map((own) => Float32Array.from(own)), classes: ['a', 'b'],
    labels: Int32Array.from(labels), order: Int32Array.from(labels.keys()),
  };
}
const grown = (own: Table, trees = 20, seed = 1): ReturnType<typeof growTrees> => growTrees(own, own.order, { trees, seed }, () => undefined);
const pOf = (forest: ReturnType<typeof growTrees>, vector: readonly number[]): number[] => logsOf(forest, vector).map(Math.exp);
const near = (actual: number | undefined, expected: number): void => assert.ok(Math.abs((actual ?? NaN) - expected) < 1e-9, `${actual} is not ${expected}`);

test('where nothing differs each tree is one leaf with the classes\' shares', () => {
  const forest = grown(table([[5, 5, 5, 5, 5, 5, 5, 5]], [0, 0, 0, 0, 0, 0, 1, 1]), 3);
  assert.ok(forest.trees.every(({ features }) => features.length === 1));
  near(pOf(forest, [5])[1], (3 * 0.25 + 0.5) / 4); // three trees say ¼, and one more vote knows nothing
});

test('what one feature tells is learned, exactly', () => {
  const forest = grown(table([[1, 2, 3, 4, 11, 12, 13, 14]], [0, 0, 0, 0, 1, 1, 1, 1]), 50);
  assert.ok((pOf(forest, [1])[0] ?? 0) > 0.95);
  assert.ok((pOf(forest, [14])[1] ?? 0) > 0.95);
});

test('what two features tell together alone, as whether their signs are alike, is learned', () => {
  const random = seeded(2, 0);
  const [x, y] = [0, 1].map(() => Array.from({ length: 800 }, () => random.unit() - 0.5)) as [number[], number[]];
  const own = table([x, y], x.map((value, row) => Number(value * (y[row] ?? 0) > 0)));
  const forest = grown(own);
  const fresh = Array.from({ length: 400 }, () => [random.unit() - 0.5, random.unit() - 0.5]);
  const right = fresh.filter(([a = 0, b = 0]) => ((pOf(forest, [a, b])[1] ?? 0) > 0.5) === a * b > 0).length;
  assert.ok(right > 360, String(right)); // a line gets half of them
});

test('children come after their node, and first the one that more rows went to: missing values go there', () => {
  const random = seeded(4, 0);
  const x = Array.from({ length: 400 }, () => (random.unit() < 0.1 ? NaN : random.unit()));
  const own = table([x], x.map((value) => Number(value > 0.3)));
  for (const tree of grown(own, 10).trees) {
    const rowsAt = new Map<number, number[]>([[0, [...own.order]]]);
    tree.features.forEach((feature, node) => {
      if (feature < 0) return;
      const rows = rowsAt.get(node) ?? [];
      const [left = 0, right = 0] = [tree.left[node], tree.right[node]];
      assert.ok(left > node && right > node);
      const sided = (side: number): number[] => rows.filter((row) => childOf(tree, node, own.columns[0]?.[row] ?? NaN) === side);
      const known = (side: number): number => sided(side).filter((row) => !Number.isNaN(own.columns[0]?.[row])).length;
      assert.ok(known(Math.min(left, right)) >= known(Math.max(left, right)));
      assert.equal(childOf(tree, node, NaN), Math.min(left, right));
      for (const side of [left, right]) rowsAt.set(side, sided(side));
    });
    // A leaf holds the shares of the rows that come to it, those with missing values among them.
    tree.features.forEach((feature, node) => {
      if (feature >= 0) return;
      const rows = rowsAt.get(node) ?? [];
      near(tree.leaves[tree.left[node] ?? -1]?.[1], rows.filter((row) => own.labels[row] === 1).length / rows.length);
    });
  }
});

test('the same seed grows the same forest, another seed another', () => {
  const random = seeded(6, 0);
  const own = table([0, 1, 2, 3].map(() => Array.from({ length: 200 }, () => random.unit())), Array.from({ length: 200 }, () => random.below(2)));
  assert.deepEqual(grown(own, 3, 1), grown(own, 3, 1));
  assert.notDeepEqual(grown(own, 3, 1), grown(own, 3, 2));
});

test('a tree has a bounded number of leaves, however much its labels err', () => {
  const random = seeded(8, 0);
  const rows = 30_000;
  const own = table([0, 1].map(() => Array.from({ length: rows }, () => random.unit())), Array.from({ length: rows }, () => random.below(2)));
  const leaves = grown(own, 1).trees[0]?.features.filter((feature) => feature < 0).length ?? 0;
  assert.ok(leaves > 500 && leaves < 3 * 2048, String(leaves));
});

test('of the splits that a node draws it takes the one that parts the classes best', () => {
  // Five of nine features are the class; three are drawn, of which none is one of the five in 4 of 84 cases.
  const random = seeded(12, 0);
  const labels = Array.from({ length: 200 }, () => random.below(2));
  const forest = grown(table([...[0, 1, 2, 3, 4].map(() => labels), ...[5, 6, 7, 8].map(() => labels.map(() => random.unit()))], labels), 200);
  const best = forest.trees.filter(({ features }) => (features[0] ?? 9) < 5).length;
  assert.ok(best >= 175, String(best)); // 190 on average, deviation 3
});

test('a value that is a threshold goes where it went in training, though a number of 64 bits is a little off', () => {
  const tree = { features: [0, -1, -1], thresholds: [Math.fround(0.1), 0, 0], left: [1, 0, 1], right: [2, 0, 0], leaves: [[1, 0], [0, 1]] };
  assert.ok((pOf({ kind: 'extra-trees', trees: [tree] }, [0.1])[1] ?? 0) > 0.5); // 0.1 is below its single precision
});
