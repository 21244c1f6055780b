/** `frankpledge export` and `import`: a collective's log as a file that may be handed on, or what is one member's own in it. */
import { writeFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { exportLines, exportToFile } from '../host/archives.ts';
import { sayPlace } from '../host/any-source.ts';
import { hasJournal } from '../host/data-folder.ts';
import { exportMember } from '../host/member-export.ts';
import { importLog } from '../host/import.ts';
import { commandOn, dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { exitNo, UsageError } from './errors.ts';
import { createSteps } from './progress.ts';
import { differs } from './verify.ts';
import { commandLine } from '../vocabulary/command-line.ts';

export const exporting = defineCommand({
  name: 'export',
  usage: '[--member ID] [--data DIR] [--out FILE]',
  says: 'writes the log with its code to a file (or standard output) that anyone can verify, without keys and personal texts; with --member what is one member\'s own: records with proofs, what follows from them, their own texts',
  options: { data: { type: 'string', default: dataFolder }, out: { type: 'string' }, member: { type: 'string' } },
  names: [],
  run: async ({ values }) => {
    if (!hasJournal(values.data)) throw new UsageError(`there is no collective in ${values.data}`, 'Give its data folder with --data DIR.');
    if (values.member !== undefined) return await exportOwn(values.data, values.member, values.out);
    if (values.out === undefined) {
      await pipeline(exportLines(values.data), process.stdout, { end: false });
      return 0;
    }
    exportToFile(values.data, values.out);
    console.log(`The log is in ${values.out}. Anyone can check it: ${commandLine(`verify ${values.out}`)}`);
    return 0;
  },
});

async function exportOwn(folder: string, member: string, out: string | undefined): Promise<number> {
  const progress = createSteps();
  const own = await exportMember(folder, member, (part) => progress.at(part, 'reading')).finally(progress.end);
  if (own === undefined) throw new UsageError(`there is no member ${member}`, `See the members with: ${commandOn(folder, 'status')}`);
  const text = `${JSON.stringify(own, undefined, 2)}\n`;
  if (out === undefined) {
    await pipeline([text], process.stdout, { end: false });
    return 0;
  }
  writeFileSync(out, text, { mode: 0o600, flag: 'wx' });
  const unproved = own.proofs.filter(({ proof }) => proof === null).length;
  console.log(`${own.proofs.length} records that ${member} sealed or that name ${member} are in ${out}${unproved === 0 ? '' : `, ${unproved} of them not under a signed head yet (a running server signs)`}.`);
  if (own.texts.length > 0) console.log('It holds personal texts: keep it as your own.');
  console.log(`It is checked offline:  ${commandLine(`receipt check ${out} --policy FILE`)}`);
  return 0;
}

export const importing = defineCommand({
  name: 'import',
  usage: 'SOURCE --data DIR [--key FILE|DIR] [--json]',
  says: 'makes a data folder of an exported file, another folder or a collective\'s link, replaying every record; what differs is refused and nothing is kept',
  options: { data: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' } },
  names: ['SOURCE'],
  run: async ({ values, wrong, positionals: [source = ''] }) => {
    const { data, key } = values;
    if (data === undefined) throw wrong('--data DIR is missing: a new or empty folder');
    const progress = createSteps();
    const { verdict, keys } = await importLog(source, data, key, progress.at).finally(progress.end);
    if (values.json === true) console.log(JSON.stringify({ source: sayPlace(source), folder: data, ...verdict }));
    if (!verdict.ok) {
      if (values.json !== true) console.log(`${differs(verdict)}\nNothing was kept.`);
      return exitNo;
    }
    if (values.json === true) return 0;
    console.log(`${verdict.origin}: ${verdict.records} records, root ${verdict.root}, all outcomes reproduced and kept in ${data}`);
    if (keys.length > 0) console.log(`The operator's key is there too (${keys.join(', ')}). Start it:  npm start -- --data ${data}`);
    else {
      console.log('The keys aren\'t in an archive. To read and to check, that is enough; each member acts with their own (--key FILE).');
      console.log(`To go on here under another operator, members propose and vote:  ${commandLine(`propose operator --data ${data} --as MEMBER --key FILE --reason TEXT`)}`);
      console.log(`To keep it up to date as your copy:  ${commandLine(`catch-up --data ${data} --from LINK|FOLDER|ARCHIVE`)}`);
    }
    return 0;
  },
});
