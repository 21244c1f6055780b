/** From a scenario's steps to what is said to the collective, where the step alone says it. */
import { issuingOf } from '../scenario/issuing.ts';
import type { ActOf } from '../scenario/acts.ts';
import type { EntryBody } from '../vocabulary/entries.ts';

/** Requests to a subcontract, and those that the collective itself knows. */
export function requestBody({ subcontract, action, with: said }: ActOf<'request'>): EntryBody {
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
