/**
 * Members' sessions: who has proved, with a key in force, to be a member, reads for some hours. The proof names the collective, the server
 * and a challenge of this server's, so that it counts here, once, and nowhere else. Sessions are in memory: they end with the server.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { HttpError } from '../adapters/http/errors.ts';
import type { Challenge, Session, SessionPort, SessionProof, SessionStatement } from '../adapters/http/session.ts';
import { canonical } from '../log/canonical.ts';
import type { KernelState } from '../kernel/state.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import type { Proposal } from '../vocabulary/outcomes.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import { sealFits } from '../vocabulary/seals.ts';
import { hourMs, minuteMs, type Instant } from '../vocabulary/time.ts';
import { fitsHash, makeSecret, nameIn } from './secrets.ts';

/** How long a session lasts. */
export const sessionMs = 12 * hourMs;
/** How old a challenge may be, and by how much the member's clock may differ from this machine's. */
export const proofMs = 2 * minuteMs;
/** Sessions of one member: a few devices, and some that were forgotten. The oldest ends for a new one, unless all are younger than a minute. */
export const sessionsPerMemberMax = 20;

export type SessionParts = {
  readonly state: () => Readonly<KernelState>;
  readonly verifier: SealVerifier;
  /** This machine's time: a demonstration's clock isn't the members'. */
  readonly now: () => Instant;
  /** Hosts by which members reach the server, in small letters, as `localhost:8080`. */
  readonly audiences: () => ReadonlySet<string>;
};

/** One that was begun. */
export type Begun = {
  readonly id: string; readonly member: string; readonly key: string; readonly hash: string; readonly expires: Instant;
  /** Ended before its time: it stays until then, so that who begins and ends many is counted. */
  readonly ended: boolean;
};

export type Sessions = SessionPort & {
  /** The invitation that a proof is sealed by; it begins no session. Refuses with `bad_proof`. */
  readonly invited: (proof: SessionProof) => { readonly ok: true; readonly value: KeyGrant } | { readonly ok: false; readonly refusal: HttpError };
  /** The open proposal by which friends are asked for the key that a proof is sealed by. Refuses with `bad_proof`. */
  readonly recovering: (proof: SessionProof) => { readonly ok: true; readonly value: Proposal } | { readonly ok: false; readonly refusal: HttpError };
  readonly find: (secret: string) => Begun | undefined;
  /** Whether its time runs, and the key that began it is in force. Of one who has left it opens what is their own, and no more. */
  readonly isOpen: (begun: Begun) => boolean;
  /** Whether it is open, and whose it is hasn't left. */
  readonly isMembers: (begun: Begun) => boolean;
};

/** What is sealed. */
export function statementText(statement: SessionStatement): string {
  return canonical({ ...statement });
}

export function createSessions({ state, verifier, now, audiences }: SessionParts): Sessions {
  const key = randomBytes(32);
  const sessions = new Map<string, Begun>();
  /** Challenges that were used, until they are too old anyway. */
  const used = new Map<string, Instant>();
  const isKeyInForce = (id: string): boolean => {
    const known = state().keys.get(id);
    // A demonstration's time is ahead of the machine's.
    return known !== undefined && known.revokedAt === null && (known.grant.expires ?? Infinity) > Math.max(now(), state().recordedAt);
  };
  const inForce = (isMeant: (grant: KeyGrant) => boolean): KeyGrant[] => [...state().keys.values()].flatMap(({ grant }) => (isMeant(grant) && isKeyInForce(grant.id) ? [grant] : []));
  const isOpen = (begun: Begun): boolean => sessions.get(begun.id)?.ended === false && now() < begun.expires && isKeyInForce(begun.key);
  const isMembers = (begun: Begun): boolean => isOpen(begun) && typeof state().members.get(begun.member)?.left !== 'number';

  const begin: SessionPort['begin'] = (proof) => {
    const proven = provenBy(proof, () => inForce((grant) => grant.role === 'member' && (proof.statement.member === undefined ? isCredentialOf(proof, grant) : isNamedIn(proof, grant))));
    if (typeof proven === 'string') return { ok: false, refusal: { code: 'bad_proof', detail: proven } };
    forget(sessions, used, now());
    const { id: by, owner: member } = proven;
    const own = [...sessions.values()].filter((each) => each.member === member);
    const [oldest] = own;
    if (own.length >= sessionsPerMemberMax && oldest !== undefined) {
      if (oldest.expires - sessionMs > now() - minuteMs) return { ok: false, refusal: { code: 'busy', detail: `${member} has begun ${own.length} sessions within a minute` } };
      sessions.delete(oldest.id);
    }
    used.set(proof.statement.challenge, now());
    const { id, secret, hash } = makeSecret();
    const expires = now() + sessionMs;
    sessions.set(id, { id, member, key: by, hash, expires, ended: false });
    return { ok: true, value: { member, secret, expires } satisfies Session };
  };

  /**
   * The key that a proof is sealed by, or what is wrong with it. The order goes from what anyone may know to what only the member can.
   * @param meant keys that may be meant: what a key is called is of its owner's choosing, and so several may be called the same
   */
  const provenBy = ({ statement, seal }: SessionProof, meant: () => readonly KeyGrant[]): KeyGrant | string => {
    const { origin, audience, member, at, challenge } = statement;
    const { origin: own } = state();
    if (origin !== own) return `the proof is for ${origin}, this is ${own}`;
    if (!audiences().has(audience.toLowerCase())) return `the proof is for the server at ${audience}, and this one isn't known by that name; who runs it says its name with start --url`;
    const made = challengeTime(key, own, challenge);
    if (made === undefined || made > now() || now() - made > proofMs) return 'the challenge is too old, or none of this server\'s';
    if (Math.abs(now() - at) > proofMs) return `the proof's time is off by ${Math.round(Math.abs(now() - at) / 1000)} s: set the clock`;
    const grants = meant();
    const [first] = grants;
    if (first === undefined) return member === undefined ? 'this passkey is of no member here, or not in force any more' : `${seal.key} is no key of ${member} in force`;
    const grant = grants.find((each) => sealFits(verifier, each, statementText(statement), seal));
    if (grant === undefined) return `the seal by ${first.id} doesn't fit the proof`;
    return used.has(challenge) ? 'the challenge was used before' : grant;
  };

  const invited: Sessions['invited'] = (proof) => {
    const proven = provenBy(proof, () => inForce((grant) => grant.role === 'invitation' && isNamedIn(proof, grant)));
    if (typeof proven === 'string') return { ok: false, refusal: { code: 'bad_proof', detail: proven } };
    forget(sessions, used, now());
    used.set(proof.statement.challenge, now());
    return { ok: true, value: proven };
  };

  const recovering: Sessions['recovering'] = (proof) => {
    const asked = [...state().proposals.values()].flatMap((proposal) => (proposal.revision.change.change === 'recover' ? [{ proposal, grant: proposal.revision.change.key }] : []));
    const proven = provenBy(proof, () => asked.flatMap(({ grant }) => (grant.role === 'member' && isNamedIn(proof, grant) ? [grant] : [])));
    if (typeof proven === 'string') return { ok: false, refusal: { code: 'bad_proof', detail: proven } };
    const { proposal } = asked.find(({ grant }) => grant === proven) as typeof asked[number];
    forget(sessions, used, now());
    used.set(proof.statement.challenge, now());
    return { ok: true, value: proposal };
  };

  return {
    begin, invited, recovering, isOpen, isMembers,
    challenge: (): Challenge => ({ origin: state().origin, challenge: makeChallenge(key, state().origin, now()), now: now(), expires: now() + proofMs }),
    find: (secret) => {
      const begun = sessions.get(nameIn(secret));
      return begun !== undefined && fitsHash(secret, begun.hash) ? begun : undefined;
    },
    end: (secret) => {
      const begun = sessions.get(nameIn(secret));
      if (begun !== undefined && fitsHash(secret, begun.hash)) sessions.set(begun.id, { ...begun, ended: true });
    },
  };
}

/** A device that doesn't know whose its passkey is knows no name of it either. */
function isCredentialOf({ seal }: SessionProof, { passkey }: KeyGrant): boolean {
  return passkey?.credential_id === seal.key;
}

/** By whom the proof says, and as it calls the key; a passkey need not say whose it is. */
function isNamedIn({ statement: { member }, seal }: SessionProof, grant: KeyGrant): boolean {
  return (member === undefined ? grant.passkey !== undefined : grant.owner === member) && isCalled(grant, seal.key);
}

/** By its name in the log, or as the public key itself: who holds it may not know how the log calls it. Of a passkey a device knows the credential. */
function isCalled({ id, public_key, passkey }: KeyGrant, named: string): boolean {
  return id === named || public_key === named || passkey?.credential_id === named;
}

/** A challenge carries its own time and mark, so that asking for many fills nothing. */
function makeChallenge(key: Uint8Array, origin: string, now: Instant): string {
  const said = `${now.toString(36)}.${randomBytes(16).toString('base64url')}`;
  return `${said}.${mark(key, origin, said).toString('base64url')}`;
}

/** When this server made a challenge; undefined when it didn't. */
function challengeTime(key: Uint8Array, origin: string, challenge: string): Instant | undefined {
  const [, said = '', time = '', given = ''] = /^(([0-9a-z]{1,10})\.[\w-]{22})\.([\w-]{43})$/.exec(challenge) ?? [];
  const expected = mark(key, origin, said);
  const bytes = Buffer.from(given, 'base64url');
  return bytes.length === expected.length && timingSafeEqual(bytes, expected) ? Number.parseInt(time, 36) : undefined;
}

function mark(key: Uint8Array, origin: string, said: string): Buffer {
  return createHmac('sha256', key).update(`${origin} ${said}`).digest();
}

function forget(sessions: Map<string, Begun>, used: Map<string, Instant>, now: Instant): void {
  for (const [id, { expires }] of sessions) if (expires <= now) sessions.delete(id);
  for (const [challenge, at] of used) if (now - at > proofMs) used.delete(challenge);
}
