import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readLibrary } from '../adapters/installation/library.ts';
import { compile } from './compile.ts';

const library = readLibrary();

function codesOf(statements: string): string[] {
  const source = `import { charge, contract, notice as tell, review, timer } from 'frankpledge/contract';
export default contract({ observed: { it({ event, parties }: any) {
${statements}
} } });`;
  const compiled = compile(source, library);
  assert.ok(compiled.ok, JSON.stringify(compiled));
  return compiled.codes.map(({ kind, code, line, column }) => {
    assert.ok(source.split('\n')[line - 1]?.slice(column - 1).startsWith(`"${code}"`), `${code} stands at ${line}:${column}`);
    return `${line} ${kind} ${code}`;
  });
}

test('codes of words and names of timers are found where the code writes them out', () => {
  assert.deepEqual(codesOf('return { effects: [charge({ amount: 1, why: { code: "took" } })] };'), ['3 words took']);
  assert.deepEqual(codesOf('const why = { by: event.by, code: "took" };\nreturn { effects: [charge({ amount: 1, why })] };'), ['3 words took']);
  assert.deepEqual(codesOf('const reason = { code: event.a ? "one" : "two" };\nreturn { effects: [charge({ why: reason })] };'), ['3 words one', '3 words two']);
  assert.deepEqual(codesOf('return { effects: [tell(parties.keeper, "unclear", {}), timer("due", { at: 1 })] };'), ['3 words unclear', '3 timers due']);
  assert.deepEqual(codesOf('return { effects: [review(event.id, { reason: "unsure", expires: { at: 1 }, data: { reason: "free text" } })] };'), ['3 words unsure']);
});

test('what only running tells, and other records with a code, are let be', () => {
  assert.deepEqual(codesOf('const code = event.code;\nreturn { effects: [charge({ why: { code } }), tell(event.by, event.code, {})] };'), []);
  assert.deepEqual(codesOf('const parcel = { code: "A7", reason: "none" };\nreturn { state: { parcel } };'), []);
});
