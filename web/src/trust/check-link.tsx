import { t } from '../messages/t.ts';
import { useChecker } from './use-checker.ts';

/** The way to the check, with what it came to. */
export function CheckLink(): React.JSX.Element {
  const { phase, report, watching } = useChecker();
  const differs = report?.stands === false || (watching?.trouble?.evidence ?? null) !== null;
  return (
    <a className={`check-link${differs ? ' check-link-bad' : ''}`} href="#/ledger/check">
      {t(phase === 'running' ? 'trust.word.checking' : differs ? 'trust.word.differs' : 'trust.check')}
      {watching?.on === true ? <span className="check-link-watch"> · {t('trust.watches')}</span> : null}
    </a>
  );
}
