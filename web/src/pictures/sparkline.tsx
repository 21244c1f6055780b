import { useWidth } from '../api/hooks.ts';
import { t } from '../messages/t.ts';

type Point = readonly [at: number, value: number];
type SparklineProps = { readonly series: readonly Point[]; /** The line that matters; null: there is none. */ readonly threshold: number | null; readonly label: string };

const height = 48;
/** What a glance takes in. */
const shownMs = 3 * 24 * 3_600_000;

/** The last three days, against the line that matters. */
export function Sparkline({ series, threshold, label }: SparklineProps): React.JSX.Element {
  const [box, width] = useWidth();
  const last = series.at(-1)?.[0] ?? 0;
  const recent = series.filter(([at]) => at >= last - shownMs);
  const values = recent.map(([, value]) => value);
  const low = Math.min(...(threshold === null ? [] : [threshold - 1]), ...values);
  const high = Math.max(...(threshold === null ? [low + 1] : [threshold + 1]), ...values);
  const first = recent[0]?.[0] ?? 0;
  const x = (at: number): number => 2 + ((at - first) / Math.max(1, last - first)) * (width - 8);
  const y = (value: number): number => 4 + (1 - (value - low) / (high - low)) * (height - 8);
  const line = recent.map(([at, value], place) => `${place === 0 ? 'M' : 'L'}${x(at).toFixed(1)} ${y(value).toFixed(1)}`).join(' ');
  return (
    <div className="sparkline" ref={box}>
      {width === 0 || recent.length < 2 ? null : (
        <svg width={width} height={height} role="img" aria-label={t(threshold === null ? 'pictures.spark' : 'pictures.spark_cold', { label, low: Math.min(...values), high: Math.max(...values), threshold: threshold ?? 0 })}>
          {threshold === null ? null : <><rect className="spark-cold" x="0" y={y(threshold)} width={width} height={height - y(threshold)} /><path className="spark-threshold" d={`M0 ${y(threshold)} H${width}`} /></>}
          <path className="spark-line" d={line} />
          <circle className="spark-now" cx={x(last)} cy={y(values.at(-1) ?? 0)} r="3" />
        </svg>
      )}
    </div>
  );
}
