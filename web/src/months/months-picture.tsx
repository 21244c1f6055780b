import { useWidth } from '../api/hooks.ts';
import type { Bar } from './months.ts';

type MonthsPictureProps = { readonly bars: readonly Bar[]; readonly chosen: string; readonly choose: (key: string) => void; readonly label: string };

const height = 150;
/** Below the bars, for the years. */
const foot = 18;
const yearWidth = 48;

/** What came and went in each month as bars above and below a line, and what was there at its end as a line through them; what is to come is pale. */
export function MonthsPicture({ bars, chosen, choose, label }: MonthsPictureProps): React.JSX.Element {
  const [box, width] = useWidth();
  const each = bars.length === 0 ? 0 : width / bars.length;
  const most = Math.max(1, ...bars.map(({ came, went, end }) => Math.max(came, went, Math.abs(end))));
  const middle = (height - foot) / 2;
  const y = (value: number): number => middle - (value / most) * (middle - 6);
  const x = (place: number): number => (place + 0.5) * each;
  const line = bars.map(({ end }, place) => `${place === 0 ? 'M' : 'L'}${x(place).toFixed(1)} ${y(end).toFixed(1)}`).join(' ');
  // The first year has its number unless the next one's stands in its place.
  const hasRoom = !bars.slice(1, Math.ceil(yearWidth / Math.max(1, each))).some(({ month }) => month.endsWith('-01'));
  return (
    <div className="months-picture" ref={box}>
      {width === 0 || bars.length === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={label}>
          {bars.map(({ key, month, ahead, came, went }, place) => (
            <g key={key} className={`month-bar${ahead ? ' month-ahead' : ''}${key === chosen ? ' month-chosen' : ''}`} onClick={() => choose(key)}>
              <rect className="month-ground" x={place * each} y="0" width={each} height={height - foot} />
              <rect className="month-in" x={place * each + each * 0.2} y={y(came)} width={each * 0.6} height={middle - y(came)} />
              <rect className="month-out" x={place * each + each * 0.2} y={middle} width={each * 0.6} height={y(-went) - middle} />
              {month.endsWith('-01') || (place === 0 && hasRoom) ? <text x={x(place)} y={height - 4} textAnchor={place === 0 ? 'start' : 'middle'}>{month.slice(0, 4)}</text> : null}
            </g>
          ))}
          <path className="month-middle" d={`M0 ${middle} H${width}`} />
          <path className="month-end" d={line} />
        </svg>
      )}
    </div>
  );
}
