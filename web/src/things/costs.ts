/** What errors cost, as somebody types it, and what that would have done. */
import { costMax, pastErrors, zonesOf, type ErrorShare, type PastErrors, type Zones } from '../../../src/sensing/calibration/cutoff.ts';
import { t } from '../messages/t.ts';
import { parseDecimal } from '../../../src/vocabulary/decimals.ts';
import type { PastCaseShown } from '../../../src/views/things-shown.ts';

/** As typed; `asking` empty: nobody is asked. */
export type Costs = { readonly wrongly: string; readonly missed: string; readonly asking: string };

/** Decimals of a cost. */
const decimals = 3;

/** Undefined while something is no cost. */
export function zonesFrom({ wrongly, missed, asking }: Costs): Zones | undefined {
  const [charged, let_go] = [costIn(wrongly), costIn(missed)];
  const asked = asking.trim() === '' ? undefined : costIn(asking);
  return charged === undefined || let_go === undefined || (asking.trim() !== '' && asked === undefined) ? undefined : zonesOf(charged, let_go, asked);
}

function costIn(text: string): number | undefined {
  const read = parseDecimal(text.trim(), decimals);
  return read.ok && read.value > 0 && read.value <= costMax ? read.value : undefined;
}

/** What is asked of a case: that it happened, or that it was the person who is named. */
export type About = 'event' | 'person';

/** Cases with the probability that is meant; those that name nobody say nothing of a person. */
export function probabilitiesOf(cases: readonly PastCaseShown[], about: About): { readonly p: number; readonly truth?: boolean; readonly isUncontested: boolean }[] {
  return cases.flatMap(({ p, truth: happened, person, how }) => {
    const [said, truth] = [p[about], about === 'person' ? person : happened];
    return said === null ? [] : [{ p: said, isUncontested: how === 'uncontested', ...(truth === null ? {} : { truth }) }];
  });
}

export type Past = PastErrors & { readonly uncontested: number };

export function pastOf(cases: readonly PastCaseShown[], about: About, zones: Zones): Past {
  const all = probabilitiesOf(cases, about);
  const decided = all.flatMap(({ p, truth }) => (truth === undefined ? [] : [{ p, truth }]));
  return { ...pastErrors(decided, zones), uncontested: all.filter(({ isUncontested, truth }) => isUncontested && truth !== undefined).length };
}

/** @example shareWords({ count: 2, interval: { low: 0.0079, high: 0.2142 } }, 31) === '2 of 31; with so few cases anything from 0 % to 22 %' */
export function shareWords({ count, interval: { low, high } }: ErrorShare, of: number): string {
  return t('things.cutoff.share', { count, of, low: Math.floor(100 * low), high: Math.ceil(100 * high) });
}
