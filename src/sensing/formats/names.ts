/**
 * Ids of devices and of their channels, made from what the conventions call them: functions of that name alone, so that a binding still
 * means the same device after a restart, whatever order the messages come in.
 */
import { isId } from '../../vocabulary/ids.ts';
import type { Hasher } from '../../vocabulary/ports.ts';

/** Zigbee2MQTT's identifiers in Home Assistant's discovery. */
const zigbee2mqttIdentifier = /^zigbee2mqtt_(0x[0-9a-f]{16})$/;
const mac = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$/i;
/** Characters of a name that stay readable in front of what makes it unique. */
const readableMax = 48;

/**
 * An identifier as a device's id. The one that Zigbee2MQTT gives in discovery is the device's IEEE address, under which it goes itself;
 * a MAC address goes without its colons, as firmware writes it into identifiers.
 * @example deviceId(hasher, 'zigbee2mqtt_0x00158d00018255df') === '0x00158d00018255df'
 * @example deviceId(hasher, 'AA:BB:CC:DD:EE:FF') === 'aabbccddeeff'
 */
export function deviceId(hasher: Hasher, identifier: string): string {
  const zigbee = zigbee2mqttIdentifier.exec(identifier)?.[1];
  if (zigbee !== undefined) return zigbee;
  return mac.test(identifier) ? identifier.replaceAll(/[:-]/g, '').toLowerCase() : asId(hasher, identifier);
}

/** `name` where it is an id; else the readable part of it, and eight hex digits of its SHA-256 that tell it from its like. */
export function asId(hasher: Hasher, name: string): string {
  if (isId(name as unknown)) return name;
  const readable = name.normalize('NFKD').replaceAll(/\p{M}/gu, '').replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '').slice(0, readableMax);
  return `${readable === '' ? 'thing' : readable}-${digest(hasher, name, 4)}`;
}

/** The first bytes of the SHA-256 of well-formed or mended `text`, in hex. */
export function digest(hasher: Hasher, text: string, bytes: number): string {
  let hex = '';
  for (const byte of hasher.sha256(text.toWellFormed()).subarray(0, bytes)) hex += byte.toString(16).padStart(2, '0');
  return hex;
}
