import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkKit, ownKits } from './kits.ts';

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
