/** `frankpledge backtest SOURCE`: what a change would have done, before anyone votes on it. */
import { basename } from 'node:path';
import { runBacktest, TermsFileError, type ChangeGiven } from '../host/backtest.ts';
import { readTextFile } from '../host/text-file.ts';
import { isDay } from '../vocabulary/time.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { backtestText } from './backtest-text.ts';
import { findKit } from './find-kit.ts';
import { FileError } from './problems.ts';
import { createSteps } from './progress.ts';

export const backtest = defineCommand({
  name: 'backtest',
  usage: 'SOURCE --subcontract ID [--terms FILE.yaml]… [--kit KIT] [--party NAME=MEMBER]… [--kits DIR]… [--from DAY] [--json]',
  says: 'says what other terms, another version or a new agreement would have done in the past: who would have paid, received and owed how much, and where; several files of terms are rivals. Touches nothing',
  options: {
    subcontract: { type: 'string' }, terms: { type: 'string', multiple: true }, kit: { type: 'string' }, party: { type: 'string', multiple: true },
    kits: { type: 'string', multiple: true }, from: { type: 'string' }, json: { type: 'boolean' },
  },
  names: ['SOURCE'],
  run: async ({ values, wrong, positionals: [source = ''] }) => {
    const { subcontract, from } = values;
    if (subcontract === undefined) throw wrong('--subcontract is missing: the agreement that would be another');
    if (from !== undefined && !isDay(from)) throw wrong(`--from is a day such as 2026-01-31, not "${from}"`);
    if (values.terms === undefined && values.kit === undefined && values.party === undefined) throw wrong('nothing is another: give --terms FILE.yaml with the terms that change, or --kit KIT');
    const kit = values.kit === undefined ? undefined : findKit(values.kit, values.kits);
    const parties = Object.fromEntries(readPairs(values.party ?? [], wrong));
    const common = { subcontract, parties, ...(kit === undefined ? {} : { kit: { manifest: kit.manifest, code: kit.code, codeHash: kit.codeHash } }) };
    const changes = values.terms === undefined ? [{ ...common, label: kit === undefined ? 'other parties' : `${kit.manifest.name} ${kit.manifest.version}` }] : labelled(values.terms).map(({ label, terms }) => ({ ...common, label, terms }));
    const progress = createSteps();
    try {
      const shown = await runBacktest({ source, changes, from }, (part, what) => progress.at(part, what === 'trying' ? 'going through the past' : what));
      progress.end();
      console.log(values.json === true ? JSON.stringify(shown) : backtestText(shown));
      return 0;
    } catch (error) {
      progress.end();
      if (error instanceof TermsFileError) throw new FileError(error.found.file, error.found.problems);
      throw error;
    }
  },
});

/** By the files' names, or by their paths where two are called the same. */
function labelled(files: readonly string[]): { readonly label: string; readonly terms: NonNullable<ChangeGiven['terms']> }[] {
  const names = files.map((file) => basename(file));
  return files.map((file, place) => {
    const read = readTextFile(file);
    if ('problem' in read) throw new FileError(file, [read.problem]);
    const name = names[place] ?? file;
    return { label: names.indexOf(name) === names.lastIndexOf(name) ? name : file, terms: { file, text: read.text } };
  });
}
