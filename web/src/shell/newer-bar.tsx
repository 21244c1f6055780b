import { useOutdated } from '../api/hooks.ts';
import { t } from '../messages/t.ts';
import { takeNewer, useNewer } from '../offline/renewal.ts';

/** That this page is older than what the server has by now: shown where it couldn't be taken by itself. */
export function NewerBar(): React.JSX.Element | null {
  const newer = useNewer();
  const outdated = useOutdated();
  if (!newer && !outdated) return null;
  return (
    <p className="banner" role="status">
      {t(outdated ? 'offline.outdated' : 'offline.newer')} <button type="button" className="small-button" onClick={takeNewer}>{t(outdated ? 'offline.outdated.load' : 'offline.newer.take')}</button>
    </p>
  );
}
