/** Sensing in a scenario: readings go through the same pipeline as in a collective that runs, in scenario time, with a store in memory. */
import type { KernelState } from '../kernel/state.ts';
import type { Act, Proposed } from '../scenario/acts.ts';
import type { SensingActual } from '../scenario/expect-sensing.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { rankHarm } from '../sensing/harm.ts';
import { methods } from '../sensing/methods/methods.ts';
import { allStates, changedStates, letPass, nextDue, openPipeline, takeReading, type Pipeline, type PipelineAround, type Taken } from '../sensing/pipeline.ts';
import type { Reading } from '../sensing/reading.ts';
import { createMemoryReadings, madeId } from '../sensing/store.ts';
import type { Shown } from '../turn.ts';
import { applyShown } from '../views/apply.ts';
import { caseOf } from '../views/cases.ts';
import { incidentsOf } from '../views/sensing.ts';
import { initialView, type View } from '../views/view.ts';
import type { Observation } from '../vocabulary/entries.ts';
import { compareIds } from '../vocabulary/ids.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { dayMs, hourMs, type Instant } from '../vocabulary/time.ts';
import type { Collective } from './collective.ts';
import { createCalibrators, createRules } from './sensing-rules.ts';

/** What may not be kept at all is there until what it leads to is found. */
const keptLeastMs = hourMs;
const sensingKinds: readonly Act['kind'][] = ['reading', 'bind', 'unbind', 'permit', 'look', 'dispute', 'judge', 'incident'];

/** Whether anything of sensing is in the file. The keys of those that have nothing of it are what they were. */
export function senses({ bindings, timeline }: Scenario): boolean {
  return bindings.length > 0 || timeline.some(({ act }) => sensingKinds.includes(act.kind) || (act.kind === 'observe' && act.device !== undefined) || (act.kind === 'propose' && bindsBy(act.change)));
}

function bindsBy(change: Proposed): boolean {
  return change.change === 'sensing' || (change.change === 'choice' && change.options.some((option) => option.change !== undefined && bindsBy(option.change)));
}

/** How sensing stands, as far as a file may expect it. */
export function sensedBy(state: Readonly<KernelState>, sensing: PlaySensing | undefined): Omit<SensingActual, 'looks' | 'observed' | 'faults'> {
  const inForce = [...state.permits].filter(([, { until }]) => until === undefined || until > state.recordedAt).sort(([a], [b]) => compareIds(a, b));
  const places = sensing === undefined ? [] : incidentsOf(sensing.view).places;
  return {
    bindings: [...state.bindings.keys()].sort(compareIds),
    permits: inForce.map(([key, permit]) => ({ member: key.slice(0, key.indexOf(' ')), ...permit })),
    dispute: (observation) => (state.disputes.has(observation) ? 'open' : (sensing?.view.judged.findLast((each) => each.observation === observation)?.end?.how ?? null)),
    incidents: (place) => places.find((each) => each.place === place)?.count ?? 0,
    readings: (stream) => sensing?.kept(stream) ?? 0,
    suggested: () => rankHarm({ places, bindings: [...state.bindings.values()] }).places.map(({ place, percent }) => ({ place, percent })),
  };
}

export class PlaySensing {
  readonly #collective: () => Collective;
  readonly #salt: (what: string) => string;
  readonly #refuse: (refusal: Refusal) => void;
  readonly #refused = new Set<string>();
  readonly #store = createMemoryReadings();
  readonly #view: View;
  readonly #rules = createRules(() => this.#collective().state, () => this.#view);
  readonly #calibrators = createCalibrators(() => this.#view);
  #pipeline: Pipeline | undefined;
  #isOther = false;
  #salted = 0;

  /**
   * @param collective that of the scenario, which is made after this
   * @param salt 16 bytes in hex for a name, always the same
   * @param refuse told of each binding that can't be used, or fails, once
   */
  constructor(collective: () => Collective, salt: (what: string) => string, refuse: (refusal: Refusal) => void) {
    this.#collective = collective;
    this.#salt = salt;
    this.#refuse = refuse;
    // Words and days of the view are nobody's here.
    this.#view = initialView({ zoneRules: () => undefined });
  }

  /** What the log has of it all. */
  get view(): View {
    return this.#view;
  }

  take(shown: Shown): void {
    applyShown(this.#view, shown);
    this.#calibrators.note(shown);
    if (this.#rules.note(shown)) this.#isOther = true;
  }

  /** What a reading leads to. One that nothing binds, or that who is measured doesn't permit, isn't even kept. */
  reading(reading: Reading): readonly Observation[] {
    if (!this.#rules.isBound(reading.stream) || !this.#rules.mayUse(reading.stream)) return [];
    const pipeline = this.#opened();
    return this.#store.append({ readings: [reading] }).flatMap((stored) => this.#done(takeReading(pipeline, this.#around(), stored), stored.position));
  }

  nextDue(): Instant | undefined {
    return this.#collective().state.bindings.size > 0 ? nextDue(this.#opened()) : undefined;
  }

  letPass(now: Instant): readonly Observation[] {
    return this.#done(letPass(this.#opened(), this.#around(), now), this.#store.resume().position);
  }

  /** Readings that nobody permits to be kept any longer are gone. */
  erase(now: Instant): void {
    const bindings = [...this.#rules.bindings()];
    for (const { stream } of this.#store.streams()) {
      const users = bindings.filter(({ streams }) => streams.some((each) => each.stream === stream)).map(({ id }) => id);
      this.#store.erase(stream, Math.max(now - Math.max(this.#rules.keepDaysOf(stream) * dayMs, keptLeastMs), this.#rules.closedUntil(stream)), users);
    }
  }

  kept(stream: string): number {
    return this.#store.streams().find((each) => each.stream === stream)?.count ?? 0;
  }

  /** All of it is in the log as soon as it is said: a scenario's log refuses nothing that could be said again. */
  #done({ made, faults }: Taken, position: number): readonly Observation[] {
    for (const { binding, detail } of faults) this.#tell({ code: 'unknown_value', detail: `${binding}: ${detail}` });
    const observations = made.map(({ observation }) => observation);
    this.#store.advance({ position, states: changedStates(this.#opened()), made, said: [] });
    this.#store.advance({ position, states: [], made: [], said: observations.map(madeId) });
    return observations;
  }

  #opened(): Pipeline {
    if (this.#pipeline !== undefined && !this.#isOther) return this.#pipeline;
    const states = this.#pipeline === undefined ? [] : allStates(this.#pipeline);
    const opened = openPipeline(this.#rules.bindings(), { hasher: this.#collective().hasher, methods }, states, (binding) => this.#rules.highest(binding) + 1);
    for (const [id, { code, detail }] of opened.refused) this.#tell({ code, detail: `${id}: ${detail}` });
    this.#isOther = false;
    return this.#pipeline = opened;
  }

  #tell(refusal: Refusal): void {
    if (this.#refused.has(refusal.detail)) return;
    this.#refused.add(refusal.detail);
    this.#refuse(refusal);
  }

  #around(): PipelineAround {
    return {
      models: () => undefined, mayUse: (stream) => this.#rules.mayUse(stream), calibratorOf: (binding, event, of) => this.#calibrators.of(binding, event, of),
      find: (stream, id) => this.#store.find(stream, id), numberOf: (binding, found) => this.#store.numberOf(binding, found),
      decided: (observation) => caseOf(this.#view, observation)?.truth ?? undefined, salt: () => this.#salt(`observation ${this.#salted += 1}`),
    };
  }
}
