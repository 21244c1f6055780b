import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { JournalError } from '../../journal/journal.ts';
import { openHeldFile } from './held-file.ts';

function place(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-held-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, 'node', 'held.log');
}

/** Opens, does something, closes; what lies there afterwards. */
function after(path: string, act: (file: ReturnType<typeof openHeldFile>) => void): readonly string[] {
  const file = openHeldFile(path);
  act(file);
  file.close();
  const again = openHeldFile(path);
  again.close();
  return again.lines;
}

test('lines come back in their order, and can be exchanged for others as a whole', (t) => {
  const path = place(t);
  assert.deepEqual(after(path, (file) => { file.append(['one', 'zwölf']); file.append(['three']); }), ['one', 'zwölf', 'three']);
  assert.deepEqual(after(path, (file) => { file.replace(['new']); file.append(['more']); }), ['new', 'more']);
});

test('a last line that is torn at any byte is dropped, and what comes next follows the whole ones', (t) => {
  const path = place(t);
  after(path, (file) => file.append(['first', 'second']));
  const whole = readFileSync(path);
  const first = whole.indexOf('\n') + 1;
  for (let bytes = first; bytes < whole.length; bytes++) {
    writeFileSync(path, whole);
    truncateSync(path, bytes);
    assert.deepEqual(after(path, (file) => file.append(['third'])), ['first', 'third'], `cut at ${bytes}`);
  }
});

test('a bit that flips in a whole line is known', (t) => {
  const path = place(t);
  after(path, (file) => file.append(['first', 'second']));
  const whole = readFileSync(path);
  for (let at = 0; at < whole.length; at++) {
    if (whole[at] === 10) continue;
    const flipped = Buffer.from(whole);
    flipped[at] = (flipped[at] ?? 0) ^ 1;
    writeFileSync(path, flipped);
    assert.throws(() => openHeldFile(path), (error) => error instanceof JournalError && error.code === 'corrupt', `flipped at ${at}`);
  }
});

test('something foreign at the end is known too', (t) => {
  const path = place(t);
  after(path, (file) => file.append(['first']));
  appendFileSync(path, 'not ours\n');
  assert.throws(() => openHeldFile(path), (error) => error instanceof JournalError && error.code === 'corrupt' && /line 2/.test(error.message));
});
