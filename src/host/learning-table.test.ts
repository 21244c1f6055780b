import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readExamples, readLearningTable, type Asked, type LearningTable } from './learning-table.ts';
import { TableError } from './tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'learning-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const file = (name: string, text: string): string => { const path = join(folder, name); writeFileSync(path, text); return path; };
const read = (text: string, asked: Partial<Asked> = {}): Promise<LearningTable> => readLearningTable([file('table.csv', text)], { label: 'class', ...asked }, () => undefined);
/** Twelve rows, each made of its number. */
const rows = (of: (row: number) => string): string => Array.from({ length: 12 }, (_, row) => of(row)).join('\n');
const refused = (reading: Promise<unknown>, code: TableError['code'], says: RegExp): Promise<void> =>
  assert.rejects(reading, (error) => error instanceof TableError && error.code === code && says.test(error.message));
const classOf = (row: number): string => (row % 2 === 0 ? 'no' : 'yes');

test('UCI\'s occupancy table: a row name that the first row doesn\'t name, and a date that orders the rows', async () => {
  const { table, notes } = await read(`"date","Temperature","Light","Occupancy"\n${rows((row) => `"${row + 141}","2015-02-0${4 + (row >= 6 ? 0 : 1)} 14:${10 + row}:00",2${row}.5,${row * 10},${row % 2}`)}`, { label: 'Occupancy' });
  assert.deepEqual(table.features, ['Temperature', 'Light']);
  assert.deepEqual(table.classes, ['0', '1']);
  assert.deepEqual([...table.order], [6, 7, 8, 9, 10, 11, 0, 1, 2, 3, 4, 5]);
  assert.ok(notes.some((note) => note.startsWith('date is left out: it says when')));
});

test('UCI\'s room table: a date and a time of day in two columns', async () => {
  const { table } = await read(`Date,Time,S1_Temp,Count\n${rows((row) => `2017/12/2${2 + (row % 2)},${10 + row}:49:41,2${row}.1,${row % 3}`)}`, { label: 'Count' });
  assert.deepEqual([table.features, table.classes], [['S1_Temp'], ['0', '1', '2']]);
  assert.deepEqual([...table.order], [0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11]);
});

test('a session\'s column groups rows and is no feature; a date can group them by day, files by file', async () => {
  const text = `when,x,session,class\n${rows((row) => `2026-01-0${1 + Math.floor(row / 4)} 0${row % 4}:00,${row * row},s${row % 3},${classOf(row)}`)}`;
  const bySession = await read(text, { group: 'session' });
  assert.deepEqual([bySession.table.features, bySession.groupNames, [...bySession.table.groups ?? []].slice(0, 4)], [['x'], ['s0', 's1', 's2'], [0, 1, 2, 0]]);
  assert.deepEqual((await read(text, { group: 'when:day' })).groupNames, ['2026-01-01', '2026-01-02', '2026-01-03']);
  assert.equal((await read(text, { group: 'when:hour' })).groupNames.length, 12);
  const paths = [file('one.csv', text), file('two.csv', text)];
  const byFile = await readLearningTable(paths, { label: 'class', group: 'file' }, () => undefined);
  assert.deepEqual([byFile.groupNames, [...byFile.table.groups ?? []].filter((group) => group === 1).length], [paths, 12]);
});

test('classes are text; whole numbers are one class however they are written', async () => {
  assert.deepEqual((await read(`x,class\n${rows((row) => `${row * row},${['1', '1.0', '10', '2', ' 2 ', '1e1'][row % 6]}`)}`)).table.classes, ['1', '2', '10']);
  assert.deepEqual((await read(`x,class\n${rows((row) => `${row * row},${['1', '1.0', 'b'][row % 3]}`)}`)).table.classes, ['1', '1.0', 'b']);
  assert.deepEqual((await read(`x,class\n${rows((row) => `${row * row},${['2.5', '10', '1.5'][row % 3]}`)}`)).table.classes, ['1.5', '10', '2.5']);
});

test('what can\'t be learned from is left out, and it is said why', async () => {
  const { table, notes } = await read(`id,same,empty,room,epoch,x,flag,class\n${rows((row) => `${row + 1},7,NA,${row % 2 === 0 ? 'kitchen' : 'hall'},${1_700_000_000 + row * 60},${row === 3 ? '?' : row * row},${row % 3 === 0 ? 'true' : 'off'},${classOf(row)}`)}`);
  assert.deepEqual(table.features, ['x', 'flag']);
  assert.deepEqual([...table.columns[0] ?? []].map((value) => (Number.isNaN(value) ? 'missing' : value)).slice(0, 5), [0, 1, 4, 'missing', 16]);
  assert.deepEqual([...table.columns[1] ?? []].slice(0, 3), [1, 0, 0]);
  for (const says of [/^id is left out: it counts the rows/, /^same is left out: it is the same/, /^empty is left out: it is empty/, /^room is left out: it has text, as "kitchen" in row 2/, /^epoch is left out: it says when/, /^rows in the order of epoch/]) {
    assert.ok(notes.some((note) => says.test(note)), `${String(says)} in ${notes.join('; ')}`);
  }
});

test('rows without a class are left out and counted', async () => {
  const { table, notes } = await read(`x,class\n${rows((row) => `${row * row},${row < 2 ? '' : classOf(row)}`)}`);
  assert.equal(table.labels.length, 10);
  assert.ok(notes.includes('2 rows without a class in class are left out'));
});

test('numbers with decimal commas stand between semicolons', async () => {
  assert.deepEqual([...(await read(`x;class\n${rows((row) => `${row},5;${classOf(row)}`)}`)).table.columns[0] ?? []].slice(0, 3), [0.5, 1.5, 2.5]);
  await refused(read(`x,class\n${rows((row) => `"${row},500",${classOf(row)}`)}`), 'nothing_to_learn', /no column of numbers/);
});

test('days before months and the other way are told by the whole column', async () => {
  const order = async (text: (row: number) => string): Promise<number[]> => [...(await read(`date,x,class\n${rows((row) => `${text(row)},${row * row},${classOf(row)}`)}`)).table.order];
  const asStands = Array.from({ length: 12 }, (_, row) => row);
  assert.deepEqual(await order((row) => `${row + 5}/01/2026`), asStands); // also 13/01 and later
  assert.deepEqual(await order((row) => `01/${row + 5}/2026`), asStands);
  assert.deepEqual(await order((row) => `0${1 + Math.floor(row / 6)}/0${1 + (row % 6)}/2026`), asStands); // either would do: the days rise if months come first
});

test('features are named, or begin in a way; others are left out', async () => {
  const text = `bin1,bin2,temp,class\n${rows((row) => `${row * row},${-row * row},${row % 5},${classOf(row)}`)}`;
  assert.deepEqual((await read(text, { features: ['bin*'] })).table.features, ['bin1', 'bin2']);
  assert.deepEqual((await read(text, { without: ['bin2'] })).table.features, ['bin1', 'temp']);
  await refused(read(text, { features: ['tmp'] }), 'unknown_column', /there is no column "tmp" to learn from; did you mean "temp"/);
});

test('a name is found in another case, unless two differ by that alone', async () => {
  assert.deepEqual((await read(`x,Class\n${rows((row) => `${row * row},${classOf(row)}`)}`)).table.classes, ['no', 'yes']);
  await refused(read(`x,Class,CLASS\n${rows((row) => `${row * row},${classOf(row)},1`)}`), 'unknown_column', /there is no column "class"/);
});

test('a table that nothing can be learned from says why', async () => {
  await refused(read('x,class\n1,a\n2,b\n'), 'nothing_to_learn', /only 2 rows have a class/);
  await refused(read(`x,class\n${rows((row) => `${row * row},a`)}`), 'nothing_to_learn', /all rows have the same class in class: a/);
  await refused(read(`x,class\n${rows((row) => `${row * row},c${row % 7}`)}`), 'nothing_to_learn', /7 classes in 12 rows/);
  await refused(read(`x,class\n${Array.from({ length: 600 }, (_, row) => `1,${row / 2}`).join('\n')}`), 'nothing_to_learn', /600 different values.*measurement/);
  await refused(read(`x,class\n${rows((row) => `${row * row},${classOf(row)}`)}`, { label: 'clas' }), 'unknown_column', /there is no column "clas"; did you mean "class"\?$/);
  await refused(read(`x,class\n${rows((row) => `${row * row},${classOf(row)}`)}`, { group: 'x:day' }), 'unknown_column', /hasn't a date in each of its rows/);
});

test('files of the same columns go together in any order of columns, others don\'t', async () => {
  const one = file('one.csv', `x,class\n${rows((row) => `${row * row},${classOf(row)}`)}`);
  const { table } = await readLearningTable([one, file('two.csv', `class,x\n${rows((row) => `${classOf(row)},${row + 100.5}`)}`)], { label: 'class' }, () => undefined);
  assert.deepEqual([table.labels.length, table.columns[0]?.[12]], [24, 100.5]);
  await refused(readLearningTable([one, file('three.csv', 'y,class\n1,no\n')], { label: 'class' }, () => undefined), 'unknown_column', /three\.csv: it has no column "x"/);
});

test('rows to judge a model by have its features, in its order, whatever else there is', async () => {
  const path = file('judge.csv', `b,more,a,class\n${rows((row) => `${row},text,${row * 2},${classOf(row)}`)}`);
  const { examples } = await readExamples([path], { label: 'class' }, ['a', 'b'], () => undefined);
  assert.deepEqual(examples.columns.map((column) => column[3]), [6, 3]);
  await refused(readExamples([path], { label: 'class' }, ['a', 'mor'], () => undefined), 'unknown_column', /the model reads a column "mor", and there is none/);
});
