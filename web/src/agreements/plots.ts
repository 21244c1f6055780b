/** What of an agreement's figures is drawn: each as one small plot. */
import type { FiguresShown, MovedShown, WeekShown } from '../../../src/views/figures-shown.ts';
import type { SubcontractDetail, ThingShown } from '../../../src/views/shown.ts';
import { isObject } from '../../../src/vocabulary/json.ts';
import { size } from '../words/amounts.ts';

export type PlotOf = {
  readonly what: 'paid' | 'pieces' | 'party' | 'purse';
  /** The account's name; of others empty. */
  readonly name: string;
  /** Null: pieces. */
  readonly unit: string | null;
  /** Decimal text, week by week. */
  readonly values: readonly string[]; readonly own: readonly string[];
};

/** Those in which there is anything but nothing. */
export function plotsOf({ weeks, pots, member }: FiguresShown): readonly PlotOf[] {
  const units = [...new Set(weeks.flatMap(({ all }) => all.map(({ unit }) => unit)))];
  const column = (of: 'all' | 'mine', unit: string, figure: (moved: MovedShown) => string): string[] => weeks.map((week: WeekShown) => {
    const moved = week[of].find((each) => each.unit === unit);
    return moved === undefined ? '0' : figure(moved);
  });
  const flows = units.flatMap((unit): PlotOf[] => [
    { what: 'paid', name: '', unit, values: column('all', unit, ({ paid }) => paid), own: member === null ? [] : column('mine', unit, ({ paid }) => paid) },
    { what: 'pieces', name: '', unit: null, values: column('all', unit, ({ pieces }) => String(pieces)), own: member === null ? [] : column('mine', unit, ({ pieces }) => String(pieces)) },
  ]);
  const lying = pots.map(({ what, name, member: holder, unit, balances }): PlotOf => ({ what, name: holder ?? name, unit, values: balances, own: [] }));
  return [...flows, ...lying].filter(({ values }) => values.some((each) => size(each) !== 0));
}

export type LevelOf = { readonly subject: string; readonly event: string; readonly value: string; readonly points: readonly (readonly [at: number, value: number])[] };

/** What the things that an agreement listens to measured, where that is a level: several numbers over time of one thing. */
export function levelsOf({ manifest, terms }: Pick<SubcontractDetail, 'manifest' | 'terms'>, things: readonly ThingShown[]): readonly LevelOf[] {
  return Object.entries(manifest.observations ?? {}).flatMap(([event, { subject, fields }]) => {
    // Who did something with the thing makes it an event; what is so by itself is a level.
    if (Object.values(fields).some(({ type }) => type === 'agent' || type === 'member')) return [];
    const named = terms[subject];
    const subjects = typeof named === 'string' ? [named] : isObject(named) ? Object.keys(named) : [];
    return things.filter((thing) => thing.event === event && subjects.includes(thing.subject))
      .flatMap((thing) => Object.entries(thing.series).map(([value, points]): LevelOf => ({ subject: thing.subject, event, value, points })))
      .filter(({ points }) => points.length > 1);
  });
}
