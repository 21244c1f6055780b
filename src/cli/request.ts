/** `frankpledge request SUBCONTRACT ACTION NAME=VALUE… --as MEMBER`, and its short forms. */
import type { Connection } from '../host/connection.ts';
import { memberSigner } from '../host/signers.ts';
import { commandOn } from '../vocabulary/command-line.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { acting, actingAs, actOptions, type ActValues } from './acting.ts';
import { defineCommand, readPairs } from './arguments.ts';
import { UsageError } from './errors.ts';
import { knownMember, knownSubcontract, UnknownNameError } from './names.ts';

export const request = defineCommand({
  name: 'request',
  usage: 'SUBCONTRACT ACTION [NAME=VALUE]… --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'asks a subcontract for one of its actions, with the values that the action takes',
  options: actOptions,
  run: ({ values, wrong, positionals: [id, action, ...pairs] }) => {
    if (id === undefined || action === undefined) throw wrong(`${id === undefined ? 'SUBCONTRACT' : 'ACTION'} is missing`);
    return acting(values, (connection) => send(connection, values, knownSubcontract(connection, id), action, Object.fromEntries(readPairs(pairs, wrong))));
  },
});

export const repay = defineCommand({
  name: 'repay',
  usage: '[SUBCONTRACT] AMOUNT --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'pays a loan back early from one\'s balance, the oldest first',
  options: actOptions,
  names: ['AMOUNT'], more: ['AMOUNT'],
  run: ({ values, positionals }) => acting(values, (connection) => {
    const [id, amount = ''] = positionals.length === 1 ? [undefined, positionals[0]] : positionals;
    return send(connection, values, id === undefined ? onlyWith(connection, 'repay') : knownSubcontract(connection, id), 'repay', { amount });
  }),
});

const contestOptions = { ...actOptions, subcontract: { type: 'string' }, reason: { type: 'string' } } as const;

export const contest = defineCommand({
  name: 'contest',
  usage: 'OBSERVATION --as MEMBER [--reason TEXT] [--subcontract ID] [--key FILE] [--data DIR] [--json]',
  says: 'says that what one was charged with, or lent, was not so: a third person then decides',
  options: contestOptions,
  names: ['OBSERVATION'],
  run: ({ values, positionals: [observation = ''] }) => acting(values, (connection) => {
    const id = values.subcontract === undefined ? contestedIn(connection, observation) : knownSubcontract(connection, values.subcontract);
    return send(connection, values, id, 'contest', { observation, ...reasonOf(values) });
  }),
});

export const confirm = defineCommand({
  name: 'confirm',
  usage: 'OBSERVATION --as MEMBER [--by MEMBER] [--reason TEXT] [--subcontract ID] [--key FILE] [--data DIR] [--json]',
  says: 'decides on what waits for a person: it was so; --by names whom the sensors could not',
  options: { ...contestOptions, by: { type: 'string' } },
  names: ['OBSERVATION'],
  run: ({ values, positionals: [observation = ''] }) => acting(values, (connection) => {
    const by = values.by === undefined ? {} : { by: knownMember(connection, values.by) };
    return send(connection, values, reviewedIn(connection, observation, values.subcontract), 'confirm', { observation, ...by, ...reasonOf(values) });
  }),
});

export const drop = defineCommand({
  name: 'drop',
  usage: 'OBSERVATION --as MEMBER [--reason TEXT] [--subcontract ID] [--key FILE] [--data DIR] [--json]',
  says: 'decides on what waits for a person: it was not so',
  options: contestOptions,
  names: ['OBSERVATION'],
  run: ({ values, positionals: [observation = ''] }) => acting(values, (connection) =>
    send(connection, values, reviewedIn(connection, observation, values.subcontract), 'drop', { observation, ...reasonOf(values) })),
});

async function send(connection: Connection, values: ActValues, subcontract: string, action: string, said: JsonObject): ReturnType<Parameters<typeof acting>[1]> {
  const manifest = connection.view.subcontracts.get(subcontract)?.manifest;
  const actions = [...Object.keys(manifest?.actions ?? {}), ...(manifest?.reviews === undefined ? [] : ['confirm', 'drop'])];
  if (!actions.includes(action)) throw new UnknownNameError('unknown_action', `action of ${subcontract}`, action, actions);
  const signer = memberSigner(values.data, connection.state, actingAs(values));
  const done = await connection.act(signer, { kind: 'request', body: { subcontract, action, with: said } });
  return { done, said: `${subcontract}: ${action} by ${signer.grant.owner}` };
}

function reasonOf({ reason }: { readonly reason?: string | undefined }): { reason?: string } {
  return reason === undefined ? {} : { reason };
}

/** The one subcontract that knows the action. */
function onlyWith(connection: Connection, action: string, among: readonly string[] = [...connection.view.subcontracts.keys()]): string {
  const { view } = connection;
  const fitting = among.filter((id) => Object.hasOwn(view.subcontracts.get(id)?.manifest.actions ?? {}, action));
  return only(connection, fitting, `the action ${action}`);
}

/** The subcontract that moved money for the observation, or the only one where one can contest. */
function contestedIn(connection: Connection, observation: string): string {
  const { view } = connection;
  const lent = [...view.obligations.values()].map(({ obligation }) => obligation);
  const moved = [...view.postings, ...lent].filter(({ ref }) => ref === observation).flatMap(({ because }) => because ?? []);
  const among = [...new Set(moved)];
  return onlyWith(connection, 'contest', among.length === 0 ? undefined : among);
}

function reviewedIn(connection: Connection, observation: string, given: string | undefined): string {
  if (given !== undefined) return knownSubcontract(connection, given);
  const { view } = connection;
  const waiting = [...view.reviews.values()].map(({ review }) => review).filter(({ id }) => id === observation).map(({ subcontract }) => subcontract);
  if (waiting.length > 0) return only(connection, waiting, `${observation} waiting`);
  const reviewing = [...view.subcontracts.values()].filter(({ manifest }) => manifest.reviews !== undefined).map(({ id }) => id);
  return reviewing[0] ?? only(connection, reviewing, 'anything to decide on');
}

function only({ folder }: Connection, fitting: readonly string[], what: string): string {
  const [first] = fitting;
  if (first === undefined) throw new UsageError(`no subcontract has ${what}`, `See the subcontracts with: ${commandOn(folder, 'status')}`);
  if (fitting.length > 1) throw new UsageError(`${fitting.join(' and ')} have ${what}`, 'Say which one is meant, with --subcontract ID (repay: before the amount).');
  return first;
}
