import { memo } from 'react';
import type { SubcontractShown, ThingShown } from '../../../src/views/shown.ts';
import { Text } from '../messages/text.tsx';
import { t } from '../messages/t.ts';
import { LevelChart } from '../pictures/level-chart.tsx';
import { PilePicture, piecesPerLog } from '../pictures/pile-picture.tsx';
import { Card } from '../sections/card.tsx';
import { numeric } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { titled } from '../words/names.ts';
import { dayAndTime } from '../words/time.ts';

type PileProps = { readonly wood: SubcontractShown; readonly things: readonly ThingShown[]; readonly children?: React.ReactNode };

/** What lies there, how it went, and what can be done about it. */
export const Pile = memo(function Pile({ wood, things, children }: PileProps) {
  const { zone } = useSpeaking();
  const { level, stock, threshold } = pileOf(wood, things);
  const series = level?.series['count'] ?? [];
  const most = series.reduce((max, [, value]) => Math.max(max, value), threshold);
  const low = stock !== undefined && stock < threshold;
  return (
    <Card id={`pile-${wood.id}`} title={pileTitle(wood)} className="area-pile">
      {level === undefined || stock === undefined ? <p className="empty">{t('things.pile.unknown')}</p> : (
        <>
          <div className="pile">
            <p className="pile-stock">
              <Text id="things.pile.stock" values={{ count: stock, number: (words) => <span className="figure">{words}</span>, unit: (words) => <span className="figure-unit">{words}</span> }} />{' '}
              <span className={`tag ${low ? 'tag-low' : 'tag-ok'}`}>{low ? t('things.pile.short', { count: threshold - stock, threshold }) : t('things.pile.above', { count: stock - threshold })}</span>
              <span className="quiet">{t('things.pile.counted', { at: dayAndTime(zone, level.latest.at) })}</span>
            </p>
            <PilePicture stock={stock} threshold={threshold} most={most} />
          </div>
          <LevelChart series={series} threshold={threshold} />
          <p className="quiet">{t('things.pile.low', { count: threshold })}{piecesPerLog(most) > 1 ? ` ${t('things.pile.log', { count: piecesPerLog(most) })}` : ''}</p>
        </>
      )}
      {children}
    </Card>
  );
});

export function pileTitle({ terms, title }: Pick<SubcontractShown, 'terms' | 'title'>): string {
  const pile = terms['pile'];
  return typeof pile === 'string' ? titled(pile) : title;
}

type PileShown = { readonly level: ThingShown | undefined; readonly stock: number | undefined; readonly threshold: number };

export function pileOf({ terms }: Pick<SubcontractShown, 'terms'>, things: readonly ThingShown[]): PileShown {
  const level = things.find(({ subject, event }) => subject === terms['pile'] && event === 'level');
  return { level, stock: numeric(level?.latest.values['count']), threshold: numeric(terms['stock_below']) ?? 0 };
}
