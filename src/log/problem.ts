/**
 * What can be wrong with what a log, a witness or a proof says: a closed list, each with what a person can do about it. Parsers and
 * checks of foreign text answer with these as values; they never throw for what somebody else wrote.
 */

const hints = {
  malformed: 'Take a fresh copy: this text was changed, cut off, or is of another kind.',
  not_signed: 'Compare the keys that you trust with those of the log; without one of their signatures nothing in it counts.',
  bad_signature: 'Keep this text and show it to the other members: a key that you trust is named, and its signature does not fit.',
  wrong_log: 'Ask for the log that you want to check: this is another one.',
  not_in_log: 'Ask for a fresh receipt; if that fails too, show both to the other members.',
  inconsistent: 'Keep both signed heads and show them to the other members: together they prove that the log was rewritten.',
  missing_tile: 'Ask again, or ask another copy of the log: a part that its signed size promises is not there.',
  wrong_tile: 'Ask another copy of the log, and tell its operator: this part does not belong to the signed head.',
  no_quorum: 'Wait for more witnesses to cosign, or ask the operator why they do not.',
  unknown_to_witness: 'Ask the witness to take this log in: it does not know its origin.',
  refused_by_witness: 'Give the witness the key that the log signs with: it trusts none of the signatures.',
  witness_conflict: 'Compare the heads that this log has signed with the one that the witness holds: it has seen another one of this size, or no prefix of this one.',
  witness_ahead: 'Unless a longer checkpoint was signed here meanwhile, find the missing records before signing anything: the witness has seen a longer log.',
  witness_busy: 'Ask the witness again later.',
  witness_nonsense: 'Tell the witness\'s operator: its answer is none that the protocol knows.',
} as const;

export type LogProblemCode = keyof typeof hints;

export type LogProblem = {
  readonly code: LogProblemCode;
  /** What was wrong, with the offending value, in words a person can act on. */
  readonly detail: string;
};

export type Checked<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: LogProblem };

export function checked<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function problem(code: LogProblemCode, detail: string): { readonly ok: false; readonly problem: LogProblem } {
  return { ok: false, problem: { code, detail } };
}

/** What to do about a problem, as one sentence. */
export function problemHint(code: LogProblemCode): string {
  return hints[code];
}
