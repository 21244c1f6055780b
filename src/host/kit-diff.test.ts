import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EnvelopeRule, KitManifest } from '../vocabulary/kit.ts';
import { kitDifference, versionOf, type KitDifference, type KitVersion } from './kit-diff.ts';

const manifest: KitManifest = {
  name: 'meals', version: '1.0.0', title: 'Meals', parties: { cook: { says: 'cooks' } },
  terms: { unit: { type: 'unit', default: 'first' }, price: { type: 'amount', default: '10.00', says: 'for a meal' }, days: { type: 'integer', min: 1, max: 9, default: 3 } },
  observations: { eaten: { subject: 'table', fields: { by: { type: 'member' } } } },
  envelope: [{ debit: 'members', per_event: 'price', per_person: { amount: '100', days: 30 } }],
  words: { meal: 'a meal for {by}' }, text: 'A meal is {price} {unit}.\nIt keeps {days} days.\n',
};

function version(change: Partial<KitManifest> = {}, from = 'old', source = 'a\n', code = source): KitVersion {
  return versionOf({ folder: from, manifest: { ...manifest, ...change }, code: '', codeHash: code }, from, source);
}

const none: KitDifference = { words: '', terms: [], envelope: [], rest: '', code: '' };

function changed(change: Partial<KitManifest>): KitDifference {
  return kitDifference(version(), version(change, 'new'));
}

test('the same is no difference, in whatever order its names were written', () => {
  assert.deepEqual(kitDifference(version(), version({}, 'elsewhere')), none);
  const { days, price, unit } = manifest.terms;
  assert.ok(days !== undefined && price !== undefined && unit !== undefined);
  assert.deepEqual(changed({ terms: { days, price, unit } }), none);
});

test('another default, range, meaning; terms that are new or gone; and the text with them', () => {
  const { terms, words } = changed({
    terms: { unit: { type: 'unit', default: 'first' }, price: { type: 'amount', default: '12.00', label: 'A plate', says: 'for a plate' }, days: { type: 'integer', min: 1, max: 7, default: 3, unit: 'days' }, tip: { type: 'amount' } },
    text: 'A meal is {price} {unit}.\nIt keeps {days} days.\nTips are {tip}.\n',
  });
  assert.deepEqual(terms, [
    { term: 'days', what: 'type', before: 'whole number, 1 to 9', after: 'whole number, 1 to 7' },
    { term: 'days', what: 'unit', before: '', after: 'days' },
    { term: 'price', what: 'value', before: '10.00', after: '12.00' },
    { term: 'price', what: 'label', before: '', after: 'A plate' },
    { term: 'price', what: 'meaning', before: 'for a meal', after: 'for a plate' },
    { term: 'tip', what: 'new', before: null, after: 'amount, at least 0; must be given' },
  ]);
  assert.equal(words, `--- old/words
+++ new/words
@@ -1,7 +1,8 @@
 Meals
 
-A meal is 10.00 the collective's first unit.
+A meal is 12.00 the collective's first unit.
 It keeps 3 days.
+Tips are {tip}.
 
 party cook: cooks
 meal: a meal for {by}
`);
  const { unit, price } = manifest.terms;
  assert.ok(unit !== undefined && price !== undefined);
  assert.deepEqual(changed({ terms: { unit, price } }).terms, [{ term: 'days', what: 'gone', before: 'whole number, 1 to 9; 3', after: null }]);
});

const one: EnvelopeRule = { debit: 'members', per_event: 'price', per_person: { amount: '100', days: 30 } };
const reach: readonly (readonly [string, readonly EnvelopeRule[], readonly (readonly string[])[]])[] = [
  ['more from one person', [{ ...one, per_person: { amount: '100.01', days: 30 } }], [['from one person', 'wider']]],
  ['less from one person', [{ ...one, per_person: { amount: '99.99', days: 30 } }], [['from one person', 'narrower']]],
  ['as much, written in another way', [{ ...one, per_person: { amount: '100.00', days: 30 } }], []],
  ['as much as a term says', [{ ...one, per_event: '10.00' }], []],
  ['more than a term says', [{ ...one, per_event: '10.000000001' }], [['at a time', 'wider']]],
  ['other periods', [{ ...one, per_person: { amount: '100', days: 60 } }], [['from one person', 'otherwise']]],
  ['a limit in all', [{ ...one, in_total: { amount: '500', days: 30 } }], [['from all', 'narrower']]],
  ['nobody any more', [], [['debit', 'narrower']]],
  ['someone else as well', [one, { ...one, debit: 'party:cook' }], [['debit', 'wider']]],
  ['a second line about the same', [one, one], [['debit', 'wider']]],
];
for (const [name, envelope, expected] of reach) {
  test(`how far it reaches: ${name}`, () => assert.deepEqual(changed({ envelope }).envelope.map(({ what, reach: how }) => [what, how]), expected));
}

test('a limit that is taken away is wider; what it says names the term, the unit and the period', () => {
  const before = { ...version({ envelope: [{ ...one, in_total: { amount: '500', days: 7 } }] }), unit: 'crown' };
  assert.deepEqual(kitDifference(before, { ...version({}, 'new'), unit: 'crown' }).envelope, [{ whom: 'every member', what: 'from all', reach: 'wider', before: '500 crown in 7 days', after: null }]);
  const dearer = { ...version({}, 'new'), unit: 'crown', values: { ...version().values, price: '11.00' } };
  assert.deepEqual(kitDifference({ ...version(), unit: 'crown' }, dearer).envelope, [{ whom: 'every member', what: 'at a time', reach: 'wider', before: '10.00 crown (price)', after: '11.00 crown (price)' }]);
});

test('amounts in another unit, and by a term without a value, can\'t be held against one another', () => {
  const reaches = (after: KitVersion): unknown => kitDifference({ ...version(), unit: 'crown' }, after).envelope.map(({ reach: how }) => how);
  assert.deepEqual(reaches({ ...version({}, 'new'), unit: 'hour' }), ['otherwise', 'otherwise']);
  assert.deepEqual(reaches({ ...version({}, 'new'), unit: 'crown', values: { unit: 'first' } }), ['otherwise']);
});

test('an amount by several terms is held against another by what it comes to, and says what it comes from', () => {
  const envelope = [{ ...one, per_person: { amount: 'price * days', days: 30 } }];
  const { price, days } = manifest.terms;
  assert.ok(price !== undefined && days !== undefined);
  const longer = changed({ envelope, terms: { ...manifest.terms, days: { ...days, default: 4 } } });
  assert.deepEqual(longer.envelope, [{ whom: 'every member', what: 'from one person', reach: 'narrower', before: '100 in 30 days', after: '40.00 (price × days) in 30 days' }]);
  // Half the price, twice the days: as much as before.
  const same = kitDifference(version({ envelope }), version({ envelope, terms: { ...manifest.terms, price: { ...price, default: '5.00' }, days: { ...days, default: 6 } } }, 'new'));
  assert.deepEqual(same.envelope.map(({ what, reach: how }) => [what, how]), [['at a time', 'narrower']]);
});

test('what it listens to, as YAML; the version and what is said elsewhere aren\'t there', () => {
  const { rest } = changed({ version: '1.1.0', title: 'Plates', observations: { eaten: { subject: 'bench', fields: { by: { type: 'member' } } } } });
  assert.equal(rest, '--- old/kit.yaml\n+++ new/kit.yaml\n@@ -3,4 +3,4 @@\n     fields:\n       by:\n         type: member\n-    subject: table\n+    subject: bench\n');
});

test('code by its source where that is at hand; else it is the same by its hash, or nobody can tell', () => {
  assert.equal(kitDifference(version(), version({}, 'new', 'b\n')).code, '--- old/contract.ts\n+++ new/contract.ts\n@@ -1,1 +1,1 @@\n-a\n+b\n');
  const unknown = { ...version(), source: null };
  assert.equal(kitDifference(unknown, version({}, 'new')).code, '');
  assert.equal(kitDifference(unknown, version({}, 'new', 'b\n')).code, null);
});
