/** What all acts share: their options, the connection, one line on success, the refusal otherwise. */
import { connect, type Connection, type Done } from '../host/connection.ts';
import type { ActingAs } from '../host/signers.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { shortProposal } from '../views/say.ts';
import type { Fact, ProposalEnd } from '../vocabulary/outcomes.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { aboutRefusal } from '../vocabulary/refusals.ts';
import { formatInstant } from '../vocabulary/time.ts';
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

/** `said` is the line's beginning when it is recorded; `more` goes into the answer for programs. */
export type Acted = { readonly done: Done; readonly said: string; readonly more?: object };

/** Opens the collective, does what is to be done, prints the answer. */
export async function acting(values: ActValues, act: (connection: Connection) => Promise<Acted>): Promise<number> {
  const connection = await connect(values.data, 'act');
  try {
    return printDone(connection, await act(connection), values.json === true);
  } finally {
    connection.close();
  }
}

function printDone(connection: Connection, { done, said, more = {} }: Acted, json: boolean): number {
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
    console.log(JSON.stringify({ ok: true, status: 'recorded', seq: record.seq, recordedAt: record.recordedAt, postings: done.change.postings, owed, faults, ...proposalIn(outcome.facts), ...more }));
  } else {
    console.log([said, ...moved].filter((each) => each !== '').join('; ') + ` (record ${record.seq})`);
    if (process.stdout.isTTY && connection.server !== null) console.error(`  a proof to keep:  ${commandLine(`receipt ${record.seq} --data ${connection.folder} --out FILE`)}`);
  }
  for (const { subcontract, code, detail } of faults) console.error(`but ${subcontract}: ${detail} [${code}]`);
  const undone = outcome.facts.flatMap((fact) => (fact.fact === 'decided' && fact.how === 'failed' ? [fact.code ?? 'malformed'] : []));
  for (const code of undone) console.error(`but it could not be done [${code}]\n  ${aboutRefusal(code).hint}`);
  return faults.length === 0 && undone.length === 0 ? 0 : exitNo;
}

/** What became of a proposal by this act. */
function proposalIn(facts: readonly Fact[]): { readonly proposal?: { readonly id: string; readonly state: string } } {
  const id = facts.flatMap((fact) => (fact.fact === 'proposed' ? [fact.proposal.id] : fact.fact === 'balloted' ? [fact.proposal] : []))[0];
  if (id === undefined) return {};
  const state = facts.flatMap((fact) => (fact.fact === 'decided' ? [fact.how] : fact.fact === 'proposal.waits' ? ['waits'] : [])).at(-1);
  return { proposal: { id, state: state ?? 'open' } };
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
    case 'proposed': return [`it is proposal ${shortProposal(fact.proposal.id)}`];
    case 'proposal.waits': return [`agreed to: it takes effect at ${formatInstant(fact.until).replace(/\.\d+Z$/, 'Z')} unless whom it concerns says no`];
    case 'decided': return [ends[fact.how]];
    default: return [];
  }
}

const ends: { readonly [how in ProposalEnd]: string } = {
  carried: 'carried: it is so now', rejected: 'rejected: there can\'t be enough any more', expired: 'its time is over', stopped: 'stopped', failed: 'carried',
  tied: 'tied: the rule can\'t choose between them', withdrawn: 'taken back',
};

function debtOf(connection: Connection, { obligation }: Fact & { fact: 'owed' }): object {
  const { debtor, creditor, unit, left, due } = obligation;
  return { from: debtor, to: creditor, unit, amount: formatDecimal(left, connection.view.units.get(unit)?.decimals ?? 0), due };
}
