/** Reads who says something, and with which of their keys. */
import type { Said, SaidByEach } from './acts.ts';
import { operator, type Names } from './names.ts';
import type { Place } from './yaml-place.ts';

/** Keys of a step that are read here. */
export const saidKeys = ['by', 'key'] as const;

/** A member or the operator; what someone may not say is refused when it is played. */
export function readSaid(place: Place, names: Names): Said {
  const by = readSpeaker(place.need('by'), names);
  return { by, ...readKey(place, [by], names) };
}

/** The same by several: one member, or a list of them. */
export function readSaidByEach(place: Place, names: Names): SaidByEach {
  const who = place.need('by');
  const by = Array.isArray(who.raw()) ? who.list().map((each) => readSpeaker(each, names)) : [readSpeaker(who, names)];
  if (by.length === 0) who.problem('nobody says this');
  return { by, ...readKey(place, by, names) };
}

export function readSpeaker(place: Place, { members, people }: Names): string {
  const raw = place.raw();
  if (typeof raw === 'string' && members.includes(raw) && !people.includes(raw)) {
    place.problem(`${raw} is an account that all hold in common: nobody speaks for it`);
    return '';
  }
  return place.oneOf([...people, operator], 'member');
}

function readKey(place: Place, by: readonly string[], { renewed }: Names): Pick<Said, 'key'> {
  const key = place.optional('key');
  if (key === undefined) return {};
  const which = key.oneOf(['old', 'new'], 'key');
  const other = by.find((member) => member !== '' && !renewed.includes(member));
  if (other !== undefined) key.problem(`${other} has one key: a proposal above must bring another one`);
  return { key: which === 'old' ? 'old' : 'new' };
}
