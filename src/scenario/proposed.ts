/** Reads what is put to the vote, one reader for each kind of change; what they do is in kernel/changes.ts. */
import { pilotMeasures, type Parties, type StopRule } from '../vocabulary/changes.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { nearest } from '../vocabulary/nearest.ts';
import type { Agreed, Proposed, ProposedOption } from './acts.ts';
import { readCharterSet } from './charter-parts.ts';
import { daysMax } from './charter-matters.ts';
import { checkMoney, readIssuing } from './issuing.ts';
import { operator, type Names } from './names.ts';
import { checkAction } from './request.ts';
import type { ScenarioSubcontract } from './scenario.ts';
import { readSensing, withBindings } from './sensing.ts';
import { readAgreement, readChangedTerms, readSomeParties } from './subcontracts.ts';
import type { Place } from './yaml-place.ts';

export const pilotKeys = ['subcontract', 'kit', 'parties', 'terms', 'days', 'volunteers_min', 'stop'] as const;

/** More than there can be members. */
const volunteersMax = 100_000;

const readers: { readonly [change in Proposed['change']]: (place: Place, names: Names) => Proposed } = {
  adopt: readAdopt,
  terms: readOtherTerms,
  retire: (place, names) => ({ change: 'retire', subcontract: subcontractAt(place, names) }),
  stop: (place, names) => ({ change: 'stop', subcontract: subcontractAt(place, names) }),
  resume: (place, names) => ({ change: 'resume', subcontract: subcontractAt(place, names) }),
  pilot: (place, names) => {
    place.only(pilotKeys);
    return readPilot(place, names);
  },
  act: readAct,
  spend: readSpend,
  admit: readAdmit,
  exclude: (place, { people }) => ({ change: 'exclude', member: place.oneOf(people, 'member') }),
  charter: (place, names) => ({ change: 'charter', set: readCharterSet(place, names) }),
  sensing: (place, names) => ({ change: 'sensing', ...readSensing(place, names) }),
  resolution: readResolution,
  ratify: readRatify,
  choice: readChoice,
  recover: readRecover,
  operator: readOperator,
  issue: (place, names) => ({ change: 'issue', issuing: readIssuing(place, names) }),
};
export const changeKinds = Object.keys(readers) as readonly Proposed['change'][];
/** What concerns the log and its keys is voted on by itself, and an option is no choice again. */
const optionKinds = changeKinds.filter((change) => !['choice', 'recover', 'operator', 'issue'].includes(change));

/** The one thing that a proposal is about; undefined beside a problem when it is about none, or several. */
export function readProposed(place: Place, names: Names): Proposed | undefined {
  const [change, more] = changeKinds.filter((each) => place.optional(each) !== undefined);
  if (change !== undefined && more === undefined) return readers[change](place.need(change), names);
  place.problem(`a proposal is about one thing: ${changeKinds.join(', ')}${more === undefined ? '' : `, not about ${change} and ${more}`}`);
  return undefined;
}

/** What later steps may name besides, as if it were carried: whether it was is for the file to show. */
export function withChange(names: Names, change: Proposed): Names {
  switch (change.change) {
    case 'adopt': case 'pilot': return { ...names, subcontracts: withAgreed(names.subcontracts, change) };
    case 'terms': return { ...names, subcontracts: withAgreed(names.subcontracts, { ...change, kit: '' }) };
    case 'admit': return withMember(names, change.id);
    case 'charter': return { ...names, groups: [...new Set([...names.groups, ...Object.keys(change.set.groups ?? {})])] };
    case 'choice': return change.options.reduce((grown, option) => (option.change === undefined ? grown : withChange(grown, option.change)), names);
    case 'recover': return { ...names, renewed: [...names.renewed, change.member] };
    case 'operator': return { ...names, renewed: [...names.renewed, operator] };
    case 'sensing': return withBindings(names, change.bind);
    case 'retire': case 'stop': case 'resume': case 'act': case 'spend': case 'exclude': case 'resolution': case 'ratify': case 'issue': return names;
  }
}

export function withMember(names: Names, id: string): Names {
  return names.members.includes(id) ? names : { ...names, members: [...names.members, id], people: [...names.people, id] };
}

function withAgreed(known: readonly ScenarioSubcontract[], { subcontract: id, kit, parties, terms }: Agreed): ScenarioSubcontract[] {
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

function readChanged(place: Place, { id, kit, terms: agreed }: ScenarioSubcontract, names: Names): Omit<Agreed, 'subcontract'> {
  const given = place.optional('kit');
  if (given !== undefined && given.raw() !== kit) given.problem(`${id} is of the kit ${kit}, and stays so; another agreement has another id`);
  return { kit, ...readDifferences(place, kit, agreed, names) };
}

/** Other parties and terms, and nothing else: the code stays. */
function readOtherTerms(place: Place, names: Names): Proposed {
  place.only(['subcontract', 'parties', 'terms']);
  const id = place.need('subcontract').oneOf(names.subcontracts.map((each) => each.id), 'subcontract');
  const before = names.subcontracts.find((each) => each.id === id);
  if (before === undefined) return { change: 'terms', subcontract: id, terms: {}, parties: {} };
  return { change: 'terms', subcontract: id, ...readDifferences(place, before.kit, before.terms, names) };
}

function readDifferences(place: Place, kit: string, agreed: ScenarioSubcontract['terms'], names: Names): { readonly parties: Parties; readonly terms: ScenarioSubcontract['terms'] } {
  const manifest = names.kits.get(kit);
  if (manifest === undefined) return { parties: {}, terms: {} };
  const terms = place.optional('terms');
  return { parties: readSomeParties(place.optional('parties'), manifest, names.members), terms: terms === undefined ? {} : readChangedTerms(terms, manifest, names, agreed) };
}

export function subcontractAt(place: Place, names: Names): string {
  return place.oneOf(names.subcontracts.map((each) => each.id), 'subcontract');
}

/** From a record that may say more than the pilot. */
export function readPilot(place: Place, names: Names): Proposed {
  return {
    change: 'pilot', subcontract: place.need('subcontract').id(), ...readAgreement(place, names),
    days: place.need('days').integer(1, daysMax), volunteers_min: place.need('volunteers_min').integer(1, volunteersMax),
    stop: (place.optional('stop')?.list() ?? []).map(readStopRule),
  };
}

function readStopRule(place: Place): StopRule {
  place.only(['measure', 'above']);
  const measure = place.need('measure').oneOf(pilotMeasures, 'measure');
  const above = place.need('above');
  const figure = parseDecimal(above.raw(), 9);
  if (!figure.ok) above.problem(figure.refusal.detail);
  return { measure: pilotMeasures.find((each) => each === measure) ?? 'postings', above: String(above.raw()) };
}

/** What a kit doesn't know is refused when it is played, as with a request. */
function readAct(place: Place, names: Names): Proposed {
  place.only(['subcontract', 'action', 'with']);
  const id = subcontractAt(place.need('subcontract'), names);
  const action = place.need('action');
  const said = place.optional('with');
  const subcontract = names.subcontracts.find((each) => each.id === id);
  const manifest = names.kits.get(subcontract?.kit ?? '');
  if (subcontract !== undefined && manifest !== undefined) checkAction(action, said, subcontract, manifest, names);
  return { change: 'act', subcontract: id, action: action.text(), with: said?.object() ?? {} };
}

function readSpend(place: Place, names: Names): Proposed {
  const keys = ['from', 'to', 'unit', 'amount'] as const;
  place.only(keys);
  for (const key of keys) place.need(key);
  checkMoney(place, names);
  const [from, to, unit, amount] = keys.map((key) => String(place.need(key).raw())) as [string, string, string, string];
  place.need('from').oneOf(names.members, 'member');
  return { change: 'spend', from, to, unit, amount };
}

function readAdmit(place: Place): Proposed {
  place.only(['id', 'name']);
  const name = place.optional('name')?.text();
  return { change: 'admit', id: place.need('id').id(), ...(name === undefined ? {} : { name }) };
}

function readResolution(place: Place): Proposed {
  if (place.raw() !== true) place.problem('a resolution is words alone: `resolution: true`, and its words under `title` and `text`');
  return { change: 'resolution' };
}

function readRatify(place: Place): Proposed {
  place.only(['agreement', 'with']);
  return { change: 'ratify', agreement: place.need('agreement').object(), with: place.need('with').text() };
}

function readChoice(place: Place, names: Names): Proposed {
  return { change: 'choice', options: readOptions(place, names) };
}

export function readOptions(place: Place, names: Names): readonly ProposedOption[] {
  return place.list().map((each) => readOption(each, names));
}

function readOption(place: Place, names: Names): ProposedOption {
  place.only(['id', 'says', ...optionKinds]);
  const [change, more] = optionKinds.filter((each) => place.optional(each) !== undefined);
  if (more !== undefined) place.problem(`an option is about one thing, not about ${change} and ${more}`);
  return { id: place.need('id').id(), says: place.need('says').text(), ...(change === undefined ? {} : { change: readers[change](place.need(change), names) }) };
}

function readRecover(place: Place, names: Names): Proposed {
  place.only(['member', 'key']);
  readNew(place.need('key'));
  return { change: 'recover', member: place.need('member').oneOf(names.people, 'member') };
}

function readOperator(place: Place): Proposed {
  readNew(place);
  return { change: 'operator' };
}

/** A key is made when it is played: what can be said of it is that it is a new one. */
function readNew(place: Place): void {
  place.oneOf(['new'], 'key');
}
