/** Reads a scenario's timeline: steps with their times, and what each says. */
import type { JsonObject } from '../vocabulary/json.ts';
import { readProbability } from '../vocabulary/values.ts';
import type { Act } from './acts.ts';
import { readAccept, readConsent, readJoin, readLeave, readSign, readWithdraw } from './belonging.ts';
import { readMeans } from './declaring.ts';
import { readExpected } from './expected.ts';
import { fieldsOf, noteUnheard } from './listening.ts';
import { checkDecimals, decimalsOf, type Names } from './names.ts';
import { readIncome, readPayout, readReverse, readSettle } from './outside.ts';
import { withMember } from './proposed.ts';
import { readAmend, readPropose, readProposeAs, withAmended, withProposed } from './proposing.ts';
import { readRequest } from './request.ts';
import type { Step } from './scenario.ts';
import { deviceAt, readBind, readDispute, readIncident, readJudge, readLook, readPermit, readReading, readUnbind, withBindings } from './sensing.ts';
import { readComment, readDelegate, readFriends, readVote } from './voting.ts';
import type { Place } from './yaml-place.ts';

type Reader = (place: Place, number: number, names: Names) => Act;

const readers = {
  observe: readObserve,
  request: (place, _, names) => readRequest(place, names),
  propose: (place, number, names) => readPropose(place, number, names) ?? { kind: 'wait' },
  pilot: (place, number, names) => readProposeAs('pilot', place, number, names),
  stop: (place, number, names) => readProposeAs('stop', place, number, names),
  resume: (place, number, names) => readProposeAs('resume', place, number, names),
  vote: (place, _, names) => readVote(place, names),
  amend: readAmend,
  delegate: (place, _, names) => readDelegate(place, names),
  comment: (place, _, names) => readComment(place, names),
  consent: (place, _, names) => readConsent(place, names),
  withdraw: (place, _, names) => readWithdraw(place, names),
  join: (place, _, names) => readJoin(place, names),
  accept: (place, _, names) => readAccept(place, names),
  volunteer: (place, _, names) => readAccept(place, names),
  leave: (place, _, names) => readLeave(place, names),
  sign: (place, _, names) => readSign(place, names),
  friends: (place, _, names) => readFriends(place, names),
  means: (place, _, names) => readMeans(place, names),
  reading: readReading,
  bind: (place, _, names) => readBind(place, names),
  unbind: (place, _, names) => readUnbind(place, names),
  permit: (place, _, names) => readPermit(place, names),
  look: (place, _, names) => readLook(place, names),
  dispute: (place, _, names) => readDispute(place, names),
  judge: (place, _, names) => readJudge(place, names),
  incident: (place, _, names) => readIncident(place, names),
  income: (place, _, names) => readIncome(place, names),
  payout: (place, _, names) => readPayout(place, names),
  settle: (place, _, names) => readSettle(place, names),
  reverse: (place, _, names) => readReverse(place, names),
  expect: (place, _, names) => ({ kind: 'expect', expected: readExpected(place, names) }),
} as const satisfies { readonly [kind: string]: Reader };
const stepKinds = Object.keys(readers) as readonly (keyof typeof readers)[];

export function readTimeline(place: Place, founded: Names): Step[] {
  let names = founded;
  let lastAt = 0;
  let lastPlayed = 0;
  return place.list().map((step, index) => {
    step.only(['at', 'recorded_at', ...stepKinds]);
    const at = step.need('at').instant();
    const recorded = step.optional('recorded_at');
    const playedAt = recorded?.instant() ?? at;
    // A late step stands in order of the time that it speaks of, or of the time at which it is played.
    const inOrder = at >= lastAt || (recorded !== undefined && playedAt >= lastPlayed);
    if (!inOrder) step.problem('the times are out of order: this step is earlier than the one before; what arrives late has `recorded_at`');
    if (recorded === undefined) lastAt = Math.max(lastAt, at);
    lastPlayed = Math.max(lastPlayed, playedAt);
    const act = readAct(step, index + 1, names);
    names = withAct(names, act);
    return { number: index + 1, line: step.line, at, playedAt, act };
  });
}

function readAct(step: Place, number: number, names: Names): Act {
  const [kind, more] = stepKinds.filter((each) => step.optional(each) !== undefined);
  if (kind === undefined) return { kind: 'wait' };
  if (more !== undefined) step.problem(`a step does one thing, not ${kind} and ${more}`);
  if (kind === 'expect' && step.optional('recorded_at') !== undefined) step.problem('an expectation is checked at its `at`; it has no `recorded_at`');
  return readers[kind](step.need(kind), number, names);
}

/** What later steps may name besides. */
function withAct(names: Names, act: Act): Names {
  switch (act.kind) {
    case 'propose': return withProposed(names, act);
    case 'amend': return withAmended(names, act);
    case 'payout': return { ...names, payouts: [...names.payouts, act.id] };
    case 'join': return withMember(names, act.id);
    case 'bind': return withBindings(names, [act.binding]);
    default: return names;
  }
}

const observeKeys = ['id', 'device', 'subject', 'event', 'p'];

function readObserve(place: Place, number: number, names: Names): Act {
  const event = place.need('event').text();
  const fields = fieldsOf(event, names);
  if (fields !== undefined) place.only([...observeKeys, ...fields.keys()]);
  const p = place.optional('p');
  p?.only(['event', 'person']);
  for (const key of ['event', 'person']) {
    const probability = p?.optional(key);
    const read = readProbability(probability?.raw() ?? 1, key);
    if (!read.ok) probability?.problem(read.refusal.detail);
  }
  const values: { [name: string]: JsonObject[string] } = {};
  for (const [name, value] of place.entries()) {
    if (observeKeys.includes(name)) continue;
    values[name] = value.raw();
    const field = fields?.get(name);
    if (field?.rule.type === 'amount') checkDecimals(value, decimalsOf(names, field.subcontract));
  }
  const given = place.optional('id');
  const subject = place.need('subject').text();
  noteUnheard(place, event, subject, names);
  return {
    kind: 'observe', id: given === undefined ? `step-${number}` : given.id(), ...deviceAt(place), subject, event,
    p: (p?.object() ?? {}) as { event?: number | string; person?: number | string }, values,
  };
}
