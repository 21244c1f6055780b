// The app's style files: those of pages are loaded when a page is first opened, and stay. What two of them say of the same thing would depend on the way one came.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { test } from 'node:test';

const root = new URL('../', import.meta.url).pathname;
/** Loaded with the app, in one order; and what counts on paper alone. */
const everywhere = new Set(['tokens.css', 'page.css', 'shell.css', 'parts.css', 'pictures.css', 'why.css', 'print.css']);

/** Selectors of rules, without those of at-rules. Commas within parentheses are no list of selectors. @example selectorsIn('.a, .b:is(p, q) { }') is ['.a', '.b:is(p, q)'] */
function selectorsIn(css: string): readonly string[] {
  const rules = [...css.replaceAll(/\/\*[^]*?\*\//g, '').matchAll(/([^{};]+)\{/g)].map(([, head = '']) => head.trim()).filter((head) => !head.startsWith('@') && !/^(from|to|[\d.]+%)/.test(head));
  return rules.flatMap((head) => head.split(/,(?![^(]*\))/)).map((each) => each.trim().replaceAll(/\s+/g, ' '));
}

test('no selector is styled by two files of pages, nor by one of them and one that is always there', () => {
  const files = new Map<string, Set<string>>();
  for (const path of globSync('web/src/style/*.css', { cwd: root })) {
    for (const selector of selectorsIn(readFileSync(`${root}${path}`, 'utf8'))) files.set(selector, (files.get(selector) ?? new Set()).add(basename(path)));
  }
  assert.ok(files.size > 500, 'they are found');
  const twice = [...files].filter(([, of]) => of.size > 1 && !of.has('print.css') && [...of].some((file) => !everywhere.has(file))).map(([selector, of]) => `${selector}: ${[...of].join(', ')}`);
  assert.deepEqual(twice, []);
});

test('selectors are read as they are written', () => {
  assert.deepEqual(selectorsIn('/* .no {} */ .a,\n.b:is(p, q) > i { x: y } @media (min-width: 1px) { .c { x: y } } @keyframes k { from { x: y } 50% { x: y } }'), ['.a', '.b:is(p, q) > i', '.c']);
});
