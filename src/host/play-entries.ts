/** From a scenario's steps to what is said to the collective, where the step alone says it. */
import { issuingOf } from '../scenario/issuing.ts';
import type { ActOf } from '../scenario/acts.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import type { Instant } from '../vocabulary/time.ts';

export type SensingAct = ActOf<'bind' | 'unbind' | 'permit' | 'look' | 'dispute' | 'judge' | 'incident'>;

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

/** The steps by which people say what is bound, permitted, looked at, disputed, judged or reported. */
export function sensingBody(act: SensingAct, at: Instant): EntryBody {
  switch (act.kind) {
    case 'bind': return { kind: 'bind', body: { binding: act.binding } };
    case 'unbind': return { kind: 'unbind', body: { binding: act.binding } };
    case 'permit': return { kind: 'permit', body: act.permit };
    case 'look': return { kind: 'look', body: act.look };
    case 'dispute': return { kind: 'dispute', body: { observation: act.observation, reason: act.reason } };
    case 'judge': return { kind: 'judge', body: { observation: act.observation, held: act.held, ...(act.was === undefined ? {} : { by: act.was }), ...(act.reason === undefined ? {} : { reason: act.reason }) } };
    case 'incident': {
      const { place, severity, happened = at, reason } = act;
      return { kind: 'incident', body: { place, severity, happened, ...(reason === undefined ? {} : { reason }) } };
    }
  }
}
