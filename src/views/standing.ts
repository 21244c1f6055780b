/** How subcontracts stand, and how each came to be what it is. */
import { pilotMeasures } from '../vocabulary/changes.ts';
import type { StandingShown, SubcontractHistory, TrialShown } from './charter-shown.ts';
import { labelsOf } from './labels.ts';
import { sayTime, type Zone } from './local-time.ts';
import { sayMeasured } from './proposed.ts';
import { subcontractNamed, type StandingView, type View } from './view.ts';

export function standingShown(view: View, id: string): StandingShown {
  const { state, record, recordedAt, why } = view.standings.get(id) ?? { state: 'in_force', record: 0, recordedAt: 0, why: null };
  const trial = trialShown(view, id);
  return { state, words: sayStanding(state, why, trial, view.zone), record, recordedAt, why, trial };
}

/** @param bound whom it binds by now, which the kernel knows; undefined when there never was one of this name */
export function historyOf(view: View, id: string, bound: readonly string[]): SubcontractHistory | undefined {
  const subcontract = subcontractNamed(view, id);
  const versions = view.versions.get(id);
  if (subcontract === undefined || versions === undefined) return undefined;
  const { manifest, manifest: { name: kit, title }, unit } = subcontract;
  return { id, kit, title, labels: labelsOf(manifest, unit), standing: standingShown(view, id), bound: view.subcontracts.has(id) ? bound : [], versions: [...versions].reverse() };
}

function sayStanding(state: StandingView['state'], why: StandingView['why'], trial: TrialShown | null, zone: Zone): string {
  switch (state) {
    case 'in_force': return 'in force';
    case 'trial_waits': return trial === null ? 'to be tried' : `to be tried: it waits for ${trial.volunteersMin} volunteers, and has ${trial.volunteers.length}, until ${sayTime(zone, trial.ends)}`;
    case 'trial': return trial === null ? 'on trial' : `on trial with ${trial.volunteers.length} volunteers, until ${sayTime(zone, trial.ends)}`;
    case 'stopped': return why === 'party_left' ? 'stopped: a party has left, and it goes on with another one' : 'stopped by decision: what is pending waits';
    case 'retiring': return 'ending: nothing new begins, and it ends when all that is owed under it is settled';
    case 'retired': return 'ended';
  }
}

function trialShown(view: View, id: string): TrialShown | null {
  const known = view.pilots.get(id);
  if (known === undefined) return null;
  const { pilot, volunteers, began, ends, measured } = known;
  const unit = view.subcontracts.get(id)?.unit ?? '';
  const names = new Map(sayMeasured(view, id, measured).map((each) => [each.measure, each]));
  return {
    volunteers, volunteersMin: pilot.volunteers_min, days: pilot.days, began, ends,
    measured: pilotMeasures.flatMap((measure) => names.get(measure) ?? []),
    stop: pilot.stop.map(({ measure, above }) => `it ends early when ${names.get(measure)?.words ?? measure} is above ${above}${measure === 'paid' || measure === 'owed' ? ` ${unit}` : ''}`),
  };
}
