/** Contracts that mean harm, for the tests of engines. */
import { bundleLibrary } from '../compiler/bundle.ts';
import { wrap } from '../compiler/compile.ts';
import { readLibraryOnce } from './contracts.ts';

/** Unchecked text as the contract's module: what an attacker would run who could skip the checker. */
export function rawContract(handler: string, top = ''): { readonly code: string; readonly hash: string } {
  const code = wrap(bundleLibrary(readLibraryOnce()), `(()=>{${top};return {observed:{it(now){${handler}}},asked:{it(now){${handler}}}};})()`);
  return { code, hash: readLibraryOnce().sha256(code) };
}

/** Name, statements, the checker's rules (all that apply), and what the engine of record answers to the raw code. */
export const hostile: readonly (readonly [string, string, readonly string[], string])[] = [
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
