/** What all acts share: their options, the connection, one line on success, the refusal otherwise. */
import { connect, type Connection, type Done } from '../host/connection.ts';
import type { ActingAs } from '../host/signers.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Fact } from '../vocabulary/outcomes.ts';
import { aboutRefusal } from '../vocabulary/refusals.ts';
import { exitNo, reportRefusal } from './errors.ts';

/** Where a collective lies unless `--data` says otherwise. */
export const dataFolder = 'data';

export const actOptions = {
  data: { type: 'string', default: dataFolder }, as: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' },
} as const;

export type ActValues = { readonly data: string; readonly as?: string | undefined; readonly key?: string | undefined; readonly json?: boolean | undefined };

export function actingAs(values: ActValues): ActingAs {
  return { as: values.as, file: values.key };
}

/** Opens the collective, does what is to be done, prints the answer. `said` is the line's beginning when it is recorded. */
export async function acting(values: ActValues, act: (connection: Connection) => Promise<{ readonly done: Done; readonly said: string }>): Promise<number> {
  const connection = await connect(values.data, 'act');
  try {
    const { done, said } = await act(connection);
    return printDone(connection, done, said, values.json === true);
  } finally {
    connection.close();
  }
}

function printDone(connection: Connection, done: Done, said: string, json: boolean): number {
  if (done.status === 'refused') {
    const { code, detail } = done.refusal;
    if (json) console.log(JSON.stringify({ ok: false, error: { code, message: detail, hint: aboutRefusal(code).hint } }));
    return reportRefusal(done.refusal);
  }
  if (done.status === 'duplicate') {
    if (json) console.log(JSON.stringify({ ok: true, status: 'duplicate' }));
    else console.log('It was recorded before; nothing changed.');
    return 0;
  }
  const { record, outcome } = done.shown;
  const { faults = [] } = outcome.items[0] ?? {};
  const moved = outcome.facts.flatMap((fact) => sayFact(connection, fact));
  if (json) {
    const owed = outcome.facts.flatMap((fact) => (fact.fact === 'owed' ? [debtOf(connection, fact)] : []));
    console.log(JSON.stringify({ ok: true, status: 'recorded', seq: record.seq, recordedAt: record.recordedAt, postings: done.change.postings, owed, faults }));
  } else {
    console.log([said, ...moved].filter((each) => each !== '').join('; ') + ` (record ${record.seq})`);
  }
  for (const { subcontract, code, detail } of faults) console.error(`but ${subcontract}: ${detail} [${code}]`);
  return faults.length === 0 ? 0 : exitNo;
}

/** What a person wants to know of a fact, in a few words. */
function sayFact(connection: Connection, fact: Fact): string[] {
  const show = (amount: number, unit: string): string => `${formatDecimal(amount, connection.view.units.get(unit)?.decimals ?? 0)} ${unit}`;
  switch (fact.fact) {
    case 'posting': return [`${fact.from} → ${fact.to} ${show(fact.amount, fact.unit)}`];
    case 'owed': return [`${fact.obligation.debtor} owes ${fact.obligation.creditor} ${show(fact.obligation.left, fact.obligation.unit)}`];
    case 'owed.less': return fact.left === 0 ? [`debt ${fact.id} is settled (${fact.how.replace('_', ' ')})`] : [];
    case 'review': return [`${fact.review.id} waits for a person`];
    case 'review.closed': return [`${fact.id} is ${fact.how}`];
    default: return [];
  }
}

function debtOf(connection: Connection, { obligation }: Fact & { fact: 'owed' }): object {
  const { debtor, creditor, unit, left, due } = obligation;
  return { from: debtor, to: creditor, unit, amount: formatDecimal(left, connection.view.units.get(unit)?.decimals ?? 0), due };
}
