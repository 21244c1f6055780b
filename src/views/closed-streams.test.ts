import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roomBinding } from '../testing/sensing-bench.ts';
import type { Binding, BoundStream } from '../vocabulary/sensing.ts';
import { closedStreams } from './closed-streams.ts';
import type { BindingView } from './view.ts';

type Said = readonly [record: number, id: string, streams: readonly BoundStream[] | null];

/** As the view has it after these bindings (null: ended), each record at a hundred times its number. */
function bindings(...said: readonly Said[]): { readonly bindings: Map<string, BindingView> } {
  const all = new Map<string, BindingView>();
  for (const [record, id, streams] of said) {
    const binding: Binding | null = streams === null ? null : roomBinding({ id, streams });
    all.set(id, { id, binding, versions: [...all.get(id)?.versions ?? [], { record, recordedAt: 100 * record, by: 'operator', proposal: null, binding, words: '' }] });
  }
  return { bindings: all };
}

const mic = (...of: readonly string[]): BoundStream => ({ stream: 'mic', as: 'sound', of });
const cell: BoundStream = { stream: 'cell', as: 'weight' };

test('a stream is closed up to where somebody was no longer named as measured by it', () => {
  assert.deepEqual([...closedStreams(bindings([1, 'room', [mic('bo'), cell]], [2, 'room', [mic('bo', 'cy')]]))], [], 'more are named');
  assert.deepEqual([...closedStreams(bindings([1, 'room', [mic('bo', 'cy'), cell]], [2, 'room', [mic('cy'), cell]], [3, 'hall', [cell]]))], [['mic', 200]]);
  assert.deepEqual([...closedStreams(bindings([1, 'room', [mic('bo')]], [2, 'room', null], [3, 'room', [mic()]]))], [['mic', 200]], 'ending it first is no way around');
  assert.deepEqual([...closedStreams(bindings([1, 'room', [mic('bo')]], [4, 'room', null], [2, 'hall', [mic()]]))], [['mic', 400]], 'nor is a second binding');
});

test('another binding that still names them keeps it open to what it was; so does one that begins in the record that ends the other', () => {
  assert.deepEqual([...closedStreams(bindings([1, 'room', [mic('bo')]], [2, 'hall', [mic('bo')]], [3, 'room', null]))], []);
  assert.deepEqual([...closedStreams(bindings([1, 'room', [mic('bo')]], [2, 'room', null], [2, 'hall', [mic('bo')]]))], []);
  assert.deepEqual([...closedStreams(bindings([1, 'room', [mic('bo')]], [2, 'room', null], [2, 'hall', [mic()]]))], [['mic', 200]]);
});

test('one\'s own readings stay one\'s own', () => {
  const dropped = bindings([1, 'room', [mic('bo', 'cy')]], [2, 'room', [mic('cy')]], [3, 'room', [mic()]]);
  assert.deepEqual([closedStreams(dropped, 'bo').get('mic'), closedStreams(dropped, 'cy').get('mic'), closedStreams(dropped).get('mic')], [300, 200, 300]);
});
