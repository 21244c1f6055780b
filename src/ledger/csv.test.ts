import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csvOf } from './csv.ts';

test('fields are quoted where RFC 4180 asks for it, lines end with CRLF', () => {
  assert.equal(csvOf(['a', 'b'], [['1', 'x, "y"'], ['', 'two\nlines']]), 'a,b\r\n1,"x, ""y"""\r\n,"two\nlines"\r\n');
});

test('a text that a spreadsheet would reckon with is led by an apostrophe; amounts stay numbers', () => {
  assert.equal(csvOf(['a'], [['=1+1'], ['+49 30'], ['-x'], ['@sum'], ['\tx'], ['-12.50'], ['12.50']]), 'a\r\n\'=1+1\r\n\'+49 30\r\n\'-x\r\n\'@sum\r\n\'\tx\r\n-12.50\r\n12.50\r\n');
});
