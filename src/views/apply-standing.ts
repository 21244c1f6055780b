/** The fold of who belongs, what binds them, and how each subcontract stands. */
import { parseDecimal } from '../vocabulary/decimals.ts';
import type { MemberGrant } from '../vocabulary/grants.ts';
import type { RawTerms } from '../vocabulary/kit.ts';
import type { Fact, PilotState } from '../vocabulary/outcomes.ts';
import { showFields } from '../vocabulary/values.ts';
import type { ProposalRef } from './charter-shown.ts';
import { termChanges } from './proposed.ts';
import type { Citing } from './say.ts';
import { accountOf, decimalsOf, endedKeptMax, versionsKeptMax, type Noted, type StandingView, type SubcontractView, type View } from './view.ts';
import { fillWords, nameTypes } from './words.ts';

const kinds = [
  'admitted', 'consent', 'founding', 'signed', 'accepted', 'left', 'retiring', 'retired', 'stopped', 'resumed', 'pilot', 'pilot.volunteers', 'pilot.began', 'pilot.measured', 'pilot.ended',
] as const satisfies readonly Fact['fact'][];

export type StandingFact = Extract<Fact, { fact: (typeof kinds)[number] }>;

export function isStanding(fact: Fact): fact is StandingFact {
  return (kinds as readonly string[]).includes(fact.fact);
}

export function applyStanding(view: View, { record, recordedAt }: Citing, fact: StandingFact): void {
  const noted: Noted = { record, recordedAt };
  switch (fact.fact) {
    case 'admitted': return admitted(view, fact.member, noted);
    case 'consent': return consent(view, fact, noted);
    case 'founding':
      view.foundingHash = fact.hash;
      return;
    case 'signed': return void view.signed.set(fact.founder, noted);
    case 'accepted': {
      const key = `${fact.subcontract} ${fact.member}`;
      if (fact.given) view.accepted.set(key, noted);
      else view.accepted.delete(key);
      return;
    }
    case 'left': {
      const member = view.members.get(fact.member);
      if (member !== undefined) view.members.set(fact.member, { ...member, left: { ...noted, how: fact.how } });
      return;
    }
    case 'retiring': return stands(view, fact.subcontract, noted, { state: 'retiring', why: null, retiring: true });
    case 'retired': return retired(view, fact.subcontract, noted);
    case 'stopped': return stands(view, fact.subcontract, noted, { state: 'stopped', why: fact.why });
    case 'resumed': return stands(view, fact.subcontract, noted, { state: running(view, fact.subcontract), why: null });
    case 'pilot': return pilot(view, fact.pilot, noted);
    case 'pilot.volunteers': return changePilot(view, fact.subcontract, noted, (known) => ({ ...known, volunteers: fact.volunteers }));
    case 'pilot.began': return changePilot(view, fact.subcontract, noted, (known) => ({ ...known, began: recordedAt, ends: fact.ends }));
    case 'pilot.measured': return changePilot(view, fact.subcontract, noted, (known) => ({ ...known, measured: fact.measured }));
    case 'pilot.ended': return void view.pilots.delete(fact.subcontract);
  }
}

/**
 * @param agreed the terms as they were written
 * @param proposal the one that decided it; null at the founding
 */
export function applyAdopted(view: View, fact: Fact & { fact: 'adopted' }, agreed: RawTerms, proposal: ProposalRef | null, { record, recordedAt }: Citing): void {
  const { subcontract: id, manifest, code, terms, parties, pilot: trial = false } = fact;
  const before = view.subcontracts.get(id);
  const unit = typeof terms['unit'] === 'string' ? terms['unit'] : (view.charter?.units[0]?.id ?? '');
  const subcontract: SubcontractView = {
    id, manifest, types: nameTypes(manifest), code, parties, terms, unit, adopted: record, adoptedAt: recordedAt, agreed,
    text: fillWords(manifest.text, { ...parties, ...showFields(manifest.terms, terms, decimalsOf(view, unit)) }),
  };
  view.subcontracts.set(id, subcontract);
  view.ended.delete(id);
  const version = { record, recordedAt, kit: manifest.name, version: manifest.version, code, proposal, trial, terms: termChanges(view, before, subcontract), parties };
  view.versions.set(id, [...(view.versions.get(id) ?? []), version].slice(-versionsKeptMax));
  const standing = view.standings.get(id);
  // Another version lets nothing go on that is stopped; what was tried, or was ending, begins anew with it.
  if (standing?.state === 'stopped') view.standings.set(id, { ...standing, retiring: false });
  else if (before === undefined || standing?.state !== 'in_force') view.standings.set(id, { state: trial ? 'trial_waits' : 'in_force', why: null, retiring: false, record, recordedAt });
}

function admitted(view: View, member: MemberGrant, { record, recordedAt }: Noted): void {
  view.members.set(member.id, { id: member.id, name: member.name ?? member.id, since: record, sinceAt: recordedAt, commons: member.commons === true, ...(member.votes === false ? { voteless: true } : {}), left: null });
  for (const [unit, text] of Object.entries(member.floor ?? {})) {
    const floor = parseDecimal(text, decimalsOf(view, unit));
    if (floor.ok) accountOf(view, member.id, unit).floor = floor.value;
  }
}

function consent(view: View, fact: Fact & { fact: 'consent' }, noted: Noted): void {
  const key = `${fact.subcontract} ${fact.part}`;
  const members = view.consents.get(key) ?? new Map<string, Noted>();
  if (fact.given) members.set(fact.member, noted);
  else members.delete(fact.member);
  view.consents.set(key, members);
}

function stands(view: View, id: string, noted: Noted, standing: Pick<StandingView, 'state' | 'why'> & Partial<StandingView>): void {
  view.standings.set(id, { retiring: view.standings.get(id)?.retiring ?? false, ...standing, ...noted });
}

/** How it stands when nothing holds it. */
function running(view: View, id: string): StandingView['state'] {
  if (view.standings.get(id)?.retiring === true) return 'retiring';
  const trial = view.pilots.get(id);
  if (trial === undefined) return 'in_force';
  return trial.began === null ? 'trial_waits' : 'trial';
}

function pilot(view: View, state: PilotState, noted: Noted): void {
  view.pilots.set(state.subcontract, state);
  const known = view.standings.get(state.subcontract)?.state;
  if (known === undefined || known === 'in_force') stands(view, state.subcontract, noted, { state: running(view, state.subcontract), why: null });
}

function changePilot(view: View, id: string, noted: Noted, to: (known: PilotState) => PilotState): void {
  const known = view.pilots.get(id);
  if (known === undefined) return;
  const next = to(known);
  view.pilots.set(id, next);
  if (known.began === null && next.began !== null && view.standings.get(id)?.state === 'trial_waits') stands(view, id, noted, { state: 'trial', why: null });
}

/** With it goes all that was agreed to under it; its words and its history are kept for those who look back. */
function retired(view: View, id: string, noted: Noted): void {
  const subcontract = view.subcontracts.get(id);
  if (subcontract !== undefined) view.ended.set(id, subcontract);
  view.subcontracts.delete(id);
  view.pilots.delete(id);
  for (const map of [view.consents, view.accepted] as Map<string, unknown>[]) for (const key of map.keys()) if (key.startsWith(`${id} `)) map.delete(key);
  stands(view, id, noted, { state: 'retired', why: null, retiring: false });
  forgetEnded(view);
}

function forgetEnded(view: View): void {
  if (view.ended.size <= endedKeptMax) return;
  const [oldest] = view.ended.keys();
  if (oldest === undefined) return;
  view.ended.delete(oldest);
  view.versions.delete(oldest);
  view.standings.delete(oldest);
}
