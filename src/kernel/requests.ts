/**
 * Requests to a subcontract: its own actions, asked by members or, as they decided, by the collective; and members' decisions on what waits for
 * a person.
 */
import type { Asking } from '../vocabulary/changes.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { collective, isId } from '../vocabulary/ids.ts';
import type { Json, JsonObject } from '../vocabulary/json.ts';
import type { ActionRule, Fields, KitManifest } from '../vocabulary/kit.ts';
import type { ReviewItem } from '../vocabulary/outcomes.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';
import type { Instant } from '../vocabulary/time.ts';
import { readFields } from '../vocabulary/values.ts';
import { isBound, strangerRefusal } from './bound.ts';
import { makeCall, occasion, runCalls } from './calls.ts';
import { ContractCalls } from './contracts.ts';
import { isKnownObservation, lateReason, observeConfirmed } from './observing.ts';
import { endingRefusal, heldRefusal } from './standing.ts';
import type { KernelState, Subcontract } from './state.ts';
import { contextOf } from './terms.ts';
import type { Turn } from './turn-state.ts';
import { versionOf } from './versions.ts';

/** What a decision on a review item says; `by` names the person when the observation could not. */
const decisionFields: Fields = {
  observation: { type: 'observation' },
  by: { type: 'member', optional: true },
  reason: { type: 'text', lengthMax: 500, optional: true },
};

export function request(turn: Turn, runner: ContractRunner, entry: Entry & { kind: 'request' }): Refusal | null {
  const { subcontract: id, action } = entry.body;
  const subcontract = turn.state.subcontracts.get(id);
  if (subcontract === undefined) return { code: 'unknown_subcontract', detail: `there is no subcontract ${id}` };
  const held = heldRefusal(turn.state, id);
  if (held !== null) return held;
  if (isReviewing(subcontract.manifest, action)) {
    return decide(turn, runner, subcontract, entry, action);
  }
  const stranger = strangerRefusal(turn.state, subcontract, entry.by);
  if (stranger !== null) return stranger;
  if (ruleOf(subcontract, action)?.by === 'decision') return { code: 'needs_decision', detail: `${action} of ${id} is asked by the members together` };
  return askAction(turn, runner, subcontract, entry.body, { id: entry.id, by: entry.by, at: entry.at, item: 0 });
}

/** Whether it decides on what waits for a person, and is no action of the subcontract's own. */
export function isReviewing({ reviews }: Pick<KitManifest, 'reviews'>, action: string): action is 'confirm' | 'drop' {
  return (action === 'confirm' || action === 'drop') && reviews !== undefined;
}

/** Why it could not be asked by decision, if it couldn't; whether the contract does it shows when it is asked. */
export function actRefusal(state: KernelState, asking: Asking): Refusal | null {
  const { subcontract: id, action } = asking;
  const subcontract = state.subcontracts.get(id);
  if (subcontract === undefined) return { code: 'unknown_subcontract', detail: `there is no subcontract ${id}` };
  const read = readAsking(state, subcontract, asking);
  if (!read.ok) return read.refusal;
  const { by = 'members' } = read.value.rule;
  return by === 'members' ? { code: 'not_permitted', detail: `${action} of ${id} is for each member to ask, and not for a decision` } : null;
}

/** Asks what the members decided to ask, in the name of the collective, which the contract sees as no member; `proposal` is the event's id. */
export function act(turn: Turn, runner: ContractRunner, asking: Asking, proposal: string): Refusal | null {
  const { state } = turn;
  const subcontract = state.subcontracts.get(asking.subcontract);
  if (subcontract === undefined) return actRefusal(state, asking);
  return heldRefusal(state, subcontract.id) ?? askAction(turn, runner, subcontract, asking, { id: proposal, by: collective, at: state.recordedAt, item: -1 });
}

/** Who asks, when, and by what name a contract may know it again; `item` as in {@link Lineage}. */
type Asked = { readonly id: string; readonly by: string; readonly at: Instant; readonly item: number };

/** One call of a contract for one of its actions, with all that it wakes. */
function askAction(turn: Turn, runner: ContractRunner, subcontract: Subcontract, asking: Asking, { item, ...asked }: Asked): Refusal | null {
  const { id } = subcontract;
  const read = readAsking(turn.state, subcontract, asking);
  if (!read.ok) return read.refusal;
  const { rule, values } = read.value;
  const event: JsonObject = { ...values, id: asked.id, by: asked.by, ...occasion(turn.state, asked.at) };
  const call = makeCall(turn.state, subcontract, 'requested', asking.action, event, rule.fields, rule.cells ?? [], ['by']);
  if (!call.ok) return call.refusal;
  const { facts } = turn.savepoint();
  const calls = new ContractCalls(turn, runner, subcontract);
  calls.add(item, call.value);
  return calls.apply(item) ?? (beginsSomething(turn, facts, id) ? endingRefusal(turn.state, id) : null);
}

/** What is asked for, as exact values. */
function readAsking(state: KernelState, subcontract: Subcontract, { action, with: raw }: Asking): Result<{ readonly rule: ActionRule; readonly values: JsonObject }> {
  const rule = ruleOf(subcontract, action);
  if (rule === undefined) return refuse('unknown_action', `${subcontract.id} knows no action ${action}`);
  const values = readFields(rule.fields, raw, contextOf(state, subcontract), action);
  if (!values.ok) return values;
  const refusal = knownObservation(state, rule.fields, values.value);
  return refusal === null ? ok({ rule, values: values.value }) : { ok: false, refusal };
}

function ruleOf({ manifest: { actions = {} } }: Subcontract, action: string): ActionRule | undefined {
  return Object.hasOwn(actions, action) ? actions[action] : undefined;
}

/** Whether a loan or a reservation has begun under the subcontract since so many facts: what was due at once only settles. */
function beginsSomething({ facts, state }: Turn, since: number, id: string): boolean {
  return facts.slice(since).some((fact) => (fact.fact === 'reserved' && fact.because === id) || (fact.fact === 'owed' && fact.because === id && fact.obligation.due > state.recordedAt));
}

/** Answers a question of a kit without changing anything. */
export function ask(state: KernelState, runner: ContractRunner, id: string, question: string, by: string, raw: unknown): Result<Json> {
  const subcontract = state.subcontracts.get(id);
  if (subcontract === undefined) return refuse('unknown_subcontract', `there is no subcontract ${id}`);
  const rule = Object.hasOwn(subcontract.manifest.questions ?? {}, question) ? subcontract.manifest.questions?.[question] : undefined;
  if (rule === undefined) return refuse('unknown_action', `${id} answers no question ${question}`);
  if (!state.members.has(by)) return refuse('unknown_member', `there is no member ${by}`);
  if (!isBound(state, subcontract, by)) return refuse('not_permitted', strangerRefusal(state, subcontract, by)?.detail ?? `${id} answers those whom it binds, and not ${by} any more`);
  const values = readFields(rule.fields, raw, contextOf(state, subcontract), question);
  if (!values.ok) return values;
  const event: JsonObject = { ...values.value, id: '', by, ...occasion(state, state.recordedAt) };
  const call = makeCall(state, subcontract, 'asked', question, event, rule.fields, rule.cells ?? [], ['by']);
  if (!call.ok) return call;
  const result = runCalls(state, runner, subcontract, [call.value])[0];
  if (result === undefined || !result.ok) return refuse(result?.code ?? 'contract_fault', result?.detail ?? 'no answer');
  return ok(result.answer ?? null);
}

/** Ends a review item that nobody decided in time. */
export function expire(turn: Turn, runner: ContractRunner, review: ReviewItem): Refusal | null {
  const version = versionOf(turn.state, review);
  turn.emit({ fact: 'review.closed', item: -1, because: review.subcontract, subcontract: review.subcontract, id: review.id, how: 'expired', by: null });
  if (version === undefined || review.reason === lateReason) return null;
  return wakeReviewed(turn, runner, version, review, 'expired', null, null, -1);
}

function decide(turn: Turn, runner: ContractRunner, subcontract: Subcontract, entry: Entry & { kind: 'request' }, action: 'confirm' | 'drop'): Refusal | null {
  const values = readFields(decisionFields, entry.body.with, contextOf(turn.state, subcontract), action);
  if (!values.ok) return values.refusal;
  const observation = String(values.value['observation']);
  const review = turn.state.reviews.get(`${subcontract.id} ${observation}`);
  if (review === undefined) {
    return isKnownObservation(turn.state, observation)
      ? { code: 'unknown_review', detail: `${observation} does not wait for a decision` }
      : { code: 'unknown_observation', detail: `there is no observation ${observation}` };
  }
  if (!mayDecide(turn.state, review, entry.by)) {
    return { code: 'not_permitted', detail: `${entry.by} may not decide on ${observation}` };
  }
  const named = values.value['by'];
  if (typeof named === 'string' && named === entry.by) return { code: 'not_permitted', detail: 'one can\'t decide on one\'s own taking' };
  const point = turn.savepoint();
  const version = versionOf(turn.state, review) ?? subcontract;
  const how = action === 'confirm' ? 'confirmed' : 'dropped';
  turn.emit({ fact: 'review.closed', item: 0, because: subcontract.id, subcontract: subcontract.id, id: review.id, how, by: entry.by });
  const refusal = review.reason === lateReason
    ? (action === 'confirm' ? observeConfirmed(turn, runner, version, review) : null)
    : wakeReviewed(turn, runner, version, review, action, entry.by, typeof named === 'string' ? named : null, 0);
  if (refusal !== null) turn.rollback(point);
  return refusal;
}

/** Neither the person nor a party; whom the charter names, bound or not, or any third member where it names none who is there and free to decide. */
function mayDecide(state: KernelState, review: ReviewItem, by: string): boolean {
  const concerned = (member: string): boolean => member === review.by || review.parties.includes(member);
  if (state.members.get(by)?.left !== null || concerned(by)) return false;
  const named = (state.charter?.rights.review ?? []).filter((member) => !concerned(member) && state.members.get(member)?.left === null);
  return named.length === 0 || named.includes(by);
}

function wakeReviewed(
  turn: Turn, runner: ContractRunner, version: Subcontract, review: ReviewItem, name: 'confirm' | 'drop' | 'expired',
  decidedBy: string | null, named: string | null, item: number,
): Refusal | null {
  const event: JsonObject = { ...occasion(turn.state, review.at), id: review.id, by: review.by, reason: review.reason, data: review.data, decidedBy, named };
  const { record: asOf } = review;
  const call = makeCall(turn.state, version, 'reviewed', name, event, {}, version.manifest.reviews?.cells ?? [], ['by', 'named'], asOf);
  if (!call.ok) return call.refusal;
  const calls = new ContractCalls(turn, runner, version, { asOf });
  calls.add(item, call.value);
  return calls.apply(item);
}

/** A request that names an observation must name one that was taken in. */
function knownObservation(state: KernelState, fields: Fields, values: JsonObject): Refusal | null {
  for (const [name, field] of Object.entries(fields)) {
    const id = values[name];
    if (field.type === 'observation' && typeof id === 'string' && !(isId(id.replaceAll(':', '.')) && isKnownObservation(state, id))) {
      return { code: 'unknown_observation', detail: `there is no observation ${id}` };
    }
  }
  return null;
}
