/** What binds a member: what they consented to, what can be taken from them at the most, how they get out, and what is left then. */
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Obligation } from '../vocabulary/outcomes.ts';
import { reachDiffers, reachOf, type Grip } from './at-most.ts';
import type { AcceptedShown, AtMostShown, BoundBy, BoundCaseShown, BoundChangeShown, BoundShown, LeftShown, WayOutShown } from './bound-shown.ts';
import { sayRecord, sayTime } from './local-time.ts';
import { subcontractIn } from './proposed.ts';
import { nameOf } from './say.ts';
import { standingShown } from './standing.ts';
import { decimalsOf, type MemberView, type Noted, type SubcontractView, type View } from './view.ts';

/** @param gripOf what the kernel says of a subcontract and the member; undefined when there is no such member */
export function boundOf(view: View, id: string, gripOf: (subcontract: string) => Grip | undefined): BoundShown | undefined {
  const member = view.members.get(id);
  if (member === undefined) return undefined;
  const by = [...view.subcontracts.values()].sort((a, b) => (a.id < b.id ? -1 : 1)).flatMap((subcontract) => {
    const grip = gripOf(subcontract.id);
    return grip === undefined ? [] : [boundBy(view, member, subcontract, grip)];
  });
  const belongs = member.left === null && !member.commons;
  return {
    member: id, name: member.name, by, leaving: leftOf(view, id, null),
    toAccept: by.filter(({ bound, standing }) => belongs && !bound && standing.state !== 'retiring').map(({ subcontract }) => subcontract),
  };
}

function boundBy(view: View, member: MemberView, subcontract: SubcontractView, grip: Grip): BoundBy {
  const { id, manifest: { name: kit, version, title } } = subcontract;
  const { atMost, offered } = reachOf(view, grip, member.id);
  const accepted = acceptedBy(view, member, subcontract, grip);
  return {
    subcontract: id, kit, version, title, standing: standingShown(view, id), bound: grip.bound, accepted, atMost, offered,
    words: sayReach(member.name, id, atMost), waysOut: waysOut(view, member, subcontract, grip), left: leftOf(view, member.id, id),
  };
}

function sayReach(name: string, id: string, atMost: readonly AtMostShown[]): string {
  if (atMost.length === 0) return `${id} can take nothing from ${name}`;
  return `${id} can take from ${name} ${atMost.map(({ words }) => words).join('; and besides ')}`;
}

// What they said yes to

function acceptedBy(view: View, member: MemberView, subcontract: SubcontractView, grip: Grip): AcceptedShown[] {
  const { id } = subcontract;
  const versions = view.versions.get(id) ?? [];
  const versionAt = (record: number): string | null => versions.findLast((version) => version.record <= record)?.version ?? null;
  const said = (how: AcceptedShown['how'], name: string | null, { record, recordedAt }: Noted): AcceptedShown => {
    const version = versionAt(record);
    return { how, name, record, recordedAt, version, words: `${sayHow(how, name)}${version === null ? '' : `, in version ${version}`} (${sayRecord(view.zone, record, recordedAt)})` };
  };
  const accepted = view.accepted.get(`${id} ${member.id}`);
  const trial = view.pilots.has(id);
  const first = versions.find(({ record }) => record === grip.since);
  const byMembership = grip.bound && accepted === undefined && !trial && member.since <= grip.since && first !== undefined ? [said(first.proposal === null ? 'founding' : 'member', null, first)] : [];
  return [
    ...byMembership,
    ...(accepted === undefined ? [] : [said(trial ? 'volunteered' : 'accepted', null, accepted)]),
    ...Object.keys(grip.parties).filter((party) => grip.parties[party] === member.id).flatMap((party) => {
      const since = versions.slice(versions.findLastIndex(({ parties }) => parties[party] !== member.id) + 1)[0];
      return since === undefined ? [] : [said('party', party, since)];
    }),
    ...[...grip.consents].sort().flatMap((part) => {
      const consent = view.consents.get(`${id} ${part}`)?.get(member.id);
      return consent === undefined ? [] : [said('part', part, consent)];
    }),
  ];
}

function sayHow(how: AcceptedShown['how'], name: string | null): string {
  switch (how) {
    case 'founding': return 'a founding member, bound by membership';
    case 'member': return 'a member when it was agreed on, bound by membership';
    case 'party': return `its ${String(name)}`;
    case 'accepted': return 'came later and accepted it';
    case 'volunteered': return 'volunteered for its trial';
    case 'part': return `consented to ${String(name)}`;
  }
}

// How they get out

function waysOut(view: View, { id: member, left, commons }: MemberView, { id }: SubcontractView, grip: Grip): WayOutShown[] {
  const trial = view.pilots.get(id);
  if (left !== null) return [{ how: 'left', name: null, at: null, words: 'has left: nothing new begins, and what runs is settled' }];
  const ways: WayOutShown[] = [...grip.consents].sort().map((part) => ({ how: 'withdraw', name: part, at: null, words: `take the consent to ${part} back: nothing new is taken under it from then on` }));
  if (trial !== undefined && trial.volunteers.includes(member)) {
    ways.push({ how: 'withdraw', name: null, at: null, words: 'withdraw from the trial: it goes on with the others' }, { how: 'trial_ends', name: null, at: trial.ends, words: `or wait: the trial ends by itself at ${sayTime(view.zone, trial.ends)}` });
  }
  if (!grip.bound || commons) return ways.length > 0 ? ways : [{ how: 'not_bound', name: null, at: null, words: 'isn\'t bound by it' }];
  if (trial === undefined) ways.push({ how: 'retire', name: null, at: null, words: `propose to end ${id}: when that is decided, nothing new begins under it` });
  const party = Object.keys(grip.parties).find((each) => grip.parties[each] === member) ?? null;
  return [...ways, { how: 'leave', name: party, at: null, words: `leave the collective, which nobody can forbid: nothing new begins from then on${party !== null ? `, and ${id} is held until another party is agreed on` : ''}` }];
}

// What is left then

/** @param subcontract null: of all together, and what is owed besides */
function leftOf(view: View, member: string, subcontract: string | null): LeftShown {
  const debts = [...view.obligations.values()].map(({ obligation }) => obligation).filter(({ because }) => subcontract === null || because === subcontract);
  const owes = sumOf(view, debts.filter(({ debtor }) => debtor === member), ({ left }) => left);
  const isOwed = sumOf(view, debts.filter(({ creditor }) => creditor === member), ({ left }) => left);
  const guarantees = sumOf(view, debts.filter((debt) => isGuarantor(view, debt, member)), ({ left, guarantee }) => Math.min(left, guarantee?.max ?? 0));
  const reviews = [...view.reviews.values()].filter(({ review }) => (subcontract === null || review.subcontract === subcontract) && (review.by === member || review.parties.includes(member))).length;
  return { owes, isOwed, guarantees, reviews, words: sayLeft({ owes, isOwed, guarantees, reviews }) };
}

/** Whoever had consented before the loan began, and still does (kernel/settlement.ts). */
function isGuarantor(view: View, { because, debtor, creditor, guarantee }: Obligation, member: string): boolean {
  if (guarantee === null || member === debtor || member === creditor) return false;
  const consent = view.consents.get(`${String(because)} ${guarantee.part}`)?.get(member);
  return consent !== undefined && consent.record <= guarantee.before;
}

function sumOf(view: View, debts: readonly Obligation[], figure: (debt: Obligation) => number): { readonly [unit: string]: string } {
  const sums = new Map<string, number>();
  for (const debt of debts) sums.set(debt.unit, (sums.get(debt.unit) ?? 0) + figure(debt));
  return Object.fromEntries([...sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([unit, sum]) => [unit, formatDecimal(sum, decimalsOf(view, unit))]));
}

function sayLeft({ owes, isOwed, guarantees, reviews }: Omit<LeftShown, 'words'>): string {
  const amounts = (by: LeftShown['owes']): string => Object.entries(by).map(([unit, amount]) => `${amount} ${unit}`).join(' and ');
  const parts = [
    ...(Object.keys(owes).length === 0 ? [] : [`owes ${amounts(owes)}`]),
    ...(Object.keys(isOwed).length === 0 ? [] : [`is owed ${amounts(isOwed)}`]),
    ...(Object.keys(guarantees).length === 0 ? [] : [`stands surety for at most ${amounts(guarantees)}, until the consent is taken back`]),
    ...(reviews === 0 ? [] : [reviews === 1 ? 'one thing waits for a decision' : `${reviews} things wait for a decision`]),
  ];
  return parts.length === 0 ? 'nothing is left open' : parts.join('; ');
}

// Under a proposal

/** What the kernel says of the member and the subcontract that a change is about: as it is, and as it would be; null where there is none. */
export type Grips = { readonly before: Grip | null; readonly after: Grip | null };

/** @param gripsOf what the kernel says of a change; undefined when there is no such proposal or member */
export function boundChange(view: View, id: string, member: string, gripsOf: (change: Change) => Grips): BoundChangeShown | undefined {
  const proposal = view.proposals.get(id)?.proposal;
  if (proposal === undefined || !view.members.has(member)) return undefined;
  return { member, proposal: id, cases: changeCases(view, proposal.revision.change, member, gripsOf) };
}

/** What a change would let be taken from a member; of a choice, what each of its options would. */
export function changeCases(view: View, change: Change, member: string, gripsOf: (change: Change) => Grips): BoundCaseShown[] {
  const cases = change.change === 'choice' ? change.options.map((option) => ({ option: option.id, change: option.change ?? { change: 'resolution' as const } })) : [{ option: null, change }];
  return cases.map((each) => caseShown(view, member, each.option, each.change, gripsOf(each.change)));
}

function caseShown(view: View, member: string, option: string | null, change: Change, grips: Grips): BoundCaseShown {
  const nothing = { atMost: [], offered: [] };
  const [before, after] = [grips.before, grips.after].map((grip) => (grip === null ? nothing : reachOf(view, grip, member))) as [ReturnType<typeof reachOf>, ReturnType<typeof reachOf>];
  const { differs, words } = reachDiffers(before.atMost, after.atMost);
  const subcontract = subcontractIn(change);
  if (change.change === 'exclude' && change.member === member) {
    return { option, subcontract, before: [], after: [], offered: [], differs: 'less', ended: [], kept: [], over: 'excluded', words: [`${nameOf(view, member)} would be a member no more: nothing new begins with them, and what is owed stays owed.`] };
  }
  const fates = fatesOf(grips);
  const same = subcontract === null ? `It changes nothing in what any agreement can take from ${nameOf(view, member)}.` : `It changes nothing in what ${subcontract} can take from ${nameOf(view, member)}.`;
  return { option, subcontract, before: before.atMost, after: after.atMost, offered: after.offered, differs, ...fates, over: grips.after === null && grips.before !== null ? 'ending' : null, words: [...(words.length === 0 ? [same] : words), ...sayConsents(grips, fates, after.offered)] };
}

type Fates = Pick<BoundCaseShown, 'ended' | 'kept'>;

function fatesOf({ before, after }: Grips): Fates {
  if (after === null) return { ended: [], kept: [] };
  return {
    ended: [...(before?.consents ?? [])].filter((part) => !after.consents.has(part)).sort(),
    kept: [...after.held.keys()].filter((part) => before?.held.has(part) !== true).sort(),
  };
}

function sayConsents({ before, after }: Grips, fates: Fates, offered: readonly AtMostShown[]): string[] {
  if (after === null) return before === null ? [] : ['Nothing new begins; what is owed stays owed.'];
  const ended = fates.ended.map((part) => `The consent to ${part} ends until it is given again.`);
  const kept = fates.kept.map((part) => `Under ${part} the limits stay those that were consented to, until more is consented to.`);
  const asked = offered.filter(({ as }) => as === 'member').map(({ words }) => `Only if they accept it: ${words}.`);
  return [...ended, ...kept, ...asked];
}
