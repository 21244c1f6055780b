/** What is given to people and devices: keys that speak for them, membership, units. */
import type { Instant } from './time.ts';

/** Whom a key speaks for decides what it may seal. A `log` key signs the log's checkpoints, and no entry; an `invitation` lets one person join. */
export type KeyRole = 'operator' | 'log' | 'member' | 'device' | 'gateway' | 'invitation';

/** Longest credential id (WebAuthn: 1,023 bytes), as base64url. */
export const credentialIdCharsMax = 1364;

/** What a key may seal, where that is less than its role may. */
export type KeyScope = {
  /** Kinds of entries; left out: all of its role's. */
  readonly kinds?: readonly string[];
  /** Subjects that it may observe; left out: all. */
  readonly subjects?: readonly string[];
};

/** A WebAuthn credential with ES256: whoever uses it has shown themselves to their device, by a finger, a face or a code. */
export type PasskeyGrant = {
  /** The domain that it was made for (WebAuthn's relying party). */
  readonly rp_id: string;
  /** Pages, as `https://linden.example`, at which it seals; another one, and so one that only looks the same, gets nothing that counts. */
  readonly origins: readonly string[];
  /** By which the device finds it; in base64url. */
  readonly credential_id: string;
};

export type KeyGrant = {
  /** The key's name in the log. */
  readonly id: string;
  readonly role: KeyRole;
  /** The member, device or gateway that it speaks for; `operator` for the operator's and the log's; an invitation's own name. */
  readonly owner: string;
  /** 32 bytes in base64 (Ed25519); a passkey's are 65: a point of P-256, uncompressed (SEC 1). */
  readonly public_key: string;
  /** How its owner calls it, as `Ana's phone`. */
  readonly name?: string;
  /** Left out: a plain key. */
  readonly passkey?: PasskeyGrant;
  readonly scope?: KeyScope;
  /** From this time of recording on it seals nothing. */
  readonly expires?: Instant;
};

/** Amounts per unit as decimal text, as `{ crown: "100.00" }`. */
export type AmountsByUnit = { readonly [unit: string]: string };

export type MemberGrant = {
  readonly id: string;
  /** Shown beside the id. */
  readonly name?: string;
  /** Issued at the founding, so that it is in the ledger. */
  readonly opening?: AmountsByUnit;
  /** Lowest balance; zero when left out. */
  readonly floor?: AmountsByUnit;
  /** An account that all hold in common: it has no key and no vote, and what is in it is spent by decision. */
  readonly commons?: true;
  /** Takes part and doesn't decide: a shop, a school. What makes it a party still takes its yes. */
  readonly votes?: false;
};

export type UnitRule = { readonly id: string; readonly decimals: number; readonly name?: string };
