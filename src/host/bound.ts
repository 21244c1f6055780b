/** What binds a member, as people see it: the view's words with what the kernel says of each subcontract and of what a proposal would make of it. */
import { consentAfter } from '../kernel/adoption.ts';
import { isBound } from '../kernel/bound.ts';
import { amended } from '../kernel/changes.ts';
import { readEnvelope, unitOf } from '../kernel/envelope.ts';
import { decimalsOf, type KernelState, type Subcontract } from '../kernel/state.ts';
import { readTerms } from '../kernel/terms.ts';
import type { Grip } from '../views/at-most.ts';
import { boundChange, boundOf, changeCases, type Grips } from '../views/bound.ts';
import type { BoundCaseShown, BoundChangeShown, BoundShown } from '../views/bound-shown.ts';
import type { View } from '../views/view.ts';
import type { Adoption, Change } from '../vocabulary/changes.ts';

type State = Readonly<KernelState>;

/** Undefined when there is no such member. */
export function boundNow(view: View, state: State, member: string): BoundShown | undefined {
  return boundOf(view, member, (id) => {
    const subcontract = state.subcontracts.get(id);
    return subcontract === undefined ? undefined : gripOf(state, subcontract, member);
  });
}

/** Undefined when no such proposal is open, or there is no such member. */
export function boundUnder(view: View, state: State, proposal: string, member: string): BoundChangeShown | undefined {
  return boundChange(view, proposal, member, (change) => gripsOf(state, change, member));
}

/** What a change that nobody has proposed yet would let be taken from a member. */
export function boundIf(view: View, state: State, change: Change, member: string): readonly BoundCaseShown[] {
  return changeCases(view, change, member, (each) => gripsOf(state, each, member));
}

function gripOf(state: State, subcontract: Subcontract, member: string): Grip {
  const { id, parties, unit, envelope, since, manifest } = subcontract;
  const names = Object.keys(manifest.parts ?? {});
  const consents = names.filter((part) => state.consents.has(`${id} ${part} ${member}`));
  return {
    bound: isBound(state, subcontract, member), since, parties, unit, limits: envelope, consents: new Set(consents),
    held: new Map(consents.flatMap((part) => {
      const limits = state.heldConsents.get(`${id} ${part} ${member}`);
      return limits === undefined ? [] : [[part, limits] as const];
    })),
  };
}

function gripsOf(state: State, change: Change, member: string): Grips {
  const subcontract = 'subcontract' in change ? state.subcontracts.get(change.subcontract) : undefined;
  const before = subcontract === undefined ? null : gripOf(state, subcontract, member);
  switch (change.change) {
    case 'adopt': return { before, after: gripUnder(state, change, subcontract, before, member) };
    case 'terms': {
      const adoption = amended(state, change);
      return { before, after: adoption.ok ? gripUnder(state, adoption.value, subcontract, before, member) : before };
    }
    case 'pilot': {
      const after = gripUnder(state, change, undefined, null, member);
      // It binds its parties and its volunteers, who have yet to say so.
      return { before, after: after === null ? null : { ...after, bound: Object.values(after.parties).includes(member) } };
    }
    case 'stop': case 'retire': return { before, after: null };
    case 'resume': return { before: null, after: before };
    default: return { before, after: before };
  }
}

/** Null when it couldn't be adopted as it stands by now: then nothing comes of it. */
function gripUnder(state: State, { manifest, parties, terms: raw }: Adoption, before: Subcontract | undefined, now: Grip | null, member: string): Grip | null {
  const terms = readTerms(state, manifest, raw);
  if (!terms.ok) return null;
  const unit = unitOf(state, terms.value);
  const envelope = readEnvelope(manifest, terms.value, decimalsOf(state, unit));
  if (!envelope.ok) return null;
  const next = { manifest, unit, envelope: envelope.value };
  const isAnew = before === undefined || before.pilot || state.retiring.has(before.id);
  const belongs = state.members.get(member)?.left === null && state.members.get(member)?.commons === false;
  const bound = isAnew ? belongs || Object.values(parties).includes(member) : isBound(state, { ...before, parties }, member);
  const fates = before === undefined ? [] : [...(now?.consents ?? [])].map((part) => [part, consentAfter(before, next, part)] as const);
  return {
    bound, since: state.seq, parties, unit, limits: envelope.value, consents: new Set(fates.filter(([, fate]) => fate !== 'ends').map(([part]) => part)),
    held: new Map(fates.flatMap(([part, fate]) => {
      const limits = fate === 'ends' ? undefined : (now?.held.get(part) ?? (fate === 'held' ? before?.envelope : undefined));
      return limits === undefined ? [] : [[part, limits] as const];
    })),
  };
}
