/** Devices of Home Assistant's kind, whose messages reach the server as a broker would hand them over. */
import type { StillVillage } from './village.ts';

export type Said = { readonly topic: string; readonly payload: unknown; readonly retained?: boolean };

export type Described = {
  readonly id: string; readonly name: string; readonly area: string;
  /** Channel → what Home Assistant's discovery says of it, beside its topic. */
  readonly sensors: { readonly [channel: string]: { readonly component?: string; readonly [key: string]: unknown } };
};

export async function hear(village: StillVillage, { topic, payload, retained = false }: Said): Promise<void> {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  await village.serving.sensing.things.hear({ topic, payload: Buffer.from(text), retained, duplicate: false, peer: 'broker', number: undefined });
}

/** As the device's own firmware announces it. */
export async function announce(village: StillVillage, { id, name, area, sensors }: Described): Promise<void> {
  for (const [channel, { component = 'sensor', ...more }] of Object.entries(sensors)) {
    const payload = { name: channel.replaceAll('_', ' '), unique_id: `${id}_${channel}`, state_topic: `${id}/${channel}`, device: { identifiers: [id], name, suggested_area: area, manufacturer: 'Hearth', model: 'HS-1' }, ...more };
    await hear(village, { topic: `homeassistant/${component}/${id}/${channel}/config`, payload, retained: true });
  }
}

export const shed: Described = { id: 'shed-scale', name: 'Shed scale', area: 'Woodshed', sensors: { raw: {}, battery: { device_class: 'battery', unit_of_measurement: '%', entity_category: 'diagnostic' } } };
export const badge: Described = { id: 'shed-badge', name: 'Shed badge reader', area: 'Woodshed', sensors: { badge: {} } };
export const door: Described = { id: 'shed-door', name: 'Shed door', area: 'Woodshed', sensors: { contact: { component: 'binary_sensor', device_class: 'door' } } };
export const bath: Described = { id: 'bath-climate', name: 'Bathhouse climate', area: 'Bathhouse', sensors: { temperature: { device_class: 'temperature', unit_of_measurement: '°C' }, humidity: { device_class: 'humidity', unit_of_measurement: '%' } } };
export const lamp: Described = { id: 'porch-lamp', name: 'Porch lamp', area: 'Porch', sensors: { lamp: { component: 'light', command_topic: 'porch-lamp/set', state_topic: undefined } } };

export const shelf: Described = { id: 'shelf-scales', name: 'Shelf scales', area: 'Kitchen', sensors: { vector: {} } };

/** What the load cell's amplifier says: 100 to the gram, and 8,000 with nothing on it. */
export function rawOf(grams: number): string {
  return String(Math.round(8000 + 100 * grams));
}

/** The scale once a second, for so many seconds. */
export async function weigh(village: StillVillage, grams: number, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await village.pass(1000);
    await hear(village, { topic: 'shed-scale/raw', payload: rawOf(grams + ((second * 7) % 5) * 4 - 8) });
  }
}
