import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgress } from './progress.ts';

function shown(isTTY: boolean, times: readonly (readonly [at: number, part: number])[]): string[] {
  const lines: string[] = [];
  let now = 0;
  const progress = createProgress('verifying', { isTTY, write: (text: string) => lines.push(text) > 0 }, () => now);
  for (const [at, part] of times) {
    now = at;
    progress.at(part);
  }
  progress.end();
  return lines;
}

test('what is quick shows nothing', () => {
  assert.deepEqual(shown(true, [[100, 0.5], [1999, 1]]), []);
});

test('a bar on a terminal, cleared at the end; lines elsewhere, seldom', () => {
  const times = [[2000, 0.25], [2100, 0.26], [2300, 0.5], [12_500, 0.9]] as const;
  assert.deepEqual(shown(true, times.slice(0, 2)), ['\r\u001B[Kverifying [########......................] 25%, about 6 s left', '\r\u001B[K']);
  assert.equal(shown(true, times).length, 4);
  assert.deepEqual(shown(false, times).map((line) => /(\d+)%.*\n$/.exec(line)?.[1]), ['25', '90']);
});
