/** What a handler is shown of the ledger, where its kit declares it: balances, who has consented to a part, and which accounts there are. */
import { compareIds } from '../vocabulary/ids.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { readMembersMax, type KitManifest, type ReadRule } from '../vocabulary/kit.ts';
import { holderOf, isPurse } from '../vocabulary/purses.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { HandlerGroup } from '../vocabulary/runner.ts';
import { isAccount, purseNamed } from './purses.ts';
import { available, type KernelState, type Subcontract } from './state.ts';

/** The reads that a handler declares, by alias. */
export function readsOf(manifest: KitManifest, group: HandlerGroup, name: string): readonly string[] {
  if (manifest.reads === undefined) return [];
  return handlerRule(manifest, group, name)?.reads ?? [];
}

function handlerRule(manifest: KitManifest, group: HandlerGroup, name: string): { readonly reads?: readonly string[] } | undefined {
  switch (group) {
    case 'adopted': return undefined;
    case 'observed': return manifest.observations?.[name];
    case 'requested': return manifest.actions?.[name];
    case 'reviewed': return manifest.reviews;
    case 'woke': return manifest.timers?.[name];
    case 'asked': return manifest.questions?.[name];
    default: return manifest.wakes?.[group]?.[name];
  }
}

/** By alias: what can be spent, in the subcontract's unit; members and accounts, ascending; and what can be spent from several purses, by their keys. */
export type LedgerRead = {
  readonly balances: { readonly [alias: string]: number };
  readonly members: { readonly [alias: string]: readonly string[] };
  readonly purses: { readonly [alias: string]: { readonly [key: string]: number } };
};

/** @param held what a cell of the handler holds, by its alias; null where nothing is kept */
export function readLedger(state: KernelState, subcontract: Subcontract, reads: readonly string[], event: JsonObject, held: (cell: string) => Json): Result<LedgerRead> {
  const balances: { [alias: string]: number } = {};
  const members: { [alias: string]: readonly string[] } = {};
  const purses: { [alias: string]: { readonly [key: string]: number } } = {};
  for (const alias of reads) {
    const rule = subcontract.manifest.reads?.[alias];
    if (rule === undefined) return refuse('bad_effect', `the kit declares no read ${alias}`);
    const balance = (account: string | null): number => (account === null ? 0 : available(state, account, subcontract.unit));
    if (goesByCell(rule)) {
      const cell = cellOf(rule);
      const entries = entriesIn(held(cell));
      if (entries.length > readMembersMax) return refuse('limit_reached', `more than ${readMembersMax} entries in ${cell} of ${subcontract.id}, and it can't do something for each of them at once`);
      const names = entries.map(([name]) => name);
      if ('accounts' in rule) members[alias] = accountsThere(state, entries.map(([, entry]) => (isObject(entry) ? text((entry as JsonObject)[rule.at]) : null)));
      else if ('part' in rule) members[alias] = names.filter((name) => state.consents.has(`${subcontract.id} ${rule.part} ${name}`)).sort(compareIds);
      else purses[alias] = Object.fromEntries(names.map((name) => [name, balance('holders' in rule ? heldBy(subcontract, rule, name) : purseRead(subcontract, rule, event, name))]));
    } else if ('part' in rule) {
      members[alias] = state.consenting.get(`${subcontract.id} ${rule.part}`) ?? [];
      if (members[alias].length > readMembersMax) return refuse('limit_reached', `more than ${readMembersMax} members have consented to ${rule.part} of ${subcontract.id}, and it can't do something for each of them at once`);
    } else {
      balances[alias] = balance(accountRead(subcontract, rule, event));
    }
  }
  return ok({ balances, members, purses });
}

function entriesIn(held: Json): (readonly [string, Json])[] {
  return isObject(held) ? Object.entries(held as JsonObject) : [];
}

/** Those that can be paid into, each once. */
function accountsThere(state: KernelState, named: readonly (string | null)[]): string[] {
  return [...new Set(named)].filter((account) => account !== null).filter((account) => isOpen(state, account)).sort(compareIds);
}

function isOpen(state: KernelState, account: string): boolean {
  return state.members.get(holderOf(account))?.left === null && isAccount(state, account);
}

type CellRead = Extract<ReadRule, { readonly accounts: string } | { readonly keys: string } | { readonly holders: string }>;
type BalanceRule = Exclude<ReadRule, { readonly part: string } | CellRead>;

function goesByCell(rule: ReadRule): rule is CellRead {
  return 'accounts' in rule || 'keys' in rule || 'holders' in rule;
}

function cellOf(rule: CellRead): string {
  return 'accounts' in rule ? rule.accounts : 'keys' in rule ? rule.keys : rule.holders;
}

function accountRead(subcontract: Subcontract, rule: BalanceRule, event: JsonObject): string | null {
  if ('party' in rule) return subcontract.parties[rule.party] ?? null;
  if ('member' in rule) return text(event[rule.member]);
  const key = rule.key === undefined ? null : text(event[rule.key]);
  return rule.key !== undefined && key === null ? null : purseRead(subcontract, rule, event, key);
}

function purseRead(subcontract: Subcontract, { purse, of }: { readonly purse: string; readonly of: string }, event: JsonObject, key: string | null): string | null {
  const holder = text(event[of]);
  return holder === null ? null : purseNamed(subcontract, holderOf(holder), purse, key);
}

function heldBy(subcontract: Subcontract, { purse }: { readonly purse?: string }, holder: string): string | null {
  if (purse === undefined) return isPurse(holder) ? null : holder;
  return purseNamed(subcontract, holder, purse, null);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
