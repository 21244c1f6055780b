// `npm run test:browser`: the checks in a real Chromium, two files at a time, on a page that is built once before them.
//   npm run test:browser [-- NAME…] [--update-images] [--every-way]
// A NAME is a file's, without its ending, or a folder's.
import { globSync } from 'node:fs';
import { join } from 'node:path';
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
run({ files, concurrency: filesAtOnce, timeout: fileMsMax, argv: flags, execArgv: ['--disable-warning=ExperimentalWarning'] })
  .on('test:fail', () => { process.exitCode = 1; })
  .compose(new spec())
  .pipe(process.stdout);
