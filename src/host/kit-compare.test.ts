import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KitManifest } from '../vocabulary/kit.ts';
import { compareKits } from './kit-compare.ts';
import { versionOf, type KitVersion } from './kit-diff.ts';

const manifest: KitManifest = {
  name: 'cover', version: '1.0.0', title: 'A cover', parties: {},
  terms: {
    dues: { type: 'amount', default: '30.00', label: 'Dues of a month' }, most: { type: 'amount', default: '600.00' }, times: { type: 'integer', default: 2 },
    notice_days: { type: 'integer', default: 30, unit: 'days' }, unit: { type: 'unit', default: 'first' },
  },
  parts: { cover: { says: 'you pay dues' } },
  envelope: [{ debit: 'part:cover', per_event: 'dues', per_person: { amount: 'dues * times', days: 'notice_days' } }],
  words: {}, text: 'Unit {unit}. {notice_days} days, {dues}, {most} and {times}.',
};

const kit = (change: Partial<KitManifest> = {}): KitVersion => versionOf({ folder: 'kits/cover', manifest: { ...manifest, ...change }, code: '', codeHash: 'x' }, 'cover', '');
/** An agreement in crowns of two decimals. */
const agreed = (values: KitVersion['values'], change: Partial<KitManifest> = {}): KitVersion => ({ ...kit(change), from: 'linden#cover', values: { ...kit().values, unit: 'crown', ...values }, unit: 'crown', decimals: 2 });

test('two that are the same differ in nothing, a kit and its agreement in the unit alone', () => {
  const differing = (one: KitVersion, other: KitVersion): string[] => {
    const { terms, most, parts } = compareKits(one, other);
    return [...terms.filter(({ differs }) => differs).map(({ term }) => term), ...most.filter(({ differs }) => differs).map(({ what }) => what), ...parts.filter(({ differs }) => differs).map(({ part }) => part)];
  };
  assert.deepEqual(differing(kit(), kit()), []);
  assert.deepEqual(differing(agreed({}), agreed({})), []);
  assert.deepEqual(differing(kit(), agreed({})), ['unit'], 'the same figures, in 10^-9 and in cents');
  assert.deepEqual(differing(agreed({}), agreed({ times: 3 })), ['times', 'from one person']);
  // 20.00 × 3 are as much as 30.00 × 2.
  assert.deepEqual(differing(agreed({}), agreed({ dues: '20.00', times: 3 })), ['dues', 'times', 'at a time']);
  assert.deepEqual(differing(agreed({}), agreed({ notice_days: 10 })), ['notice_days', 'from one person'], 'as much in another time');
  assert.deepEqual(differing(kit(), kit({ parts: { cover: { says: 'you pay dues, and fees' } } })), ['cover']);
});

test('terms come in the order of the words, whatever the order of the manifest\'s names', () => {
  const order = ['unit', 'notice_days', 'dues', 'most', 'times'];
  assert.deepEqual(compareKits(kit(), agreed({})).terms.map(({ term }) => term), order);
  const { terms: { dues, ...others } } = manifest;
  assert.ok(dues !== undefined);
  assert.deepEqual(compareKits(kit({ terms: { ...others, dues } }), kit()).terms.map(({ term }) => term), order);
});

test('what only one has is missing on the other side: terms, limits and parts', () => {
  const { terms, most, parts } = compareKits(agreed({}), agreed({ fee: '1.00' }, {
    terms: { ...manifest.terms, fee: { type: 'amount', default: '1.00' } }, text: `${manifest.text} {fee}`, parts: {},
    envelope: [{ debit: 'members', per_event: 'fee', per_person: { amount: '100', days: 30 }, in_total: { amount: '500', days: 30 } }],
  }));
  assert.deepEqual(terms.at(-1), { term: 'fee', label: 'Fee', one: null, other: { value: '1.00', unit: 'crown' }, differs: true });
  assert.deepEqual(most, [
    { whom: 'those who consented to cover', what: 'at a time', one: '30.00 crown (dues)', other: null, differs: true },
    { whom: 'those who consented to cover', what: 'from one person', one: '60.00 crown (dues × times) in 30 days (notice_days)', other: null, differs: true },
    { whom: 'every member', what: 'at a time', one: null, other: '1.00 crown (fee)', differs: true },
    { whom: 'every member', what: 'from one person', one: null, other: '100 crown in 30 days', differs: true },
    { whom: 'every member', what: 'from all', one: null, other: '500 crown in 30 days', differs: true },
  ]);
  assert.deepEqual(parts, [{ part: 'cover', one: 'you pay dues', other: null, differs: true }]);
});

test('whole amounts aren\'t cut: 100 is no 1', () => {
  const limited = (amount: string): KitVersion => ({ ...agreed({}, { envelope: [{ debit: 'members', per_event: amount, per_person: { amount, days: 30 } }] }), decimals: 0 });
  assert.deepEqual(compareKits(limited('100'), limited('1')).most.map(({ differs }) => differs), [true, true]);
  assert.deepEqual(compareKits(limited('100'), limited('100')).most.map(({ differs }) => differs), [false, false]);
});
