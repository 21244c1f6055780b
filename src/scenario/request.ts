/** Reads what a member asks for: of the collective itself, or of a subcontract. */
import { nearest } from '../vocabulary/nearest.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Act } from './acts.ts';
import { checkMoney } from './issuing.ts';
import { checkDecimals, decimalsOf, type Names } from './names.ts';
import { readSaid, saidKeys } from './saying.ts';
import type { ScenarioSubcontract } from './scenario.ts';
import type { Place } from './yaml-place.ts';

/** What is asked of the collective, with the values that each must have, and may. */
const ofCollective: { readonly [action: string]: { readonly must: readonly string[]; readonly may: readonly string[] } } = {
  pay: { must: ['to', 'unit', 'amount'], may: ['reason'] },
  issue: { must: ['to', 'unit', 'amount', 'reason'], may: [] },
};

/** What every subcontract with parts is asked besides its kit's actions, and those that decide on what waits for a person. */
const ofParts = ['consent', 'withdraw'];
const ofReviews: { readonly [action: string]: readonly string[] } = { confirm: ['observation', 'by', 'reason'], drop: ['observation', 'reason'] };

export function readRequest(place: Place, names: Names): Act {
  place.only([...saidKeys, 'subcontract', 'action', 'with']);
  const who = readSaid(place, names);
  const actionPlace = place.need('action');
  const action = actionPlace.text();
  const said = place.optional('with');
  const named = place.optional('subcontract');
  const id = named?.oneOf(names.subcontracts.map((each) => each.id), 'subcontract') ?? null;
  const subcontract = names.subcontracts.find((each) => each.id === id);
  const manifest = names.kits.get(subcontract?.kit ?? '');
  if (named === undefined || named.raw() === null) readOfCollective(place, actionPlace, action, names);
  else if (subcontract !== undefined && manifest !== undefined) checkOfSubcontract(actionPlace, action, said, subcontract, manifest, names);
  return { kind: 'request', ...who, subcontract: id, action, with: said?.object() ?? {} };
}

function readOfCollective(place: Place, actionPlace: Place, action: string, names: Names): void {
  const rule = Object.hasOwn(ofCollective, action) ? ofCollective[action] : undefined;
  if (rule === undefined) return unknownAction(actionPlace, action, names);
  const said = place.need('with');
  said.only([...rule.must, ...rule.may]);
  for (const key of rule.must) said.need(key);
  checkMoney(said, names);
}

function unknownAction(place: Place, action: string, names: Names): void {
  if (action === '') return; // missing, or no text: said already
  const of = names.subcontracts.find((each) => actionsOf(names.kits.get(each.kit)).includes(action));
  if (of !== undefined) place.problem(`"${action}" is asked of a subcontract: add \`subcontract: ${of.id}\``);
  else place.problem(`without a subcontract one can ask to ${Object.keys(ofCollective).join(' or ')}, not "${action}"`, nearest(action, Object.keys(ofCollective)));
}

/** What a kit doesn't know is refused when it is played, which a scenario may want to show: so these are notes, but for amounts. */
function checkOfSubcontract(place: Place, action: string, said: Place | undefined, subcontract: ScenarioSubcontract, manifest: KitManifest, names: Names): void {
  if (ofParts.includes(action)) {
    said?.only(['part']);
    const part = said?.optional('part');
    const parts = Object.keys(manifest.parts ?? {});
    if (part !== undefined && !parts.includes(String(part.raw()))) part.note(`${subcontract.id} has no part "${String(part.raw())}"`, String(part.raw()), parts);
    return;
  }
  const actions = actionsOf(manifest);
  if (!actions.includes(action)) return place.note(`${subcontract.id} has no action "${action}"`, action, actions);
  if (Object.hasOwn(manifest.actions ?? {}, action)) return checkAction(place, said, subcontract, manifest, names);
  for (const [name, value] of said?.entries() ?? []) noteUnknown(value, name, action, subcontract, ofReviews[action] ?? []);
}

/** The same for one of the kit's own actions. */
export function checkAction(place: Place, said: Place | undefined, subcontract: ScenarioSubcontract, { actions = {} }: KitManifest, names: Names): void {
  const action = place.text();
  const rule = Object.hasOwn(actions, action) ? actions[action] : undefined;
  if (rule === undefined) return place.note(`${subcontract.id} has no action "${action}"`, action, Object.keys(actions));
  for (const [name, value] of said?.entries() ?? []) {
    noteUnknown(value, name, action, subcontract, Object.keys(rule.fields));
    if (rule.fields[name]?.type === 'amount') checkDecimals(value, decimalsOf(names, subcontract));
  }
}

function noteUnknown(value: Place, name: string, action: string, { id }: ScenarioSubcontract, known: readonly string[]): void {
  if (!known.includes(name)) value.note(`${action} of ${id} takes no "${name}"`, name, known);
}

function actionsOf(manifest: KitManifest | undefined): string[] {
  return [...Object.keys(manifest?.actions ?? {}), ...(manifest?.reviews === undefined ? [] : Object.keys(ofReviews)), ...(manifest?.parts === undefined ? [] : ofParts)];
}
