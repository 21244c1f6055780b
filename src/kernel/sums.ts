/** Amounts as entries say them, read exactly and held against what the ledger can hold. */
import { parseDecimal } from '../vocabulary/decimals.ts';
import { outside } from '../vocabulary/ids.ts';
import { refuse, type Result } from '../vocabulary/result.ts';
import { account, decimalsOf, type KernelState } from './state.ts';

/** An amount that can be moved to a member: known unit, positive, exact, and room for it. */
export function readMoney(state: KernelState, to: string, unit: string, text: string): Result<number> {
  if (!state.members.has(to)) return refuse('unknown_member', `there is no member ${to}`);
  const amount = readAmount(state, unit, text);
  if (!amount.ok) return amount;
  return amount.value < 0 ? refuse('invalid_value', `the amount must not be negative, not ${text}`) : amount;
}

/** The same for what comes from outside: all that members could ever hold must stay exact. */
export function readIssued(state: KernelState, to: string, unit: string, text: string): Result<number> {
  const amount = readMoney(state, to, unit, text);
  if (!amount.ok || fitsUnit(state, unit, amount.value)) return amount;
  return refuse('overflow', `with this more ${unit} would be issued than the ledger can hold exactly`);
}

/** Whether the unit bears `more`: nobody can hold more than all that is issued and all credit together. */
export function fitsUnit(state: KernelState, unit: string, more: number): boolean {
  return Number.isSafeInteger(more - account(state, outside, unit).balance + (state.credit.get(unit) ?? 0));
}

export function readAmount(state: KernelState, unit: string, text: string): Result<number> {
  if (!state.units.has(unit)) return refuse('unknown_unit', `there is no unit ${unit}`);
  return parseDecimal(text, decimalsOf(state, unit));
}
