/** Reads parts of a charter as people write them: those of the founding, and those that a proposal would change. */
import { charterDefaults, charterParts, type Charter, type CharterPart, type DecideRule, type RecoveryRule, type Rights, type UpdateWindows, type WeightyRule } from '../vocabulary/charter.ts';
import { entryKinds, type EntryKind } from '../vocabulary/entries.ts';
import { isId } from '../vocabulary/ids.ts';
import { readEntrenched } from './charter-entrenched.ts';
import { daysMax, readAmending, readMatters } from './charter-matters.ts';
import { readShare } from './charter-rule.ts';
import { membersAt, readAmounts, type Names } from './names.ts';
import type { Place } from './yaml-place.ts';

/** What a charter can name. */
export type CharterNames = Pick<Names, 'units' | 'members' | 'people' | 'kits' | 'groups'> & { readonly subcontracts: readonly { readonly id: string; readonly kit: string }[] };

/** A year: who has been away for longer finds another key in force. */
const waitHoursMax = 8784;
const approvalsMax = 100_000;
const secondsMax = 86_400;
/** Days that every month has. */
const monthDayMax = 28;

const readers: { readonly [part in CharterPart]: (place: Place, names: CharterNames) => NonNullable<Charter[part]> } = {
  name: (place) => place.text(),
  rights: readRights,
  issue_per_month: (place, { units }) => readAmounts(place, units, 'positive'),
  late_days: (place) => place.integer(0, daysMax),
  clock_ahead_s: (place) => place.integer(0, secondsMax),
  decide: readDecide,
  recovery: readRecovery,
  alone_max: (place, { units }) => readAmounts(place, units, 'positive'),
  appear_s: (place) => place.integer(1, secondsMax),
  matters: readMatters,
  amending: readAmending,
  windows: readWindows,
  groups: readGroups,
  entrenched: readEntrenched,
  weighty: readWeighty,
};

/** Parts that are left out stay as they are. */
export type CharterSet = { readonly [part in CharterPart]?: Charter[part] | null };

/** What a proposal sets: each part that is named replaces the one that there is, null takes it away. */
export function readCharterSet(place: Place, names: CharterNames): CharterSet {
  place.only(charterParts);
  const groups = place.optional('groups');
  const known = groups === undefined ? names : { ...names, groups: groupNames(groups) };
  return Object.fromEntries(place.entries().flatMap(([name, value]) => {
    const part = charterParts.find((each) => each === name);
    return part === undefined ? [] : [[part, value.raw() === null ? null : readers[part](value, known)]];
  }));
}

/** One part, in the form of the founding. */
export function readCharterPart<P extends CharterPart>(part: P, place: Place, names: CharterNames): NonNullable<Charter[P]> {
  return readers[part](place, names);
}

export function groupNames(groups: Place | undefined): readonly string[] {
  return groups?.entries().map(([group]) => group) ?? [];
}

function readRights(place: Place, { people }: CharterNames): Rights {
  place.only(['admit', 'issue', 'attest', 'bind', 'bank', 'reviewer']);
  const having = (right: string): readonly string[] => membersAt(place.optional(right), people);
  const where = (right: 'bind' | 'bank'): Pick<Rights, typeof right> => (place.optional(right) === undefined ? {} : { [right]: having(right) });
  return { admit: having('admit'), issue: having('issue'), attest: having('attest'), ...where('bind'), ...where('bank'), review: having('reviewer') };
}

function readDecide(place: Place): DecideRule {
  place.only(['more_than', 'days']);
  const moreThan = place.optional('more_than');
  return {
    more_than: moreThan === undefined ? charterDefaults.decide.more_than : readShare(moreThan, 'below'),
    days: place.optional('days')?.integer(1, daysMax) ?? charterDefaults.decide.days,
  };
}

function readRecovery(place: Place): RecoveryRule {
  place.only(['approvals', 'wait_hours']);
  return {
    approvals: place.optional('approvals')?.integer(1, approvalsMax) ?? charterDefaults.recovery.approvals,
    wait_hours: place.optional('wait_hours')?.integer(0, waitHoursMax) ?? charterDefaults.recovery.wait_hours,
  };
}

function readWeighty(place: Place, { units }: CharterNames): WeightyRule {
  place.only(['kinds', 'a_day']);
  const aDay = place.optional('a_day');
  const kinds = place.need('kinds').list().map((each) => each.oneOf(entryKinds, 'kind of entry') as EntryKind);
  return { kinds, ...(aDay === undefined ? {} : { a_day: readAmounts(aDay, units, 'positive') }) };
}

function readWindows(place: Place): UpdateWindows {
  if (place.raw() === 'day') return { every: 'day' };
  place.only(['every', 'on']);
  const every = place.need('every').oneOf(['day', 'week', 'month'], 'kind of update window');
  if (every !== 'week' && every !== 'month') {
    place.optional('on')?.problem('every day has one window, at its first instant');
    return { every: 'day' };
  }
  return { every, on: place.need('on').integer(1, every === 'week' ? 7 : monthDayMax) };
}

function readGroups(place: Place, { people: known }: CharterNames): { readonly [group: string]: readonly string[] } {
  const instead = (group: string): string => `to take ${group} away, leave it out and name all other groups; [] is a group of nobody`;
  return Object.fromEntries(place.filled(instead).map(([group, people]) => {
    if (!isId(group) || ['all', 'bound', 'parties'].includes(group)) people.problem(`a group can't be called "${group}"`);
    const ids = people.list().map((each) => each.oneOf(known, 'member'));
    if (new Set(ids).size !== ids.length) people.problem('a member is named twice');
    return [group, ids];
  }));
}
