/** Reads what an ordinary vote can't touch, and the way by which it can be changed. */
import { charterParts, type CharterPart, type Entrenched } from '../vocabulary/charter.ts';
import { isId } from '../vocabulary/ids.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import { readValue } from '../vocabulary/values.ts';
import { wordsOf } from './charter-matters.ts';
import type { CharterNames } from './charter-parts.ts';
import { unitOf, valueContext } from './names.ts';
import type { Place } from './yaml-place.ts';

const wayKeys = ['consent', 'votes', 'apart_days'];
const votesMax = 5;
const apartDaysMax = 366;

/** All of them: a cap that isn't named is no cap any more. */
export function readEntrenched(place: Place, names: CharterNames): { readonly [name: string]: Entrenched } {
  const instead = (name: string): string => `to take ${name} away, leave it out and name all other caps, or say "entrenched: null" where there is no other; that goes by the way of ${name} itself`;
  return Object.fromEntries(place.filled(instead).map(([name, cap]) => {
    if (!isId(name)) cap.problem(`a cap can't be called "${name}"`);
    return [name, readOne(cap, names)];
  }));
}

function readOne(place: Place, names: CharterNames): Entrenched {
  const about = readCap(place, names);
  return {
    says: place.need('says').text(), cap: about.cap,
    way: {
      consent: readConsent(place.need('consent'), about.manifest, names),
      votes: place.need('votes').integer(1, votesMax), apart_days: place.need('apart_days').integer(0, apartDaysMax),
    },
  };
}

type About = { readonly cap: Entrenched['cap']; readonly manifest: KitManifest | undefined };

/** Either parts of the charter, or a term of a kit or of one subcontract. */
function readCap(place: Place, names: CharterNames): About {
  const charter = place.optional('charter');
  if (charter !== undefined) {
    place.only(['says', 'charter', ...wayKeys]);
    return { cap: { charter: wordsOf<CharterPart>(charter, charterParts, 'part of the charter') }, manifest: undefined };
  }
  place.only(['says', 'term', 'kit', 'subcontract', 'at_most', 'at_least', 'charter', ...wayKeys]);
  const [kit, subcontract, term] = [place.optional('kit'), place.optional('subcontract'), place.need('term')];
  if (kit === undefined && subcontract === undefined) place.problem('of which kit or subcontract is this term?');
  if (place.optional('at_most') === undefined && place.optional('at_least') === undefined) place.problem('a cap on a term needs at_most or at_least');
  const manifest = manifestOf(kit, subcontract, names);
  const name = manifest === undefined ? term.id() : term.oneOf(Object.keys(manifest.terms), 'term');
  return {
    cap: {
      term: name, ...(kit === undefined ? {} : { kit: kit.text() }), ...(subcontract === undefined ? {} : { subcontract: subcontract.text() }),
      ...boundOf(place, 'at_most', manifest, name, names), ...boundOf(place, 'at_least', manifest, name, names),
    },
    manifest,
  };
}

function manifestOf(kit: Place | undefined, subcontract: Place | undefined, { kits, subcontracts }: CharterNames): KitManifest | undefined {
  const named = kit?.oneOf([...kits.keys()], 'kit');
  const id = subcontract?.oneOf(subcontracts.map((each) => each.id), 'subcontract');
  const of = subcontracts.find((each) => each.id === id)?.kit;
  if (named !== undefined && of !== undefined && named !== '' && named !== of) kit?.problem(`${id} is of the kit ${of}`);
  return kits.get(of ?? named ?? '');
}

/** A number in the form in which the term is written. */
function boundOf(place: Place, side: 'at_most' | 'at_least', manifest: KitManifest | undefined, term: string, names: CharterNames): { readonly [key in typeof side]?: string } {
  const bound = place.optional(side);
  if (bound === undefined) return {};
  const field = manifest?.terms[term];
  const value = field === undefined ? undefined : readValue(field, bound.raw(), valueContext(names, unitOf(names, {})), 'this');
  if (value?.ok === false) bound.problem(value.refusal.detail);
  if (value?.ok === true && typeof value.value !== 'number') bound.problem(`${term} is no number, and can't be capped`);
  return { [side]: String(bound.raw()) };
}

function readConsent(place: Place, manifest: KitManifest | undefined, names: CharterNames): Entrenched['way']['consent'] {
  const raw = place.raw();
  if (typeof raw !== 'string') return place.list().map((each) => each.oneOf(names.people, 'member'));
  if (raw.startsWith('party:')) {
    const party = raw.slice('party:'.length);
    const parties = Object.keys(manifest?.parties ?? {});
    if (manifest !== undefined && !parties.includes(party)) place.unknown('party', party, parties);
    return `party:${party}`;
  }
  if (raw.startsWith('part:')) {
    const part = raw.slice('part:'.length);
    const parts = Object.keys(manifest?.parts ?? {});
    if (manifest !== undefined && !parts.includes(part)) place.unknown('part', part, parts);
    return `part:${part}`;
  }
  const group = raw.startsWith('group:') ? raw.slice('group:'.length) : undefined;
  if (group !== undefined && names.groups.includes(group)) return `group:${group}`;
  if (group !== undefined) place.unknown('group', group, names.groups);
  else place.problem('whose consent: party:NAME, part:NAME, group:NAME, or a list of members');
  return [];
}
