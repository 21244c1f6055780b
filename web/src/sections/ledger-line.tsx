import type { Overview } from '../../../src/views/shown.ts';
import { CheckLink } from '../trust/check-link.tsx';
import { shortened } from '../words/names.ts';
import { clockTime } from '../words/time.ts';

/** How much there is, and whether it holds. */
export function LedgerLine({ overview: { records, postingCount, root, zone, lastRecordAt } }: { readonly overview: Overview }): React.JSX.Element {
  return (
    <dl className="ledger-line">
      <div><dt>Records</dt><dd>{records}</dd></div>
      <div><dt>Postings</dt><dd>{postingCount}</dd></div>
      <div><dt>Root</dt><dd><code title={`The root of the log: ${root}`}>{shortened(root)}</code></dd></div>
      <div><dt>Last record</dt><dd>{clockTime(zone, lastRecordAt)}</dd></div>
      <div className="check-place"><dt className="visually-hidden">Trust</dt><dd><CheckLink /></dd></div>
    </dl>
  );
}
