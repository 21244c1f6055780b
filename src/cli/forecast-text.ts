/** A forecast as text that fits a screen, month by month. */
import { zoneRules } from '../host/scenarios.ts';
import type { ForecastShown, MonthAhead, MovementAhead } from '../views/forecast-shown.ts';
import { sayTime } from '../views/local-time.ts';
import { tableLines } from './table.ts';

/** Of a month; `--json` has more. */
const movementsPrintedMax = 40;
const toldPrintedMax = 12;

export function forecastText({ name, zone, from, until, member, assumed, months, refused, covered }: ForecastShown): string {
  const rules = zoneRules(zone) ?? null;
  return [
    `${name}${member === null ? '' : `, for ${member}`}: from ${sayTime(rules, from)} to ${sayTime(rules, until)}, if it comes true ${assumed.words}.`,
    ...(months.length === 0 ? ['Nothing moves.'] : months.flatMap(monthLines)),
    ...(covered.length === 0 ? [] : ['', 'Covered, as the agreements say today:', ...covered.map(({ subcontract, what, until: last }) => `  ${what} (${subcontract})${last === null ? ', without a known end' : ` through ${last}`}`)]),
    ...(refused.length === 0 ? [] : ['', 'What was assumed and would be refused:', ...refused.map(({ day, by, what, code, detail }) => `  ${day} ${by}, ${what}: ${detail} (${code})`)]),
  ].join('\n');
}

function monthLines({ month, ahead, movements, told, accounts }: MonthAhead): string[] {
  return [
    '', `${month}${ahead ? '' : ', as it was'}`,
    ...indented(tableLines(movements.slice(0, movementsPrintedMax).map(movementRow))), ...more(movements.length, movementsPrintedMax, 'movements'),
    ...told.slice(0, toldPrintedMax).map(({ day, to, subcontract, words }) => `  ${day} told to ${to}${subcontract === null ? '' : ` by ${subcontract}`}: ${words}`), ...more(told.length, toldPrintedMax, 'messages'),
    ...indented(tableLines([['account', 'in', 'out', 'at the end'], ...accounts.map((each) => [each.account, each.in, each.out, `${each.end} ${each.unit}`])])),
  ];
}

function movementRow({ day, what, from, to, amount, unit, subcontract, words }: MovementAhead): string[] {
  return [day, `${amount} ${unit}`, what === 'owed' ? `${from} will owe ${to}` : `${from} → ${to}`, `${words}${subcontract === null ? '' : ` (${subcontract})`}`];
}

function more(count: number, max: number, what: string): string[] {
  return count > max ? [`  … and ${count - max} more ${what}`] : [];
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
