import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, test } from 'node:test';
import vm from 'node:vm';
import type { Batch, CallResult } from '../vocabulary/runner.ts';
import { compiled, firewood, firewoodCall, firewoodSetup, plainBatch, sandboxOver } from '../testing/contracts.ts';
import type { Sandbox } from './sandbox.ts';

const wood = compiled(firewood);
/** A contract whose handler is the given statements. */
const it = (statements: string, imports = 'contract'): { code: string; hash: string } => compiled(`import { ${imports} } from 'frankpledge/contract';
export default contract({
  adopted: () => ({ effects: [{ do: 'post', id: 'first' }] }),
  observed: { it({ event, state, terms, parties, view }: any) { ${statements} } },
  asked: { it({ state }: any) { return { answer: { n: state.n } }; } },
});`);

const one = async (statements: string, imports = 'contract', event = {}): Promise<CallResult> => {
  const code = it(statements, imports);
  const [result] = (await sandboxOver(code)).run(plainBatch(code.hash, [{ event, cells: { n: 'n', days: ['d/1', 'd/2'] } }], { n: 7, 'd/1': [1] }));
  assert.ok(result);
  return result;
};

let sandbox: Sandbox;
before(async () => { sandbox = await sandboxOver(wood); });

function inBatchesOf(size: number, on: Sandbox = sandbox): readonly CallResult[] {
  const state: { [key: string]: never } = { ...firewoodSetup.state } as never;
  const results: CallResult[] = [];
  for (let i = 0; i < 100; i += size) {
    const calls = Array.from({ length: Math.min(size, 100 - i) }, (_, k) => firewoodCall(i + k));
    const answers = on.run({ code: wood.hash, ...firewoodSetup, state, calls });
    for (const answer of answers) if (answer.ok) Object.assign(state, answer.state);
    results.push(...answers);
  }
  return results;
}

test('a taking like firewood\'s: state, effects and gas by hand', () => {
  const [first] = sandbox.run({ code: wood.hash, ...firewoodSetup, calls: [firewoodCall(1)] });
  assert.deepEqual(first?.ok && first.state, { 'day:2026-01-05': { pieces: 6, grams: 12_600, by: { bob: 6 } } });
  // Bob had his free piece; 2 pieces at 1.50, and place 1 of the table times 2.
  assert.deepEqual(first?.ok && first.effects[0], {
    do: 'charge', from: 'bob', to: 'bunyan', unit: 'crown', amount: 600, ref: 'scale:1', why: { code: 'taken', count: 2, price: 150, times: 2, free: 0 },
  });
});

test('results and gas are the same in batches of 1, 7 and 100', () => {
  const single = inBatchesOf(1);
  assert.equal(single.filter((result) => result.ok).length, 100);
  assert.deepEqual(inBatchesOf(7), single);
  assert.deepEqual(inBatchesOf(100), single);
});

test('the same code gives the same bytes in V8', () => {
  const make = vm.runInNewContext(wood.code) as () => (input: string) => string;
  const run = make();
  const head = firewoodCall(0);
  const states = Object.fromEntries(Object.entries(firewoodSetup.state).map(([key, value]) => [key, JSON.stringify(value)]));
  const calls = Array.from({ length: 100 }, (_, i) => firewoodCall(i));
  const answer = run(JSON.stringify({
    setup: 's', agreed: { terms: firewoodSetup.terms, parties: firewoodSetup.parties }, state: states,
    heads: [{ group: head.group, name: head.name, cells: head.cells }], calls: calls.map((call) => [0, call.event, call.view]),
  }));
  assert.deepEqual(JSON.parse(answer), inBatchesOf(100));
});

test('gas counts nodes, loops by turn, and sizes', async () => {
  const gas = async (statements: string, event = {}): Promise<number> => (await one(statements, 'contract', event)).gas;
  const none = await gas('return {};');
  const once = await gas('for (const x of event.list) { x; } return {};', { list: [1] });
  const thrice = await gas('for (const x of event.list) { x; } return {};', { list: [1, 2, 3] });
  const empty = await gas('for (const x of event.list) { x; } return {};', { list: [] });
  // A turn: const x (declaration, declarator, name) and { x; } (block, statement, name).
  assert.equal(once - empty, 6);
  assert.equal(thrice - empty, 18);
  // The loop itself: for…of, event.list (member and its two names).
  assert.equal(empty - none, 4);
  // 160 more characters, at 16 for one: once in event.t + '', nothing else differs.
  const short = await gas("const t = event.t + 'x'; return {};", { t: 'a'.repeat(15) });
  const long = await gas("const t = event.t + 'x'; return {};", { t: 'a'.repeat(175) });
  assert.equal(long - short, 10);
});

test('out of gas stops a loop that goes on, and reports all of it', async () => {
  assert.deepEqual(await one('let n = 0; for (let i = 0; i < 10000000; i++) n += i; return {};'), {
    ok: false, code: 'out_of_gas', detail: 'the code did not end within its budget', gas: 1_000_000,
  });
});

test('arithmetic is exact or refused', async () => {
  const value = async (expression: string, event = {}): Promise<unknown> => {
    const result = await one(`return { effects: [{ v: ${expression} }] };`, 'contract, mulDiv, sum, min, max, splitEvenly, splitByWeights, addDays, daysBetween, keys, sortBy, reversed, put, get, without', event);
    return result.ok ? (result.effects[0] as unknown as { v: unknown }).v : result.code;
  };
  const event = { a: 9_007_199_254_740_991, b: -7, t: 'x', list: [3, 1, 2], none: null, rec: { k: 1, j: 2 } };
  const expected: readonly (readonly [string, unknown])[] = [
    ['event.a + 1', 'overflow'], ['-event.a - 1', 'overflow'], ['event.a * 2', 'overflow'], ['event.a - 1', 9_007_199_254_740_990],
    ['event.b % 2', -1], ['event.b % 7', 0], ['event.b % 0', 'contract_fault'], ['-0', 0], ['event.b * 0', 0], ['-event.b', 7],
    ['event.t + 1', 'contract_fault'], ['event.t + event.none', 'contract_fault'], ['event.t + "y"', 'xy'], ['event.t - 1', 'contract_fault'],
    ['event.none * 2', 'contract_fault'], ['event.none < 2', 'contract_fault'], ['event.list < 2', 'contract_fault'], ['"10" < "9"', true],
    ['`${event.t}${event.b}`', 'x-7'], ['`${event.none}`', 'contract_fault'], ['`${event.list}`', 'contract_fault'],
    ['mulDiv(event.a, 3, 3)', 9_007_199_254_740_991], ['mulDiv(event.b, 1, 2)', -4], ['mulDiv(1, 1, 0)', 'contract_fault'], ['mulDiv(event.t, 1, 1)', 'contract_fault'],
    ['sum(event.list)', 6], ['sum([event.a, 1])', 'overflow'], ['min(event.list, 1)', 'overflow'], ['min(2, 3)', 2], ['max(2, 3)', 3],
    ['splitEvenly(10, 3).join("/")', '4/3/3'], ['splitEvenly(1, 1000000000)', 'contract_fault'], ['splitByWeights(10, [1, 1, 2]).join("/")', '3/2/5'],
    ['splitByWeights(1, [0])', 'contract_fault'], ['addDays("2028-02-28", 1)', '2028-02-29'], ['addDays(event.list, 1)', 'contract_fault'],
    ['daysBetween("2026-01-01", "2026-03-01")', 59], ['keys(event.rec).join("")', 'jk'], ['sortBy(event.list, (n) => n).join("")', '123'],
    ['reversed(event.list).join("")', '213'], ['get(event.rec, "toString") ?? "none"', 'none'], ['get(put(event.rec, "__proto__", 5), "__proto__")', 5],
    ['keys(without(put(event.rec, "__proto__", { x: 1 }), "k")).join()', '__proto__,j'], ['event.list[3] ?? "none"', 'none'], ['event.rec["constructor"] ?? "none"', 'none'],
    ['event.list["length"] ?? 1', 'contract_fault'], ['event.list[0.0 + 1]', 1], ['event.t[0]', 'x'], ['event.list.map((n, i) => n * i).join()', '0,1,4'],
    ['event.list.reduce((a, n) => a + n, 10)', 16], ['event.list.at(-1)', 2], ['event.list.indexOf(2)', 2], ['event.list.includes(9)', false],
    ['event.list.flatMap((n) => [n, n]).length', 6], ['"a,b".split(",").join("+")', 'a+b'], ['event.t.padStart(3, "0")', '00x'], ['"x".padEnd(20000)', 'contract_fault'],
    ['event.list.concat([4], 5).join("")', '31245'], ['event.list.slice(-2).join("")', '12'], ['"abc".slice(1, 2)', 'b'], ['event.none.x', 'contract_fault'],
  ];
  for (const [expression, want] of expected) assert.equal(await value(expression, event), want, expression);
});

test('computed writes keep out of what the engine means by a name', async () => {
  assert.equal((await one('const r = {}; r[event.k] = 1; return {};', 'contract', { k: '__proto__' })).ok, false);
  assert.equal((await one('const r = {}; r[event.k] = 1; return {};', 'contract', { k: 'toString' })).ok, false);
  assert.equal((await one('const r = {}; r[event.k] = 1; return {};', 'contract', { k: 'mine' })).ok, true);
  assert.equal((await one('const list = [1]; list[event.k] = 1; return {};', 'contract', { k: 2 })).ok, false);
  assert.equal((await one('const list = [1]; list[event.k] = 1; return {};', 'contract', { k: 1 })).ok, true);
  assert.equal((await one('const r = { [event.k]: 1 }; return {};', 'contract', { k: 'constructor' })).ok, false);
});

test('cells: read by alias, lists whole, written by key; null deletes, undefined leaves', async () => {
  assert.deepEqual((await one('return { effects: [{ n: state.n, days: state.days }] };') as { effects: unknown }).effects, [{ n: 7, days: [[1], null] }]);
  assert.deepEqual((await one('return { state: { n: null, days: [[1, 2], { a: 1 }] } };') as { state: unknown }).state, { n: null, 'd/1': [1, 2], 'd/2': { a: 1 } });
  assert.deepEqual((await one('return { state: { n: undefined } };') as { state: unknown }).state, {});
  const codes = await Promise.all(['return { state: { m: 1 } };', 'return { state: { days: [1] } };', 'return { state: { days: 1 } };', 'return { state: [1] };'].map((body) => one(body)));
  assert.deepEqual(codes.map((result) => !result.ok && result.code), ['bad_effect', 'bad_effect', 'bad_effect', 'bad_effect']);
});

test('cells: where nothing is kept, what the contract says under empty stands, a copy for each call', async () => {
  const code = compiled(`import { contract } from 'frankpledge/contract';
export default contract({ empty: { n: { left: 2 }, days: [] }, observed: { it({ event, state: { n, days } }: any) {
  n.left = n.left - 1; days.push(1);
  return { state: { n: event.k ? null : n }, effects: [{ n, days }] };
} } });`);
  const calls = [{ event: {} }, { event: {} }, { event: { k: true } }, { event: {} }].map(({ event }) => ({ event, cells: { n: 'n', days: 'days' } }));
  const results = (await sandboxOver(code)).run(plainBatch(code.hash, calls, {}));
  assert.deepEqual(results.map((result) => result.ok && result.effects), [1, 0, -1, 1].map((left) => [{ n: { left }, days: [1] }]));
});

test('sizes: a cell, all cells of a call, in bytes of UTF-8', async () => {
  const text = (count: number, letter: string): string => `const part = '${letter}'.padEnd(16000, '${letter}'); const list = []; for (let i = 0; i < ${count}; i++) list.push(part); return { state: { n: list } };`;
  assert.equal((await one(text(4, 'x'))).ok, true); // 4 × 16,003 + 1 bytes
  assert.equal((await one(text(3, 'é'))).ok, false); // 3 × 32,003 + 1
  assert.equal((await one(text(2, 'é'))).ok, true);
  assert.equal((await one(text(2, '€'))).ok, false); // 2 × 48,003 + 1
});

test('a refusal carries the contract\'s own code and words; odd ones are faults', async () => {
  const result = await one("refuse('not_contestable', 'too late'); return {};", 'contract, refuse');
  assert.deepEqual({ ...result, gas: 0 }, { ok: false, code: 'not_contestable', detail: 'too late', gas: 0 });
  assert.equal((await one("refuse(event.k, 'x'); return {};", 'contract, refuse', { k: 'no_such_code' }) as { code: string }).code, 'contract_fault');
  assert.equal((await one("refuse('invalid_value', event.k); return {};", 'contract, refuse', { k: 3 }) as { code: string }).code, 'contract_fault');
});

test('adopted, questions, and handlers that aren\'t there', async () => {
  const code = it('return {};');
  const results = (await sandboxOver(code)).run(plainBatch(code.hash, [
    { group: 'adopted', name: '' }, { group: 'asked', cells: { n: 'n' } }, { name: 'other' }, { name: 'constructor' }, { group: 'woke' },
  ], { n: 7 }));
  assert.deepEqual(results.map((result) => (result.ok ? [result.effects, result.answer] : result.code)), [
    [[{ do: 'post', id: 'first' }], undefined], [[], { n: 7 }], 'contract_fault', 'contract_fault', 'contract_fault',
  ]);
});

test('a failing call changes nothing for the calls after it', async () => {
  const code = it('if (event.bad) refuse("invalid_value", "no"); return { state: { n: (state.n ?? 0) + 1 } };', 'contract, refuse');
  const results = (await sandboxOver(code)).run(plainBatch(code.hash, [{}, { event: { bad: true } }, {}].map((call) => ({ ...call, cells: { n: 'n' } }))));
  assert.deepEqual(results.map((result) => (result.ok ? result.state : result.code)), [{ n: 1 }, 'invalid_value', { n: 2 }]);
});

test('cells whose keys mean something to engines are kept like others', async () => {
  const code = it('return { state: { n: (state.n ?? 0) + 1 } };');
  for (const key of ['__proto__', 'constructor', '0', '']) {
    const batch: Batch = plainBatch(code.hash, [{ cells: { n: key } }, { cells: { n: key } }], JSON.parse(`{${JSON.stringify(key)}:5}`));
    const results = (await sandboxOver(code)).run(batch);
    assert.deepEqual(results.map((result) => result.ok && Object.entries(result.state)), [[[key, 6]], [[key, 7]]]);
  }
});

test('text of every kind comes through unchanged, in and out', async () => {
  const texts = ['', 'é€𝄞', '\ud800', '\u0000\u001f\u2028"\\', 'x'.repeat(100)];
  const code = it('return { state: { n: event.texts }, effects: [{ texts: event.texts }] };');
  const [result] = (await sandboxOver(code)).run(plainBatch(code.hash, [{ event: { texts }, cells: { n: 'n' } }]));
  assert.deepEqual(result?.ok && [result.state, result.effects], [{ n: texts }, [{ texts }]]);
});

test('setups: terms are kept by name, and further ones don\'t pile up', async () => {
  const code = it('return { effects: [{ price: terms.price, to: parties.p }] };');
  const on = await sandboxOver(code);
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 600; i++) {
      const [result] = on.run({ ...plainBatch(code.hash, [{}]), setup: `s${i}`, terms: { price: i }, parties: { p: `p${i}` } });
      assert.deepEqual(result?.ok && result.effects, [{ price: i, to: `p${i}` }]);
    }
  }
});

test('the hash in the log is that of the engine\'s Wasm file', () => {
  const path = createRequire(import.meta.url).resolve('@jitl/quickjs-wasmfile-release-sync/wasm');
  assert.equal(sandbox.sandboxHash, createHash('sha256').update(readFileSync(path)).digest('hex'));
  assert.match(sandbox.sandboxHash, /^[0-9a-f]{64}$/);
});

test('code that isn\'t at hand: has() says so', () => {
  assert.equal(sandbox.has('0'.repeat(64)), false);
  assert.equal(sandbox.has(wood.hash), true);
});
