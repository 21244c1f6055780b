/** `frankpledge outside`: what came from outside and went there, and the payouts that wait. */
import { sayTime, type Zone } from '../views/local-time.ts';
import type { OutsideShown, PayoutShown } from '../views/outside-shown.ts';
import { outsideOf } from '../views/outside.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { reading } from './reading.ts';
import { tableLines } from './table.ts';

export const outside = defineCommand({
  name: 'outside',
  usage: '[--data DIR] [--json]',
  says: 'shows for each unit what members began with, what was issued, came in, was taken back, paid out and is pending; the payouts that wait, and who keeps the books',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' } },
  names: [],
  run: ({ values }) => reading(values, ({ view }) => {
    const shown = outsideOf(view);
    return { shown, lines: linesOf(shown, view.zone) };
  }),
});

function linesOf({ keepers, units, payouts }: OutsideShown, zone: Zone): string[] {
  const head = ['', 'opening', 'issued', 'income', 'taken back', 'paid out', 'pending', 'balance outside'];
  return [
    ...tableLines([head, ...units.map(({ unit, opening, issued, income, takenBack, paidOut, pending, balance }) => [unit, opening, issued, income, takenBack, paidOut, pending, balance])]),
    payouts.length === 0 ? 'No payout waits.' : 'Payouts that wait:',
    ...payouts.map((each) => `  ${payoutLine(each, zone)}`),
    `The books are kept by ${keepers.length === 0 ? 'the operator' : keepers.join(', ')}.`,
  ];
}

export function payoutLine({ id, member, amount, unit, reason, sent, recordedAt }: PayoutShown, zone: Zone): string {
  return `${id}  ${member} ${amount} ${unit}, ${sent ? 'on its way' : 'asked for'}${reason === null ? '' : `: ${reason}`} (${sayTime(zone, recordedAt)})`;
}
