import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compiled, firewood, readLibraryOnce } from '../testing/contracts.ts';
import { writeContract } from '../testing/fuzz/contract-source.ts';
import { hostile, rawContract } from '../testing/hostile.ts';
import { createRandom } from '../testing/random.ts';
import { compile } from './compile.ts';
import { isCompilersOwn } from './emitted.ts';

const own = (code: string): boolean => isCompilersOwn(code, readLibraryOnce());
const root = fileURLToPath(new URL('../..', import.meta.url));

test('what the compiler writes is its own: kits, and contracts written at random', () => {
  const sources = [firewood, ...globSync(['kits/*/contract.ts', 'test/kits/*/contract.ts'], { cwd: root }).map((file) => readFileSync(root + file, 'utf8'))];
  const random = createRandom(5);
  for (let i = 0; i < 200; i++) sources.push(writeContract(random));
  let proven = 0;
  for (const source of sources) {
    const result = compile(source, readLibraryOnce());
    if (!result.ok) continue;
    assert.ok(own(result.code), source);
    proven += 1;
  }
  assert.ok(proven > 150, `${proven} compiled`);
});

/** Each of the subset's forms once, above all those that are written back in another way than they were said. */
const forms = [
  'let n = 1; n++; n--; ++n; --n; return { effects: [{ a: n++, b: n--, c: ++n, d: --n }] };', 'let n = 1; n += 2; n -= 2; n *= 2; n += 1; n = n + 1; n = n - 1; return {};',
  'let t = null; t ??= "a"; t ||= "b"; t &&= "c"; return {};', 'return { effects: [{ t: `a${event.x}b${"c"}${`d`}` }] };', 'return { effects: [{ t: `plain` }] };',
  'const r = {}; r.a = 1; r["b"] = 2; r[event.k] = 3; return { effects: [r.a, r["a"], event?.a?.b] };',
  'return { effects: [{ ...event, [event.k]: 1, "two words": 2, three: [...event.list, 4] }] };', 'const list = []; list.push(1, ...event.list, 2); list.pop(); return {};',
  'return { effects: event.list.concat([1], 2, ...event.list).map((x, i) => x + i).filter((x) => { return x > 1; }) };', 'switch (event.k) { case "a": return {}; case -1: break; default: { const n = 1; n; } } return {};',
  'for (let i = 0, j = 5; i < j; i++) { if (i === 3) continue; else if (i === 4) break; } return {};', 'for (const { a, b: [c = 2] = [] } of event.list) a; return {};',
  'if (event.a) return {}; else if (event.b) { return {}; } else { } return;', 'const [a, , b] = event.list; return a !== b && !(a === b) || -a < - -b ? {} : undefined;',
  'return { effects: [-1, -event.n, typeof event.n, !event.n, 0 === -0, "\\u2028", \'it\\\'s "so"\'] };',
];

test('each form of the subset is proven', () => {
  for (const statements of forms) {
    const { code } = compiled(`import { contract as c, keys } from 'frankpledge/contract';
const table = { a: [1, 2], b: keys };
const twice = (n: number) => n * 2;
function thrice(n, m = 1) { return twice(n) + n * m; }
export default c({ adopted: () => ({}), observed: { it({ event }) { ${statements} }, that: (now) => { return { effects: [thrice(now.event.n)] }; }, "two words": thrice } });`.replace(', b: keys', ''));
    assert.ok(own(code), statements);
  }
});

test('what by-passed the checker is not the compiler\'s own', () => {
  for (const [name, statements] of hostile) assert.equal(own(rawContract(`${statements} return {};`).code), false, name);
  assert.equal(own(rawContract('return {};', 'let count = 0').code), false);
  for (const code of ['', '(', 'while (true) {}', '((', '\0']) assert.equal(own(code), false);
});

test('own code with something changed is not its own', () => {
  const { code } = compiled(firewood);
  const changes: readonly (readonly [string, string])[] = [
    ['if(($left-=', 'if(($left+='], ['$out();', ''], ['$mul(', '('], ['$get(', '(('], ['"use strict"', '""'], ['$serve(', '$serve(0,'],
    ['$lib_charge', 'globalThis'], ['($left-=', '(eval("1"),$left-='],
  ];
  for (const [from, to] of changes) {
    const at = code.lastIndexOf(from);
    assert.ok(at >= 0, from);
    assert.equal(own(code.slice(0, at) + to + code.slice(at + from.length)), false, `${from} → ${to}`);
  }
  const charge = /if\(\(\$left-=\d+\)<0\)\$out\(\);/g;
  const charges = [...code.matchAll(charge)];
  for (const { index, 0: text } of charges) {
    assert.equal(own(code.slice(0, index) + code.slice(index + text.length)), false, 'a charge left out');
    assert.equal(own(`${code.slice(0, index)}${text.replace(/\d+/, '0')}${code.slice(index + text.length)}`), false, 'a charge of nothing');
  }
  assert.ok(charges.length >= 3);
  assert.equal(own(`${code} `), false);
  assert.equal(own(` ${code}`), false);
});

test('single letters changed at random: what passes is another contract of the subset, with every function and loop charged', () => {
  const { code } = compiled(firewood);
  const random = createRandom(9);
  const start = code.indexOf('return()=>$serve(');
  const charges = (text: string): number => text.split(/if\(\(\$left-=[1-9]\d*\)<0\)\$out\(\);/).length;
  let passed = 0;
  for (let i = 0; i < 400; i++) {
    const at = random.int(start, code.length - 1);
    const changed = code.slice(0, at) + random.pick(['', ' ', '(', ')', '$', 'x', '0', '=', ';', '.', 'this', '\n', '/']) + code.slice(at + 1);
    if (changed === code || !own(changed)) continue;
    passed += 1;
    assert.equal(charges(changed), charges(code), changed.slice(at - 40, at + 40));
  }
  assert.ok(passed > 5 && passed < 100, `${passed} of 400 passed`);
});
