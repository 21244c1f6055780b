/** `frankpledge things`: the devices that the running server hears, with their streams and what these are bound to. */
import { heardThings } from '../host/things-client.ts';
import { sayTime } from '../views/local-time.ts';
import { sayBinding } from '../views/sensing-words.ts';
import type { Connection } from '../host/connection.ts';
import { dataFolder } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { reading, type Looked } from './reading.ts';

type Devices = NonNullable<Awaited<ReturnType<typeof heardThings>>>['devices'];
type Stream = Devices[number]['streams'][number];

/** Characters of a value that are shown: a feature vector has thousands. */
const valueCharsMax = 60;

export const things = defineCommand({
  name: 'things',
  usage: '[DEVICE] [--all] [--data DIR] [--json]',
  says: 'shows devices with their streams, what they said last, whether they are well, and what is bound; of all, or of one; --all also what speaks of the device itself',
  options: { data: { type: 'string', default: dataFolder }, json: { type: 'boolean' }, all: { type: 'boolean' } },
  names: [], more: ['DEVICE'],
  run: ({ values, positionals: [only] }) => reading(values, async (connection) => {
    const heard = await heardThings(values.data);
    const bindings = [...connection.state.bindings.values()];
    if (heard === undefined) return { shown: { devices: null, bindings }, lines: ['No server runs on this folder, so no device is heard: `start` it.', ...bindings.map((binding) => `  ${sayBinding(binding)}`)] };
    const devices = heard.devices.filter(({ id }) => only === undefined || id === only);
    return { shown: { devices, bindings }, lines: linesOf(connection, devices, values.all === true, only) };
  }),
});

function linesOf(connection: Connection, devices: Devices, all: boolean, only: string | undefined): Looked['lines'] {
  if (devices.length === 0) return [only === undefined ? 'No device has been heard yet.' : `No device ${only} has been heard yet.`];
  return devices.flatMap((device) => [
    `${device.name === device.id ? device.id : `${device.name} (${device.id})`}${device.area === null ? '' : `, ${device.area}`}: ${device.signs ? 'signs for itself' : 'vouched for by the gateway'}`,
    ...device.streams.filter(({ diagnostic, bound }) => all || !diagnostic || bound.length > 0).map((stream) => `  ${streamLine(connection, stream)}`),
    ...(all ? device.others.map(({ label, component, reason }) => `  ${label} (${component})${reason === null ? '' : `: ${reason}`}`) : []),
  ]);
}

function streamLine({ view }: Connection, { stream, label, unit, available, last, hidden, of, bound, health }: Stream): string {
  const at = last?.at ?? null;
  const said = hidden && of.length === 0 ? 'shown to members alone' : hidden ? `measures ${of.join(', ')}: \`look\` shows it` : last === null ? 'nothing yet' : `${valueText(last.value)}${unit === null ? '' : ` ${unit}`}${at === null ? ', from before' : `, ${sayTime(view.zone, at)}`}`;
  const use = bound.length === 0 ? 'unbound' : `bound: ${bound.map(({ binding, subject, as }) => `${binding} (${subject}) as ${as}`).join(', ')}`;
  return [`${stream}  ${label}: ${said}`, ...(available === false ? ['not available'] : []), use, ...(health === null ? [] : [health.says])].join('; ');
}

function valueText(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > valueCharsMax ? `${text.slice(0, valueCharsMax)}…` : text;
}
