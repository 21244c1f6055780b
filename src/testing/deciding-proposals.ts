/** What is proposed, and how it is amended, in a generated timeline of deciding together: of every kind that the founding's charter has a rule for. */
import type { KernelState } from '../kernel/state.ts';
import type { Change, Edit, Option, Paragraph } from '../vocabulary/changes.ts';
import type { UpdateWindows } from '../vocabulary/charter.ts';
import type { Proposing } from '../vocabulary/entries.ts';
import type { Revision } from '../vocabulary/outcomes.ts';
import { dayMs, hourMs } from '../vocabulary/time.ts';
import { capAt, capMost, chargingManifest, choiceTopics, mattersWith, memberKey, pot, subcontractIds, topics } from './deciding-founding.ts';
import type { Random } from './random.ts';

type Kind = 'words' | 'terms' | 'spend' | 'admit' | 'exclude' | 'choice' | 'stop' | 'resume' | 'charter' | 'caps' | 'recharter' | 'version' | 'retire' | 'operator' | 'crossing';

/** How often each kind comes, of their sum. */
const weights: { readonly [kind in Kind]: number } = {
  words: 90, terms: 45, spend: 26, admit: 26, exclude: 5, choice: 56, stop: 9, resume: 12, charter: 14, caps: 3, recharter: 3, version: 2, retire: 1, operator: 4, crossing: 4,
};
const order = Object.keys(weights) as Kind[];

export function someProposal(random: Random, state: Readonly<KernelState>, members: readonly string[], count: number): Proposing {
  const kind = someKind(random);
  const topic = kind === 'choice' ? random.pick(choiceTopics) : random.chance(0.5) ? random.pick(topics) : undefined;
  const closes = kind !== 'operator' && random.chance(0.2) ? state.recordedAt + random.int(3, 12) * dayMs + random.int(0, 20) * hourMs : undefined;
  const effective = kind !== 'operator' && random.chance(0.2) ? state.recordedAt + random.int(1, 15) * dayMs : undefined;
  const chosen = kind === 'words' && (topic === undefined || topic === 'money' || topic === 'paths');
  return {
    change: changeOf(random, kind, state, members, count), reason: `reason ${count}`, title: `Proposal ${count}`, text: paragraphs(random, count),
    ...(topic === undefined ? {} : { topic }), ...(closes === undefined ? {} : { closes }), ...(effective === undefined ? {} : { effective }),
    ...(chosen ? { asked: random.pick(['all', 'group:north', 'group:south', 'group:circle']) } : {}),
  };
}

/** A difference to the revision as it stands, on `line` where that can be amended. */
export function someEdits(random: Random, { change, effective, text, title }: Revision, line: number): readonly Edit[] {
  const [first, second] = text;
  const on: (readonly Edit[])[] = [[{ edit: 'title', before: title, after: `${title}, changed ${random.int(1, 9)}` }]];
  if (first !== undefined) on.push([paragraph(first, random.chance(0.2) ? null : `${first.text} ${random.int(1, 9)}.`)]);
  if (second !== undefined) on.push([{ edit: 'paragraph', id: `new-${random.int(1, 3)}`, before: null, after: 'One more.', behind: second.id }], [paragraph(second, random.chance(0.6) ? null : 'Otherwise.')]);
  if (first !== undefined && second !== undefined) on.push([paragraph(first, 'Both.'), paragraph(second, 'Both.')]);
  if (change.change === 'terms' && change.terms['price'] !== undefined) on.push([{ edit: 'term', term: 'price', before: change.terms['price'] as string, after: somePrice(random) }]);
  if (random.chance(0.2)) on.push([{ edit: 'effective', before: effective, after: effective === null ? null : effective + dayMs }]);
  return on[line % on.length] ?? [];
}

function someKind(random: Random): Kind {
  let left = random.int(1, order.reduce((sum, kind) => sum + weights[kind], 0));
  return order.find((kind) => (left -= weights[kind]) <= 0) ?? 'words';
}

function changeOf(random: Random, kind: Kind, state: Readonly<KernelState>, members: readonly string[], count: number): Change {
  const some = (): string => members[random.int(0, members.length - 1)] ?? pot;
  switch (kind) {
    case 'words': return { change: 'resolution' };
    case 'terms': return termsOf(random, some);
    case 'spend': return { change: 'spend', from: pot, to: some(), unit: 'crown', amount: `${random.int(40, 300)}.00` };
    case 'admit': return { change: 'admit', member: { id: `n${String(count).padStart(3, '0')}` }, keys: [memberKey(`n${String(count).padStart(3, '0')}`)] };
    case 'exclude': return { change: 'exclude', member: some() };
    case 'choice': return choiceOf(random);
    case 'stop': return { change: 'stop', subcontract: random.pick(subcontractIds) };
    case 'resume': return { change: 'resume', subcontract: [...state.stopped.keys()].sort()[0] ?? 'pool' };
    case 'charter': return { change: 'charter', set: charterParts(random, state, members) };
    case 'caps': return { change: 'charter', set: { entrenched: { price: capAt(capMost.later) } } };
    case 'recharter': return { change: 'charter', set: { late_days: random.int(20, 40) } };
    case 'version': return { change: 'adopt', subcontract: 'yard', manifest: { ...chargingManifest('yard'), version: `1.${count}.0` }, code: state.subcontracts.get('wood')?.code ?? '', parties: {}, terms: { price: somePrice(random) } };
    case 'retire': return { change: 'retire', subcontract: 'yard' };
    case 'operator': return { change: 'operator', keys: (['operator', 'log'] as const).map((role) => ({ id: `${role}-p${count}`, role, owner: 'operator', public_key: `${role}-p${count}` })) };
    case 'crossing': return { change: 'terms', subcontract: 'pool', terms: { price: '9.00' } };
  }
}

function termsOf(random: Random, some: () => string): Change {
  const subcontract = random.pick(['wood', 'wood', 'box', 'pool', 'yard']);
  const party = subcontract === 'wood' ? 'provider' : subcontract === 'box' ? random.pick(['owner', 'keeper']) : undefined;
  return { change: 'terms', subcontract, terms: { price: somePrice(random) }, ...(party !== undefined && random.chance(0.2) ? { parties: { [party]: some() } } : {}) };
}

function charterParts(random: Random, { charter }: Readonly<KernelState>, members: readonly string[]): (Change & { change: 'charter' })['set'] {
  const groups = charter?.groups ?? {};
  return random.pick<() => (Change & { change: 'charter' })['set']>([
    () => ({ windows: random.pick<UpdateWindows>([{ every: 'day' }, { every: 'week', on: random.int(1, 7) }, { every: 'month', on: random.int(1, 28) }]) }),
    () => ({ groups: { ...groups, circle: [...(groups['circle'] ?? []).slice(3), ...members.slice(-2)].filter((member, i, all) => all.indexOf(member) === i) } }),
    () => ({ matters: mattersWith(random.int(8, 16)) }),
    () => ({ name: `Linden ${random.int(2, 99)}` }),
  ])();
}

/** Between prices of what nothing else decides on, or between words. */
function choiceOf(random: Random): Change {
  const count = random.int(2, 5);
  return { change: 'choice', options: Array.from({ length: count }, (_, i): Option => ({ id: `o${i}`, says: `option ${i}` })) };
}

function somePrice(random: Random): string {
  return `${random.int(1, 4)}.${random.pick(['00', '25', '50'])}`;
}

function paragraphs(random: Random, count: number): readonly Paragraph[] {
  return Array.from({ length: random.int(1, 4) }, (_, i) => ({ id: `p${i + 1}`, text: `Paragraph ${i + 1} of ${count}.` }));
}

function paragraph({ id, text }: Paragraph, after: string | null): Edit {
  return { edit: 'paragraph', id, before: text, after };
}
