/** What can be asked of a view. Each answer is made afresh; nothing in it is the view's own. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import { compareIds, outside } from '../vocabulary/ids.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { Instant } from '../vocabulary/time.ts';
import { isObject, type Json, type JsonObject } from '../vocabulary/json.ts';
import { isAmounts } from '../vocabulary/envelope-amounts.ts';
import type { KitManifest, ValueType } from '../vocabulary/kit.ts';
import { showFields } from '../vocabulary/values.ts';
import { digestPeriods } from './digest.ts';
import { observationsOf } from './observed.ts';
import { payoutsOf } from './outside.ts';
import { standingShown } from './standing.ts';
import { labelsOf } from './labels.ts';
import { dayOf, postingShown, reviewReason, termsShown } from './say.ts';
import type {
  AskedShown, MemberDetail, MemberShown, NoticeShown, ObligationShown, Overview, PostingShown, ReviewShown, Shown, SubcontractDetail, SubcontractShown, ThingShown, UnitShown,
} from './shown.ts';
import { decimalsOf, type ObligationView, type ReviewView, type SubcontractView, type ThingView, type View } from './view.ts';
import { fillWords, sayValue, showNamed } from './words.ts';

/** What an overview carries at most of each: what a page can show; the rest is asked for by its own route. */
export const overviewMax = { members: 500, obligations: 200, reviews: 100, things: 100, postings: 100, notices: 50, refusals: 50, lessened: 50, payouts: 100 };
/** Points of all series together in an overview, so that it stays small enough to send four times a second. */
const overviewPointsMax = 5000;

/** What the host adds: the clock, the log's head, the writer's state. */
export type Around = { readonly now: Instant; readonly factor: number; readonly root: string; readonly stopped: string | null };

export function overviewOf(view: View, around: Around): Overview {
  const things = latest([...view.things.values()], overviewMax.things);
  const seriesCount = things.reduce((sum, thing) => sum + thing.series.size, 0);
  const pointsMax = Math.max(10, Math.floor(overviewPointsMax / Math.max(1, seriesCount)));
  const obligations = [...view.obligations.values()];
  const owed = obligations.filter(({ obligation }) => obligation.due <= view.recordedAt);
  const loans = obligations.filter(({ obligation }) => obligation.due > view.recordedAt);
  return {
    origin: view.origin, name: view.charter?.name ?? '', zone: view.charter?.zone ?? 'UTC', units: unitsOf(view), now: around.now, factor: around.factor,
    lastRecordAt: view.recordedAt, records: view.records, root: around.root, stopped: around.stopped,
    memberCount: peopleCount(view), postingCount: view.postingCount,
    members: membersOf(view, overviewMax.members),
    owed: latest(owed, overviewMax.obligations).map((each) => obligationShown(view, each)),
    loans: latest(loans, overviewMax.obligations).map((each) => obligationShown(view, each)),
    lessened: latest(view.lessened, overviewMax.lessened),
    reviews: latest([...view.reviews.values()], overviewMax.reviews).map((each) => reviewShown(view, each)),
    things: things.map((thing) => thingShown(thing, pointsMax)).sort(byPlace),
    payouts: payoutsOf(view).slice(0, overviewMax.payouts),
    postings: latest(view.postings, overviewMax.postings), notices: latest(view.latestNotices, overviewMax.notices),
    refusals: latest(view.refusals, overviewMax.refusals), subcontracts: subcontractsOf(view),
  };
}

export function unitsOf(view: View): UnitShown[] {
  return [...view.units.values()].map(({ id, name, decimals }) => ({
    id, name: name ?? id, decimals, issued: formatDecimal(-(view.accounts.get(`${outside} ${id}`)?.balance ?? 0), decimals),
  }));
}

export function membersOf(view: View, max: number = Infinity): MemberShown[] {
  const shown: MemberShown[] = [];
  for (const id of view.members.keys()) {
    if (shown.length >= max) break;
    const member = memberShown(view, id);
    if (member !== undefined) shown.push(member);
  }
  return shown;
}

/** Those who belong by now, without what all hold in common. */
export function peopleCount(view: View): number {
  return [...view.members.values()].filter(({ left, commons }) => left === null && !commons).length;
}

function memberShown(view: View, id: string): MemberShown | undefined {
  const member = view.members.get(id);
  if (member === undefined) return undefined;
  const balances: { [unit: string]: string } = {};
  const available: { [unit: string]: string } = {};
  for (const unit of view.units.keys()) {
    const { balance, held, floor } = view.accounts.get(`${id} ${unit}`) ?? { balance: 0, held: 0, floor: 0 };
    balances[unit] = formatDecimal(balance, decimalsOf(view, unit));
    available[unit] = formatDecimal(Math.max(0, balance - held - floor), decimalsOf(view, unit));
  }
  const { name, since, commons, voteless, left } = member;
  return { id, name, since, commons, ...(voteless === undefined ? {} : { voteless }), left, balances, available };
}

export function memberOf(view: View, id: string): MemberDetail | undefined {
  const member = memberShown(view, id);
  if (member === undefined) return undefined;
  const obligations = [...view.obligations.values()];
  const consents = [...view.consents].flatMap(([key, members]) => {
    const given = members.get(id);
    const [subcontract = '', part = ''] = key.split(' ');
    return given === undefined ? [] : [{ subcontract, part, record: given.record }];
  });
  return {
    ...member,
    owes: obligations.filter(({ obligation }) => holderOf(obligation.debtor) === id).map((each) => obligationShown(view, each)),
    isOwed: obligations.filter(({ obligation }) => holderOf(obligation.creditor) === id).map((each) => obligationShown(view, each)),
    postings: latest(view.postings.filter(({ from, to }) => holderOf(from) === id || holderOf(to) === id), overviewMax.postings),
    notices: noticesOf(view, id), digest: digestPeriods(view, { member: id, period: 'week' }), consents, payouts: payoutsOf(view, id),
  };
}

/** The latest first. */
export function noticesOf(view: View, member?: string): NoticeShown[] {
  return [...(member === undefined ? view.latestNotices : (view.notices.get(member) ?? []))].reverse();
}

/** Kept postings before the one with the id `before` (or from the newest), the latest first. */
export function postingsOf(view: View, before: string | undefined, limit: number): PostingShown[] {
  const place = before === undefined ? view.postings.length : view.postings.findIndex(({ id }) => comparePlaces(id, before) >= 0);
  const end = place < 0 ? view.postings.length : place;
  return view.postings.slice(Math.max(0, end - limit), end).reverse();
}

function comparePlaces(a: string, b: string): number {
  const [recordA = 0, nA = 0] = a.split('.').map(Number);
  const [recordB = 0, nB = 0] = b.split('.').map(Number);
  return recordA - recordB || nA - nB;
}

export function keptPosting(view: View, id: string): PostingShown | undefined {
  return view.postings.find((posting) => posting.id === id);
}

/** The n-th posting of a record that lies further back than what is kept. */
export function postingIn(view: View, shown: Shown, n: number): PostingShown | undefined {
  const posting = shown.outcome.facts.filter((fact) => fact.fact === 'posting')[n - 1];
  if (posting === undefined) return undefined;
  return postingShown(view, { record: shown.record.seq, recordedAt: shown.record.recordedAt, observations: observationsOf(view, shown) }, posting, n);
}

export function obligationsOf(view: View): ObligationShown[] {
  return [...view.obligations.values()].map((each) => obligationShown(view, each));
}

function obligationShown(view: View, { obligation, why, code, numbers, observation }: ObligationView): ObligationShown {
  const { id, debtor, creditor, unit, since, due, because, ref, guarantee } = obligation;
  const decimals = decimalsOf(view, unit);
  return {
    id, debtor, creditor, unit, amount: formatDecimal(obligation.amount, decimals), left: formatDecimal(obligation.left, decimals), since, due,
    dueDay: dayOf(view, due), state: due <= view.recordedAt ? 'due' : 'running', because, ref, why, code, numbers, observation,
    terms: termsShown(view, because, because === null ? null : (view.subcontracts.get(because)?.adopted ?? null)),
    guarantee: guarantee === null ? null : { part: guarantee.part, most: formatDecimal(guarantee.max, decimals) },
  };
}

export function reviewsOf(view: View): ReviewShown[] {
  return [...view.reviews.values()].map((each) => reviewShown(view, each)).reverse();
}

function reviewShown(view: View, { review, recordedAt, observation }: ReviewView): ReviewShown {
  const { id, subcontract, opened, at, by, reason: code, parties, expires } = review;
  const said = reviewReason(view, review, recordedAt);
  return { id, subcontract, opened, at, by, code, reason: said.words, numbers: said.numbers, parties, deciders: decidersOf(view, review), expires, observation };
}

/** Whom the charter names for it, without those whom it concerns; null: it names nobody else, and any member decides whom it doesn't concern. */
export function decidersOf(view: View, { by, parties }: Pick<ReviewView['review'], 'by' | 'parties'>): readonly string[] | null {
  const named = (view.charter?.rights.review ?? []).filter((member) => member !== by && !parties.includes(member));
  return named.length === 0 ? null : named;
}

/** The latest first. */
export function thingsOf(view: View): ThingShown[] {
  return [...view.things.values()].reverse().map((thing) => thingShown(thing, Infinity));
}

/** An overview's things keep their places: what is heard of one is then told as that thing's change alone. */
function byPlace(a: ThingShown, b: ThingShown): number {
  return compareIds(a.subject, b.subject) || compareIds(a.event, b.event);
}

function thingShown(thing: ThingView, pointsMax: number): ThingShown {
  const { subject, event } = thing.latest;
  return {
    subject, event, latest: thing.latest,
    series: Object.fromEntries([...thing.series].map(([name, points]) => [name, points.slice(Math.max(0, points.length - pointsMax)).map(([at, value]) => [at, value] as const)])),
  };
}

export function subcontractsOf(view: View): SubcontractShown[] {
  return [...view.subcontracts.values()].map((each) => subcontractShown(view, each));
}

function subcontractShown(view: View, subcontract: SubcontractView): SubcontractShown {
  const { id, manifest, parties, terms, unit, adopted, adoptedAt, code, text } = subcontract;
  return {
    id, kit: manifest.name, version: manifest.version, title: manifest.title, text, unit, parties,
    terms: showFields(manifest.terms, terms, decimalsOf(view, unit)), labels: labelsOf(manifest, unit), adopted, adoptedAt, code, standing: standingShown(view, id),
    questions: Object.keys(manifest.questions ?? {}).sort(), actions: Object.keys(manifest.actions ?? {}).sort(), acts: actsOf(manifest),
    parts: Object.entries(manifest.parts ?? {}).sort(([a], [b]) => compareIds(a, b)).map(([part, { says }]) => ({ part, says, members: [...(view.consents.get(`${id} ${part}`)?.keys() ?? [])] })),
  };
}

function actsOf({ actions = {} }: KitManifest): string[] {
  return Object.keys(actions).filter((action) => (actions[action]?.by ?? 'members') !== 'members').sort();
}

export function subcontractOf(view: View, id: string): SubcontractDetail | undefined {
  const subcontract = view.subcontracts.get(id);
  if (subcontract === undefined) return undefined;
  return { ...subcontractShown(view, subcontract), exactTerms: subcontract.terms, manifest: subcontract.manifest };
}

/** A kit's answer as people write it, and in its own words: those of the kit under the question's name, or what the question says. */
export function askedShown(view: View, id: string, question: string, answer: Json): AskedShown {
  const subcontract = view.subcontracts.get(id);
  if (subcontract === undefined || !isObject(answer)) return { answer, shown: answer, why: sayValue(answer), amounts: [] };
  const { manifest, types, unit } = subcontract;
  const shown = showNamed(types, answer as JsonObject, decimalsOf(view, unit));
  const template = Object.hasOwn(manifest.words, question) ? manifest.words[question] : undefined;
  const says = manifest.questions?.[question]?.says ?? question;
  const listed = Object.entries(shown).map(([name, value]) => `${name.replaceAll('_', ' ')} ${sayValue(value)}`).join(', ');
  const amounts = Object.keys(shown).filter((name) => isAmount(types.get(name)));
  return { answer, shown, amounts, why: template === undefined ? `${says}: ${listed}` : fillWords(template, { ...subcontract.parties, ...shown }) };
}

function isAmount(type: ValueType | undefined): boolean {
  return type !== undefined && (type.type === 'amount' || isAmounts(type));
}

/** The last of a list, the newest first. */
function latest<T>(list: readonly T[], max: number): T[] {
  return list.slice(Math.max(0, list.length - max)).reverse();
}
