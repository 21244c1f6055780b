/**
 * The whole state as one JSON value and back: the same value however the state came about (decided, restored from stored outcomes, read from
 * an earlier value), so that its hash tells whether two machines know the same.
 *
 * What is as it was before the founding is left out: a later release's further parts don't change the values of logs that never use them.
 * Indexes that follow from other parts aren't written; they are made anew. Maps are written in the order of their keys, and read in it:
 * no rule may depend on the order of a map of the state.
 */
import { compareIds } from '../vocabulary/ids.ts';
import { isObject } from '../vocabulary/json.ts';
import { invariant } from '../vocabulary/result.ts';
import { deviceOf } from '../vocabulary/sensing.ts';
import type { ZoneRules } from '../vocabulary/zones.ts';
import type { Alarm, AlarmKind } from './alarms.ts';
import { proposalOfAlarm } from './apply-deciding.ts';
import { measuring } from './apply-sensing.ts';
import { inOrder, routesOf, wakesOf } from './routes.ts';
import type { SeenWritten } from './seen.ts';
import { createState, type Bound, type KernelState, type Waiting } from './state.ts';
import { holds } from './waking.ts';

/** Parts of the state by their names, in JSON. Shares what it can with the state that it is of: hash it or write it, and don't change it. */
export type KernelSnapshot = { readonly [part: string]: unknown };

/** Zone rules by the hash that the log names; undefined when they aren't at hand. */
type ZoneSource = (hash: string) => ZoneRules | undefined;

export function snapshotOf(state: KernelState): KernelSnapshot {
  const snapshot: { [part: string]: unknown } = {};
  for (const codec of Object.values(codecs)) {
    if ('rebuild' in codec) continue;
    const written = codec.write(state);
    if (written !== undefined) snapshot[codec.part] = written;
  }
  return snapshot;
}

/**
 * The state that a value of {@link snapshotOf} was made of. The value's own form isn't checked: compare the digest of what was read.
 * @throws InvariantError when it has parts that this release doesn't know, or its zone rules aren't at hand
 */
export function stateOf(snapshot: unknown, zones: ZoneSource): KernelState {
  invariant(isObject(snapshot), 'a snapshot is a JSON object');
  const state = createState();
  const unread = new Set(Object.keys(snapshot));
  for (const codec of Object.values(codecs)) {
    if ('write' in codec && unread.delete(codec.part)) codec.read(state, snapshot[codec.part], zones);
    if ('rebuild' in codec) codec.rebuild(state);
  }
  invariant(unread.size === 0, `this release doesn't know these parts of the snapshot: ${[...unread].join(', ')}`);
  return state;
}

type Part = keyof KernelState;
type Codec<P extends Part> = {
  readonly part: P;
  /** Undefined when there is nothing to say. */
  readonly write: (state: KernelState) => unknown;
  readonly read: (state: KernelState, written: unknown, zones: ZoneSource) => void;
};
/** What follows from parts that are written. */
type Index<P extends Part> = { readonly part: P; readonly rebuild: (state: KernelState) => void };

/** Every part, in the order in which they are read: what is made of others comes after them. One that is missing here is an error of types. */
const codecs: { readonly [P in Part]-?: Codec<P> | Index<P> } = {
  origin: plain('origin'),
  charter: plain('charter'),
  sandbox: plain('sandbox'),
  founding: plain('founding'),
  foundingHash: plain('foundingHash'),
  signed: byText('signed'),
  seq: plain('seq'),
  recordedAt: plain('recordedAt'),
  nextObligation: plain('nextObligation'),
  policy: plain('policy'),
  settling: plain('settling'),
  settlingVia: plain('settlingVia'),
  untold: plain('untold'),
  units: byText('units'),
  members: byText('members'),
  newcomers: byText('newcomers'),
  keys: byText('keys'),
  accounts: byText('accounts'),
  credit: byText('credit'),
  subcontracts: byText('subcontracts'),
  versions: byText('versions'),
  consents: byText('consents'),
  attested: byText('attested'),
  obligations: byNumber('obligations'),
  fallen: byNumber('fallen'),
  reviews: byText('reviews'),
  reserved: byText('reserved'),
  booked: byText('booked'),
  timers: byText('timers'),
  // An expired one can't be read any more: whether the daily sweep has been past it mustn't tell.
  cells: byText('cells', ({ expires }, { recordedAt }) => expires === null || expires > recordedAt),
  // All that there are: they are swept by the log's days alone, and amended terms may bring a period back.
  spent: byText('spent'),
  light: byText('light'),
  issued: byText('issued'),
  marks: byText('marks'),
  accepted: byText('accepted'),
  heldConsents: byText('heldConsents'),
  stopped: byText('stopped'),
  retiring: byText('retiring'),
  retired: byText('retired'),
  pilots: byText('pilots'),
  proposals: byText('proposals'),
  amendments: byText('amendments'),
  delegations: byText('delegations'),
  comments: byText('comments'),
  ratified: byText('ratified'),
  friends: byText('friends'),
  bindings: byText('bindings'),
  permits: byText('permits'),
  disputable: byText('disputable'),
  disputes: byText('disputes'),
  publicKeys: { part: 'publicKeys', rebuild: ({ keys, publicKeys }) => { for (const [id, { grant }] of keys) publicKeys.set(grant.public_key, id); } },
  passkeys: { part: 'passkeys', rebuild: ({ keys, passkeys }) => { for (const [id, { grant: { owner, passkey } }] of keys) if (passkey !== undefined) passkeys.set(owner, [...(passkeys.get(owner) ?? []), id]); } },
  keyedDevices: { part: 'keyedDevices', rebuild: ({ keys, keyedDevices }) => { for (const { grant } of keys.values()) if (grant.role === 'device') keyedDevices.set(grant.owner, true); } },
  streams: { part: 'streams', rebuild: indexStreams },
  devices: { part: 'devices', rebuild: indexDevices },
  routes: { part: 'routes', rebuild: indexRoutes },
  wakes: { part: 'wakes', rebuild: indexWakes },
  consenting: { part: 'consenting', rebuild: indexConsents },
  debts: { part: 'debts', rebuild: indexDebts },
  owing: { part: 'owing', rebuild: ({ obligations, owing }) => { for (const debt of obligations.values()) addTo(owing, `${debt.debtor} ${debt.unit}`, debt.left); } },
  open: { part: 'open', rebuild: indexOpen },
  alarms: { part: 'alarms', write: alarmsWritten, read: readAlarms },
  seen: { part: 'seen', write: ({ seen }) => seen.written(), read: ({ seen }, written) => seen.read(written as SeenWritten) },
  calendar: { part: 'calendar', write: ({ calendar }) => calendar.zoneHash ?? undefined, read: ({ calendar }, written, zones) => calendar.setZone(String(written), zoneOf(String(written), zones)) },
};

/** JSON as far as types tell: maps, sets and instances of classes aren't. */
type Plain = null | boolean | number | string | readonly unknown[] | { readonly [name: string]: unknown };
type PlainPart = { [P in Part]: KernelState[P] extends Plain ? P : never }[Part];
type TextPart = { [P in Part]: KernelState[P] extends Map<string, infer V> ? (V extends Plain ? P : never) : never }[Part];
type NumberPart = { [P in Part]: KernelState[P] extends Map<number, infer V> ? (V extends Plain ? P : never) : never }[Part];
type ValueOf<P extends TextPart> = KernelState[P] extends Map<string, infer V> ? V : never;

function plain<P extends PlainPart>(part: P): Codec<P> {
  const before = createState()[part];
  const untouched = (value: unknown): boolean => value === before || (Array.isArray(value) && value.length === 0);
  return {
    part,
    write: (state) => (untouched(state[part]) ? undefined : state[part]),
    read: (state, written) => { (state as Pick<KernelState, P>)[part] = written as KernelState[P]; },
  };
}

/** @param stays whether an entry is written */
function byText<P extends TextPart>(part: P, stays: (value: ValueOf<P>, state: KernelState) => boolean = () => true): Codec<P> {
  const entries = (state: KernelState): [string, ValueOf<P>][] => [...state[part] as Map<string, ValueOf<P>>].filter(([, value]) => stays(value, state));
  return mapped(part, (state) => entries(state).sort(([a], [b]) => compareIds(a, b)));
}

function byNumber<P extends NumberPart>(part: P): Codec<P> {
  return mapped(part, (state) => [...state[part] as Map<number, unknown>].sort(([a], [b]) => a - b));
}

function mapped<P extends TextPart | NumberPart>(part: P, sorted: (state: KernelState) => readonly (readonly [string | number, unknown])[]): Codec<P> {
  return {
    part,
    write: (state) => orNothing(sorted(state)),
    read: (state, written) => {
      const map = state[part] as Map<unknown, unknown>;
      for (const [key, value] of written as [unknown, unknown][]) map.set(key, value);
    },
  };
}

function orNothing<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list;
}

type AlarmWritten = readonly [at: number, kind: AlarmKind, id: string];

/** Those that still hold; what they were set for is found by their ids. */
function alarmsWritten(state: KernelState): readonly AlarmWritten[] | undefined {
  return orNothing(state.alarms.holding((alarm) => holds(state, alarm)).map(({ at, kind, id }): AlarmWritten => [at, kind, id]));
}

function readAlarms(state: KernelState, written: unknown): void {
  for (const [at, kind, id] of written as AlarmWritten[]) {
    const of = subjectOf(state, kind, id);
    invariant(of !== undefined, `what an alarm was set for isn't in the snapshot: ${kind} ${id}`);
    state.alarms.push({ at, kind, id, of });
  }
}

function subjectOf(state: KernelState, kind: AlarmKind, id: string): Alarm['of'] | undefined {
  switch (kind) {
    case 'reserved': return state.reserved.get(id);
    case 'due': return state.obligations.get(Number(id));
    case 'review': return state.reviews.get(id);
    case 'timer': return state.timers.get(id);
    case 'amendment': return state.amendments.get(id);
    case 'proposal': return state.proposals.get(proposalOfAlarm(id));
    case 'pilot': return state.pilots.get(id);
    case 'permit': return state.permits.get(id);
    case 'dispute': return state.disputes.get(id);
  }
}

function zoneOf(hash: string, zones: ZoneSource): ZoneRules {
  const rules = zones(hash);
  invariant(rules !== undefined, `the zone rules ${hash} are not at hand`);
  return rules;
}

function indexStreams({ bindings, streams }: KernelState): void {
  const bound = new Map<string, Bound[]>();
  for (const binding of bindings.values()) for (const [stream, of] of measuring(binding)) addUnder(bound, stream, { binding: binding.id, of });
  for (const [stream, list] of bound) streams.set(stream, list.sort((a, b) => compareIds(a.binding, b.binding)));
}

function indexDevices({ streams, devices }: KernelState): void {
  const channels = new Map<string, string[]>();
  for (const stream of streams.keys()) addUnder(channels, deviceOf(stream), stream);
  for (const [device, list] of channels) devices.set(device, list.sort(compareIds));
}

function indexRoutes({ subcontracts, routes }: KernelState): void {
  const listeners = new Map<string, string[]>();
  for (const subcontract of subcontracts.values()) for (const route of routesOf(subcontract)) addUnder(listeners, route, subcontract.id);
  for (const [route, ids] of listeners) routes.set(route, ids.sort(compareIds));
}

function indexWakes({ subcontracts, wakes }: KernelState): void {
  const waiting = new Map<string, Waiting[]>();
  for (const subcontract of subcontracts.values()) for (const each of wakesOf(subcontract)) addUnder(waiting, each.key, each.waiting);
  for (const [key, list] of waiting) wakes.set(key, inOrder(list));
}

/** Keys are `subcontract part member`. */
function indexConsents({ consents, consenting }: KernelState): void {
  const members = new Map<string, string[]>();
  for (const key of consents.keys()) {
    const space = key.lastIndexOf(' ');
    addUnder(members, key.slice(0, space), key.slice(space + 1));
  }
  for (const [part, ids] of members) consenting.set(part, ids.sort(compareIds));
}

function indexDebts({ obligations, debts }: KernelState): void {
  for (const { id, debtor, unit } of obligations.values()) {
    const key = `${debtor} ${unit}`;
    const ids = debts.get(key);
    if (ids === undefined) debts.set(key, new Set([id]));
    else ids.add(id);
  }
}

function indexOpen({ obligations, reviews, reserved, open }: KernelState): void {
  for (const { because } of [...obligations.values(), ...reserved.values()]) if (because !== null) addTo(open, because, 1);
  for (const { subcontract } of reviews.values()) addTo(open, subcontract, 1);
}

function addUnder<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}

function addTo(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}
