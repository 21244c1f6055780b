/** The collective's rules as people see them: the view's words with what the kernel says of windows, of whose yes a cap takes, and of whom it binds. */
import { boundTo } from '../kernel/bound.ts';
import { readEnvelope, unitOf } from '../kernel/envelope.ts';
import { wayOf } from '../kernel/entrenched.ts';
import { decimalsOf, type KernelState } from '../kernel/state.ts';
import { effectiveAt } from '../kernel/windows.ts';
import { reachOf } from '../views/at-most.ts';
import { charterOf } from '../views/charter.ts';
import type { CharterShown, InvitationShown, SubcontractHistory } from '../views/charter-shown.ts';
import { peopleCount } from '../views/queries.ts';
import { historyOf } from '../views/standing.ts';
import type { View } from '../views/view.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { Instant } from '../vocabulary/time.ts';

type State = Readonly<KernelState>;

/** Undefined before there is a charter. */
export function charterNow(view: View, state: State): CharterShown | undefined {
  const entrenched = state.charter?.entrenched ?? {};
  return charterOf(view, {
    nextWindow: state.charter?.windows === undefined ? null : effectiveAt(state, { change: 'charter', set: {} }, null, state.recordedAt),
    consentOf: (cap) => {
      const others = Object.fromEntries(Object.entries(entrenched).filter(([name]) => name !== cap));
      return wayOf(state, { change: 'charter', set: { entrenched: others } })?.consent ?? [];
    },
  });
}

/** Undefined when there never was a subcontract of this name, or it ended too long ago. */
export function historyNow(view: View, state: State, id: string): SubcontractHistory | undefined {
  const subcontract = state.subcontracts.get(id);
  return historyOf(view, id, subcontract === undefined ? [] : boundTo(state, subcontract));
}

/** What who holds an invitation sees before they join; undefined before there is a charter. */
export function invitationNow(view: View, state: State, grant: KeyGrant, now: Instant): InvitationShown | undefined {
  const charter = charterNow(view, state);
  if (charter === undefined) return undefined;
  return {
    origin: view.origin, name: charter.name, now, invitation: grant.owner, expires: grant.expires ?? null, members: peopleCount(view), charter,
    subcontracts: [...view.subcontracts.values()].map(({ id, manifest, terms, parties, text }) => {
      const unit = unitOf(state, terms);
      const envelope = readEnvelope(manifest, terms, decimalsOf(state, unit));
      const grip = { bound: false, since: 0, parties, unit, limits: envelope.ok ? envelope.value : [], consents: new Set<string>(), held: new Map() };
      return { id, title: manifest.title, text, atMost: reachOf(view, grip, '').offered.map(({ words }) => words) };
    }),
  };
}
