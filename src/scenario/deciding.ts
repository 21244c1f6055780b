/** The settings by which members found a collective and decide together; what they do there is in kernel/proposals.ts and kernel/matters.ts. */
import type { CharterPart } from '../vocabulary/charter.ts';
import { groupNames, readCharterPart, type CharterNames } from './charter-parts.ts';
import { allOr } from './names.ts';
import type { Deciding } from './scenario.ts';
import type { Place } from './yaml-place.ts';

/** Parts of the charter that stand under `collective:` by their own names. */
const parts = ['decide', 'recovery', 'alone_max', 'appear_s', 'matters', 'amending', 'windows', 'groups', 'entrenched', 'weighty'] as const satisfies readonly CharterPart[];

/** Keys under `collective:` that are read here. */
export const decidingKeys = [...parts, 'founders'] as const;

/** What is left out of the file is left out here: the charter then says nothing of it. */
export function readDeciding(collective: Place, founding: Omit<CharterNames, 'groups'>): Deciding {
  const names: CharterNames = { ...founding, groups: groupNames(collective.optional('groups')) };
  const founders = collective.optional('founders');
  const said = parts.flatMap((part) => {
    const place = collective.optional(part);
    return place === undefined || place.raw() === null ? [] : [[part, readCharterPart(part, place, names)] as const];
  });
  return { ...(Object.fromEntries(said) as Deciding), ...(founders === undefined ? {} : { founders: eachOnce(founders, founding.people, 'member') }) };
}

/** Which of the founders sign at the founding; left out: all. */
export function readSigned(collective: Place, { founders = [] }: Deciding): readonly string[] {
  const signed = collective.optional('signed');
  return signed === undefined ? founders : eachOnce(signed, founders, 'founder');
}

function eachOnce(place: Place, all: readonly string[], what: string): readonly string[] {
  const some = allOr(place, all, what);
  if (new Set(some).size !== some.length) place.problem('a founder is named twice');
  return some;
}
