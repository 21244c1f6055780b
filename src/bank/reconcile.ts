/**
 * What the lines of a statement are in the collective's books: recorded already, a payout that waits, a member's income, or nothing that can be told.
 * A line that could be several things is none of them: whoever keeps the books says what it is.
 */
import { formatDecimal, parseDecimal } from '../vocabulary/decimals.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { StatementLine } from './statement.ts';

export type ReferencedLine = StatementLine & { readonly reference: string };

/** What the books know, of one unit. Amounts are decimal text. */
export type Books = {
  readonly unit: string;
  readonly decimals: number;
  readonly members: readonly { readonly id: string; readonly name: string }[];
  /** Those that wait to be settled. */
  readonly payouts: readonly { readonly id: string; readonly member: string; readonly amount: string }[];
  /** By reference of the bank, what is recorded: an amount without a sign. */
  readonly booked: ReadonlyMap<string, { readonly what: 'income' | 'paid_out' | 'returned' | 'reversal'; readonly agent: string; readonly amount: string }>;
  /** What a payer writes → whose income it is: a contract's number, an account, a payer's name. */
  readonly codes: ReadonlyMap<string, string>;
};

export type Reconciled =
  | { readonly is: 'recorded'; readonly line: ReferencedLine; readonly member: string }
  | { readonly is: 'payout'; readonly line: ReferencedLine; readonly member: string; readonly payout: string }
  | { readonly is: 'income'; readonly line: ReferencedLine; readonly member: string }
  | { readonly is: 'unmatched'; readonly line: ReferencedLine; readonly why: string };

/** Shorter ids and names are words of many a text. */
const nameLengthMin = 3;
/** As the ledger takes them. */
const payerLengthMax = 64;

/** Each line, in its order; a payout is matched once. */
export function reconcile(lines: readonly ReferencedLine[], books: Books): Reconciled[] {
  const waiting = new Map(books.payouts.map((payout) => [payout.id, payout]));
  const seen = new Set<string>();
  return lines.map((line) => {
    if (seen.has(line.reference)) return unmatched(line, `the reference ${line.reference} stands at another line of this file too`);
    seen.add(line.reference);
    const found = isOne(line, { ...books, payouts: [...waiting.values()] });
    if (found.is === 'payout') waiting.delete(found.payout);
    return found;
  });
}

function isOne(line: ReferencedLine, books: Books): Reconciled {
  const amount = parseDecimal(line.amount, books.decimals);
  if (!amount.ok) return unmatched(line, amount.refusal.detail);
  if (amount.value === 0) return unmatched(line, 'nothing was moved');
  const size = formatDecimal(Math.abs(amount.value), books.decimals);
  const booked = books.booked.get(line.reference);
  if (booked !== undefined) return recorded(line, booked, amount.value > 0, size);
  return amount.value > 0 ? incoming(line, books) : outgoing(line, books, size);
}

function recorded(line: ReferencedLine, { what, agent, amount }: NonNullable<ReturnType<Books['booked']['get']>>, isIn: boolean, size: string): Reconciled {
  if (amount !== size || (what === 'income' && !isIn) || (what === 'paid_out' && isIn)) return unmatched(line, `its reference is recorded, but as ${what.replace('_', ' ')} of ${amount} with ${agent}`);
  return { is: 'recorded', line, member: agent };
}

/** A payout that the text names, with its amount; or the only one of this amount whose member the line names. */
function outgoing(line: ReferencedLine, books: Books, size: string): Reconciled {
  const named = payoutNamed(line.text);
  const known = named === null ? undefined : books.payouts.find(({ id }) => id === named);
  if (named !== null && known === undefined) return unmatched(line, `it names ${named}, which doesn't wait`);
  if (known !== undefined) return known.amount === size ? { is: 'payout', line, member: known.member, payout: known.id } : unmatched(line, `it names ${known.id}, which is of ${known.amount}`);
  const alike = books.payouts.filter(({ amount }) => amount === size);
  const members = membersIn(line, books);
  const theirs = alike.filter(({ member }) => members.includes(member));
  const [only, other] = theirs;
  if (only !== undefined && other === undefined) return { is: 'payout', line, member: only.member, payout: only.id };
  if (alike.length === 0) return unmatched(line, 'no payout of this amount waits');
  return unmatched(line, `it could be ${(theirs.length === 0 ? alike : theirs).map(({ id, member }) => `${id} of ${member}`).join(' or ')}, and its text doesn't say which`);
}

function incoming(line: ReferencedLine, books: Books): Reconciled {
  const named = payoutNamed(line.text);
  if (named !== null) return unmatched(line, `it names ${named}: if that came back, settle or reverse it`);
  const members = membersIn(line, books);
  const [member, other] = members;
  if (member === undefined) return unmatched(line, 'it names no member');
  return other === undefined ? { is: 'income', line, member } : unmatched(line, `it names ${members.join(' and ')}`);
}

/** As `payout-7`, in any case, also with a space or nothing between, as banks make it. */
function payoutNamed(text: string): string | null {
  const [, number] = /\bpayout[ -]?(\d{1,15})\b/i.exec(text) ?? [];
  return number === undefined ? null : `payout-${number}`;
}

/** Members whom a code, an id or a name in the text means, or who are the other party by their whole name; in the order of the members. */
function membersIn({ text, party }: StatementLine, { members, codes }: Books): string[] {
  const said = ` ${words(text)} `;
  const has = (name: string): boolean => name.length >= nameLengthMin && said.includes(` ${words(name)} `);
  const all = ` ${words(`${party} ${text}`)} `;
  const byCode = [...codes].filter(([code]) => words(code) !== '' && all.includes(` ${words(code)} `)).map(([, member]) => member);
  if (byCode.length > 0) return members.map(({ id }) => id).filter((id) => byCode.includes(id));
  const other = words(party);
  return members.filter(({ id, name }) => has(id) || has(name) || (other.length >= nameLengthMin && other === words(name))).map(({ id }) => id);
}

/** Words in small letters with one space between, so that they are found as wholes. */
function words(text: string): string {
  return text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '').join(' ');
}

function unmatched(line: ReferencedLine, why: string): Reconciled {
  return { is: 'unmatched', line, why };
}

/** What records it; null where there is nothing to record. */
export function entryOf(reconciled: Reconciled, unit: string): EntryBody | null {
  const { line: { day, amount, reference, party } } = reconciled;
  switch (reconciled.is) {
    case 'income': return { kind: 'income', body: { to: reconciled.member, unit, amount, from: shortened(party), reference, day } };
    case 'payout': return { kind: 'settle', body: { payout: reconciled.payout, how: 'paid', reference } };
    case 'recorded': case 'unmatched': return null;
  }
}

/** Not cut within a character that takes two places. */
function shortened(party: string): string {
  return party.slice(0, payerLengthMax).replace(/[\uD800-\uDBFF]$/, '');
}
