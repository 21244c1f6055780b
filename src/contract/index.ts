/**
 * All that a kit's author imports, and nothing else: `import { contract, charge, … } from 'frankpledge/contract'`.
 * Numbers are whole; `+ - *` are checked against overflow by the compiler; division is `mulDiv`.
 */
export { contract, type AgentView, type Answer, type Contract, type Decided, type Decision, type Consented, type FellDue, type Marked, type Now, type Observed, type Occasion, type Posted, type Requested, type Reviewed, type View, type Woke } from './contract.ts';
export { claimEndedBy, claimIn, claimsEndedBy, withClaim, withVote, type Claim, type Claims } from './claims.ts';
export { cancel, charge, discharge, mark, notice, owe, post, refund, repay, reserve, review, timer, transfer, voidTransfer } from './effects.ts';
export { earlier, inPeriod, later, periodStart, type InPeriod } from './days.ts';
export { get, keys, max, min, put, reversed, sortBy, sum, without } from './lists.ts';
export { belonging, membershipOn, withoutGone, type Membership } from './members.ts';
export { purse } from './purses.ts';
export { refuse } from './refuse.ts';
export { forDays, pieces } from './shares.ts';
export { add, mul, mulDiv, splitByWeights, splitEvenly, sub } from '../vocabulary/amounts.ts';
export { addDays, addMonths, dayInMonth, dayMs, dayOfMonth, daysBetween, hourMs, lastDate, minuteMs, monthLength, nextDate, type Day, type Instant } from '../vocabulary/time.ts';
export type { Effect, ReviewOffer, When, Why } from '../vocabulary/effects.ts';
export type { Json, JsonObject } from '../vocabulary/json.ts';
