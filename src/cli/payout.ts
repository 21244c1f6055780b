/** `frankpledge payout AMOUNT [UNIT] --as MEMBER`, and `settle PAYOUT sent|paid|returned` */
import { memberSigner, rightfulSigner } from '../host/signers.ts';
import type { Settling } from '../vocabulary/entries.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import type { UsageError } from './errors.ts';
import { knownPayout, knownUnit } from './names.ts';

export const payout = defineCommand({
  name: 'payout',
  usage: 'AMOUNT [UNIT] --as MEMBER [--reason TEXT] [--key FILE] [--data DIR] [--json]',
  says: 'asks for money to be paid to oneself outside: it is reserved until who keeps the books has settled it; `withdraw` takes it back',
  options: { ...actOptions, reason: { type: 'string' } },
  names: ['AMOUNT'], more: ['UNIT'],
  run: ({ values, positionals: [amount = '', unit] }) => acting(values, async (connection) => {
    const { reason } = values;
    const signer = memberSigner(values.data, connection.state, actingAs(values));
    return { done: await connection.act(signer, { kind: 'payout', body: { unit: knownUnit(connection, unit), amount, ...(reason === undefined ? {} : { reason }) } }), said: '' };
  }),
});

export const settle = defineCommand({
  name: 'settle',
  usage: 'PAYOUT sent | paid --reference TEXT | returned --reason TEXT [--reference TEXT]  [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'says how a payout went on: it is on its way, the bank has paid it, or it wasn\'t paid and is its member\'s again; by who keeps the books',
  options: { ...actOptions, reference: { type: 'string' }, reason: { type: 'string' } },
  names: ['PAYOUT', 'HOW'],
  run: ({ values, wrong, positionals: [id = '', how = ''] }) => acting(values, async (connection) => {
    const body = settlingOf(knownPayout(connection, id), how, values, wrong);
    const signer = rightfulSigner(values.data, connection.state, 'bank', actingAs(values));
    return { done: await connection.act(signer, { kind: 'settle', body }), said: '' };
  }),
});

function settlingOf(payout: string, how: string, { reference, reason }: { readonly reference?: string | undefined; readonly reason?: string | undefined }, wrong: (message: string) => UsageError): Settling {
  switch (how) {
    case 'sent': return { payout, how };
    case 'paid':
      if (reference === undefined) throw wrong('--reference is missing: the bank\'s own for this payment');
      return { payout, how, reference };
    case 'returned':
      if (reason === undefined) throw wrong('--reason is missing: the member will read it');
      return { payout, how, reason, ...(reference === undefined ? {} : { reference }) };
    default: throw wrong(`"${how}" is neither sent, paid nor returned`);
  }
}
