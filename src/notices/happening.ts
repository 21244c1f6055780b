/** What members are told: the shapes that the rest of this folder works on. */
import type { Day, Instant } from '../vocabulary/time.ts';

/** `asked`: something waits for them. `moved`: something moved on their account, or is owed. `told`: all the rest. */
export type HappeningKind = 'asked' | 'told' | 'moved';

/** What something moved, or is owed, as its reader sees it. Amounts in the unit's smallest part. */
export type Movement = {
  /** On the other side. */
  readonly other: string;
  readonly unit: string; readonly amount: number;
  /** `in`: to the reader; `lent`: owed to the reader; `owed`: by the reader. */
  readonly way: 'in' | 'out' | 'lent' | 'owed';
  /** Of what was taken or put back: by whom. Null: nothing was, or it is counted with another movement of the same taking. */
  readonly taking: { readonly by: string; readonly pieces: number; readonly returned: number; /** As the kit's `mass_g` counts it. */ readonly mass: number } | null;
};

/** What it is about, by which it is found to be over: a proposal, a review (`subcontract id`), an observation that is disputed, a payout, a debt. */
export type About = { readonly proposal?: string; readonly review?: string; readonly dispute?: string; readonly payout?: string; readonly debt?: number };

/** One thing that one member is told. */
export type Happening = {
  readonly to: string;
  /** Of this member's, for ever: what is worked out twice is told once. */
  readonly id: string;
  readonly at: Instant;
  readonly kind: HappeningKind;
  /** By which they choose how often they hear of it: `subcontract/code`, or `@name` and `@name/part` for what isn't a subcontract's. */
  readonly topic: string;
  /** Null: it follows from no record, as what will fall due. */
  readonly record: number | null;
  readonly said: Said;
  readonly about: About;
  readonly movement: Movement | null;
};

/** `message` names the text in `messages/LANGUAGE/notices.json` that the values go into; null: what a kit or the rules say, in English. */
export type Said =
  | { readonly message: null; readonly words: string }
  | { readonly message: string; readonly values: { readonly [name: string]: string | number } };

/** From the first day to the last, in the reader's zone. */
export type Period = { readonly from: Day; readonly to: Day };
