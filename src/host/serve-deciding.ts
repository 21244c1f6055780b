/** What the HTTP adapter asks for about deciding together, answered from the writer and the view. */
import type { ForeseenAsked } from '../adapters/http/deciding-schemas.ts';
import type { DecidingPorts } from '../adapters/http/deciding-ports.ts';
import type { Submitted } from '../adapters/http/ports.ts';
import { foreseenShown } from '../backtest/foreseen.ts';
import { JournalError } from '../journal/journal.ts';
import { keptComment, readComment, type CommentWords } from '../log/comment-words.ts';
import { parseRecord, sealMessage } from '../log/record.ts';
import { delegationsOf, foundingOf } from '../views/charter.ts';
import type { View } from '../views/view.ts';
import type { Asking } from '../vocabulary/changes.ts';
import type { Entry, SealedEntry } from '../vocabulary/entries.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { Access } from './access.ts';
import { agreementPorts } from './agreements.ts';
import { boundNow, boundUnder } from './bound.ts';
import { charterNow, historyNow, invitationNow } from './charter.ts';
import type { Clock } from './clock.ts';
import { proposalNow, proposalsNow } from './proposals.ts';
import { ownerOf } from './serve-mine.ts';
import type { Writer } from './writer.ts';

export type Deciding = {
  readonly writer: Writer;
  readonly view: () => View;
  readonly clock: Clock;
  readonly access: Access;
  readonly submit: (sealed: SealedEntry) => Promise<Submitted>;
  /** The answer to an entry that may be in the log already. */
  readonly again: (sealed: SealedEntry, answer: Submitted) => Submitted;
  /** Whether one more erasable text may come in this minute. */
  readonly mayKeep: () => boolean;
};

export function decidingPorts({ writer, view, clock, access, submit, again, mayKeep }: Deciding): DecidingPorts {
  const state = (): Writer['collective']['state'] => writer.collective.state;
  const known = (member: string | undefined): Result<true> => (member === undefined || view().members.has(member) ? ok(true) : refuse('unknown_member', `there is no member ${member}`));
  return {
    proposals: (member) => {
      const there = known(member);
      return there.ok ? ok(proposalsNow(view(), state(), member)) : there;
    },
    proposal: (id, member) => {
      const there = known(member);
      return there.ok ? found(proposalNow(view(), state(), id, (commitment) => bodyOf(writer, commitment), member), 'unknown_proposal', `there is no proposal ${id}, or it was decided too long ago`) : there;
    },
    boundUnder: (proposal, member) => {
      const there = known(member);
      return there.ok ? found(boundUnder(view(), state(), proposal, member), 'unknown_proposal', `no proposal ${proposal} is open`) : there;
    },
    foresee: (asked) => {
      const asking = askingOf(state(), asked);
      return asking.ok ? ok(foreseenShown(view(), writer.collective.foresee(asking.value))) : asking;
    },
    bound: (member) => found(boundNow(view(), state(), member), 'unknown_member', `there is no member ${member}`),
    delegations: (member) => found(delegationsOf(view(), member), 'unknown_member', `there is no member ${member}`),
    agreements: agreementPorts({ writer, view, clock }),
    charter: () => found(charterNow(view(), state()), 'not_founded', 'there is no charter yet'),
    founding: () => foundingOf(view()),
    history: (id) => found(historyNow(view(), state(), id), 'unknown_subcontract', `there is no subcontract ${id}`),
    comment: async (sealed, words) => again(sealed, await comment({ writer, clock, submit, mayKeep }, sealed, words)),
    eraseComment: (record, secret) => eraseComment(writer, access, record, secret),
    invitation: (proof) => {
      const proven = access.sessions.invited(proof);
      return proven.ok ? found(invitationNow(view(), state(), proven.value, clock.now()), 'not_founded', 'there is no charter yet') : proven;
    },
  };
}

function askingOf({ proposals }: Writer['collective']['state'], asked: ForeseenAsked): Result<Asking> {
  if (!('proposal' in asked)) return ok(asked);
  const change = proposals.get(asked.proposal)?.revision.change;
  if (change === undefined) return refuse('unknown_proposal', `no proposal ${asked.proposal} is open`);
  return change.change === 'act' ? ok(change) : refuse('not_permitted', `a proposal of kind ${change.change} asks no subcontract for anything`);
}

/** The words lie in the store before the record names them, and are taken away again when there is none. */
async function comment({ writer, clock, submit, mayKeep }: Pick<Deciding, 'writer' | 'clock' | 'submit' | 'mayKeep'>, sealed: SealedEntry, words: Omit<CommentWords, 'by'>): Promise<Submitted> {
  const { entry } = sealed;
  if (entry.kind !== 'comment') return refused('malformed', `this is for comments, not for an entry of kind ${entry.kind}`);
  const { journal, hasher } = writer.collective;
  const { commitment, kept } = keptComment(hasher, { by: entry.by, ...words });
  if (commitment !== entry.body.commitment) return refused('invalid_value', `the words don't fit the entry: with this salt and by ${entry.by} their commitment is ${commitment}`);
  const gate = writer.collective.gate(sealed, sealMessage(entry), clock.now());
  // Said before: its words may have been erased since, and stay so.
  if (!gate.pass) return gate.duplicate ? { status: 'duplicate' } : { status: 'refused', refusal: gate.refusal };
  if (!mayKeep()) return refused('busy', 'too many texts came within a minute');
  try {
    const before = journal.getBody(commitment);
    journal.putBody(commitment, kept);
    const answer = await submit(sealed);
    const stands = answer.status === 'duplicate' || (answer.status === 'recorded' && answer.items[0]?.status === 'done');
    if (!stands && before === undefined) writer.collective.journal.eraseBody(commitment);
    return answer;
  } catch (error) {
    if (error instanceof JournalError) return refused('stopped', `${error.message}. ${error.hint}`);
    throw error;
  }
}

/** An author erases what is kept with their name; on the server's own machine anything may be. */
function eraseComment(writer: Writer, access: Access, record: number, secret: string | undefined): Result<boolean> {
  try {
    const said = commentIn(writer, record);
    if (said === undefined) return refuse('unknown_value', `record ${record} is no comment`);
    const { journal } = writer.collective;
    const { commitment } = said.body;
    const holder = secret === undefined ? undefined : access.port.holder(secret);
    const own = ownerOf(access, secret) === said.by && readComment(journal.getBody(commitment) ?? '')?.by === said.by;
    const mayAny = holder?.holds() === true && holder.rights.has('erase');
    if (!own && !mayAny && journal.getBody(commitment) !== undefined) return refuse('not_permitted', `the words are ${said.by}'s to erase, or the operator's`);
    return ok(journal.eraseBody(commitment));
  } catch (error) {
    if (error instanceof JournalError) return refuse('stopped', `${error.message}. ${error.hint}`);
    throw error;
  }
}

function commentIn(writer: Writer, record: number): (Entry & { kind: 'comment' }) | undefined {
  const [row] = writer.collective.journal.read(record, 1);
  const read = row?.seq === record ? parseRecord(row.record) : undefined;
  return read?.ok === true && read.value.entry.kind === 'comment' ? read.value.entry : undefined;
}

/** While the store is being opened anew there is nothing to read. */
function bodyOf(writer: Writer, commitment: string): string | undefined {
  try {
    return writer.collective.journal.getBody(commitment);
  } catch (error) {
    if (error instanceof JournalError) return undefined;
    throw error;
  }
}

function found<T>(value: T | undefined, code: RefusalCode, detail: string): Result<T> {
  return value === undefined ? refuse(code, detail) : ok(value);
}

function refused(code: RefusalCode, detail: string): Submitted {
  return { status: 'refused', refusal: { code, detail } };
}
