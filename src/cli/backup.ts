/** `frankpledge backup`, `restore`, `upgrade`: a data folder as a whole. */
import { backupFolder, restoreFolder, upgradeFolder } from '../host/backups.ts';
import { hasJournal } from '../host/data-folder.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { commandLine } from '../vocabulary/command-line.ts';

export const backup = defineCommand({
  name: 'backup',
  usage: 'FILE [--data DIR] [--with-keys] [--json]',
  says: 'copies the journal to one file, also while a server runs; with --with-keys the private keys to FILE.keys.json',
  options: { 'data': { type: 'string', default: dataFolder }, 'with-keys': { type: 'boolean' }, 'json': { type: 'boolean' } },
  names: ['FILE'],
  run: ({ values, positionals: [file = ''] }) => {
    requireCollective(values.data);
    const made = backupFolder(values.data, file, values['with-keys'] === true);
    if (values.json === true) console.log(JSON.stringify({ ok: true, file, ...made, keys: made.keys ?? null }));
    else {
      console.log(`${made.records} records in ${file} (${made.bytes} bytes). It holds personal texts that aren't erased yet: keep it as you keep the folder.`);
      console.log(made.keys === undefined ? 'The keys aren\'t in it (--with-keys).' : `${made.keys.count} private keys in ${made.keys.file}: whoever has it can sign as anyone in it.`);
    }
    return 0;
  },
});

export const restore = defineCommand({
  name: 'restore',
  usage: 'FILE --data DIR [--json]',
  says: 'makes a data folder of a backup, with the keys if FILE.keys.json lies beside it; a folder that holds a collective is left alone',
  options: { data: { type: 'string' }, json: { type: 'boolean' } },
  names: ['FILE'],
  run: ({ values, wrong, positionals: [file = ''] }) => {
    const { data } = values;
    if (data === undefined) throw wrong('--data DIR is missing: the folder to make');
    const made = restoreFolder(file, data);
    if (values.json === true) console.log(JSON.stringify({ ok: true, folder: data, ...made, keys: made.keys ?? null }));
    else {
      console.log(`${made.records} records in ${data}${made.keys === undefined ? '; no keys lay beside the backup: put them into its folder keys/' : `, and ${made.keys.count} keys`}.`);
      console.log(`What was recorded after the backup isn't there, and a backup has no signed head. Before it is started, take both from a member's copy:  ${commandLine(`catch-up --data ${data} --from LINK|FOLDER|ARCHIVE`)}`);
      console.log(`Where nobody has one, the members vote for fresh keys:  ${commandLine(`propose operator --data ${data} --as MEMBER --reason TEXT`)}`);
    }
    return 0;
  },
});

export const upgrade = defineCommand({
  name: 'upgrade',
  usage: '[--data DIR] [--json]',
  says: 'brings a data folder of an older release to this one\'s form, after a backup beside it',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: [],
  run: ({ values }) => {
    requireCollective(values.data);
    const { from, to, backup: kept } = upgradeFolder(values.data);
    if (values.json === true) console.log(JSON.stringify({ ok: true, from, to, backup: kept ?? null }));
    else console.log(kept === undefined ? `${values.data} is of this release's form already (${to}).` : `${values.data} went from form ${from} to ${to}; as it was before, it lies in ${kept}.`);
    return 0;
  },
});

function requireCollective(folder: string): void {
  if (!hasJournal(folder)) throw new UsageError(`there is no collective in ${folder}`, 'Give its data folder with --data DIR.');
}
