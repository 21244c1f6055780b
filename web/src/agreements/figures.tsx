import type { FiguresShown } from '../../../src/views/figures-shown.ts';
import type { Overview, SubcontractDetail } from '../../../src/views/shown.ts';
import { useMe } from '../acting/me.ts';
import { useLive } from '../api/live.ts';
import { Asked } from '../decide/asking.tsx';
import { t } from '../messages/t.ts';
import { Amount } from '../sections/amount.tsx';
import { Card } from '../sections/card.tsx';
import { size, written } from '../words/amounts.ts';
import { useSpeaking } from '../words/context.ts';
import { nameOfUnit } from '../words/labels.ts';
import { called, calledAlone, titled } from '../words/names.ts';
import { shortDay } from '../words/time.ts';
import { levelsOf, plotsOf, type LevelOf, type PlotOf } from './plots.ts';
import { SmallPlot } from './small-plot.tsx';

type FiguresCardProps = { readonly detail: SubcontractDetail; readonly overview: Overview; readonly records: number };

/** Takings, payments and balances by week, and what its things measured, each as a small plot; and all of it as a table. */
export function FiguresCard({ detail, overview, records }: FiguresCardProps): React.JSX.Element {
  const { member } = useMe();
  const live = useLive<FiguresShown>(`/api/subcontracts/${detail.id}/figures${member === null ? '' : `?member=${member}`}`, records);
  return (
    <Card id="figures" title={t('agreements.figures.title')}>
      <Asked live={live}>{(figures) => <Figures figures={figures} levels={levelsOf(detail, overview.things)} />}</Asked>
    </Card>
  );
}

function Figures({ figures, levels }: { readonly figures: FiguresShown; readonly levels: readonly LevelOf[] }): React.JSX.Element {
  const plots = plotsOf(figures);
  const since = Date.parse(`${figures.weeks[0]?.from ?? '1970-01-01'}T12:00:00Z`);
  if (plots.length + levels.length === 0) return <p className="empty">{t('agreements.figures.none')}</p>;
  return (
    <>
      <p className="quiet">{t('agreements.figures.weeks', { day: shortDay('UTC', since) })}</p>
      <div className="small-plots">
        {plots.map((plot) => <Weekly key={`${plot.what} ${plot.name} ${plot.unit ?? ''}`} plot={plot} since={since} />)}
        {levels.map((level) => <Level key={`${level.subject} ${level.event} ${level.value}`} level={level} />)}
      </div>
      {plots.length === 0 ? null : <details className="each"><summary>{t('agreements.figures.table')}</summary><Table figures={figures} plots={plots} /></details>}
    </>
  );
}

/** What a plot is of. */
function usePlotName(): (plot: PlotOf) => string {
  const { nameOf } = useSpeaking();
  return ({ what, name }) => (what === 'party' ? t('agreements.figures.pot', { name: nameOf(name) }) : what === 'purse' ? t('agreements.figures.purse', { name: called(name) }) : t(`agreements.figures.${what}`));
}

function Weekly({ plot, since }: { readonly plot: PlotOf; readonly since: number }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const name = usePlotName()(plot);
  const { what, values, own, unit } = plot;
  const numbers = values.map(size);
  const last = values.at(-1) ?? '0';
  const mine = own.at(-1) ?? '0';
  const unitWords = unit === null ? t('agreements.pieces', { count: 2 }) : nameOfUnit('2', unit, unitOf);
  return (
    <figure className="small-figure">
      <figcaption>{name}</figcaption>
      <SmallPlot values={numbers} own={own.map(size)} as={what === 'party' || what === 'purse' ? 'line' : 'bars'} says={t('agreements.figures.plot', { name, unit: unitWords, last: written(last), least: written(String(Math.min(...numbers))), most: written(String(Math.max(...numbers))), day: shortDay('UTC', since) })} />
      <p className="small-now"><span className="quiet">{t(what === 'party' || what === 'purse' ? 'agreements.figures.now' : 'agreements.figures.last')}</span> <strong>{unit === null ? <>{written(last)} <span className="unit">{t('agreements.pieces', { count: Number(last) })}</span></> : <Amount amount={last} unit={unit} />}</strong>
        {size(mine) === 0 ? null : <span className="quiet">{t('agreements.figures.mine')} {written(mine)}</span>}</p>
    </figure>
  );
}

function Level({ level: { subject, event, value, points } }: { readonly level: LevelOf }): React.JSX.Element {
  const { zone } = useSpeaking();
  const numbers = points.map(([, each]) => each);
  const last = numbers.at(-1) ?? 0;
  const name = `${calledAlone(event)}, ${titled(subject)}`;
  return (
    <figure className="small-figure">
      <figcaption>{name}</figcaption>
      <SmallPlot values={numbers} as="line" fromNothing={false} says={t('agreements.figures.level', { name, last: written(String(last)), least: written(String(Math.min(...numbers))), most: written(String(Math.max(...numbers))), day: shortDay(zone, points[0]?.[0] ?? 0) })} />
      <p className="small-now"><span className="quiet">{t('agreements.figures.now')}</span> <strong>{written(String(last))} <span className="unit">{called(value)}</span></strong></p>
    </figure>
  );
}

function Table({ figures: { weeks }, plots }: { readonly figures: FiguresShown; readonly plots: readonly PlotOf[] }): React.JSX.Element {
  const { unitOf } = useSpeaking();
  const nameOfPlot = usePlotName();
  return (
    <div className="table-box" tabIndex={0} role="region" aria-label={t('agreements.figures.table')}>
      <table className="figures">
        <thead><tr><th scope="col">{t('agreements.figures.week')}</th>{plots.map((plot) => <th key={`${plot.what} ${plot.name} ${plot.unit ?? ''}`} scope="col">{nameOfPlot(plot)}{plot.unit === null ? '' : `, ${nameOfUnit('2', plot.unit, unitOf)}`}</th>)}</tr></thead>
        <tbody>{weeks.map(({ from }, place) => <tr key={from}><th scope="row">{shortDay('UTC', Date.parse(`${from}T12:00:00Z`))}</th>{plots.map((plot) => <td key={`${plot.what} ${plot.name} ${plot.unit ?? ''}`}>{written(plot.values[place] ?? '')}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
