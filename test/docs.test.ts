/** The manual and the README are held to the product: files and commands on their pages are taken out and run, tables are compared, links resolved. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { commands } from '../src/cli/commands.ts';
import { reportError } from '../src/cli/errors.ts';
import { readLibrary } from '../src/adapters/installation/library.ts';
import { compile } from '../src/compiler/compile.ts';
import { methods } from '../src/compiler/rules.ts';
import * as library from '../src/contract/index.ts';
import { openSqliteJournal } from '../src/adapters/journal-sqlite/journal.ts';
import { createCodeSandbox } from '../src/host/codes.ts';
import { connect } from '../src/host/connection.ts';
import { findSigner, openCollective } from '../src/host/data-folder.ts';
import { sealEntry } from '../src/host/sealing.ts';
import { createSealVerifier } from '../src/adapters/keys/node.ts';
import { sealMessage } from '../src/log/record.ts';
import { askedShown } from '../src/views/queries.ts';
import type { Observation, SealedEntry } from '../src/vocabulary/entries.ts';
import { aboutRefusal, refusalCodes } from '../src/vocabulary/refusals.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const manual = join(root, 'docs/manual');
const pages = [join(root, 'README.md'), ...readdirSync(manual).filter((name) => name.endsWith('.md')).sort().map((name) => join(manual, name))].filter((path) => existsSync(path));
const page = (name: string): string => readFileSync(join(name === 'README.md' ? root : manual, name), 'utf8');

/** A block of code with the comment before it, as `<!-- file: kit.yaml -->`. */
type Block = { readonly tag: string; readonly about: string; readonly language: string; readonly text: string };

function blocksOf(text: string): Block[] {
  return [...text.matchAll(/(?:^<!-- (\w+)(?:: ([^>]*?))? -->\n)?^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, tag = '', about = '', language = '', body = '']) => ({ tag, about, language, text: body }));
}

/** The lines of a table after a comment `<!-- name -->`, split into cells. */
function tables(text: string, name: string): string[][] {
  const found = [...text.matchAll(new RegExp(`<!-- ${name} -->\\n((?:\\|.*\\n?)+)`, 'g'))];
  return found.flatMap(([, body = '']) => body.trim().split('\n').slice(2)).map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim().replaceAll('\\|', '|')));
}

let folder = '';
before(() => { folder = mkdtempSync(join(tmpdir(), 'frankpledge-docs-')); });
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command as `main.ts` does, in the folder of the tests. */
async function frankpledge(args: readonly string[]): Promise<{ readonly status: number; readonly said: string }> {
  const [name = '', ...rest] = args;
  const said: string[] = [];
  const { log, error } = console;
  const from = process.cwd();
  process.chdir(folder);
  console.log = console.error = (...what: unknown[]) => void said.push(what.join(' '));
  try {
    const status = await (commands.get(name)?.run(rest) ?? reportError(new Error(`there is no command "${name}"`)));
    return { status, said: said.join('\n') };
  } catch (thrown) {
    return { status: reportError(thrown), said: said.join('\n') };
  } finally {
    Object.assign(console, { log, error });
    process.chdir(from);
  }
}

/** The arguments of a command as a shell would split them. */
function words(line: string): string[] {
  return [...line.replace(/\s+#.*$/, '').matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

const call = /npm run -s frankpledge -- (.*)$/;

/** Names of proposals on the pages stand for those that come out: each for the last that was proposed. */
const named: { readonly [what in 'proposal' | 'amendment']: string } = { proposal: '3f9a1c02', amendment: 'b81e7d45' };

async function runBlocks(name: string): Promise<void> {
  let last: { readonly [what in 'proposal' | 'amendment']: string } = named;
  for (const { tag, text } of blocksOf(page(name))) {
    if (tag !== 'run') continue;
    for (const line of text.trim().split('\n')) {
      const { status, said } = await runLine(name, line.replace(named.proposal, last.proposal).replace(named.amendment, last.amendment));
      assert.equal(status, 0, `${name}: ${line}\n${said}`);
      const [, what, id = ''] = /it is (proposal|amendment) ([0-9a-f]{8})/.exec(said) ?? [];
      if (what === 'proposal' || what === 'amendment') last = { ...last, [what]: id };
    }
  }
}

async function runLine(name: string, line: string): Promise<{ readonly status: number; readonly said: string }> {
  if (line.startsWith('mkdir -p ')) {
    mkdirSync(join(folder, line.slice('mkdir -p '.length)), { recursive: true });
    return { status: 0, said: '' };
  }
  const [, args] = call.exec(line) ?? [];
  assert.ok(args !== undefined, `${name}: what is "${line}"?`);
  return frankpledge(words(args));
}

function extract(name: string, tag: string, into: string): void {
  for (const block of blocksOf(page(name)).filter((each) => each.tag === tag)) {
    const path = join(folder, into, block.about);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, block.text);
  }
}

/**
 * A page that goes step by step: files are made and changed, commands are run, and print what stands below them.
 * @returns the contract as it was at each command
 */
async function follow(name: string, contract: string): Promise<Set<string>> {
  const stages = new Set<string>();
  let last = '';
  for (const { tag, about, language, text } of blocksOf(page(name))) {
    if (tag === 'file') writeFileSync(join(folder, 'my-kits', about), text);
    if (tag === 'settings') writeFileSync(join(folder, about), text);
    if (language === 'diff') change(text);
    if (tag === 'prints') assert.equal(about === 'at its end' ? last.slice(-text.trim().length) : last, text.trim(), name);
    if (tag !== 'run') continue;
    if (existsSync(join(folder, contract))) stages.add(readFileSync(join(folder, contract), 'utf8'));
    for (const line of text.trim().split('\n')) {
      const { status, said } = await runLine(name, line);
      assert.equal(status, about === 'fails' ? 1 : 0, `${name}: ${line}\n${said}`);
      last = said.trim();
    }
  }
  return stages;
}

/** Holds contracts to their types; they lie outside the repository, and find the library as page 6 tells an editor to. */
function checkTypes(contracts: Iterable<string>): void {
  const at = join(folder, 'typed');
  mkdirSync(at);
  const paths = { 'frankpledge/contract': [join(root, 'src/contract/index.ts')] };
  writeFileSync(join(at, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(at, 'tsconfig.json'), JSON.stringify({ extends: join(root, 'tsconfig.base.json'), compilerOptions: { noEmit: true, paths }, include: ['*.ts'] }));
  for (const [i, text] of [...contracts].entries()) writeFileSync(join(at, `${i}.ts`), text);
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', at], { encoding: 'utf8' });
  assert.equal(status, 0, stdout + stderr);
}

/** Changes a file as `patch -p0` would, but only where each hunk says and as it counts. */
function change(diff: string): void {
  const path = join(folder, /^\+\+\+ (\S+)$/m.exec(diff)?.[1] ?? assert.fail(diff));
  const lines = readFileSync(path, 'utf8').split('\n');
  for (const [, oldCount = '1', at, newCount = '1', hunk = ''] of diff.matchAll(/^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n((?:[-+ ].*\n|\n)+)/gm)) {
    const side = (others: string): string[] => hunk.split('\n').slice(0, -1).filter((line) => !line.startsWith(others)).map((line) => line.slice(1));
    const before = side('+');
    const after = side('-');
    assert.deepEqual([before.length, after.length], [Number(oldCount), Number(newCount)], hunk);
    assert.deepEqual(lines.splice(Number(at) - 1, before.length, ...after), before, hunk);
  }
  writeFileSync(path, lines.join('\n'));
}

/** What devices would have sent to the collective of pages 2 and 3. */
async function sendObservations(): Promise<void> {
  const data = join(folder, 'linden');
  const gateway = findSigner(data, 'gateway');
  assert.ok(gateway !== undefined);
  const now = Date.now();
  const observations: Observation[] = [
    { device: 'scale', seq: 7, subject: 'woodpile', event: 'taken', at: now, values: { by: 'ana', count: 4 } },
    { device: 'scale', seq: 8, subject: 'woodpile', event: 'taken', at: now, values: { by: null, count: 2 } },
    { device: 'box', seq: 1, subject: 'cashbox', event: 'cash_taken', at: now, values: { by: 'ana', amount: '20.00' } },
  ];
  const journal = openSqliteJournal(data, 'write');
  const collective = openCollective({ journal, sandbox: await createCodeSandbox() });
  const [answer] = collective.take([sealEntry(gateway, { kind: 'observe', body: { observations } }, collective.state.origin, now, 'docs')], now);
  journal.close();
  assert.equal(answer?.status, 'recorded');
}

test('the kit of page 6 is checked and tested as it stands there, in under 150 lines', async () => {
  extract('06-write-a-kit.md', 'file', 'my-kits');
  const lines = blocksOf(page('06-write-a-kit.md')).filter(({ tag }) => tag === 'file').reduce((sum, { text }) => sum + text.split('\n').length - 1, 0);
  assert.ok(lines > 0 && lines < 150, `${lines} lines`);
  await runBlocks('06-write-a-kit.md');
});

test('the kit of page 7 that wakes on incomes is checked and tested as it stands there', async () => {
  extract('07-the-contract-language.md', 'file', 'my-kits');
  await runBlocks('07-the-contract-language.md');
});

test('page 22 builds kits/gifts step by step, each step is typed and prints what it says, and the questions are answered as it shows them', async () => {
  const name = '22-a-kit-step-by-step.md';
  const stages = await follow(name, 'my-kits/gifts/contract.ts');
  assert.equal(stages.size, 7);
  checkTypes(stages);
  const made = readdirSync(join(folder, 'my-kits/gifts'), { recursive: true, encoding: 'utf8' }).filter((each) => /\.(yaml|ts)$/.test(each));
  assert.ok(made.includes('kit.yaml') && made.includes('contract.ts') && made.length > 7, made.join(', '));
  for (const each of made) assert.equal(readFileSync(join(folder, 'my-kits/gifts', each), 'utf8'), readFileSync(join(root, 'kits/gifts', each), 'utf8'), each);
  const data = join(folder, 'village');
  const { view, close } = await connect(data, 'read');
  close();
  const journal = openSqliteJournal(data, 'read');
  const collective = openCollective({ journal, sandbox: await createCodeSandbox() });
  const [observation = ''] = [...collective.state.cells.keys()].flatMap((key) => /^gifts gift\/(.*)$/.exec(key)?.[1] ?? []);
  const answers = blocksOf(page(name)).filter(({ tag }) => tag === 'answers');
  assert.equal(answers.length, 2);
  for (const { about, text } of answers) {
    const [question = '', by = ''] = about.split(' ');
    const asked = collective.ask('gifts', question, by, question === 'gift' ? { observation } : {});
    assert.ok(asked.ok, about);
    const { shown, why } = askedShown(view, 'gifts', question, asked.value);
    assert.deepEqual({ shown, why }, JSON.parse(text), about);
  }
  journal.close();
});

test('the README\'s first kit, and page 1\'s command, run as they stand there', async () => {
  extract('README.md', 'file', 'my-kits');
  await runBlocks('README.md');
  await runBlocks('01-try-it.md');
});

test('founding, everyday acts and the log\'s commands run as pages 2, 3, 8 and 13 show them', async () => {
  extract('02-your-own-collective.md', 'settings', '.');
  const [foundingBlock] = blocksOf(page('02-your-own-collective.md')).filter(({ tag }) => tag === 'run');
  assert.ok(foundingBlock !== undefined);
  const { status, said } = await frankpledge(words(call.exec(foundingBlock.text.trim())?.[1] ?? ''));
  assert.equal(status, 0, said);
  copyFileSync(join(folder, 'linden/keys/member-kim.json'), join(folder, 'kim.json'));
  await sendObservations();
  await runBlocks('03-everyday.md');
  for (const block of blocksOf(page('02-your-own-collective.md')).filter(({ tag }) => tag === 'run').slice(1)) {
    for (const line of block.text.trim().split('\n')) {
      const done = await frankpledge(words(call.exec(line)?.[1] ?? ''));
      assert.equal(done.status, 0, `${line}\n${done.said}`);
    }
  }
  await runBlocks('08-the-log.md');
  await runBlocks('13-check-it-yourself.md');
});

test('page 16 founds a collective by its founders\' signatures, proposes, votes, amends, delegates, stops and leaves as it shows it', async () => {
  extract('16-decide.md', 'settings', '.');
  extract('16-decide.md', 'file', '.');
  await runBlocks('16-decide.md');
});

test('page 18 trains and evaluates a model and fuses answers as it shows it', async () => {
  extract('18-sensing-models.md', 'file', '.');
  await runBlocks('18-sensing-models.md');
});

test('page 20 founds a house with an account, puts down income, pays out, takes back and reads a statement as it shows it', async () => {
  extract('20-money-from-outside.md', 'settings', '.');
  extract('20-money-from-outside.md', 'file', '.');
  await runBlocks('20-money-from-outside.md');
});

test('scenarios on the pages hold', async () => {
  let count = 0;
  for (const path of pages) {
    for (const { tag, text } of blocksOf(readFileSync(path, 'utf8'))) {
      if (tag !== 'scenario') continue;
      count += 1;
      writeFileSync(join(folder, 'scenario.yaml'), text);
      const { status, said } = await frankpledge(['run', 'scenario.yaml']);
      assert.equal(status, 0, `${relative(root, path)}\n${said}`);
    }
  }
  assert.ok(count >= 3);
});

test('a signed batch made by page 9\'s script has a seal that fits', (t) => {
  const script = blocksOf(page('09-devices.md')).find(({ about }) => about === 'sign.mjs')?.text;
  assert.ok(script !== undefined, 'page 9 has sign.mjs');
  if (spawnSync('openssl', ['version']).status !== 0) return t.skip('there is no openssl here');
  const shell = (line: string): string => {
    const done = spawnSync('sh', ['-c', line], { cwd: folder, encoding: 'utf8', env: { ...process.env, PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}` } });
    assert.equal(done.status, 0, `${line}\n${done.stderr}`);
    return done.stdout.trim();
  };
  writeFileSync(join(folder, 'sign.mjs'), script);
  const key = blocksOf(page('09-devices.md')).find(({ tag }) => tag === 'openssl')?.text.trim().split('\n') ?? [];
  assert.equal(key.length, 2);
  shell(key[0] ?? '');
  const publicKey = shell(key[1] ?? '');
  const sealed = JSON.parse(shell('node sign.mjs frankpledge/0123456789abcdef thermo-a 1 15.2')) as SealedEntry;
  assert.ok(createSealVerifier().verify(publicKey, sealMessage(sealed.entry), sealed.seal.sig));
});

test('page 10 lists all refusals, in their order, with what the program says', () => {
  const rows = tables(page('10-errors-and-limits.md'), 'refusals');
  assert.deepEqual(rows.map(([code = '', , hint = '', http = '']) => ({ code: code.replaceAll('`', ''), hint, http })),
    refusalCodes.map((code) => ({ code, hint: aboutRefusal(code).hint, http: String(aboutRefusal(code).http) })));
});

test('page 10\'s limits are those of the code, and none that others may use is left out', () => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const declared = new Map<string, string[]>();
  const exported = new Set<string>();
  for (const name of sources) {
    const text = readFileSync(join(root, 'src', name), 'utf8');
    for (const [, isExported, limit = '', value = ''] of text.matchAll(/^(export )?const (\w+) = ([\d_ *+.\w]+);/gm)) {
      declared.set(limit, [...(declared.get(limit) ?? []), value]);
      if (isExported !== undefined && limit.endsWith('Max') && /^(vocabulary|kernel|views)/.test(name)) exported.add(limit);
    }
    for (const [, limit = '', value = ''] of text.matchAll(/^ {2}(\w+Max): ([\d_]+),/gm)) declared.set(limit, [...(declared.get(limit) ?? []), value]);
  }
  const known = (value: string): number => Number(value.replaceAll('_', '').split('*').map((factor) => {
    const name = factor.trim();
    return /^\d+$/.test(name) ? Number(name) : known(declared.get(name)?.[0] ?? 'NaN');
  }).reduce((product, factor) => product * factor, 1));
  const shown = (value: string): number => Number(value.replaceAll(',', '').replace(/ (bytes|characters|days|ms)$/, '').replace(/ MiB$/, 'e0').replace(/ KiB$/, ''));
  const scale = (value: string): number => (value.endsWith('MiB') ? 1_048_576 * parseInt(value, 10) : value.endsWith('KiB') ? 1024 * parseInt(value, 10) : shown(value));
  const listed = tables(page('10-errors-and-limits.md'), 'limits').map(([name = '', value = '']) => ({ name: name.replaceAll('`', ''), value: scale(value) }));
  for (const { name, value } of listed) {
    const values = (declared.get(name) ?? []).map(known);
    assert.ok(values.includes(value), `${name} is ${values.join(', ') || 'nowhere'} in the code, ${value} on the page`);
  }
  const names = new Set(listed.map(({ name }) => name));
  const left = [...exported].filter((name) => !names.has(name) && name !== 'instantMax');
  assert.deepEqual(left, [], 'limits that page 10 leaves out');
});

test('page 7 lists the methods and the library as they are, and what it says is refused is refused', () => {
  const text = page('07-the-contract-language.md');
  const listed = /<!-- methods -->\n(.*)/.exec(text)?.[1] ?? '';
  assert.deepEqual([...listed.matchAll(/`(\w+)`/g)].map(([, name]) => name).sort(), Object.keys(methods).sort());
  const section = /<!-- library -->\n([\s\S]*?)\n\n/.exec(text)?.[1] ?? '';
  for (const name of Object.keys(library)) assert.match(section, new RegExp(`\`${name}\``), `page 7 leaves out ${name}`);
  const sources = readLibrary();
  const compiles = (statement: string): boolean => compile(`import { contract } from 'frankpledge/contract';
export default contract({ observed: { seen: ({ event }) => { let { a, b, c, x, y, list } = event; ${statement}; return {}; } } });`, sources).ok;
  assert.ok(compiles('a = b + c'), 'the frame itself is sound');
  for (const [cell = ''] of tables(text, 'refused')) {
    for (const [, statement = ''] of cell.matchAll(/`([^`]+)`/g)) {
      if (statement !== 'let x = 1') assert.ok(!compiles(statement), `page 7 says that this is refused: ${statement}`);
    }
  }
});

test('tables of kinds of entries, effects and types of values are complete', () => {
  const source = (name: string): string => readFileSync(join(root, 'src/vocabulary', name), 'utf8');
  const found = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
  const firstCells = (name: string, comment: string): string[] => tables(page(name), comment).flatMap(([cell = '']) => found(cell, /`([\w.]+)`/g)).sort();
  assert.deepEqual(firstCells('08-the-log.md', 'kinds'), found(source('entries.ts'), /readonly kind: '([\w.]+)'/g));
  assert.deepEqual(firstCells('07-the-contract-language.md', 'types'), found(source('kit.ts'), /readonly type: '(\w+)'/g));
  assert.deepEqual(firstCells('07-the-contract-language.md', 'effects').map((name) => (name === 'voidTransfer' ? 'void' : name)).sort(), found(source('effects.ts'), /readonly do: '(\w+)'/g));
});

test('page 7\'s table of wakings names each group, and what a handler of it is told', () => {
  const source = (name: string): string => readFileSync(join(root, 'src', name), 'utf8');
  const rows = tables(page('07-the-contract-language.md'), 'wakes').map(([group = '', , , told = '']) => [group.replaceAll('`', ''), [...told.matchAll(/`(\w+)`/g)].map(([, name]) => name)] as const);
  assert.deepEqual(rows.map(([group]) => group), [...source('vocabulary/kit.ts').matchAll(/^ {2}readonly (\w+)\?: \{ readonly \[name: string\]: \w+Rule \};$/gm)].map(([, group]) => group));
  const types: { readonly [group: string]: string } = { posted: 'Posted', due: 'FellDue', marked: 'Marked', decided: 'Decided', consented: 'Consented' };
  for (const [group, told] of rows) {
    const [, body = ''] = new RegExp(`export type ${types[group] ?? ''} = Occasion & \\{([^}]*)\\}`).exec(source('contract/contract.ts')) ?? [];
    assert.deepEqual(told.filter((name) => name !== 'null' && name !== 'why'), [...body.matchAll(/readonly (\w+):/g)].map(([, name]) => name), group);
  }
});

test('the pages name the port that `start` takes when none is given', () => {
  const [, port = ''] = /const portDefault = (\d+);/.exec(readFileSync(join(root, 'src/cli/start.ts'), 'utf8')) ?? [];
  for (const name of ['http.md', '01-try-it.md']) {
    const named = new Set([...page(name).matchAll(/http:\/\/(?:localhost|127\.0\.0\.1):(\d+)/g)].map(([, each]) => each));
    assert.deepEqual([...named], [port], name);
  }
});

test('every refusal of the list is one that something gives', () => {
  const sources = ['src', 'kits'].flatMap((top) => readdirSync(join(root, top), { recursive: true, encoding: 'utf8' }).map((name) => join(root, top, name)));
  const text = sources.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('refusals.ts')).map((name) => readFileSync(name, 'utf8')).join('\n');
  const byKits = ['contract_refused']; // kept for what a kit refuses for a reason of its own
  assert.deepEqual(refusalCodes.filter((code) => !text.includes(`'${code}'`) && !byKits.includes(code)), []);
});

test('commands and options on the pages exist', () => {
  for (const path of pages) {
    const text = readFileSync(path, 'utf8');
    for (const [line, args = ''] of text.replaceAll('npm start --', 'npm run -s frankpledge -- start').matchAll(/npm run -s frankpledge -- ([^`\n]*)/g)) {
      const [name = '', ...rest] = words(args);
      const command = commands.get(name);
      assert.ok(command !== undefined, `${relative(root, path)}: ${line}`);
      for (const option of rest.filter((word) => word.startsWith('--'))) assert.ok([command.usage, ...(command.details ?? [])].join(' ').includes(option.replace(/=.*/, '')), `${relative(root, path)}: ${name} knows no ${option}`);
    }
  }
});

test('links between pages resolve, with their headings', () => {
  for (const path of pages) {
    for (const [, target = ''] of readFileSync(path, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [file = '', heading] = target.split('#');
      const to = file === '' ? path : join(dirname(path), file);
      assert.ok(existsSync(to), `${relative(root, path)} links to ${target}, which isn't there`);
      if (heading !== undefined) assert.ok(headingsOf(readFileSync(to, 'utf8')).includes(heading), `${relative(root, path)} links to ${target}: there is no such heading`);
    }
  }
});

/** As GitHub writes them in addresses. */
function headingsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, words = '']) => words.toLowerCase().replace(/[^\w\- ]/g, '').replaceAll(' ', '-'));
}
