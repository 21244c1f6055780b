/** From a count's working to the bars that show it. */
import type { WorkingStep } from '../../../src/vocabulary/deciding.ts';
import { t } from '../messages/t.ts';

export type Bar = {
  readonly name: string; readonly value: number;
  readonly tone: 'yes' | 'no' | 'concern' | 'rest' | 'option' | 'best';
  /** The one that has to reach what is needed. */
  readonly needs?: true;
};

/** `of`: the whole scale; `mark`: what is needed on it, where that is a number; `unit`: what the values are, where it isn't votes. */
export type Bars = { readonly bars: readonly Bar[]; readonly of: number; readonly mark: number | null; readonly unit: 'points' | 'beaten' | null };

const nothing: Bars = { bars: [], of: 0, mark: null, unit: null };

/** Of several classes the first; their lines say the others. Of a run-off the last round, of Schulze how many others each option beats. */
export function barsOf(working: readonly WorkingStep[], voters: number): Bars {
  for (const step of working) {
    switch (step.step) {
      case 'said': return yesNoBars(step, working, voters);
      case 'class': return barsOf(step.working, step.eligible);
      case 'approvals': return optionBars(step.approvals, voters, null);
      case 'scores': return optionBars(step.sums, Math.max(1, ...Object.values(step.sums)), 'points');
      case 'round': return roundBars(working, step);
      case 'beats': return optionBars(Object.fromEntries(Object.entries(step.beats).map(([option, beaten]) => [option, beaten.length])), Math.max(1, Object.keys(step.beats).length - 1), 'beaten');
      default:
    }
  }
  return nothing;
}

function yesNoBars(said: WorkingStep & { step: 'said' }, working: readonly WorkingStep[], voters: number): Bars {
  const needed = working.find((step) => step.step === 'needed');
  const bars: Bar[] = [
    { name: t(said.concern === 0 ? 'decide.bar.yes' : 'decide.bar.yes_plain'), value: said.yes, tone: 'yes', ...(said.concern === 0 ? { needs: true as const } : {}) },
    ...(said.concern === 0 ? [] : [{ name: t('decide.bar.concern'), value: said.concern, tone: 'concern' as const }]),
    { name: t('decide.bar.no'), value: said.no, tone: 'no' },
    ...(said.object === 0 ? [] : [{ name: t('decide.bar.object'), value: said.object, tone: 'no' as const }]),
    { name: t('decide.bar.abstain'), value: said.abstain, tone: 'rest' },
    { name: t('decide.bar.silent'), value: said.silent, tone: 'rest' },
  ];
  return { bars: bars.filter(({ tone, value }) => value > 0 || (tone === 'yes' && said.concern === 0) || tone === 'no'), of: voters, mark: needed?.needed ?? null, unit: null };
}

function roundBars(working: readonly WorkingStep[], first: WorkingStep & { step: 'round' }): Bars {
  const last = working.filter((step) => step.step === 'round').at(-1) ?? first;
  const votes = Object.values(last.counts).reduce((sum, each) => sum + each, 0);
  const bars = optionBars(last.counts, Math.max(1, votes), null);
  return { ...bars, bars: bars.bars.map((bar) => (bar.tone === 'best' ? { ...bar, needs: true as const } : bar)), mark: last.needed };
}

/** The most first. */
function optionBars(values: { readonly [option: string]: number }, of: number, unit: Bars['unit']): Bars {
  const most = Math.max(0, ...Object.values(values));
  const bars = Object.entries(values).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).map(([name, value]): Bar => ({ name, value, tone: value === most && most > 0 ? 'best' : 'option' }));
  return { bars, of, mark: null, unit };
}
