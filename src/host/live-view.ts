/** The view of a collective while it runs: begun anew when the store is opened anew, with the latest changes at hand for streams. */
import { applyShown } from '../views/apply.ts';
import { viewOf, viewText } from '../views/snapshot.ts';
import type { ChangeShown, Shown } from '../views/shown.ts';
import { initialView, type View, type ViewPorts } from '../views/view.ts';
import type { Fold } from './snapshots.ts';

/** Changes kept for clients that come back; after a longer absence they begin with an overview. */
const changesKeptMax = 1000;

export class LiveView implements Fold {
  readonly #tell: (message: string) => void;
  readonly #listeners = new Set<(change: ChangeShown) => void>();
  #view: View = initialView({ zoneRules: () => undefined });
  #changes: ChangeShown[] = [];
  /** Records that listeners have heard of: after a failure the same ones are folded again, silently. */
  #heard = 0;
  /** A record that couldn't be shown, and is missing in what is. */
  #missing: number | null = null;

  constructor(tell: (message: string) => void) {
    this.#tell = tell;
  }

  get view(): View {
    return this.#view;
  }

  begin(zoneRules: ViewPorts['zoneRules']): void {
    this.#view = initialView({ zoneRules });
    this.#changes = [];
    this.#missing = null;
  }

  /** @throws ViewTextError */
  resume(text: string): void {
    this.#view = viewOf(text, this.#view.ports);
  }

  /** @throws Error when a record is missing in it: the next start shall try again to show it */
  text(): string {
    if (this.#missing !== null) throw new Error(`record ${this.#missing} isn't in what is shown`);
    return viewText(this.#view);
  }

  /** Never throws: what is durable can't be taken back because it can't be shown. */
  take(shown: Shown): void {
    try {
      const change = applyShown(this.#view, shown);
      this.#changes.push(change);
      if (this.#changes.length > 2 * changesKeptMax) this.#changes = this.#changes.slice(-changesKeptMax);
      if (shown.record.seq < this.#heard) return;
      this.#heard = shown.record.seq + 1;
      for (const listener of this.#listeners) listener(change);
    } catch (error) {
      this.#missing ??= shown.record.seq;
      this.#tell(`record ${shown.record.seq} can't be shown: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
  }

  /** Changes from a record on; null when they aren't all at hand. */
  changesFrom(seq: number): readonly ChangeShown[] | null {
    const first = this.#changes[0]?.seq;
    if (first === undefined || seq < first) return null;
    return this.#changes.slice(seq - first);
  }

  listen(listener: (change: ChangeShown) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
