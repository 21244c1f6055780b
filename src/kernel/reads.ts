/** What a handler is shown of the ledger, where its kit declares it: balances, and who has consented to a part. */
import type { JsonObject } from '../vocabulary/json.ts';
import { readMembersMax, type KitManifest } from '../vocabulary/kit.ts';
import { holderOf } from '../vocabulary/purses.ts';
import { ok, refuse, type Result } from '../vocabulary/result.ts';
import type { HandlerGroup } from '../vocabulary/runner.ts';
import { purseNamed } from './purses.ts';
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

/** What can be spent, by alias, in the subcontract's unit; and the members who have consented, ascending. */
export function readLedger(
  state: KernelState, subcontract: Subcontract, reads: readonly string[], event: JsonObject,
): Result<{ readonly balances: { readonly [alias: string]: number }; readonly members: { readonly [alias: string]: readonly string[] } }> {
  const balances: { [alias: string]: number } = {};
  const members: { [alias: string]: readonly string[] } = {};
  for (const alias of reads) {
    const rule = subcontract.manifest.reads?.[alias];
    if (rule === undefined) return refuse('bad_effect', `the kit declares no read ${alias}`);
    if ('part' in rule) {
      members[alias] = state.consenting.get(`${subcontract.id} ${rule.part}`) ?? [];
      if (members[alias].length > readMembersMax) return refuse('limit_reached', `more than ${readMembersMax} members have consented to ${rule.part} of ${subcontract.id}, and it can't do something for each of them at once`);
    } else {
      const account = accountRead(subcontract, rule, event);
      balances[alias] = account === null ? 0 : available(state, account, subcontract.unit);
    }
  }
  return ok({ balances, members });
}

type BalanceRule = Exclude<NonNullable<KitManifest['reads']>[string], { readonly part: string }>;

function accountRead(subcontract: Subcontract, rule: BalanceRule, event: JsonObject): string | null {
  if ('party' in rule) return subcontract.parties[rule.party] ?? null;
  if ('member' in rule) return text(event[rule.member]);
  const [holder, key] = [text(event[rule.of]), rule.key === undefined ? null : text(event[rule.key])];
  if (holder === null || (rule.key !== undefined && key === null)) return null;
  return purseNamed(subcontract, holderOf(holder), rule.purse, key);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
