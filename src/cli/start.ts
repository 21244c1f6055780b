/** `frankpledge start [--data DIR | --home DIR]`: runs a collective, a home of several, or without a folder the demonstration. */
import { isAddresses } from '../host/addresses.ts';
import { charterNow } from '../host/charter.ts';
import { serveCollective, type Serving } from '../host/serve.ts';
import { acceleratedClock, systemClock } from '../host/clock.ts';
import { hasJournal } from '../host/data-folder.ts';
import { pastMonths } from '../host/demo-founding.ts';
import { createDemo, pastDays, type Demo } from '../host/demo.ts';
import { openDevices, type Devices } from '../host/devices.ts';
import { buildPage, isPageFresh, pageFolder } from '../host/page.ts';
import { noteServer } from '../host/served-at.ts';
import { commandOn } from './acting.ts';
import { defineCommand } from './arguments.ts';
import { UsageError } from './errors.ts';
import { runHome } from './start-home.ts';
import { naming, say, sayReach, withoutSecrets, type StartSettings } from './starting.ts';
import { stopSignal } from './stop-signal.ts';

const portDefault = 8080;
/** The port that MQTT is assigned; a demonstration takes a free one, so that it doesn't get in the way of a broker. */
const mqttPortDefault = 1883;
/** Ten minutes a second. */
const speedDefault = 600;
const speedMax = 100_000;
const seedDefault = 1;

export const start = defineCommand({
  name: 'start',
  usage: '[--data DIR | --home DIR] [--port N] [--host H] [--url URL] [--proxy ADDRESS]… [--cert FILE --key FILE] [--open] [--mqtt URL | --mqtt-port N] [--discovery PREFIX]… [--zigbee2mqtt BASE]… [--tasmota PREFIX]… [--homie ROOT]… [--no-page] [--speed N] [--seed N]',
  says: 'runs a collective with its page and its devices, and prints a link that opens the page; with --home several collectives behind one address, which are founded on the page; without either a demonstration that leaves nothing behind',
  options: {
    data: { type: 'string' }, home: { type: 'string' }, cert: { type: 'string' }, key: { type: 'string' }, port: { type: 'string' }, host: { type: 'string' }, mqtt: { type: 'string' }, 'mqtt-port': { type: 'string' },
    speed: { type: 'string' }, seed: { type: 'string' }, 'no-page': { type: 'boolean' },
    open: { type: 'boolean' }, url: { type: 'string' }, proxy: { type: 'string', multiple: true },
    discovery: { type: 'string', multiple: true }, zigbee2mqtt: { type: 'string', multiple: true }, tasmota: { type: 'string', multiple: true }, homie: { type: 'string', multiple: true },
  },
  names: [],
  run: async ({ values, wrong }) => {
    const number = (name: 'port' | 'mqtt-port' | 'speed' | 'seed', low: number, high: number, left: number): number => {
      const given = values[name];
      if (given === undefined) return left;
      const value = /^\d{1,9}$/.test(given) ? Number(given) : Number.NaN;
      if (!(value >= low && value <= high)) throw wrong(`--${name} must be a whole number from ${low} to ${high}, not "${given}"`);
      return value;
    };
    const { data, home } = values;
    if (data !== undefined && home !== undefined) throw wrong('--data is one collective, --home a folder of several: give one of them');
    const own = data ?? home;
    if (own !== undefined && (values.speed ?? values.seed) !== undefined) throw wrong('--speed and --seed are for the demonstration: a collective of your own runs on real time');
    if (values.mqtt !== undefined && values['mqtt-port'] !== undefined) throw wrong('--mqtt attaches to a broker, --mqtt-port is for the own one: give one of them');
    if (values.mqtt !== undefined && !isBrokerUrl(values.mqtt)) throw wrong(`--mqtt is the address of a broker such as mqtt://127.0.0.1:1883, not "${values.mqtt}"`);
    if (values.url !== undefined && !isWebUrl(values.url)) throw wrong(`--url is the address by which others reach the server, as https://linden.example, not "${values.url}"`);
    const notThere = values.proxy?.find((each) => !isAddresses(each));
    if (notThere !== undefined) throw wrong(`--proxy is the address of a proxy on another machine, or its network, as 172.18.0.2 or 172.18.0.0/16, not "${notThere}"`);
    if ((values.cert === undefined) !== (values.key === undefined)) throw wrong('a certificate comes with its key: give both --cert and --key');
    const tls = values.cert === undefined || values.key === undefined ? undefined : { cert: values.cert, key: values.key };
    const { discovery, zigbee2mqtt, tasmota, homie } = values;
    if (home !== undefined && (values.open === true || [discovery, zigbee2mqtt, tasmota, homie].some((given) => given !== undefined))) {
      throw wrong('--open, and devices of other conventions, are for one collective: start that with --data');
    }
    for (const topic of [discovery, zigbee2mqtt, tasmota, homie].flatMap((given) => given ?? [])) {
      if (!isBaseTopic(topic)) throw wrong(`"${topic}" is no topic that others could lie under: it has no # or +, and no / at its ends`);
    }
    await run({
      topics: { ...(discovery === undefined ? {} : { discovery }), ...(zigbee2mqtt === undefined ? {} : { zigbee2mqtt }), ...(tasmota === undefined ? {} : { tasmota }), ...(homie === undefined ? {} : { homie }) },
      data, home, tls, port: number('port', 0, 65_535, portDefault), host: values.host ?? '127.0.0.1', mqtt: values.mqtt,
      mqttPort: number('mqtt-port', 0, 65_535, own === undefined ? 0 : mqttPortDefault),
      speed: number('speed', 1, speedMax, speedDefault), seed: number('seed', 0, 999_999_999, seedDefault), page: values['no-page'] !== true,
      open: values.open === true, url: values.url, proxies: values.proxy ?? [],
    });
    return 0;
  },
});

/** Returns when it was stopped by a signal, and everything is durable and closed. */
async function run(settings: StartSettings): Promise<void> {
  const stopped = stopSignal();
  const closing: (() => Promise<void> | void)[] = [];
  try {
    if (settings.data !== undefined) requireFounded(settings.data);
    if (settings.page && !isPageFresh()) {
      say('building the page (this is done once) …');
      await buildPage();
    }
    if (settings.home !== undefined) {
      await runHome({ ...settings, home: settings.home }, stopped, closing);
      return;
    }
    const demo = settings.data === undefined ? await createDemo(settings.seed, Date.now(), say) : undefined;
    if (demo !== undefined) closing.push(() => demo.remove());
    const { serving, devices } = await open(settings, demo, closing);
    if (demo !== undefined) say(`Tombsboro, a demonstration: ${pastMonths} months are behind it, the last ${pastDays} days of them with devices; now ${settings.speed} times as fast as life (--speed). Nothing is kept.`);
    if (demo !== undefined) say(`To join it yourself, in a browser that keeps your key: ${demo.invitation(serving.publicUrl)}`);
    say(settings.open ? 'Whoever reaches this port may read everything (--open).' : `The link opens the page until the server stops, to whoever has it. For others: ${commandOn(demo?.folder ?? settings.data ?? '', 'link new')}`);
    const missing = charterNow(serving.view(), serving.writer.collective.state)?.founding.missing ?? [];
    if (missing.length > 0) say(`It isn't founded yet, and shows what will be: it takes in signatures alone, until ${missing.join(', ')} ${missing.length === 1 ? 'has' : 'have'} signed. ${commandOn(settings.data ?? '', `sign --as ${missing[0] ?? ''}`)}`);
    sayReach(settings);
    console.log(serving.link);
    console.log(`devices: ${settings.mqtt === undefined ? devices.url : withoutSecrets(settings.mqtt)}, topics frankpledge/${devices.collective}/…`);
    await stopped;
    say('stopping …');
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

async function open(settings: StartSettings, demo: Demo | undefined, closing: (() => Promise<void> | void)[]): Promise<{ serving: Serving; devices: Devices }> {
  const folder = demo?.folder ?? settings.data ?? '';
  const clock = demo === undefined ? systemClock : acceleratedClock(settings.speed, demo.now);
  const serving = await naming(`port ${settings.port} of ${settings.host}`, '--port', () => serveCollective({
    place: { folder }, clock, factor: demo === undefined ? 1 : settings.speed, port: settings.port, host: settings.host, ...(settings.page ? { webFolder: pageFolder } : {}), tell: say,
    topics: settings.topics, ...(settings.mqtt === undefined ? {} : { vouches: true }), open: settings.open, ...(settings.url === undefined ? {} : { publicUrl: settings.url }), proxies: settings.proxies, ...(settings.tls === undefined ? {} : { tls: settings.tls }),
  }));
  closing.push(() => serving.close());
  const broker = settings.mqtt === undefined ? { host: settings.host, port: settings.mqttPort } : { url: settings.mqtt };
  const devices = await naming(`port ${settings.mqttPort} of ${settings.host} (for devices)`, '--mqtt-port', () =>
    openDevices({ writer: serving.writer, clock, folder, broker, things: serving.sensing.things, tell: say }));
  closing.push(() => devices.close());
  closing.push(noteServer(folder, { ...serving, url: serving.local }));
  if (demo !== undefined) closing.push(demo.live({ writer: serving.writer, clock, brokerUrl: devices.url, collective: devices.collective }));
  return { serving, devices };
}

function requireFounded(folder: string): void {
  if (!hasJournal(folder)) throw new UsageError(`there is no collective in ${folder}`, `Found one first: frankpledge found SETTINGS.yaml --data ${folder}`);
}

function isBrokerUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.protocol === 'mqtt:' || url.protocol === 'mqtts:') && url.hostname !== '';
}

function isBaseTopic(text: string): boolean {
  return text.length <= 128 && /^[^#+/\0][^#+\0]*$/.test(text) && !text.endsWith('/');
}

/** Host and port alone: the page has no folder of its own. */
function isWebUrl(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && /^https?:$/.test(url.protocol) && url.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
}
