/** Texts come by area, with the pages that say them: none is fetched before it is said, none is missing where it is. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { messagesOfAreas } from '../web/src/messages/files.ts';

const source = new URL('../web/src', import.meta.url).pathname;
/** Those that the app says; the others are the server's. */
const areas = [...readFileSync(join(source, 'messages/areas.ts'), 'utf8').matchAll(/^import type (\w+) from/gm)].map(([, area = '']) => area);
const served = globSync('*.json', { cwd: new URL('../messages/en', import.meta.url).pathname }).map((name) => name.replace('.json', '')).filter((area) => !areas.includes(area));
const around = areasSaidIn(loadedWith('main.tsx'));

test('what comes at once, in each language, is what the app says around every page', () => {
  for (const [file, language] of [['english', 'en'], ['german', 'de'], ['spanish', 'es']] as const) {
    const [first, later] = [...readFileSync(join(source, 'messages', `${file}.ts`), 'utf8').matchAll(/messages\/(\w+)\/\{([\w,]+)\}\.json/g)];
    assert.deepEqual([first?.[1], later?.[1]], [language, language]);
    assert.deepEqual(first?.[2]?.split(',').toSorted(), around);
    assert.deepEqual(later?.[2]?.split(',').toSorted(), [...around, ...served].toSorted());
  }
});

test('what is loaded later comes with the areas that it says, and no other', () => {
  const named = new Map<string, readonly string[]>();
  const loaded = new Set<string>();
  for (const file of globSync('**/*.{ts,tsx}', { cwd: source })) {
    const text = readFileSync(join(source, file), 'utf8');
    const place = (path = ''): string => join(dirname(file), path);
    for (const [, path] of text.matchAll(/import\('(\.[^']+\.tsx?)'\)/g)) if (!place(path).startsWith('..') && !place(path).startsWith('messages/')) loaded.add(place(path));
    for (const [, list = '', path] of text.matchAll(/\b(?:later|route)\((?:'[^']*', )?\[([^\]]*)\], async \(\) => \(await import\('([^']+)'\)/g)) named.set(place(path), [...list.matchAll(/'(\w+)'/g)].map(([, area = '']) => area));
  }
  assert.ok(named.size >= 16, `${named.size} are named`);
  for (const file of loaded) assert.deepEqual(named.get(file) ?? [], areasSaidIn(loadedWith(file)).filter((area) => !around.includes(area)), file);
});

test('of the areas that are asked for those are fetched that didn\'t come at once', async () => {
  const fetched: string[] = [];
  const file = (area: string, text: string) => async () => {
    fetched.push(area);
    return await Promise.resolve({ title: text });
  };
  const texts = { first: { 'messages/en/app.json': { title: 'App' } }, later: { 'messages/en/decide.json': file('decide', 'Decide'), 'messages/en/money.json': file('money', 'Money'), 'messages/en/things.json': file('things', 'Things') } };
  assert.deepEqual(await messagesOfAreas(texts, ['app', 'decide', 'things']), { 'decide.title': 'Decide', 'things.title': 'Things' });
  assert.deepEqual(fetched, ['decide', 'things']);
});

/** The file and all that is loaded with it, below the app's sources. */
function loadedWith(file: string, seen: Set<string> = new Set()): ReadonlySet<string> {
  if (seen.has(file) || file.startsWith('..')) return seen;
  seen.add(file);
  const text = readFileSync(join(source, file), 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'"]*?from\s+)?'(\.[^']+\.tsx?)'/gm)) loadedWith(join(dirname(file), path), seen);
  return seen;
}

/** By the ids that stand there, as 'app.skip' or `app.nav.${section}`. */
function areasSaidIn(files: ReadonlySet<string>): readonly string[] {
  const said = new Set<string>();
  for (const file of files) for (const [, area = ''] of readFileSync(join(source, file), 'utf8').matchAll(/['"`]([a-z]+)\.[a-z_]/g)) if (areas.includes(area)) said.add(area);
  return [...said].toSorted();
}
