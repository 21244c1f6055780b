import { useState } from 'react';
import { t } from '../messages/t.ts';
import { longMonth } from '../words/time.ts';
import { periodKinds, periodOf, type Period, type PeriodKind } from './periods.ts';

/** As many of each kind as one looks back: ten years. */
const behind = { month: 120, quarter: 40, year: 10 } as const;

type PeriodChoiceProps = { readonly today: string; readonly since: string; readonly period: Period; readonly choose: (period: Period) => void };

/** A month, a quarter, a year, or any days. @param since there is nothing before this day */
export function PeriodChoice({ today, since, period, choose }: PeriodChoiceProps): React.JSX.Element {
  const [kind, setKind] = useState<PeriodKind>('month');
  const [place, setPlace] = useState(0);
  const take = (next: PeriodKind, before: number): void => {
    setKind(next);
    setPlace(before);
    if (next !== 'free') choose(periodOf(next, today, before));
  };
  return (
    <div className="period-choice">
      <label className="field field-short"><span>{t('money.period')}</span>
        <select value={kind} onChange={({ target }) => take(periodKinds.find((each) => each === target.value) ?? 'month', 0)}>{periodKinds.map((each) => <option key={each} value={each}>{t(`money.period.${each}`)}</option>)}</select>
      </label>
      {kind === 'free' ? <FreeDays today={today} period={period} choose={choose} /> : (
        <label className="field field-short"><span>{t('money.period.which')}</span>
          <select value={place} onChange={({ target }) => take(kind, Number(target.value))}>{placesOf(kind, today, since).map(({ before, period: each }) => <option key={before} value={before}>{nameOf(kind, each)}</option>)}</select>
        </label>
      )}
    </div>
  );
}

function FreeDays({ today, period: { from, to }, choose }: Pick<PeriodChoiceProps, 'today' | 'period' | 'choose'>): React.JSX.Element {
  return (
    <>
      <label className="field field-short"><span>{t('money.period.from')}</span><input type="date" value={from} max={to} onChange={({ target }) => { if (target.value !== '') choose({ from: target.value, to: target.value > to ? target.value : to }); }} /></label>
      <label className="field field-short"><span>{t('money.period.to')}</span><input type="date" value={to} min={from} max={today} onChange={({ target }) => { if (target.value !== '') choose({ from: target.value < from ? target.value : from, to: target.value }); }} /></label>
    </>
  );
}

function placesOf(kind: Exclude<PeriodKind, 'free'>, today: string, since: string): { readonly before: number; readonly period: Period }[] {
  const all = Array.from({ length: behind[kind] }, (_, before) => ({ before, period: periodOf(kind, today, before) }));
  return all.filter(({ before, period }) => before === 0 || period.to >= since);
}

function nameOf(kind: Exclude<PeriodKind, 'free'>, { from, to }: Period): string {
  if (kind === 'year') return from.slice(0, 4);
  return kind === 'month' ? longMonth(from.slice(0, 7)) : t('money.period.span', { from: longMonth(from.slice(0, 7)), to: longMonth(to.slice(0, 7)) });
}
