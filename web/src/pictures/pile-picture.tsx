/** The pile as it lies there: a log for a piece, row upon row, with the line below which it counts as low. */
import { t } from '../messages/t.ts';

/** Logs drawn at most; a larger pile shows several pieces as one log. */
const logsMax = 160;
/** A higher pile is drawn with more logs in a row. */
const rowsMax = 6;
const inRowMax = 24;
const size = 28;
const rise = 24.5;

/** How many pieces one log of the picture stands for. */
export function piecesPerLog(most: number): number {
  return Math.max(1, Math.ceil(most / logsMax));
}

type PilePictureProps = { readonly stock: number; readonly threshold: number; readonly most: number };

export function PilePicture({ stock, threshold, most }: PilePictureProps): React.JSX.Element {
  const each = piecesPerLog(most);
  const line = Math.ceil(threshold / each);
  const inRow = logsInRow(line, Math.ceil(most / each));
  const rows = Math.max(3, Math.ceil(Math.ceil(most / each) / inRow));
  const width = (inRow + 0.5) * size + 20;
  const height = rows * rise + 18;
  const ground = height - 6;
  const lineY = ground - 2 - Math.ceil(line / inRow) * rise - 2;
  const logs = Math.ceil(stock / each);
  return (
    <svg className="pile-picture" viewBox={`0 0 ${width} ${height}`} role="img"
      aria-label={`${t('pictures.pile.says', { count: stock, threshold })}${each === 1 ? '' : ` ${t('pictures.pile.log', { count: each })}`}`}>
      <path className="post" d={`M5 ${ground} V4 M${width - 5} ${ground} V4`} />
      {Array.from({ length: Math.max(logs, line) }, (_, place) => {
        const row = Math.floor(place / inRow);
        const x = 10 + size / 2 + (place % inRow) * size + (row % 2 === 1 ? size / 2 : 0);
        const y = ground - 2 - size / 2 - row * rise;
        return place < logs ? <Log key={place} x={x} y={y} place={place} /> : <circle key={`gap-${place}`} className="log-gap" cx={x} cy={y} r={size / 2 - 2} />;
      })}
      <path className="ground" d={`M0 ${ground} H${width}`} />
      {line === 0 ? null : <path className="threshold" d={`M0 ${lineY} H${width}`} />}
    </svg>
  );
}

/** As many in a row as make the threshold end with a row, in a pile that is wider than high. */
function logsInRow(line: number, most: number): number {
  if (line === 0) return 16;
  for (let rowsBelow = Math.ceil(line / 12); rowsBelow > 1; rowsBelow -= 1) {
    const inRow = Math.ceil(line / rowsBelow);
    if (most / inRow <= rowsMax || line / (rowsBelow - 1) > inRowMax) return inRow;
  }
  return Math.max(8, line);
}

/** Its face: bark, wood, rings; no two neighbours quite alike. */
function Log({ x, y, place }: { readonly x: number; readonly y: number; readonly place: number }): React.JSX.Element {
  const kind = (place * 7 + Math.floor(place / 3)) % 4;
  const shift = ((place * 5) % 3) - 1;
  return (
    <g className={`log log-${kind}`}>
      <circle className="log-bark" cx={x} cy={y} r={size / 2 - 1} />
      <circle className="log-face" cx={x} cy={y} r={size / 2 - 3} />
      <circle className="log-ring" cx={x + shift} cy={y} r={6.5} />
      <circle className="log-ring" cx={x + shift} cy={y + 0.5} r={3} />
    </g>
  );
}
