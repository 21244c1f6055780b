/** `frankpledge erase MEMBER | --comment NAME`: takes what a member declared, or the words of a comment, away for good. */
import { connect, type Connection } from '../host/connection.ts';
import { proposalNow, proposalsNow } from '../host/proposals.ts';
import { parseRecord } from '../log/record.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember } from './names.ts';
import { meant } from './questions.ts';

/** Records read at a time. */
const recordsAtOnce = 1000;

export const erase = defineCommand({
  name: 'erase',
  usage: 'MEMBER | --comment NAME [--data DIR] [--json]',
  says: 'erases the texts of what a member declared, or the words of a comment, with their salts, from this machine for good; the log keeps its commitments, and every proof stays valid',
  options: { data: { type: 'string', default: dataFolder }, comment: { type: 'string' }, json: { type: 'boolean' } },
  names: [], more: ['MEMBER'],
  run: async ({ values, wrong, positionals: [given] }) => {
    if ((given === undefined) === (values.comment === undefined)) throw wrong(given === undefined ? 'MEMBER is missing, or --comment NAME' : 'give a member, or --comment: not both');
    const connection = await connect(values.data, 'act');
    try {
      if (values.comment !== undefined) return await eraseComment(connection, values.comment, values.json === true);
      const member = knownMember(connection, given ?? '');
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

/** By the name that `proposal` shows, or its beginning. */
async function eraseComment(connection: Connection, given: string, json: boolean): Promise<number> {
  const { view, state } = connection;
  const { open, decided } = proposalsNow(view, state);
  const { id, by } = meant(given, [...open, ...decided].flatMap((each) => proposalNow(view, state, each.id, () => undefined)?.commented ?? []), 'comment');
  const erased = await connection.eraseBody(id);
  if (json) console.log(JSON.stringify({ ok: true, comment: id, by, erased: erased ? 1 : 0 }));
  else console.log(erased ? `The words of that comment by ${by} are erased here. That it was made stays in the log; backups, and copies that others hold, are theirs to clean.` : 'The words of that comment aren\'t kept here.');
  return 0;
}

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
