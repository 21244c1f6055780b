// The tables that the bench makes of openly licensed sets, from rows made up by hand in the form of the published ones.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { checkHash, PackageMissing } from '../bench/open-packages.ts';
import { digitsParts, tissueParts, weatherParts, wetOrDryParts } from '../bench/open-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'open-sets-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const rowsOf = (table: string | undefined): string[] => (table ?? '').trimEnd().split('\n').slice(1);

test('digits: each form is a sheet, and no sheet is on both sides', () => {
  const form = `${'0123456789'.repeat(3)}0955650`;
  const text = Array.from({ length: 12 }, (_, sheet) => [...form].map((digit) => `${`${sheet},`.repeat(64)}${digit}\n`).join('')).join('');
  const { train, tried } = digitsParts(text);
  assert.match(train, /^point_0,point_1,.*,point_63,digit,sheet\n0,/);
  assert.deepEqual([rowsOf(train).length, rowsOf(tried['the other 2 sheets']).length], [10 * 37, 2 * 37]);
  for (const row of [...rowsOf(train), ...rowsOf(tried['the other 2 sheets'])]) assert.equal(row.slice(row.lastIndexOf('-') + 1), String(Number(row.slice(0, row.indexOf(','))) + 1));
});

test('digits: a row that the file lacks moves the border by one row and loses none', () => {
  const form = `${'0123456789'.repeat(3)}0955650`;
  const text = [form, form.slice(1), form].join('').replaceAll(/\d/g, (digit) => `${'1,'.repeat(64)}${digit}\n`);
  const sheets = rowsOf(digitsParts(text).train).map((row) => row.slice(row.lastIndexOf('-') + 1)).join('');
  assert.equal(sheets, `${'1'.repeat(36)}${'2'.repeat(37)}${'3'.repeat(37)}`);
});

test('tissue: names above the numbers, the class by the names of the first row, the last rows to try it on', () => {
  const text = `403,30,malignant,benign\n${Array.from({ length: 403 }, (_, row) => `${row},${'0.5,'.repeat(29)}${row % 2}\n`).join('')}`;
  const { train, tried } = tissueParts(text);
  assert.match(train, /^mean_radius,mean_texture,.*,mean_fractal_dimension,error_radius,.*,worst_fractal_dimension,tissue\n0,/);
  assert.equal(train.slice(0, train.indexOf('\n')).split(',').length, 31);
  assert.equal(rowsOf(train).length, 400);
  assert.deepEqual(rowsOf(tried['the 3 rows behind them']).map((row) => [row.split(',')[0], row.split(',').at(-1)]), [['400', 'malignant'], ['401', 'benign'], ['402', 'malignant']]);
});

const days = `location,date,precipitation,temp_max,temp_min,wind,weather
Seattle,2014-12-31,0.0,6.1,-2.1,2.5,fog
Seattle,2015-01-01,1.5,5.6,-3.2,1.2,drizzle
New York,2014-12-31,0.0,1.7,-3.2,4.1,sun
New York,2015-01-01,0.3,4.4,-2.7,4.8,snow
`;

test('weather: one place before 2015 teaches; its last year and the other place\'s are tried', () => {
  const { train, tried } = weatherParts(days);
  assert.equal(train, 'location,date,precipitation,temp_max,temp_min,wind,weather,month\nSeattle,2014-12-31,0.0,6.1,-2.1,2.5,fog,2014-12\n');
  assert.deepEqual(rowsOf(tried['Seattle, the year after']), ['Seattle,2015-01-01,1.5,5.6,-3.2,1.2,drizzle,2015-01']);
  assert.deepEqual(rowsOf(tried['New York, that year']), ['New York,2015-01-01,0.3,4.4,-2.7,4.8,snow,2015-01']);
});

test('wet or dry: drizzle, rain and snow are wet, fog and sun dry', () => {
  const { train, tried } = wetOrDryParts(days);
  assert.match(train, /,dry,2014-12\n$/);
  assert.match(Object.values(tried).join(''), /,wet,2015-01\n.*\n.*,wet,2015-01\n$/);
});

test('an archive is the one that is meant, or none', () => {
  const archive = join(folder, 'archive');
  writeFileSync(archive, 'abc');
  // FIPS 180-4, the example of one block.
  checkHash(archive, 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.throws(() => checkHash(archive, '0'.repeat(64)), (error) => error instanceof PackageMissing && error.message === `the archive's SHA-256 is ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad, not ${'0'.repeat(64)}`);
});
