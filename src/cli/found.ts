/** `frankpledge found SETTINGS.yaml --data DIR` */
import { resolve } from 'node:path';
import { charterNow } from '../host/charter.ts';
import { FoundingRefused } from '../host/founding.ts';
import { foundInFolder, keyPath, keysFolder } from '../host/data-folder.ts';
import { isPublicKey, readSettings, zoneNames, type Problem, type Settings } from '../host/scenarios.ts';
import { readTextFile } from '../host/text-file.ts';
import { connect } from '../host/connection.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { defineCommand } from './arguments.ts';
import { exitUnable } from './errors.ts';
import { kitsAtHand } from './find-kit.ts';
import { printProblems } from './problems.ts';

export const found = defineCommand({
  name: 'found',
  usage: 'SETTINGS.yaml --data DIR [--kits DIR]… [--json]',
  says: 'founds a collective from a settings file (the shape of a scenario, without a timeline) in an empty folder, and makes all keys but those that members made themselves; where it names founders, each of them signs then',
  options: { data: { type: 'string' }, kits: { type: 'string', multiple: true }, json: { type: 'boolean' } },
  names: ['SETTINGS.yaml'],
  run: async ({ values, wrong, positionals: [file = ''] }) => {
    const folder = values.data;
    if (folder === undefined) throw wrong('--data DIR is missing: the folder that will hold the log and the keys');
    const json = values.json === true;
    const read = readTextFile(file);
    if ('problem' in read) return unreadable(file, json, [read.problem]);
    const kits = kitsAtHand(values.kits);
    const settings = readSettings(read.text, { kits: new Map([...kits].map(([name, kit]) => [name, kit.manifest])), zones: zoneNames(), isPublicKey });
    if (!settings.ok) return unreadable(file, json, settings.problems);
    try {
      await foundInFolder(folder, settings.value, kits, Date.now());
    } catch (error) {
      if (!(error instanceof FoundingRefused)) throw error;
      return unreadable(file, json, [{ line: error.line ?? 1, path: error.path, message: `${error.message} [${error.refusal.code}]` }]);
    }
    await tell(folder, settings.value, json);
    return 0;
  },
});

async function tell(folder: string, settings: Settings, json: boolean): Promise<void> {
  const connection = await connect(folder, 'read');
  const { records, root } = connection.head();
  const { view, state } = connection;
  const { origin } = view;
  const { founding, notes = [] } = charterNow(view, state) ?? {};
  connection.close();
  const members = settings.members.map(({ id }) => id);
  const missing = founding?.missing ?? [];
  if (json) return console.log(JSON.stringify({ ok: true, folder: resolve(folder), origin, records, root, members, keys: resolve(keysFolder(folder)), founding: { hash: founding?.hash ?? '', missing }, notes }));
  console.log(`${settings.collective.name} ${missing.length === 0 ? 'is founded' : 'waits for its founders'} in ${folder}: ${origin}, ${records} records, root ${root}`);
  console.log(`  members: ${members.length === 0 ? 'none yet' : members.join(', ')}`);
  for (const { id, kit, parties } of settings.subcontracts) {
    console.log(`  subcontract ${id}: ${kit}${Object.entries(parties).map(([party, member]) => `, ${party} ${member}`).join('')}`);
  }
  if (notes.length > 0) console.log(['  It can be founded so, since others may come; but:', ...notes.map((note) => `    ${note}`)].join('\n'));
  for (const line of [...keyLines(folder, settings), ...(missing.length === 0 ? [] : signLines(folder, missing, founding?.hash ?? ''))]) console.log(line);
  console.log(`Start it:  npm start -- --data ${folder}`);
}

function keyLines(folder: string, { members }: Settings): string[] {
  const made = members.find(({ publicKey, commons }) => publicKey === undefined && commons !== true);
  const own = members.filter(({ publicKey }) => publicKey !== undefined).map(({ id }) => id);
  return [
    ...(made === undefined ? [] : [`  Each member's key lies in ${keysFolder(folder)}, as ${keyPath(folder, `member-${made.id}`)}: hand it over, and delete it here once they have it.`]),
    ...(own.length === 0 ? [] : [`  ${own.join(', ')} made their own: those keys aren't here.`]),
    `  The operator's key, ${keyPath(folder, 'operator-1')}, is needed to go on from a backup: keep a copy elsewhere.`,
  ];
}

/** Keys sign nothing by themselves, also those that lie here. */
function signLines(folder: string, missing: readonly string[], hash: string): string[] {
  return [
    `It is founded when each of these has signed: ${missing.join(', ')}. Until then it takes in nothing else.`,
    `  They sign the hash ${hash}, after they have read what it covers:`,
    `  ${commandLine(`sign --as ${missing[0] ?? ''} --data ${folder}`)}  (or with --key: a key that lies elsewhere)`,
  ];
}

function unreadable(file: string, json: boolean, problems: readonly Problem[]): number {
  printProblems(file, problems);
  if (json) console.log(JSON.stringify({ file, ok: false, error: problems }));
  return exitUnable;
}
