import { t } from '../messages/t.ts';
import { useChecker } from '../trust/use-checker.ts';

/** The ledger's two parts. */
export function LedgerParts({ at }: { readonly at: 'search' | 'check' }): React.JSX.Element {
  const { report } = useChecker();
  const differs = report?.stands === false;
  return (
    <nav className="parts" aria-label={t('ledger.parts')}>
      <a href="#/ledger" aria-current={at === 'search' ? 'page' : undefined}>{t('ledger.search')}</a>
      <a href="#/ledger/check" aria-current={at === 'check' ? 'page' : undefined}>{t(differs ? 'trust.word.differs' : 'trust.check')}</a>
    </nav>
  );
}
