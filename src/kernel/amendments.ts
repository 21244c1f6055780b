/**
 * Amendments: differences to a revision of a proposal, each voted on by itself. The votes, not the author, take one in; that makes another
 * revision, and whoever had said yes is asked again. Two that touch the same lines are rivals, are decided together, and at most one is taken in.
 */
import { choiceRefusal } from '../decisions/refusals.ts';
import { charterParts, type CharterPart } from '../vocabulary/charter.ts';
import type { Change, Edit, Paragraph } from '../vocabulary/changes.ts';
import type { Entry } from '../vocabulary/entries.ts';
import { compareIds } from '../vocabulary/ids.ts';
import { saysSame, sortedNames, type Json, type JsonObject } from '../vocabulary/json.ts';
import type { Amendment, AmendmentEnd, Counted, Proposal, Revision } from '../vocabulary/outcomes.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import { dayMs } from '../vocabulary/time.ts';
import { amended, changeRefusal, charterWith, type ChangePorts } from './changes.ts';
import { effectiveRefusal, reasonLengthMax, textRefusal, titleLengthMax } from './content.ts';
import { countAmendment, isAsked, isProcedural, isTied, winnersOf, yesAndNo, type Procedural } from './counting.ts';
import { wayRefusal } from './entrenched.ts';
import { amendingRule, procedureOf } from './matters.ts';
import { conclude, overRefusal } from './proposals.ts';
import type { KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';

/** Open amendments to one proposal, and differences in one of them: as many as people can still hold against each other. */
export const amendmentsMax = 50;
export const editsMax = 50;
/** Of one member to one proposal: nobody fills all places for amendments alone. */
export const amendmentsEachMax = 5;
/** Revisions of one proposal: each asks everyone again. */
export const revisionsMax = 50;

export function amend(turn: Turn, ports: ChangePorts, entry: Entry & { kind: 'amend' }): Refusal | null {
  const { state } = turn;
  const { proposal: on, revision, edits, reason } = entry.body;
  const proposal = state.proposals.get(on);
  if (proposal === undefined) return no('unknown_proposal', `no proposal ${on} is open`);
  if (!isProcedural(proposal)) return no('not_permitted', 'what concerns the log and its keys is voted on as it is proposed');
  const refusal = momentRefusal(state, proposal, entry.by, revision) ?? formRefusal(edits, reason) ?? effectRefusal(state, ports, proposal, edits) ?? copyRefusal(state, proposal, edits);
  if (refusal !== null) return refusal;
  const closes = state.recordedAt + amendingRule(state).days * dayMs;
  if (closes > proposal.closes) return no('too_late', `an amendment is voted on for ${amendingRule(state).days} days, and the proposal closes before`);
  const amendment: Amendment = { id: ports.digestOf(entry), proposal: on, by: entry.by, reason, revision, edits, opened: state.seq, closes, rule: amendingRule(state).rule, ballots: {} };
  turn.emit({ fact: 'amended', amendment });
  turn.emit({ fact: 'balloted', proposal: amendment.id, member: entry.by, choice: 'yes' });
  // Rivals are decided at one time, so that each can be held against the others.
  for (const rival of rivalsOf(state, amendment)) if (rival.closes < closes) turn.emit({ fact: 'amendment.closes', amendment: rival.id, closes });
  return null;
}

/** A vote on an amendment; null when there is no amendment of this name. */
export function amendmentBallot(turn: Turn, entry: Entry & { kind: 'ballot' }): Refusal | null {
  const { state } = turn;
  const { proposal: id, choice, reason } = entry.body;
  const amendment = state.amendments.get(id);
  const proposal = state.proposals.get(amendment?.proposal ?? '');
  if (amendment === undefined || proposal === undefined || !isProcedural(proposal)) return no('unknown_proposal', `no amendment ${id} is open`);
  if (!isAsked(state, proposal, entry.by)) return no('not_permitted', `this isn't for ${entry.by} to decide: asked is ${proposal.procedure.asked}`);
  const over = overRefusal(state, amendment);
  if (over !== null) return over;
  const wrong = choiceRefusal(amendment.rule, choice, ['yes', 'no']);
  if (wrong !== null) return no('invalid_value', wrong);
  if (choice === 'object' && (reason ?? '').trim() === '') return no('missing_value', 'an objection needs its reason');
  const before = amendment.ballots[entry.by];
  if (before !== undefined && before.choice === choice && before.reason === reason) return no('already_said', `${entry.by} has said this already`);
  turn.emit({ fact: 'balloted', proposal: id, member: entry.by, choice, ...(reason === undefined ? {} : { reason }) });
  return null;
}

/** The time of an amendment, and of all its rivals, has come. */
export function amendmentDue(turn: Turn, ports: ChangePorts, id: string): void {
  const { state } = turn;
  const due = state.amendments.get(id);
  const proposal = state.proposals.get(due?.proposal ?? '');
  if (due === undefined || proposal === undefined || !isProcedural(proposal)) return;
  const group = [due, ...rivalsOf(state, due)].filter(({ closes }) => closes <= state.recordedAt);
  const counts = new Map(group.map((amendment) => [amendment.id, countAmendment(state, proposal, amendment)]));
  const taken: Amendment[] = [];
  for (const { amendment, how } of judged(state, proposal, group, counts)) {
    const fits = how !== 'adopted' || effectRefusal(state, ports, proposal, [...taken, amendment].flatMap(({ edits }) => edits)) === null;
    if (how === 'adopted' && fits) taken.push(amendment);
    const count = counts.get(amendment.id);
    turn.emit({ fact: 'amendment.decided', amendment: amendment.id, how: fits ? how : 'overtaken', ...(count === undefined ? {} : { count }) });
  }
  if (taken.length > 0) revise(turn, ports, proposal, taken.flatMap(({ edits }) => edits));
}

/** Open amendments to the same proposal that touch the same lines, and those that these touch, in order of their names. */
export function rivalsOf(state: KernelState, amendment: Amendment): Amendment[] {
  const others = new Map([...state.amendments.values()].filter(({ id, proposal }) => id !== amendment.id && proposal === amendment.proposal).map((each) => [each.id, each]));
  const found: Amendment[] = [];
  for (const next of chain([amendment], (each) => [...others.values()].filter((other) => touchSame(each, other)).filter(({ id }) => others.delete(id)))) if (next !== amendment) found.push(next);
  return found.sort((a, b) => compareIds(a.id, b.id));
}

/** The lines that an amendment touches. */
export function linesOf(edits: readonly Edit[]): string[] {
  return edits.map((edit) => {
    switch (edit.edit) {
      case 'paragraph': return `paragraph ${edit.id}`;
      case 'term': return `term ${edit.term}`;
      case 'value': return `value ${edit.value}`;
      case 'party': return `party ${edit.party}`;
      case 'part': return `part ${edit.part}`;
      case 'title': case 'code': case 'effective': return edit.edit;
    }
  });
}

/** The revision with the differences taken in; refuses with `does_not_apply` when something else stands there by now. */
export function applyEdits(state: KernelState, revision: Revision, edits: readonly Edit[]): Result<Omit<Revision, 'number' | 'digest'>> {
  let now: Omit<Revision, 'number' | 'digest'> = { title: revision.title, text: revision.text, change: revision.change, effective: revision.effective };
  for (const edit of edits) {
    const next = applyEdit(state, now, edit);
    if (!next.ok) return next;
    now = next.value;
  }
  return ok(now);
}

function revise(turn: Turn, ports: ChangePorts, before: Procedural, edits: readonly Edit[]): void {
  const { state } = turn;
  const content = applyEdits(state, before.revision, edits);
  if (!content.ok) return;
  const number = before.revision.number + 1;
  const digest = ports.digestOf({ proposal: before.id, number, ...content.value });
  const closes = Math.max(before.closes, state.recordedAt + amendingRule(state).confirm_days * dayMs);
  turn.emit({ fact: 'revised', proposal: before.id, revision: { number, digest, ...content.value }, closes });
  for (const member of state.proposals.get(before.id)?.unconfirmed ?? []) {
    turn.emit({ fact: 'notice', item: 0, because: null, to: member, code: 'confirm_again', data: { proposal: before.id, revision: number } });
  }
  overtake(turn, before.id);
  conclude(turn, ports, before.id);
}

/** Amendments whose lines are others by now are over. */
function overtake(turn: Turn, id: string): void {
  const { state } = turn;
  const proposal = state.proposals.get(id);
  const open = [...state.amendments.values()].filter((amendment) => amendment.proposal === id).sort((a, b) => compareIds(a.id, b.id));
  for (const { id: amendment, edits } of open) {
    if (proposal !== undefined && !applyEdits(state, proposal.revision, edits).ok) turn.emit({ fact: 'amendment.decided', amendment, how: 'overtaken' });
  }
}

/**
 * Of rivals that pass, the one with the most votes for it is taken in; with equally many, the one with fewer against it; else they are tied. None
 * is taken in that fewer are for than for a rival that was taken in, or is tied: else who has less would win because those with more are split.
 */
function judged(state: KernelState, proposal: Procedural, group: readonly Amendment[], counts: ReadonlyMap<string, Counted>): { readonly amendment: Amendment; readonly how: AmendmentEnd }[] {
  const passing = group.filter(({ id }) => { const count = counts.get(id); return count !== undefined && !isTied(count) && winnersOf(count)[0] === 'yes'; });
  const scores = new Map(passing.map((amendment) => [amendment.id, yesAndNo(state, proposal, amendment.ballots)]));
  const score = ({ id }: Amendment): { readonly yes: number; readonly no: number } => scores.get(id) ?? { yes: 0, no: 0 };
  const better = (a: Amendment, b: Amendment): number => score(b).yes - score(a).yes || score(a).no - score(b).no;
  const ends = new Map<string, AmendmentEnd>(group.map(({ id }) => [id, 'rejected']));
  const standing: Amendment[] = [];
  const left = [...passing].sort((a, b) => better(a, b) || compareIds(a.id, b.id));
  for (let [first] = left; first !== undefined; [first] = left) {
    const best = first;
    const equals = left.splice(0, left.filter((other) => better(best, other) === 0).length);
    const unbeaten = equals.filter((amendment) => !standing.some((other) => touchSame(amendment, other)));
    const isTiedWith = (amendment: Amendment): boolean => unbeaten.some((other) => other !== amendment && touchSame(amendment, other));
    for (const amendment of equals) ends.set(amendment.id, !unbeaten.includes(amendment) ? 'rival' : isTiedWith(amendment) ? 'tied' : 'adopted');
    standing.push(...unbeaten);
  }
  const taken = standing.filter(({ id }) => ends.get(id) === 'adopted');
  return [...taken, ...group.filter((amendment) => !taken.includes(amendment))].map((amendment) => ({ amendment, how: ends.get(amendment.id) ?? 'rejected' }));
}

function touchSame(a: Amendment, b: Amendment): boolean {
  const lines = new Set(linesOf(a.edits));
  return linesOf(b.edits).some((line) => lines.has(line));
}

function momentRefusal(state: KernelState, proposal: Procedural, by: string, revision: string): Refusal | null {
  if (!isAsked(state, proposal, by)) return no('not_permitted', `who isn't asked can comment, and not amend: asked is ${proposal.procedure.asked}`);
  if (proposal.waits !== null || (proposal.entrenched?.vote ?? 1) > 1) return no('too_late', 'it has been agreed to as it is');
  if (revision !== proposal.revision.digest) return no('stale_revision', `revision ${proposal.revision.number} is open, named ${proposal.revision.digest}`);
  if (proposal.revision.number >= revisionsMax) return no('limit_reached', `a proposal has at most ${revisionsMax} revisions`);
  const open = amendmentsTo(state, proposal);
  if (open.filter((amendment) => amendment.by === by).length >= amendmentsEachMax) return no('limit_reached', `at most ${amendmentsEachMax} amendments of one member to a proposal are open at a time`);
  return open.length >= amendmentsMax ? no('limit_reached', `at most ${amendmentsMax} amendments to a proposal are open at a time`) : null;
}

/** A copy would be the rival of what it copies: whoever is for it would vote for both, both would have as many, and neither would be taken in. */
function copyRefusal(state: KernelState, proposal: Procedural, edits: readonly Edit[]): Refusal | null {
  const said = (each: readonly Edit[]): string => JSON.stringify(each.map((edit) => JSON.stringify(sortedNames(edit))).sort());
  const copied = amendmentsTo(state, proposal).find((amendment) => said(amendment.edits) === said(edits));
  return copied === undefined ? null : no('already_so', `${copied.by} has proposed the same: vote for that`);
}

function formRefusal(edits: readonly Edit[], reason: string): Refusal | null {
  if (edits.length === 0) return no('missing_value', 'an amendment needs at least one difference');
  if (edits.length > editsMax || reason.length > reasonLengthMax) return no('limit_reached', `an amendment has at most ${editsMax} differences, and its reason ${reasonLengthMax} characters`);
  const lines = linesOf(edits);
  return new Set(lines).size === lines.length ? null : no('does_not_apply', 'one amendment touches the same line twice');
}

/** What the proposal would be with it must still be something that can be decided, by the same procedure. */
function effectRefusal(state: KernelState, ports: ChangePorts, proposal: Procedural, edits: readonly Edit[]): Refusal | null {
  const content = applyEdits(state, proposal.revision, edits);
  if (!content.ok) return content.refusal;
  const { title, text, change, effective } = content.value;
  if (title.length > titleLengthMax) return no('invalid_value', `a title has at most ${titleLengthMax} characters`);
  const refusal = textRefusal(text) ?? effectiveRefusal(state, effective) ?? changeRefusal(state, ports, change) ?? wayRefusal(state, change, proposal.entrenched?.names ?? []);
  if (refusal !== null) return refusal;
  const procedure = procedureOf(state, proposal.topic === null ? {} : { topic: proposal.topic }, change);
  if (!procedure.ok) return procedure.refusal;
  return procedure.value?.matter === proposal.procedure.matter ? null : no('not_permitted', 'with this it would be another matter, for which others are asked: propose it by itself');
}

function applyEdit(state: KernelState, now: Omit<Revision, 'number' | 'digest'>, edit: Edit): Result<Omit<Revision, 'number' | 'digest'>> {
  switch (edit.edit) {
    case 'title': return now.title === edit.before ? ok({ ...now, title: edit.after }) : gone('the title is another');
    case 'effective': return now.effective === edit.before ? ok({ ...now, effective: edit.after }) : gone('the time from which it is in force is another');
    case 'paragraph': {
      const text = applyParagraph(now.text, edit);
      return text.ok ? ok({ ...now, text: text.value }) : text;
    }
    case 'term': case 'value': case 'party': case 'part': case 'code': {
      const change = applyToChange(state, now.change, edit);
      return change.ok ? ok({ ...now, change: change.value }) : change;
    }
  }
}

function applyParagraph(text: readonly Paragraph[], { id, before, after, behind }: Edit & { edit: 'paragraph' }): Result<readonly Paragraph[]> {
  const place = text.findIndex((paragraph) => paragraph.id === id);
  if ((text[place]?.text ?? null) !== before) return gone(`paragraph ${id} is another, or isn't there`);
  if (after === null) return ok(text.filter((paragraph) => paragraph.id !== id));
  if (before !== null) return ok(text.with(place, { id, text: after }));
  const where = behind === undefined || behind === null ? -1 : text.findIndex((paragraph) => paragraph.id === behind);
  if (where < 0 && typeof behind === 'string') return gone(`there is no paragraph ${behind} to stand behind`);
  return ok(text.toSpliced(where + 1, 0, { id, text: after }));
}

function applyToChange(state: KernelState, change: Change, edit: Edit & { edit: 'term' | 'value' | 'party' | 'part' | 'code' }): Result<Change> {
  if (edit.edit === 'part') return applyPart(state, change, edit);
  if (edit.edit === 'value') return applyValue(change, edit);
  if (change.change !== 'adopt' && change.change !== 'terms' && change.change !== 'pilot') return gone(`a proposal of kind ${change.change} has no ${edit.edit}`);
  if (edit.edit === 'code') {
    if (change.change === 'terms' || change.code !== edit.before) return gone('it is about other code');
    return ok({ ...change, code: edit.after, manifest: edit.manifest });
  }
  // What a change of terms doesn't name is what is in force.
  const present = change.change === 'terms' ? amended(state, change) : ok(change);
  if (!present.ok) return present;
  if (edit.edit === 'term') {
    if (!saysSame(present.value.terms[edit.term] ?? null, edit.before)) return gone(`the term ${edit.term} is another`);
    return ok({ ...change, terms: withKey(change.terms, edit.term, edit.after) });
  }
  if ((present.value.parties[edit.party] ?? null) !== edit.before) return gone(`the party ${edit.party} is another`);
  return ok({ ...change, parties: withKey({ ...change.parties }, edit.party, edit.after) as { readonly [party: string]: string } });
}

function applyValue(change: Change, { value, before, after }: Edit & { edit: 'value' }): Result<Change> {
  if (change.change !== 'act') return gone(`a proposal of kind ${change.change} has no value ${value}`);
  if (!saysSame(change.with[value] ?? null, before)) return gone(`the value ${value} is another`);
  return ok({ ...change, with: withKey(change.with, value, after) });
}

function applyPart(state: KernelState, change: Change, { part, before, after }: Edit & { edit: 'part' }): Result<Change> {
  if (change.change !== 'charter') return gone(`a proposal of kind ${change.change} has no part ${part}`);
  if (!charterParts.includes(part)) return gone(`the charter has no part ${part}`);
  const present = (charterWith(state, change) as { readonly [name in CharterPart]?: unknown } | null)?.[part] ?? null;
  if (!saysSame(present, before)) return gone(`the charter's ${part} would be another`);
  return ok({ ...change, set: { ...change.set, [part]: after } });
}

function withKey(record: JsonObject, key: string, value: Json): JsonObject {
  return value === null ? Object.fromEntries(Object.entries(record).filter(([name]) => name !== key)) : { ...record, [key]: value };
}

function* chain<T>(first: readonly T[], next: (each: T) => readonly T[]): Generator<T> {
  const queue = [...first];
  for (let each = queue.shift(); each !== undefined; each = queue.shift()) {
    yield each;
    queue.push(...next(each));
  }
}

function gone(detail: string): { readonly ok: false; readonly refusal: Refusal } {
  return refuse('does_not_apply', detail);
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}

/** A proposal's open amendments, in the order in which they came. */
export function amendmentsTo(state: KernelState, proposal: Pick<Proposal, 'id'>): Amendment[] {
  return [...state.amendments.values()].filter((amendment) => amendment.proposal === proposal.id).sort((a, b) => a.opened - b.opened || compareIds(a.id, b.id));
}
