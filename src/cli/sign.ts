/** `frankpledge sign --as FOUNDER`: a founder's yes to the founding as it stands, after it is said what that covers. */
import { charterNow } from '../host/charter.ts';
import type { Connection } from '../host/connection.ts';
import { reckonFounding } from '../host/founding-hash.ts';
import { memberSigner } from '../host/signers.ts';
import type { FoundingShown } from '../views/charter-shown.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { acting, actingAs, actOptions, commandOn, type ActValues } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { exitNo, RefusedError, UsageError } from './errors.ts';
import { reading } from './reading.ts';

export const sign = defineCommand({
  name: 'sign',
  usage: '--as FOUNDER [--hash HEX] | --check  [--key FILE] [--data DIR] [--json]',
  says: 'shows what the founding covers, and signs its hash (only this one, with --hash); with --check it reckons the hash anew from the log and signs nothing',
  options: { ...actOptions, check: { type: 'boolean' }, hash: { type: 'string' } },
  names: [],
  run: ({ values, wrong }) => {
    if (values.hash !== undefined && !/^[0-9a-f]{64}$/.test(values.hash)) throw wrong('--hash is a SHA-256 in hex, as `found` and `sign --check` print it');
    return values.check === true ? check(values) : give(values, values.hash);
  },
});

function check(values: ActValues): Promise<number> {
  return reading(values, (connection) => {
    const { hash, missing, founders } = requireFounders(connection);
    const reckoned = reckonFounding(connection.journal, connection.hasher);
    const fits = reckoned.hash === hash;
    const verdict = fits ? `The hash fits: SHA-256 over records ${reckoned.records.join(', ')} is ${hash}` : `IT DIFFERS: the records give ${reckoned.hash}, the log says ${hash}`;
    return { shown: { ok: fits, hash, reckoned: reckoned.hash, records: reckoned.records, founders: founders.map(({ member }) => member), missing }, lines: [...coverLines(connection), verdict], status: fits ? 0 : exitNo };
  });
}

function give(values: ActValues, wanted: string | undefined): Promise<number> {
  return acting(values, async (connection) => {
    const { hash } = requireFounders(connection);
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const reckoned = reckonFounding(connection.journal, connection.hasher);
    if (reckoned.hash !== hash) throw new UsageError(`the records give the hash ${reckoned.hash}, and the log says ${hash}`, 'Sign nothing: have somebody else check this log with `verify`.');
    if (wanted !== undefined && wanted !== hash) throw new RefusedError({ code: 'stale_revision', detail: `the founding has the hash ${hash}, not ${wanted}` });
    if (values.json !== true) for (const line of coverLines(connection)) console.log(line);
    const done = await connection.act(signer, { kind: 'sign', body: { founding: hash } });
    const { missing } = requireFounders(connection);
    return { done, said: `${signer.grant.owner} has signed ${hash}${missing.length === 0 ? '' : `; still missing: ${missing.join(', ')}`}`, more: { hash, missing } };
  });
}

function requireFounders({ view, state, folder }: Connection): FoundingShown {
  const founding = charterNow(view, state)?.founding;
  if (founding !== undefined && founding.founders.length > 0) return founding;
  throw new UsageError(`${view.charter?.name ?? 'this collective'} names no founders: nobody has to sign`, `Name them under \`founders\` in the settings, before: ${commandLine(`found SETTINGS.yaml --data ${folder}`)}`);
}

/** What a founder says yes to. */
function coverLines(connection: Connection): string[] {
  const { view, folder } = connection;
  const { hash, founders } = requireFounders(connection);
  const members = [...view.members.values()].map(({ id, name }) => (id === name ? id : `${id} (${name})`));
  const agreements = [...view.subcontracts.values()].map(({ id, manifest, parties }) => `${id}: ${manifest.name} ${manifest.version}${Object.entries(parties).map(([party, member]) => `, ${party} ${member}`).join('')}`);
  return [
    `The founding of ${view.charter?.name ?? ''} (${view.origin}) covers`,
    `  the charter: see it with ${commandOn(folder, 'charter')}`,
    `  members: ${members.join(', ')}`,
    ...agreements.map((each) => `  agreement ${each}`),
    `  hash: ${hash}`,
    `  founders: ${founders.map(({ member, signed }) => `${member}${signed === null ? '' : ' (signed)'}`).join(', ')}`,
  ];
}
