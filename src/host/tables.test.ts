import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { readTable, rowCharactersMax, TableError, tableColumnsMax, tableRowsMax } from './tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
after(() => rmSync(folder, { recursive: true, force: true }));

async function read(bytes: string | Uint8Array, name = 'table.csv'): Promise<{ columns: readonly string[]; rows: string[][]; numbers: number[] }> {
  const path = join(folder, name);
  writeFileSync(path, bytes);
  let columns: readonly string[] = [];
  const rows: string[][] = [];
  const numbers: number[] = [];
  await readTable(path, (head) => { columns = head.columns; return (cells, row) => { rows.push([...cells]); numbers.push(row); }; });
  return { columns, rows, numbers };
}

const refused = (bytes: string | Uint8Array, code: TableError['code'], says: RegExp): Promise<void> =>
  assert.rejects(read(bytes), (error) => error instanceof TableError && error.code === code && says.test(error.message) && error.hint !== '');

const two = { columns: ['a', 'b'], rows: [['1', '2'], ['3', '4']], numbers: [2, 3] };

for (const [what, bytes] of [
  ['commas', 'a,b\n1,2\n3,4\n'], ['semicolons', 'a;b\n1;2\n3;4\n'], ['tabs', 'a\tb\n1\t2\n3\t4\n'], ['no line feed at the end', 'a,b\n1,2\n3,4'],
  ['lines of Windows', 'a,b\r\n1,2\r\n3,4\r\n'], ['lines of old Macs', 'a,b\r1,2\r3,4\r'], ['a byte order mark', '\uFEFFa,b\n1,2\n3,4\n'], ['UTF-16', Buffer.from('\uFEFFa,b\n1,2\n3,4\n', 'utf16le')],
  ['quotes', '"a","b"\n"1","2"\n"3","4"\n'], ['spaces about names', ' a , b\n1,2\n3,4\n'], ['separators at the ends of rows', 'a,b\n1,2,\n3,4,,\n'],
  ['gzip', gzipSync('a,b\n1,2\n3,4\n')], ['gzip in two members', Buffer.concat([gzipSync('a,b\n1,2\n'), gzipSync('3,4\n')])],
] as const) {
  test(`a table with ${what}`, async () => assert.deepEqual(await read(bytes), two));
}

test('row names before the columns, as R writes them, are left out', async () => {
  assert.deepEqual(await read('"a","b"\n"1","x",2\n"2","y",4\n'), { columns: ['a', 'b'], rows: [['x', '2'], ['y', '4']], numbers: [2, 3] });
});

test('quotes hold separators, line breaks and quotes', async () => {
  assert.deepEqual((await read('a,b\n"1,5","say ""no"""\n"two\nlines",2\n')).rows, [['1,5', 'say "no"'], ['two\nlines', '2']]);
});

test('empty rows are passed over and counted; names that are missing or twice there get others', async () => {
  const { columns, rows, numbers } = await read('a,,a\n\n1,2,3\n,,\n4,5,6\n');
  assert.deepEqual([columns, rows, numbers], [['a', 'column 2', 'a (2)'], [['1', '2', '3'], ['4', '5', '6']], [3, 5]]);
});

test('rows are the same, wherever a piece of the file ends', async () => {
  const cells = Array.from({ length: 40_000 }, (_, row) => [`"${row}\r\n"`, `"x""${row}"`, 'é€𝄞']);
  const { rows } = await read(`a,b,c\r\n${cells.map((row) => row.join(',')).join('\r\n')}`);
  assert.equal(rows.length, cells.length);
  rows.forEach((row, place) => assert.deepEqual(row, [`${place}\n`, `x"${place}`, 'é€𝄞']));
});

test('what is no table is said with its place and what to do', async () => {
  await refused('', 'malformed_table', /there is nothing in it/);
  await refused('a,b\n1,2\n1,2,3\n', 'malformed_table', /row 3: it has 3 fields, and the first row names 2 columns/);
  await refused('a,b\n1,2\n1\n', 'malformed_table', /row 3: it has 1 fields/);
  await refused('a,b\n1,"2\n3,4\n', 'malformed_table', /row 2: a quote is opened and not closed/);
  await refused(`a,b\n1,"${'2,'.repeat(rowCharactersMax)}`, 'malformed_table', /row 2: it has more than 1048576 characters/);
  await refused(`${'x'.repeat(rowCharactersMax + 1)}`, 'malformed_table', /row 1: it has more/);
  await refused(Array.from({ length: tableColumnsMax + 1 }, (_, place) => `c${place}`).join(','), 'table_too_large', /4161 columns/);
  await refused(gzipSync(`a\n${'\n'.repeat(tableRowsMax + 1)}`), 'table_too_large', /more than 1000000 rows/);
  await refused(Buffer.from([0x50, 0x4b, 3, 4, 0, 0, 0, 0]), 'unreadable_table', /this isn't text/);
  await refused(gzipSync('a,b\n1,2\n').subarray(0, 20), 'unreadable_table', /it is cut off/);
  await refused(Buffer.concat([gzipSync('a,b\n').subarray(0, 12), Buffer.alloc(20, 7)]), 'unreadable_table', /it is damaged|it is cut off/);
  await assert.rejects(read('a,b\n1,2\n', 'plain.csv.gz'), (error) => error instanceof TableError && error.code === 'unreadable_table' && /plain\.csv\.gz: it is called \.gz, and isn't packed with gzip/.test(error.message));
  await assert.rejects(readTable(join(folder, 'nowhere.csv'), () => () => undefined), /nowhere\.csv: there is no such file/);
  await assert.rejects(readTable(folder, () => () => undefined), /this is a folder/);
});

test('whatever the bytes, rows are as wide as the first one, or it is one error with a code', async () => {
  const mark = fc.constantFrom('"', ',', ';', '\t', '\n', '\r', '\r\n', 'a', '1', '-2.5', '""', '"x', 'y"', ' ', '\0', 'é', '\uFEFF');
  const text = fc.array(mark, { maxLength: 200 }).map((marks) => Buffer.from(marks.join('')));
  const packed = text.chain((bytes) => fc.tuple(fc.nat(60), fc.nat(255)).map(([place, byte]) => { const zipped = gzipSync(bytes); zipped[place % zipped.length] = byte; return zipped; }));
  await fc.assert(fc.asyncProperty(fc.oneof(text, packed, fc.uint8Array({ maxLength: 300 })), async (bytes) => {
    try {
      const { columns, rows } = await read(bytes);
      assert.ok(rows.every((row) => row.length === columns.length));
    } catch (error) {
      assert.ok(error instanceof TableError, String(error));
    }
  }), { seed: 1, numRuns: 1500 });
});

test('a file full of stray quotes is done with, whatever their order', async () => {
  for (const part of ['"a', 'a"', '"a"b', '",', '"""', '"\n"']) {
    await read(`a,b\n${part.repeat(1_500_000 / part.length)}`).catch((error: unknown) => assert.ok(error instanceof TableError, `${part}: ${String(error)}`));
  }
});
