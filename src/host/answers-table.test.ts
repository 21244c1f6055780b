import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fuseFile } from './answers-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'answers-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('rows that name no task, no worker or no label are left out and counted; the truth of a task that they tell is taken', async () => {
  const rows = ['task,worker,label,truth', 'a,w1,yes,yes', 'a,w2,yes,', 'b,w1,no,no', 'b,w2,no,', ',w1,yes,no', ' ,w3,yes,', 'a,,no,', 'c,w1,no,', 'c,w4,,no', 'b,NA,no,'];
  const path = join(folder, 'answers.csv');
  writeFileSync(path, `${rows.join('\n')}\n`);
  const { leftOut, answers, tasks, workers, truths } = await fuseFile(path, { truth: 'truth' }, () => undefined);
  assert.deepEqual({ leftOut, answers, tasks, workers, truths }, { leftOut: 5, answers: 5, tasks: 3, workers: 2, truths: 3 });
});
