import { useChecker } from './use-checker.ts';

/** The way to the check, with what it came to. */
export function CheckLink(): React.JSX.Element {
  const { phase, report, watching } = useChecker();
  const differs = report?.stands === false || (watching?.trouble?.evidence ?? null) !== null;
  return (
    <a className={`check-link${differs ? ' check-link-bad' : ''}`} href="#/ledger/check">
      {phase === 'running' ? 'Checking…' : differs ? 'It differs' : 'Check it yourself'}
      {watching?.on === true ? <span className="check-link-watch"> · this tab watches</span> : null}
    </a>
  );
}
