/** Coming and going: invitations, what those who came later or volunteer accept, leaving and being excluded. Leaving can't be forbidden. */
import type { Entry } from '../vocabulary/entries.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import type { AdoptionPorts } from './adoption.ts';
import { anyTopic } from './apply-deciding.ts';
import { boundTo, isBound } from './bound.ts';
import { admitMember } from './founding.ts';
import { grantKeys } from './keys.ts';
import { endPermits } from './permits.ts';
import { volunteer, withdraw } from './pilots.ts';
import { emptyPurses } from './purses.ts';
import { settleIncome } from './settlement.ts';
import { endingRefusal } from './standing.ts';
import type { Subcontract } from './state.ts';
import type { Turn } from './turn-state.ts';

type EntryOf<K extends Entry['kind']> = Entry & { kind: K };

/** An invitation is named like its key, and whoever holds it joins under a name of their choice. One that members decided on is for whom they named. */
export function invite(turn: Turn, { body: { key } }: EntryOf<'invite'>): Refusal | null {
  if (key.role !== 'invitation' || key.owner !== key.id) return no('invalid_value', `${key.id} is no invitation: its role is \`invitation\`, and it is its own owner`);
  if (turn.state.members.has(key.owner)) return no('already_member', `there is a member ${key.owner}: the invitation needs another name`);
  return grantKeys(turn, [key]);
}

/** Admits whoever holds the invitation, which is used up by it. */
export function join(turn: Turn, { by, body: { member, keys } }: EntryOf<'join'>): Refusal | null {
  const invitations = [...turn.state.keys.values()].filter(({ grant, revokedAt }) => grant.role === 'invitation' && grant.owner === by && revokedAt === null);
  if (invitations.some(({ grant }) => grant.id !== grant.owner) && member.id !== by) return no('not_permitted', `this invitation is for ${by}, and not for ${member.id}`);
  // Who invited by right had it then; since it is for the members to decide, only what they decided on holds.
  if (turn.state.charter?.matters?.some(({ changes }) => changes.includes('admit')) === true && invitations.every(({ grant }) => grant.id === grant.owner)) {
    return no('not_permitted', 'by now the members decide together who is admitted: ask one of them to propose it');
  }
  const more = (['opening', 'floor', 'commons', 'votes'] as const).find((name) => member[name] !== undefined);
  if (more !== undefined) return no('unknown_value', `who joins by an invitation brings no ${more}`);
  if (keys.length === 0) return no('missing_value', 'name the key with which you will sign from now on');
  const other = keys.find((key) => key.role !== 'member' || key.owner !== member.id);
  if (other !== undefined) return no('invalid_value', `the key ${other.id} does not speak for ${member.id}`);
  const refusal = admitMember(turn, member) ?? grantKeys(turn, keys);
  if (refusal !== null) return refusal;
  for (const id of invitations.map(({ grant }) => grant.id).sort(compareIds)) turn.emit({ fact: 'key.revoked', key: id });
  return null;
}

/** Binds a member who isn't bound yet. Of a trial it makes a volunteer, who may also withdraw. */
export function accept(turn: Turn, ports: AdoptionPorts, { by, body: { subcontract: id, given } }: EntryOf<'accept'>): Refusal | null {
  const { state } = turn;
  const subcontract = state.subcontracts.get(id);
  if (subcontract === undefined) return no('unknown_subcontract', `there is no subcontract ${id}`);
  if (state.members.get(by)?.left !== null) return no('unknown_member', `there is no member ${by}`);
  if (given === false) return withdrawn(turn, subcontract, by);
  const ending = endingRefusal(state, id);
  if (ending !== null) return ending;
  const isVolunteer = state.pilots.get(id)?.volunteers.includes(by) === true;
  if (isVolunteer || isBound(state, subcontract, by)) return no('already_so', `${by} has accepted ${id} already, or is bound by it without`);
  turn.emit({ fact: 'accepted', subcontract: id, member: by, given: true });
  return subcontract.pilot ? volunteer(turn, ports, id, by) : null;
}

/** Any member may go at any time, and take nothing along of what is owed. */
export function leave(turn: Turn, entry: EntryOf<'leave'>): Refusal | null {
  if (turn.state.members.get(entry.by)?.left !== null) return no('unknown_member', `there is no member ${entry.by}`);
  return goes(turn, entry.by, 'left');
}

export function exclude(turn: Turn, member: string): Refusal | null {
  if (turn.state.members.get(member)?.left !== null) return no('unknown_member', `there is no member ${member}`);
  return goes(turn, member, 'excluded');
}

function withdrawn(turn: Turn, { id, pilot }: Subcontract, member: string): Refusal | null {
  if (!pilot) return no('not_permitted', `${id} binds all who are members: the way out is to leave the collective, or to have ${id} ended by decision`);
  if (turn.state.pilots.get(id)?.volunteers.includes(member) !== true) return no('not_permitted', `${member} is not one of those who try ${id}`);
  endConsents(turn, member, id);
  turn.emit({ fact: 'accepted', subcontract: id, member, given: false });
  return withdraw(turn, id, member);
}

function goes(turn: Turn, member: string, how: 'left' | 'excluded'): null {
  const { state } = turn;
  endConsents(turn, member, null);
  endPermits(turn, member);
  turn.onItsOwn(() => { emptyPurses(turn, { holder: member }); });
  settleIncome(turn, 0);
  turn.emit({ fact: 'left', member, how });
  // Nobody's vote goes on through somebody who isn't there.
  for (const key of [...state.delegations.keys()].filter((each) => each.startsWith(`${member} `)).sort(compareIds)) {
    const topic = key.slice(member.length + 1);
    turn.emit({ fact: 'delegated', member, topic: topic === anyTopic ? null : topic, to: null });
  }
  for (const id of [...state.pilots.keys()].sort(compareIds)) if (state.pilots.get(id)?.volunteers.includes(member) === true) withdraw(turn, id, member);
  const theirs = [...state.subcontracts.values()].filter(({ parties }) => Object.values(parties).includes(member));
  for (const subcontract of theirs.sort((a, b) => compareIds(a.id, b.id))) holdWithout(turn, subcontract, member);
  return null;
}

/** Of one subcontract, or of all. */
function endConsents(turn: Turn, member: string, subcontract: string | null): void {
  for (const key of [...turn.state.consents.keys()].sort()) {
    const [id = '', part = '', who] = key.split(' ');
    if (who === member && (subcontract === null || id === subcontract)) turn.emit({ fact: 'consent', subcontract: id, part, member, given: false });
  }
}

/** What is ending settles without its party; all else waits for another one. */
function holdWithout(turn: Turn, subcontract: Subcontract, party: string): void {
  const { state } = turn;
  const { id } = subcontract;
  if (state.retiring.has(id)) return;
  if (!state.stopped.has(id)) turn.emit({ fact: 'stopped', subcontract: id, why: 'party_left' });
  for (const to of boundTo(state, subcontract)) turn.emit({ fact: 'notice', item: 0, because: null, to, code: 'party_left', data: { subcontract: id, party } });
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
