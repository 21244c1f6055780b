import type { Instant } from '../../../src/vocabulary/time.ts';
import { t } from '../messages/t.ts';
import { clockTime, dayAndTime, dayKey, longDay } from '../words/time.ts';

/** So long ago a day is told with its year. */
const longAgoMs = 300 * 86_400_000;

/** Of which time readings are looked at. @param asked when: what lies long before is told by its day and year */
export function spanWords(zone: string, asked: Instant, { from, until }: { readonly from: Instant; readonly until: Instant }): string {
  if (from === 0) return t('things.span.up_to', { until: told(zone, asked, until) });
  const end = dayKey(zone, from) === dayKey(zone, until) && asked - from < longAgoMs ? clockTime(zone, until) : told(zone, asked, until);
  return t('things.span.from', { from: told(zone, asked, from), until: end });
}

function told(zone: string, asked: Instant, at: Instant): string {
  return asked - at < longAgoMs ? dayAndTime(zone, at) : longDay(zone, at);
}
