/** Tasmota's sensors, by the example of what they say: one stream for each value, with the unit that Tasmota gives for its name. */
import { isObject } from '../../../vocabulary/json.ts';
import { shortText } from '../payload.ts';
import { senmlUnit } from '../units.ts';
import type { Kind } from './states.ts';

/** Values of one device. */
const sensorsMax = 256;
/** Values within values: meters of several phases, anemometers. */
const depthMax = 4;

export type Sensor = {
  readonly path: readonly (string | number)[];
  readonly label: string;
  readonly unit?: string;
  /** Home Assistant's word for what is measured. */
  readonly deviceClass?: string;
  /** Names the sensor itself. */
  readonly diagnostic: boolean;
  readonly kind: Kind;
};

type Fields = { readonly [key: string]: unknown };
type Quantity = { readonly unit?: string; readonly deviceClass?: string };

const micrograms = 'µg/m³';
/** By the names under which values stand; those with a unit of their own choice name where it stands. */
const quantities: { readonly [name: string]: Quantity } = {
  Temperature: { unit: 'TempUnit', deviceClass: 'temperature' }, DewPoint: { unit: 'TempUnit', deviceClass: 'temperature' }, Humidity: { unit: '%', deviceClass: 'humidity' },
  Pressure: { unit: 'PressureUnit', deviceClass: 'pressure' }, SeaPressure: { unit: 'PressureUnit', deviceClass: 'pressure' }, Speed: { unit: 'SpeedUnit' },
  Illuminance: { unit: 'lx', deviceClass: 'illuminance' }, Ambient: { unit: 'lx', deviceClass: 'illuminance' }, Distance: { unit: 'cm', deviceClass: 'distance' }, Weight: { unit: 'kg', deviceClass: 'weight' },
  Moisture: { unit: '%' }, Battery: { unit: '%', deviceClass: 'battery' }, CarbonDioxide: { unit: 'ppm', deviceClass: 'carbon_dioxide' }, eCO2: { unit: 'ppm', deviceClass: 'carbon_dioxide' }, TVOC: { unit: 'ppb' },
  'PM1': { unit: micrograms, deviceClass: 'pm1' }, 'PM2.5': { unit: micrograms, deviceClass: 'pm25' }, 'PM10': { unit: micrograms, deviceClass: 'pm10' },
  Voltage: { unit: 'V', deviceClass: 'voltage' }, Current: { unit: 'A', deviceClass: 'current' }, Power: { unit: 'W', deviceClass: 'power' }, ApparentPower: { unit: 'VA', deviceClass: 'apparent_power' },
  ReactivePower: { unit: 'var', deviceClass: 'reactive_power' }, Factor: { deviceClass: 'power_factor' }, Frequency: { unit: 'Hz', deviceClass: 'frequency' },
  Energy: { unit: 'kWh', deviceClass: 'energy' }, Total: { unit: 'kWh', deviceClass: 'energy' }, Today: { unit: 'kWh', deviceClass: 'energy' }, Yesterday: { unit: 'kWh', deviceClass: 'energy' },
};

/** What a value is called that tells which sensor it is, or since when it counts. */
const diagnostics: ReadonlySet<unknown> = new Set(['Id', 'Address', 'TotalStartTime']);
const degrees: { readonly [unit: string]: string } = { C: '°C', F: '°F' };

/** @param said under `sn`: sensors by name; what stands beside them, as the time, their units and switches, is none */
export function readSensors(said: Fields): readonly Sensor[] {
  const found: Sensor[] = [];
  for (const [name, values] of Object.entries(said)) if (isObject(values)) collect(found, said, values, [name]);
  return found;
}

function collect(found: Sensor[], said: Fields, value: unknown, path: readonly (string | number)[]): void {
  if (found.length >= sensorsMax || path.length > depthMax) return;
  if (Array.isArray(value)) for (const [i, item] of value.entries()) collect(found, said, item, [...path, i]);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) collect(found, said, item, [...path, key]);
  else found.push(sensorOf(said, value, path));
}

function sensorOf(said: Fields, value: unknown, path: readonly (string | number)[]): Sensor {
  const { unit, deviceClass } = quantityOf(path) ?? {};
  const spelled = unit === undefined ? undefined : unit.endsWith('Unit') ? shortText(said[unit], 16) : unit;
  return {
    path, label: path.map((part) => (typeof part === 'number' ? String(part + 1) : part)).join(' ').slice(0, 128).toWellFormed(), diagnostic: diagnostics.has(path.at(-1)),
    ...(spelled === undefined ? {} : { unit: senmlUnit(unit === 'TempUnit' ? (degrees[spelled] ?? spelled) : spelled, deviceClass) }), ...(deviceClass === undefined ? {} : { deviceClass }),
    kind: typeof value === 'number' || (value === null && unit !== undefined) ? 'number' : typeof value === 'string' ? 'word' : 'either',
  };
}

/** The nearest name that is one, as `Speed` of `TX23 Speed Act`; several of a kind are numbered. */
function quantityOf(path: readonly (string | number)[]): Quantity | undefined {
  for (const part of path.slice(1).reverse()) {
    const name = [String(part), String(part).replace(/\d+$/, '')].find((each) => Object.hasOwn(quantities, each));
    if (name !== undefined) return quantities[name];
  }
  return undefined;
}

/** The same names and units, and nothing of what the sensors said as they were discovered. */
export function withoutValues(said: unknown, name = ''): unknown {
  if (Array.isArray(said)) return said.map((item) => withoutValues(item));
  if (isObject(said)) return Object.fromEntries(Object.entries(said).map(([key, value]) => [key, withoutValues(value, key)]));
  return typeof said === 'number' ? 0 : typeof said === 'string' && !name.endsWith('Unit') ? '' : said;
}
