/** Names that a person gives, held against what there is before anything is signed: with the nearest word. */
import type { Connection } from '../host/connection.ts';
import { didYouMean } from '../vocabulary/nearest.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';

/** A name that isn't known. */
export class UnknownNameError extends Error {
  override readonly name = 'UnknownNameError';
  readonly code: RefusalCode;
  readonly hint: string;
  constructor(code: RefusalCode, what: string, name: string, known: readonly string[]) {
    super(`there is no ${what} ${name}${didYouMean(name, known)}`);
    this.code = code;
    this.hint = known.length === 0 ? (what.startsWith('open ') ? 'Nothing is open now.' : `There is no ${what} yet.`) : `Known: ${known.slice(0, 40).join(', ')}${known.length > 40 ? ', …' : ''}`;
  }
}

/** What can't be voted on any more. */
export class OverError extends Error {
  override readonly name = 'OverError';
  readonly code: RefusalCode = 'unknown_proposal';
  readonly hint: string;
  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

export function knownMember({ view }: Connection, id: string): string {
  if (!view.members.has(id)) throw new UnknownNameError('unknown_member', 'member', id, [...view.members.keys()]);
  return id;
}

/** The unit that is named, or the collective's first. */
export function knownUnit({ view }: Connection, id: string | undefined): string {
  const first = view.charter?.units[0]?.id ?? '';
  if (id === undefined) return first;
  if (!view.units.has(id)) throw new UnknownNameError('unknown_unit', 'unit', id, [...view.units.keys()]);
  return id;
}

/** One that waits to be settled. */
export function knownPayout({ view }: Connection, id: string): string {
  if (!view.payouts.has(id)) throw new UnknownNameError('unknown_payout', 'waiting payout', id, [...view.payouts.keys()]);
  return id;
}

export function knownStream({ state }: Connection, stream: string): string {
  if (!state.streams.has(stream)) throw new UnknownNameError('unknown_stream', 'bound stream', stream, [...state.streams.keys()]);
  return stream;
}

export function knownSubcontract({ view }: Connection, id: string): string {
  if (!view.subcontracts.has(id)) throw new UnknownNameError('unknown_subcontract', 'subcontract', id, [...view.subcontracts.keys()]);
  return id;
}
