/**
 * What a member takes along: one JSON file with all records that they sealed, or that name them or one of their purses, each with its outcome and its
 * proof in a signed head, and what follows from them in a form that people read. Whoever has the log's policy checks it offline: the records by their
 * proofs, the outcomes by the hashes in the records, and all the rest by the outcomes.
 */
import { formatDecimal } from '../vocabulary/decimals.ts';
import { isObject } from '../vocabulary/json.ts';
import type { Fact, Obligation, Outcome } from '../vocabulary/outcomes.ts';
import type { Hasher, SealVerifier } from '../vocabulary/ports.ts';
import { holderOf } from '../vocabulary/purses.ts';
import type { SurveyAnswers } from '../vocabulary/survey.ts';
import type { Instant } from '../vocabulary/time.ts';
import { fromBase64, toHex } from './bytes.ts';
import { canonical, parseCanonical } from './canonical.ts';
import { leafHash, verifyInclusion } from './merkle.ts';
import { judgeCheckpoint, type Policy } from './policy.ts';
import { checked, problem, type Checked } from './problem.ts';
import { provedHead, type ProvedHead } from './receipt.ts';
import { outcomeText, parseRecord } from './record.ts';

export const memberFileFormat = 'frankpledge-member';
/** 2: with what moved in purses. */
export const memberFileVersion = 2;

export type OwnPosting = {
  readonly id: string; readonly record: number; readonly recordedAt: Instant;
  readonly from: string; readonly to: string; readonly unit: string; readonly amount: string; readonly why: string;
};
export type OwnObligation = {
  readonly id: number; readonly record: number; readonly debtor: string; readonly creditor: string; readonly unit: string; readonly amount: string;
  /** What is still owed; zero of one that is settled. */
  readonly left: string;
  readonly since: Instant; readonly due: Instant; readonly because: string | null; readonly why: string;
};
export type OwnNotice = { readonly id: string; readonly record: number; readonly recordedAt: Instant; readonly code: string; readonly words: string };
export type OwnConsent = { readonly subcontract: string; readonly part: string; readonly record: number };

export type OwnRecord = {
  readonly seq: number;
  /** Canonical texts: the leaf, and what the rules gave. */
  readonly record: string;
  readonly outcome: string;
  /** Hashes in base64, from the leaf up; null for a record that isn't under the head yet. */
  readonly proof: readonly string[] | null;
};

export type MemberFile = {
  readonly format: typeof memberFileFormat;
  readonly version: typeof memberFileVersion;
  readonly origin: string;
  /** The collective's name. */
  readonly name: string;
  readonly member: { readonly id: string; readonly name: string; readonly since: number };
  /** Records of the log as it was read. */
  readonly records: number;
  /** Account → unit → decimal text: their own in every unit, and their purses in which something lies or lay. */
  readonly balances: { readonly [account: string]: { readonly [unit: string]: string } };
  readonly obligations: readonly OwnObligation[];
  readonly consents: readonly OwnConsent[];
  readonly postings: readonly OwnPosting[];
  readonly notices: readonly OwnNotice[];
  /** The member's own erasable texts that are kept, with their salt: SHA-256 in hex → text. */
  readonly texts: readonly { readonly commitment: string; readonly text: string }[];
  /** What the member answered to kits' surveys, by kit, as text by item. The log knows nothing of them: no check goes by them. */
  readonly answers: { readonly [kit: string]: SurveyAnswers };
  /** The signed note; null: none was at hand. */
  readonly head: string | null;
  /** The log's own policy at that time, to be compared with one that is known from elsewhere. */
  readonly policy: string;
  readonly proofs: readonly OwnRecord[];
};

export type CheckedMember = {
  readonly member: string;
  readonly head: ProvedHead;
  /** Records proved, and those that aren't under the head. */
  readonly proved: number;
  readonly unproved: readonly number[];
};

/** @param file of which nothing is known but that it is JSON. Refuses with `malformed`, `not_in_log`, `no_quorum`, and as `judgeCheckpoint` does. */
export function checkMemberFile(ports: { readonly hasher: Hasher; readonly verifier: SealVerifier }, policy: Policy, file: unknown): Checked<CheckedMember> {
  const own = asMemberFile(file);
  if (own === undefined) return problem('malformed', `this is no export of a member (${memberFileFormat}, version ${memberFileVersion})`);
  if (own.head === null) return problem('not_signed', 'no signed head came with it, so nothing in it is proved');
  const verdict = judgeCheckpoint(ports.verifier, policy, own.head);
  if (!verdict.ok) return verdict;
  const { origin, size, root } = verdict.value.checkpoint;
  if (origin !== own.origin) return problem('wrong_log', `it is of ${own.origin}, and its head is of ${origin}`);
  const wrong = guarded(() => firstWrong(ports.hasher, own, { size, root }));
  if (wrong !== undefined) return problem('not_in_log', wrong);
  if (!verdict.value.quorum) return problem('no_quorum', `${verdict.value.cosigned.length} witnesses have cosigned its head, which the policy's quorum is not content with`);
  const unproved = own.proofs.filter(({ proof }) => proof === null).map(({ seq }) => seq);
  return checked({ member: own.member.id, head: provedHead(policy, verdict.value), proved: own.proofs.length - unproved.length, unproved });
}

type Signed = { readonly size: number; readonly root: Uint8Array };

/** What isn't proved, or doesn't follow, in words; undefined: nothing. */
function firstWrong(hasher: Hasher, own: MemberFile, head: Signed): string | undefined {
  const outcomes: Told[] = [];
  for (const each of own.proofs) {
    const told = openRecord(hasher, each, head);
    if (typeof told === 'string') return told;
    outcomes.push(told);
  }
  return firstOther(hasher, own, derive(own.member.id, outcomes));
}

/** An outcome that nothing proves may have any form. */
function guarded(check: () => string | undefined): string | undefined {
  try {
    return check();
  } catch (error) {
    if (error instanceof TypeError) return `it holds an outcome that none is like (${error.message})`;
    throw error;
  }
}

type Told = { readonly seq: number; readonly recordedAt: Instant; readonly outcome: Outcome };

function openRecord(hasher: Hasher, { seq, record: text, outcome, proof }: OwnRecord, head: Signed): Told | string {
  const record = parseRecord(text);
  if (!record.ok || record.value.seq !== seq) return `what is given as record ${seq} is none, or another`;
  const read = parseCanonical(outcome);
  const given = isObject(read?.value) ? read.value as unknown as Outcome : undefined;
  if (given === undefined || !Array.isArray(given.facts) || !Array.isArray(given.items) || outcomeText(hasher, given).hash !== record.value.outcomeHash) {
    return `the outcome of record ${seq} isn't the one that the record names`;
  }
  const hashes = proof?.map(fromBase64);
  if (hashes !== undefined && !isProof(hasher, hashes, text, seq, head)) return `nothing proves that record ${seq} is among the ${head.size} in the signed log`;
  return { seq, recordedAt: record.value.recordedAt, outcome: given };
}

function isProof(hasher: Hasher, hashes: readonly (Uint8Array | undefined)[], text: string, index: number, { size, root }: Signed): boolean {
  const proof = hashes.filter((hash) => hash !== undefined);
  return proof.length === hashes.length && index < size && verifyInclusion(hasher, { index, size, root, proof, leafHash: leafHash(hasher, text) });
}

type Derived = {
  /** Account → unit → sum. */
  readonly balances: Map<string, Map<string, number>>;
  readonly decimals: Map<string, number>;
  readonly postings: Omit<OwnPosting, 'why'>[];
  readonly obligations: Map<number, { readonly record: number; readonly obligation: Obligation }>;
  readonly notices: Omit<OwnNotice, 'words'>[];
  readonly consents: Map<string, OwnConsent>;
  readonly commitments: Set<string>;
};

/** What the facts of these records say of the member. */
function derive(member: string, told: readonly Told[]): Derived {
  const derived: Derived = { balances: new Map(), decimals: new Map(), postings: [], obligations: new Map(), notices: [], consents: new Map(), commitments: new Set() };
  for (const { seq, recordedAt, outcome } of told) {
    const count = { posting: 0, notice: 0 };
    for (const fact of outcome.facts) {
      if (fact.fact === 'posting' || fact.fact === 'notice') count[fact.fact] += 1;
      takeFact(derived, member, fact, { seq, recordedAt, id: `${seq}.${fact.fact === 'notice' ? count.notice : count.posting}` });
    }
  }
  return derived;
}

/** @param place the fact's record, and its name there */
function takeFact(derived: Derived, member: string, fact: Fact, place: { readonly seq: number; readonly recordedAt: Instant; readonly id: string }): void {
  const { seq: record, recordedAt, id } = place;
  const { balances, decimals, postings, obligations, notices, consents, commitments } = derived;
  switch (fact.fact) {
    case 'founded':
      for (const unit of fact.charter.units) {
        decimals.set(unit.id, unit.decimals);
        addTo(balances, member, unit.id, 0);
      }
      return;
    case 'posting': {
      const { from, to, unit, amount } = fact;
      const [isFrom, isTo] = [holderOf(from) === member, holderOf(to) === member];
      if (!isFrom && !isTo) return;
      if (isFrom) addTo(balances, from, unit, -amount);
      if (isTo) addTo(balances, to, unit, amount);
      postings.push({ id, record, recordedAt, from, to, unit, amount: formatDecimal(amount, decimals.get(unit) ?? 0) });
      return;
    }
    case 'owed':
      if (holderOf(fact.obligation.debtor) === member || holderOf(fact.obligation.creditor) === member) obligations.set(fact.obligation.id, { record, obligation: fact.obligation });
      return;
    case 'owed.less': {
      const known = obligations.get(fact.id);
      if (known !== undefined) obligations.set(fact.id, { ...known, obligation: { ...known.obligation, left: fact.left } });
      return;
    }
    case 'notice':
      if (fact.to === member) notices.push({ id, record, recordedAt, code: fact.code });
      return;
    case 'consent': {
      const { subcontract, part, given } = fact;
      if (fact.member === member && given) consents.set(`${subcontract} ${part}`, { subcontract, part, record });
      if (fact.member === member && !given) consents.delete(`${subcontract} ${part}`);
      return;
    }
    case 'attested':
      if (fact.member === member) commitments.add(fact.commitment);
  }
}

function addTo(balances: Derived['balances'], account: string, unit: string, amount: number): void {
  const units = balances.get(account) ?? new Map<string, number>();
  balances.set(account, units.set(unit, (units.get(unit) ?? 0) + amount));
}

/** In words, which part of the file doesn't follow from its records; undefined: none. */
function firstOther(hasher: Hasher, own: MemberFile, derived: Derived): string | undefined {
  const amount = (value: number, unit: string): string => formatDecimal(value, derived.decimals.get(unit) ?? 0);
  const obligations = [...derived.obligations.values()].map(({ record, obligation: { id, debtor, creditor, unit, amount: whole, left, since, due, because } }) =>
    ({ id, record, debtor, creditor, unit, amount: amount(whole, unit), left: amount(left, unit), since, due, because }));
  const parts: readonly (readonly [what: string, given: unknown, follows: unknown])[] = [
    ['balances', own.balances, Object.fromEntries([...derived.balances].map(([account, units]) => [account, Object.fromEntries([...units].map(([unit, sum]) => [unit, amount(sum, unit)]))]))],
    ['postings', own.postings.map(({ why: _, ...posting }) => posting), derived.postings],
    ['obligations', own.obligations.map(({ why: _, ...obligation }) => obligation), obligations],
    ['notices', own.notices.map(({ words: _, ...notice }) => notice), derived.notices],
    ['consents', own.consents, [...derived.consents.values()]],
  ];
  const other = parts.find(([, given, follows]) => canonical(given) !== canonical(follows));
  if (other !== undefined) return `the ${other[0]} in it aren't those that follow from its records`;
  const text = own.texts.find((each) => !derived.commitments.has(each.commitment) || toHex(hasher.sha256(each.text)) !== each.commitment);
  return text === undefined ? undefined : `no record of the member commits to the text given as ${text.commitment}`;
}

/** The parts that a check goes by, with their types; what a later release adds stays unread. */
function asMemberFile(file: unknown): MemberFile | undefined {
  if (!isObject(file) || file['format'] !== memberFileFormat || file['version'] !== memberFileVersion) return undefined;
  const { origin, member, head, balances, texts, proofs } = file;
  const lists = ['postings', 'obligations', 'notices', 'consents', 'texts', 'proofs'].every((name) => Array.isArray(file[name]) && file[name].every(isObject));
  if (!lists || typeof origin !== 'string' || !isObject(member) || typeof member['id'] !== 'string' || !isObject(balances)) return undefined;
  if (head !== null && typeof head !== 'string') return undefined;
  if (!(texts as readonly { [key: string]: unknown }[]).every(({ commitment, text }) => typeof commitment === 'string' && typeof text === 'string')) return undefined;
  return (proofs as readonly { [key: string]: unknown }[]).every(isOwnRecord) ? file as unknown as MemberFile : undefined;
}

function isOwnRecord({ seq, record, outcome, proof }: { readonly [key: string]: unknown }): boolean {
  const isList = Array.isArray(proof) && proof.every((hash) => typeof hash === 'string');
  return Number.isSafeInteger(seq) && typeof record === 'string' && typeof outcome === 'string' && (proof === null || isList);
}
