import { t } from '../messages/t.ts';
import { Card } from '../sections/card.tsx';
import type { Letter } from './own.ts';

/** What the last week's mail would have said, by what is chosen now. */
export function PreviewCard({ letter }: { readonly letter: Letter | null }): React.JSX.Element {
  return (
    <Card id="preview" title={t('notices.preview.title')}>
      {letter === null ? <p className="empty">{t('notices.preview.none')}</p> : (
        <div className="inset letter">
          <p><strong>{letter.subject}</strong></p>
          {letter.tables.map(({ title, head, rows, totals }) => (
            <div key={title} className="letter-table" role="region" aria-label={title} tabIndex={0}>
              <table>
                <caption>{title}</caption>
                <thead><tr>{head.map((cell, at) => <th key={at} scope="col">{cell}</th>)}</tr></thead>
                <tbody>{rows.map((row) => <tr key={row.join(' ')}>{row.map((cell, at) => (at === 0 ? <th key={at} scope="row">{cell}</th> : <td key={at}>{cell}</td>))}</tr>)}</tbody>
                <tfoot>{totals.map((row) => <tr key={row.join(' ')}>{row.map((cell, at) => (at === 0 ? <th key={at} scope="row">{cell}</th> : <td key={at}>{cell}</td>))}</tr>)}</tfoot>
              </table>
            </div>
          ))}
          {letter.lists.map(({ title, items, more }) => (
            <div key={title}>
              <h3>{title}</h3>
              <ul>{items.map(({ when, words }, at) => <li key={at}>{words} <span className="quiet">{when}</span></li>)}</ul>
              {more === null ? null : <p className="quiet">{more}</p>}
            </div>
          ))}
        </div>
      )}
    </Card>
  );
}
