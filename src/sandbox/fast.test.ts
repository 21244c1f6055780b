/** The fast engine against the engine of record: the same results, byte for byte. This file's thread is hardened, so nothing else is tested in it. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { compile } from '../compiler/compile.ts';
import { isCompilersOwn } from '../compiler/emitted.ts';
import { readEngine } from '../adapters/installation/engine.ts';
import { compiled, firewood, firewoodCall, firewoodSetup, plainBatch, readLibraryOnce } from '../testing/contracts.ts';
import { batchOf, runIn } from '../testing/fuzz/batch.ts';
import { writeContract } from '../testing/fuzz/contract-source.ts';
import { mutateJson, oddValue } from '../testing/fuzz/mutate.ts';
import { hostile, rawContract } from '../testing/hostile.ts';
import { createRandom, type Random } from '../testing/random.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import type { Batch, CallResult } from '../vocabulary/runner.ts';
import { createFastRunner, hardenThread } from './fast.ts';
import { createSandbox } from './sandbox.ts';

const codes = new Map<string, string>();
const library = readLibraryOnce();
const record = await createSandbox((hash) => codes.get(hash), readEngine());
const ports = { codes: (hash: string) => codes.get(hash), proven: (code: string) => isCompilersOwn(code, library), record };
assert.throws(() => createFastRunner(ports), /needs a hardened thread/);
hardenThread();
const fast = createFastRunner(ports);

function add({ code, hash }: { readonly code: string; readonly hash: string }): string {
  codes.set(hash, code);
  return hash;
}

/** A contract whose handler is the given statements. */
const it = (statements: string, imports = 'contract'): string => add(compiled(`import { ${imports} } from 'frankpledge/contract';
export default contract({ observed: { it({ event, state, terms, parties, view }: any) { ${statements} } } });`));

/** Runs it in both, one at a time and all at once. */
function same(batch: Batch, about: string): readonly CallResult[] {
  const expected = runIn(record, batch, 1);
  for (const size of [1, 5, batch.calls.length]) assert.equal(JSON.stringify(runIn(fast, batch, size)), JSON.stringify(expected), `${about}, ${size} calls at a time`);
  return expected;
}

/** How often each outcome came, so that a test that meets one kind only is noticed. */
function count(into: Map<string, number>, results: readonly CallResult[]): void {
  for (const result of results) {
    const kind = result.ok ? 'ok' : result.code;
    into.set(kind, (into.get(kind) ?? 0) + 1);
  }
}

test('a taking like firewood\'s: state, effects and gas by hand', () => {
  const hash = add(compiled(firewood));
  assert.ok(fast.isFast(hash));
  const [first] = fast.run({ code: hash, ...firewoodSetup, calls: [firewoodCall(1)] });
  assert.deepEqual(first?.ok && first.state, { 'day:2026-01-05': { pieces: 6, grams: 12_600, by: { bob: 6 } } });
  assert.deepEqual(first?.ok && first.effects[0], {
    do: 'charge', from: 'bob', to: 'bunyan', unit: 'crown', amount: 600, ref: 'scale:1', why: { code: 'taken', count: 2, price: 150, times: 2, free: 0 },
  });
  same({ code: hash, ...firewoodSetup, calls: Array.from({ length: 100 }, (_, i) => firewoodCall(i)) }, 'firewood');
});

/** With other values here and there, as only a kernel with a mistake in it would hand over. */
function mutated(batch: Batch, random: Random): Batch {
  const calls = batch.calls.map((call) => (random.chance(0.5) ? { ...call, event: mutateJson(random, call.event, random.int(1, 4)) as JsonObject } : call));
  return { ...batch, calls, setup: 'odd', terms: mutateJson(random, batch.terms, random.int(0, 2)) as JsonObject, state: { ...batch.state, k: oddValue(random) } };
}

const root = fileURLToPath(new URL('../..', import.meta.url));
for (const file of globSync(['kits/*/contract.ts', 'test/kits/*/contract.ts'], { cwd: root }).sort()) {
  test(`random events, as they should be and otherwise: ${file}`, () => {
    const result = compile(readFileSync(root + file, 'utf8'), library);
    assert.ok(result.ok);
    const hash = add(result);
    assert.ok(fast.isFast(hash));
    const random = createRandom(21);
    for (let i = 0; i < 60; i++) {
      const batch = batchOf(random, hash, result.handlers);
      if (batch === undefined) return;
      same(batch, `${file}, batch ${i}`);
      same({ ...mutated(batch, random), setup: `odd ${i}` }, `${file}, odd batch ${i}`);
    }
  });
}

test('contracts and events written at random', () => {
  const random = createRandom(22);
  const outcomes = new Map<string, number>();
  for (let i = 0; i < 250; i++) {
    const source = writeContract(random);
    const result = compile(source, library);
    if (!result.ok) continue;
    const hash = add(result);
    assert.ok(fast.isFast(hash), source);
    const batch = batchOf(random, hash, result.handlers);
    assert.ok(batch !== undefined);
    count(outcomes, same(batch, source));
    count(outcomes, same(mutated(batch, random), source));
  }
  assert.ok(fast.isFast([...codes.keys()].at(-1) ?? ''));
  for (const kind of ['ok', 'contract_fault', 'overflow', 'bad_effect', 'invalid_value']) assert.ok((outcomes.get(kind) ?? 0) > 10, `${kind}: ${outcomes.get(kind) ?? 0}`);
});

test('limits: gas, sizes, numbers of effects, nesting, texts', () => {
  const many = (what: string): string => `const list = []; for (let i = 0; i < event.n; i++) list.push(${what}); return { effects: [list], state: { n: list } };`;
  const cases: readonly (readonly [string, JsonObject])[] = [
    ['let n = 0; for (let i = 0; i < 10000000; i++) n += i; return {};', {}], ['for (const x of event.list) for (const y of event.list) for (const z of event.list) { x; y; z; } return {};', { list: Array.from({ length: 120 }, () => 1) }],
    [many('"x".padEnd(16000)'), { n: 3 }], [many('"x".padEnd(16000)'), { n: 5 }], [many('"é".padEnd(9000, "é")'), { n: 3 }], [many('"é".padEnd(9000, "é")'), { n: 4 }], [many('[[[[i]]]]'), { n: 20_000 }],
    ['let a = [1]; for (let i = 0; i < event.n; i++) a = [a, a]; return { effects: [a] };', { n: 50 }], ['let a = [1]; for (let i = 0; i < event.n; i++) a = [a]; return { effects: [a] };', { n: 70 }],
    ['const effects = []; for (let i = 0; i < event.n; i++) effects.push({ do: "post", id: "a" }); return { effects };', { n: 1000 }], ['return { effects: [{ t: event.t + event.t }] };', { t: 'x'.repeat(9000) }],
    ['return { effects: [{ t: event.list.map((x) => `${x}`).join() }] };', { list: ['\ud800', '💥', '\u2028', '"', '\\'] }],
  ];
  const outcomes = new Map<string, number>();
  for (const [statements, event] of cases) {
    const hash = it(statements);
    assert.ok(fast.isFast(hash), statements);
    count(outcomes, same(plainBatch(hash, [{ event, cells: { n: 'n' } }, { cells: { n: 'n' } }]), statements));
  }
  for (const kind of ['ok', 'out_of_gas', 'state_too_large', 'too_many_effects', 'bad_effect', 'contract_fault']) assert.ok(outcomes.has(kind), kind);
});

test('up to the gas that is trusted here and beyond it', () => {
  const hash = it('let n = 0; for (let i = 0; i < event.n; i++) n += i; return { effects: [{ n }] };');
  const results = same(plainBatch(hash, Array.from({ length: 24 }, (_, i) => ({ event: { n: 8_000 + i * 100 } }))), 'around the limit');
  const spent = results.map(({ gas }) => gas);
  assert.ok(Math.min(...spent) < 100_000 && Math.max(...spent) > 100_000, spent.join());
});

test('what a unit of gas buys most of is branches in counting a cell\'s bytes: below the limit both count to the end, above it the engine of record stops', () => {
  const hash = it('const part = "€".padEnd(16000, "€"); const list = []; for (let i = 0; i < event.n; i++) list.push(part); return { state: { n: list } };');
  const [below, above] = same(plainBatch(hash, [24, 200].map((n) => ({ event: { n }, cells: { n: 'n' } }))), 'bytes');
  assert.ok(below?.ok === false && below.code === 'state_too_large' && below.gas > 95_000 && below.gas < 100_000, JSON.stringify(below));
  assert.deepEqual(above, { ok: false, code: 'out_of_gas', detail: 'the code did not end and was stopped', gas: 1_000_000 });
});

test('hostile contracts: none that by-passed the checker runs here; those that it lets pass give the same', () => {
  for (const [name, statements] of hostile) {
    assert.equal(fast.isFast(add(rawContract(`${statements} return {};`))), false, name);
    const checked = compile(`import { contract } from 'frankpledge/contract';
export default contract({ observed: { it({ event, state }: any) { ${statements} return {}; } } });`, library);
    if (checked.ok) same(plainBatch(add(checked), [{ cells: { n: 'n' } }, { cells: { n: 'n' } }]), name);
  }
});

test('code that the compiler didn\'t write runs in the engine of record', () => {
  const hash = add(rawContract('count += 1; return { effects: [{ count }] };', 'let count = 0'));
  const batch = plainBatch(hash, [{}, {}]);
  assert.deepEqual(fast.run(batch).map((result) => result.ok && result.effects), [[{ count: 1 }], [{ count: 2 }]]);
  assert.deepEqual(record.run(batch).map((result) => result.ok && result.effects), [[{ count: 3 }], [{ count: 4 }]]); // it was one instance
});

test('cells and fields whose names mean something to engines', () => {
  const hash = it('return { state: { n: (state.n ?? 0) + 1 }, effects: [event, view, event.o, { k: event.o?.toJson, l: event.constructed }] };');
  for (const key of ['__proto__', 'constructor', 'toString', 'valueOf', 'hasOwnProperty', '0', '', 'length', 'name']) {
    const event = JSON.parse(`{${JSON.stringify(key)}:1,"o":{${JSON.stringify(key)}:{"a":1}}}`) as JsonObject;
    const results = same(plainBatch(hash, [{ event, cells: { n: key } }, { event, cells: { n: key } }], JSON.parse(`{${JSON.stringify(key)}:5}`) as Batch['state']), key);
    assert.deepEqual(results.map((result) => result.ok && Object.entries(result.state)), [[[key, 6]], [[key, 7]]]);
  }
});

test('what is handed over stays as it was, and nothing is kept from one call to the next', () => {
  const hash = it('event.list.push(1); event.more = 2; const kept = state.n ?? { a: [] }; kept.a.push(3); return { effects: [{ n: event.list.length, a: kept.a.length }] };');
  const event = { list: [] };
  const state = { n: { a: [] } };
  const results = same(plainBatch(hash, [{ event, cells: { n: 'n' } }, { event, cells: { n: 'n' } }], state), 'fresh');
  assert.deepEqual(results.map((result) => result.ok && result.effects), [[{ n: 1, a: 1 }], [{ n: 1, a: 1 }]]);
  assert.deepEqual([event, state], [{ list: [] }, { n: { a: [] } }]);
});

test('terms and parties can\'t be changed, and whoever handed them in still can', () => {
  const terms = { price: 1, list: [] as number[] };
  for (const statements of ['terms.price = 0; return {};', 'terms.list.push(1); return {};', 'parties.x = 1; return {};']) {
    const [result] = same({ ...plainBatch(it(statements), [{}]), setup: 'agreed', terms }, statements);
    assert.equal(result?.ok === false && result.code, 'contract_fault');
  }
  terms.list.push(7);
  assert.deepEqual(terms, { price: 1, list: [7] });
});

test('code that isn\'t at hand: has() says so', () => {
  assert.equal(fast.has('0'.repeat(64)), false);
  assert.equal(fast.has(it('return {};')), true);
  assert.deepEqual(fast.run(plainBatch(it('return {};'), [])), []);
});

test('values that JSON would turn are turned alike', () => {
  const hash = it('return { effects: [event] };');
  const event = { z: -0, u: undefined, list: [undefined, -0, Number.NaN, Infinity], n: Number.NaN, deep: { u: undefined, z: [-0] } } as unknown as JsonObject;
  const [result] = same(plainBatch(hash, [{ event }]), 'turned');
  assert.deepEqual(result?.ok && result.effects, [{ z: 0, list: [null, 0, null, null], n: null, deep: { z: [0] } }]);
});
