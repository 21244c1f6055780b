/**
 * A made-up settlement full of sensors, from a seed: a woodpile on a load cell in a shed with a door, a badge reader and a camera, phones, and houses with
 * thermometers, doors, motion sensors, radars, microphones, plugs. What they measure comes with the truth beside it, and with the bindings that
 * make observations of it.
 */
import type { Reading } from '../../sensing/reading.ts';
import type { Binding, StreamName } from '../../vocabulary/sensing.ts';
import { hourMs, minuteMs, type Instant } from '../../vocabulary/time.ts';
import { createRandom, type Random } from '../random.ts';
import { liveOn, members, pieceLeast, pieceMost, type Deed, type Life } from './house-deeds.ts';
import { delivered, radio, type Measured } from './transport.ts';
import { loadCellWave, ordinary, thermometerWave, truly, type ThermometerPlan } from './waveforms.ts';

export type HousePlan = { readonly seed: number; readonly start: Instant; readonly hours: number; readonly devices: number };

/** Something of a device that is published; a device of Zigbee2MQTT may have several. */
export type Thing = {
  readonly stream: StreamName;
  readonly device: string;
  readonly channel: string;
  /** As people call the device. */
  readonly name: string;
  readonly convention: 'home-assistant' | 'zigbee2mqtt';
  readonly component: 'sensor' | 'binary_sensor' | 'device_tracker';
  readonly unit?: string;
  readonly deviceClass?: string;
  readonly wave: (random: Random) => Iterable<Measured>;
};

export type House = {
  readonly plan: HousePlan;
  readonly things: readonly Thing[];
  readonly life: Life;
  /** Every hour's true temperature of every house. */
  readonly temperatures: readonly { readonly at: Instant; readonly place: string; readonly celsius: number }[];
  readonly bindings: readonly Binding[];
};

/** The shed's four devices, and a phone for each. */
export const devicesMin = 4 + members.length;
export const devicesMax = 1000;
/** A month. */
export const hoursMax = 744;

const scaleEveryMs = 2000;
const keepDays = 30;

/** @param plan `devices` from {@link devicesMin} to {@link devicesMax}, `hours` up to {@link hoursMax} */
export function buildHouse(plan: HousePlan): House {
  const until = plan.start + plan.hours * hourMs;
  const life = liveOn(createRandom(plan.seed), plan.start, until);
  const shed = shedThings(plan.start, until, life);
  const phones = members.map((member) => phoneOf(member, plan.start, until, life));
  const rooms = Array.from({ length: plan.devices - devicesMin }, (_, place) => roomThings(place, plan.start, until)).flat();
  const houses = new Map(rooms.flatMap(({ climate, place }) => (climate === undefined ? [] : [[place, climate] as const])));
  const temperatures = [...houses].flatMap(([place, climate]) => Array.from({ length: plan.hours + 1 }, (_, hour) => {
    const at = plan.start + hour * hourMs;
    return { at, place, celsius: Math.round(truly(climate, at) * 100) / 100 };
  }));
  return { plan, things: [...shed, ...phones, ...rooms.flatMap(({ things }) => things)], life, temperatures, bindings: [pile, ...[...houses.keys()].map((place) => warmth(place, rooms))] };
}

/** Readings in order of arrival, with what happens to them on their way. */
export function houseReadings({ plan, things }: House): Generator<Reading> {
  return delivered(createRandom(plan.seed + 1), inTime(things.map((thing, place) => thing.wave(createRandom(plan.seed + 100 + place)))), radio);
}

const woodshed = { scale: 'shed-scale', badge: 'shed-badge', camera: 'shed-camera', door: '0x00124b0000000001' };

/** The binding of the pile: who came is told by badge, camera and phones. */
const pile: Binding = {
  id: 'pile', subject: 'woodpile', method: 'load-cell', keep_days: keepDays,
  streams: [
    { stream: `${woodshed.scale}/weight`, as: 'weight' },
    { stream: `${woodshed.badge}/badge`, as: 'badge', of: members },
    { stream: `${woodshed.camera}/label`, as: 'camera', of: members },
    ...members.map((member) => ({ stream: `phone-${member}/device_tracker.place`, as: 'phone', of: [member] })),
  ],
  settings: { piece_g: (pieceLeast + pieceMost) / 2, piece_spread: '0.2', piece_least_g: pieceLeast, piece_most_g: pieceMost },
};

function warmth(place: string, rooms: readonly Room[]): Binding {
  const streams = rooms.filter((room) => room.place === place && room.climate !== undefined).flatMap(({ things }) => things.slice(0, 1)).map(({ stream }) => ({ stream, as: 'temperature' }));
  return { id: `warmth-${place}`, subject: place, method: 'temperature', streams, settings: {}, keep_days: keepDays };
}

function shedThings(start: Instant, until: Instant, { deeds, grams }: Life): Thing[] {
  const scale = `${woodshed.scale}/weight`;
  const changes = deeds.map(({ at, what, grams: moved }) => ({ at, grams: what === 'taken' ? -moved : moved }));
  return [
    homeAssistant({
      stream: scale, component: 'sensor', name: 'Shed scale', unit: 'g', deviceClass: 'weight',
      wave: (random) => loadCellWave(random, { stream: scale, start, until, everyMs: scaleEveryMs, grams, changes, ...ordinary }),
    }),
    homeAssistant({ stream: `${woodshed.badge}/badge`, component: 'sensor', name: 'Shed badge reader', wave: (random) => badges(random, deeds) }),
    homeAssistant({ stream: `${woodshed.camera}/label`, component: 'sensor', name: 'Shed camera', wave: (random) => labels(random, deeds) }),
    zigbee({ stream: `${woodshed.door}/contact`, component: 'binary_sensor', name: 'Shed door', wave: (random) => doors(random, `${woodshed.door}/contact`, deeds.map(({ at }) => at)) }),
  ];
}

/** A member who comes shows a badge shortly before, unless they forget. */
function* badges(random: Random, deeds: readonly Deed[]): Generator<Measured> {
  for (const { at, by } of deeds) {
    const before = random.int(4000, 15_000);
    if (by !== null && random.chance(0.97)) yield { stream: `${woodshed.badge}/badge`, at: at - before, value: by };
  }
}

/** The camera knows most, mistakes a few, and of the others says nothing. */
function* labels(random: Random, deeds: readonly Deed[]): Generator<Measured> {
  for (const { at, by } of deeds) {
    const [dice, other, shift] = [random.next(), random.pick(members), random.int(-3000, 3000)];
    const value = by === null ? (dice < 0.8 ? 'stranger' : undefined) : dice < 0.85 ? by : dice < 0.88 ? other : undefined;
    if (value !== undefined) yield { stream: `${woodshed.camera}/label`, at: at + shift, value };
  }
}

function* doors(random: Random, stream: StreamName, visits: readonly Instant[]): Generator<Measured> {
  for (const at of visits) {
    yield { stream, at: at - random.int(16_000, 25_000), value: true };
    yield { stream, at: at + random.int(8000, 20_000), value: false };
  }
}

function phoneOf(member: string, start: Instant, until: Instant, { away }: Life): Thing {
  const stream = `phone-${member}/device_tracker.place`;
  return homeAssistant({
    stream, component: 'device_tracker', name: `Phone of ${member}`,
    wave: function* phone(random) {
      const own = away.filter((each) => each.member === member);
      // It says where it is every half hour, so that silence isn't all there is of it.
      for (let at = start + random.int(0, 60_000); at < until; at += 30 * minuteMs + random.int(0, 60_000)) {
        yield { stream, at, value: own.some((each) => each.from <= at && at < each.until) ? 'not_home' : 'home' };
      }
    },
  });
}

type Room = { readonly place: string; readonly things: readonly Thing[]; readonly climate?: ThermometerPlan };

const kinds = ['climate', 'motion', 'climate', 'door', 'radar', 'plug', 'sound'] as const;

/** The devices of houses, one after another, seven to a house. */
function roomThings(count: number, start: Instant, until: Instant): Room {
  const house = Math.floor(count / kinds.length);
  const kind = kinds[count % kinds.length] ?? 'motion';
  const place = `house-${house + 1}`;
  const device = `0x00158d00${(count + 16).toString(16).padStart(8, '0')}`;
  const name = `${place} ${kind} ${count % kinds.length}`;
  switch (kind) {
    case 'climate': {
      const stream = `${device}/temperature`;
      const climate: ThermometerPlan = { stream, start, until, everyMs: 5 * minuteMs, mean: 20 - (house % 5), swing: 1.5, noise: 0.15, offset: ((count * 7) % 5 - 2) / 10, driftPerDay: 0.01 };
      const humidity = `${device}/humidity`;
      return {
        place, climate, things: [
          zigbee({ stream, component: 'sensor', name, unit: '°C', wave: (random) => thermometerWave(random, climate) }),
          zigbee({ stream: humidity, component: 'sensor', name, unit: '%', wave: (random) => steps(random, humidity, start, until, 10 * minuteMs, () => 40 + random.int(0, 200) / 10) }),
        ],
      };
    }
    case 'motion': return { place, things: [zigbee({ stream: `${device}/occupancy`, component: 'binary_sensor', name, wave: (random) => toggles(random, `${device}/occupancy`, start, until, 12 * minuteMs) })] };
    case 'door': return { place, things: [zigbee({ stream: `${device}/contact`, component: 'binary_sensor', name, wave: (random) => toggles(random, `${device}/contact`, start, until, 40 * minuteMs) })] };
    case 'plug': return { place, things: [zigbee({ stream: `${device}/power`, component: 'sensor', name, unit: 'W', wave: (random) => steps(random, `${device}/power`, start, until, minuteMs, () => (random.chance(0.3) ? random.int(400, 900) / 10 : 0)) })] };
    case 'radar': return { place, things: [homeAssistant({ stream: `${place}-radar/binary_sensor.presence`, component: 'binary_sensor', name, wave: (random) => toggles(random, `${place}-radar/binary_sensor.presence`, start, until, 10 * minuteMs) })] };
    case 'sound': return { place, things: [homeAssistant({ stream: `${place}-sound/level`, component: 'sensor', name, unit: 'dB', wave: (random) => steps(random, `${place}-sound/level`, start, until, minuteMs, () => 30 + random.int(0, 350) / 10) })] };
  }
}

function* steps(random: Random, stream: StreamName, start: Instant, until: Instant, everyMs: number, value: () => number): Generator<Measured> {
  for (let at = start + random.int(0, everyMs); at < until; at += everyMs) yield { stream, at, value: value() };
}

function* toggles(random: Random, stream: StreamName, start: Instant, until: Instant, meanMs: number): Generator<Measured> {
  let is = false;
  for (let at = start + random.int(0, meanMs); at < until; at += random.int(meanMs / 10, 2 * meanMs)) {
    is = !is;
    yield { stream, at, value: is };
  }
}

function homeAssistant(thing: Omit<Thing, 'convention' | 'device' | 'channel'>): Thing {
  return { ...thing, ...parted(thing.stream), convention: 'home-assistant' };
}

function zigbee(thing: Omit<Thing, 'convention' | 'device' | 'channel'>): Thing {
  return { ...thing, ...parted(thing.stream), convention: 'zigbee2mqtt' };
}

function parted(stream: StreamName): { readonly device: string; readonly channel: string } {
  const slash = stream.indexOf('/');
  return { device: stream.slice(0, slash), channel: stream.slice(slash + 1) };
}

/** Several sequences as one, in order of time. */
function* inTime(waves: readonly Iterable<Measured>[]): Generator<Measured> {
  const open = waves.map((wave) => wave[Symbol.iterator]());
  const heads = open.map((wave) => wave.next());
  for (;;) {
    let first = -1;
    let at = Infinity;
    for (const [place, head] of heads.entries()) {
      if (head.done !== true && head.value.at < at) [first, at] = [place, head.value.at];
    }
    const [head, wave] = [heads[first], open[first]];
    if (head === undefined || head.done === true || wave === undefined) return;
    yield head.value;
    heads[first] = wave.next();
  }
}
