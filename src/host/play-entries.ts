/** From a scenario's steps to what is said to the collective. */
import type { KernelState } from '../kernel/state.ts';
import { issuingOf } from '../scenario/issuing.ts';
import type { Act, Proposed } from '../scenario/scenario.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { showFields } from '../vocabulary/values.ts';
import type { Kit } from './kits.ts';
import type { PlayKeys } from './play-keys.ts';

/** Requests to a subcontract, and those that the collective itself knows. */
export function requestBody({ subcontract, action, with: said }: Act & { kind: 'request' }): EntryBody {
  if (subcontract === null && action === 'pay') {
    const { reason, ...payment } = issuingOf(said);
    return { kind: 'pay', body: { ...payment, ...(reason === '' ? {} : { reason }) } };
  }
  if (subcontract === null && action === 'issue') return { kind: 'issue', body: issuingOf(said) };
  if (subcontract !== null && (action === 'consent' || action === 'withdraw')) {
    const part = said['part'];
    return { kind: 'consent', body: { subcontract, part: typeof part === 'string' || typeof part === 'number' ? String(part) : '', given: action === 'consent' } };
  }
  return { kind: 'request', body: { subcontract: subcontract ?? '', action, with: said } };
}

/** @throws Error for a kit that isn't at hand: reading the file has found it */
export function changeOf(proposed: Proposed, state: Readonly<KernelState>, kits: ReadonlyMap<string, Kit>, keys: PlayKeys): Change {
  switch (proposed.change) {
    case 'recover': return { change: 'recover', member: proposed.member, key: keys.make('member', proposed.member).grant };
    case 'operator': return { change: 'operator', keys: [keys.make('operator', 'operator').grant, keys.make('log', 'operator').grant] };
    case 'issue': return { change: 'issue', ...proposed.issuing };
    case 'adopt': {
      const { subcontract, parties, terms } = proposed;
      const kit = kits.get(proposed.kit);
      if (kit === undefined) throw new Error(`there is no kit ${proposed.kit}`);
      const before = state.subcontracts.get(subcontract)?.parties;
      return {
        change: 'adopt', subcontract, manifest: kit.manifest, code: kit.codeHash,
        parties: { ...before, ...parties }, terms: { ...termsInForce(state, subcontract), ...terms },
      };
    }
  }
}

/** A subcontract's terms as people write them; null when there is none of this name. */
export function termsInForce(state: Readonly<KernelState>, id: string): JsonObject | null {
  const subcontract = state.subcontracts.get(id);
  return subcontract === undefined ? null : showFields(subcontract.manifest.terms, subcontract.terms, state.units.get(subcontract.unit)?.decimals ?? 0);
}
