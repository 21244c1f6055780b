/**
 * How warm a place is, from one or several thermometers.
 *
 * Error model: quantity.ts; what a thermometer says has its `offset` added and an error of `deviation`. Values outside the range, and jumps faster than a room
 * can change that the next reading doesn't bear out, are left out. After `gap_s` without a reading nothing is known, and nothing is said.
 */
import type { Fields } from '../../vocabulary/kit.ts';
import { refuse } from '../../vocabulary/result.ts';
import type { StreamName } from '../../vocabulary/sensing.ts';
import { minuteMs } from '../../vocabulary/time.ts';
import type { Reading } from '../reading.ts';
import type { Around, Method, Step } from './method.ts';
import { heardOf, isLater, leftOut, measure, unheardQuantity, type Heard, type Quantity, type QuantityState } from './quantity.ts';
import { isUsable, nothing } from './saying.ts';
import { readConfiguration, type Bound, type Configuration } from './settings.ts';

const celsius = { type: 'decimal', decimals: 6 } as const;
const seconds = { type: 'integer', min: 1, max: 604_800 } as const;

const fields = {
  tolerance: { ...celsius, min: '0.01', default: '1.0', says: 'degrees; p is how likely the true value is no further than this from the one that is said' },
  every_s: { ...seconds, default: 900, says: 'seconds between two observations at the least' },
  at_least_s: { ...seconds, default: 21_600, says: 'seconds after which it is said again though it has not changed' },
  min_change: { ...celsius, min: '0', default: '0.2', says: 'degrees; a smaller change is not said' },
  gap_s: { ...seconds, default: 7200, says: 'seconds after which a reading says nothing about now' },
  moves: { ...celsius, min: '0', default: '0.5', says: 'degrees by which the place usually moves in an hour (standard deviation)' },
  least: { ...celsius, default: '-40', says: 'degrees; what is below is a fault' },
  most: { ...celsius, default: '60', says: 'degrees; what is above is a fault' },
  rate_max: { ...celsius, min: '0.001', default: '2', says: 'degrees a minute; a faster change must be borne out by the next reading' },
} as const satisfies Fields;

const parts = {
  temperature: {
    says: 'a thermometer of the place, in degrees Celsius', many: true, required: true, redundant: true, steady: true,
    fields: {
      offset: { ...celsius, default: '0', says: 'degrees that are added to what it says' },
      deviation: { ...celsius, min: '0.01', default: '0.3', says: 'degrees; its error (standard deviation)' },
    },
  },
} as const;

type Thermometer = Bound<(typeof parts)['temperature']['fields']>;
type Settings = Configuration<typeof fields, typeof parts> & { readonly quantity: Quantity; readonly names: readonly StreamName[] };
type State = QuantityState & {
  /** A jump that the next reading must bear out. */
  readonly doubted: { readonly [stream: StreamName]: Heard };
};

export const temperature: Method<Settings, State> = {
  name: 'temperature',
  says: 'how warm a place is, from one or several thermometers',
  parts, fields,
  events: () => ['temperature'],
  settings: (binding) => {
    const read = readConfiguration(fields, parts, binding);
    if (!read.ok) return read;
    const { settings, streams } = read.value;
    if (settings.least >= settings.most) return refuse('invalid_value', `settings.most must lie above settings.least, which is ${settings.least}`);
    return { ok: true, value: { ...read.value, quantity: quantityOf(settings), names: streams.temperature.map(({ stream }) => stream) } };
  },
  initial: () => ({ ...unheardQuantity, doubted: {} }),
  step,
  due: () => undefined,
  wake: (_settings, state) => nothing(state),
};

function quantityOf({ tolerance, least, most, moves, gap_s, every_s, at_least_s, min_change }: Settings['settings']): Quantity {
  return {
    event: 'temperature', field: 'celsius', rounded: (value) => Math.round(value * 100) / 100, shown,
    tolerance, range: most - least, moves, gapMs: gap_s * 1000, everyMs: every_s * 1000, atLeastMs: at_least_s * 1000, minChange: min_change,
  };
}

function step({ settings, streams, quantity, names }: Settings, state: State, reading: Reading, around: Around): Step<State> {
  const { stream } = reading;
  const thermometer = streams.temperature.find((each) => each.stream === stream);
  const measured = thermometer === undefined ? undefined : celsiusOf(reading, thermometer);
  if (thermometer === undefined || measured === undefined || !isUsable(stream, around)) return nothing(state);
  const heard = heardOf(reading, measured, thermometer.settings.deviation);
  if (!isLater(state, stream, heard.at)) return nothing(state);
  if (measured < settings.least || measured > settings.most) {
    return leftOut(state, stream, heard.at, `${stream} says ${shown(measured)}, outside ${shown(settings.least)} to ${shown(settings.most)}: it is left out`);
  }
  const [before, doubted] = [state.last[stream], state.doubted[stream]];
  const isBorneOut = doubted !== undefined && heard.at > doubted.at && !jumps(settings, doubted, heard);
  if (before !== undefined && jumps(settings, before, heard) && !isBorneOut) return nothing({ ...state, doubted: { ...state.doubted, [stream]: heard } });
  const { [stream]: _settled, ...doubts } = state.doubted;
  return measure(quantity, names, { ...state, doubted: doubts }, stream, heard, around);
}

/** Degrees Celsius with the offset; undefined where the device says nothing, or in another unit. */
function celsiusOf({ value, unit = 'Cel' }: Reading, { settings }: Thermometer): number | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const read = unit === 'Cel' ? value : unit === 'K' ? value - 273.15 : unit === '°F' ? (value - 32) / 1.8 : undefined;
  return read === undefined ? undefined : read + settings.offset;
}

/** Faster than the place can change, its noise aside: four deviations of a difference. */
function jumps({ rate_max }: Settings['settings'], from: Heard, to: Heard): boolean {
  return Math.abs(to.value - from.value) > (rate_max * (to.at - from.at)) / minuteMs + 4 * Math.SQRT2 * to.deviation;
}

function shown(degrees: number): string {
  return `${Math.round(degrees * 100) / 100} °C`;
}
