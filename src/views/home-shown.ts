/** What the door of a home shows: the collectives that one may open, and what another one can be founded with. */

export type HousedShown = {
  /** Its name in addresses: its page lies at `/c/ADDRESS/`. */
  readonly address: string; readonly name: string; readonly place: string; readonly origin: string;
  /** Where this browser opens it. */
  readonly open: string;
  readonly records: number;
  /** Why it takes nothing now. */
  readonly stopped: string | null;
  /** Who one is there, and what waits for one; null: one looks on. */
  readonly me: { readonly id: string; readonly name: string; readonly asked: number; readonly notices: number } | null;
};

export type HomeShown = { readonly mayFound: boolean; readonly empty: boolean; readonly collectives: readonly HousedShown[] };

export type FoundingKitShown = {
  readonly name: string; readonly title: string; readonly about: string | null;
  /** With what each is for. */
  readonly parties: { readonly [party: string]: string };
  /** Terms without a default. */
  readonly needed: readonly string[];
  /** What its sensors watch, by its defaults, and what they report of it. */
  readonly watched: readonly { readonly subject: string; readonly events: readonly string[] }[];
};

export type FoundedShown = {
  readonly address: string; readonly origin: string; readonly member: string; readonly page: string;
  /** The founder's key in the log. */
  readonly key: string;
  readonly device: { readonly id: string; readonly subject: string; readonly http: { readonly url: string; /** Null: it was told before. */ readonly secret: string | null }; readonly mqtt: { readonly url: string; readonly topic: string } | null } | null;
};
