import type { Json } from '../../../src/vocabulary/json.ts';
import { Card } from '../sections/card.tsx';
import type { Report } from './messages.ts';
import { save } from './save.ts';

/** What differs first, and what to do with it. */
export function Difference({ report }: { readonly report: Report & { readonly stands: false } }): React.JSX.Element {
  const { finding, evidence, records, at } = report;
  return (
    <Card id="difference" title={finding.seq === null ? 'The log as a whole' : `Record ${finding.seq}`} className="difference" aside={<span className="tag tag-low">{finding.what.replaceAll('_', ' ')}</span>}>
      <p className="difference-says">{finding.message}</p>
      {finding.recorded === undefined && finding.rules === undefined ? null : (
        <dl className="pairs">
          {finding.path === undefined || finding.path === '' ? null : <div><dt>Where</dt><dd><code>{finding.path}</code></dd></div>}
          <div><dt>{finding.what === 'head' ? 'Seen or signed' : 'Recorded'}</dt><dd><code>{shown(finding.recorded)}</code></dd></div>
          <div><dt>{finding.what === 'head' ? 'Found now' : 'By the rules'}</dt><dd><code>{shown(finding.rules)}</code></dd></div>
        </dl>
      )}
      <h3>What to do</h3>
      <ol className="todo">
        <li>Save what was found. The file holds the signed head{finding.seq === null ? '' : ', the record and the proof that it is in the log that was signed'}.</li>
        <li>Show it to the other members, and ask them to check: if theirs differs elsewhere or not at all, you were shown different logs.</li>
        <li>Rely on nothing after {records === 0 ? 'the beginning' : `the ${records} records that stand`} until it is explained.</li>
      </ol>
      <button type="button" className="act" onClick={() => save(`evidence-${new Date(at).toISOString().slice(0, 10)}.json`, evidence)}>Save the evidence</button>
    </Card>
  );
}

/** Longest value that is shown; the file holds all of it. */
const shownCharsMax = 600;

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text;
}
