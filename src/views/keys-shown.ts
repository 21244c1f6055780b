/** A member's keys, and how they would be let back in: what the log has of them, for all who may read it. */
import type { PasskeyGrant } from '../vocabulary/grants.ts';
import type { Instant } from '../vocabulary/time.ts';

export type KeyShown = {
  readonly id: string;
  /** As its owner calls it, in the log. */
  readonly name: string | null;
  readonly publicKey: string;
  readonly passkey: PasskeyGrant | null;
  /** Kinds of entries that it may seal; null: all. */
  readonly kinds: readonly string[] | null;
  readonly madeAt: Instant;
  /** When it last sealed something in the log; null: nothing yet. Reading leaves no trace there. */
  readonly usedAt: Instant | null;
  readonly expires: Instant | null;
  readonly inForce: boolean;
};

/** Who can give a member new keys: whom they named, else all others by the charter's rule. */
export type FriendsShown = { readonly friends: readonly string[]; readonly named: boolean; readonly approvals: number; readonly waitHours: number };

export type KeysShown = { readonly keys: readonly KeyShown[]; readonly friends: FriendsShown };

/** How it stands with new keys that somebody asked for who lost theirs. `approved`: of how many that it takes. */
export type RecoveryShown = {
  readonly member: string; readonly name: string; readonly proposal: string; readonly by: string; readonly friends: readonly string[];
  readonly approved: number; readonly approvals: number;
  /** When the keys come into force, once enough have agreed. */
  readonly waits: Instant | null;
  readonly closes: Instant;
  /** The collective's clock. */
  readonly now: Instant;
};
