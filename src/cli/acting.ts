/** What all acts share: their options, the connection, one line on success, the refusal otherwise. */
import { connect, type Connection, type Done } from '../host/connection.ts';
import type { ActingAs } from '../host/signers.ts';
import { formatDecimal } from '../vocabulary/decimals.ts';
import { laterOf } from '../views/later.ts';
import { sayTime, withLocalTimes, type Zone } from '../views/local-time.ts';
import { shortProposal } from '../views/say.ts';
import { saySensed } from '../views/sensing-words.ts';
import { outside } from '../vocabulary/ids.ts';
import type { AmendmentEnd, Fact, ProposalEnd } from '../vocabulary/outcomes.ts';
import { commandLine, dataFolder } from '../vocabulary/command-line.ts';
import { aboutRefusal } from '../vocabulary/refusals.ts';
import { exitNo, RefusedError, reportRefusal } from './errors.ts';

export { commandOn, dataFolder } from '../vocabulary/command-line.ts';

export const actOptions = {
  data: { type: 'string', default: dataFolder }, as: { type: 'string' }, key: { type: 'string' }, json: { type: 'boolean' },
} as const;

export type ActValues = { readonly data: string; readonly as?: string | undefined; readonly key?: string | undefined; readonly json?: boolean | undefined };

export function actingAs(values: ActValues): ActingAs {
  return { as: values.as, file: values.key };
}

/** `said` is the line's beginning when it is recorded, `after` stands below it; `more` goes into the answer for programs. */
export type Acted = { readonly done: Done; readonly said: string; readonly after?: readonly string[]; readonly more?: object };

/** Opens the collective, does what is to be done, prints the answer. */
export async function acting(values: ActValues, act: (connection: Connection) => Promise<Acted>): Promise<number> {
  const connection = await connect(values.data, 'act');
  try {
    connection.catchUp();
    return printDone(connection, await act(connection), values.json === true);
  } catch (error) {
    if (error instanceof RefusedError) return printDone(connection, { done: { status: 'refused', refusal: error.refusal }, said: '' }, values.json === true);
    throw error;
  } finally {
    connection.close();
  }
}

function printDone(connection: Connection, { done, said, after = [], more = {} }: Acted, json: boolean): number {
  if (done.status === 'refused') {
    const { code, detail } = done.refusal;
    if (json) console.log(JSON.stringify({ ok: false, error: { code, message: detail, hint: aboutRefusal(code).hint } }));
    return reportRefusal({ code, detail: asRead(connection, detail) });
  }
  if (done.status === 'duplicate') {
    if (json) console.log(JSON.stringify({ ok: true, status: 'duplicate' }));
    else console.log('It was recorded before; nothing changed.');
    return 0;
  }
  const { record, outcome } = done.shown;
  const { faults = [] } = outcome.items[0] ?? {};
  const moved = outcome.facts.flatMap((fact) => sayFact(connection, fact));
  const later = laterOf(connection.view, outcome);
  if (json) {
    const owed = outcome.facts.flatMap((fact) => (fact.fact === 'owed' ? [debtOf(connection, fact)] : []));
    console.log(JSON.stringify({ ok: true, status: 'recorded', seq: record.seq, recordedAt: record.recordedAt, postings: done.change.postings, owed, later, faults, ...proposalIn(outcome.facts), ...more }));
  } else {
    console.log([said, ...moved].filter((each) => each !== '').join('; ') + ` (record ${record.seq})`);
    for (const { day, subcontract, words } of later) console.log(`  later, on ${day}: ${words} (${subcontract})`);
    for (const line of after) console.log(line);
    if (process.stdout.isTTY && connection.server !== null) console.error(`  a proof to keep:  ${commandLine(`receipt ${record.seq} --data ${connection.folder} --out FILE`)}`);
  }
  for (const { subcontract, code, detail } of faults) console.error(`but ${subcontract}: ${detail} [${code}]`);
  const undone = outcome.facts.flatMap((fact) => (fact.fact === 'decided' && fact.how === 'failed' ? [{ code: fact.code ?? 'malformed', why: fact.detail === undefined ? '' : `: ${asRead(connection, fact.detail)}` } as const] : []));
  for (const { code, why } of undone) console.error(`but it could not be done${why} [${code}]\n  ${aboutRefusal(code).hint}`);
  return faults.length === 0 && undone.length === 0 ? 0 : exitNo;
}

/** As the kernel wrote it into the log, for people: times by their clocks, proposals and revisions by the beginnings of their names. */
function asRead({ view }: Connection, detail: string): string {
  return withLocalTimes(view.zone, detail).replace(/(?<=\b(?:proposal|named) )[0-9a-f]{64}\b/g, shortProposal);
}

/** What became of a proposal, or an amendment, by this act. */
function proposalIn(facts: readonly Fact[]): { readonly proposal?: { readonly id: string; readonly state: string } } {
  const id = facts.flatMap((fact) => (fact.fact === 'proposed' ? [fact.proposal.id] : fact.fact === 'amended' ? [fact.amendment.id] : fact.fact === 'balloted' || fact.fact === 'decided' ? [fact.proposal] : []))[0];
  if (id === undefined) return {};
  const state = facts.flatMap((fact) => (fact.fact === 'decided' ? [fact.how] : fact.fact === 'proposal.waits' ? ['waits'] : fact.fact === 'proposal.again' ? ['again'] : [])).at(-1);
  return { proposal: { id, state: state ?? 'open' } };
}

/** What a person wants to know of a fact, in a few words. */
function sayFact(connection: Connection, fact: Fact): string[] {
  const show = (amount: number, unit: string): string => `${formatDecimal(amount, connection.view.units.get(unit)?.decimals ?? 0)} ${unit}`;
  switch (fact.fact) {
    case 'posting': return [`${fact.from} → ${fact.to} ${show(fact.amount, fact.unit)}`];
    case 'reserved': return fact.to === outside ? [`${fact.id}: ${show(fact.amount, fact.unit)} are reserved until it is settled`] : [];
    case 'released': return fact.how === 'voided' && fact.because === null ? [`${fact.id} is over, and what was reserved is free again`] : [];
    case 'payout.sent': return [`${fact.payout} is on its way`];
    case 'owed': return [`${fact.obligation.debtor} owes ${fact.obligation.creditor} ${show(fact.obligation.left, fact.obligation.unit)}`];
    case 'owed.less': return fact.left === 0 ? [`debt ${fact.id} is settled (${fact.how.replace('_', ' ')})`] : [];
    case 'review': return [`${fact.review.id} waits for a person`];
    case 'review.closed': return [`${fact.id} is ${fact.how}`];
    default: return [...saySensed(connection.view, fact), ...sayDecided(fact, connection.view.zone)];
  }
}

function sayDecided(fact: Fact, zone: Zone): string[] {
  switch (fact.fact) {
    case 'proposed': return [`it is proposal ${shortProposal(fact.proposal.id)}`];
    case 'amended': return [`it is amendment ${shortProposal(fact.amendment.id)}, open until ${sayTime(zone, fact.amendment.closes)}`];
    case 'amendment.decided': return [`amendment ${shortProposal(fact.amendment)} is ${sayAmendmentEnd(fact.how)}`];
    case 'revised': return [`revision ${fact.revision.number} of ${shortProposal(fact.proposal)} is open until ${sayTime(zone, fact.closes)}: whoever had said yes is asked again`];
    case 'proposal.waits': return [`agreed to: it takes effect at ${sayTime(zone, fact.until)}${fact.count === undefined ? ' unless whom it concerns says no' : ''}`];
    case 'proposal.again': return [`carried once: vote ${fact.vote} on it begins at ${sayTime(zone, fact.begins)}`];
    case 'decided': return [ends[fact.how]];
    case 'stopped': return [fact.why === 'party_left' ? `${fact.subcontract} is stopped until it has another party` : `${fact.subcontract} is stopped`];
    case 'resumed': return [`${fact.subcontract} goes on`];
    case 'retiring': return [`${fact.subcontract} is ending`];
    case 'retired': return [`${fact.subcontract} has ended`];
    case 'pilot.began': return [`the trial of ${fact.subcontract} begins, until ${sayTime(zone, fact.ends)}`];
    case 'pilot.ended': return [`the trial of ${fact.subcontract} is over`];
    case 'constituted': return ['the last founder has signed: it is founded'];
    default: return [];
  }
}

/** As a part of a sentence. */
function sayAmendmentEnd(how: AmendmentEnd): string {
  return { adopted: 'taken in', rejected: 'rejected', rival: 'beaten by another one to the same lines', tied: 'tied with another one', overtaken: 'overtaken: its lines are others by now', lapsed: 'over with its proposal' }[how];
}

const ends: { readonly [how in ProposalEnd]: string } = {
  carried: 'carried: it is so now', rejected: 'rejected: there can\'t be enough any more', expired: 'its time is over', stopped: 'stopped', failed: 'carried',
  tied: 'tied: the rule can\'t choose between them', withdrawn: 'taken back',
};

function debtOf(connection: Connection, { obligation }: Fact & { fact: 'owed' }): object {
  const { debtor, creditor, unit, left, due } = obligation;
  return { from: debtor, to: creditor, unit, amount: formatDecimal(left, connection.view.units.get(unit)?.decimals ?? 0), due };
}
