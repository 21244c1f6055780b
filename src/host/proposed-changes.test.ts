import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createState, type KernelState } from '../kernel/state.ts';
import { testManifest } from '../testing/kernel-bench.ts';
import type { Adoption, Change } from '../vocabulary/changes.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import { proposedChanges } from './proposed-changes.ts';

const id = 'ab'.repeat(32);

const proposing = (change: Change): KernelState => {
  const state = createState();
  state.proposals.set(id, { id, revision: { change } } as Proposal);
  return state;
};

const adoption: Adoption = { subcontract: 'wood', manifest: testManifest(), code: 'hash', parties: { provider: 'bo' }, terms: { here: 'there' } };

test('an agreement that is proposed replaces all that was agreed; its code is in the log\'s store', () => {
  const changes = proposedChanges(proposing({ change: 'adopt', ...adoption }), id);
  assert.deepEqual(changes, { ok: true, value: [{ label: 'abababab', subcontract: 'wood', kit: { manifest: testManifest(), codeHash: 'hash' }, parties: { provider: 'bo' }, terms: { here: 'there' }, whole: true }] });
});

test('of other terms only those that are named are others', () => {
  const changes = proposedChanges(proposing({ change: 'terms', subcontract: 'wood', terms: { price: '2.00' } }), id);
  assert.deepEqual(changes, { ok: true, value: [{ label: 'abababab', subcontract: 'wood', terms: { price: '2.00' }, parties: {} }] });
});

test('the options of a choice are rivals, by their ids; one that is words alone is none', () => {
  const terms = (price: string): Extract<Change, { change: 'terms' }> => ({ change: 'terms', subcontract: 'wood', terms: { price } });
  const changes = proposedChanges(proposing({ change: 'choice', options: [{ id: 'dear', says: '', change: terms('2.00') }, { id: 'talk', says: '' }, { id: 'cheap', says: '', change: terms('0.50') }] }), id);
  assert.deepEqual(changes.ok && changes.value.map(({ label, terms: tried }) => [label, tried]), [['dear', { price: '2.00' }], ['cheap', { price: '0.50' }]]);
});

test('what leaves every agreement as it is can\'t be tried, nor what isn\'t open', () => {
  for (const change of [{ change: 'resolution' }, { change: 'exclude', member: 'ana' }, { change: 'pilot', ...adoption, days: 30, volunteers_min: 1, stop: [] }] satisfies Change[]) {
    const changes = proposedChanges(proposing(change), id);
    assert.equal(!changes.ok && changes.refusal.code, 'not_permitted', change.change);
  }
  const unknown = proposedChanges(createState(), id);
  assert.equal(!unknown.ok && unknown.refusal.code, 'unknown_proposal');
});
