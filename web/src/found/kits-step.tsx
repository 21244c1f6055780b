import type { FoundingKitShown } from '../../../src/views/home-shown.ts';
import { phrase } from '../messages/phrase.ts';
import { t } from '../messages/t.ts';
import { proposedKits, scaleOf, subjectOf, type Device } from './draft.ts';
import type { StepProps } from './collective-step.tsx';

const devices: readonly Device[] = ['simulated', 'real', 'none'];

/** What is agreed from the first day, and what reports to it. */
export function KitsStep({ draft, change, kits }: StepProps & { readonly kits: readonly FoundingKitShown[] | null }): React.JSX.Element {
  // One that needs terms which nobody can guess is agreed on later, where they can be read.
  const ready = (kits ?? []).filter(({ needed }) => needed.length === 0);
  const choice = (kit: FoundingKitShown): React.JSX.Element => (
    <li key={kit.name}><label className="found-choice"><input type="checkbox" checked={draft.kits.includes(kit.name)} onChange={({ target }) => change({ kits: target.checked ? [...draft.kits, kit.name] : draft.kits.filter((each) => each !== kit.name) })} />
      <span><strong>{phrase(kit.title)}</strong>{kit.about === null ? null : <span className="quiet">{inShort(phrase(kit.about))}</span>}</span></label></li>
  );
  const first = proposedKits.flatMap((each) => ready.filter(({ name }) => name === each));
  const more = ready.filter(({ name }) => !proposedKits.includes(name));
  const isWatched = subjectOf({ ...draft, device: 'real' }, ready) !== undefined;
  const hasScale = ready.some((kit) => draft.kits.includes(kit.name) && scaleOf(kit) !== undefined);
  return (
    <>
      {kits === null ? <p role="status">{t('found.kits.looking')}</p> : (
        <fieldset>
          <legend>{t('found.kits')}</legend>
          <ul className="plain-list found-choices">{first.map(choice)}</ul>
          {more.length === 0 ? null : <details><summary>{t('found.kits.more', { count: more.length })}</summary><ul className="plain-list found-choices">{more.map(choice)}</ul></details>}
          <p className="quiet">{t('found.kits.says')}</p>
        </fieldset>
      )}
      {!isWatched ? null : (
        <fieldset>
          <legend>{t('found.device')}</legend>
          {devices.filter((device) => device !== 'simulated' || hasScale).map((device) => <label key={device} className="found-choice"><input type="radio" name="device" checked={draft.device === device} onChange={() => change({ device })} /><span><strong>{t(`found.device.${device}`)}</strong><span className="quiet">{t(`found.device.${device}.says`)}</span></span></label>)}
        </fieldset>
      )}
    </>
  );
}

/** The first two sentences: the rest is in the agreement. */
function inShort(about: string): string {
  return about.split(/(?<=\.)\s+/).slice(0, 2).join(' ');
}
