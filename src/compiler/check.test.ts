import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compile } from './compile.ts';
import { readLibrary } from '../adapters/installation/library.ts';
import { formatProblems } from './problems.ts';

const library = readLibrary();

/** Puts statements on line 3 of a contract, inside a handler, at column 1. */
const inHandler = (body: string): string => `import { contract, refuse, sortBy, sum } from 'frankpledge/contract';
export default contract({ observed: { it({ event, state }: any) {
${body}
return {}; } } });`;

/** Puts a declaration on line 3, at module level. */
const atTop = (line: string): string => `import { contract } from 'frankpledge/contract';

${line}
export default contract({ observed: { it() { return {}; } } });`;

function problemsOf(source: string): readonly string[] {
  const result = compile(source, library);
  return result.ok ? [] : result.problems.map((one) => `${one.line}:${one.column} ${one.code}`);
}

/** What stands in a handler → line:column and rule, and a piece of what to write instead. */
const refusedInHandlers: readonly (readonly [string, string, string])[] = [
  ['const x = 1.5;', '3:11 float', 'mulDiv'],
  ['const x = event.a / 2;', '3:11 float', 'mulDiv(a, b, c)'],
  ['const x = event.a ** 2;', '3:11 float', 'mulDiv'],
  ['let x = 4; x /= 2;', '3:12 float', 'mulDiv'],
  ['const x = 9007199254740992;', '3:11 unsafe-integer', '9007199254740991'],
  ['const x = 1n;', '3:11 bigint', 'mulDiv'],
  ['const x = Math.floor(event.a);', '3:11 free-name', 'min, max or mulDiv'],
  ['const x = Math.floor(event.a / event.b);', '3:11 free-name', 'min, max or mulDiv'],
  ['const x = new Date().getTime();', '3:11 new', 'now and today'],
  ['const x = Date.now();', '3:11 free-name', 'now and today'],
  ['const x = new Date();', '3:11 new', 'now and today'],
  ['const x = Number(event.a);', '3:11 free-name', 'kit.yaml'],
  ['const x = parseInt(event.a);', '3:11 free-name', 'kit.yaml'],
  ['const x = JSON.stringify(event);', '3:11 free-name', 'data'],
  ['const x = Object.keys(event);', '3:11 free-name', 'keys, get, put'],
  ['const x = Reflect;', '3:11 free-name', 'declare it above'],
  ['const x = Symbol.iterator;', '3:11 free-name', 'declare it above'],
  ['const x = Promise.resolve(1);', '3:11 free-name', 'timer'],
  ['const x = globalThis;', '3:11 free-name', 'declare it above'],
  ['const x = process.env;', '3:11 free-name', 'declare it above'],
  ['const x = NaN;', '3:11 free-name', 'whole'],
  ['undefined = 1;', '3:1 free-name', 'a name of your own'],
  ['const x = Infinity;', '3:11 free-name', 'whole'],
  ['const x = evnt.a;', '3:11 free-name', 'declare it above'],
  ['const x = charge({});', '3:11 free-name', 'import { charge }'],
  ['const x = /a+/;', '3:11 regexp', 'includes'],
  ['try { sum([]); } catch { }', '3:1 try', 'refuse(code, detail)'],
  ['throw event;', '3:1 throw', 'refuse(code, detail)'],
  ['class A {}', '3:1 class', 'records'],
  ['const x = class {};', '3:11 class', 'records'],
  ['const x = this;', '3:11 this', 'argument'],
  ['const x = new Map();', '3:11 new', 'record'],
  ['const f = (a: number) => a;', '3:11 inner-function', 'module level'],
  ['function f() { return arguments; }', '3:1 inner-function', 'module level'],
  ['const x = { f: () => 1 };', '3:13 function-value', 'module level'],
  ['const x = { f() { return 1; } };', '3:13 function-value', 'module level'],
  ['const x = { get a() { return 1; } };', '3:13 accessor', 'write the value'],
  ['const x = { set a(v) { } };', '3:13 accessor', 'write the value'],
  ['while (true) {}', '3:1 loop', 'for ('],
  ['do {} while (event.a);', '3:1 loop', 'for ('],
  ['for (const k in event) {}', '3:1 loop', 'keys(record)'],
  ['for (;;) {}', '3:1 loop', 'i < n'],
  ['let k = 1; for (k of event.list) {}', '3:17 loop', 'const x of list'],
  ['a: for (const x of event.list) { break a; }', '3:1 label', 'function'],
  ['const x = eval("1");', '3:11 eval', 'write it out'],
  ['delete event.a;', '3:1 operator', 'without'],
  ['const x = "a" in event;', '3:11 operator', 'get(record, key)'],
  ['const x = event instanceof event;', '3:11 operator', 'get(record, key)'],
  ['const x = void 0;', '3:11 operator', 'undefined'],
  ['const x = +event.a;', '3:11 operator', 'kit.yaml'],
  ['const x = event.a == 1;', '3:11 equality', '==='],
  ['const x = event.a != 1;', '3:11 equality', '!=='],
  ['const x = event.a | 1;', '3:11 bitwise', '+ - *'],
  ['const x = event.a >>> 1;', '3:11 bitwise', '+ - *'],
  ['const x = ~event.a;', '3:11 bitwise', '+ - *'],
  ['const x = sum`a`;', '3:11 tag', 'by its name'],
  ['const x = import("node:fs");', '3:11 import', 'frankpledge/contract'],
  ['const x = import.meta;', '3:11 free-name', 'leave it out'],
  ['const x = (sum([]), 1);', '3:12 sequence', 'two statements'],
  ['var x = 1;', '3:1 var', 'const or let'],
  ['const x = event.constructor;', '3:17 member', 'get(record, key)'],
  ['const x = event.__proto__;', '3:17 member', 'get(record, key)'],
  ['const x = event.a.prototype;', '3:19 member', 'get(record, key)'],
  ['const x = event.toString;', '3:17 member', 'get(record, key)'],
  ['const x = event.__anything;', '3:17 member', 'get(record, key)'],
  ['const { constructor: c } = event;', '3:9 member', 'get(record, key)'],
  ['const { "__proto__": c } = event;', '3:9 member', 'get(record, key)'],
  ['const x = { __proto__: event };', '3:13 member', 'another name'],
  ['const x = { valueOf: 1 };', '3:13 member', 'another name'],
  ['const { [event.k]: c } = event;', '3:9 computed-pattern', 'get(record, key)'],
  ['const { a, ...rest } = event;', '3:12 rest', 'without'],
  ['const [a, ...rest] = event.list;', '3:11 rest', 'slice'],
  ['let a = 1; let b = 2; [a, b] = [b, a];', '3:23 pattern', 'one thing at a time'],
  ['const x = 1; x = 2;', '3:14 assignment', 'let'],
  ['event.count++;', '3:1 assignment', 'x.name = x.name + 1'],
  ['event.count += 1;', '3:1 assignment', 'x.name = x.name + …'],
  ['let a = 1; const b = (a = 2);', '3:23 assignment', 'own statement'],
  ['event.list.length = 100;', '3:1 member', 'slice or pop'],
  ['const x = [1, , 2];', '3:11 hole', 'undefined or null'],
  ['const x = event.f(1);', '3:17 method', 'by their name'],
  ['const x = event.list[0](1);', '3:11 call', 'name(…)'],
  ['const x = event(1);', '3:11 call', 'module level'],
  ['const x = sum(...event.list);', '3:15 spread', 'pass the list'],
  ['const x = event.list.sort();', '3:22 method', 'sortBy'],
  ['const x = event.list.reverse();', '3:22 method', 'reversed'],
  ['const x = "a".repeat(3);', '3:15 method', 'template'],
  ['const x = "a".replace("a", "b");', '3:15 method', 'template'],
  ['const x = "a".match("a");', '3:15 method', 'template'],
  ['const x = event.a.toFixed(2);', '3:19 method', 'words'],
  ['const x = event.list.reduce((a: number, b: number) => a + b);', '3:11 method', 'start from'],
  ['const x = event.list.map(event.f);', '3:26 function-value', '(item) =>'],
  ['const x = event.list.map(sum);', '3:26 function-value', '(item) =>'],
  ['const x = sortBy(event.list, event.f);', '3:30 function-value', '(item) =>'],
  ['const x = sum;', '3:11 function-value', 'sum('],
  ['const x = event.list.map(async (a: number) => a);', '3:26 async', 'timer'],
  ['const x = event?.list.map((a: number) => a);', '3:11 optional', '?? []'],
  ['const x = event?.[0];', '3:11 optional', 'get(x ?? {}, key)'],
  ['switch (event.a) { case event.b: break; }', '3:25 case', 'if'],
  ['const eval1 = 1; const arguments1 = 2; const Math = 3;', '3:46 name', 'another name'],
  ['const $left = 1;', '3:7 name', 'letters'],
  ['const é = 1;', '3:7 name', 'letters'],
  ['contract({});', '3:1 export', 'leave it out'],
  ['refuse("not_contestible", "x");', '3:8 refusal', 'contract_refused'],
  ['debugger;', '3:1 statement', 'leave it out'],
];

for (const [body, expected, instead] of refusedInHandlers) {
  test(`refused in a handler: ${body}`, () => {
    const result = compile(inHandler(body), library);
    assert.equal(result.ok, false);
    const first = result.ok ? undefined : result.problems[0];
    assert.equal(`${first?.line}:${first?.column} ${first?.code}`, expected);
    assert.ok(first?.instead.includes(instead), `"${first?.instead}" should say "${instead}"`);
  });
}

const refusedAtTop: readonly (readonly [string, string])[] = [
  ['let count = 0;', '3:1 module-level'],
  ['var count = 0;', '3:1 module-level'],
  ['for (const x of []) {}', '3:1 module-level'],
  ['contract({});', '3:1 module-level'],
  ['const x = contract({});', '3:11 module-level'],
  ['const x = [1].map((a) => a);', '3:11 module-level'],
  ['const { a } = { a: 1 };', '3:7 module-level'],
  ['export const x = 1;', '3:1 export'],
  ['import { readFileSync } from "node:fs";', '3:1 import'],
  ['import all from "frankpledge/contract";', '3:8 import'],
  ['import * as all from "frankpledge/contract";', '3:8 import'],
  ['import { chrage } from "frankpledge/contract";', '3:10 import'],
  ['enum Kind { A }', '3:1 typescript'],
  ['namespace N { export const a = 1; }', '3:1 typescript'],
  ['const f = async () => 1;', '3:11 async'],
  ['function* f() { yield 1; }', '3:1 generator'],
  ['const f = (n: number): number => f(n - 1);', '3:34 recursion'],
  ['function f(n: number): number { return f(n - 1); }', '3:40 recursion'],
  ['const f = (g: any) => g(1);', '3:23 call'],
  ['const f = (...all: any[]) => 1;', '3:12 rest'],
  ['const a = f; function f() { return 1; }', '3:11 recursion'],
  ['class A {}', '3:1 module-level'],
  ['const x = ;', '3:11 syntax'],
];

for (const [line, expected] of refusedAtTop) {
  test(`refused at module level: ${line}`, () => assert.equal(problemsOf(atTop(line))[0], expected));
}

test('two functions that call each other: the one above can\'t see the one below', () => {
  assert.deepEqual(problemsOf(atTop('const f = (n: number): number => g(n); const g = (n: number): number => f(n);')), ['3:34 recursion']);
});

test('the default export is a contract with known groups and handlers', () => {
  const lines = (parts: string): readonly string[] => problemsOf(`import { contract } from 'frankpledge/contract';\nexport default ${parts};`);
  assert.deepEqual(lines('contract({ obsrved: { it() { return {}; } } })'), ['2:27 export']);
  assert.deepEqual(lines('contract({ reviewed: { confirmed() { return {}; } } })'), ['2:39 export']);
  assert.deepEqual(lines('contract({ observed: { it: 1 } })'), ['2:43 export']);
  assert.deepEqual(lines('contract({ observed: { get it() { return () => ({}); } } })'), ['2:39 accessor']);
  assert.deepEqual(lines('{ observed: {} }'), ['2:16 export']);
  assert.deepEqual(lines('contract({ empty: [] })'), ['2:34 export']);
  assert.deepEqual(lines('contract({ empty: { a: () => 1 } })'), ['2:36 export']);
  assert.deepEqual(lines('contract({ empty: { a: { b: [1, -2, "c", null] } } })'), []);
  assert.deepEqual(problemsOf('const a = 1;'), ['1:1 export']);
});

test('what a kit needs passes', () => {
  const result = compile(`import { contract, get, put, sortBy, refuse, type Now } from 'frankpledge/contract';
const table = [{ from: 0, times: 1 }, { from: 10, times: -2 }];
type Event = { count: number };
function double(n: number): number { return n * 2; }
const near = (item: { from: number }, limit = 5) => item.from <= limit && item.from % 2 !== 1;
export default contract({
  adopted: () => ({ effects: [] }),
  observed: {
    it({ event, state: { cell = null } }: any) {
      let total = 0;
      for (let i = 0; i < table.length; i++) { if (i === 7) break; total += table[i]!.times as number; }
      for (const { from, times } of table) { if (from > 3) continue; total -= times; }
      const names = sortBy(table.filter((one) => near(one)).map((one) => \`\${one.from}:\${double(one.times)}\`), (text) => text);
      const list = [...names, 'x'];
      list.push('y', ...names);
      const record: { [key: string]: number } = { ...event, total, [\`k\${total}\`]: -total };
      record['other'] = total ?? 1;
      switch (event.kind) { case 'a': total++; break; case 2: case -3: return {}; default: total--; }
      if (typeof event.count !== 'number' || !event.ok) refuse('invalid_value', 'count');
      return { state: { cell: put(get(record, 'x') === undefined ? {} : (cell ?? {}), 'a', list.length) }, effects: event.a?.b?.c ? [] : [] };
    },
  },
});`, library);
  assert.deepEqual(result.ok ? result.handlers : formatProblems('contract.ts', result.problems), { adopted: [''], observed: ['it'] });
});

test('limits: length, nesting, functions', () => {
  assert.deepEqual(problemsOf(inHandler(`/* ${'x'.repeat(66_000)} */`)), ['1:1 limit']);
  assert.deepEqual(problemsOf(inHandler(`const x = ${'('.repeat(10_000)}1${')'.repeat(10_000)};`)).map((one) => one.split(' ')[1]), ['limit']);
  assert.deepEqual(problemsOf(inHandler(`const x = ${'!'.repeat(100)}event.a;`)).map((one) => one.split(' ')[1]), ['limit']);
  const chain = (n: number): string => Array.from({ length: n }, (_, i) => `const f${i} = () => ${i === 0 ? '1' : `f${i - 1}()`};`).join('');
  assert.deepEqual(problemsOf(atTop(chain(48))), []);
  assert.deepEqual(problemsOf(atTop(chain(49))).map((one) => one.split(' ')[1]), ['limit']);
  const functions = Array.from({ length: 401 }, (_, i) => `const f${i} = () => 1;`).join('');
  assert.deepEqual(problemsOf(atTop(functions)).map((one) => one.split(' ')[1]), ['limit']);
});

test('nesting that overflows a parser is refused, and the next source is read as ever', () => {
  const good = 'const x = event.a + 1;';
  for (const deep of [`const x = 1${' + 1'.repeat(10_000)};`, `const x = ${'!'.repeat(60_000)}1;`, `const x = ${'event.a?1:'.repeat(6000)}1;`, `${'if(event.a){}else '.repeat(3000)} {}`]) {
    assert.deepEqual(problemsOf(inHandler(deep)).map((one) => one.split(' ')[1]), ['limit'], deep.slice(0, 40));
    assert.deepEqual(problemsOf(inHandler(good)), []);
  }
});

test('the same code on every machine, whatever comments, layout and types stand in the source', () => {
  const a = compile(inHandler('const x = event.a + 1; // a comment'), library);
  const b = compile(inHandler('const   x: number =\n(event.a as number) + 1;'), library);
  assert.equal(a.ok && b.ok && a.hash === b.hash, true);
  assert.equal(a.ok && /\/work|file:|contract\.ts/.test(a.code), false);
});

test('problems read as file:line:column, message, and what to write instead', () => {
  const result = compile(inHandler('const x = event.a / 2;'), library);
  assert.equal(result.ok ? '' : formatProblems('contract.ts', result.problems),
    'contract.ts:3:11  / leaves the whole numbers → write mulDiv(a, b, c): a × b ÷ c, rounded half away from zero');
});
