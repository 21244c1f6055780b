/**
 * Who may put an entry to the kernel: the checks before anything is recorded. What fails here leaves no record;
 * what passes is recorded whatever its outcome.
 */
import { observationsPerEntryMax, protocolVersion, type Entry, type EntryKind, type SealedEntry } from '../vocabulary/entries.ts';
import type { KeyGrant, KeyRole } from '../vocabulary/grants.ts';
import { idLengthMax, isId } from '../vocabulary/ids.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import type { RefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { sealFits } from '../vocabulary/seals.ts';
import { dayMs, formatInstant, instantMax, type Instant } from '../vocabulary/time.ts';
import { isFounding, unsigned } from './founding.ts';
import { evidenceFault } from './sensing.ts';
import type { KernelState } from './state.ts';
import { weightRefusal } from './weight.ts';

export type Gate = { readonly pass: true } | { readonly pass: false; readonly duplicate: true } | { readonly pass: false; readonly duplicate: false; readonly refusal: Refusal };

const roles: { readonly [kind in EntryKind]: readonly KeyRole[] } = {
  'found': ['operator'], 'found.more': ['operator'], 'admit': ['operator', 'member'], 'key.add': ['operator', 'member'], 'key.revoke': ['operator', 'member'],
  'zone': ['operator'], 'adopt': ['operator'], 'consent': ['member'], 'attest': ['operator', 'member'], 'issue': ['operator', 'member'],
  'pay': ['member'], 'income': ['operator', 'member'], 'payout': ['member'], 'payout.cancel': ['member'], 'settle': ['operator', 'member'], 'reverse': ['operator', 'member'], 'observe': ['device', 'gateway'], 'request': ['member'], 'propose': ['operator', 'member'], 'ballot': ['member'], 'friends': ['member'],
  'sign': ['member'], 'invite': ['operator', 'member'], 'join': ['invitation'], 'accept': ['member'], 'leave': ['member'],
  'withdraw': ['operator', 'member'], 'amend': ['member'], 'delegate': ['member'], 'comment': ['member'], 'opened': ['operator', 'member'],
  'bind': ['operator', 'member'], 'unbind': ['operator', 'member'], 'permit': ['member'], 'look': ['operator', 'member'], 'dispute': ['member'], 'judge': ['member'], 'incident': ['member'], 'digest': ['operator'], 'clock': ['operator'],
};

/** What may be said before the last founder has signed. */
const beforeSigned: readonly EntryKind[] = ['found.more', 'adopt', 'bind', 'consent', 'attest', 'sign', 'digest'];
/** What somebody who has left may still do: settle what there is between them and the collective, and read what is theirs. */
const afterLeaving: readonly EntryKind[] = ['pay', 'payout', 'payout.cancel', 'request', 'key.add', 'key.revoke', 'opened'];

/**
 * @param message the canonical JSON of the entry, over which the seal was made
 */
export function gate(state: KernelState, verifier: SealVerifier, sealed: SealedEntry, message: string, recordedAt: Instant): Gate {
  const { entry, seal } = sealed;
  if (entry.kind === 'found') return foundingGate(state, verifier, sealed, message);
  if (state.charter === null) return no('not_founded', 'the log has no founding yet');
  if (entry.origin !== state.origin) return no('wrong_origin', `the entry is for ${entry.origin}, this is ${state.origin}`);
  const key = state.keys.get(seal.key);
  if (key === undefined) return no('unknown_key', `there is no key ${seal.key}`);
  if (key.revokedAt !== null) return no('revoked_key', `the key ${seal.key} was revoked`);
  if (key.grant.expires !== undefined && key.grant.expires <= recordedAt) return no('expired_key', `the key ${seal.key} was in force until ${formatInstant(key.grant.expires)}`);
  if (!sealFits(verifier, key.grant, message, seal)) return no('bad_seal', `the seal by ${seal.key} does not fit the entry`);
  const role = roleRefusal(state, entry, key.grant, recordedAt) ?? scopeRefusal(entry, key.grant);
  if (role !== null) return role;
  const missing = unsigned(state);
  if (missing.length > 0 && !beforeSigned.includes(entry.kind)) return no('not_founded', `the founding waits for the signatures of ${missing.join(', ')}`);
  // What somebody has signed stays as it was.
  if (state.signed.size > 0 && (entry.kind === 'found.more' || entry.kind === 'adopt' || (entry.kind === 'bind' && missing.length > 0))) return no('already_founded', `${[...state.signed.keys()].sort().join(', ')} signed the founding as it is`);
  const founding = isFounding(state, recordedAt);
  if (entry.kind === 'found.more' && !founding) return no('already_founded', 'the founding is over: members are admitted now');
  // Whoever runs the machine must not be able to bring in an agreement that nobody agreed on.
  if (entry.kind === 'adopt' && !founding) return no('not_permitted', 'the founding is over: an agreement is proposed now, and the members decide on it');
  const repeated = repetition(state, entry, seal.sig);
  if (repeated !== null) return repeated;
  // After what is there already: a payment that is sent again counts once, also towards what one may pay in a day.
  const weight = weightRefusal(state, entry, key.grant, recordedAt);
  if (weight !== null) return { pass: false, duplicate: false, refusal: weight };
  if (!Number.isSafeInteger(entry.at) || entry.at < 0 || entry.at > instantMax) return no('invalid_value', 'the entry\'s time is no instant');
  if (entry.at > recordedAt + state.charter.clock_ahead_s * 1000) return no('from_the_future', `the entry's time is ahead by ${entry.at - recordedAt} ms`);
  if (entry.kind !== 'observe' && entry.at < recordedAt - state.charter.late_days * dayMs) return no('too_late', `the entry is more than ${state.charter.late_days} days old`);
  return { pass: true };
}

function foundingGate(state: KernelState, verifier: SealVerifier, { entry, seal }: SealedEntry, message: string): Gate {
  if (entry.kind !== 'found') return no('malformed', 'not a founding');
  if (state.charter !== null) return no('already_founded', 'the collective exists already');
  if (entry.body.protocol !== protocolVersion) return no('malformed', `protocol ${entry.body.protocol} is not known here`);
  const key = entry.body.keys.find((grant) => grant.id === seal.key && grant.role === 'operator');
  if (key === undefined) return no('unknown_key', 'a founding is sealed by an operator\'s key that it names');
  return sealFits(verifier, key, message, seal) ? { pass: true } : no('bad_seal', 'the seal does not fit the founding');
}

/** Whether this key may say this, for the one in whose name it is said. */
function roleRefusal(state: KernelState, entry: Entry, key: KeyGrant, recordedAt: Instant): Gate | null {
  if (!roles[entry.kind].includes(key.role)) return no('wrong_role', `a ${key.role}'s key may not seal ${entry.kind}`);
  if (entry.by !== key.owner) return no('wrong_role', `the key ${key.id} speaks for ${key.owner}, not for ${entry.by}`);
  if (entry.kind === 'observe') return observeRefusal(state, entry, key);
  if (key.role === 'member' && typeof state.members.get(entry.by)?.left === 'number' && !afterLeaving.includes(entry.kind)) return no('not_permitted', `${entry.by} has left, and may still settle what is between them and the others`);
  const rights = state.charter?.rights;
  // A floor below zero is credit: who gives it makes money, and needs the right to. By the key's role, since a member may be called operator.
  if (entry.kind === 'admit' && Object.keys(entry.body.member.floor ?? {}).length > 0) {
    const issuers = rights?.issue ?? [];
    const mayIssue = issuers.length === 0 ? key.role === 'operator' : key.role === 'member' && issuers.includes(entry.by);
    if (!mayIssue) return no('not_permitted', `${entry.by} may not give credit (a floor): that needs the right to issue`);
  }
  if (entry.kind === 'propose') return proposeRefusal(entry, key, rights?.issue ?? []);
  if ((entry.kind === 'admit' || entry.kind === 'invite') && (state.charter?.matters ?? []).some(({ changes }) => changes.includes('admit'))) {
    return no('not_permitted', 'by the charter the members decide together who is admitted: propose it');
  }
  if (entry.kind === 'bind' || entry.kind === 'unbind') return bindRefusal(state, entry, key, recordedAt);
  if (entry.kind === 'income' || entry.kind === 'settle' || entry.kind === 'reverse') return bankRefusal(state, entry.by, key);
  const kind = entry.kind as 'admit' | 'invite' | 'issue' | 'attest';
  const named = { admit: rights?.admit, invite: rights?.admit, issue: rights?.issue, attest: rights?.attest }[kind];
  if (named !== undefined) {
    const allowed = named.length === 0 ? key.role === 'operator' : key.role === 'member' ? named.includes(entry.by) : entry.kind === 'attest';
    if (!allowed) return notNamed(kind, named, entry.by);
  }
  if (entry.kind === 'key.add' && key.role === 'member' && !(entry.body.key.role === 'member' && entry.body.key.owner === entry.by)) {
    return no('not_permitted', 'a member may add keys for themselves only');
  }
  if (entry.kind === 'key.add' && key.role === 'operator' && entry.body.key.role === 'member' && hasHadKey(state, entry.body.key.owner)) {
    return no('not_permitted', `only ${entry.body.key.owner} can add a further key for ${entry.body.key.owner}`);
  }
  // Whoever runs the machine must not be able to silence a member; who lost a key turns to friends (proposals.ts).
  if (entry.kind === 'key.revoke' && key.role === 'operator' && state.keys.get(entry.body.key)?.grant.role === 'member') {
    return no('not_permitted', 'a member\'s key is revoked by its owner, or by friends when it is lost');
  }
  if (entry.kind === 'key.revoke' && key.role === 'member' && state.keys.get(entry.body.key)?.grant.owner !== entry.by) {
    return no('not_permitted', 'a member may revoke their own keys only');
  }
  return null;
}

/** Which streams become observations: at the founding part of it, then by whom the charter names, or by decision. */
function bindRefusal(state: KernelState, { kind, by }: Entry & { kind: 'bind' | 'unbind' }, { role }: KeyGrant, recordedAt: Instant): Gate | null {
  if (kind === 'bind' && role === 'operator' && isFounding(state, recordedAt)) return null;
  if ((state.charter?.matters ?? []).some(({ changes }) => changes.includes('sensing'))) return no('not_permitted', 'by the charter the members decide together what is sensed: propose it');
  const named = state.charter?.rights.bind ?? [];
  const allowed = named.length === 0 ? role === 'operator' : role === 'member' && named.includes(by);
  return allowed ? null : notNamed(kind, named, by);
}

/** Each a whole sentence, so that it can be said in other languages. */
function notNamed(kind: 'admit' | 'invite' | 'issue' | 'attest' | 'bind' | 'unbind', named: readonly string[], by: string): Gate {
  const who = named.length === 0 ? 'the operator' : named.join(', ');
  switch (kind) {
    case 'admit': return no('not_permitted', `the charter lets ${who} admit, not ${by}`);
    case 'invite': return no('not_permitted', `the charter lets ${who} invite, not ${by}`);
    case 'issue': return no('not_permitted', `the charter lets ${who} issue, not ${by}`);
    case 'attest': return no('not_permitted', `the charter lets ${who} attest, not ${by}`);
    case 'bind': return no('not_permitted', `the charter lets ${who} bind, not ${by}`);
    case 'unbind': return no('not_permitted', `the charter lets ${who} unbind, not ${by}`);
  }
}

/** Who keeps the books with the outside world puts down what the bank has booked. */
function bankRefusal(state: KernelState, by: string, { role }: KeyGrant): Gate | null {
  const named = state.charter?.rights.bank ?? [];
  const allowed = named.length === 0 ? role === 'operator' : role === 'member' && named.includes(by);
  return allowed ? null : no('not_permitted', `the charter lets ${named.length === 0 ? 'the operator' : named.join(', ')} keep the books with the outside world, not ${by}`);
}

/** Members propose what they decide on; money is proposed by those who may issue it. */
function proposeRefusal({ by, body: { change } }: Entry & { kind: 'propose' }, { role }: KeyGrant, issuers: readonly string[]): Gate | null {
  if (change.change !== 'issue') return role === 'member' ? null : no('not_permitted', `members propose a change of kind ${change.change}, not the operator`);
  const may = issuers.length === 0 ? role === 'operator' : role === 'member' && issuers.includes(by);
  return may ? null : no('not_permitted', `the charter lets ${issuers.length === 0 ? 'the operator' : issuers.join(', ')} propose to issue, not ${by}`);
}

function scopeRefusal(entry: Entry, { id, scope }: KeyGrant): Gate | null {
  if (scope?.kinds !== undefined && !scope.kinds.includes(entry.kind)) return no('outside_scope', `the key ${id} may seal ${scope.kinds.join(', ')}, not ${entry.kind}`);
  const strange = entry.kind === 'observe' && scope?.subjects !== undefined ? entry.body.observations.find(({ subject }) => scope.subjects?.includes(subject) === false) : undefined;
  return strange === undefined ? null : no('outside_scope', `the key ${id} may observe ${scope?.subjects?.join(', ')}, not ${strange.subject}`);
}

/** Who has had a key says by it which others speak for them: an operator must not be able to. */
function hasHadKey(state: KernelState, member: string): boolean {
  return [...state.keys.values()].some(({ grant }) => grant.role === 'member' && grant.owner === member);
}

function observeRefusal(state: KernelState, entry: Entry & { kind: 'observe' }, key: KeyGrant): Gate | null {
  const { observations } = entry.body;
  if (observations.length === 0) return no('malformed', 'an observe entry needs at least one observation');
  if (observations.length > observationsPerEntryMax) return no('too_large', `an entry carries at most ${observationsPerEntryMax} observations`);
  for (const observation of observations) {
    if ((observation.id === undefined) === (observation.seq === undefined)) return no('malformed', 'an observation needs either id or seq');
    if (observation.id !== undefined && !isId(observation.id)) return no('malformed', `an observation can't be called ${JSON.stringify(observation.id)}`);
    if (observation.seq !== undefined && !(Number.isSafeInteger(observation.seq) && observation.seq > 0)) return no('malformed', 'a sequence number counts from 1');
    if (observation.device !== undefined && !isId(observation.device)) return no('malformed', `a device can't be called ${JSON.stringify(observation.device)}`);
    if (observation.device !== undefined && observation.device !== entry.by && key.role !== 'gateway') return no('wrong_role', 'only a gateway speaks for another device');
    if (key.role === 'gateway' && state.keyedDevices.has(observation.device ?? '')) return no('wrong_role', `${String(observation.device)} has a key of its own and speaks for itself`);
    if (observation.from !== undefined && key.role !== 'gateway') return no('wrong_role', 'what was made from readings is said by a gateway');
    const fault = observation.from === undefined ? null : observation.device === undefined ? 'it needs its binding as device' : evidenceFault(observation.from);
    if (fault !== null) return no('malformed', `what an observation rests on: ${fault}`);
    if (!isName(observation.subject) || !isName(observation.event)) return no('malformed', 'an observation needs its subject and event');
    if (!Number.isSafeInteger(observation.at) || observation.at < 0 || observation.at > instantMax) return no('malformed', 'an observation needs its time');
  }
  return null;
}

/** Text of a sensible length; which ones mean something is for the subcontracts to say. */
function isName(text: unknown): boolean {
  return typeof text === 'string' && text.length > 0 && text.length <= 2 * idLengthMax;
}

/** A repetition word for word is acknowledged and not recorded again. */
function repetition(state: KernelState, entry: Entry, signature: string): Gate | null {
  if (entry.kind === 'observe') {
    const known = entry.body.observations.map((observation) => (observation.id !== undefined
      ? state.seen.isGiven(observation.id) ? 'seen' : 'new'
      : state.seen.sequence(observation.device ?? entry.by, observation.seq ?? 0)));
    if (known.every((each) => each === 'seen')) return { pass: false, duplicate: true };
    if (known.includes('new')) return null;
    return no('stale_sequence', `${entry.by} sends numbers far behind its highest`);
  }
  const known = state.seen.content(`${entry.by} ${entry.id}`);
  if (known === undefined) return null;
  return known === signature ? { pass: false, duplicate: true } : no('duplicate_entry', `an entry ${entry.id} by ${entry.by} with other content is in the log`);
}

function no(code: RefusalCode, detail: string): Gate {
  return { pass: false, duplicate: false, refusal: { code, detail } };
}
