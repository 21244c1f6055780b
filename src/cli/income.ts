/** `frankpledge income TO AMOUNT [UNIT] --reference REF`, and `reverse REFERENCE [UNIT]` */
import { rightfulSigner } from '../host/signers.ts';
import { dayOf } from '../views/say.ts';
import { isPurse } from '../vocabulary/purses.ts';
import { acting, actingAs, actOptions } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { knownMember, knownUnit } from './names.ts';

export const income = defineCommand({
  name: 'income',
  usage: 'TO AMOUNT [UNIT] --reference TEXT [--from WHO] [--day DAY] [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'puts down money that the bank has booked for a member, under the bank\'s own reference, each once; by who keeps the books. The day is today unless --day says another',
  options: { ...actOptions, reference: { type: 'string' }, from: { type: 'string' }, day: { type: 'string' } },
  names: ['TO', 'AMOUNT'], more: ['UNIT'],
  run: ({ values, wrong, positionals: [to = '', amount = '', unit] }) => acting(values, async (connection) => {
    const { reference, from = '', day } = values;
    if (reference === undefined) throw wrong('--reference is missing: the bank\'s own, by which the same money is never put down twice');
    const signer = rightfulSigner(values.data, connection.state, 'bank', actingAs(values));
    const body = {
      to: isPurse(to) ? to : knownMember(connection, to), unit: knownUnit(connection, unit), amount, from, reference, day: day ?? dayOf(connection.view, await connection.now()),
    };
    return { done: await connection.act(signer, { kind: 'income', body }), said: `put down by ${signer.grant.owner}` };
  }),
});

export const reverse = defineCommand({
  name: 'reverse',
  usage: 'REFERENCE [UNIT] --reason TEXT [--return-reference TEXT] [--as MEMBER] [--key FILE] [--data DIR] [--json]',
  says: 'takes back what is recorded under a reference of the bank: of income what is there goes and the rest is owed, a payout that came back is its member\'s again; by who keeps the books',
  options: { ...actOptions, 'reason': { type: 'string' }, 'return-reference': { type: 'string' } },
  names: ['REFERENCE'], more: ['UNIT'],
  run: ({ values, wrong, positionals: [reference = '', unit] }) => acting(values, async (connection) => {
    const { reason, 'return-reference': returning } = values;
    if (reason === undefined) throw wrong('--reason is missing: the member will read it');
    const signer = rightfulSigner(values.data, connection.state, 'bank', actingAs(values));
    const body = { unit: knownUnit(connection, unit), reference, reason, ...(returning === undefined ? {} : { return_reference: returning }) };
    return { done: await connection.act(signer, { kind: 'reverse', body }), said: `taken back by ${signer.grant.owner}` };
  }),
});
