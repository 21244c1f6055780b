/**
 * Components of Home Assistant, and which of their topics say what is so: each such topic is a stream. What only takes commands or shows
 * pictures (`button`, `camera`, `scene`, …) has none.
 */
import type { ReadingValue } from '../../reading.ts';
import { numberOf, vectorOf, wordMax } from '../values.ts';
import { payloadOf } from '../payload.ts';
import type { Fields } from './abbreviations.ts';

/** What a rendered message, which isn't empty, says; nothing where it doesn't concern the stream, and in `unfit` what was expected instead. */
export type Interpreted = { readonly value: ReadingValue } | { readonly unfit: string } | undefined;

export type Source = {
  /** The option with the topic, and the one with its template. */
  readonly topic: string;
  readonly template: string;
  /** Tells several of one component apart. */
  readonly suffix?: string;
  /** A template that the component itself implies. */
  readonly implied?: (config: Fields) => string | undefined;
  readonly unit?: (config: Fields) => string | undefined;
  readonly deviceClass?: string;
  readonly interpret: (config: Fields) => (text: string) => Interpreted;
};

/** What a sensor sends, by its template or so, where it doesn't know (Home Assistant's constants, and `None` as Jinja prints it). */
const unknowns: ReadonlySet<string> = new Set(['None', 'unknown', 'unavailable']);
/** Device classes of sensors whose states are no numbers. */
const wordClasses: ReadonlySet<unknown> = new Set(['enum', 'date', 'timestamp']);

const state = (interpret: Source['interpret'], more: Partial<Source> = {}): Source => ({ topic: 'state_topic', template: 'value_template', interpret, ...more });
const temperatureUnit = (config: Fields): string | undefined => {
  const unit = config['temperature_unit'];
  return unit === 'C' ? '°C' : unit === 'F' ? '°F' : undefined;
};
const percent = (): string => '%';
const ownUnit = (config: Fields): string | undefined => (typeof config['unit_of_measurement'] === 'string' ? config['unit_of_measurement'] : undefined);

const currentTemperature: Source = {
  topic: 'current_temperature_topic', template: 'current_temperature_template', suffix: 'current_temperature', unit: temperatureUnit, deviceClass: 'temperature', interpret: number,
};
const currentHumidity: Source = {
  topic: 'current_humidity_topic', template: 'current_humidity_template', suffix: 'current_humidity', unit: percent, deviceClass: 'humidity', interpret: number,
};
const targetTemperature: Source = {
  topic: 'temperature_state_topic', template: 'temperature_state_template', suffix: 'temperature', unit: temperatureUnit, deviceClass: 'temperature', interpret: number,
};
const mode: Source = { topic: 'mode_state_topic', template: 'mode_state_template', suffix: 'mode', interpret: word };
const action: Source = { topic: 'action_topic', template: 'action_template', suffix: 'action', interpret: word };
const onOff = state(truth, { template: 'state_value_template' });

const sources: { readonly [component: string]: readonly Source[] } = {
  sensor: [state(sensor, { unit: ownUnit })],
  binary_sensor: [state(truth)],
  event: [state(event)],
  device_tracker: [state(words({ payload_home: 'home', payload_not_home: 'not_home' }))],
  tag: [{ topic: 'topic', template: 'value_template', interpret: word }],
  device_automation: [{ topic: 'topic', template: 'value_template', interpret: trigger }],
  number: [state(number, { unit: ownUnit })],
  switch: [state(truth)],
  cover: [
    state(words({ state_open: 'open', state_opening: 'opening', state_closed: 'closed', state_closing: 'closing', state_stopped: 'stopped' })),
    { topic: 'position_topic', template: 'position_template', suffix: 'position', interpret: number },
  ],
  lock: [state(words({ state_locked: 'LOCKED', state_unlocked: 'UNLOCKED' }))],
  climate: [currentTemperature, currentHumidity, targetTemperature, mode, action],
  water_heater: [currentTemperature, targetTemperature, mode],
  humidifier: [currentHumidity, onOff],
  fan: [onOff],
  siren: [onOff],
  light: [state(truth, { template: 'state_value_template', implied: ({ schema }) => (schema === 'json' ? '{{ value_json.state }}' : undefined) })],
  select: [state(word)],
  text: [state(word)],
  alarm_control_panel: [state(word)],
  lawn_mower: [{ topic: 'activity_state_topic', template: 'activity_value_template', interpret: word }],
  vacuum: [state(word, { implied: () => '{{ value_json.state }}' })],
};

/** The streams that a component can have; none for those that say nothing. */
export function sourcesOf(component: string): readonly Source[] {
  return Object.hasOwn(sources, component) ? sources[component] ?? [] : [];
}

/** A number where the sensor says that it is one (a unit, a state class, a device class of numbers), else whatever it looks like. */
function sensor(config: Fields): (text: string) => Interpreted {
  const { unit_of_measurement: unit, state_class: stateClass, device_class: deviceClass } = config;
  if (wordClasses.has(deviceClass)) return word();
  if (typeof unit === 'string' || typeof stateClass === 'string' || typeof deviceClass === 'string') return number();
  return (text) => {
    const found = numberOf(text) ?? (text.startsWith('[') ? vectorOf(payloadOf(text).json()) : undefined);
    return found === undefined ? word()(text) : { value: found };
  };
}

function number(): (text: string) => Interpreted {
  return (text) => {
    const found = numberOf(text.replace(/^\+/, ''));
    return found === undefined ? nothing(text) ?? { unfit: 'a number' } : { value: found };
  };
}

function word(): (text: string) => Interpreted {
  return (text) => nothing(text) ?? (text.length <= wordMax ? { value: text.toWellFormed() } : { unfit: `a word of at most ${wordMax} characters` });
}

/** On or off, as the options of the component spell it. */
function truth(config: Fields): (text: string) => Interpreted {
  const on = spelling(config['state_on'] ?? config['payload_on'], 'ON');
  const off = spelling(config['state_off'] ?? config['payload_off'], 'OFF');
  return (text) => (text === on ? { value: true } : text === off ? { value: false } : nothing(text) ?? { unfit: `${on} or ${off}` });
}

/** Home Assistant's own words for states that the device may spell otherwise. */
function words(defaults: { readonly [option: string]: string }): Source['interpret'] {
  return (config) => {
    const meanings = new Map(Object.entries(defaults).map(([option, usual]) => [spelling(config[option], usual), option.replace(/^(state|payload)_/, '')]));
    const reset = spelling(config['payload_reset'], 'None');
    return (text) => (text === reset ? { value: null } : meanings.has(text) ? { value: meanings.get(text) ?? null } : word()(text));
  };
}

/** Events are JSON with their type; `event_types` lists which there are. */
function event({ event_types: types }: Fields): (text: string) => Interpreted {
  return (text) => {
    const said = payloadOf(text).json();
    const type = typeof said === 'object' && said !== null && 'event_type' in said ? said.event_type : undefined;
    if (typeof type !== 'string' || type === '') return { unfit: 'JSON with an event_type' };
    return !Array.isArray(types) || types.includes(type) ? { value: type.slice(0, wordMax).toWellFormed() } : { unfit: 'one of its event_types' };
  };
}

/** Device triggers are told by their payload; without one each message is. */
function trigger({ payload }: Fields): (text: string) => Interpreted {
  const awaited = payload === undefined ? undefined : spelling(payload, '');
  return (text) => (awaited === undefined || text === awaited ? word()(text) : undefined);
}

/** The words for not knowing are a reading of nothing. */
function nothing(text: string): Interpreted {
  return unknowns.has(text) ? { value: null } : undefined;
}

function spelling(option: unknown, usual: string): string {
  return typeof option === 'string' || typeof option === 'number' || typeof option === 'boolean' ? String(option) : usual;
}
