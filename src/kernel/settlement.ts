/**
 * What is owed is paid from any income: in order of the instant at which it fell due; what fell due at the same instant in proportion,
 * by largest remainder, ties by creditor id. And what happens on the day when a loan falls due: the debtor's balance first,
 * then its guarantors in rounds.
 */
import { splitByWeights, splitEvenly } from '../vocabulary/amounts.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { ConsentBasis, Obligation } from '../vocabulary/outcomes.ts';
import { mostDebit } from './envelope.ts';
import { dueDebts, lessen, move, net, openDebt, type Movement } from './money.ts';
import { accountNow } from './purses.ts';
import { available } from './state.ts';
import { guaranteed } from './takings.ts';
import type { Place, Turn } from './turn-state.ts';

/** Postings that settling may add to one record; a longer chain of debts goes on in the next record. */
export const settlePostingsMax = 256;

/** Lets every account that received income pay what it owes, and those that it pays in turn. */
export function settleIncome(turn: Turn, item: number): void {
  turn.onItsOwn(() => settle(turn, item));
}

function settle(turn: Turn, item: number): void {
  while (turn.income.length > 0) {
    const key = turn.income[0] as string;
    const space = key.indexOf(' ');
    if (turn.settled >= settlePostingsMax) {
      const waiting = [...new Set([...turn.state.settling, ...turn.income])];
      turn.income = [];
      const via = turn.via.length > turn.state.settlingVia.length ? turn.via : turn.state.settlingVia;
      turn.emit({ fact: 'settling', accounts: waiting, ...(via.length === 0 ? {} : { via }) });
      return;
    }
    turn.income.shift();
    payDebts(turn, item, key.slice(0, space), key.slice(space + 1));
  }
}

/** Goes on with what an earlier record had to leave. */
export function resumeSettling(turn: Turn): void {
  if (turn.state.settling.length === 0) return;
  const { settling, settlingVia } = turn.state;
  turn.income.push(...settling);
  turn.emit({ fact: 'settling', accounts: [] });
  turn.inChain(settlingVia, () => settleIncome(turn, -1));
}

/** A loan falls due: set off, collected together with all else that its debtor owes by now, and its guarantors asked for what is missing. */
export function collectDue(turn: Turn, due: Obligation): void {
  turn.onItsOwn(() => collect(turn, due));
}

function collect(turn: Turn, due: Obligation): void {
  turn.emit({ fact: 'owed.due', id: due.id });
  net(turn, place(due), due.id);
  payDebts(turn, -1, due.debtor, due.unit);
  const debt = turn.state.obligations.get(due.id);
  if (debt !== undefined && debt.guarantee !== null) callGuarantors(turn, debt);
  settleIncome(turn, -1);
}

/** Times that one account pays in one record before rings of debts through it are set off. */
const circlesMax = 4;
/** Debts looked at for a ring. */
const ringSearchMax = 1000;

/** Pays what is due from what is there, group after group of the same due instant. */
function payDebts(turn: Turn, item: number, debtor: string, unit: string): void {
  const key = `${debtor} ${unit}`;
  const paidBefore = turn.payments.get(key) ?? 0;
  turn.payments.set(key, paidBefore + 1);
  // Its own coin has come round to it: what goes in a ring is set off at once instead of coin by coin.
  if (paidBefore >= circlesMax) netRings(turn, item, debtor, unit);
  let debts = dueDebts(turn.state, debtor, unit);
  while (debts.length > 0) {
    const due = debts[0]?.due;
    const group = debts.filter((debt) => debt.due === due);
    debts = debts.slice(group.length);
    const purse = available(turn.state, debtor, unit);
    if (purse === 0) return;
    payGroup(turn, item, group, purse);
  }
}

/** Sets off rings of due debts that lead from the debtor back to it, each by its least debt. Every ring ends at least one debt. */
function netRings(turn: Turn, item: number, debtor: string, unit: string): void {
  for (let ring = findRing(turn, debtor, unit); ring !== undefined; ring = findRing(turn, debtor, unit)) {
    const least = Math.min(...ring.map((debt) => debt.left));
    for (const debt of ring) lessen(turn, { item, because: debt.because }, debt, least, 'netted');
  }
}

/** A path of due debts from the debtor back to it, in the order of their age; undefined when there is none within the search's bound. */
function findRing(turn: Turn, debtor: string, unit: string): Obligation[] | undefined {
  const visited = new Set<string>();
  let looked = 0;
  const search = (from: string): Obligation[] | undefined => {
    visited.add(from);
    for (const debt of dueDebts(turn.state, from, unit)) {
      looked += 1;
      if (looked > ringSearchMax) return undefined;
      if (debt.creditor === debtor) return [debt];
      const rest = visited.has(debt.creditor) ? undefined : search(debt.creditor);
      if (rest !== undefined) return [debt, ...rest];
    }
    return undefined;
  };
  return search(debtor);
}

function payGroup(turn: Turn, item: number, group: readonly Obligation[], purse: number): void {
  const byCreditor = Map.groupBy(group, (debt) => debt.creditor);
  const creditors = [...byCreditor.keys()].sort(compareIds);
  const claims = creditors.map((creditor) => total(byCreditor.get(creditor) ?? []));
  const whole = claims.reduce((sum, claim) => sum + claim, 0);
  const shares = purse >= whole ? claims : splitByWeights(purse, claims);
  for (const [index, creditor] of creditors.entries()) {
    let share = shares[index] ?? 0;
    for (const debt of byCreditor.get(creditor) ?? []) {
      const paid = Math.min(share, debt.left);
      if (paid === 0) break;
      share -= paid;
      turn.settled += 1;
      const lineage = { item, because: debt.because };
      move(turn, lineage, payment(turn, debt, debt.debtor, paid, null), debt.id);
      lessen(turn, lineage, debt, paid, 'paid');
    }
  }
}

/**
 * Splits what is missing equally over the guarantors in rounds; each pays up to the lesser of what it has and the most that it promised
 * for one loan; those with room left share what is still missing. The debtor then owes each what it paid.
 */
function callGuarantors(turn: Turn, debt: Obligation): void {
  const paid = guaranteeRounds(turn, debt);
  let left = debt;
  for (const [guarantor, amount] of paid) {
    if (amount === 0) continue;
    const part = debt.guarantee?.part ?? '';
    const consent = { part, record: turn.state.consents.get(`${String(debt.because)} ${part} ${guarantor}`) ?? 0 };
    turn.settled += 1;
    move(turn, place(debt), payment(turn, debt, guarantor, amount, consent), debt.id);
    lessen(turn, place(debt), left, amount, 'paid');
    left = { ...left, left: left.left - amount };
  }
  for (const [guarantor, amount] of paid) {
    if (amount === 0) continue;
    const claim: Movement = { ...payment(turn, debt, debt.debtor, amount, null), to: guarantor, why: { code: guaranteed, loan: debt.id } };
    openDebt(turn, place(debt), claim, { since: debt.due, due: debt.due, guarantee: null });
  }
}

function guaranteeRounds(turn: Turn, debt: Obligation): Map<string, number> {
  const rooms = new Map<string, number>();
  for (const guarantor of guarantorsOf(turn, debt)) {
    const room = Math.min(available(turn.state, guarantor, debt.unit), debt.guarantee?.max ?? 0);
    const subcontract = turn.state.subcontracts.get(debt.because ?? '');
    const permitted = subcontract === undefined ? 0 : mostDebit(turn.state, subcontract, guarantor, debt.guarantee?.part ?? '');
    rooms.set(guarantor, Math.min(room, permitted));
  }
  const paid = new Map([...rooms.keys()].map((guarantor) => [guarantor, 0]));
  let missing = debt.left;
  let inRound = [...rooms.keys()];
  while (missing > 0 && inRound.length > 0) {
    const shares = splitEvenly(missing, inRound.length);
    for (const [index, guarantor] of inRound.entries()) {
      const room = rooms.get(guarantor) ?? 0;
      const share = Math.min(shares[index] ?? 0, room);
      rooms.set(guarantor, room - share);
      paid.set(guarantor, (paid.get(guarantor) ?? 0) + share);
      missing -= share;
    }
    inRound = inRound.filter((guarantor) => (rooms.get(guarantor) ?? 0) > 0);
  }
  return paid;
}

/** Those who had taken up the guarantee when the loan began and still hold to it, without the two whom the loan is between. */
function guarantorsOf(turn: Turn, debt: Obligation): string[] {
  if (debt.guarantee === null) return [];
  const part = `${String(debt.because)} ${debt.guarantee.part}`;
  const before = debt.guarantee.before;
  return (turn.state.consenting.get(part) ?? []).filter((member) =>
    member !== debt.debtor && member !== debt.creditor && (turn.state.consents.get(`${part} ${member}`) ?? Infinity) <= before);
}

function payment(turn: Turn, debt: Obligation, from: string, amount: number, consent: ConsentBasis | null): Movement {
  const adopted = turn.state.subcontracts.get(debt.because ?? '')?.adopted ?? null;
  return { from, to: accountNow(turn.state, debt.creditor), unit: debt.unit, amount, ref: debt.ref, why: { code: 'debt', since: debt.since, due: debt.due }, adopted, consent };
}

function place(debt: Obligation): Place {
  return { item: -1, because: debt.because };
}

function total(debts: readonly Obligation[]): number {
  return debts.reduce((sum, debt) => sum + debt.left, 0);
}
