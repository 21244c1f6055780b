/** Reads a scenario's timeline: steps with their times, and what each says. */
import { outside } from '../vocabulary/ids.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { readProbability } from '../vocabulary/values.ts';
import { fieldsOf, noteUnheard } from './listening.ts';
import { checkDecimals, decimalsOf, readAmount, type Names } from './names.ts';
import { readRequest } from './request.ts';
import type { Act, Expected, Owed, Step } from './scenario.ts';
import type { Place } from './yaml-place.ts';

export function readTimeline(place: Place, names: Names): Step[] {
  let lastAt = 0;
  let lastPlayed = 0;
  return place.list().map((step, index) => {
    step.only(['at', 'recorded_at', 'observe', 'request', 'expect']);
    const at = step.need('at').instant();
    const recorded = step.optional('recorded_at');
    const playedAt = recorded?.instant() ?? at;
    // A late step stands in order of the time that it speaks of, or of the time at which it is played.
    const inOrder = at >= lastAt || (recorded !== undefined && playedAt >= lastPlayed);
    if (!inOrder) step.problem('the times are out of order: this step is earlier than the one before; what arrives late has `recorded_at`');
    if (recorded === undefined) lastAt = Math.max(lastAt, at);
    lastPlayed = Math.max(lastPlayed, playedAt);
    return { number: index + 1, line: step.line, at, playedAt, act: readAct(step, index + 1, names) };
  });
}

function readAct(step: Place, number: number, names: Names): Act {
  const acts = (['observe', 'request', 'expect'] as const).filter((kind) => step.optional(kind) !== undefined);
  if (acts.length > 1) step.problem(`a step does one thing, not ${acts.join(' and ')}`);
  const [kind] = acts;
  if (kind === undefined) return { kind: 'wait' };
  const place = step.need(kind);
  if (kind === 'observe') return readObserve(place, number, names);
  if (kind === 'request') return readRequest(place, names);
  if (step.optional('recorded_at') !== undefined) step.problem('an expectation is checked at its `at`; it has no `recorded_at`');
  return { kind: 'expect', expected: readExpected(place, names) };
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

function readExpected(place: Place, names: Names): Expected {
  place.only(['balances', 'owed', 'postings', 'notices', 'review', 'refused']);
  const balances = place.optional('balances');
  const owed = place.optional('owed');
  const postings = place.optional('postings');
  const notices = place.optional('notices');
  const review = place.optional('review');
  const refused = place.optional('refused');
  return {
    ...(balances === undefined ? {} : { balances: readBalances(balances, names) }),
    ...(owed === undefined ? {} : { owed: owed.list().map((each) => readOwed(each, names) as Owed) }),
    ...(postings === undefined ? {} : { postings: postings.list().map((each) => readPosting(each, names)) }),
    ...(notices === undefined ? {} : { notices: notices.list().map((each) => readNotice(each, names)) }),
    ...(review === undefined ? {} : { review: review.list().map((each) => String(each.raw())) }),
    ...(refused === undefined ? {} : { refused: refused.list().map(readRefused) }),
  };
}

function readBalances(place: Place, names: Names): { member: string; unit: string; amount: number }[] {
  return place.entries().flatMap(([member, units]) => {
    if (!names.members.includes(member)) units.unknown('member', member, names.members);
    return units.entries().map(([unit, amount]) => ({ member, unit, amount: amountIn(amount, unit, names) }));
  });
}

function amountIn(place: Place, unit: string, names: Names): number {
  const rule = names.units.find((each) => each.id === unit);
  if (rule === undefined) place.unknown('unit', unit, names.units.map((each) => each.id));
  return readAmount(place, rule?.decimals ?? 0);
}

const owedKeys = ['from', 'to', 'unit', 'amount'];

function readOwed(place: Place, names: Names): Partial<Owed> {
  if (!place.path.includes('postings')) {
    place.only(owedKeys);
    for (const key of owedKeys) place.need(key);
  }
  const agents = [...names.members, outside];
  const unit = place.optional('unit')?.oneOf(names.units.map((each) => each.id), 'unit');
  const from = place.optional('from')?.oneOf(agents, 'member');
  const to = place.optional('to')?.oneOf(agents, 'member');
  const amount = place.optional('amount');
  return {
    ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(unit === undefined ? {} : { unit }),
    ...(amount === undefined ? {} : { amount: amountIn(amount, unit ?? names.units[0]?.id ?? '', names) }),
  };
}

function readPosting(place: Place, names: Names): Partial<Owed & { because: string }> {
  place.only([...owedKeys, 'because']);
  const because = place.optional('because')?.oneOf(names.subcontracts.map((each) => each.id), 'subcontract');
  return { ...readOwed(place, names), ...(because === undefined ? {} : { because }) };
}

function readNotice(place: Place, names: Names): { to?: string; about?: string; code?: string } {
  place.only(['to', 'about', 'code']);
  const to = place.optional('to')?.oneOf(names.members, 'member');
  const about = place.optional('about')?.oneOf(names.subcontracts.map((each) => each.id), 'subcontract');
  const code = place.optional('code')?.text();
  return { ...(to === undefined ? {} : { to }), ...(about === undefined ? {} : { about }), ...(code === undefined ? {} : { code }) };
}

function readRefused(place: Place): { step?: number; code?: string } {
  place.only(['step', 'code']);
  const step = place.optional('step')?.integer(1, Number.MAX_SAFE_INTEGER);
  const code = place.optional('code')?.text();
  return { ...(step === undefined ? {} : { step }), ...(code === undefined ? {} : { code }) };
}
