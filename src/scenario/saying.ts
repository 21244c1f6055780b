/** Reads who says something, and with which of their keys. */
import { operator, type Names } from './names.ts';
import type { Said } from './scenario.ts';
import type { Place } from './yaml-place.ts';

/** Keys of a step that are read here. */
export const saidKeys = ['by', 'key'] as const;

/** A member or the operator; what someone may not say is refused when it is played. */
export function readSaid(place: Place, names: Names): Said {
  const by = place.need('by').oneOf([...names.members, operator], 'member');
  const key = place.optional('key');
  if (key === undefined) return { by };
  const which = key.oneOf(['old', 'new'], 'key');
  if (by !== '' && !names.renewed.includes(by)) key.problem(`${by} has one key: a proposal above must bring another one`);
  return { by, key: which === 'old' ? 'old' : 'new' };
}
