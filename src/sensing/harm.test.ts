import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Binding } from '../vocabulary/sensing.ts';
import { draftHarm, rankHarm, type PlaceHarm } from './harm.ts';

const place = (name: string, ...[one = 0, two = 0, three = 0, four = 0, five = 0]: number[]): PlaceHarm => ({ place: name, severities: { 1: one, 2: two, 3: three, 4: four, 5: five } });
const binding = (id: string, subject: string): Binding => ({ id, subject, method: 'event', streams: [{ stream: `${id}/label`, as: 'sensor' }], settings: {}, keep_days: 7 });
/** 30 severe incidents, 20 of them in the kitchen; the yard has the most of all. */
const house = [place('yard', 90, 10, 0, 3, 0), place('kitchen', 1, 0, 2, 15, 5), place('stairs', 0, 0, 0, 4, 3), place('attic', 5)];

test('30 severe incidents, 20 in the kitchen: kitchen first, 67 %', () => {
  const ranked = rankHarm({ places: house, bindings: [] });
  assert.equal(ranked.says, 'kitchen first: 20 of 30 severe incidents (67 %)');
  assert.deepEqual(ranked.places.map(({ place: name, severe, incidents, percent }) => [name, severe, incidents, percent]), [['kitchen', 20, 23, 67], ['stairs', 7, 7, 23], ['yard', 3, 103, 10]]);
  const [kitchen] = ranked.places;
  assert.ok(Math.abs((kitchen?.interval.low ?? 0) - 0.4719) < 5e-5 && Math.abs((kitchen?.interval.high ?? 0) - 0.8271) < 5e-5); // Clopper–Pearson, R's binom.test
});

test('what is there already, and what could be bound', () => {
  const [kitchen, stairs] = rankHarm({ places: house, bindings: [binding('smoke', 'kitchen'), binding('gas', 'kitchen.stove'), binding('cam', 'kitchenette')], candidates: [binding('radar', 'stairs')] }).places;
  assert.deepEqual([kitchen?.there.map(({ id }) => id), kitchen?.candidates, stairs?.there, stairs?.candidates.map(({ id }) => id)], [['smoke', 'gas'], [], [], ['radar']]);
  assert.equal(kitchen?.says, 'kitchen: 20 of 30 severe incidents (67 %), 47 to 83 % with so few cases; there is smoke (event from smoke/label); gas (event from gas/label)');
  assert.match(stairs?.says ?? '', /nothing is sensed there yet$/);
});

test('the draft: words alone where there is nothing to bind, else the bindings; nothing is installed by it', () => {
  const words = draftHarm(rankHarm({ places: house, bindings: [] }));
  assert.deepEqual([words?.title, words?.reason, words?.change], ['More sensing in kitchen', '20 of 30 severe incidents (67 %) were in kitchen', { change: 'resolution' }]);
  assert.deepEqual(words?.text.map(({ id }) => id), ['p1', 'p2', 'p3']);
  assert.match(words?.text[2]?.text ?? '', /needs a decision of its own/);
  const radar = binding('radar', 'stairs');
  const ranked = rankHarm({ places: house, bindings: [], candidates: [radar] });
  assert.deepEqual(draftHarm(ranked, 'stairs')?.change, { change: 'sensing', bind: [radar], unbind: [] });
  assert.deepEqual(draftHarm(ranked)?.change, { change: 'resolution' });
  assert.equal(draftHarm(ranked, 'attic'), undefined);
});

test('ties go by all incidents, then by name; without a severe incident there is nothing to suggest', () => {
  const tied = rankHarm({ places: [place('c', 0, 0, 0, 1), place('b', 0, 0, 0, 1), place('a', 2, 0, 0, 0, 1)], bindings: [] });
  assert.deepEqual(tied.places.map((each) => each.place), ['a', 'b', 'c']);
  const none = rankHarm({ places: [place('attic', 5)], bindings: [] });
  assert.equal(none.says, 'no incident of severity 4 or more has been reported: there is nothing to suggest');
  assert.equal(draftHarm(none), undefined);
  assert.equal(rankHarm({ places: [place('attic', 5)], bindings: [], severeFrom: 1 }).says, 'attic first: 5 of 5 severe incidents (100 %)');
});
