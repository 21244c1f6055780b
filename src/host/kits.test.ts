import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sayWakes } from './kit-words.ts';
import { checkKit, KitError, loadKitsFrom, ownKits } from './kits.ts';

test('a manifest that the log could not hold is a problem with its place, never an exception', (t) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'frankpledge-kits-')), 'firewood');
  t.after(() => rmSync(join(folder, '..'), { recursive: true }));
  mkdirSync(folder);
  const read = (name: string): string => readFileSync(join(ownKits, 'firewood', name), 'utf8');
  const [manifest, contract] = [read('kit.yaml'), read('contract.ts')];
  const check = (kit: string | Buffer, code = contract): readonly string[] => {
    writeFileSync(join(folder, 'kit.yaml'), kit);
    writeFileSync(join(folder, 'contract.ts'), code);
    return checkKit(folder).problems;
  };
  const ten = (what: string): string => `[${Array.from({ length: 10 }, () => what).join(', ')}]`;
  assert.deepEqual(check(manifest), []);
  for (const [kit, problem] of [
    [manifest.replace('title: ', 'title: *nothing #'), /^kit\.yaml:3:1  there is no anchor &nothing above → /],
    [manifest.replace('base_price: {', 'x: &x { type: list, countMax: 1, of: *x }\n  base_price: {'), /^kit\.yaml:11:1  &x stands within itself → /],
    [`a: &a ${ten('1')}\nb: &b ${ten('*a')}\nc: &c ${ten('*b')}\nd: ${ten('*c')}\n${manifest}`, /^kit\.yaml:1:1  the file can't be read: Excessive alias count/],
    [manifest.replace('title: ', 'title: "\\ud800" #'), /^kit\.yaml:3:1  this text is not well-formed Unicode → /],
    [Buffer.from(manifest.replace('title: ', 'title: ö'), 'latin1'), /^kit\.yaml:1:1  this is not UTF-8 text → /],
  ] as const) assert.match(check(kit)[0] ?? '', problem);
  assert.match(check(manifest, 'import { a as "b c" } from "frankpledge/contract";')[0] ?? '', /^contract\.ts:1:\d+  [^\n]+ → correct the syntax$/);
});

/** The texts of a kit, and what is wrong with others in their stead. */
function kitTexts(t: TestContext, own: string): { readonly kit: string; readonly code: string; readonly check: (kit: string, code: string) => readonly string[] } {
  const folder = join(mkdtempSync(join(tmpdir(), 'frankpledge-kits-')), basename(own));
  t.after(() => rmSync(join(folder, '..'), { recursive: true }));
  mkdirSync(folder);
  const check = (kit: string, code: string): readonly string[] => {
    writeFileSync(join(folder, 'kit.yaml'), kit);
    writeFileSync(join(folder, 'contract.ts'), code);
    return checkKit(folder).problems;
  };
  const read = (name: string): string => readFileSync(join(own, name), 'utf8');
  return { kit: read('kit.yaml'), code: read('contract.ts'), check };
}

test('a consent without its handler, and a handler without its consent, are problems', (t) => {
  const { kit, code, check } = kitTexts(t, join(ownKits, 'mutual-cover'));
  assert.deepEqual(check(kit, code.replace('    left: (', '    gone: (')), [
    'contract.ts:1:1  consented.left is missing, but kit.yaml declares it under wakes.consented → write it, or take it out of kit.yaml',
    'kit.yaml:1:1  consented.gone of the contract isn\'t declared, so nothing ever calls it → declare it under wakes.consented',
  ]);
});

test('a waking without its handler, and a handler without its waking, are problems with their place', (t) => {
  const { kit, code, check } = kitTexts(t, fileURLToPath(new URL('../../test/kits/fines', import.meta.url)));
  assert.deepEqual(check(kit, code), []);
  assert.deepEqual(check(kit, code.replace('late: (', 'tardy: (')), [
    'contract.ts:1:1  marked.late is missing, but kit.yaml declares it under wakes.marked → write it, or take it out of kit.yaml',
    'kit.yaml:1:1  marked.tardy of the contract isn\'t declared, so nothing ever calls it → declare it under wakes.marked',
  ]);
  assert.match(check(kit.replace('members, code', 'party:chets, code'), code)[0] ?? '', /^kit\.yaml:11:\d+  wakes\.marked\.late\.of: there is no party "chets"; did you mean "chest"\? → known: chest$/);
});

/** A kit whose text says what a meal costs, in `says`, and whose code charges `amount`. */
function mealKit(t: TestContext): (says: string, amount: string, terms?: string) => readonly string[] {
  const folder = join(mkdtempSync(join(tmpdir(), 'frankpledge-kits-')), 'meals');
  t.after(() => rmSync(join(folder, '..'), { recursive: true }));
  mkdirSync(folder);
  return (says, amount, terms = '') => {
    writeFileSync(join(folder, 'kit.yaml'), `name: meals
version: 1.0.0
title: Meals
parties: { cook: { says: cooks } }
terms:
  unit: { type: unit, default: first }
  table: { type: subject, default: table }
${terms}observations: { eaten: { subject: table, fields: { by: { type: member } } } }
envelope: [ { debit: members, per_event: "100", per_person: { amount: "1000", days: 30 } } ]
words: { meal: "a meal for {by}" }
text: |
  Whoever sits down at {table}
  pays {cook} ${says}.
`);
    writeFileSync(join(folder, 'contract.ts'), `import { charge, contract } from 'frankpledge/contract';
export default contract({ observed: { eaten: ({ terms, parties, event }) => ({
  effects: [charge({ from: event.by, to: parties.cook, unit: terms.unit, amount: ${amount}, ref: event.id, why: { code: 'meal', by: event.by } })],
}) } });
`);
    return checkKit(folder).problems;
  };
}

test('a text that says 10 while the code says 12 is refused, with its line: both are filled from one term, or neither passes', (t) => {
  const check = mealKit(t);
  const price = '  price: { type: amount, default: "10" }\n';
  const fixed = '  price: { type: amount, min: "10", max: "10", default: "10" }\n';
  assert.deepEqual(check('10 {unit} for 2 plates of 10', '12'), [
    'kit.yaml:13:15  text: "10" stands in the words alone, so that the code can say something else → make it a term and write its name in braces; one that is always the same has the same min, max and default',
    'kit.yaml:13:29  text: "2" stands in the words alone, so that the code can say something else → make it a term and write its name in braces; one that is always the same has the same min, max and default',
    'kit.yaml:13:41  text: "10" stands in the words alone, so that the code can say something else → make it a term and write its name in braces; one that is always the same has the same min, max and default',
  ]);
  assert.deepEqual(check('{price} {unit}', '12', price), [
    'kit.yaml:8:10  terms.price: the text says this term, but neither the code nor the manifest goes by it → read terms.price in contract.ts, or leave the term out',
  ]);
  for (const term of [price, fixed]) assert.deepEqual(check('{price} {unit}', 'terms.price', term), []);
});

test('what a kit hears of is said in words', () => {
  const says = sayWakes({
    posted: { income: { of: 'members', direction: 'in', because: 'others', says: 'a share is due' } }, due: { late: { of: 'party:lender', side: 'creditor' } },
    marked: { late: { of: 'members', code: 'late', because: 'own' } }, decided: { grown: { change: 'adopt' } },
  }).map((line) => line.says);
  assert.deepEqual(says, [
    'what any member receives, but not by this agreement\'s own doing\na share is due', 'debts falling due that the lender is owed',
    'a mark "late" on any member, by this agreement\'s own doing', 'a decision of the members: adopt',
  ]);
});

test('a kit that can\'t be used is left out and named, with an earlier one of its name; the others load, and one that is named itself must be fit', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'frankpledge-kits-'));
  t.after(() => rmSync(folder, { recursive: true }));
  for (const name of ['gifts', 'pledge']) cpSync(join(ownKits, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'gifts', 'kit.yaml'), 'name: gifts\n');
  const told: string[] = [];
  const kits = loadKitsFrom([ownKits, folder], (name, { problems }) => { told.push(`${name}: ${problems.length > 0}`); });
  assert.deepEqual(told, ['gifts: true']);
  assert.equal(kits.get('pledge')?.folder, join(folder, 'pledge'));
  assert.equal(kits.has('gifts'), false, 'not the product\'s own in its stead, which nobody asked for');
  assert.ok(kits.has('firewood'));
  assert.throws(() => loadKitsFrom([join(folder, 'gifts')], () => undefined), KitError);
});
