/** `frankpledge status [MEMBER]`: what is so now. */
import { charterNow, historyNow } from '../host/charter.ts';
import { connect, type Connection } from '../host/connection.ts';
import { createLogClient } from '../host/log-client.ts';
import { proposalsNow } from '../host/proposals.ts';
import { notedServer } from '../host/served-at.ts';
import { isObject } from '../vocabulary/json.ts';
import { isAwaited } from '../views/awaited.ts';
import { sayTime } from '../views/local-time.ts';
import { payoutsOf } from '../views/outside.ts';
import { membersOf, noticesOf, obligationsOf, reviewsOf, subcontractsOf } from '../views/queries.ts';
import { shortProposal } from '../views/say.ts';
import type { ObligationShown } from '../views/shown.ts';
import type { Instant } from '../vocabulary/time.ts';
import { defineCommand } from './arguments.ts';
import { commandOn, dataFolder } from './acting.ts';
import { knownMember } from './names.ts';
import { payoutLine } from './outside.ts';
import { dueLines } from './reading.ts';

/** Notices of one member that are shown to people; `--json` has all that are kept. */
const noticesShownMax = 10;

export const status = defineCommand({
  name: 'status',
  usage: '[MEMBER] [--data DIR] [--json]',
  says: 'shows balances, what is owed, loans, payouts and what else waits for a person, the subcontracts and how they stand; of all, or of one member with what they are asked and were told lately',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: [], more: ['MEMBER'],
  run: async ({ values, positionals: [member] }) => {
    const connection = await connect(values.data, 'read');
    try {
      const shown = { ...statusOf(connection, member === undefined ? undefined : knownMember(connection, member), await connection.now()), head_waits: await headWaits(values.data) };
      if (values.json === true) console.log(JSON.stringify(shown));
      else print(shown, connection);
      return 0;
    } finally {
      connection.close();
    }
  },
});

function statusOf(connection: Connection, member: string | undefined, now: Instant) {
  const { view } = connection;
  const of = (...agents: readonly (string | null)[]): boolean => member === undefined || agents.includes(member);
  const debts = obligationsOf(view).filter(({ debtor, creditor }) => of(debtor, creditor));
  return {
    name: view.charter?.name ?? '', origin: view.origin, ...connection.head(), recordedAt: view.recordedAt, server: notedServer(connection.folder)?.url ?? null,
    members: membersOf(view).filter(({ id }) => of(id)),
    owed: debts.filter(({ state }) => state === 'due'), loans: debts.filter(({ state }) => state === 'running'),
    payouts: payoutsOf(view, member),
    reviews: reviewsOf(view).filter(({ by, parties }) => of(by, ...parties)),
    subcontracts: subcontractsOf(view),
    notices: member === undefined ? [] : noticesOf(view, member),
    missing: charterNow(view, connection.state)?.founding.missing ?? [],
    standing: standingsOf(connection),
    asked: member === undefined ? [] : proposalsNow(view, connection.state, member).open.filter((each) => isAwaited(view, each, member, now)).map(({ id, title, words, closes }) => ({ id, words: title === '' ? words : title, closes })),
  };
}

/** Subcontracts that aren't simply in force. */
function standingsOf({ view, state }: Connection): { readonly subcontract: string; readonly state: string; readonly words: string }[] {
  return [...view.subcontracts.keys()].flatMap((subcontract) => {
    const standing = historyNow(view, state, subcontract)?.standing;
    return standing === undefined || standing.state === 'in_force' ? [] : [{ subcontract, state: standing.state, words: standing.words }];
  });
}

/** Why the server that runs on the folder shows no newer head of the log; null when nothing is in the way, or none answers. */
async function headWaits(folder: string): Promise<string | null> {
  const server = notedServer(folder);
  if (server === undefined) return null;
  try {
    const trust: unknown = JSON.parse(new TextDecoder().decode(await createLogClient(`${server.url}/?link=${server.secret}`).get('/api/trust')));
    return isObject(trust) && typeof trust['waiting'] === 'string' ? trust['waiting'] : null;
  } catch {
    return null; // one that is gone left its note
  }
}

function print(shown: ReturnType<typeof statusOf> & { readonly head_waits: string | null }, connection: Connection): void {
  const { zone } = connection.view;
  console.log(`${shown.name} (${shown.origin}): ${shown.records} records, the last at ${sayTime(zone, shown.recordedAt)}${shown.server === null ? '' : `; served at ${shown.server}`}`);
  for (const line of dueLines(connection)) console.log(line);
  if (shown.missing.length > 0) console.log(`It isn't founded yet: ${shown.missing.join(', ')} ${shown.missing.length === 1 ? 'has' : 'have'} yet to sign. What they sign:  ${commandOn(connection.folder, 'sign --check')}`);
  section('You are asked', shown.asked, ({ id, words, closes }) => `${shortProposal(id)}  ${words}; until ${sayTime(zone, closes)}`);
  if (shown.head_waits !== null) console.log(`The log's head waits: ${shown.head_waits}`);
  section('Members', shown.members, ({ id, name, left, commons, voteless, balances, available }) => {
    const amounts = Object.entries(balances).map(([unit, amount]) => `${amount} ${unit}${available[unit] === amount ? '' : ` (${available[unit] ?? '0'} to spend)`}`);
    return `${name === id ? id : `${id} (${name})`}${left === null ? '' : ', who has left'}${commons ? ', held in common' : voteless === true ? ', without a vote' : ''}: ${amounts.join(', ')}`;
  });
  section('Owed now', shown.owed, debtLine);
  section('Loans', shown.loans, debtLine);
  section('Payouts that wait', shown.payouts, (each) => payoutLine(each, zone));
  section('Waiting for a person', shown.reviews, ({ id, subcontract, by, reason, expires, deciders }) =>
    `${id} (${subcontract}${by === null ? '' : `, ${by}`}): ${reason}; until ${sayTime(zone, expires)}${deciders === null ? '' : `; ${deciders.join(' or ')} decides`}`);
  section('Told lately', shown.notices.slice(0, noticesShownMax), ({ words, recordedAt, record }) => `${sayTime(zone, recordedAt)}: ${words} (record ${record})`);
  section('Not simply in force', shown.standing, ({ subcontract, words }) => `${subcontract}: ${words}`);
  section('Subcontracts', shown.subcontracts, ({ id, kit, version, parties, parts }) => {
    const bound = Object.entries(parties).map(([party, each]) => `${party} ${each}`);
    return `${id}: ${kit} ${version}; ${[...bound, ...parts.map(({ part, members }) => `${part}: ${members.length === 0 ? 'nobody' : members.join(', ')}`)].join('; ')}`;
  });
}

function debtLine({ debtor, creditor, left, unit, dueDay, why, state }: ObligationShown): string {
  return `${debtor} → ${creditor} ${left} ${unit}${state === 'due' ? ' since' : ' due'} ${dueDay}: ${why}`;
}

function section<T>(title: string, list: readonly T[], line: (each: T) => string): void {
  if (list.length === 0) return;
  console.log(`${title}:`);
  for (const each of list) console.log(`  ${line(each)}`);
}
