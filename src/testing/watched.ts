/** A kernel on its own whose view goes along, by way of its text and back after each record: for tests of what people are shown. */
import { applyShown } from '../views/apply.ts';
import { viewOf, viewText } from '../views/snapshot.ts';
import { initialView, type View } from '../views/view.ts';
import type { Charter, Rights } from '../vocabulary/charter.ts';
import type { Change } from '../vocabulary/changes.ts';
import type { Choice } from '../vocabulary/deciding.ts';
import type { Entry, EntryBody, Proposing } from '../vocabulary/entries.ts';
import type { MemberGrant } from '../vocabulary/grants.ts';
import type { KitManifest } from '../vocabulary/kit.ts';
import type { Outcome } from '../vocabulary/outcomes.ts';
import { invariant } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import { KernelBench, type Behaviour } from './kernel-bench.ts';

const ports = { zoneRules: () => ({ name: 'UTC', initial: 0, changes: [] }) };

export class Watched {
  readonly bench: KernelBench;
  view: View = initialView(ports);
  readonly #throughText: boolean;
  #record = 0;

  /**
   * @param throughText false: the view isn't written and read back, for what takes long
   * @param bench another one than that of the members, rights and rules
   */
  constructor(members: readonly MemberGrant[], rules: Partial<Charter> = {}, rights: Partial<Rights> = {}, throughText = true, bench = new KernelBench(members, undefined, rights, rules)) {
    this.bench = bench;
    this.#throughText = throughText;
    this.show({ kind: 'clock', body: {} }, 'operator', this.bench.founded);
  }

  adopt(id: string, manifest: KitManifest, behaviour: Behaviour = () => ({}), parties: { readonly [party: string]: string } = {}): void {
    const outcome = this.bench.adopt(id, behaviour, manifest, parties);
    this.show({ kind: 'adopt', body: { subcontract: id, manifest, code: id, parties, terms: {} } }, 'operator', outcome);
  }

  observe(by: string): Outcome {
    const outcome = this.bench.observe({ values: { note: by } });
    this.show({ kind: 'clock', body: {} }, 'device', outcome);
    return outcome;
  }

  /** Says something and expects that it is done. */
  say(by: string, said: EntryBody): Outcome {
    const outcome = this.bench.say(by === 'operator' ? 'operator-1' : `member-${by}`, by, said);
    invariant(outcome.items[0]?.status === 'done', `refused: ${JSON.stringify(outcome.items)}`);
    this.show(said, by, outcome);
    return outcome;
  }

  /** Opens a proposal and returns its name. */
  propose(by: string, change: Change, more: Partial<Proposing> = {}): string {
    const { facts } = this.say(by, { kind: 'propose', body: { change, reason: 'a test', ...more } });
    const opened = facts.find((fact) => fact.fact === 'proposed');
    return opened?.fact === 'proposed' ? opened.proposal.id : '';
  }

  vote(by: string, proposal: string, choice: Choice = 'yes', more: { readonly revision?: string; readonly reason?: string } = {}): void {
    this.say(by, { kind: 'ballot', body: { proposal, choice, ...more } });
  }

  /** Moves time, with all that is due until then. */
  until(at: Instant): void {
    const { kernel } = this.bench;
    for (let wake = kernel.nextWake(); wake !== undefined && wake <= at; wake = kernel.nextWake()) {
      for (const outcome of this.bench.until(Math.max(wake, this.bench.now))) this.show({ kind: 'clock', body: {} }, 'operator', outcome);
    }
    this.bench.until(at);
  }

  get state(): KernelBench['kernel']['state'] {
    return this.bench.kernel.state;
  }

  /** Shows the view what an entry of the bench came to. */
  show(said: EntryBody, by: string, outcome: Outcome): void {
    const at = this.bench.kernel.state.recordedAt;
    if (this.#throughText) this.view = viewOf(viewText(this.view), ports);
    applyShown(this.view, {
      record: { seq: this.#record, recordedAt: at, entry: { ...said, origin: 'test', by, at, id: `e${this.#record}` } as Entry, seal: { key: '', sig: '' }, outcomeHash: '' }, outcome,
    });
    this.#record += 1;
  }
}
