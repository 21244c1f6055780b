/** `frankpledge catch-up --from SOURCE`: what is missing in a data folder, from another copy of its log. */
import { sayPlace } from '../host/any-source.ts';
import { catchUp, type CaughtUp } from '../host/catch-up.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { exitNo } from './errors.ts';
import { createSteps } from './progress.ts';
import { differs } from './verify.ts';

export const catchingUp = defineCommand({
  name: 'catch-up',
  usage: '--from LINK|FOLDER|ARCHIVE [--data DIR] [--json]',
  says: 'fetches the records, and where it is gone the signed head, that a data folder lacks from another copy of its log, replaying all of that; what doesn\'t go on from here is refused and nothing is changed',
  options: { data: { type: 'string', default: dataFolder }, from: { type: 'string' }, json: { type: 'boolean' } },
  names: [],
  run: async ({ values, wrong }) => {
    const { data, from } = values;
    if (from === undefined) throw wrong('--from is missing: a collective\'s link, another data folder, or a file that `export` wrote');
    const progress = createSteps();
    const done = await catchUp(data, from, progress.at).finally(progress.end);
    const { verdict, ...rest } = done;
    if (values.json === true) console.log(JSON.stringify({ source: sayPlace(from), folder: data, ...verdict, ...rest }));
    else if (verdict.ok) for (const line of lines(data, sayPlace(from), verdict.records, done)) console.log(line);
    else console.log(`${differs(verdict)}\nNothing was changed.`);
    return verdict.ok ? 0 : exitNo;
  },
});

function lines(folder: string, source: string, there: number, { had, added, head, setAside, signs }: CaughtUp): string[] {
  const records = added > 0 ? `${added} records were missing after the first ${had}; they are in ${folder} now, each as the rules give it.`
    : there === had ? `Nothing is missing: both have the same ${had} records.`
    : `Nothing is missing: ${source} has ${there} records, the beginning of the ${had} that are here.`;
  const aside = setAside === null ? [] : [
    `${setAside.records} records that were voted here without a signed head are not in the log: they are in ${setAside.file}. To hand them in again:  ${commandLine(`resubmit --from ${setAside.file} --data ${folder}`)}`,
  ];
  return [...aside, records, ...headLines(folder, head, signs), ...(head === 'taken' && signs ? ['Personal texts are in nobody\'s copy: what is gone of them is declared anew.'] : [])];
}

function headLines(folder: string, head: CaughtUp['head'], signs: boolean): string[] {
  switch (head) {
    case 'same': return [];
    case 'followed': return ['Its signed head is the last that is known here now.'];
    case 'taken': return !signs ? headLines(folder, 'followed', signs) : [
      'Its signed head was taken over. If anyone holds a head of more records, catch up from there before you start: what this log signs must go on from all that it ever signed.',
      `Start it:  npm start -- --data ${folder}`,
    ];
    case 'missing': return [`It has no signed head that counts, ${unsigned(folder)}`];
    case 'outdated': return [`Its signed head is older than the witnesses that the members have agreed on by now: they may have cosigned others after it, ${unsigned(folder)}`];
  }
}

function unsigned(folder: string): string {
  return `so nothing is signed in ${folder} yet. Ask another copy; where nobody has one, the members vote for fresh keys:  ${commandLine(`propose operator --data ${folder} --as MEMBER --reason TEXT`)}`;
}
