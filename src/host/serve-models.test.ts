import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { KernelState } from '../kernel/state.ts';
import { modelFormat, type Model } from '../sensing/learn/model.ts';
import type { Binding } from '../vocabulary/sensing.ts';
import { modelPorts } from './serve-models.ts';

const model: Model = {
  format: modelFormat, classes: ['none', 'one'], features: ['left', 'middle', 'right'],
  learner: { kind: 'shrinkage-lda', means: [1, 1, 0], scales: [1, 1, 1], weights: [[-1, -1, 0], [1, 1, 0]], biases: [0, 0], shrinkage: 0.1 },
  calibration: { slope: 1, offsets: [0, 0], stray: 0, shares: [0.5, 0.5], conformal: [[0.1], [0.1]] },
};
const text = JSON.stringify(model);
const hash = createHash('sha256').update(text).digest('hex');

function ground(t: TestContext, bindings: readonly Partial<Binding>[] = []): { readonly folder: string; readonly ports: ReturnType<typeof modelPorts> } {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-models-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const state = { bindings: new Map(bindings.map((binding) => [binding.id ?? '', binding])) } as unknown as KernelState;
  return { folder, ports: modelPorts(folder, () => state) };
}

test('a model is kept under its hash, once; the list says what it tells apart, and what is made with it', (t) => {
  const { ports } = ground(t, [{ id: 'shelf', model: hash }, { id: 'other', model: '0'.repeat(64) }, { id: 'none' }]);
  assert.deepEqual(ports.models(), []);
  assert.deepEqual([ports.keepModel(text), ports.keepModel(text)], [{ ok: true, value: { model: hash } }, { ok: true, value: { model: hash } }]);
  assert.deepEqual(ports.models(), [{ hash, bytes: text.length, classes: ['none', 'one'], features: 3, learner: 'shrinkage-lda', bindings: ['shelf'] }]);
  assert.deepEqual(ports.model(hash), { ok: true, value: model });
});

test('what is no model is refused, and so is a name that isn\'t a hash', (t) => {
  const { ports } = ground(t);
  for (const wrong of ['{}', 'no JSON', JSON.stringify({ ...model, classes: ['one'] })]) {
    const answer = ports.keepModel(wrong);
    assert.deepEqual([answer.ok, !answer.ok && answer.refusal.code], [false, 'malformed']);
  }
  for (const name of ['0'.repeat(64), '../charter', '']) {
    const answer = ports.model(name);
    assert.deepEqual([answer.ok, !answer.ok && answer.refusal.code], [false, 'unknown_thing'], name);
  }
  assert.deepEqual(ports.models(), []);
});

test('a file that isn\'t what its name says is not offered; models have room for so many bytes', (t) => {
  const { folder, ports } = ground(t);
  ports.keepModel(text);
  writeFileSync(join(folder, 'models', `${'1'.repeat(64)}.json`), text);
  writeFileSync(join(folder, 'models', 'notes.txt'), 'mine');
  assert.deepEqual(ports.models().map((each) => each.hash), [hash]);
  truncateSync(join(folder, 'models', `${'1'.repeat(64)}.json`), 1024 * 1_048_576);
  const answer = ports.keepModel(`${text} `);
  assert.deepEqual([answer.ok, !answer.ok && answer.refusal.code], [false, 'limit_reached']);
});

test('a collective in memory keeps no files', () => {
  const ports = modelPorts(undefined, () => assert.fail('nothing is asked of it'));
  const answer = ports.keepModel(text);
  assert.deepEqual([ports.models(), answer.ok, !answer.ok && answer.refusal.code], [[], false, 'stopped']);
});
