// Files that must fail: with the right exit status, the line, the path and the word that was meant; never with a stack trace.
import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createCodeSandbox } from '../src/host/codes.ts';
import { loadKits } from '../src/host/kits.ts';
import { runFile } from '../src/cli/run.ts';
import { frankpledge } from './command.ts';

const folder = mkdtempSync(join(tmpdir(), 'negative-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const good = `title: "Short"
collective:
  name: Tombsboro
  zone: America/New_York
  units:
    crown: { decimals: 2 }
members:
  - { id: bunyan, opening: { crown: "100.00" } }
  - { id: ana, opening: { crown: "500.00" }, means: { crown: "800.00" } }
subcontracts:
  - id: wood
    kit: firewood
    parties: { provider: bunyan }
    terms: { base_price: "1.50" }
timeline:
  - at: 2026-01-05T18:00:00-05:00
    observe: { id: e1, subject: woodpile, event: taken, by: ana, count: 3, p: { event: 0.99, person: 0.98 } }
  - at: 2026-01-05T19:00:00-05:00
    expect:
      balances: { ana: { crown: "495.50" } }
      owed: []
`;
/** The last step of the good one. */
const expects = 'expect:\n      balances: { ana: { crown: "495.50" } }\n      owed: []';
const kits = loadKits();
const sandbox = await createCodeSandbox();

type Answer = { status: number; out: Record<string, unknown>; err: string };

/** `run --json` of one file, in this process: what it prints and its status. */
function run(content: string | Buffer): Answer {
  const file = join(folder, 'x.yaml');
  writeFileSync(file, content);
  const out: string[] = [];
  const err: string[] = [];
  const { log, error } = console;
  console.log = (line: string) => void out.push(line);
  console.error = (line: string) => void err.push(line);
  try {
    const status = runFile(file, kits, sandbox, true);
    assert.equal(out.length, 1, 'one object for the file');
    return { status, out: JSON.parse(out[0] ?? '') as Record<string, unknown>, err: err.join('\n') };
  } finally {
    console.log = log;
    console.error = error;
  }
}

type Problem = { line: number; path: string; message: string; nearest?: string; known?: string[] };

test('the good one holds, whatever its line ends and with a byte-order mark', () => {
  const plain = run(good);
  assert.deepEqual([plain.status, plain.out['ok']], [0, true]);
  assert.equal(run(`\uFEFF${good.replaceAll('\n', '\r\n')}`).out['root'], plain.out['root']);
});

test('an expectation that does not hold: exit status 1, step and path', () => {
  const { status, out } = run(good.replace('"495.50"', '"495.00"').replace('owed: []', 'owed: [ { from: ana, to: bunyan, unit: crown, amount: "1.00" } ]'));
  assert.equal(status, 1);
  assert.deepEqual(out['failures'], [
    { step: 2, path: 'balances.ana.crown', expected: '495.00', actual: '495.50' },
    { step: 2, path: 'owed', expected: [{ from: 'ana', to: 'bunyan', unit: 'crown', amount: '1.00' }], actual: [] },
  ]);
});

const wrong: readonly (readonly [what: string, from: string, to: string, line: number, message: RegExp, more?: Partial<Problem>])[] = [
  ['an unknown key', '    kit: firewood', '    kti: firewood', 12, /there is no key "kti"/, { nearest: 'kit', path: 'subcontracts[0].kti' }],
  ['an unknown kit', 'kit: firewood', 'kit: firewod', 12, /there is no kit "firewod"/, { nearest: 'firewood' }],
  ['a kit that is like none', 'kit: firewood', 'kit: sauna', 12, /there is no kit "sauna"/, { known: readdirSync(new URL('../kits', import.meta.url)).sort() }],
  ['an unknown member', 'provider: bunyan', 'provider: bunyon', 13, /there is no member "bunyon"/, { nearest: 'bunyan', path: 'subcontracts[0].parties.provider' }],
  ['an unknown unit', 'opening: { crown: "500.00" }', 'opening: { crwon: "500.00" }', 9, /there is no unit "crwon"/, { nearest: 'crown' }],
  ['an unknown zone', 'America/New_York', 'America/New_Yrok', 4, /there is no zone/, { nearest: 'America/New_York' }],
  ['an unknown term', 'base_price', 'base_prise', 14, /there is no key "base_prise"/, { nearest: 'base_price' }],
  ['too many decimals', '"500.00"', '"500.001"', 9, /more than 2 decimals/],
  ['too many digits for a number', '"500.00"', '123456789012345678', 9, /more digits than a number holds/],
  ['a fraction with too many digits', 'count: 3', 'count: 3.00000000000000001', 17, /more digits than a number holds/],
  ['no number', 'count: 3', 'count: .nan', 17, /no number/],
  ['times out of order', '2026-01-05T19', '2026-01-05T17', 18, /out of order/],
  ['a time that does not exist', '2026-01-05T18', '2026-02-30T18', 16, /does not exist/],
  ['an unknown value of an observation', 'count: 3', 'cuont: 3', 17, /there is no key "cuont"/, { nearest: 'count' }],
  ['a step that does two things', '    expect:\n', '    observe: { subject: a, event: b }\n    expect:\n', 18, /one thing/],
  ['a key twice', '    kit: firewood', '    kit: firewood\n    kit: firewood', 13, /twice/],
  ['two members with one id', 'id: ana', 'id: bunyan', 9, /two members/],
  ['a missing part', 'members:', 'membres:', 7, /there is no key "membres"/],
  ['a list where a record belongs', '  zone: America/New_York', '  zone: [ a ]', 4, /there is no zone/],
  ['a record where a list belongs', 'timeline:\n', 'timeline: {}\nx:\n', 15, /must be a list/],
  ['tabs', '  zone', '\tzone', 4, /tab|YAML/i],
  ['no YAML', 'collective:', 'collective: [', 3, /YAML/],
  ['an unclosed quote', '"Short"', '"Short', 1, /YAML/],
  ['an alias without its anchor', '"Short"', '*nothing', 1, /anchor/],
  ['an alias within its own anchor', 'count: 3', 'count: &a [*a]', 17, /&a stands within itself/],
  ['a set', 'count: 3', 'count: !!set {a}', 17, /only text, numbers/],
  ['a record within itself', 'base_price: "1.50"', 'houses: &t { house-a: ana, x: *t }', 14, /&t stands within itself/],
  ['a key that means something to the engine', 'count: 3', 'count: 3, __proto__: 1', 17, /can't be a key/],
  ['a lone surrogate', '"Short"', '"\\uD800"', 1, /Unicode/],
  ['a second document', 'timeline:', '---\ntimeline:', 15, /second document/],
  ['a balance beyond what the ledger holds', '"500.00"', '"90071992547409.91"', 8, /overflow|hold exactly/],
  ['an unknown action without a subcontract', expects, 'request: { by: ana, action: pya, with: { to: bunyan, unit: crown, amount: "1.00" } }', 19, /ask to pay or issue, not "pya"/, { nearest: 'pay', path: 'timeline[1].request.action' }],
  ['an action of a subcontract that is not named', expects, 'request: { by: ana, action: contest, with: { observation: e1 } }', 19, /add `subcontract: wood`/],
  ['a misspelt value of a payment', expects, 'request: { by: ana, action: pay, with: { too: bunyan, unit: crown, amount: "1.00" } }', 19, /there is no key "too"/, { nearest: 'to' }],
  ['a payment to nobody known', expects, 'request: { by: ana, action: pay, with: { to: bunyn, unit: crown, amount: "1.00" } }', 19, /there is no member "bunyn"/, { nearest: 'bunyan' }],
  ['an issue of an unknown unit', expects, 'request: { by: ana, action: issue, with: { to: ana, unit: crwn, amount: "1.00", reason: roof } }', 19, /there is no unit "crwn"/, { nearest: 'crown' }],
  ['an issue without a reason', expects, 'request: { by: ana, action: issue, with: { to: ana, unit: crown, amount: "1.00" } }', 19, /"reason" is missing/],
  ['a payment finer than its unit', expects, 'request: { by: ana, action: pay, with: { to: bunyan, unit: crown, amount: "1.001" } }', 19, /more than 2 decimals/],
  ['a misspelt part of a consent', expects, 'request: { by: ana, subcontract: wood, action: consent, with: { prt: x } }', 19, /there is no key "prt"/, { nearest: 'part' }],
  ['too deep', '"Short"', `${'['.repeat(3000)}${']'.repeat(3000)}`, 1, /nested/],
];

for (const [what, from, to, line, message, more] of wrong) {
  test(`exit status 2: ${what}`, () => {
    const text = good.replace(from, to);
    assert.notEqual(text, good);
    const { status, out, err } = run(text);
    assert.equal(status, 2, JSON.stringify(out));
    assert.equal(out['ok'], false);
    const problems = out['error'] as Problem[];
    const found = problems.find((problem) => problem.line === line && message.test(problem.message));
    assert.ok(found !== undefined, JSON.stringify(problems));
    for (const [key, value] of Object.entries(more ?? {})) assert.deepEqual(found[key as keyof Problem], value);
    assert.match(err, new RegExp(`x\\.yaml:${line}: `));
    assert.doesNotMatch(err, /\n\s+at /);
  });
}

test('a word that nobody listens to is data: it is played, and a note on standard error asks whether it was meant', () => {
  const asked = (request: string): string => good.replace(expects, request);
  for (const [text, note] of [
    [good.replace('event: taken', 'event: takn'), /^\S*x\.yaml:17: nobody listens to event "takn"; did you mean "taken"\?$/m],
    [good.replace('woodpile', 'woodpil'), /x\.yaml:17: nobody listens to taken of subject "woodpil"; did you mean "woodpile"\?/],
    [good.replace('subject: woodpile', 'subject: barn'), /x\.yaml:17: nobody listens to taken of subject "barn"; known: woodpile/],
    [asked('request: { by: ana, subcontract: wood, action: contst, with: { observation: e1 } }'), /x\.yaml:19: wood has no action "contst"; did you mean "contest"\?/],
    [asked('request: { by: ana, subcontract: wood, action: contest, with: { observaton: e1 } }'), /x\.yaml:19: contest of wood takes no "observaton"; did you mean "observation"\?/],
    [asked('request: { by: ana, subcontract: wood, action: consent, with: { part: guarantee } }'), /x\.yaml:19: wood has no part "guarantee"/],
  ] as const) {
    const { status, out, err } = run(text);
    assert.match(err, note);
    assert.ok(status < 2 && Array.isArray(out['failures']), 'it is played');
  }
  assert.equal(run(good).err, '');
  const thrice = good.replace('  - at: 2026-01-05T19', '  - at: 2026-01-05T18:10:00-05:00\n    observe: { subject: woodpile, event: takn }\n  - at: 2026-01-05T18:11:00-05:00\n    observe: { subject: woodpile, event: takn }\n  - at: 2026-01-05T19');
  assert.equal(run(thrice).err.split('\n').length, 1, 'one note for one word');
});

test('an empty file, a file of comments, a word, a list, UTF-16, no UTF-8', () => {
  for (const [content, message] of [
    ['', /empty/], ['  \n\n', /empty/], ['# nothing\n', /nothing/], ['word\n', /must be a record/], ['- a\n', /must be a record/],
    [Buffer.from(good, 'utf16le'), /UTF-8|YAML|record/], [Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(good, 'utf16le')]), /UTF-16/],
    [Buffer.from(good.replace('Short', 'Sh\u00f6rt'), 'latin1'), /UTF-8/],
  ] as const) {
    const { status, out } = run(content as string);
    assert.equal(status, 2);
    assert.match((out['error'] as Problem[])[0]?.message ?? '', message);
  }
});

test('changed at random, a file is read, refused with a line, or fails with a step: never a stack trace', () => {
  const seed = Number(process.env['SEED'] ?? 20261120);
  const random = mulberry(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const scraps = ['', ' ', '\n', '\t', ':', ': ', '- ', '{', '}', '[', ']', '"', '\'', '#', '&a ', '*a', '|', '>', '!!binary ', '!x ', '? ', '~', 'null', '-1', '1e400',
    '0x1F', '.inf', 'true', '2026-01-01', '9007199254740993', '0.1', '\u0000', '\u2028', '%', '@', '<<: ', 'ana', 'crown', 'expect', '---\n', '{}', '[]', '"\\uDC00"'];
  for (let i = 0; i < 1500; i++) {
    let text = good;
    for (let edits = 1 + Math.floor(random() * 3); edits > 0; edits--) {
      const at = Math.floor(random() * text.length);
      text = text.slice(0, at) + pick(scraps) + text.slice(at + Math.floor(random() * random() * 12));
    }
    const again = `SEED=${seed}, file ${i}:\n${text}`;
    let answer: Answer;
    try {
      answer = run(text);
    } catch (error) {
      assert.fail(`${error instanceof Error ? error.stack : String(error)}\n${again}`);
    }
    assert.ok([0, 1, 2].includes(answer.status), again);
    if (answer.status !== 2) continue;
    const problems = answer.out['error'] as Problem[];
    assert.ok(problems.length > 0 && problems.every(({ line, message }) => line >= 1 && message !== '' && !message.includes('fault of the program')), `${JSON.stringify(problems)}\n${again}`);
  }
});

test('as a command: several files, their order, the worst status; nothing else on standard output', () => {
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const files = [file('a.yaml', good), file('b.yaml', good.replace('"495.50"', '"1.00"')), file('c.yaml', 'x: ['), folder, join(folder, 'nothing.yaml')];
  const { status, stdout, stderr } = frankpledge(['run', ...files, '--json']);
  assert.equal(status, 2);
  const answers = stdout.trimEnd().split('\n').map((line) => JSON.parse(line) as { file: string; ok: boolean; error?: Problem[] });
  assert.deepEqual(answers.map((each) => [each.file, each.ok]), files.map((name, i) => [name, i === 0]));
  assert.match(answers[3]?.error?.[0]?.message ?? '', /folder/);
  assert.match(answers[4]?.error?.[0]?.message ?? '', /no such file/);
  assert.match(stderr, /c\.yaml:1: /);
  assert.equal(frankpledge(['run', files[1] ?? '']).status, 1);
  assert.match(frankpledge(['run', files[1] ?? '']).stdout, /step 2 \(line 18\) balances\.ana\.crown: expected "1\.00", got "495\.50"/);
  const poor = file('d.yaml', good.replace(expects, 'request: { by: ana, action: pay, with: { to: bunyan, unit: crown, amount: "900.00" } }\n  - at: 2026-01-05T19:01:00-05:00\n    expect: { balances: { ana: { crown: "0.00" } } }'));
  assert.match(frankpledge(['run', poor]).stdout, /^FAIL .*\n {2}note: step 2 was refused: .*\[insufficient_balance\]\n {2}step 3 .*expected "0\.00"/, 'why comes before what failed');
  assert.equal(frankpledge(['run']).status, 2);
  assert.match(frankpledge(['run', '--jsno', 'x']).stderr, /did you mean "--json"/);
});

/** mulberry32, by T. Ettinger: small, seeded, good enough to vary tests. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
