/**
 * Who came: a member whom a door, a badge, a phone or a camera tells, by the error model of persons.ts. One comes at a time; who was told of is told
 * of again only after `again_s`. p is how likely it was one of the known ones at all, and p of the person that it was this one.
 */
import type { Fields } from '../../vocabulary/kit.ts';
import { ok, refuse } from '../../vocabulary/result.ts';
import type { StreamName } from '../../vocabulary/sensing.ts';
import type { Instant } from '../../vocabulary/time.ts';
import type { Reading } from '../reading.ts';
import type { Around, Found, Method, Step } from './method.ts';
import { hear, personFields, personParts, personsRefusal, tellsAnybody, whoAt, type Statements } from './persons.ts';
import { nothing } from './saying.ts';
import { readConfiguration, type Configuration } from './settings.ts';

const fields = {
  ...personFields,
  again_s: { type: 'integer', min: 1, max: 604_800, default: 600, says: 'seconds after which the same person is said to be there again' },
} as const satisfies Fields;

type Settings = Configuration<typeof fields, typeof personParts>;
/** Something was said by this reading at this time; when the others have had theirs, it is asked who it was. */
type Waiting = { readonly stream: StreamName; readonly id: string; readonly at: Instant; readonly due: Instant };
type State = { readonly persons: Statements; readonly waiting: readonly Waiting[]; readonly told: { readonly [person: string]: Instant } };

/** Questions who it was that wait at a time. What is said beyond, by devices whose clocks leap about, tells who it was and asks nothing. */
const waitingMax = 64;

export const presence: Method<Settings, State> = {
  name: 'presence',
  says: 'who came, from doors, badges, phones and cameras',
  parts: personParts, fields,
  events: () => ['presence'],
  settings: (binding) => {
    const configuration = readConfiguration(fields, personParts, binding);
    if (!configuration.ok) return configuration;
    if (!tellsAnybody(configuration.value)) return refuse('missing_value', 'presence needs at least one stream as door, badge, phone or camera');
    const refusal = personsRefusal(configuration.value);
    return refusal === undefined ? ok(configuration.value) : { ok: false, refusal };
  },
  initial: () => ({ persons: [], waiting: [], told: {} }),
  step,
  due: (_settings, { waiting }) => waiting[0]?.due,
  wake,
};

function step(configuration: Settings, state: State, reading: Reading, around: Around): Step<State> {
  const persons = hear(configuration, state.persons, reading, around);
  const last = state.waiting.at(-1);
  const at = Math.min(reading.at, reading.received);
  // What is said within the waiting time of something else belongs to it: then one answer is enough.
  const isAsked = state.waiting.some((each) => Math.abs(at - each.at) <= configuration.settings.after_s * 1000);
  const isNews = persons !== state.persons && !persons.at(-1)?.not && !isAsked && state.waiting.length < waitingMax;
  const due = Math.max(last?.due ?? 0, reading.received + configuration.settings.after_s * 1000);
  return nothing({ ...state, persons, waiting: isNews ? [...state.waiting, { stream: reading.stream, id: reading.id, at, due }] : state.waiting });
}

function wake(configuration: Settings, state: State, now: Instant, around: Around): Step<State> {
  const [first, ...waiting] = state.waiting;
  if (first === undefined || first.due > now) return nothing(state);
  const who = whoAt(configuration, state.persons, first.at, around);
  const told = who.by === null ? undefined : state.told[who.by];
  const isNews = who.by !== null && (told === undefined || first.at >= told + configuration.settings.again_s * 1000);
  if (who.by === null || who.person === undefined || !isNews) return { state: { ...state, waiting }, found: [], findings: who.findings };
  const found: Found = {
    id: `presence ${first.stream} ${first.id}`, event: 'presence', at: first.at, values: { by: who.by }, readings: who.readings, sensors: who.sensors,
    prior: 1 - configuration.settings.stranger, raw: { event: 1 - who.nobody, person: who.person },
  };
  return { state: { ...state, waiting, told: { ...state.told, [who.by]: first.at } }, found: [found], findings: who.findings };
}
