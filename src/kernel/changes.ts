/**
 * What each kind of change asks for before anyone votes on it, and how it is done once it is carried: the same checks again, since what it is
 * about may be otherwise by then.
 */
import { charterDefaults, charterParts, charterPartsKept, type Charter, type CharterPart } from '../vocabulary/charter.ts';
import type { Adoption, Change } from '../vocabulary/changes.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { isId } from '../vocabulary/ids.ts';
import { saysSame } from '../vocabulary/json.ts';
import type { PolicyReader } from '../vocabulary/ports.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal, Result } from '../vocabulary/result.ts';
import { refuse } from '../vocabulary/result.ts';
import type { ContractRunner } from '../vocabulary/runner.ts';
import { showFields } from '../vocabulary/values.ts';
import { adoptTogether, isInForce, readAdoption, type AdoptionPorts } from './adoption.ts';
import { beginsAnew } from './bound.ts';
import { charterRefusal } from './charter-rules.ts';
import { capRefusal, retireCapRefusal, wayRefusal } from './entrenched.ts';
import { admitMember, issueChecked, memberRefusal, spendChecked, spendRefusal } from './founding.ts';
import { grantKeys, keyRefusal, revokeKeys } from './keys.ts';
import { asItIs } from './matters.ts';
import { exclude } from './membership.ts';
import { isOwnRuled } from './own-rules.ts';
import { beginPilot, pilotRefusal } from './pilots.ts';
import { act, actRefusal } from './requests.ts';
import { changeSensing, sensingRefusal } from './sensing.ts';
import { resume, resumeRefusal, retire, retireRefusal, stop, stopRefusal } from './standing.ts';
import { decimalsOf, type KernelState } from './state.ts';
import type { Turn } from './turn-state.ts';
import { decideRule, vouchersOf } from './voters.ts';

export type ChangePorts = AdoptionPorts & {
  readonly runner: ContractRunner;
  readonly policies: PolicyReader;
  /** SHA-256 in hex of the canonical JSON of a value. */
  readonly digestOf: (value: unknown) => string;
};

/** Witnesses of a policy: a head has at most a hundred signatures (log/note.ts), with the log's own and those of volunteers. */
export const witnessesMax = 64;
/** Options of a choice: more than people compare, few enough that the working of a count stays readable. */
export const optionsMax = 20;

/** What is refused before anyone votes on it. */
export function changeRefusal(state: KernelState, ports: ChangePorts, change: Change): Refusal | null {
  switch (change.change) {
    case 'operator': {
      const wrong = change.keys.find((key) => !['operator', 'log', 'gateway'].includes(key.role));
      if (wrong !== undefined) return no('invalid_value', `the key ${wrong.id} is a ${wrong.role}'s: an operator brings keys of operator, log and gateway`);
      for (const role of ['operator', 'log'] as const) if (!change.keys.some((key) => key.role === role)) return no('missing_value', `an operator needs a key of role ${role}`);
      return keysRefusal(state, change.keys);
    }
    case 'policy': return policyRefusal(state, ports, change);
    case 'recover': return recoverRefusal(state, change);
    case 'issue': return null;
    case 'adopt': return adoptRefusal(state, ports, change);
    case 'terms': return termsRefusal(state, ports, change);
    case 'pilot': return pilotRefusal(state, ports, change) ?? capRefusal(state, change);
    case 'retire': return retireRefusal(state, change.subcontract) ?? retireCapRefusal(state, change.subcontract);
    case 'stop': return stopRefusal(state, change.subcontract);
    case 'resume': return resumeRefusal(state, change.subcontract);
    case 'act': return actRefusal(state, change);
    case 'spend': return spendRefusal(state, change);
    case 'admit': return admitRefusal(state, change);
    case 'exclude': return state.members.get(change.member)?.left === null ? null : no('unknown_member', `there is no member ${change.member}`);
    case 'charter': return charterChangeRefusal(state, change);
    case 'sensing': return sensingRefusal(state, change);
    case 'resolution': return null;
    case 'ratify': return /^[0-9a-f]{64}$/.test(change.agreement) ? null : no('invalid_value', 'an agreement is named by a SHA-256 in hex');
    case 'choice': return choiceRefusal(state, ports, change);
  }
}

/** Does what was agreed to. */
export function perform(turn: Turn, ports: ChangePorts, change: Change, proposal: string, by: string): Refusal | null {
  const { state } = turn;
  const refusal = change.change === 'choice' ? null : changeRefusal(state, ports, change);
  if (refusal !== null) return refusal;
  switch (change.change) {
    case 'operator':
      revokeKeys(turn, ({ role }) => role === 'operator' || role === 'log' || role === 'gateway');
      return grantKeys(turn, change.keys);
    case 'policy': {
      const witnesses = ports.policies.witnesses(change.policy);
      if (!witnesses.ok) return witnesses.refusal;
      turn.emit({ fact: 'policy', policy: { text: change.policy, witnesses: witnesses.value, runs: change.runs } });
      return null;
    }
    case 'recover':
      revokeKeys(turn, ({ role, owner }) => role === 'member' && owner === change.member);
      return grantKeys(turn, [change.key]);
    case 'issue': return issueChecked(turn, change, by, `proposal-${state.seq}`);
    case 'adopt': return adoptTogether(turn, ports, change);
    case 'terms': {
      const adoption = amended(state, change);
      return adoption.ok ? adoptTogether(turn, ports, adoption.value) : adoption.refusal;
    }
    case 'pilot': return beginPilot(turn, ports, change, proposal, by);
    case 'retire': return retire(turn, change.subcontract);
    case 'stop': return stop(turn, change.subcontract);
    case 'resume': return resume(turn, change.subcontract);
    case 'act': return act(turn, ports.runner, change, proposal);
    case 'spend': return spendChecked(turn, change, `proposal-${state.seq}`);
    case 'admit': return change.keys.some(({ role }) => role === 'invitation') ? grantKeys(turn, change.keys) : (admitMember(turn, change.member) ?? grantKeys(turn, change.keys));
    case 'exclude': return exclude(turn, change.member);
    case 'charter': {
      const charter = charterWith(state, change);
      if (charter !== null) turn.emit({ fact: 'charter', charter });
      return null;
    }
    case 'sensing': return changeSensing(turn, change);
    case 'resolution': return null;
    case 'ratify':
      turn.emit({ fact: 'ratified', agreement: change.agreement, with: change.with });
      return null;
    case 'choice': return null;
  }
}

/** Parties that the subcontract doesn't have yet: nobody becomes one without saying yes. */
export function newParties(state: KernelState, change: Change): string[] {
  if (change.change === 'choice') return change.options.flatMap((option) => (option.change === undefined ? [] : newParties(state, option.change)));
  if (change.change !== 'adopt' && change.change !== 'terms' && change.change !== 'pilot') return [];
  const there = state.subcontracts.get(change.subcontract);
  const before = there === undefined || there.pilot ? {} : there.parties; // who was one for a trial isn't one of the whole
  const parties = change.parties ?? {};
  return Object.keys(parties).filter((party) => before[party] !== parties[party]).map((party) => parties[party] ?? '').filter((party) => state.members.get(party)?.commons !== true);
}

/** The subcontract as it would be with other terms: the version in force by now, with what the change names. */
export function amended(state: KernelState, { subcontract: id, terms, parties = {} }: Change & { change: 'terms' }): Result<Adoption> {
  const subcontract = state.subcontracts.get(id);
  if (subcontract === undefined) return refuse('unknown_subcontract', `there is no subcontract ${id}`);
  const { manifest, code } = subcontract;
  const agreed = showFields(manifest.terms, subcontract.terms, decimalsOf(state, subcontract.unit));
  return { ok: true, value: { subcontract: id, manifest, code, parties: { ...subcontract.parties, ...parties }, terms: { ...agreed, ...terms } } };
}

/** The charter with what the change sets; null before there is one. */
export function charterWith({ charter }: KernelState, { set }: Change & { change: 'charter' }): Charter | null {
  if (charter === null) return null;
  const parts = new Map<string, unknown>(Object.entries({ ...charter, ...set }));
  for (const [part, value] of Object.entries(set)) if (value === null) parts.delete(part);
  return Object.fromEntries(parts) as Charter;
}

function adoptRefusal(state: KernelState, { runner, isTried }: ChangePorts, adoption: Adoption): Refusal | null {
  const { subcontract: id } = adoption;
  const read = readAdoption(state, runner, adoption);
  if (!read.ok) return read.refusal;
  const refusal = capRefusal(state, adoption);
  if (refusal !== null || isTried?.(id) === true || beginsAnew(state, id) || !isInForce(state, adoption, read.value)) return refusal;
  return no('already_so', `${id} has these terms and parties already: nothing would be another`);
}

/** With other terms something goes on; to have the whole of what is tried, or what is ending, is to adopt it. */
function termsRefusal(state: KernelState, ports: ChangePorts, change: Change & { change: 'terms' }): Refusal | null {
  const { subcontract: id } = change;
  const adoption = amended(state, change);
  if (!adoption.ok) return adoption.refusal;
  if (state.retiring.has(id)) return no('ending', `${id} is ending: adopt it if it is to begin anew`);
  if (state.subcontracts.get(id)?.pilot === true) return no('not_permitted', `${id} is being tried: its terms stay as they are until it is adopted, or tried with others`);
  return adoptRefusal(state, ports, adoption.value);
}

function keysRefusal(state: KernelState, keys: readonly KeyGrant[]): Refusal | null {
  return keys.map((key) => keyRefusal(state, key)).find((refusal) => refusal !== null) ?? null;
}

function recoverRefusal(state: KernelState, { member, key }: Change & { change: 'recover' }): Refusal | null {
  if (state.members.get(member)?.commons !== false) return no('unknown_member', `there is no member ${member} with a key`);
  if (key.role !== 'member' || key.owner !== member) return no('invalid_value', `the key ${key.id} does not speak for ${member}`);
  if (vouchersOf(state, member, { openedAt: state.recordedAt, newcomerDays: decideRule(state).days }).friends.length === 0) return no('not_permitted', `${member} has nobody who could vouch`);
  return keysRefusal(state, [key]);
}

function policyRefusal(state: KernelState, ports: ChangePorts, { policy, runs }: Change & { change: 'policy' }): Refusal | null {
  const witnesses = ports.policies.witnesses(policy);
  if (!witnesses.ok) return witnesses.refusal;
  if (Object.keys(witnesses.value).length > witnessesMax) return no('limit_reached', `a policy names at most ${witnessesMax} witnesses`);
  for (const [name, publicKey] of Object.entries(witnesses.value)) {
    const taken = state.publicKeys.get(publicKey);
    if (taken !== undefined) return no('already_known_key', `the key of witness ${name} is the key ${taken}: a witness needs one of its own`);
  }
  if (new Set(Object.values(witnesses.value)).size !== Object.keys(witnesses.value).length) return no('already_known_key', 'two witnesses have the same key');
  for (const [name, member] of Object.entries(runs)) {
    if (!Object.hasOwn(witnesses.value, name)) return no('unknown_value', `the policy has no witness ${name}`);
    const there = state.members.get(member);
    if (there === undefined) return no('unknown_member', `witness ${name}: there is no member ${member}`);
    if (there.left !== null) return no('not_permitted', `witness ${name}: ${member} has left, and can't agree to hand the log on: name another one`);
  }
  return null;
}

function admitRefusal(state: KernelState, { member, keys }: Change & { change: 'admit' }): Refusal | null {
  if (member.opening !== undefined || Object.keys(member.floor ?? {}).length > 0) return no('unknown_value', 'opening balances and credit are no part of an admission');
  const wrong = keys.find(({ role, owner }) => (role !== 'member' && role !== 'invitation') || owner !== member.id);
  if (wrong !== undefined) return no('invalid_value', `the key ${wrong.id} does not speak for ${member.id}`);
  const invited = keys.filter(({ role }) => role === 'invitation');
  // An invitation that is named like its owner is for whoever holds it.
  if (invited.some(({ id }) => id === member.id)) return no('invalid_value', `the invitation of ${member.id} needs another name than theirs`);
  if (invited.length > 0 && keys.length > 1) return no('invalid_value', 'one comes with keys of one\'s own, or by one invitation');
  const refusal = memberRefusal(state, member);
  // A key speaks for nobody who isn't there yet: what else is wrong with it can be told before.
  return refusal ?? (keys.some((key) => state.keys.has(key.id) || state.publicKeys.has(key.public_key)) ? no('already_known_key', 'a key of this admission is in the log already') : null);
}

function charterChangeRefusal(state: KernelState, change: Change & { change: 'charter' }): Refusal | null {
  const parts = Object.keys(change.set);
  if (parts.length === 0) return no('missing_value', 'name at least one part of the charter that is to be another');
  const unknown = parts.find((part) => !charterParts.includes(part as CharterPart));
  if (unknown !== undefined) return no('unknown_value', `the charter's ${unknown} can't be changed by decision; these can: ${charterParts.join(', ')}`);
  const kept = charterPartsKept.find((part) => change.set[part] === null);
  if (kept !== undefined) return no('missing_value', `a charter needs its ${kept}: say what it is to be`);
  const charter = charterWith(state, change);
  if (charter === null) return no('not_founded', 'there is no charter yet');
  const refusal = charterRefusal(state, charter);
  if (refusal !== null) return refusal;
  const isSame = (part: CharterPart): boolean => saysSame(standing(state.charter, part), standing(charter, part));
  return (parts as CharterPart[]).every(isSame) ? no('already_so', `the charter has ${parts.join(', ')} so already: nothing would be another`) : null;
}

/** What holds where the charter says nothing is the default. */
function standing(charter: Charter | null, part: CharterPart): unknown {
  return charter?.[part] ?? (charterDefaults as Partial<Charter>)[part] ?? null;
}

function choiceRefusal(state: KernelState, ports: ChangePorts, { options }: Change & { change: 'choice' }): Refusal | null {
  if (options.length < 2 || options.length > optionsMax) return no('invalid_value', `a choice is between 2 and ${optionsMax} options`);
  for (const { id, change } of options) {
    if (!isId(id) || id === asItIs || id === 'yes' || id === 'no') return no('invalid_value', `an option can't be called ${JSON.stringify(id)}`);
    if (change !== undefined && isOwnRuled(change)) return no('not_permitted', 'what concerns the log and its keys is voted on by itself');
    // As one of several it would be had without its way: the consent is to it alone, and the votes are days apart.
    const refusal = change === undefined ? null : (changeRefusal(state, ports, change) ?? wayRefusal(state, change, []));
    if (refusal !== null) return { ...refusal, detail: `${id}: ${refusal.detail}` };
  }
  return new Set(options.map(({ id }) => id)).size === options.length ? null : no('invalid_value', 'two options have the same name');
}

function no(code: RefusalCode, detail: string): Refusal {
  return { code, detail };
}
