// `npm run test:browser`: the checks in a real Chromium, two files at a time, on a page that is built once before them.
//   npm run test:browser [-- NAME…] [--update-images] [--every-way]
// A NAME is a file's, without its ending, or a folder's.
import { globSync } from 'node:fs';
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { buildPage, isPageFresh } from '../src/host/page.ts';

const folder = join(import.meta.dirname, '..', 'test', 'browser');
/** As many as the smallest machine that this is run on has cores; each has a server and a browser of its own. */
const filesAtOnce = 2;
const fileMsMax = 15 * 60_000;

const names = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const all = globSync('**/*.check.ts', { cwd: folder }).sort();
const isNamed = (file: string, name: string): boolean => file === `${name}.check.ts` || file.startsWith(`${name}/`);
const unknown = names.find((name) => !all.some((file) => isNamed(file, name)));
if (unknown !== undefined) {
  console.error(`there is no check ${unknown}; there are ${all.map((file) => file.replace('.check.ts', '')).join(', ')}`);
  process.exit(2);
}

if (!isPageFresh()) await buildPage();
const files = all.filter((file) => names.length === 0 || names.some((name) => isNamed(file, name))).map((file) => join(folder, file));
const failed = await check(files, filesAtOnce);
// Once more, each file by itself: what a busy machine did to a check in a browser isn't taken for the app's fault, and isn't kept quiet either.
const still = failed.length === 0 ? [] : await (console.log(`\n== again, by themselves: ${inShort(failed)}`), check(failed, 1));
if (failed.length > still.length) console.log(`\n== passed only the second time: ${inShort(failed.filter((file) => !still.includes(file)))}`);
if (still.length > 0) process.exitCode = 1;

/** @returns the files of which something failed; all of them where something failed that names none of them */
async function check(these: readonly string[], atOnce: number): Promise<string[]> {
  const failing = new Set<string>();
  let passed = false;
  const tests = run({ files: [...these], concurrency: atOnce, timeout: fileMsMax, argv: flags, execArgv: ['--disable-warning=ExperimentalWarning'] })
    // A test names the file in which it is written, as a journey's; which file was run, that one's summary says. Without a file it is that of all.
    .on('test:summary', ({ file, success }) => { if (file === undefined) passed = success; else if (!success) failing.add(file); })
    // One that ended before its summary, as one that can't be loaded, fails in its own name.
    .on('test:fail', ({ file, todo }) => { if (todo === undefined && file !== undefined) failing.add(file); });
  for await (const line of tests.compose(new spec())) process.stdout.write(line);
  const known = these.filter((file) => failing.has(file));
  return passed || known.length > 0 ? known : [...these];
}

function inShort(these: readonly string[]): string {
  return these.map((file) => relative(folder, file).replace('.check.ts', '')).join(', ');
}
