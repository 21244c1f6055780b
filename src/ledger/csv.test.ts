import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf } from './csv.ts';

test('fields are quoted where RFC 4180 asks for it, lines end with CRLF', () => {
  assert.equal(csvOf(['a', 'b'], [['1', 'x, "y"'], ['', 'two\nlines']]), 'a,b\r\n1,"x, ""y"""\r\n,"two\nlines"\r\n');
});

test('a text that a spreadsheet would reckon with is led by an apostrophe; amounts stay numbers', () => {
  assert.equal(csvOf(['a'], [['=1+1'], ['+49 30'], ['-x'], ['@sum'], ['\tx'], ['-12.50'], ['12.50']]), 'a\r\n\'=1+1\r\n\'+49 30\r\n\'-x\r\n\'@sum\r\n"\'\tx"\r\n-12.50\r\n12.50\r\n');
});

test('so is what would begin a cell where lines are divided at semicolons or tabs, whatever is quoted; other semicolons are left as they are', () => {
  const written = (text: string): string => csvOf(['a'], [[text]]).slice(3, -2);
  assert.equal(written('bread;=1+1'), '"bread;\'=1+1"');
  assert.equal(written('bread; -2 of it'), '"bread;\' -2 of it"');
  assert.equal(written('x\t@sum'), '"x\t\'@sum"');
  assert.equal(written('x;"=1+1"'), '"x;\'""=1+1"""');
  assert.equal(written('x\n=1+1'), '"x\n\'=1+1"');
  assert.equal(written('＝1+1'), '\'＝1+1');
  assert.equal(written('bread; 1+1=2, a-b'), '"bread; 1+1=2, a-b"');
  // Divided as such a spreadsheet does it, no cell begins a formula.
  for (const text of ['x;=1', 'x;;=1', ';\t=1', 'x; "=1', '=1;+2\t-3\r\n@4', '" =1']) {
    for (const cell of csvOf(['a'], [['b', text]]).split(/[;\t\r\n]/)) assert.doesNotMatch(cell, /^[\s"]*[=+\-@]/, `${JSON.stringify(text)}: ${JSON.stringify(cell)}`);
  }
});
