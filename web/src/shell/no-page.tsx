import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';

/** An address that was cut off, or of a page that there is no more. */
export function NoPage(): React.JSX.Element {
  return (
    <main className="page-narrow" tabIndex={-1}>
      <h2>{t('app.no_page.title')}</h2>
      <p><Text id="app.no_page.says" values={{ today: (words) => <a href="#/">{words}</a> }} /></p>
    </main>
  );
}
