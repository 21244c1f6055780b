/** A backtest as text that fits a screen: who would have paid, received and owed how much, who gains and loses, and where it began to differ. */
import { zoneRules } from '../host/scenarios.ts';
import type { BacktestShown, Both, LineShown, MemberTried, MonthOf, TurnTried, UnitTried, VersionTried } from '../views/backtest-shown.ts';
import { sayTime } from '../views/local-time.ts';
import { parseDecimal } from '../vocabulary/decimals.ts';
import { decimalsMax } from '../vocabulary/amounts.ts';
import { tableLines } from './table.ts';

/** Members in a table: those who gain or lose most; `--json` has all. */
const membersPrintedMax = 12;
const turnsPrintedMax = 10;
/** Lines of one turn and side. */
const linesPrintedMax = 3;

export function backtestText(shown: BacktestShown): string {
  const { name, from, until, zone, records, versions, caveats } = shown;
  return [
    `${name}, from ${from} to ${sayTime(zoneRules(zone) ?? null, until)}: ${records} records decided again. What was → what would have been.`,
    ...(versions.length > 1 ? ['', ...rivalLines(versions)] : []),
    ...versions.flatMap((version) => ['', ...versionLines(version)]),
    '', 'What the past can\'t tell:', ...caveats.map(({ words }) => `  ${words}`),
  ].join('\n');
}

function rivalLines(versions: readonly VersionTried[]): string[] {
  const units = [...new Set(versions.flatMap(({ totals }) => totals.map(({ unit }) => unit)))];
  return units.flatMap((unit) => {
    const members = most([...new Map(versions.flatMap((version) => version.members.map((each) => [each.member, each] as const))).values()], (each) => Math.max(...versions.map((version) => Math.abs(gainOf(version, each.member, unit)))));
    const rows = members.kept.map(({ member, name }) => [named(member, name), ...versions.map((version) => signed(unitOf(version, member, unit)?.gain ?? '0'))]);
    return ['Side by side, who gains and who loses:', ...indented(tableLines([[unit, ...versions.map(({ label }) => label)], ...rows])), ...members.more];
  });
}

function versionLines(version: VersionTried): string[] {
  const { label, subcontract, kit, version: number, inForce, terms, totals, reasons, refusals, turns } = version;
  const changed = terms.map(({ term, before, after }) => `${term} ${before === null ? '' : `${before} → `}${after ?? 'none'}`).join(', ');
  return [
    `${label}: ${subcontract} (${kit} ${number})${inForce === null ? ': that is in force already' : changed === '' ? '' : `, ${changed}`}`,
    ...totals.flatMap((unit) => unitLines(version, unit)),
    ...(reasons.length === 0 ? [] : ['  Why, and how often:', ...indented(reasons.map(({ subcontract: because, code, unit, times, paid, owed }) =>
      `${because === null ? '' : `${because} `}${code.replaceAll('_', ' ')}: ${pair(times)}×; ${pair(paid)} ${unit} paid${isZero(owed) ? '' : `, ${pair(owed)} owed`}`), 4)]),
    ...(refusals.length === 0 ? [] : [`  Refused: ${refusals.map(({ subcontract: by, code, times }) => `${by === null ? '' : `${by} `}${code} ${pair(times)}`).join(', ')}`]),
    `  ${turns.differing} of ${turns.rerun} records differ${turns.differing > turnsPrintedMax ? `, the first ${turnsPrintedMax}:` : turns.differing === 0 ? '.' : ':'}`,
    ...turns.shown.slice(0, turnsPrintedMax).flatMap(turnLines),
  ];
}

function unitLines(version: VersionTried, total: UnitTried): string[] {
  const { unit, paid, owedNew, owed, gaining, losing, lost, spread, best, worst } = total;
  const members = most(version.members.filter(({ units }) => units.some((each) => each.unit === unit)), ({ member }) => Math.abs(gainOf(version, member, unit)));
  const rows = members.kept.map(({ member, name, refused }) => {
    const own = unitOf(version, member, unit);
    return own === undefined ? [] : [named(member, name), pair(own.paid), pair(own.received), pair(own.owes), pair(refused), signed(own.gain)];
  });
  return [
    ...indented(tableLines([[unit, 'paid', 'received', 'owes', 'refused', 'gain'], ...rows, ['all', pair(paid), '', pair(owed), '', '']])), ...members.more,
    `  ${gaining} gain, ${losing} lose ${lost} together; newly owed ${pair(owedNew)}.`,
    `  Spread of what was paid: Gini ${pair(spread.paid.gini)} (0: all pay the same, 1: one pays all), two members ${pair(spread.paid.apart)} apart; of the results: ${pair(spread.net.apart)} apart.`,
    `  Worst month of anyone: ${pair(months(worst))}; best: ${pair(months(best))}.`,
  ];
}

function months({ was, now }: Both<MonthOf | null>): Both<string> {
  const say = (month: MonthOf | null): string => (month === null ? 'none' : `${month.member} ${month.net} (${month.month})`);
  return { was: say(was), now: say(now) };
}

function turnLines({ record, day, kind, by, was, now }: TurnTried): string[] {
  return [
    `    ${day} ${record === null ? 'no record: something fell due, or came into force' : `record ${record} (${kind} by ${by})`}`,
    ...sideLines('was', was.shown, was.count), ...sideLines('now', now.shown, now.count),
  ];
}

function sideLines(side: string, lines: readonly LineShown[], count: number): string[] {
  // Who is told of a payment is told what is said of it anyway.
  const notices = lines.filter(({ what }) => what === 'notice');
  const shown = [...lines.filter(({ what }) => what !== 'notice'), ...notices].slice(0, linesPrintedMax).map((line) => `      ${side}: ${sayLine(line)}`);
  return count > shown.length && shown.length > 0 ? [...shown, `      ${side}: … and ${count - shown.length} more`] : shown;
}

export function sayLine({ what, words, from, to, amounts = {}, code }: LineShown): string {
  const moved = Object.entries(amounts).map(([unit, amount]) => `${String(from)} ${what === 'owed' ? 'owes' : '→'} ${String(to)} ${amount} ${unit}: `).join('');
  const told = what === 'notice' ? `${String(to)} is told: ` : what === 'refused' ? `refused [${code}]: ` : '';
  return `${moved}${told}${words}`;
}

type Kept = { readonly kept: readonly MemberTried[]; readonly more: readonly string[] };

function most(members: readonly MemberTried[], weight: (member: MemberTried) => number): Kept {
  const kept = [...members].sort((a, b) => weight(b) - weight(a)).slice(0, membersPrintedMax);
  return { kept, more: members.length > kept.length ? [`  … and ${members.length - kept.length} more: --json has all`] : [] };
}

function unitOf(version: VersionTried, member: string, unit: string): MemberTried['units'][number] | undefined {
  return version.members.find((each) => each.member === member)?.units.find((each) => each.unit === unit);
}

/** For the order of rows alone. */
function gainOf(version: VersionTried, member: string, unit: string): number {
  const gain = parseDecimal(unitOf(version, member, unit)?.gain ?? '0', decimalsMax, true);
  return gain.ok ? gain.value : Infinity;
}

function named(member: string, name: string): string {
  return name === member ? member : `${member} (${name})`;
}

function pair({ was, now }: Both<string | number | null>): string {
  return was === now ? String(was ?? 'none') : `${String(was ?? 'none')} → ${String(now ?? 'none')}`;
}

function signed(amount: string): string {
  return amount.startsWith('-') || /^[0.]+$/.test(amount) ? amount : `+${amount}`;
}

function isZero({ was, now }: Both<string>): boolean {
  return /^[0.]+$/.test(was + now);
}

function indented(lines: readonly string[], by = 2): string[] {
  return lines.map((line) => ' '.repeat(by) + line);
}
