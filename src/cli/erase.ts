/** `frankpledge erase MEMBER`: takes what a member declared away for good. */
import { connect, type Connection } from '../host/connection.ts';
import { parseRecord } from '../log/record.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember } from './names.ts';

/** Records read at a time. */
const recordsAtOnce = 1000;

export const erase = defineCommand({
  name: 'erase',
  usage: 'MEMBER [--data DIR] [--json]',
  says: 'erases the texts of what a member declared, with their salts, from this machine for good; the log keeps its commitments, and every proof stays valid',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: ['MEMBER'],
  run: async ({ values, positionals: [given = ''] }) => {
    const connection = await connect(values.data, 'act');
    try {
      const member = knownMember(connection, given);
      let erased = 0;
      for (const commitment of declaredBy(connection, member)) if (await connection.eraseBody(commitment)) erased += 1;
      if (values.json === true) console.log(JSON.stringify({ ok: true, member, erased }));
      else if (erased === 0) console.log(`Nothing that ${member} declared is kept here.`);
      else console.log(`${erased === 1 ? 'One text' : `${erased} texts`} of ${member} ${erased === 1 ? 'is' : 'are'} erased here. What follows from them stays agreed; backups, and copies that others hold, are theirs to clean.`);
      return 0;
    } finally {
      connection.close();
    }
  },
});

/** All that was ever attested of the member, the latest and the earlier ones. */
function* declaredBy({ journal }: Connection, member: string): Generator<string, void, undefined> {
  for (let from = 0, rows = journal.read(0, recordsAtOnce); rows.length > 0; rows = journal.read(from, recordsAtOnce)) {
    from += rows.length;
    for (const { record } of rows) {
      const parsed = parseRecord(record);
      if (parsed.ok && parsed.value.entry.kind === 'attest' && parsed.value.entry.body.member === member) yield parsed.value.entry.body.commitment;
    }
  }
}
