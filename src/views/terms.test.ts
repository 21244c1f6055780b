import assert from 'node:assert/strict';
import { test } from 'node:test';
import { testManifest } from '../testing/kernel-bench.ts';
import { Watched } from '../testing/watched.ts';
import type { VersionShown } from './charter-shown.ts';
import { termsOf } from './terms.ts';
import { versionsKeptMax } from './view.ts';

test('how a term began is said as long as the first version is kept; after that the oldest kept one is what it is: another version', () => {
  const watched = new Watched([{ id: 'ana' }]);
  watched.adopt('wood', testManifest({ terms: { unit: { type: 'unit', default: 'first' }, here: { type: 'subject', default: 'here' }, price: { type: 'amount', default: '1.50' } } }));
  const [first] = watched.view.versions.get('wood') ?? [];
  assert.ok(first !== undefined);
  const later = (record: number): VersionShown => ({ ...first, record, terms: record % 2 === 0 ? [{ term: 'price', before: `${record - 1}.00`, after: `${record}.00` }] : [] });
  const since = (versions: readonly VersionShown[], term: string): unknown => {
    watched.view.versions.set('wood', [...versions]);
    return termsOf(watched.view, 'wood')?.terms.find((each) => each.term === term)?.since.map(({ record, before, after }) => [record, before, after]);
  };
  assert.deepEqual(since([first, later(2), later(3)], 'price'), [[2, '1.00', '2.00'], [first.record, null, null]]);
  assert.deepEqual(since([first, later(2), later(3)], 'here'), [[first.record, null, null]]);
  const kept = Array.from({ length: versionsKeptMax }, (_, place) => later(place + 200));
  assert.deepEqual((since(kept, 'price') as unknown[]).at(-1), [200, '199.00', '200.00']);
  assert.deepEqual([(since(kept.slice(1).concat(later(300)), 'price') as unknown[]).at(-1), since(kept, 'here')], [[202, '201.00', '202.00'], []]);
});
