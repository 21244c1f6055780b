/**
 * Homie 5: a device describes itself as JSON on `<root>/5/<device>/$description`, says how it is on `…/$state`, and each property speaks
 * on a topic of its own, `…/<node>/<property>`. Commands (`…/set`) and targets (`…/$target`) aren't listened to.
 */
import { isObject } from '../../vocabulary/json.ts';
import type { Hasher } from '../../vocabulary/ports.ts';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import type { ReadingValue } from '../reading.ts';
import type { Availability, DeviceDescription, StreamDescription } from './description.ts';
import { asId } from './names.ts';
import { payloadOf, shortText, type Payload } from './payload.ts';
import { senmlUnit } from './units.ts';
import { numberOf, vectorOf, wordMax } from './values.ts';

/** Ids of devices, nodes and properties. */
const idPattern = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
/** How a device says its empty string: MQTT's empty payload would remove the topic. */
const emptyText = '\0';

type Fields = { readonly [key: string]: unknown };

export function homieFilters(root: string): string[] {
  return [`${root}/5/+/$description`];
}

/** The device that the topic describes; none where the description is taken back; undefined for other topics. */
export function readHomie(hasher: Hasher, root: string, topic: string, payload: Payload): Result<readonly DeviceDescription[]> | undefined {
  const device = /^([^/]+)\/\$description$/.exec(topic.startsWith(`${root}/5/`) ? topic.slice(root.length + 3) : '')?.[1];
  if (device === undefined) return undefined;
  if (payload.text === '') return ok([]);
  if (!idPattern.test(device)) return refuse('malformed', `"${device.slice(0, 64)}" is no id of Homie's: small letters, digits and dashes`);
  const description = payload.json();
  if (!isObject(description)) return refuse('malformed', 'the description is no JSON object');
  const version = description['homie'];
  if (typeof version !== 'string' || !/^5\.\d+$/.test(version)) return refuse('invalid_value', `Homie ${JSON.stringify(version) ?? 'without a version'} isn't known; 5 is`);
  const [name, model, via] = [shortText(description['name']), shortText(description['type']), description['parent']];
  return ok([{
    id: asId(hasher, device), keys: [`homie ${root} ${device}`], convention: 'homie',
    ...(name === undefined ? {} : { name }), ...(model === undefined ? {} : { model }), ...(typeof via === 'string' && idPattern.test(via) ? { via: asId(hasher, via) } : {}),
    streams: streamsOf(hasher, `${root}/5/${device}`, description), others: [],
  }]);
}

function streamsOf(hasher: Hasher, device: string, description: Fields): StreamDescription[] {
  const availability: Availability = { mode: 'latest', topics: [{ topic: `${device}/$state`, read: isThere }] };
  return entriesOf(description['nodes']).flatMap(([node, { name, properties }]) => entriesOf(properties).map(([property, about]) => {
    const unit = shortText(about['unit'], 32);
    return {
      channel: asId(hasher, `${node}.${property}`), label: [shortText(name) ?? node, shortText(about['name']) ?? property].join(' '),
      ...(unit === undefined ? {} : { unit: senmlUnit(unit) }), diagnostic: false, topics: [`${device}/${node}/${property}`], availability,
      says: ({ text }: Payload) => {
        const value = valueOf(about['datatype'], text);
        return value === undefined ? refuse('invalid_value', `"${text.slice(0, 64)}" is no ${String(about['datatype']).slice(0, 32)}`) : ok({ value });
      },
    };
  }));
}

function entriesOf(value: unknown): [string, Fields][] {
  return isObject(value) ? Object.entries(value).filter((entry): entry is [string, Fields] => idPattern.test(entry[0]) && isObject(entry[1])) : [];
}

function isThere({ text }: Payload): boolean | undefined {
  if (text === 'ready' || text === 'sleeping') return true;
  return text === 'disconnected' || text === 'lost' ? false : undefined;
}

function valueOf(datatype: unknown, text: string): ReadingValue | undefined {
  switch (datatype) {
    case 'integer': return /^-?\d{1,19}$/.test(text) ? Number(text) : undefined;
    case 'float': return numberOf(text);
    case 'boolean': return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'json': return vectorOf(payloadOf(text).json()) ?? word(text);
    default: return word(text);
  }
}

function word(text: string): string | undefined {
  if (text === emptyText) return '';
  return text.length <= wordMax && text !== '' ? text.toWellFormed() : undefined;
}
