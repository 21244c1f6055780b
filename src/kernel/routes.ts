/**
 * Which observations and which deeds of the kernel wake which subcontracts: by keys, so that a turn's cost doesn't grow with what isn't concerned.
 *
 * | deed | keys |
 * | --- | --- |
 * | a posting | `posted in AGENT UNIT`, `posted out AGENT UNIT` |
 * | a debt that falls due | `due debtor AGENT UNIT`, `due creditor AGENT UNIT` |
 * | a mark | `marked CODE AGENT` |
 * | a decision | `decided CHANGE` |
 * | a consent, or its end | `consented SUBCONTRACT PART true`, `… false` |
 *
 * AGENT is `*` for those who wait for every member's, `purse:SUBCONTRACT/PURSE` for all of its purses of that name; CHANGE is `*` for any. Who waits for what it brings about itself has ` by SUBCONTRACT` behind.
 */
import { compareIds, outside } from '../vocabulary/ids.ts';
import { isObject } from '../vocabulary/json.ts';
import type { HeardOf, MarkedRule, PostedOf } from '../vocabulary/kit.ts';
import type { Deed } from '../vocabulary/outcomes.ts';
import { parsePurse, isPurse } from '../vocabulary/purses.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { causeOf } from './deeds.ts';
import type { KernelState, Subcontract, Waiting } from './state.ts';

/** Handlers that may wait for one and the same thing: with more, what is everyone's every posting could wake too many. */
export const waitingMax = 32;

type Agreed = Pick<Subcontract, 'id' | 'manifest' | 'terms' | 'parties' | 'unit'>;

/** The keys (`event subject`) under which a subcontract listens. */
export function routesOf(subcontract: Pick<Subcontract, 'manifest' | 'terms'>): string[] {
  const routes: string[] = [];
  for (const [event, rule] of Object.entries(subcontract.manifest.observations ?? {})) {
    const named = subcontract.terms[rule.subject];
    if (typeof named === 'string') routes.push(`${event} ${named}`);
    else if (isObject(named)) for (const subject of Object.keys(named)) routes.push(`${event} ${subject}`);
  }
  return routes;
}

/** Where each of a subcontract's handlers waits for the kernel's deeds. */
export function wakesOf(subcontract: Agreed): { readonly key: string; readonly waiting: Waiting }[] {
  const { id, manifest } = subcontract;
  const wakes = manifest.wakes ?? {};
  const found: { readonly key: string; readonly waiting: Waiting }[] = [];
  const note = (name: string, key: string, rule: { readonly because?: Waiting['because']; readonly cells?: readonly string[] }, code?: string): void => {
    const because = rule.because ?? 'any';
    found.push({ key: because === 'own' ? ownKey(key, id) : key, waiting: { subcontract: id, name, because, cells: rule.cells ?? [], ...(code === undefined ? {} : { code }) } });
  };
  for (const [name, rule] of Object.entries(wakes.posted ?? {})) note(name, `posted ${rule.direction} ${agentOf(subcontract, rule.of)} ${unitIn(subcontract, rule)}`, rule, rule.code);
  for (const [name, rule] of Object.entries(wakes.due ?? {})) note(name, `due ${rule.side} ${agentOf(subcontract, rule.of)} ${unitIn(subcontract, rule)}`, rule);
  for (const [name, rule] of Object.entries(wakes.marked ?? {})) note(name, `marked ${markCodeIn(subcontract, rule)} ${agentOf(subcontract, rule.of)}`, rule);
  for (const [name, rule] of Object.entries(wakes.decided ?? {})) note(name, `decided ${rule.change ?? anyone}`, rule);
  for (const [name, rule] of Object.entries(wakes.consented ?? {})) note(name, `consented ${id} ${rule.part} ${String(rule.given)}`, rule);
  return found;
}

/** Who waits for a deed, in order of subcontract id and then of the handler's name. */
export function waitingFor(state: KernelState, deed: Deed): Waiting[] {
  const cause = causeOf(deed);
  const found: Waiting[] = [];
  for (const key of keysOf(deed)) {
    for (const waiting of state.wakes.get(key) ?? []) if (waiting.because !== 'others' || waiting.subcontract !== cause) found.push(waiting);
    if (cause !== null) found.push(...(state.wakes.get(ownKey(key, cause)) ?? []));
  }
  const code = deed.on === 'posted' ? deed.posting.why.code : undefined;
  const to = deed.on === 'marked' ? deed.to : undefined;
  return inOrder(found.filter((waiting) => (waiting.code === undefined || waiting.code === code) && (to === undefined || waiting.subcontract === to)));
}

/** The fixed order in which those who wait for one thing are woken. Sorts in place. */
export function inOrder(list: Waiting[]): Waiting[] {
  return list.sort((a, b) => compareIds(a.subcontract, b.subcontract) || compareIds(a.name, b.name));
}

/** The refusal of a subcontract with which too many would wait for one thing, or null. */
export function crowdedRoute(state: KernelState, subcontract: Agreed): Refusal | null {
  const crowded = wakesOf(subcontract).find(({ key }) => (state.wakes.get(key)?.length ?? 0) > waitingMax);
  if (crowded === undefined) return null;
  return { code: 'limit_reached', detail: `with ${subcontract.id}, more than ${waitingMax} handlers would wake on one thing (${crowded.waiting.name})` };
}

const anyone = '*';

function agentOf({ id, parties }: Agreed, of: HeardOf | PostedOf): string {
  if (of.startsWith('purse:')) return `purse:${id}/${of.slice('purse:'.length)}`;
  return of === 'members' ? anyone : (parties[of.slice('party:'.length)] ?? '');
}

function unitIn({ terms, unit }: Agreed, rule: { readonly unit?: string }): string {
  return rule.unit === undefined ? unit : String(terms[rule.unit]);
}

function markCodeIn({ terms }: Agreed, { code }: MarkedRule): string {
  return code.startsWith('term:') ? String(terms[code.slice('term:'.length)]) : code;
}

function ownKey(key: string, subcontract: string): string {
  return `${key} by ${subcontract}`;
}

/** A deed of the world outside is nobody's, not even every member's; a purse's is its subcontract's alone. */
function agentKeys(agent: string, key: (agent: string) => string): string[] {
  const purse = isPurse(agent) ? parsePurse(agent) : null;
  if (purse !== null) return [key(`purse:${purse.subcontract}/${purse.name}`)];
  return agent === outside ? [] : [key(agent), key(anyone)];
}

function keysOf(deed: Deed): string[] {
  switch (deed.on) {
    case 'posted': {
      const { from, to, unit } = deed.posting;
      return [...agentKeys(from, (agent) => `posted out ${agent} ${unit}`), ...agentKeys(to, (agent) => `posted in ${agent} ${unit}`)];
    }
    case 'due': {
      const { debtor, creditor, unit } = deed.obligation;
      return [...agentKeys(debtor, (agent) => `due debtor ${agent} ${unit}`), ...agentKeys(creditor, (agent) => `due creditor ${agent} ${unit}`)];
    }
    case 'marked': return agentKeys(deed.mark.on, (agent) => `marked ${deed.mark.code} ${agent}`);
    case 'decided': return [`decided ${deed.change}`, `decided ${anyone}`];
    case 'consented': return [`consented ${deed.subcontract} ${deed.part} ${String(deed.given)}`];
  }
}
