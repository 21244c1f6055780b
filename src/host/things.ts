/**
 * Devices that speak the conventions of others, at whichever broker they are heard: their messages go through the catalogue, and the
 * readings of bound streams on to be stored. Descriptions are put down as well: a broker hands over what came while we were away before
 * it tells again whose topics these are.
 */
import { createHash } from 'node:crypto';
import type { Delivered, Things as ThingsIntake } from '../adapters/mqtt/intake.ts';
import { JournalError } from '../journal/journal.ts';
import { toHex } from '../log/bytes.ts';
import {
  devicesShown, deviceShown, emptyCatalogue, hear, hearSenml, subscriptions, type Around, type Arrival, type Catalogue, type DeviceShown, type Heard, type Settings,
} from '../sensing/formats/catalogue.ts';
import type { Reading } from '../sensing/reading.ts';
import { staleRefusal } from '../sensing/stale.ts';
import { numberIn, type Arrived, type Delivery, type ReadingStore } from '../sensing/store.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { ok, refuse, type Refusal, type Result } from '../vocabulary/result.ts';
import type { Instant } from '../vocabulary/time.ts';
import type { Clock } from './clock.ts';

/** Messages that are known again before the store has them: more than are in flight. */
const recentMax = 4096;
/** How long putting something down is left alone after it failed. */
const retryMs = 1000;
/** The same refusal about the same sender is told once in so long. */
const tellAgainMs = 3_600_000;
/** Senders whose refusals are remembered. */
const toldMax = 1000;

export type ThingsPorts = {
  readonly settings: Settings;
  readonly around: Around;
  /** False: only what devices sign themselves is heard, since anyone could say the rest. */
  readonly vouches: boolean;
  readonly store: () => ReadingStore | undefined;
  /** Resolves to whether it is durable, or concerns nothing that is kept. */
  readonly keep: (arrived: Arrived) => Promise<boolean>;
  readonly clock: Clock;
  readonly tell: (message: string) => void;
};

export type Things = ThingsIntake & {
  /** Signed SenML that came over HTTP; answers when its readings are durable. */
  readonly senml: (text: string) => Promise<Result<{ readonly readings: number }>>;
  readonly devices: () => DeviceShown[];
  readonly device: (id: string) => DeviceShown | undefined;
  readonly close: () => void;
};

export function createThings(ports: ThingsPorts): Things {
  const { settings, clock } = ports;
  const numbers = createNumbers(ports.store);
  const around: Around = { ...ports.around, stale: numbers.stale };
  const catalogue = emptyCatalogue(settings);
  const described = recall(catalogue, around, ports.store(), clock.now());
  const deliveries = createDeliveries(ports.store, around.hasher, clock);
  const changed = changes();
  const refusals = teller(ports);
  let isClosed = false;

  const keepHeard = async (heard: Heard, message: Delivered, delivery: Delivery | undefined): Promise<boolean> => {
    for (const { about, refusal } of heard.refusals) refusals(about, refusal);
    if (heard.changes.some(({ what }) => what === 'described' || what === 'gone')) changed.tell();
    const { keeps } = heard;
    const isNew = keeps !== undefined && described.isNew(message.topic, keeps);
    const descriptions = [...described.of(heard.changes).map((topic) => ({ topic, payload: null })), ...(isNew ? [{ topic: message.topic, payload: keeps === '' ? null : keeps }] : [])];
    const readings = allowed(heard.readings);
    const kept = await numbers.during(readings, ports.keep({ readings, descriptions, ...(delivery === undefined ? {} : { deliveries: [delivery] }) }));
    if (kept) for (const { topic, payload } of descriptions) described.note(topic, payload ?? '');
    return kept;
  };
  const allowed = (readings: readonly Reading[]): readonly Reading[] => (ports.vouches ? readings : readings.filter(({ by }) => by === 'signed'));

  return {
    hear(message) {
      const text = utf8.decode(message.payload);
      const { arrival, delivery } = deliveries.of(message);
      return keepHeard(hear(catalogue, around, message.topic, text, arrival), message, delivery);
    },
    async senml(text) {
      const heard = hearSenml(catalogue, around, text, deliveries.next(false));
      const [refused] = heard.refusals;
      if (refused !== undefined) return { ok: false, refusal: refused.refusal };
      const readings = heard.readings.filter(({ by }) => by === 'signed');
      if (ports.store() === undefined) return refuse('stopped', 'the readings can\'t be stored: see what the server says');
      return await numbers.during(readings, ports.keep({ readings })) ? ok({ readings: readings.length }) : refuse('busy', 'the readings can\'t be stored just now');
    },
    filters: () => subscriptions(catalogue),
    filtersBefore: () => ports.store()?.filters() ?? [],
    async keepFilters(filters) {
      while (!isClosed) {
        if (await ports.keep({ readings: [], filters })) return true;
        await new Promise((resolve) => { setTimeout(resolve, retryMs).unref(); });
      }
      return false;
    },
    onFilters: (listener) => changed.listen(listener),
    devices: () => devicesShown(catalogue),
    device: (id) => deviceShown(catalogue, id),
    close: () => { isClosed = true; },
  };
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: false });

type Numbers = { readonly stale: NonNullable<Around['stale']>; readonly during: <T>(readings: readonly Reading[], stored: Promise<T>) => Promise<T> };

/** Of devices' own numbers: what is stored under them, and what is on its way there, since several messages are stored at a time. */
function createNumbers(store: ThingsPorts['store']): Numbers {
  const onTheWay = new Map<string, Reading>();
  const nameOf = (stream: string, id: string): string => `${stream} ${id}`;
  return {
    // A store that can't be read is opened anew by whoever keeps, and tells a repetition then.
    stale(readings) {
      const open = store();
      try {
        return open === undefined ? undefined : staleRefusal({ find: (stream, id) => onTheWay.get(nameOf(stream, id)) ?? open.find(stream, id), erasedUpTo: (stream) => open.erasedUpTo(stream) }, readings);
      } catch (error) {
        if (error instanceof JournalError) return undefined;
        throw error;
      }
    },
    async during(readings, stored) {
      const numbered = readings.filter((reading) => numberIn(reading) !== Infinity && !onTheWay.has(nameOf(reading.stream, reading.id)));
      for (const reading of numbered) onTheWay.set(nameOf(reading.stream, reading.id), reading);
      try {
        return await stored;
      } finally {
        for (const { stream, id } of numbered) onTheWay.delete(nameOf(stream, id));
      }
    },
  };
}

type Described = {
  readonly isNew: (topic: string, text: string) => boolean;
  readonly note: (topic: string, text: string) => void;
  /** Topics of what is put down of devices that made room for others. */
  readonly of: (changes: Heard['changes']) => readonly string[];
};

/** Hears the descriptions that were put down, as retained messages. */
function recall(catalogue: Catalogue, around: Around, store: ReadingStore | undefined, now: Instant): Described {
  const digests = new Map<string, string>();
  const note = (topic: string, text: string): void => void (text === '' ? digests.delete(topic) : digests.set(topic, digestOf(text)));
  for (const { topic, payload } of store?.descriptions() ?? []) {
    hear(catalogue, around, topic, payload, { at: now, retained: true, duplicate: false, count: 0 });
    note(topic, payload);
  }
  const topicsOf = (source: string): readonly string[] => (digests.has(source) ? [source] : [...digests.keys()].filter((topic) => topic.startsWith(`${source}/`)));
  return { note, of: (changes) => changes.flatMap(({ forgot = [] }) => forgot.flatMap(topicsOf)), isNew: (topic, text) => (text === '' ? digests.has(topic) : digests.get(topic) !== digestOf(text)) };
}

/** The text for the digest need not be secret: it only tells a description from the one before. */
function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}

type Deliveries = {
  readonly of: (message: Delivered) => { readonly arrival: Arrival; readonly delivery: Delivery | undefined };
  readonly next: (retained: boolean) => Arrival;
};

/**
 * When a message came, and its count within that millisecond. One that is delivered again under the number that it had keeps both, so that
 * its readings have the names that they had: whether they were stored before a fall, the store then tells.
 */
function createDeliveries(store: () => ReadingStore | undefined, hasher: Hasher, clock: Clock): Deliveries {
  const recent = new Map<string, Delivery>();
  let last: Instant = 0;
  let count = 0;
  const next = (retained: boolean): Arrival => {
    const at = Math.max(clock.now(), last);
    count = at === last ? count + 1 : 0;
    last = at;
    return { at, retained, duplicate: false, count };
  };
  return {
    next,
    of({ topic, payload, retained, duplicate, peer, number }) {
      if (number === undefined || retained) return { arrival: next(retained), delivery: undefined };
      const digest = toHex(hasher.sha256(Buffer.concat([Buffer.from(`${topic}\0`), payload])));
      const name = `${number} ${peer}`;
      const before = duplicate ? (recent.get(name) ?? store()?.delivery(peer, number)) : undefined;
      const { at, count: within } = before?.digest === digest ? before : next(false);
      const delivery: Delivery = { peer, number, digest, at, count: within };
      recent.delete(name);
      recent.set(name, delivery);
      if (recent.size > recentMax) for (const [oldest] of recent) { recent.delete(oldest); break; }
      return { arrival: { at, retained, duplicate: false, count: within }, delivery };
    },
  };
}

/** Tells listeners once for all that has changed at a time. */
function changes(): { readonly tell: () => void; readonly listen: (listener: () => void) => void } {
  const listeners: (() => void)[] = [];
  let isScheduled = false;
  return {
    listen: (listener) => void listeners.push(listener),
    tell: () => {
      if (isScheduled) return;
      isScheduled = true;
      setImmediate(() => {
        isScheduled = false;
        for (const listener of listeners) listener();
      });
    },
  };
}

/** One line for whoever runs it; a device that keeps sending what can't be read doesn't fill the screen. */
function teller({ clock, tell }: ThingsPorts): (about: string, refusal: Refusal) => void {
  const told = new Map<string, Instant>();
  return (about, { code, detail }) => {
    const now = clock.now();
    const name = `${code} ${about}`;
    if (now < (told.get(name) ?? -Infinity) + tellAgainMs) return;
    if (told.size >= toldMax) told.clear();
    told.set(name, now);
    tell(`${about}: ${detail} [${code}]`);
  };
}
