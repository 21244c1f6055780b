import { memo } from 'react';
import type { SubcontractShown, ThingShown } from '../../../src/views/shown.ts';
import { LevelChart } from '../pictures/level-chart.tsx';
import { PilePicture, piecesPerLog } from '../pictures/pile-picture.tsx';
import { count, numeric } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';
import { Card } from './card.tsx';

type PileProps = { readonly wood: SubcontractShown; readonly things: readonly ThingShown[] };

export const Pile = memo(function Pile({ wood, things }: PileProps) {
  const { zone } = useSpeaking();
  const pile = String(wood.terms['pile'] ?? '');
  const threshold = numeric(wood.terms['stock_below']) ?? 0;
  const level = things.find(({ subject, event }) => subject === pile && event === 'level');
  const stock = numeric(level?.latest.values['count']);
  const series = level?.series['count'] ?? [];
  const most = series.reduce((max, [, value]) => Math.max(max, value), threshold);
  const low = stock !== undefined && stock < threshold;
  return (
    <Card id={`pile-${wood.id}`} title={`The ${titled(pile).toLowerCase()}`} className="area-pile">
      {level === undefined || stock === undefined ? (
        <p className="empty">No level was reported yet. The pile appears with the first count from its scale.</p>
      ) : (
        <>
          <div className="pile">
            <p className="pile-stock">
              <span className="figure">{stock}</span>
              <span className="figure-unit">{stock === 1 ? 'piece' : 'pieces'}</span>
              <span className={`tag ${low ? 'tag-low' : 'tag-ok'}`}>{low ? `${threshold - stock} short of ${threshold}` : `${stock - threshold} above the line`}</span>
              <span className="quiet">counted {dayAndTime(zone, level.latest.at)}</span>
            </p>
            <PilePicture stock={stock} threshold={threshold} most={most} />
          </div>
          <LevelChart series={series} threshold={threshold} />
          <p className="quiet">Below {count(threshold, 'piece')} the pile counts as low, and cold houses are paid.{piecesPerLog(most) > 1 ? ` One log stands for ${piecesPerLog(most)} pieces.` : ''}</p>
        </>
      )}
    </Card>
  );
});
