/** Differences written down by hand, in the unified form of `diff -u`; a range always has its count. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { lineDiff, unifiedDiff } from './text-diff.ts';

const names = { before: 'old', after: 'new' };

test('one line that is another, with three lines around it', () => {
  const lines = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];
  const after = lines.with(4, 'five');
  assert.equal(unifiedDiff(`${lines.join('\n')}\n`, `${after.join('\n')}\n`, names), '--- old\n+++ new\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n');
});

test('what is only added or only removed, and differences far from one another', () => {
  assert.equal(unifiedDiff('a\n', 'a\nb\n', names), '--- old\n+++ new\n@@ -1,1 +1,2 @@\n a\n+b\n');
  const lines = Array.from({ length: 20 }, (_, i) => `l${i + 1}`);
  const after = [...lines.slice(1, 19), 'end'];
  assert.equal(unifiedDiff(`${lines.join('\n')}\n`, `${after.join('\n')}\n`, names),
    '--- old\n+++ new\n@@ -1,4 +1,3 @@\n-l1\n l2\n l3\n l4\n@@ -17,4 +16,4 @@\n l17\n l18\n l19\n-l20\n+end\n');
});

test('a line end that is missing is said', () => {
  assert.equal(unifiedDiff('a', 'b\n', names), '--- old\n+++ new\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n');
});

test('no difference is no text', () => assert.equal(unifiedDiff('a\nb', 'a\nb', names), ''));

test('each line of both texts, with what became of it', () => {
  assert.deepEqual(lineDiff('a\nb\nc\n', 'a\nB\nc\nd\n'), [
    { is: 'same', text: 'a' }, { is: 'removed', text: 'b' }, { is: 'added', text: 'B' }, { is: 'same', text: 'c' }, { is: 'added', text: 'd' },
  ]);
});

test('both texts can be put together again from the lines', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', '', 'longer'), { maxLength: 12 }).map((lines) => lines.map((line) => `${line}\n`).join(''));
  fc.assert(fc.property(text, text, (before, after) => {
    const lines = lineDiff(before, after);
    const without = (is: string): string => lines.filter((line) => line.is !== is).map((line) => `${line.text}\n`).join('');
    assert.deepEqual([without('added'), without('removed')], [before, after]);
  }), { seed: 4 });
});

test('texts that have too little in common are shown one after the other', () => {
  const text = (word: string): string => Array.from({ length: 3_000 }, (_, i) => `${word}${i}\n`).join('');
  const [before, after] = [text('a'), text('b')];
  const lines = unifiedDiff(before, after, names).split('\n');
  assert.deepEqual([lines.length, lines[2], lines[3], lines[3_003]], [6_004, '@@ -1,3000 +1,3000 @@', '-a0', '+b0']);
  assert.deepEqual(lineDiff(before, after).map(({ is }) => is), [...Array(3_000).fill('removed'), ...Array(3_000).fill('added')]);
});
