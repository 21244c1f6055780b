import type { Json } from '../../../src/vocabulary/json.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import type { Report } from './messages.ts';
import { save } from './save.ts';

/** What differs first, and what to do with it. */
export function Difference({ report }: { readonly report: Report & { readonly stands: false } }): React.JSX.Element {
  const { finding, evidence, records, at } = report;
  return (
    <Card id="difference" title={finding.seq === null ? t('trust.difference.whole') : t('words.record_capital', { record: String(finding.seq) })} className="difference" aside={<span className="tag tag-low">{finding.what.replaceAll('_', ' ')}</span>}>
      <p className="difference-says">{phrase(finding.message)}</p>
      {finding.recorded === undefined && finding.rules === undefined ? null : (
        <dl className="pairs">
          {finding.path === undefined || finding.path === '' ? null : <div><dt>{t('trust.difference.where')}</dt><dd><code>{finding.path}</code></dd></div>}
          <div><dt>{t(finding.what === 'head' ? 'trust.difference.seen' : 'trust.difference.recorded')}</dt><dd><code>{shown(finding.recorded)}</code></dd></div>
          <div><dt>{t(finding.what === 'head' ? 'trust.difference.now' : 'trust.difference.rules')}</dt><dd><code>{shown(finding.rules)}</code></dd></div>
        </dl>
      )}
      <h3>{t('trust.difference.do')}</h3>
      <ol className="todo">
        <li>{t(finding.seq === null ? 'trust.difference.save_says_head' : 'trust.difference.save_says')}</li>
        <li>{t('trust.difference.show')}</li>
        <li>{t('trust.difference.rely', { records })}</li>
      </ol>
      <button type="button" className="act" onClick={() => save(`evidence-${new Date(at).toISOString().slice(0, 10)}.json`, evidence)}>{t('trust.difference.save')}</button>
    </Card>
  );
}

/** Longest value that is shown; the file holds all of it. */
const shownCharsMax = 600;

function shown(value: Json | undefined): string {
  if (value === undefined || value === null) return t('trust.difference.nothing');
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > shownCharsMax ? `${text.slice(0, shownCharsMax)}…` : text;
}
