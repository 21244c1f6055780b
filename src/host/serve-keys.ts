/** What the HTTP adapter asks for about members' keys. */
import type { KeyPorts } from '../adapters/http/key-ports.ts';
import type { KernelState } from '../kernel/state.ts';
import { recoveryRule, vouchersOf } from '../kernel/voters.ts';
import type { FriendsShown, KeyShown, RecoveryShown } from '../views/keys-shown.ts';
import { nameOf } from '../views/say.ts';
import type { View } from '../views/view.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import { ok, refuse } from '../vocabulary/result.ts';
import type { Access } from './access.ts';
import type { Clock } from './clock.ts';

type Parts = { readonly state: () => Readonly<KernelState>; readonly view: () => View; readonly clock: Clock; readonly access: Access };

export function keyPorts({ state, view, clock, access }: Parts): KeyPorts {
  return {
    of: (member) => {
      if (!view().members.has(member)) return refuse('unknown_member', `there is no member ${member}`);
      return ok({ keys: keysOf(state(), view(), member, clock.now()), friends: friendsOf(state(), view(), member) });
    },
    recovery: (proof) => {
      const proven = access.sessions.recovering(proof);
      return proven.ok ? ok(recoveryOf(state(), view(), proven.value, clock.now())) : proven;
    },
  };
}

/** Those in force first, passkeys before the rest, then the latest. */
function keysOf({ keys }: Readonly<KernelState>, { keyTimes }: View, member: string, now: number): KeyShown[] {
  const own = [...keys.values()].filter(({ grant }) => grant.role === 'member' && grant.owner === member);
  const shown = own.map(({ grant: { id, name = null, public_key, passkey = null, scope, expires = null }, revokedAt }): KeyShown => {
    const { madeAt = 0, usedAt = null } = keyTimes.get(id) ?? {};
    return { id, name, publicKey: public_key, passkey, kinds: scope?.kinds ?? null, madeAt, usedAt, expires, inForce: revokedAt === null && (expires ?? Infinity) > now };
  });
  return shown.sort((a, b) => Number(b.inForce) - Number(a.inForce) || Number(b.passkey !== null) - Number(a.passkey !== null) || b.madeAt - a.madeAt || (a.id < b.id ? -1 : 1));
}

function friendsOf(state: Readonly<KernelState>, { recordedAt, charter }: View, member: string): FriendsShown {
  const { friends, approvals } = vouchersOf(state, member, { openedAt: recordedAt, newcomerDays: charter?.decide?.days ?? 30 });
  return { friends, named: state.friends.has(member), approvals, waitHours: recoveryRule(state).wait_hours };
}

function recoveryOf(state: Readonly<KernelState>, view: View, proposal: Proposal, now: number): RecoveryShown {
  const { change } = proposal.revision;
  const member = change.change === 'recover' ? change.member : '';
  const { friends, approvals } = vouchersOf(state, member, proposal);
  const approved = friends.filter((friend) => proposal.ballots[friend]?.choice === 'yes').length;
  return { member, name: nameOf(view, member), proposal: proposal.id, by: proposal.by, friends, approved, approvals, waits: proposal.waits, closes: proposal.closes, now };
}
