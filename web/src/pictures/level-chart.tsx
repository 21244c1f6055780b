import { useWidth } from '../api/hooks.ts';
import { t } from '../messages/t.ts';
import { useSpeaking } from '../words/context.ts';
import { dayAndTime, dayKey, midnights, shortDay, weekday } from '../words/time.ts';

type Point = readonly [at: number, value: number];
type LevelChartProps = { readonly series: readonly Point[]; readonly threshold: number };

const height = 132;
const left = 30;
const bottom = 22;
const top = 8;
/** Room that a day's name takes. */
const labelWidth = 52;
/** Two weeks are what someone remembers. */
const shownMs = 14 * 24 * 3_600_000;

/** The level over the days: it holds until the next count, so it is drawn in steps. */
export function LevelChart({ series, threshold }: LevelChartProps): React.JSX.Element {
  const { zone } = useSpeaking();
  const [box, width] = useWidth();
  const recent = series.filter(([at]) => at >= (series.at(-1)?.[0] ?? 0) - shownMs);
  return (
    <figure className="chart" ref={box}>
      {width === 0 || recent.length < 2 ? <p className="quiet chart-empty">{width === 0 ? '' : t('pictures.level.later')}</p> : (
        <Steps zone={zone} width={width} series={recent} threshold={threshold} />
      )}
    </figure>
  );
}

function Steps({ zone, width, series, threshold }: LevelChartProps & { readonly zone: string; readonly width: number }): React.JSX.Element {
  const first = series[0]?.[0] ?? 0;
  const last = series.at(-1)?.[0] ?? 0;
  const most = Math.max(10, Math.ceil(Math.max(threshold, ...series.map(([, value]) => value)) / 10) * 10);
  const x = (at: number): number => left + ((at - first) / Math.max(1, last - first)) * (width - left - 6);
  const y = (value: number): number => top + (1 - value / most) * (height - top - bottom);
  const line = series.map(([at, value], place) => (place === 0 ? `M${x(at).toFixed(1)} ${y(value).toFixed(1)}` : `H${x(at).toFixed(1)} V${y(value).toFixed(1)}`)).join(' ');
  const days = midnights(zone, first, last);
  const every = Math.max(1, Math.ceil((days.length * labelWidth) / Math.max(1, width - left)));
  const least = series.reduce<Point>((low, point) => (point[1] < low[1] ? point : low), [0, Infinity]);
  return (
    <svg width={width} height={height} role="img"
      aria-label={t('pictures.level.says', { day: shortDay(zone, first), least: least[1], at: dayAndTime(zone, least[0]), most: Math.max(...series.map(([, value]) => value)), threshold })}>
      <rect className="chart-low" x={left} y={y(threshold)} width={width - left - 6} height={y(0) - y(threshold)} />
      {days.map((day, place) => (
        <g key={day}>
          <path className="chart-day" d={`M${x(day)} ${top} V${y(0)}`} />
          {place % every === 0 && x(day) < width - labelWidth ? <text className="chart-label" x={x(day) + 4} y={height - 6}>{weekday(zone, day)} {Number(dayKey(zone, day).slice(8))}</text> : null}
        </g>
      ))}
      <path className="chart-area" d={`${line} V${y(0)} H${x(first)} Z`} />
      <path className="chart-threshold" d={`M${left} ${y(threshold)} H${width - 6}`} />
      <path className="chart-line" d={line} />
      <circle className="chart-now" cx={x(last)} cy={y(series.at(-1)?.[1] ?? 0)} r="4" />
      {y(0) - y(threshold) < 14 ? null : <text className="chart-label" x={left - 6} y={y(0)} textAnchor="end">0</text>}
      <text className="chart-label chart-mark" x={left - 6} y={y(threshold) + 4} textAnchor="end">{threshold}</text>
      {most - threshold > most / 5 ? <text className="chart-label" x={left - 6} y={y(most) + 8} textAnchor="end">{most}</text> : null}
    </svg>
  );
}
