/** Reads a scenario's timeline: steps with their times, and what each says. */
import type { JsonObject } from '../vocabulary/json.ts';
import { readProbability } from '../vocabulary/values.ts';
import { readMeans } from './declaring.ts';
import { readExpected } from './expected.ts';
import { fieldsOf, noteUnheard } from './listening.ts';
import { checkDecimals, decimalsOf, type Names } from './names.ts';
import { readFriends, readPropose, readVote, withProposed } from './proposing.ts';
import { readRequest } from './request.ts';
import type { Act, Step } from './scenario.ts';
import type { Place } from './yaml-place.ts';

const actKinds = ['observe', 'request', 'propose', 'vote', 'friends', 'means', 'expect'] as const;

export function readTimeline(place: Place, founded: Names): Step[] {
  let names = founded;
  let lastAt = 0;
  let lastPlayed = 0;
  return place.list().map((step, index) => {
    step.only(['at', 'recorded_at', ...actKinds]);
    const at = step.need('at').instant();
    const recorded = step.optional('recorded_at');
    const playedAt = recorded?.instant() ?? at;
    // A late step stands in order of the time that it speaks of, or of the time at which it is played.
    const inOrder = at >= lastAt || (recorded !== undefined && playedAt >= lastPlayed);
    if (!inOrder) step.problem('the times are out of order: this step is earlier than the one before; what arrives late has `recorded_at`');
    if (recorded === undefined) lastAt = Math.max(lastAt, at);
    lastPlayed = Math.max(lastPlayed, playedAt);
    const act = readAct(step, index + 1, names);
    if (act.kind === 'propose') names = withProposed(names, act);
    return { number: index + 1, line: step.line, at, playedAt, act };
  });
}

function readAct(step: Place, number: number, names: Names): Act {
  const [kind, more] = actKinds.filter((each) => step.optional(each) !== undefined);
  if (kind === undefined) return { kind: 'wait' };
  if (more !== undefined) step.problem(`a step does one thing, not ${kind} and ${more}`);
  const place = step.need(kind);
  switch (kind) {
    case 'observe': return readObserve(place, number, names);
    case 'request': return readRequest(place, names);
    case 'propose': return readPropose(place, number, names) ?? { kind: 'wait' };
    case 'vote': return readVote(place, names);
    case 'friends': return readFriends(place, names);
    case 'means': return readMeans(place, names);
    case 'expect':
      if (step.optional('recorded_at') !== undefined) step.problem('an expectation is checked at its `at`; it has no `recorded_at`');
      return { kind: 'expect', expected: readExpected(place, names) };
  }
}

const observeKeys = ['id', 'subject', 'event', 'p'];

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
    kind: 'observe', id: given === undefined ? `step-${number}` : given.id(), subject, event,
    p: (p?.object() ?? {}) as { event?: number | string; person?: number | string }, values,
  };
}
