/**
 * Simulated devices of a village in winter: a woodpile on a scale with a camera, houses with thermometers, a box of cash. A plan is a pure
 * generator: the same seed gives the same messages, with unsure probabilities, repetitions and late ones as real devices have them.
 */
import { formatDecimal } from '../vocabulary/decimals.ts';
import type { JsonObject } from '../vocabulary/json.ts';
import { dayMs, hourMs, minuteMs, type Instant } from '../vocabulary/time.ts';
import { createRandom, type Random } from './random.ts';

export type SimulatedReading = {
  readonly seq: number;
  readonly subject: string;
  readonly event: string;
  readonly at: Instant;
  readonly p?: { readonly event: number; readonly person: number };
  readonly values: JsonObject;
};

export type SimulatedMessage = {
  readonly device: string;
  /** When it gets here: mostly a second after `at`. */
  readonly arrivesAt: Instant;
  readonly reading: SimulatedReading;
};

/** What a member does in the sight of devices. */
export type Habits = {
  readonly member: string;
  /** Times a day that they take wood. */
  readonly wood: number;
  /** Times a week that they borrow cash, how much at the most, and how surely they put it back before it is due. */
  readonly cash: number;
  readonly cashMax: number;
  readonly putsBack: number;
};

export type Village = {
  readonly habits: readonly Habits[];
  readonly pile: string;
  readonly box: string;
  readonly houses: readonly [string, ...string[]];
  /** Hours by which the village's clocks are ahead of UTC; people sleep at night. */
  readonly clockHours: number;
  /** Days after which borrowed cash is due. */
  readonly loanDays: number;
};

export type Plan = { readonly seed: number; readonly start: Instant; readonly days: number; readonly village: Village };

export const pileDevice = 'pile-scale';
export const boxDevice = 'cashbox';

export function thermometerOf(house: string): string {
  return `thermometer-${house}`;
}

/** All devices of a village. */
export function devicesOf(village: Village): string[] {
  return [pileDevice, boxDevice, ...village.houses.map(thermometerOf)];
}

const temperatureHours = 2;
const levelHours = 6;
/** Of a hundred messages. */
const oddPer100 = { unsure: 4, unknown: 1.5, repeated: 2, late: 1.5 };

/** The messages in order of arrival. With infinite days it never ends. */
export function* simulate({ seed, start, days, village }: Plan): Generator<SimulatedMessage, void, undefined> {
  const sim = new Simulation(seed, start, village);
  let carried: SimulatedMessage[] = [];
  for (let day = 0; day < days; day++) {
    const end = start + (day + 1) * dayMs;
    const all = [...carried, ...sim.day(day)].sort((a, b) => a.arrivesAt - b.arrivesAt);
    carried = all.filter((message) => message.arrivesAt >= end);
    yield* all.filter((message) => message.arrivesAt < end);
  }
  yield* carried;
}

/** What happens, before anyone numbers it. */
type Happening = Omit<SimulatedReading, 'seq'> & { readonly device: string };

class Simulation {
  readonly #random: Random;
  readonly #start: Instant;
  readonly #village: Village;
  readonly #seqs = new Map<string, number>();
  readonly #loans: { readonly member: string; readonly cents: number; readonly day: number }[] = [];
  #pieces = 70;
  /** Degrees by which these days differ from the season. */
  #spell = 0;
  #restockDay = -1;

  constructor(seed: number, start: Instant, village: Village) {
    this.#random = createRandom(seed);
    this.#start = start;
    this.#village = village;
  }

  day(day: number): SimulatedMessage[] {
    this.#spell = 0.7 * this.#spell + 3 * this.#random.bell();
    const happenings = [...this.#temperatures(day), ...this.#woodpile(day), ...this.#cash(day)].sort((a, b) => a.at - b.at);
    return happenings.flatMap((happening) => this.#sent(happening));
  }

  #at(day: number, hour: number): Instant {
    const local = (hour - this.#village.clockHours + 24) % 24;
    const inDay = (local * hourMs - (this.#start % dayMs) + dayMs) % dayMs;
    return this.#start + day * dayMs + Math.floor(inDay / 1000) * 1000;
  }

  #temperatures(day: number): Happening[] {
    const { houses } = this.#village;
    const readings: Happening[] = [];
    for (let hour = 0; hour < 24; hour += temperatureHours) {
      const at = this.#at(day, hour);
      const outside = -1 + this.#spell + (hour > 9 && hour < 18 ? 3 : -2);
      for (const [place, house] of houses.entries()) {
        const heating = hour >= 6 && hour <= 22 ? 20 : 18;
        const loss = (0.18 + 0.06 * place) * Math.max(0, -outside);
        const celsius = Math.round((heating - 0.4 * place - loss + 0.4 * this.#random.bell()) * 100) / 100;
        readings.push({ device: thermometerOf(house), subject: house, event: 'temperature', at: at + place * 7000, values: { celsius } });
      }
    }
    return readings;
  }

  #woodpile(day: number): Happening[] {
    const { habits, pile } = this.#village;
    const takings: { at: Instant; member: string; count: number }[] = [];
    for (const { member, wood } of habits) {
      const colder = this.#spell < -3 ? 1.3 : 1;
      for (let left = wood * colder; left > 0; left -= 1) {
        if (this.#random.chance(left)) takings.push({ at: this.#at(day, this.#random.int(6, 21)) + this.#random.int(0, 3599) * 1000, member, count: this.#random.int(1, 4) });
      }
    }
    takings.sort((a, b) => a.at - b.at);
    const readings: Happening[] = [];
    const level = (at: Instant): void => void readings.push({ device: pileDevice, subject: pile, event: 'level', at, values: { count: this.#pieces } });
    if (this.#pieces < 20 && this.#restockDay < day) this.#restockDay = day + this.#random.int(1, 2);
    let next = 0;
    // A simulated day begins at the start's own time of day, so that hours of the clock may come in another order.
    const levels = Array.from({ length: 24 / levelHours }, (_, i) => this.#at(day, 1 + i * levelHours)).sort((a, b) => a - b);
    for (const [place, until] of levels.entries()) {
      for (; next < takings.length && (takings[next]?.at ?? 0) < until; next++) this.#take(takings[next], readings);
      if (this.#restockDay === day && place > 0) {
        this.#pieces += this.#random.int(110, 150);
        this.#restockDay = -1;
      }
      level(until);
    }
    for (; next < takings.length; next++) this.#take(takings[next], readings);
    return readings;
  }

  #take(taking: { at: Instant; member: string; count: number } | undefined, readings: Happening[]): void {
    if (taking === undefined) return;
    const { pile } = this.#village;
    const count = Math.min(taking.count, this.#pieces);
    if (count === 0) return;
    this.#pieces -= count;
    const seen = this.#sureness(taking.member);
    const mass_g = count * this.#random.int(1700, 2600);
    readings.push({ device: pileDevice, subject: pile, event: 'taken', at: taking.at, ...seen.p, values: { by: seen.by, count, mass_g } });
    readings.push({ device: pileDevice, subject: pile, event: 'level', at: taking.at + 20_000, values: { count: this.#pieces } });
    if (!this.#random.chance(0.08)) return;
    const back = this.#random.int(1, count);
    this.#pieces += back;
    readings.push({
      device: pileDevice, subject: pile, event: 'returned', at: taking.at + this.#random.int(1, 12) * minuteMs, values: { by: taking.member, count: back },
    });
  }

  #cash(day: number): Happening[] {
    const { habits, box, loanDays } = this.#village;
    const readings: Happening[] = [];
    for (const { member, cash, cashMax } of habits) {
      if (!this.#random.chance(cash / 7)) continue;
      const cents = this.#random.int(Math.ceil(cashMax / 5), cashMax) * 100;
      const seen = this.#sureness(member);
      readings.push({ device: boxDevice, subject: box, event: 'cash_taken', at: this.#at(day, this.#random.int(8, 20)) + this.#random.int(0, 3599) * 1000, ...seen.p, values: { by: seen.by, amount: formatDecimal(cents, 2) } });
      const putsBack = habits.find((each) => each.member === member)?.putsBack ?? 0;
      if (this.#random.chance(putsBack)) this.#loans.push({ member, cents, day: day + this.#random.int(2, Math.max(2, loanDays - 1)) });
    }
    for (const loan of this.#loans.filter((each) => each.day === day)) {
      const cents = this.#random.chance(0.7) ? loan.cents : Math.ceil(loan.cents / 2);
      readings.push({ device: boxDevice, subject: box, event: 'cash_returned', at: this.#at(day, this.#random.int(8, 20)) + this.#random.int(0, 3599) * 1000, values: { by: loan.member, amount: formatDecimal(cents, 2) } });
    }
    return readings;
  }

  /** How sure the sensors are, and whom they believe to have seen. */
  #sureness(member: string): { readonly by: string | null; readonly p: { readonly p?: { event: number; person: number } } } {
    const dice = this.#random.next() * 100;
    if (dice < oddPer100.unknown) return { by: null, p: { p: { event: 0.98, person: 0.2 } } };
    if (dice < oddPer100.unknown + oddPer100.unsure) return { by: member, p: { p: { event: 0.97, person: Math.round(50 + 38 * this.#random.next()) / 100 } } };
    return { by: member, p: { p: { event: Math.round(970 + 29 * this.#random.next()) / 1000, person: Math.round(955 + 44 * this.#random.next()) / 1000 } } };
  }

  /** The message of a happening: now and then late, now and then twice. */
  #sent({ device, ...said }: Happening): SimulatedMessage[] {
    const seq = (this.#seqs.get(device) ?? 0) + 1;
    this.#seqs.set(device, seq);
    const dice = this.#random.next() * 100;
    const delay = dice < oddPer100.late ? this.#random.int(1, 30) * hourMs : 1000;
    const message = { device, arrivesAt: said.at + delay, reading: { seq, ...said } };
    return dice < 100 - oddPer100.repeated ? [message] : [message, { ...message, arrivesAt: message.arrivesAt + this.#random.int(2, 900) * 1000 }];
  }
}
