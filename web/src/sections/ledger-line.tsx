import type { Overview } from '../../../src/views/shown.ts';
import { t } from '../messages/t.ts';
import { CheckLink } from '../trust/check-link.tsx';
import { shortened } from '../words/names.ts';
import { clockTime } from '../words/time.ts';

/** How much there is, and whether it holds. */
export function LedgerLine({ overview: { records, postingCount, root, zone, lastRecordAt } }: { readonly overview: Overview }): React.JSX.Element {
  return (
    <dl className="ledger-line">
      <div><dt>{t('books.line.records')}</dt><dd>{records}</dd></div>
      <div><dt>{t('books.line.postings')}</dt><dd>{postingCount}</dd></div>
      <div><dt>{t('books.line.root')}</dt><dd><code title={t('books.line.root_says', { root })}>{shortened(root)}</code></dd></div>
      <div><dt>{t('books.line.last')}</dt><dd>{clockTime(zone, lastRecordAt)}</dd></div>
      <div className="check-place"><dt className="visually-hidden">{t('books.line.trust')}</dt><dd><CheckLink /></dd></div>
    </dl>
  );
}
