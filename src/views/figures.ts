/** An agreement in figures: what it moved and what lay in its accounts, week by week; and what it did this month. All from what the fold keeps. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Posting } from '../vocabulary/outcomes.ts';
import { isPurse, parsePurse } from '../vocabulary/purses.ts';
import { addDays, type Day, type Instant } from '../vocabulary/time.ts';
import { clausesOf } from './clauses.ts';
import { mergeSums, mondayOf } from './digest.ts';
import type { AgreementShown, AgreementsShown, FiguresShown, MovedShown, PotShown, WeekShown } from './figures-shown.ts';
import { dayOf } from './say.ts';
import { standingShown } from './standing.ts';
import { decimalsOf, potWeeksMax, type DigestSums, type PotView, type SubcontractView, type View } from './view.ts';

/** Weeks in a picture: a quarter of a year. */
const weeksShown = 13;

/** Undefined when no such agreement is in force. @param member who looks, where that is known */
export function figuresOf(view: View, id: string, now: Instant, member: string | undefined): FiguresShown | undefined {
  const subcontract = view.subcontracts.get(id);
  if (subcontract === undefined) return undefined;
  const monday = mondayOf(dayOf(view, now));
  const starts = Array.from({ length: weeksShown }, (_, place) => addDays(monday, 7 * (place + 1 - weeksShown)));
  return { subcontract: id, member: member ?? null, weeks: starts.map((from) => weekOf(view, subcontract, from, member)), pots: potsOf(view, subcontract, starts) };
}

function weekOf(view: View, subcontract: SubcontractView, from: Day, member: string | undefined): WeekShown {
  const to = addDays(from, 6);
  return { from, to, ...movedShown(view, subcontract, movedIn(view, from, to, member, subcontract.id).get(subcontract.id), member) };
}

/** @param boundTo whether it binds who looks; null where nobody said who looks */
export function agreementsOf(view: View, now: Instant, member: string | undefined, boundTo: (subcontract: string) => boolean | null): AgreementsShown {
  const today = dayOf(view, now);
  const month = `${today.slice(0, 8)}01`;
  const moved = movedIn(view, month, today, member);
  const agreements = [...view.subcontracts.values()].map((subcontract): AgreementShown => {
    const { id, manifest: { name: kit, version, title } } = subcontract;
    return {
      id, kit, version, title, says: clausesOf(view, subcontract)[0]?.map(({ words }) => words).join('') ?? '', standing: standingShown(view, id), bound: boundTo(id),
      ...movedShown(view, subcontract, moved.get(id), member),
    };
  });
  return { month, agreements };
}

/** Unit → sums: of all members together, and of one. */
type Moved = { readonly all: Map<string, DigestSums>; readonly mine: Map<string, DigestSums> };

/** By agreement, in one pass over the days, both inclusive. @param only of this agreement alone */
function movedIn(view: View, from: Day, to: Day, member: string | undefined, only?: string): Map<string, Moved> {
  const by = new Map<string, Moved>();
  for (const [day, rows] of view.digest) {
    if (day < from || day > to) continue;
    for (const row of rows.values()) {
      const { subcontract, unit } = row;
      if (only !== undefined && subcontract !== only) continue;
      let moved = by.get(subcontract);
      if (moved === undefined) by.set(subcontract, moved = { all: new Map(), mine: new Map() });
      mergeSums(moved.all, unit, row);
      if (row.member === member) mergeSums(moved.mine, unit, row);
    }
  }
  return by;
}

function movedShown(view: View, { unit }: SubcontractView, moved: Moved | undefined, member: string | undefined): { readonly all: MovedShown[]; readonly mine: MovedShown[] } {
  return { all: unitsShown(view, unit, moved?.all), mine: member === undefined ? [] : unitsShown(view, unit, moved?.mine) };
}

/** The agreement's own unit first, also where nothing moved. */
function unitsShown(view: View, own: string, sums: ReadonlyMap<string, DigestSums> = new Map()): MovedShown[] {
  const units = [own, ...[...sums.keys()].filter((unit) => unit !== own)];
  return units.map((unit) => {
    const { paid, received, pieces, returned, postings } = sums.get(unit) ?? { paid: 0n, received: 0n, pieces: 0, returned: 0, postings: 0 };
    const decimals = decimalsOf(view, unit);
    return { unit, paid: formatDecimal(paid, decimals), received: formatDecimal(received, decimals), pieces, returned, postings };
  });
}

// Pots

/** Keeps what lay in a pot as each week ended. */
export function notePots(view: View, at: Instant, { from, to, unit, amount }: Pick<Posting, 'from' | 'to' | 'unit' | 'amount'>): void {
  for (const [account, by] of [[from, -BigInt(amount)], [to, BigInt(amount)]] as const) {
    const pot = potOf(view, account);
    if (pot === null) continue;
    const key = `${pot} ${unit}`;
    const known: PotView = view.pots.get(key) ?? { balance: 0n, weeks: [] };
    view.pots.set(key, known);
    known.balance += by;
    const monday = mondayOf(dayOf(view, at));
    const last = known.weeks.at(-1);
    if (last?.[0] === monday) last[1] = known.balance;
    else known.weeks.push([monday, known.balance]);
    if (known.weeks.length > potWeeksMax) known.weeks.splice(0, known.weeks.length - potWeeksMax);
  }
}

/** Null: somebody's own account, which is no agreement's. */
function potOf(view: View, account: string): string | null {
  if (!isPurse(account)) return view.members.get(account)?.commons === true ? account : null;
  const purse = parsePurse(account);
  return purse === null ? null : `${purse.subcontract}/${purse.name}`;
}

function potsOf(view: View, { id, manifest, parties, unit: own }: SubcontractView, starts: readonly Day[]): PotShown[] {
  const common = Object.entries(parties).filter(([, member]) => view.members.get(member)?.commons === true);
  const pots = [
    ...common.map(([name, member]) => ({ what: 'party' as const, name, member, key: member })),
    ...Object.keys(manifest.purses ?? {}).sort().map((name) => ({ what: 'purse' as const, name, member: null, key: `${id}/${name}` })),
  ];
  return pots.flatMap(({ key, ...pot }) => [...view.units.keys()].flatMap((unit): PotShown[] => {
    const known = view.pots.get(`${key} ${unit}`);
    if (known === undefined && (unit !== own || pot.what === 'purse')) return [];
    return [{ ...pot, unit, balances: starts.map((monday) => formatDecimal(balanceIn(known, monday), decimalsOf(view, unit))) }];
  }));
}

/** As the week ended: what it was in the last week until then in which something moved. */
function balanceIn(pot: PotView | undefined, monday: Day): bigint {
  return pot?.weeks.findLast(([week]) => week <= monday)?.[1] ?? 0n;
}
