// What somebody could try in order to get their way past the others: each way is shut, and what it would have come to is said.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KernelBench } from '../testing/kernel-bench.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Charter } from '../vocabulary/charter.ts';
import type { Proposing } from '../vocabulary/entries.ts';

const five = ['ana', 'bo', 'cy', 'dee', 'eve'].map((id) => ({ id, opening: { crown: '10.00' } }));

function house(rules: Partial<Charter> = {}): KernelBench {
  return new KernelBench(five, undefined, {}, rules);
}

/** The code with which a proposal is refused, and undefined where it is taken. */
function codeOf(bench: KernelBench, change: Change, more: Partial<Proposing> = {}, by = 'ana'): string | undefined {
  return bench.say(`member-${by}`, by, { kind: 'propose', body: { change, reason: '', ...more } }).items[0]?.code;
}

test('what the charter can\'t be without is changed and not taken away: nothing could be issued, and nobody would have a right', () => {
  const bench = house();
  for (const part of ['name', 'rights', 'issue_per_month'] as const) assert.equal(codeOf(bench, { change: 'charter', set: { [part]: null } }), 'missing_value', part);
  assert.equal(codeOf(bench, { change: 'charter', set: { windows: null } }), undefined);
});

test('a group that there isn\'t is nobody, also one that is called like something every object has', () => {
  const bench = house({ groups: { kids: ['dee'] }, matters: [{ name: 'words', changes: ['resolution'], asked: 'chosen', rule: { rule: 'unanimous' }, days: 3 }] });
  for (const name of ['cats', 'constructor', '__proto__']) assert.equal(codeOf(bench, { change: 'resolution' }, { asked: `group:${name}` }), 'not_permitted', name);
  assert.equal(codeOf(bench, { change: 'resolution' }, { asked: 'group:kids' }), undefined);
});
