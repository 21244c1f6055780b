import { useWidth } from '../api/hooks.ts';

type SmallPlotProps = {
  readonly values: readonly number[];
  /** Of each the part that is one's own. */
  readonly own?: readonly number[];
  /** Amounts of a time stand as bars; what lies somewhere is a line. */
  readonly as: 'bars' | 'line';
  /** Whether the ground is nothing; else it lies at the least. */
  readonly fromNothing?: boolean;
  /** What it shows, for who doesn't see it. */
  readonly says: string;
};

const height = 56;
const gap = 2;

/** A few figures over time, without axes: the figures themselves stand beside it. */
export function SmallPlot({ values, own = [], as, fromNothing = true, says }: SmallPlotProps): React.JSX.Element {
  const [box, width] = useWidth();
  const ground = fromNothing ? 0 : Math.min(...values);
  const [least, most] = [Math.min(ground, ...values), Math.max(ground, ...values)];
  const y = (value: number): number => 2 + (most - value) / Math.max(most - least, Number.MIN_VALUE) * (height - 4);
  const step = width / Math.max(1, values.length);
  return (
    <div className="small-plot" ref={box}>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={says}>
          <path className="plot-ground" d={`M0 ${y(ground)} H${width}`} />
          {as === 'bars' ? values.map((value, place) => <Bar key={place} x={place * step} wide={Math.max(1, step - gap)} top={y(value)} ground={y(ground)} own={y(own[place] ?? 0)} isNow={place === values.length - 1} />)
            : <Line points={values.map((value, place) => [(place + 0.5) * step, y(value)] as const)} />}
        </svg>
      )}
    </div>
  );
}

type BarProps = { readonly x: number; readonly wide: number; readonly top: number; readonly ground: number; readonly own: number; readonly isNow: boolean };

function Bar({ x, wide, top, ground, own, isNow }: BarProps): React.JSX.Element {
  return (
    <>
      <rect className={isNow ? 'plot-bar plot-bar-now' : 'plot-bar'} x={x} y={Math.min(top, ground)} width={wide} height={Math.abs(ground - top)} />
      <rect className="plot-own" x={x} y={Math.min(own, ground)} width={wide} height={Math.abs(ground - own)} />
    </>
  );
}

function Line({ points }: { readonly points: readonly (readonly [x: number, y: number])[] }): React.JSX.Element {
  const last = points.at(-1) ?? [0, 0];
  return (
    <>
      <path className="plot-line" d={points.map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join(' ')} />
      <circle className="plot-now" cx={last[0]} cy={last[1]} r="3" />
    </>
  );
}
