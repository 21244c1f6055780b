/**
 * A view as text and back, so that it needn't be folded from the founding. The view that comes back shows the same and folds on in the same
 * way. Lists and maps keep their order: some forget what has stood in them longest.
 *
 * What grows with the collective, and the text with it: members, keys, accounts, subcontracts, consents, what is open (debts, reservations,
 * reviews), up to `noticesKeptMax` notices for each member, and `digestDaysMax` days of sums for each member, subcontract and unit.
 */
import { isObject } from '../vocabulary/json.ts';
import type { Day } from '../vocabulary/time.ts';
import { initialView, type DigestSums, type OutsideSums, type PotView, type SubcontractView, type ThingView, type View, type ViewPorts } from './view.ts';
import { nameTypes } from './words.ts';

/** Counts up when the text's form, or what a part of the view holds, changes: texts of other forms are then left alone. */
const form = 7;

/** A text that isn't of this release's form. */
export class ViewTextError extends Error {
  override readonly name = 'ViewTextError';
}

export function viewText(view: View): string {
  const parts = Object.fromEntries(Object.values(codecs).map((codec) => [codec.part, codec.write(view)]));
  return JSON.stringify({ form, ...parts });
}

/** @throws ViewTextError */
export function viewOf(text: string, ports: ViewPorts): View {
  const written = parsed(text);
  const view = initialView(ports);
  for (const codec of Object.values(codecs)) codec.read(view, written[codec.part]);
  return view;
}

function parsed(text: string): { readonly [part: string]: unknown } {
  let written: unknown;
  try {
    written = JSON.parse(text);
  } catch {
    throw new ViewTextError('the view\'s text is no JSON');
  }
  if (!isObject(written) || written['form'] !== form) throw new ViewTextError(`the view's text isn't of form ${form}`);
  for (const { part } of Object.values(codecs)) if (!Object.hasOwn(written, part)) throw new ViewTextError(`the view's text lacks ${part}`);
  return written;
}

type Part = Exclude<keyof View, 'ports'>;
type Codec<P extends Part> = { readonly part: P; readonly write: (view: View) => unknown; readonly read: (view: View, written: unknown) => void };

/** A part of the view that is missing here is an error of types. */
const codecs: { readonly [P in Part]-?: Codec<P> } = {
  origin: plain('origin'),
  charter: plain('charter'),
  zone: plain('zone'),
  records: plain('records'),
  recordedAt: plain('recordedAt'),
  postingCount: plain('postingCount'),
  units: map('units'),
  members: map('members'),
  foundingHash: plain('foundingHash'),
  signed: map('signed'),
  charters: list('charters'),
  ratified: list('ratified'),
  keys: map('keys'),
  keyTimes: map('keyTimes'),
  accounts: map('accounts'),
  pots: mapBy('pots', writtenPot, readPot),
  reserved: map('reserved'),
  payouts: map('payouts'),
  outside: mapBy('outside', writtenSums, readSums),
  bookings: map('bookings'),
  subcontracts: mapBy('subcontracts', writtenSubcontract, readSubcontract),
  ended: mapBy('ended', writtenSubcontract, readSubcontract),
  versions: map('versions'),
  standings: map('standings'),
  pilots: map('pilots'),
  consents: mapBy('consents', (members) => [...members], (members) => new Map(members)),
  accepted: map('accepted'),
  obligations: map('obligations'),
  reviews: map('reviews'),
  things: mapBy('things', ({ latest, series }) => ({ latest, series: [...series] }), ({ latest, series }): ThingView => ({ latest, series: new Map(series) })),
  cited: map('cited'),
  postings: list('postings'),
  notices: map('notices'),
  lately: map('lately'),
  latestNotices: list('latestNotices'),
  lessened: list('lessened'),
  refusals: list('refusals'),
  proposals: map('proposals'),
  decided: list('decided'),
  said: map('said'),
  delegations: map('delegations'),
  bindings: map('bindings'),
  permits: map('permits'),
  permitsEnded: list('permitsEnded'),
  looks: list('looks'),
  disputes: map('disputes'),
  judged: list('judged'),
  incidents: list('incidents'),
  harm: map('harm'),
  cases: map('cases'),
  casesOf: map('casesOf'),
  declared: map('declared'),
  digest: mapBy('digest', (rows) => [...rows].map(([key, row]) => [key, writtenRow(row)] as const), (rows) => new Map(rows.map(([key, row]) => [key, readRow(row)]))),
};

type WrittenSubcontract = Omit<SubcontractView, 'types'>;

function writtenSubcontract({ types: _, ...rest }: SubcontractView): WrittenSubcontract {
  return rest;
}

function readSubcontract(rest: WrittenSubcontract): SubcontractView {
  return { ...rest, types: nameTypes(rest.manifest) };
}

/** JSON has no number that holds them. */
type Written<T> = { readonly [Name in keyof T]: T[Name] extends bigint ? string : T[Name] };

function writtenPot({ balance, weeks }: PotView): { readonly balance: string; readonly weeks: readonly (readonly [monday: Day, balance: string])[] } {
  return { balance: String(balance), weeks: weeks.map(([monday, then]) => [monday, String(then)]) };
}

function readPot({ balance, weeks }: ReturnType<typeof writtenPot>): PotView {
  return { balance: BigInt(balance), weeks: weeks.map(([monday, then]) => [monday, BigInt(then)]) };
}

function writtenRow(row: DigestSums): Written<DigestSums> {
  return { ...row, paid: String(row.paid), received: String(row.received) };
}

function readRow(row: Written<DigestSums>): DigestSums {
  return { ...row, paid: BigInt(row.paid), received: BigInt(row.received) };
}

function writtenSums({ opening, issued, income, takenBack, paidOut }: OutsideSums): Written<OutsideSums> {
  return { opening: String(opening), issued: String(issued), income: String(income), takenBack: String(takenBack), paidOut: String(paidOut) };
}

function readSums({ opening, issued, income, takenBack, paidOut }: Written<OutsideSums>): OutsideSums {
  return { opening: BigInt(opening), issued: BigInt(issued), income: BigInt(income), takenBack: BigInt(takenBack), paidOut: BigInt(paidOut) };
}

/** JSON as far as types tell: maps aren't. */
type Plain = null | boolean | number | string | readonly unknown[] | { readonly [name: string]: unknown };
type MapPart = { [P in Part]: View[P] extends Map<infer _K, infer _V> ? P : never }[Part];
type PlainMapPart = { [P in MapPart]: ValueOf<P> extends Plain ? P : never }[MapPart];
type ListPart = { [P in Part]: View[P] extends unknown[] ? P : never }[Part];
type PlainPart = { [P in Part]: View[P] extends Plain ? P : never }[Part];
type ValueOf<P extends MapPart> = View[P] extends Map<infer _K, infer V> ? V : never;

function plain<P extends Exclude<PlainPart, ListPart>>(part: P): Codec<P> {
  return { part, write: (view) => view[part], read: (view, written) => { (view as Pick<View, P>)[part] = written as View[P]; } };
}

function list<P extends ListPart>(part: P): Codec<P> {
  return { part, write: (view) => view[part], read: (view, written) => { for (const item of written as unknown[]) (view[part] as unknown[]).push(item); } };
}

function map<P extends PlainMapPart>(part: P): Codec<P> {
  return mapBy<P, ValueOf<P>>(part, (value) => value, (value) => value);
}

/** @param W what a value is written as */
function mapBy<P extends MapPart, W>(part: P, write: (value: ValueOf<P>) => W, read: (written: W) => ValueOf<P>): Codec<P> {
  return {
    part,
    write: (view) => [...view[part] as Map<unknown, ValueOf<P>>].map(([key, value]) => [key, write(value)]),
    read: (view, written) => {
      const into = view[part] as Map<unknown, ValueOf<P>>;
      for (const [key, value] of written as [unknown, W][]) into.set(key, read(value));
    },
  };
}
