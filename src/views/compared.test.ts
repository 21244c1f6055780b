import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedTerms, type ComparedSide } from './compared.ts';

const side = (terms: ComparedSide['terms'], labels: ComparedSide['labels']): ComparedSide => ({ terms, labels });
const dues = { label: 'Dues of a month', unit: 'crown' };
const days = { label: 'Waiting time', unit: 'days' };

test('terms stand side by side, in the order of the one, with what the other has alone behind', () => {
  const one = side({ dues: '30.00', waiting: 30, types: { illness: '750.00' } }, { waiting: days, dues, types: { label: 'What is covered', unit: null } });
  const other = side({ types: { illness: '750.00' }, waiting: 14, dues: '30.00', notice: 10 }, { dues, notice: { label: 'Notice', unit: 'days' }, types: { label: 'Covered', unit: null }, waiting: days });
  assert.deepEqual(comparedTerms(one, other), [
    { term: 'waiting', label: 'Waiting time', one: { value: '30', unit: 'days' }, other: { value: '14', unit: 'days' }, differs: true },
    { term: 'dues', label: 'Dues of a month', one: { value: '30.00', unit: 'crown' }, other: { value: '30.00', unit: 'crown' }, differs: false },
    { term: 'types', label: 'What is covered', one: { value: 'illness 750.00', unit: null }, other: { value: 'illness 750.00', unit: null }, differs: false },
    { term: 'notice', label: 'Notice', one: null, other: { value: '10', unit: 'days' }, differs: true },
  ]);
});

test('the same number of something else differs; the order in which names are written doesn\'t; what nobody set is missing on both sides', () => {
  const labels = { dues, types: { label: 'What is covered', unit: null }, open: days };
  const rows = comparedTerms(side({ dues: '30.00', types: { fire: '1.00', hail: '2.00' } }, labels), side({ types: { hail: '2.00', fire: '1.00' }, dues: '30.00' }, { ...labels, dues: { ...dues, unit: 'hour' } }));
  assert.deepEqual(rows.map(({ term, differs }) => [term, differs]), [['dues', true], ['types', false], ['open', false]]);
});

test('names that every object answers to are no terms', () => {
  const labels = { constructor: { label: 'Constructor', unit: null } };
  assert.deepEqual(comparedTerms(side({}, labels), side({}, labels)), [{ term: 'constructor', label: 'Constructor', one: null, other: null, differs: false }]);
});
