/**
 * Messages of devices that speak SenML: signed by themselves, or plain and vouched for by the gateway that they come through.
 *
 * A record's name is the device, or the device with `/` or `:` and a channel, or a channel alone: `scale`, `scale/weight`, `scale:weight`
 * and `weight` of the device `scale` are its streams `scale/value` and `scale/weight`. A value `vd` is a feature vector: numbers of 32
 * bits (IEEE 754), little-endian.
 */
import type { Hasher } from '../../vocabulary/ports.ts';
import { isId } from '../../vocabulary/ids.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import type { Instant } from '../../vocabulary/time.ts';
import { featuresMax, type ReadingValue } from '../reading.ts';
import { fromBase64url } from './base64url.ts';
import { asId } from './names.ts';
import { payloadOf } from './payload.ts';
import { readSenml, type SenmlRecord } from './senml.ts';
import { isCompactJws, openSignedSenml, type SignatureAround } from './signed-senml.ts';

export type SenmlValue = {
  readonly channel: string;
  readonly label: string;
  readonly value: ReadingValue;
  readonly unit?: string;
  readonly at: Instant;
  readonly hasTime: boolean;
  readonly index: string;
  readonly updateS?: number;
};

export type SenmlMessage = {
  readonly device: string;
  readonly by: 'signed' | 'gateway';
  /** Of a signed message. */
  readonly seq?: number;
  readonly values: readonly SenmlValue[];
};

export type SenmlAround = SignatureAround & { readonly hasher: Hasher; readonly hasKey: (device: string) => boolean };

/** @param sender whom the topic, or the path, names; what is signed says itself, and has to say the same */
export function readSenmlMessage(around: SenmlAround, origin: string, text: string, now: Instant, sender?: string): Result<SenmlMessage> {
  return isCompactJws(text.trim()) ? signedMessage(around, origin, text.trim(), now, sender) : plainMessage(around, text, now, sender);
}

function signedMessage(around: SenmlAround, origin: string, jws: string, now: Instant, sender: string | undefined): Result<SenmlMessage> {
  const opened = openSignedSenml(around, origin, jws);
  if (!opened.ok) return opened;
  const { device, seq, pack } = opened.value;
  if (sender !== undefined && sender !== device) return refuse('wrong_role', `it is signed by ${device}, and came as if from ${sender}`);
  const values = valuesOf(around.hasher, device, pack, now);
  return values.ok ? ok({ device, by: 'signed', seq, values: values.value }) : values;
}

function plainMessage({ hasher, hasKey }: SenmlAround, text: string, now: Instant, sender: string | undefined): Result<SenmlMessage> {
  if (!isId(sender)) return refuse('malformed', 'what isn\'t signed has to be sent under a device\'s name, of letters, digits, dot, dash and underscore');
  if (hasKey(sender)) return refuse('wrong_role', `${sender} has a key: only what it signs is taken`);
  const pack = payloadOf(text).json();
  if (pack === undefined) return refuse('malformed', 'it is neither JSON nor a JWS in its compact form');
  const values = valuesOf(hasher, sender, pack, now);
  return values.ok ? ok({ device: sender, by: 'gateway', values: values.value }) : values;
}

function valuesOf(hasher: Hasher, device: string, pack: unknown, now: Instant): Result<readonly SenmlValue[]> {
  const records = readSenml(pack, now);
  if (!records.ok) return records;
  const values: SenmlValue[] = [];
  for (const record of records.value) {
    const value = readingValue(record);
    if (!value.ok) return value;
    const label = channelName(device, record.name);
    const { at, hasTime, index, updateS } = record;
    const common = { at, hasTime, ...(updateS === undefined ? {} : { updateS }) };
    const unit = record.unit === undefined ? {} : { unit: record.unit };
    if (value.value !== undefined) values.push({ channel: asId(hasher, label), label, value: value.value, ...unit, ...common, index: String(index) });
    if (record.sum !== undefined) values.push({ channel: asId(hasher, `${label}.sum`), label: `${label}, summed`, value: record.sum, ...common, index: `${index}.sum` });
  }
  return ok(values);
}

/** What of a name is the channel. */
function channelName(device: string, name: string): string {
  if (name === device) return 'value';
  const isPrefixed = name.startsWith(device) && /^[/:]./.test(name.slice(device.length));
  return isPrefixed ? name.slice(device.length + 1) : name;
}

function readingValue({ value }: SenmlRecord): Result<ReadingValue | undefined> {
  return typeof value === 'object' ? features(value.data) : ok(value);
}

function features(data: string): Result<readonly number[]> {
  const bytes = fromBase64url(data);
  if (bytes === undefined || bytes.length % 4 !== 0 || bytes.length > 4 * featuresMax) {
    return refuse('invalid_value', `"vd" holds up to ${featuresMax} numbers of 32 bits, and nothing else`);
  }
  const view = new DataView(bytes.buffer);
  const numbers = Array.from({ length: bytes.length / 4 }, (_, i) => view.getFloat32(4 * i, true));
  return numbers.every(Number.isFinite) ? ok(numbers) : refuse('invalid_value', '"vd" holds a number that isn\'t finite');
}
