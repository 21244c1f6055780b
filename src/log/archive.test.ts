import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Hasher } from '../vocabulary/ports.ts';
import { ArchiveError, archiveLines, readArchive, writeArchive, type ArchivePart } from './archive.ts';
import { rootOf, leafHash } from './merkle.ts';
import { recordBytes } from './record.ts';

const hasher: Hasher = { sha256: (data) => createHash('sha256').update(data).digest() };
const origin = 'frankpledge/0123456789abcdef';
const code = 'export default {}\n// "ä"';
const blob = { hash: createHash('sha256').update(code).digest('hex'), text: code };
const records = [0, 1, 2].map((seq) => recordBytes({
  seq, recordedAt: 1000 + seq, outcomeHash: 'ab'.repeat(32), seal: { key: 'op', sig: 'x' },
  entry: { origin, kind: 'clock', by: 'operator', at: 1000, id: `c${seq}`, body: {} },
}));
const file = [...writeArchive(hasher, origin, [blob], records)].join('');
const lines = file.trimEnd().split('\n');

function partsOf(text: string): ArchivePart[] {
  return [...readArchive(hasher, [text])];
}

test('the file is the documented one', () => {
  const root = Buffer.from(rootOf(hasher, records.map((text) => leafHash(hasher, text)))).toString('base64');
  assert.deepEqual(lines, [
    `{"format":"frankpledge-archive","origin":"${origin}","version":2}`,
    `{"blob":"${blob.hash}","text":${JSON.stringify(code)}}`,
    ...records,
    `{"count":3,"root":"${root}"}`,
  ]);
});

test('what is written is read, in pieces of any size, with or without the last line feed', () => {
  const parts = partsOf(file);
  assert.deepEqual(parts.map((part) => part.part), ['header', 'blob', 'record', 'record', 'record', 'footer']);
  assert.deepEqual(parts[1], { part: 'blob', ...blob });
  assert.deepEqual(parts[3], { part: 'record', seq: 1, text: records[1] });
  for (const size of [1, 7, 100]) {
    const pieces = file.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];
    assert.deepEqual([...readArchive(hasher, pieces)], parts);
  }
  assert.deepEqual(partsOf(file.trimEnd()), parts);
});

test('signed heads go along before the records, and an archive of version 1 is read', () => {
  const note = 'a\n1\n…\n';
  const withHead = [...writeArchive(hasher, origin, [blob], records, [note])];
  assert.equal(withHead[1], `{"checkpoint":${JSON.stringify(note)}}\n`);
  assert.deepEqual(partsOf(withHead.join(''))[1], { part: 'checkpoint', note });
  assert.throws(() => partsOf(withHead.toSpliced(1, 1).toSpliced(4, 0, withHead[1] ?? '').join('')), /line 5: a checkpoint after the first record/);
  assert.throws(() => partsOf(withHead.with(1, '{"checkpoint":1}\n').join('')), /line 2: a checkpoint is the text/);
  assert.deepEqual(partsOf(file.replace('"version":2', '"version":1')), partsOf(file));
});

test('an archive of an empty log', () => {
  const parts = partsOf([...writeArchive(hasher, origin, [], [])].join(''));
  assert.deepEqual(parts.map((part) => part.part), ['header', 'footer']);
});

test('each broken line is one error that names it', () => {
  const swap = (at: number, text: string): string => lines.with(at, text).join('\n');
  const cases: readonly (readonly [string, number, RegExp, string])[] = [
    ['an empty file', 1, /ends before/, ''],
    ['another file', 1, /this is no archive/, 'hello'],
    ['another JSON file', 1, /this is no archive/, '{"name":"x"}'],
    ['a list', 1, /not an object/, '[]'],
    ['a newer version', 1, /version 3; this release reads 1 and 2/, swap(0, `{"format":"frankpledge-archive","origin":"${origin}","version":3}`)],
    ['no origin', 1, /origin/, swap(0, '{"format":"frankpledge-archive","version":1}')],
    ['a second header', 2, /second header/, swap(1, lines[0] ?? '')],
    ['changed code', 2, /does not hash/, swap(1, (lines[1] ?? '').replace('default', 'defaulT'))],
    ['a blob without text', 2, /needs "blob"/, swap(1, `{"blob":"${blob.hash}"}`)],
    ['a blob twice', 3, /comes twice/, [...lines.slice(0, 2), ...lines.slice(1)].join('\n')],
    ['a blob after a record', 4, /after the first record/, swap(3, lines[1] ?? '')],
    ['a record left out', 4, /record 2 where 1 comes next/, lines.toSpliced(3, 1).join('\n')],
    ['records swapped', 3, /record 1 where 0/, lines.with(2, lines[3] ?? '').with(3, lines[2] ?? '').join('\n')],
    ['a record spaced', 4, /canonical/, swap(3, ` ${lines[3]}`)],
    ['an empty line', 4, /empty/, swap(3, '')],
    ['a changed record', 6, /root/, swap(3, (lines[3] ?? '').replace('1001', '1009'))],
    ['a record less at the end', 5, /says 3 records, and 2/, lines.toSpliced(4, 1).join('\n')],
    ['no footer', 6, /ends before/, lines.slice(0, 5).join('\n')],
    ['a line cut off', 5, /not JSON/, lines.slice(0, 5).join('\n').slice(0, -20)],
    ['two files joined', 7, /follows the last line/, file + file],
  ];
  for (const [name, line, message, text] of cases) {
    assert.throws(() => partsOf(text), (error) => {
      assert.ok(error instanceof ArchiveError, name);
      assert.equal(error.line, line, `${name}: ${error.message}`);
      assert.match(error.message, message, name);
      assert.match(error.message, new RegExp(`^line ${line}: `), name);
      assert.ok(error.hint.length > 0);
      return true;
    });
  }
});

test('an endless line is refused before it fills the memory', () => {
  function* endless(): Generator<string> {
    for (;;) yield 'x'.repeat(1_000_000);
  }
  assert.throws(() => [...archiveLines(endless())], ArchiveError);
});
