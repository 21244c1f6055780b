/** `frankpledge delegate [MEMBER] --as MEMBER`: who votes for one where one says nothing oneself; shown before it acts. */
import type { Connection } from '../host/connection.ts';
import { delegating, delegationsOf, type Delegating } from '../host/delegating.ts';
import { openQuestions } from '../host/open-questions.ts';
import { memberSigner } from '../host/signers.ts';
import { nameOf, shortProposal } from '../views/say.ts';
import { isId } from '../vocabulary/ids.ts';
import { acting, actingAs, actOptions, type ActValues } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { reading } from './reading.ts';
import { knownMember } from './names.ts';

export const delegate = defineCommand({
  name: 'delegate',
  usage: '[MEMBER | --none] [--topic ID] [--preview] --as MEMBER [--key FILE] [--data DIR] [--json]',
  says: 'lets a member vote for one where one says nothing oneself, on a topic or on all, or takes it back; shows first through whom one\'s vote would come, with --preview only that; alone, what one has delegated',
  options: { ...actOptions, none: { type: 'boolean' }, topic: { type: 'string' }, preview: { type: 'boolean' } },
  names: [], more: ['MEMBER'],
  run: ({ values, wrong, positionals: [given] }) => {
    const topic = values.topic ?? null;
    if (topic !== null && !isId(topic)) throw wrong(`"${topic}" can't be a topic: it has letters, digits, ".", "_", "-", at most 64`);
    if (given !== undefined && values.none === true) throw wrong('give a member, or --none');
    if (given === undefined && values.none !== true) return show(values);
    return values.preview === true && given !== undefined ? preview(values, given, topic) : act(values, given, topic);
  },
});

function act(values: ActValues, given: string | undefined, topic: string | null): Promise<number> {
  return acting(values, async (connection) => {
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    const { owner } = signer.grant;
    const on = topic === null ? 'all topics' : topic;
    if (given === undefined) return { done: await connection.act(signer, { kind: 'delegate', body: { topic, to: null } }), said: `${owner} votes alone on ${on} again` };
    const to = knownMember(connection, given);
    const would = delegating(connection.state, owner, to, topic);
    if (values.json !== true) for (const line of wouldLines(connection, owner, topic, would)) console.log(line);
    return { done: await connection.act(signer, { kind: 'delegate', body: { topic, to } }), said: `where ${owner} says nothing, ${to} votes for them on ${on}`, more: would };
  });
}

function preview(values: ActValues, given: string, topic: string | null): Promise<number> {
  return reading(values, (connection) => {
    const { owner } = memberSigner(values.data, connection.state, actingAs(values)).grant;
    const would = delegating(connection.state, owner, knownMember(connection, given), topic);
    return { shown: would, lines: [...wouldLines(connection, owner, topic, would), 'Nothing was changed.'] };
  });
}

function show(values: ActValues): Promise<number> {
  return reading(values, (connection) => {
    const { owner } = memberSigner(values.data, connection.state, actingAs(values)).grant;
    const own = delegationsOf(connection.state, owner);
    const lines = own.map(({ topic, to }) => `${topic === null ? 'All topics' : topic}: ${[to, ...delegating(connection.state, owner, to, topic).chain.slice(1)].join(', then ')}`);
    return { shown: own, lines: lines.length === 0 ? [`${owner} has delegated nothing.`] : lines };
  });
}

function wouldLines({ view, state }: Connection, member: string, topic: string | null, { chain, along }: Delegating): string[] {
  const name = (id: string): string => nameOf(view, id);
  if (chain.includes(member)) return [`That would go in a circle, and can't be: ${[member, ...chain.slice(0, chain.indexOf(member) + 1)].map(name).join(' → ')}.`];
  const [first = '', ...further] = chain;
  const open = openQuestions(state).filter(({ proposal, amendment }) => amendment === null && proposal.procedure !== null && (topic === null || proposal.topic === topic));
  return [
    `Where ${name(member)} says nothing, what ${name(first)} says counts for them${further.map((each) => `; and where that one is silent too, what ${name(each)} says`).join('')}.`,
    ...(along.length === 0 ? [] : [`With it go the votes that come to ${name(member)}: those of ${along.map(name).join(', ')}.`]),
    ...(open.length === 0 ? [] : [`Open now, and meant by it: ${open.map(({ id }) => shortProposal(id)).join(', ')}. Whoever votes themselves votes alone, also later.`]),
  ];
}
