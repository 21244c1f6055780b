import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorResponse, type HttpErrorCode } from './errors.ts';

test('the manual lists the codes that HTTP alone has, with their statuses', () => {
  const page = readFileSync(new URL('../../../docs/manual/http.md', import.meta.url), 'utf8');
  const [, table = ''] = /<!-- http-codes -->\n((?:\|.*\n)+)/.exec(page) ?? [];
  const listed = table.trim().split('\n').slice(2).flatMap((row) => {
    const [codes = '', , status = ''] = row.split('|').slice(1, -1).map((cell) => cell.trim());
    return [...codes.matchAll(/`(\w+)`/g)].map(([, code = '']) => [code, Number(status)] as const);
  });
  const source = readFileSync(new URL('errors.ts', import.meta.url), 'utf8');
  const declared = [...source.slice(source.indexOf('const own'), source.indexOf('} as const')).matchAll(/^ {2}(\w+): \{/gm)].map(([, code]) => code);
  assert.deepEqual(listed.map(([code]) => code).sort(), declared.sort());
  for (const [code, status] of listed) assert.equal(errorResponse({ code: code as HttpErrorCode, detail: '' }).status, status, code);
});

test('a long message is cut, and always well-formed', async () => {
  const { error } = await errorResponse({ code: 'malformed', detail: `${'x'.repeat(999)}😀y` }).json() as { error: { message: string } };
  assert.equal(error.message, `${'x'.repeat(999)}\ufffd…`);
});
