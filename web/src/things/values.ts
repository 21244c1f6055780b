/** What a device said, as people read it. */
import { known, locale, t } from '../messages/t.ts';
import type { Json } from '../../../src/vocabulary/json.ts';
import type { DeviceShown, StreamShown } from '../../../src/views/things-shown.ts';

/** Units that people write otherwise than SenML. */
const units: { readonly [unit: string]: string } = { 'Cel': '°C', '/100': '%', 'lx': 'lux', 'Ohm': 'Ω', 'ug/m3': 'µg/m³', 'm2': 'm²', 'm3': 'm³', 'beat/min': 'bpm', 'count': '' };

/** Decimals that are shown; what it said itself stays as it was. */
const decimalsMax = 3;
const textMax = 60;

/** @example valueWords({ value: 19.5, unit: 'Cel', deviceClass: 'temperature' }) === '19.5 °C' */
export function valueWords({ value, unit, deviceClass }: { readonly value: Json; readonly unit: string | null; readonly deviceClass: string | null }): string {
  if (value === null) return t('things.value.unknown');
  if (typeof value === 'boolean') {
    // Of what is on or off: what that means for what is measured.
    const state = value ? 'on' : 'off';
    return known(`things.state.${deviceClass ?? 'none'}.${state}`) ?? t(`things.state.none.${state}`);
  }
  if (typeof value === 'number') return `${value.toLocaleString(locale(), { maximumFractionDigits: decimalsMax, useGrouping: false })} ${unitWords(unit)}`.trim();
  if (typeof value === 'string') return value.length > textMax ? `${value.slice(0, textMax)}…` : value;
  return Array.isArray(value) ? t('things.value.numbers', { count: value.length }) : t('things.value.several');
}

export function unitWords(unit: string | null): string {
  if (unit === null) return '';
  if (unit === '%RH') return t('things.value.humidity');
  if (unit === '%EL') return t('things.value.charged');
  return Object.hasOwn(units, unit) ? (units[unit] ?? '') : unit;
}

export type Area = { readonly area: string | null; readonly devices: readonly DeviceShown[] };

/** By area, those without one last; within, by name. */
export function byArea(devices: readonly DeviceShown[]): Area[] {
  const areas = Map.groupBy([...devices].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true })), ({ area }) => area);
  return [...areas].map(([area, own]) => ({ area, devices: own })).sort((a, b) => Number(a.area === null) - Number(b.area === null) || (a.area ?? '').localeCompare(b.area ?? '', 'en', { numeric: true }));
}

/** Whether every word of what somebody looks for is in what names the device. */
export function isNamedBy(device: DeviceShown, sought: string): boolean {
  const all = [device.id, device.name, device.area, device.model, device.manufacturer, ...device.streams.flatMap(({ stream, label, bound }) => [stream, label, ...bound.flatMap(({ binding, subject }) => [binding, subject])])].join(' ').toLowerCase();
  return sought.toLowerCase().split(/\s+/).every((word) => all.includes(word));
}

/** A stream with its device, for choosing. @example streamTitle(device, stream) === 'Shed scale: weight' */
export function streamTitle(device: Pick<DeviceShown, 'name'>, { label }: Pick<StreamShown, 'label'>): string {
  return label === '' || label === device.name ? device.name : `${device.name}: ${label.replaceAll('_', ' ')}`;
}

export function streamIn(devices: readonly DeviceShown[], name: string): { readonly device: DeviceShown; readonly stream: StreamShown } | undefined {
  for (const device of devices) {
    const stream = device.streams.find((each) => each.stream === name);
    if (stream !== undefined) return { device, stream };
  }
  return undefined;
}
