import type { StandingShown } from '../../../src/views/charter-shown.ts';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { longDay } from '../words/time.ts';

const tones: { readonly [state in StandingShown['state']]: string } = { in_force: 'ok', trial_waits: 'wait', trial: 'wait', stopped: 'low', retiring: 'unknown', retired: 'unknown' };

export function StandingTag({ standing: { state } }: { readonly standing: StandingShown }): React.JSX.Element {
  return <span className={`tag tag-${tones[state]}`}>{t(`agreements.state.${state}`)}</span>;
}

/** What that means, and until when. */
export function StandingWords({ standing: { state, why, trial } }: { readonly standing: StandingShown }): React.JSX.Element {
  const { zone } = useSpeaking();
  if (trial !== null && (state === 'trial' || state === 'trial_waits')) {
    return <p>{t(`agreements.standing.${state}`, { needed: trial.volunteersMin, have: trial.volunteers.length, day: longDay(zone, trial.ends) })}</p>;
  }
  return <p className={state === 'stopped' ? 'banner' : 'quiet'}>{t(state === 'stopped' && why === 'party_left' ? 'agreements.standing.party_left' : `agreements.standing.${state}`)}</p>;
}
