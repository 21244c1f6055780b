/**
 * Contracts that mean harm, each twice: through the checker, which names the rule, and by-passing it, as raw code in the engine.
 * Contained means: the call fails with the stated code (or its result is plain data), the next call of a good contract works,
 * and the process doesn't grow without bound.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { bundleLibrary } from '../compiler/bundle.ts';
import { compile, wrap } from '../compiler/compile.ts';
import type { CallResult } from '../vocabulary/runner.ts';
import { compiled, plainBatch, readLibraryOnce } from '../testing/contracts.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { readEngine } from '../adapters/installation/engine.ts';

const good = compiled(`import { contract } from 'frankpledge/contract';
export default contract({ observed: { it({ event, state }: any) { const n = (state.n ?? 0) + event.by; return { state: { n } }; } } });`);

const codes = new Map([[good.hash, good.code]]);
let sandbox: Sandbox;
let rssBefore = 0;
before(async () => {
  sandbox = await createSandbox((hash) => codes.get(hash), readEngine());
  rssBefore = process.memoryUsage().rss;
});
after(() => {
  const grown = process.memoryUsage().rss - rssBefore;
  assert.ok(grown < 1_500_000_000, `the process grew by ${grown} bytes over all hostile contracts`);
});

/** Unchecked text as the contract's module: what an attacker would run who could skip the checker. */
function raw(handler: string, top = ''): string {
  const code = wrap(bundleLibrary(readLibraryOnce()), `(()=>{${top};return {observed:{it(now){${handler}}},asked:{it(now){${handler}}}};})()`);
  const hash = readLibraryOnce().sha256(code);
  codes.set(hash, code);
  return hash;
}

function stillWorks(): void {
  const results = sandbox.run(plainBatch(good.hash, [{ event: { by: 2 }, cells: { n: 'n' } }, { event: { by: 3 }, cells: { n: 'n' } }], { n: 10 }));
  assert.deepEqual(results.map((one) => one.ok && one.state), [{ n: 12 }, { n: 15 }]);
}

const outcome = (result: CallResult | undefined): string => (result === undefined ? 'nothing' : result.ok ? 'ok' : result.code);

/** Name, statements, the checker's rules (all that apply), and what the engine answers to the raw code. */
const hostile: readonly (readonly [string, string, readonly string[], string])[] = [
  ['endless loop', 'for (;;) {}', ['loop'], 'out_of_gas'],
  ['endless while', 'while (true) {}', ['loop'], 'out_of_gas'],
  ['deep recursion', 'const f = (n) => 1 + f(n + 1); f(0);', ['inner-function', 'free-name'], 'contract_fault'],
  ['memory bomb', 'let all = null; for (;;) all = [all, 1, 2, 3, 4, 5, 6, 7];', ['loop'], 'contract_fault'],
  ['a list that only grows', 'const all = []; for (;;) all.push([1, 2, 3, 4, 5, 6, 7, 8]);', ['loop'], 'out_of_gas'],
  ['text by doubling', 'let t = "x"; for (;;) t = t + t;', ['loop'], 'contract_fault'],
  ['one long native call on a text', 'return { effects: ["x".padEnd(1e9)] };', [], 'contract_fault'],
  ['a list of a billion, sorted', 'const a = []; a.length = 1e9; a.sort();', ['member', 'method'], 'contract_fault'],
  ['a list of four billion, mapped', 'const a = []; a.length = 4294967295; a.map((x) => x);', ['member'], 'contract_fault'],
  ['filling a huge list', 'const a = new Array(1e9).fill(0);', ['new'], 'contract_fault'],
  ['out of memory, caught', 'const all = []; for (let i = 0; i < 1000; i++) { try { for (;;) all.push([1, 2, 3, 4]); } catch {} }', ['try'], 'out_of_gas'],
  ['out of stack, caught', 'const f = () => { try { f(); } catch { return 1; } return 2; }; return { state: {}, effects: f() === 3 ? [] : [{ do: "x" }] };', ['inner-function', 'free-name'], 'ok'],
  ['a shared prototype\'s method replaced', '[].map.constructor; Array.prototype.map = () => [];', ['member', 'free-name'], 'contract_fault'],
  ['a prototype reached through a value', 'const p = [].__proto__; p.polluted = 1;', ['member'], 'contract_fault'],
  ['Object.prototype polluted', 'Object.prototype.polluted = 1;', ['free-name', 'member'], 'contract_fault'],
  ['the clock', 'return { effects: [{ at: Date.now() }] };', ['free-name'], 'contract_fault'],
  ['random', 'return { effects: [{ n: Math.random() }] };', ['free-name'], 'contract_fault'],
  ['a function made from text', 'return { effects: [{ n: [].constructor.constructor("return 1")() }] };', ['call'], 'contract_fault'],
  ['the function constructor', '(() => {}).constructor("return this")();', ['call'], 'contract_fault'],
  ['the async function constructor', '(async () => {}).constructor("return this")();', ['call'], 'contract_fault'],
  ['the generator constructor', '(function* () {}).constructor("return this")();', ['call'], 'contract_fault'],
  ['eval', 'eval("1");', ['eval'], 'contract_fault'],
  ['indirect eval', '(0, eval)("1");', ['call'], 'contract_fault'],
  ['the global object', 'globalThis.kept = 1;', ['free-name'], 'contract_fault'],
  ['a Proxy as effects', 'return { effects: new Proxy([], {}) };', ['new'], 'contract_fault'],
  ['Reflect', 'return { effects: Reflect.ownKeys({}) };', ['free-name'], 'contract_fault'],
  ['a getter in effects that throws', 'return { effects: [{ get do() { throw 1; } }] };', ['accessor'], 'contract_fault'],
  ['a getter that never ends', 'return { get effects() { for (;;) {} } };', ['accessor'], 'out_of_gas'],
  ['toJSON', 'return { effects: [{ toJSON() { return "forged"; } }] };', ['function-value'], 'bad_effect'],
  ['an iterator that never ends', 'const forever = { [Symbol.iterator]: () => ({ next: () => ({ done: false }) }) }; for (const x of forever) {}', ['function-value'], 'contract_fault'],
  ['state over its cap', 'return { state: { n: "x".padEnd(70000) } };', [], 'state_too_large'],
  ['a thousand effects', 'const effects = []; for (let i = 0; i < 1000; i++) effects.push({ do: "post", id: "a" }); return { effects };', [], 'too_many_effects'],
  ['effects that aren\'t a list', 'return { effects: { length: 1 } };', [], 'bad_effect'],
  ['a cell that isn\'t declared', 'return { state: { other: 1 } };', [], 'bad_effect'],
  ['not a number', 'return { effects: [{ amount: 0 / 0 }] };', ['float'], 'bad_effect'],
  ['infinity', 'return { effects: [{ amount: 1 / 0 }] };', ['float'], 'bad_effect'],
  ['a fraction', 'return { effects: [{ amount: 1.5 }] };', ['float'], 'bad_effect'],
  ['a number past the safe ones', 'return { effects: [{ amount: 9007199254740992 }] };', ['unsafe-integer'], 'bad_effect'],
  ['a bigint', 'return { effects: [{ amount: 1n }] };', ['bigint'], 'bad_effect'],
  ['undefined in a list', 'return { effects: [undefined] };', [], 'bad_effect'],
  ['a cyclic structure', 'const a = { b: 1 }; a.b = a; return { effects: [a] };', [], 'bad_effect'],
  ['nested without end', 'let a = {}; for (let i = 0; i < 10000; i++) a = { a }; return { effects: [a] };', [], 'bad_effect'],
  ['shared over and over: 2^50 when written', 'let a = [1]; for (let i = 0; i < 50; i++) a = [a, a]; return { effects: [a] };', [], 'out_of_gas'],
  ['throws null', 'throw null;', ['throw'], 'contract_fault'],
  ['throws an object with traps', 'throw { get message() { for (;;) {} }, get name() { for (;;) {} } };', ['throw'], 'contract_fault'],
  ['throws a forged refusal', 'throw { code: "contract_refused", detail: "x" };', ['throw'], 'contract_fault'],
  ['an async handler\'s promise', 'return (async () => ({ effects: [{ do: "x" }] }))();', ['call'], 'ok'],
  ['returns nothing', 'return null;', [], 'contract_fault'],
  ['returns a text', 'return "ok";', [], 'contract_fault'],
  ['ten megabytes in an effect', 'return { effects: [{ text: "x".padEnd(10000000) }] };', [], 'out_of_gas'],
];

for (const [name, statements, rules, engine] of hostile) {
  test(`hostile, checked: ${name}`, () => {
    const result = compile(`import { contract } from 'frankpledge/contract';
export default contract({ observed: { it({ event, state }: any) { ${statements} return {}; } } });`, readLibraryOnce());
    if (rules.length > 0) {
      const said = new Set(result.ok ? [] : result.problems.map((one) => one.code));
      for (const rule of rules) assert.ok(said.has(rule), `the checker should say ${rule}, said: ${[...said].join(', ')}`);
      return;
    }
    // What the checker can't see, the runtime stops.
    assert.ok(result.ok, 'the checker lets it pass');
    codes.set(result.hash, result.code);
    const [answer] = sandbox.run(plainBatch(result.hash, [{ cells: { n: 'n' } }]));
    assert.equal(answer?.ok, false);
    stillWorks();
  });

  test(`hostile, by-passing the checker: ${name}`, () => {
    const hash = raw(`${statements} return {};`);
    const results = sandbox.run(plainBatch(hash, [{ cells: { n: 'n' } }, { cells: { n: 'n' } }]));
    assert.deepEqual(results.map(outcome), [engine, engine], sandbox.lastFailure() ?? '');
    stillWorks();
  });
}

test('by-passed code that traps fails alone: the calls around it have their results', () => {
  const hash = raw('if (now.event.bad) for (;;) {} return { state: { n: (now.state.n ?? 0) + 1 } };');
  const results = sandbox.run(plainBatch(hash, [{}, { event: { bad: true } }, {}].map((one) => ({ ...one, cells: { n: 'n' } }))));
  assert.deepEqual(results.map((one) => (one.ok ? one.state : one.code)), [{ n: 1 }, 'out_of_gas', { n: 2 }]);
});

test('inputs are fresh for each call: changing them changes nothing for the next', () => {
  const hash = raw('now.event.list.push(1); now.state.n.a = 9; return { effects: [{ n: now.event.list.length, a: now.state.n.b ?? 0 }] };');
  const event = { list: [] };
  const results = sandbox.run(plainBatch(hash, [{ event, cells: { n: 'n' } }, { event, cells: { n: 'n' } }], { n: { b: 1 } }));
  assert.deepEqual(results.map((one) => one.ok && one.effects), [[{ n: 1, a: 1 }], [{ n: 1, a: 1 }]]);
  assert.deepEqual(event, { list: [] });
});

test('terms and parties are shared between calls, so they are frozen', () => {
  for (const statements of ['now.terms.price = 0;', 'now.parties.x = 1;', 'now.terms.list.push(1);']) {
    const [result] = sandbox.run({ ...plainBatch(raw(statements), [{}]), setup: 'frozen', terms: { price: 1, list: [] } });
    assert.equal(outcome(result), 'contract_fault');
  }
});

test('checked code can\'t keep state between calls: constants are frozen, nothing else outlives a call', () => {
  const { hash, code } = compiled(`import { contract } from 'frankpledge/contract';
const kept = { list: [0] };
export default contract({ observed: { it() { const list = kept.list; list.push(1); return {}; } } });`);
  codes.set(hash, code);
  assert.deepEqual(sandbox.run(plainBatch(hash, [{}, {}])).map(outcome), ['contract_fault', 'contract_fault']);
});

// A limit, not a promise: the checker is what refuses `let` at module level, and code of record is always compiled from its source.
test('by-passed code can keep state at module level until its instance is made anew', () => {
  const hash = raw('count += 1; return { effects: [{ count }] };', 'let count = 0');
  const results = sandbox.run(plainBatch(hash, [{}, {}]));
  assert.deepEqual(results.map((one) => one.ok && one.effects), [[{ count: 1 }], [{ count: 2 }]]);
});

test('many traps in a row don\'t pile up memory: instances are let go', () => {
  const hash = raw('for (;;) {}');
  const rss = process.memoryUsage().rss;
  for (let i = 0; i < 20; i++) sandbox.run(plainBatch(hash, [{}]));
  assert.ok(process.memoryUsage().rss - rss < 600_000_000);
  stillWorks();
});
