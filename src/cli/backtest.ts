/** `frankpledge backtest SOURCE`: what a change would have done, before anyone votes on it. */
import { basename } from 'node:path';
import { runBacktest, TermsFileError, type ChangeGiven } from '../host/backtest.ts';
import { connect } from '../host/connection.ts';
import { proposedChanges } from '../host/proposed-changes.ts';
import { readTextFile } from '../host/text-file.ts';
import { shortProposal } from '../views/say.ts';
import { isDay } from '../vocabulary/time.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { backtestText } from './backtest-text.ts';
import { UsageError } from './errors.ts';
import { findKit } from './find-kit.ts';
import { UnknownNameError } from './names.ts';
import { FileError } from './problems.ts';
import { createSteps } from './progress.ts';

export const backtest = defineCommand({
  name: 'backtest',
  usage: 'SOURCE --subcontract ID [--set TERM=VALUE]… [--terms FILE.yaml]… [--kit KIT] [--party NAME=MEMBER]… [--kits DIR]… | SOURCE --proposal NAME  [--from DAY] [--json]',
  says: 'says what other terms, another version, a new agreement or an open proposal would have done in the past: who would have paid, received and owed how much, and where; several files of terms are rivals. Touches nothing',
  options: {
    subcontract: { type: 'string' }, set: { type: 'string', multiple: true }, terms: { type: 'string', multiple: true }, kit: { type: 'string' }, party: { type: 'string', multiple: true },
    kits: { type: 'string', multiple: true }, proposal: { type: 'string' }, from: { type: 'string' }, json: { type: 'boolean' },
  },
  names: ['SOURCE'],
  run: async ({ values, wrong, positionals: [source = ''] }) => {
    const { from, proposal } = values;
    if (from !== undefined && !isDay(from)) throw wrong(`--from is a day such as 2026-01-31, not "${from}"`);
    const changes = proposal === undefined ? givenChanges(values, wrong) : await openChanges(source, proposal);
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

type Values = {
  readonly subcontract?: string | undefined; readonly set?: readonly string[] | undefined; readonly terms?: readonly string[] | undefined; readonly kit?: string | undefined;
  readonly party?: readonly string[] | undefined; readonly kits?: readonly string[] | undefined;
};

function givenChanges({ subcontract, set = [], terms, kit: kitName, party, kits }: Values, wrong: (message: string) => UsageError): ChangeGiven[] {
  if (subcontract === undefined) throw wrong('say what would be another: --subcontract ID, or --proposal NAME');
  if (set.length === 0 && terms === undefined && kitName === undefined && party === undefined) throw wrong('nothing is another: give the terms that change with --set TERM=VALUE or --terms FILE.yaml, or --kit KIT');
  const kit = kitName === undefined ? undefined : findKit(kitName, kits);
  const parties = Object.fromEntries(readPairs(party ?? [], wrong));
  const common = { subcontract, parties, set: readPairs(set, wrong), ...(kit === undefined ? {} : { kit: { manifest: kit.manifest, code: kit.code, codeHash: kit.codeHash } }) };
  if (terms !== undefined) return labelled(terms).map(({ label, terms: own }) => ({ ...common, label, terms: own }));
  const label = [...(kit === undefined ? [] : [`${kit.manifest.name} ${kit.manifest.version}`]), ...set].join(', ');
  return [{ ...common, label: label === '' ? 'other parties' : label }];
}

/** What is open is known where the collective lies; a log that was handed on goes on elsewhere. */
async function openChanges(folder: string, given: string): Promise<readonly ChangeGiven[]> {
  const connection = await connect(folder, 'read');
  try {
    const open = [...connection.state.proposals.keys()];
    const [id, second] = open.filter((each) => given !== '' && each.startsWith(given.toLowerCase()));
    if (id === undefined) throw new UnknownNameError('unknown_proposal', 'open proposal', given, open.map(shortProposal));
    if (second !== undefined) throw new UsageError(`"${given}" begins more than one proposal`, 'Give more of its name.');
    const changes = proposedChanges(connection.state, id);
    if (!changes.ok) throw new UsageError(changes.refusal.detail, 'See what is open, and what it would change, with the command `proposals`.');
    return changes.value;
  } finally {
    connection.close();
  }
}

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
