/**
 * Contracts that mean harm, each twice: through the checker, which names the rule, and by-passing it, as raw code in the engine.
 * Contained means: the call fails with the stated code (or its result is plain data), the next call of a good contract works,
 * and the process doesn't grow without bound.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compile } from '../compiler/compile.ts';
import type { CallResult } from '../vocabulary/runner.ts';
import { compiled, plainBatch, readLibraryOnce } from '../testing/contracts.ts';
import { hostile, rawContract } from '../testing/hostile.ts';
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

function raw(handler: string, top = ''): string {
  const { code, hash } = rawContract(handler, top);
  codes.set(hash, code);
  return hash;
}

function stillWorks(): void {
  const results = sandbox.run(plainBatch(good.hash, [{ event: { by: 2 }, cells: { n: 'n' } }, { event: { by: 3 }, cells: { n: 'n' } }], { n: 10 }));
  assert.deepEqual(results.map((one) => one.ok && one.state), [{ n: 12 }, { n: 15 }]);
}

const outcome = (result: CallResult | undefined): string => (result === undefined ? 'nothing' : result.ok ? 'ok' : result.code);

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
