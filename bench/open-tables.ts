// From the files of a package to the tables that `sensing train` takes: names above the columns, what belongs together, and rows to try a model on that
// are of other groups, or come later, than those that it is made of. Rows keep their order.

/** Texts of tables with the same columns. */
export type Parts = {
  readonly train: string;
  /** By what is said of them. */
  readonly tried: { readonly [says: string]: string };
};

/** Everybody filled the same form; in one place of it stand these six digits, with 31 before them. */
const formMark = '955650';
const rowsBeforeMark = 31;
const sheetsTaught = 10;

/**
 * Handwritten digits as 8 × 8 numbers of dark points from 0 to 16. Who wrote what isn't told, but the order of the rows shows the form that each
 * filled, so that each form is a sheet; where the file lacks a digit, a row or two may be counted to the sheet before.
 * @param text 64 numbers and the digit in each row, no names
 */
export function digitsParts(text: string): Parts {
  const rows = linesOf(text);
  const digits = rows.map((row) => row.slice(row.lastIndexOf(',') + 1)).join('');
  const begins = [...digits.matchAll(new RegExp(formMark, 'g'))].map(({ index }) => index - rowsBeforeMark);
  const sheets = begins.map((begin, place) => rows.slice(Math.max(0, begin), begins[place + 1]).map((row) => `${row},sheet-${place + 1}`));
  const head = `${Array.from({ length: 64 }, (_, point) => `point_${point}`).join(',')},digit,sheet`;
  return {
    train: tableOf(head, sheets.slice(0, sheetsTaught).flat()),
    tried: { [`the other ${sheets.length - sheetsTaught} sheets`]: tableOf(head, sheets.slice(sheetsTaught).flat()) },
  };
}

const measures = ['radius', 'texture', 'perimeter', 'area', 'smoothness', 'compactness', 'concavity', 'concave_points', 'symmetry', 'fractal_dimension'];
const tissueRowsTaught = 400;

/**
 * Cell nuclei under a microscope: of ten measures the mean, its standard error and the mean of the three largest. Nothing says what belongs together.
 * @param text in the first row the numbers of rows and of features and the names of classes 0 and 1; then thirty numbers and the class in each
 */
export function tissueParts(text: string): Parts {
  const [first = '', ...rows] = linesOf(text);
  const classes = first.split(',').slice(2);
  const head = [...['mean', 'error', 'worst'].flatMap((of) => measures.map((measure) => `${of}_${measure}`)), 'tissue'].join(',');
  const named = rows.map((row) => row.replace(/\d$/, (place) => classes[Number(place)] ?? place));
  return {
    train: tableOf(head, named.slice(0, tissueRowsTaught)),
    tried: { [`the ${named.length - tissueRowsTaught} rows behind them`]: tableOf(head, named.slice(tissueRowsTaught)) },
  };
}

const wetOrDry: { readonly [weather: string]: string } = { drizzle: 'wet', rain: 'wet', snow: 'wet', fog: 'dry', sun: 'dry' };

/**
 * A day's precipitation, highest and lowest temperature and wind at two places, and what the weather was called; a month is what belongs together.
 * @param text with names above: location, date (YYYY-MM-DD), precipitation, temp_max, temp_min, wind, weather
 */
export function weatherParts(text: string): Parts {
  return daysParts(text, (weather) => weather);
}

/** The same with two words for the weather rather than five. */
export function wetOrDryParts(text: string): Parts {
  return daysParts(text, (weather) => wetOrDry[weather] ?? weather);
}

function daysParts(text: string, called: (weather: string) => string): Parts {
  const [head = '', ...rows] = linesOf(text);
  const days = rows.map((row) => {
    const cells = row.split(',');
    const [location = '', date = ''] = cells;
    return { location, isLast: date >= '2015', row: [...cells.slice(0, -1), called(cells.at(-1) ?? ''), date.slice(0, 'YYYY-MM'.length)].join(',') };
  });
  const of = (location: string, isLast: boolean): string => tableOf(`${head},month`, days.filter((day) => day.location === location && day.isLast === isLast).map(({ row }) => row));
  return { train: of('Seattle', false), tried: { 'Seattle, the year after': of('Seattle', true), 'New York, that year': of('New York', true) } };
}

function linesOf(text: string): string[] {
  return text.split(/\r?\n/).filter((line) => line !== '');
}

function tableOf(head: string, rows: readonly string[]): string {
  return `${[head, ...rows].join('\n')}\n`;
}
