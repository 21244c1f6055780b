/** `frankpledge accept SUBCONTRACT|--all --as MEMBER`: who came later is bound from then on; a volunteer tries what is on trial. */
import { boundNow } from '../host/bound.ts';
import type { Connection, Done } from '../host/connection.ts';
import { proposalsNow } from '../host/proposals.ts';
import { memberSigner } from '../host/signers.ts';
import type { BoundBy } from '../views/bound-shown.ts';
import { sayTime } from '../views/local-time.ts';
import { shortProposal } from '../views/say.ts';
import { acting, actingAs, actOptions, type Acted } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { sayLimit } from './bound-lines.ts';
import { UsageError } from './errors.ts';
import { knownSubcontract } from './names.ts';

export const accept = defineCommand({
  name: 'accept',
  usage: 'SUBCONTRACT|--all [--withdraw] --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'takes on an agreement that one came too late for, or a trial as a volunteer, after it is said what it can do at the most; with --withdraw one leaves a trial',
  options: { ...actOptions, all: { type: 'boolean' }, withdraw: { type: 'boolean' } },
  names: [], more: ['SUBCONTRACT'],
  run: ({ values, wrong, positionals: [given] }) => {
    if ((given === undefined) !== (values.all === true)) throw wrong(given === undefined ? 'SUBCONTRACT is missing: name one, or say --all' : 'name one, or say --all: not both');
    if (values.all === true && values.withdraw === true) throw wrong('one leaves one trial at a time: name it');
    return acting(values, async (connection) => {
      const signer = memberSigner(values.data, connection.state, actingAs(values));
      const { owner } = signer.grant;
      const act = (subcontract: string): Promise<Done> =>
        connection.act(signer, { kind: 'accept', body: { subcontract, ...(values.withdraw === true ? { given: false } : {}) } });
      if (given !== undefined) {
        const id = adopted(connection, given);
        if (values.withdraw === true) return { done: await act(id), said: `${owner} tries ${id} no longer` };
        if (values.json !== true) sayFirst(connection, owner, [id]);
        return { done: await act(id), said: `${owner} accepts ${id}` };
      }
      return await acceptAll(connection, owner, act, values.json === true);
    });
  },
});

/** One after the other, each by a record of its own; stops at the first that is refused. */
async function acceptAll(connection: Connection, member: string, act: (subcontract: string) => Promise<Done>, json: boolean): Promise<Acted> {
  const waiting = boundNow(connection.view, connection.state, member)?.toAccept ?? [];
  const ids = waiting.filter((id) => !connection.state.pilots.has(id));
  const [first, ...others] = ids;
  if (first === undefined) throw new UsageError(`there is nothing that ${member} has yet to accept`, waiting.length === 0 ? 'Nothing was done.' : `On trial, for volunteers: ${waiting.join(', ')}; accept one by its name.`);
  if (!json) sayFirst(connection, member, ids);
  let done = await act(first);
  const accepted = [first];
  for (const id of others) {
    if (done.status !== 'recorded') break;
    done = await act(id);
    accepted.push(id);
  }
  return { done, said: `${member} accepts ${accepted.join(', ')}`, more: { accepted } };
}

function sayFirst({ view, state }: Connection, member: string, ids: readonly string[]): void {
  for (const by of boundNow(view, state, member)?.by ?? []) if (!by.bound && ids.includes(by.subcontract)) for (const line of mostLines(by)) console.log(line);
}

function mostLines({ subcontract, title, offered }: BoundBy): string[] {
  const limits = offered.filter(({ as }) => as === 'member');
  return [
    `${subcontract}: ${title}`,
    ...(limits.length === 0 ? ['  can take nothing from you by itself'] : limits.map((limit) => `  can take ${sayLimit(limit)}`)),
    ...offered.filter(({ as }) => as === 'part').map((limit) => `  and only if you consent to that besides: ${sayLimit(limit)}`),
  ];
}

/** @throws UsageError where it is still voted on, or agreed on and not yet in force; UnknownNameError */
function adopted(connection: Connection, given: string): string {
  const coming = proposalsNow(connection.view, connection.state).open.find(({ subcontract, change }) => subcontract === given && (change === 'pilot' || change === 'adopt'));
  if (coming === undefined || connection.view.subcontracts.has(given)) return knownSubcontract(connection, given);
  throw new UsageError(
    coming.waits === null ? `${given} is still voted on, as proposal ${shortProposal(coming.id)}` : `${given} is agreed on, and begins at ${sayTime(connection.view.zone, coming.waits)}`,
    'Accept it when it is there: what it says until then is shown by `proposal`.',
  );
}
