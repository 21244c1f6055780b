/** Reads the steps by which members decide together; what they do is in kernel/proposals.ts. */
import { nearest } from '../vocabulary/nearest.ts';
import { readIssuing } from './issuing.ts';
import { operator, type Names } from './names.ts';
import { readSaid, saidKeys } from './saying.ts';
import type { Act, Proposed, ScenarioSubcontract } from './scenario.ts';
import { readAgreement, readSomeParties, readTerms } from './subcontracts.ts';
import type { Place } from './yaml-place.ts';

type ActOf<K extends Act['kind']> = Act & { kind: K };

/** More friends than there can be members are none. */
const approvalsMax = 100_000;

const readers = { adopt: readAdopt, recover: readRecover, operator: readOperator, issue: readIssue } as const satisfies { readonly [change in Proposed['change']]: unknown };
const changes = Object.keys(readers) as readonly Proposed['change'][];

export function readPropose(place: Place, number: number, names: Names): ActOf<'propose'> | undefined {
  place.only([...saidKeys, 'id', 'reason', ...changes]);
  const given = place.optional('id');
  const id = given === undefined ? `step-${number}` : given.id();
  if (names.proposals.includes(id)) (given ?? place).problem(`there are two proposals called "${id}"`);
  const said = readSaid(place, names);
  const [change, more] = changes.filter((each) => place.optional(each) !== undefined);
  if (change === undefined || more !== undefined) {
    place.problem(`a proposal is about one thing: ${changes.join(', ')}${more === undefined ? '' : `, not about ${change} and ${more}`}`);
    return undefined;
  }
  const proposed = readers[change](place.need(change), names);
  // What is issued has its reason already: everyone who votes reads it.
  const reason = proposed.change === 'issue' && place.optional('reason') === undefined ? proposed.issuing.reason : place.need('reason').text();
  return { kind: 'propose', ...said, id, reason, change: proposed };
}

export function readVote(place: Place, names: Names): ActOf<'vote'> {
  place.only([...saidKeys, 'proposal', 'choice']);
  const proposal = place.need('proposal').oneOf(names.proposals, 'proposal');
  const choice = place.need('choice').oneOf(['yes', 'no'], 'choice');
  return { kind: 'vote', ...readSaid(place, names), proposal, choice: choice === 'yes' ? 'yes' : 'no' };
}

export function readFriends(place: Place, names: Names): ActOf<'friends'> {
  place.only([...saidKeys, 'friends', 'approvals']);
  const friends = place.need('friends').list().map((each) => each.oneOf(names.members, 'member'));
  return { kind: 'friends', ...readSaid(place, names), friends, approvals: place.need('approvals').integer(1, approvalsMax) };
}

/** What later steps may name besides, as if the proposal were carried: whether it was is for the file to show. */
export function withProposed(names: Names, { id, change }: ActOf<'propose'>): Names {
  const grown = { ...names, proposals: [...names.proposals, id] };
  switch (change.change) {
    case 'adopt': return { ...grown, subcontracts: withAgreed(names.subcontracts, change) };
    case 'recover': return { ...grown, renewed: [...names.renewed, change.member] };
    case 'operator': return { ...grown, renewed: [...names.renewed, operator] };
    case 'issue': return grown;
  }
}

function withAgreed(known: readonly ScenarioSubcontract[], { subcontract: id, kit, parties, terms }: Proposed & { change: 'adopt' }): ScenarioSubcontract[] {
  const before = known.find((each) => each.id === id) ?? { id, kit, parties: {}, terms: {}, consents: [] };
  const now = { ...before, parties: { ...before.parties, ...parties }, terms: { ...before.terms, ...terms } };
  return [...known.filter((each) => each.id !== id), now];
}

/** A new subcontract with its kit, or other parties and terms of one that there is. */
function readAdopt(place: Place, names: Names): Proposed {
  place.only(['subcontract', 'kit', 'parties', 'terms']);
  const idPlace = place.need('subcontract');
  const id = idPlace.id();
  const before = names.subcontracts.find((each) => each.id === id);
  const kit = place.optional('kit');
  if (before !== undefined) return { change: 'adopt', subcontract: id, ...readChanged(place, before, names) };
  if (kit === undefined && id !== '') {
    const ids = names.subcontracts.map((each) => each.id);
    idPlace.problem(`there is no subcontract "${id}"; a new one names its kit`, nearest(id, ids));
    return { change: 'adopt', subcontract: id, kit: '', parties: {}, terms: {} };
  }
  return { change: 'adopt', subcontract: id, ...readAgreement(place, names) };
}

function readChanged(place: Place, { id, kit, terms: agreed }: ScenarioSubcontract, names: Names): Omit<Proposed & { change: 'adopt' }, 'change' | 'subcontract'> {
  const given = place.optional('kit');
  if (given !== undefined && given.raw() !== kit) given.problem(`${id} is of the kit ${kit}, and stays so; another agreement has another id`);
  const manifest = names.kits.get(kit);
  if (manifest === undefined) return { kit, parties: {}, terms: {} };
  return { kit, parties: readSomeParties(place.optional('parties'), manifest, names.members), terms: readTerms(place.optional('terms'), manifest, names, agreed) };
}

function readRecover(place: Place, names: Names): Proposed {
  place.only(['member', 'key']);
  readNew(place.need('key'));
  return { change: 'recover', member: place.need('member').oneOf(names.members, 'member') };
}

function readOperator(place: Place): Proposed {
  readNew(place);
  return { change: 'operator' };
}

function readIssue(place: Place, names: Names): Proposed {
  return { change: 'issue', issuing: readIssuing(place, names) };
}

/** A key is made when it is played: what can be said of it is that it is a new one. */
function readNew(place: Place): void {
  place.oneOf(['new'], 'key');
}
