/** Which events wake which subcontracts: by event and subject, so that a turn's cost doesn't grow with what isn't concerned. */
import { isObject } from '../vocabulary/json.ts';
import type { Subcontract } from './state.ts';

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
