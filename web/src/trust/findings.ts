/** What a check found, in three plain sentences: nothing was changed, the rules were followed, others saw the same log. The statements say more, and how one knows. */
import { t } from '../messages/t.ts';
import { dayAndTime } from '../words/time.ts';
import type { Report } from './messages.ts';
import type { Holds, Statement } from './statements.ts';

export type FindingHere = { readonly id: 'unchanged' | 'rules' | 'same'; readonly holds: Holds; readonly title: string; readonly says: string };

/** @param statements what is known of the log by now */
export function findingsOf(report: Report | null, statements: readonly Statement[], zone: string): readonly FindingHere[] {
  return [unchanged(report, zone), rules(report), same(report, statements.find(({ id }) => id === 'cosigned'))];
}

/** A difference in what was signed, in the bytes or in the code that is kept. */
const changes: ReadonlySet<string> = new Set(['head', 'root', 'form', 'code']);

/** A head that isn't the signed one, or doesn't go on from the one that was seen: something was changed. Any other difference is one of the rules. */
function unchanged(report: Report | null, zone: string): FindingHere {
  const id = 'unchanged';
  if (report === null) return { id, holds: 'unknown', title: t('trust.finding.unchanged_ask'), says: t('trust.finding.unknown') };
  if (!report.stands) {
    return changes.has(report.finding.what) ? { id, holds: 'no', title: t('trust.finding.changed'), says: t('trust.finding.changed_says') }
      : { id, holds: 'yes', title: t('trust.finding.unchanged'), says: t('trust.finding.unchanged_until', { count: report.records }) };
  }
  const { continuity } = report;
  const says = continuity.since === 'seen' ? t('trust.finding.unchanged_since', { day: dayAndTime(zone, continuity.at) }) : t('trust.finding.unchanged_first');
  return { id, holds: 'yes', title: t('trust.finding.unchanged'), says };
}

function rules(report: Report | null): FindingHere {
  const id = 'rules';
  if (report === null || (!report.stands && changes.has(report.finding.what))) return { id, holds: 'unknown', title: t('trust.finding.rules_ask'), says: t('trust.finding.unknown') };
  if (!report.stands) return { id, holds: 'no', title: t('trust.finding.rules_not'), says: t('trust.finding.rules_not_says', { count: report.records }) };
  return { id, holds: 'yes', title: t('trust.finding.rules'), says: t('trust.finding.rules_says', { count: report.records }) };
}

function same(report: Report | null, cosigned: Statement | undefined): FindingHere {
  const id = 'same';
  if (report === null || cosigned === undefined || cosigned.holds === 'unknown') return { id, holds: 'unknown', title: t('trust.finding.same_ask'), says: t('trust.finding.unknown') };
  return cosigned.holds === 'yes' ? { id, holds: 'yes', title: t('trust.finding.same'), says: cosigned.title } : { id, holds: 'no', title: t('trust.finding.same_not'), says: cosigned.title };
}
