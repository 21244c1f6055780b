/**
 * A method on its way through the readings of one binding. Its state is JSON between any two calls; what it finds depends on the readings alone,
 * because it is woken by when they were received, not by when somebody got round to it.
 */
import type { Json } from '../../vocabulary/json.ts';
import type { Fields } from '../../vocabulary/kit.ts';
import { ok, type Result } from '../../vocabulary/result.ts';
import type { Binding } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { Reading } from '../reading.ts';
import type { Finding, Found, Method, Parts, Step, Surroundings } from './method.ts';

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
};

/** Wakings for one reading; a method that stays due is broken. */
const wakingsMax = 10_000;

export function offered<Settings, State extends Json>(method: Method<Settings, State>): Offered {
  const { name, says, parts, fields } = method;
  return {
    name, says, parts, fields,
    open: (binding) => {
      const settings = method.settings(binding);
      return settings.ok ? ok(running(method, settings.value)) : settings;
    },
  };
}

function running<Settings, State extends Json>(method: Method<Settings, State>, settings: Settings): Running {
  const wait = (state: State, now: Instant, around: Surroundings): Step<State> => {
    const found: Found[] = [];
    const findings: Finding[] = [];
    let at = state;
    for (let wakings = 0; wakings < wakingsMax; wakings += 1) {
      const due = method.due(settings, at);
      if (due === undefined || due > now) return { state: at, found, findings };
      const step = method.wake(settings, at, due, around);
      at = step.state;
      found.push(...step.found);
      findings.push(...step.findings);
    }
    throw new Error(`${method.name} stays due at ${String(method.due(settings, at))}`);
  };
  return {
    events: method.events(settings),
    initial: method.initial(settings),
    // The state comes back from where it was put away; nobody but this method wrote it.
    due: (state) => method.due(settings, state as State),
    take: (state, reading, around) => {
      const before = wait(state as State, reading.received, around);
      const step = method.step(settings, before.state, reading, around);
      return { state: step.state, found: [...before.found, ...step.found], findings: [...before.findings, ...step.findings] };
    },
    wait: (state, now, around) => wait(state as State, now, around),
  };
}
