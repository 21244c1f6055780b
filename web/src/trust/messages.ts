/** What the page and its checking worker say to each other. */
import type { Finding } from '../../../src/log/replay.ts';

export type Asked =
  | { readonly ask: 'check' }
  | { readonly ask: 'watch'; readonly on: boolean };

export type Told =
  | { readonly told: 'progress'; readonly progress: Progress }
  | { readonly told: 'checked'; readonly report: Report }
  /** It couldn't be read: that says nothing of the log. */
  | { readonly told: 'failed'; readonly failure: Failure }
  | { readonly told: 'watching'; readonly watching: Watching };

/** In this order. */
export const steps = ['head', 'continuity', 'code', 'records'] as const;

/** `of` is 0 as long as it isn't known. */
export type Progress = { readonly step: (typeof steps)[number]; readonly done: number; readonly of: number };

export type Failure = { readonly code: string; readonly message: string; readonly hint: string };

/** A head that this browser checked before, and where; what an earlier app kept doesn't say where. Times are the browser's, in milliseconds since 1970. */
export type SeenHead = { readonly address?: string; readonly origin: string; readonly size: number; readonly root: string; readonly note: string; readonly at: number };

/** How the head goes on from what this browser knew. */
export type Continuity =
  /** `others`: logs that it checked at this address before. */
  | { readonly since: 'nothing'; readonly others: readonly Pick<SeenHead, 'origin' | 'size' | 'at'>[] }
  | { readonly since: 'seen'; readonly size: number; readonly at: number };

export type CosignedHead = {
  /** Whether the members agreed on witnesses at all. */
  readonly asked: boolean;
  /** All that the policy names. `seconds`: when it cosigned, by its own clock (POSIX); null: it didn't. */
  readonly witnesses: readonly { readonly name: string; readonly runBy: string | null; readonly seconds: number | null }[];
  /** Enough of them have cosigned since then (POSIX seconds); null: too few have at all. */
  readonly quorumSince: number | null;
};

type Checked = {
  /** When it ended, and how long it took: by the browser's clock, in milliseconds. */
  readonly at: number;
  readonly tookMs: number;
  readonly origin: string;
  /** Records that stand, and observations in them. */
  readonly records: number;
  readonly observations: number;
};

export type Report =
  | Checked & {
    readonly stands: true;
    readonly root: string;
    /** Of all that the rules give after these records. */
    readonly digest: string;
    readonly cosigned: CosignedHead;
    readonly continuity: Continuity;
    /** Whether the browser's own Ed25519 helped. */
    readonly native: boolean;
  }
  | Checked & {
    readonly stands: false;
    readonly finding: Finding;
    /** A file to be kept. */
    readonly evidence: string;
  };

export type Cosigner = {
  readonly name: string;
  /** For the policy, so that members may count on it. */
  readonly policyLine: string;
};

export type Watching = {
  readonly on: boolean;
  readonly tab: Cosigner | null;
  /** Cosigns only what was replayed in this tab; there once something was. */
  readonly replayed: Cosigner | null;
  /** The newest head that was cosigned here, and when (browser's clock); `both`: under the second name too. */
  readonly cosigned: { readonly size: number; readonly root: string; readonly at: number; readonly both: boolean } | null;
  /** Heads cosigned since it was switched on. */
  readonly heads: number;
  /** Why nothing was cosigned last; null: something was. `evidence`: a file to be kept. */
  readonly trouble: (Failure & { readonly evidence: string | null }) | null;
};
