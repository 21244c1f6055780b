/** Reads what a scenario expects of deciding together: how proposals stand and how they were counted, who belongs, what binds whom. */
import { pilotMeasures, type PilotMeasure } from '../vocabulary/changes.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import { readCharterSet } from './charter-parts.ts';
import type { SensingKey } from './expected-sensing.ts';
import { decimalsOf, readAmount, type Names } from './names.ts';
import { amendmentDecisions, commentPlaces, decisions, standings, type CommentShown, type Decision, type Expected } from './scenario.ts';
import type { Place } from './yaml-place.ts';

type Reader<K extends keyof Expected> = (place: Place, names: Names) => NonNullable<Expected[K]>;
type DecidingKey = Exclude<keyof Expected, 'balances' | 'owed' | 'postings' | 'notices' | 'review' | 'refused' | 'inForce' | 'payouts' | SensingKey>;

const countMax = 1_000_000;

const readers: { readonly [K in DecidingKey]: Reader<K> } = {
  decision: (place, names) => place.entries().map(([proposal, how]) => readDecision(proposal, how, names)),
  standing: (place, names) => bySubcontract(place, names, (how) => ({ how: how.raw() === null ? null : (standings.find((each) => each === how.oneOf(standings, 'standing')) ?? null) })),
  bound: (place, names) => bySubcontract(place, names, (list) => ({ members: peopleAt(list, names) })),
  members: (place, names) => peopleAt(place, names),
  founded: readFounded,
  charter: (place, names) => readCharterSet(place, names),
  revision: (place, names) => byProposal(place, names, (number) => ({ number: number.integer(1, countMax) })),
  unconfirmed: (place, names) => byProposal(place, names, (who) => ({ members: typeof who.raw() === 'number' ? who.integer(0, countMax) : peopleAt(who, names) })),
  winner: (place, names) => byProposal(place, names, (option) => ({ option: option.raw() === null ? null : option.text() })),
  tied: (place, names) => byProposal(place, names, (options) => ({ options: options.list().map((each) => each.text()).sort(compareIds) })),
  count: (place, names) => byProposal(place, names, (figures) => ({ figures: readFigures(figures) })),
  comments: (place, names) => byProposal(place, names, (comments) => ({ comments: comments.list().map((each) => readComment(each, names)) })),
  measured: (place, names) => bySubcontract(place, names, (figures, id) => ({ figures: readMeasured(figures, id, names) })),
  ratified: (place) => place.list().map(readHash).sort(compareIds),
};

export const decidingExpectations = Object.keys(readers) as readonly DecidingKey[];

export function readDecidingExpected(place: Place, names: Names): Pick<Expected, DecidingKey> {
  return Object.fromEntries(decidingExpectations.flatMap((key) => {
    const expected = place.optional(key);
    return expected === undefined ? [] : [[key, readers[key](expected, names)]];
  }));
}

function readDecision(proposal: string, place: Place, names: Names): { proposal: string; how: Decision | null } {
  const isAmendment = names.amendments.includes(proposal);
  if (!isAmendment) knownProposal(proposal, place, names);
  if (place.raw() === null) return { proposal, how: null };
  const known: readonly Decision[] = isAmendment ? amendmentDecisions : decisions;
  const how = place.oneOf(known, 'decision');
  return { proposal, how: known.find((each) => each === how) ?? 'open' };
}

function knownProposal(id: string, place: Place, { proposals, amendments }: Names): void {
  const ids = [...proposals.map((each) => each.id), ...amendments];
  if (!ids.includes(id)) place.unknown('proposal', id, ids);
}

function byProposal<T>(place: Place, names: Names, read: (each: Place) => T): (T & { readonly proposal: string })[] {
  return place.entries().map(([proposal, each]) => {
    knownProposal(proposal, each, names);
    return { proposal, ...read(each) };
  });
}

function bySubcontract<T>(place: Place, { subcontracts }: Names, read: (each: Place, id: string) => T): (T & { readonly subcontract: string })[] {
  const ids = subcontracts.map(({ id }) => id);
  return place.entries().map(([subcontract, each]) => {
    if (!ids.includes(subcontract)) each.unknown('subcontract', subcontract, ids);
    return { subcontract, ...read(each, subcontract) };
  });
}

function peopleAt(place: Place, { people }: Names): readonly string[] {
  return place.list().map((each) => each.oneOf(people, 'member')).sort(compareIds);
}

function readFounded(place: Place): boolean {
  if (typeof place.raw() !== 'boolean') place.problem('this must be true or false');
  return place.raw() === true;
}

/** Whole numbers by name, or tables of them; which names there are goes by the rule. */
function readFigures(place: Place): JsonObject {
  return Object.fromEntries(place.entries().map(([name, figure]): [string, Json] => [name, typeof figure.raw() === 'number' ? figure.integer(0, countMax) : readFigures(figure)]));
}

function readComment(place: Place, names: Names): Partial<CommentShown> {
  place.only(['by', 'paragraph', 'text', 'stands']);
  const [by, paragraph, text, stands] = [place.optional('by'), place.optional('paragraph'), place.optional('text'), place.optional('stands')];
  const placeNow = stands?.oneOf(commentPlaces, 'place');
  return {
    ...(by === undefined ? {} : { by: by.oneOf(names.people, 'member') }),
    ...(paragraph === undefined ? {} : { paragraph: paragraph.raw() === null ? null : paragraph.id() }),
    ...(text === undefined ? {} : { text: text.raw() === null ? null : text.text() }),
    ...(placeNow === undefined ? {} : { stands: commentPlaces.find((each) => each === placeNow) ?? 'same' }),
  };
}

/** `paid` and `owed` are amounts of the subcontract's unit, the others are counts. */
function readMeasured(place: Place, id: string, names: Names): { readonly [measure in PilotMeasure]?: number } {
  place.only(pilotMeasures);
  const subcontract = names.subcontracts.find((each) => each.id === id);
  return Object.fromEntries(place.entries().map(([measure, figure]) => {
    const isAmount = measure === 'paid' || measure === 'owed';
    return [measure, isAmount && subcontract !== undefined ? readAmount(figure, decimalsOf(names, subcontract)) : figure.integer(0, Number.MAX_SAFE_INTEGER)];
  }));
}

function readHash(place: Place): string {
  const hash = place.text();
  if (!/^[0-9a-f]{64}$/.test(hash)) place.problem('an agreement is named by a SHA-256 in hex: 64 digits from 0 to f');
  return hash;
}
