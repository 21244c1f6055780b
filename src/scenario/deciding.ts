/** The settings by which members decide together; see kernel/proposals.ts for what they do there. */
import { charterDefaults, type DecideRule, type RecoveryRule } from '../vocabulary/charter.ts';
import type { UnitRule } from '../vocabulary/grants.ts';
import { readAmounts } from './names.ts';
import type { Deciding } from './scenario.ts';
import type { Place } from './yaml-place.ts';

/** Keys under `collective:` that are read here. */
export const decidingKeys = ['decide', 'recovery', 'alone_max', 'appear_s'] as const;

const daysMax = 366;
/** A year: who has been away for longer finds another key in force. */
const waitHoursMax = 8784;
const approvalsMax = 100_000;
const secondsMax = 86_400;
/** Largest denominator: finer than a vote of every member there can be. */
const partsMax = 1_000_000;

/** What is left out of the file is left out here: the charter then says nothing of it. */
export function readDeciding(collective: Place, units: readonly UnitRule[]): Deciding {
  const [decide, recovery, aloneMax, appear] = decidingKeys.map((key) => collective.optional(key));
  return {
    ...(decide === undefined ? {} : { decide: readDecide(decide) }),
    ...(recovery === undefined ? {} : { recovery: readRecovery(recovery) }),
    ...(aloneMax === undefined ? {} : { alone_max: readAmounts(aloneMax, units, 'positive') }),
    ...(appear === undefined ? {} : { appear_s: appear.integer(1, secondsMax) }),
  };
}

function readDecide(place: Place): DecideRule {
  place.only(['more_than', 'days']);
  const moreThan = place.optional('more_than');
  return {
    more_than: moreThan === undefined ? charterDefaults.decide.more_than : readPart(moreThan),
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

/** A part of all members as `"1/2"`: below the whole, since nobody can be more than all. */
function readPart(place: Place): DecideRule['more_than'] {
  const value = place.raw();
  const [, above = '', below = ''] = /^(\d{1,7})\/(\d{1,7})$/.exec(typeof value === 'string' ? value : '') ?? [];
  const [numerator, denominator] = [Number(above), Number(below)];
  if (above !== '' && denominator <= partsMax && numerator < denominator) return { numerator, denominator };
  place.problem(`this must be a part of all members below the whole, in quotes, as "1/2" or "2/3"`);
  return charterDefaults.decide.more_than;
}
