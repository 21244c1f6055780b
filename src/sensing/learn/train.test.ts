import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../testing/random.ts';
import { conformalThreshold } from '../calibration/conformal.ts';
import { evaluate } from './evaluate.ts';
import { readModel } from './read-model.ts';
import type { Table } from './table.ts';
import { conformalCasesMax, thinned, train } from './train.ts';

type Row = { readonly label: number; readonly x: readonly number[]; readonly group?: number };

function table(rows: readonly Row[], classes = ['a', 'b']): Table {
  const width = rows[0]?.x.length ?? 0;
  return {
    features: Array.from({ length: width }, (_, place) => `f${place}`), classes,
    columns: Array.from({ length: width }, (_, place) => Float32Array.from(rows, ({ x }) => x[place] ?? NaN)),
    labels: Int32Array.from(rows, ({ label }) => label), order: Int32Array.from(rows.keys()),
    ...(rows[0]?.group === undefined ? {} : { groups: Int32Array.from(rows, ({ group = 0 }) => group) }),
  };
}

const { next, int, bell } = createRandom(20);
const options = { trees: 20 };

/** Two classes a deviation and a half apart in two features: the best that can be done is Φ(¾√2) = 0.856. */
const clouds = (count: number): Row[] => Array.from({ length: count }, () => { const label = int(0, 1); return { label, x: [bell() + 1.5 * label, bell() + 1.5 * label] }; });

test('the same table gives the same model, and one that its reader takes', () => {
  const own = table(clouds(200));
  const [first, second] = [train(own, options), train(own, options)];
  assert.equal(JSON.stringify(first.model), JSON.stringify(second.model));
  assert.ok(readModel(JSON.parse(JSON.stringify(first.model))).ok);
});

test('a line is chosen where a line parts the classes, and its probabilities are what they say', () => {
  const { model, report } = train(table(clouds(1500)), options);
  assert.equal(report.chosen, 'shrinkage-lda');
  const { labels, columns, classes } = table(clouds(3000));
  const { result } = evaluate(model, { labels, columns, classes }, { coverage: 0.9, cutoff: 0.9 });
  assert.ok(Math.abs(result.accuracy - 0.856) < 0.03, String(result.accuracy)); // four deviations of 3,000 rows, and what 1,500 leave to learn
  assert.ok(result.ece < 0.03, String(result.ece));
  assert.ok(Math.abs(result.coverage - 0.9) < 0.03, String(result.coverage));
});

test('trees are chosen where no line parts the classes, and are made as sure as they should be', () => {
  const rows = Array.from({ length: 1200 }, () => { const x = [next() - 0.5, next() - 0.5]; return { x, label: Number((x[0] ?? 0) * (x[1] ?? 0) > 0) }; });
  const { report } = train(table(rows), options);
  assert.equal(report.chosen, 'extra-trees');
  const [line, trees] = report.judged;
  assert.ok(line !== undefined && trees !== undefined && trees.accuracy > 0.9 && line.accuracy < 0.65);
  assert.ok(trees.eceAfter < trees.eceBefore);
});

test('groups are held back whole: what names the session doesn\'t count as knowing the class', () => {
  // Each of 100 sessions has one class, and a feature that says nothing but which session it is. Chance is a half; five deviations of it are a quarter.
  const place = Array.from({ length: 100 }, () => next());
  const rows = Array.from({ length: 2000 }, (_, row) => ({ group: row % 100, label: (row % 100) % 2, x: [(place[row % 100] ?? 0) + 0.0001 * next()] }));
  const { groups: _, ...ungrouped } = table(rows);
  const held = (own: Table): number => Math.max(...train(own, options).report.judged.map(({ accuracy }) => accuracy));
  assert.ok(held(table(rows)) < 0.75, 'sessions that it has never seen are guessed');
  assert.ok(held(ungrouped) > 0.95, 'and known where neighbours of the same session stay');
});

test('no fold has a part in the calibration that it is judged by', () => {
  // Two groups without any sign of the class, nine tenths of one class in the one and of the other in the other: each expects of the other what it isn't.
  const rows = Array.from({ length: 400 }, (_, row): Row => ({ group: row % 2, label: Number((row % 20 < 2) === (row % 2 === 0)), x: [bell()] }));
  for (const { brier } of train(table(rows), options).report.judged) assert.ok(brier > 0.5, String(brier)); // with its own rows it would be a half each, and 0.25
});
test('a class that one group alone has is reported, and can\'t be ruled out', () => {
  const rows = clouds(300).map((row, place): Row => (place < 60 ? { ...row, label: 2, group: 0 } : { ...row, group: 1 + (place % 4) }));
  const { model, report } = train(table(rows, ['a', 'b', 'c']), options);
  assert.deepEqual(report.folds, { by: 'groups', count: 5, unseen: ['c'] });
  assert.ok(conformalThreshold(model.calibration.conformal[2] ?? [], 0.1) > 0.99);
});

test('what is reported is what the table holds', () => {
  const rows = clouds(100).map((row) => ({ ...row, x: [...row.x, row.label] }));
  const { report } = train(table(rows), options);
  assert.equal(report.rows, 100);
  assert.deepEqual(report.perClass.map(({ rows: own }) => own), [0, 1].map((label) => rows.filter((row) => row.label === label).length));
  assert.deepEqual(report.disguises, [{ feature: 'f2', accuracy: 1 }]);
});

test('missing values are borne, also a feature that is missing in nearly all rows', () => {
  const rows = clouds(300).map(({ label, x }, row) => ({ label, x: [row % 7 === 0 ? NaN : x[0] ?? 0, x[1] ?? 0, row === 5 ? 1 : NaN] }));
  const { report } = train(table(rows), options);
  for (const { accuracy } of report.judged) assert.ok(accuracy > 0.75, String(accuracy));
});

test('a thinned list never promises more than the whole one', () => {
  for (const count of [1, 999, 1000, 5432]) {
    const whole = Array.from({ length: count }, () => next()).sort((a, b) => a - b);
    const kept = thinned(whole);
    assert.equal(kept.length, Math.min(count, conformalCasesMax));
    for (const rate of [0.5, 0.1, 0.05, 0.01]) assert.ok(conformalThreshold(kept, rate) >= conformalThreshold(whole, rate));
    if (count > 1000) assert.ok(conformalThreshold(kept, 0.1) <= conformalThreshold(whole, 0.099), 'nor much less');
  }
});
