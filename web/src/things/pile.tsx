import { memo } from 'react';
import type { ThingShown } from '../../../src/views/shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { LevelChart } from '../pictures/level-chart.tsx';
import { PilePicture, piecesPerLog } from '../pictures/pile-picture.tsx';
import { Card } from '../sections/card.tsx';
import { numeric } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import type { Stock } from './watching.ts';

type PileProps = { readonly id: string; readonly stock: Stock; readonly things: readonly ThingShown[]; readonly children?: React.ReactNode };

/** What lies there, how it went, and what can be done about it. */
export const Pile = memo(function Pile({ id, stock: told, things, children }: PileProps) {
  const { zone } = useSpeaking();
  const { level, count: stock } = countOf(told, things);
  const threshold = told.low ?? 0;
  const series = level?.series[told.field] ?? [];
  const most = series.reduce((max, [, value]) => Math.max(max, value), threshold);
  const low = stock !== undefined && stock < threshold;
  return (
    <Card id={`pile-${id}`} title={titled(told.subject)} className="area-pile">
      {level === undefined || stock === undefined ? <p className="empty">{t('things.pile.unknown')}</p> : (
        <>
          <div className="pile">
            <p className="pile-stock">
              <Text id="things.pile.stock" values={{ count: stock, number: (words) => <span className="figure">{words}</span>, unit: (words) => <span className="figure-unit">{words}</span> }} />{' '}
              {told.low === null ? null : <span className={`tag ${low ? 'tag-low' : 'tag-ok'}`}>{low ? t('things.pile.short', { count: threshold - stock, threshold }) : t('things.pile.above', { count: stock - threshold })}</span>}
              <span className="quiet">{t('things.pile.counted', { at: dayAndTime(zone, level.latest.at) })}</span>
            </p>
            <PilePicture stock={stock} threshold={threshold} most={most} />
          </div>
          <LevelChart series={series} threshold={threshold} />
          <p className="quiet">{told.low === null ? '' : t('things.pile.low', { count: threshold })}{piecesPerLog(most) > 1 ? ` ${t('things.pile.log', { count: piecesPerLog(most) })}` : ''}</p>
        </>
      )}
      {children}
    </Card>
  );
});

/** As it was counted last; undefined: it never was. */
export function countOf({ subject, event, field }: Stock, things: readonly ThingShown[]): { readonly level: ThingShown | undefined; readonly count: number | undefined } {
  const level = things.find((each) => each.subject === subject && each.event === event);
  return { level, count: numeric(level?.latest.values[field]) };
}
