/**
 * Who keeps house in the demonstration, on what, and what befalls them in two years. Amounts are whole crowns, dates days of the month. Months are
 * counted from the founding's own, which is 0; the household's money begins to move by itself in month 1.
 */
import type { EntryBody } from '../vocabulary/entries.ts';
import { addDays, addMonths, dayInMonth, type Day } from '../vocabulary/time.ts';

/** A part of each draw on top of it, for a service that costs so much a month. */
export type Service = { readonly name: 'house' | 'school'; readonly to: string; readonly perDraw: number; readonly cost: number };

export type Earner = {
  readonly id: string;
  readonly employer: string;
  /** In an ordinary month, in equal parts on these dates. */
  readonly wage: number;
  readonly payDates: readonly number[];
  /** What the fund begins with. */
  readonly savings: number;
  /** Drawn on each of {@link drawDates}, as far as the fund bears it. */
  readonly draw: number;
  readonly services: readonly Service[];
  /** Out of each draw: so many crowns into the own purse of the cover, so many percent to the common pot. */
  readonly toCover?: number;
  readonly toPotPercent?: number;
  /** Kept at hand; what is more goes to the store on {@link storeDate}. */
  readonly atHand: number;
};

const house = (perDraw: number, cost: number): Service => ({ name: 'house', to: 'wren', perDraw, cost });
const school = (perDraw: number): Service => ({ name: 'school', to: 'school', perDraw, cost: 100 });

export const earners: readonly Earner[] = [
  { id: 'bunyan', employer: 'Hill Timber', wage: 1900, payDates: [20], savings: 2400, draw: 700, services: [house(165, 320)], atHand: 240 },
  { id: 'ana', employer: 'Marsh Mill', wage: 2400, payDates: [28], savings: 3000, draw: 850, services: [house(195, 380), school(60)], toCover: 10, atHand: 310 },
  { id: 'bo', employer: 'Quarry Company', wage: 1500, payDates: [10, 25], savings: 2400, draw: 430, services: [house(200, 330), school(80)], toCover: 10, toPotPercent: 1, atHand: 85 },
  { id: 'cyd', employer: 'Workshop Guild', wage: 1300, payDates: [5], savings: 1800, draw: 400, services: [house(175, 330)], toCover: 10, toPotPercent: 1, atHand: 140 },
  { id: 'dora', employer: 'County Clinic', wage: 3400, payDates: [25], savings: 4500, draw: 1200, services: [house(245, 480), school(60)], atHand: 420 },
  { id: 'hester', employer: 'Post Office', wage: 1700, payDates: [15], savings: 2000, draw: 650, services: [house(155, 300)], atHand: 200 },
  { id: 'wren', employer: 'Harbour Office', wage: 1500, payDates: [27], savings: 2000, draw: 600, services: [], atHand: 600 },
];
/** Has no wage: lives on the stipend, which is spent at once, and on the basket. */
export const withoutWage = { id: 'eli', atHand: 6, storeDate: 3 } as const;

/** Who keeps the books. */
export const bookkeeper = 'wren';
/** These live on what the village pays them, and are paid out three times a year what is beyond this. */
export const paidOut: readonly { readonly id: string; readonly atHand: number }[] = [{ id: 'school', atHand: 50 }, { id: 'store', atHand: 50 }];

export const drawDates: readonly number[] = [2, 16];
export const storeDate = 18;
export const payoutDate = 20;
export const payoutEveryMonths = 4;

/** The job is lost before the first wage of `from`, and there is another from `until` on. */
export const jobless = { who: 'bo', from: 9, until: 13, draw: 200, drawDates: [2], benefitOutside: 150 } as const;
/** Broken on the third of `from`; paid work begins again in the month after `until`. */
export const brokenArm = { who: 'cyd', from: 15, until: 17, draw: 300 } as const;

/** The basics by the demonstration's terms (demo/tombsboro.yaml). */
export const basics = { pool: 'pool', households: 8, price: 140, share: 0.13 } as const;

/** The last month of the cold winter: the first January with three months of living before it. */
export function coldMonth(founded: Day): number {
  const january = 12 - Number(founded.slice(5, 7)) + 1;
  return january >= 3 ? january : january + 12;
}

export function monthNumber(founded: Day, day: Day): number {
  return (Number(day.slice(0, 4)) - Number(founded.slice(0, 4))) * 12 + Number(day.slice(5, 7)) - Number(founded.slice(5, 7));
}

export type Said = { readonly by: string; readonly said: EntryBody };
/** `vote` is one on the open proposal of this title. */
export type Happening = { readonly month: number; readonly date: number; readonly says: readonly (Said | { readonly by: readonly string[]; readonly votesFor: string })[] };

const ask = (by: string, subcontract: string, action: string, values: { readonly [name: string]: string }): Said => ({ by, said: { kind: 'request', body: { subcontract, action, with: values } } });
const consent = (subcontract: string, part: string, members: readonly string[], given = true): Said[] => members.map((by) => ({ by, said: { kind: 'consent', body: { subcontract, part, given } } }));
const report = (reason: string): Said => ask('hester', 'conduct', 'report', { member: withoutWage.id, reason });

export const roof = { title: 'The bathhouse gets a new roof', amount: '400.00', to: 'bunyan' } as const;

/** What is agreed on the first day, before anything moves. */
export const begun: readonly Said[] = [
  ...consent('pot', 'pledge', ['bunyan', 'ana', 'dora', 'hester', 'wren']), ...consent('pot', 'subscription', ['ana', 'hester', 'wren']),
  ...consent('floor', 'watch', ['hester']),
  ...consent('aid', 'giver', ['dora', 'wren']), ...consent('aid', 'recipient', [withoutWage.id]),
  ask('dora', 'aid', 'pledge', { monthly: '150.00', income: '3400.00' }), ask('wren', 'aid', 'pledge', { monthly: '120.00', income: '1500.00' }),
  ask('hester', 'aid', 'admit', { member: withoutWage.id }), ask('hester', 'gifts', 'recognise', { shown: 'name' }),
];

/** @param founded days that are named in what is said are reckoned from it */
export function happenings(founded: Day): readonly Happening[] {
  const day = (month: number, date: number): Day => dayInMonth(addMonths(dayInMonth(founded, 1), month), date);
  const armBroken = day(brokenArm.from, 3);
  const declares = (has: number): Said => ask(jobless.who, 'floor', 'declare', { has: `${has}.00` });
  const decides = (by: string): Said => ask(by, 'cover', 'decide_claim', { claim: `${brokenArm.who}:accident`, decision: 'approve' });
  return [
    { month: 1, date: drawDates[0] ?? 1, says: consent('basics', 'basket', [...earners.map(({ id }) => id), withoutWage.id]) },
    { month: 3, date: 10, says: consent('cover', 'cover', ['bunyan'], false) },
    { month: 6, date: 12, says: consent('cover', 'cover', ['bunyan']) },
    { month: 5, date: 4, says: [report('the shed stood open all night')] },
    { month: 5, date: 11, says: [report('the lamp by the pile was broken, and not a word said')] },
    { month: 5, date: 20, says: [report('the shed stood open again, and the kindling got wet')] },
    { month: jobless.from, date: 3, says: [...consent('floor', 'floor', [jobless.who]), declares(jobless.benefitOutside)] },
    // What was said holds for 92 days.
    { month: jobless.from + 2, date: 3, says: [declares(jobless.benefitOutside)] },
    { month: jobless.from + 1, date: 8, says: [ask('hester', 'gifts', 'give', { to: jobless.who, amount: '40.00' })] },
    { month: jobless.until, date: 3, says: consent('floor', 'floor', [jobless.who], false) },
    { month: 10, date: 5, says: [{ by: 'hester', said: { kind: 'propose', body: {
      title: roof.title, reason: 'it rains on the bench', topic: 'bathhouse',
      change: { change: 'act', subcontract: 'pot', action: 'spend', with: { line: 'repairs', to: roof.to, amount: roof.amount, what: 'shingles, and two days on the roof' } },
    } } }] },
    { month: 10, date: 6, says: [{ by: ['ana', 'dora', 'cyd'], votesFor: roof.title }] },
    { month: 10, date: 7, says: [{ by: ['bo', 'wren', 'bunyan'], votesFor: roof.title }] },
    { month: brokenArm.from, date: 5, says: [ask(brokenArm.who, 'cover', 'claim', { type: 'accident', since: armBroken, evidence: 'the clinic\'s letter, which Hester has seen and keeps' })] },
    { month: brokenArm.from, date: 6, says: [decides('ana')] },
    { month: brokenArm.from, date: 7, says: [decides('dora')] },
    { month: brokenArm.from, date: 8, says: [decides('hester')] },
    { month: brokenArm.from + 1, date: 9, says: [ask('dora', 'gifts', 'give', { to: brokenArm.who, amount: '60.00' })] },
    // Seven days are one's own risk: two months after these.
    { month: brokenArm.until, date: 8, says: [ask(brokenArm.who, 'cover', 'recovered', { claim: `${brokenArm.who}:accident`, from_day: addDays(day(brokenArm.until, 3), 7) })] },
  ];
}
