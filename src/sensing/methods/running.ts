/**
 * A method on its way through the readings of one binding. Its state is JSON between any two calls; what it finds depends on the readings alone,
 * because it is woken by when they were received, not by when somebody got round to it. Streams that are dead or stuck are left out for it.
 */
import type { Json } from '../../vocabulary/json.ts';
import type { Fields } from '../../vocabulary/kit.ts';
import { ok, type Result } from '../../vocabulary/result.ts';
import type { Binding } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import { checkHealth, healthDue, noteReading, type Health } from '../fusion/health.ts';
import type { Reading } from '../reading.ts';
import type { Around, CasesIn, Method, Parts, Step, Surroundings } from './method.ts';

/** A method as whoever binds streams sees it. */
export type Offered = {
  readonly name: string;
  readonly says: string;
  readonly parts: Parts;
  readonly fields: Fields;
  /** With a binding's settings read; refuses with what is wrong with them, by name. */
  readonly open: (binding: Binding) => Result<Running>;
};

export type Running = {
  readonly events: readonly string[];
  readonly initial: Json;
  /** When to call `wait` though no reading came. */
  readonly due: (state: Json) => Instant | undefined;
  /** Takes the next reading in stored order; what had become due before it was received comes first. */
  readonly take: (state: Json, reading: Reading, around: Surroundings) => Step<Json>;
  /** What has become due by `now`, once every reading received before `now` has been taken. */
  readonly wait: (state: Json, now: Instant, around: Surroundings) => Step<Json>;
  /** Left out: the state holds no cases that are put down one by one. */
  readonly cases?: CasesIn<Json>;
};

/** Wakings for one reading; a method that stays due is broken. */
const wakingsMax = 10_000;

export function offered<Settings, State extends Json>(method: Method<Settings, State>): Offered {
  const { name, says, parts, fields } = method;
  return {
    name, says, parts, fields,
    open: (binding) => {
      const settings = method.settings(binding);
      return settings.ok ? ok(running(method, settings.value, binding)) : settings;
    },
  };
}

/** What lies between two calls: the method's own state, and how its streams are. */
type Kept<State> = { readonly own: State; readonly health: Health };

function running<Settings, State extends Json>(method: Method<Settings, State>, settings: Settings, binding: Binding): Running {
  const alike = Object.entries(method.parts).filter(([, { redundant }]) => redundant)
    .map(([part]) => binding.streams.filter(({ as }) => as === part).map(({ stream }) => stream));
  const steady = new Set(binding.streams.filter(({ as }) => method.parts[as]?.steady === true).map(({ stream }) => stream));
  const seen = (around: Surroundings, health: Health): Around => ({ ...around, health: (stream) => health[stream]?.state ?? 'well' });
  const due = ({ own, health }: Kept<State>): Instant | undefined => earlier(method.due(settings, own), healthDue(health));

  const wake = ({ own, health: before }: Kept<State>, now: Instant, around: Surroundings): Step<Kept<State>> => {
    const { health, findings } = checkHealth(before, now, alike);
    const isDue = (method.due(settings, own) ?? Infinity) <= now;
    const woken = isDue ? method.wake(settings, own, now, seen(around, health)) : { state: own, found: [], findings: [] };
    return { state: { own: woken.state, health }, found: woken.found, findings: [...findings, ...woken.findings] };
  };

  const wait = (state: Kept<State>, now: Instant, around: Surroundings): Step<Kept<State>> => {
    let all: Step<Kept<State>> = { state, found: [], findings: [] };
    for (let wakings = 0; wakings < wakingsMax; wakings += 1) {
      const next = due(all.state);
      if (next === undefined || next > now) return all;
      all = followed(all, wake(all.state, next, around));
    }
    throw new Error(`${method.name} stays due at ${String(due(all.state))}`);
  };

  const take = (state: Kept<State>, reading: Reading, around: Surroundings): Step<Kept<State>> => {
    const waited = wait(state, reading.received, around);
    if (!binding.streams.some(({ stream }) => stream === reading.stream) || !around.mayUse(reading.stream)) return waited;
    const noted = steady.has(reading.stream) ? noteReading(waited.state.health, reading) : { health: waited.state.health, findings: [] };
    const checked = checkHealth(noted.health, reading.received, alike);
    const step = method.step(settings, waited.state.own, reading, seen(around, checked.health));
    return followed(waited, { state: { own: step.state, health: checked.health }, found: step.found, findings: [...noted.findings, ...checked.findings, ...step.findings] });
  };

  return {
    events: method.events(settings),
    initial: { own: method.initial(settings), health: {} } satisfies Kept<State>,
    // The state comes back from where it was put away; nobody but this method wrote it.
    due: (state) => due(state as Kept<State>),
    take: (state, reading, around) => take(state as Kept<State>, reading, around),
    wait: (state, now, around) => wait(state as Kept<State>, now, around),
    ...(method.cases === undefined ? {} : { cases: casesWithin(method.cases) }),
  };
}

function casesWithin<State extends Json>({ of, without, restored }: CasesIn<State>): CasesIn<Json> {
  const changed = (state: Json, own: (own: State) => State): Json => ({ ...(state as Kept<State>), own: own((state as Kept<State>).own) });
  return {
    of: (state) => of((state as Kept<State>).own),
    without: (state) => changed(state, without),
    restored: (state, cases) => changed(state, (own) => restored(own, cases)),
  };
}

function followed<State>(before: Step<State>, next: Step<State>): Step<State> {
  return { state: next.state, found: [...before.found, ...next.found], findings: [...before.findings, ...next.findings] };
}

function earlier(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  return a === undefined || b === undefined ? (a ?? b) : Math.min(a, b);
}
