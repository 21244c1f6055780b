/** Fuzzes the embedded broker of a running collective: odd payloads and topics, and bytes that are no MQTT. */
import { sealMessage } from '../../log/record.ts';
import type { Entry } from '../../vocabulary/entries.ts';
import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import { isRefusalCode } from '../../vocabulary/refusals.ts';
import { connectDevice, type Device } from '../device.ts';
import type { Random } from '../random.ts';
import { fuzz, hasStack, must, type FuzzReport } from './fuzz.ts';
import { observation, someHub, type FuzzSigner } from './http.ts';
import { mutateJson, mutateText, oddText } from './mutate.ts';

export type MqttGround = {
  readonly url: string;
  /** The collective's name in topics. */
  readonly collective: string;
  readonly origin: string;
  /** A device with a key. */
  readonly scale: FuzzSigner;
  /** Whether an observation with this number is in the log. */
  readonly taken: (device: string, seq: number) => boolean;
  /** Sends bytes to the broker's port and reads until it closes or says nothing more. */
  readonly wire: (bytes: Uint8Array) => Promise<unknown>;
  readonly told: readonly string[];
};

export type MqttFuzzReport = FuzzReport & { readonly probes: { readonly device: string; readonly seqs: ReadonlySet<number> } };

const probeEvery = 20;
/** A broker that hasn't acknowledged by then won't. */
const ackMsMax = 10_000;
/** A refusal goes without acknowledgement: it may come a little after that of what it refuses. */
const refusalMsMax = 3000;
/** Payloads longer than a record are refused; packets much longer cost the connection. */
const longPayload = 65_540;

export async function fuzzMqtt(ground: MqttGround, seed: number, goOn: (cases: number) => boolean): Promise<MqttFuzzReport> {
  const probe = await connectDevice({ url: ground.url, collective: ground.collective, id: `probe-${seed.toString(36)}` });
  const odd = await connectDevice({ url: ground.url, collective: ground.collective, id: 'odd' });
  await odd.client.subscribeAsync('frankpledge/+/refused/#', { qos: 0 });
  try {
    const report = await fuzz(seed, goOn, async (random, number) => {
      const told = ground.told.length;
      const what = number % probeEvery === 0 ? await good(probe, number + 1) : await oneCase(ground, odd, random, `fuzz-${seed.toString(36)}-${number}`);
      must(ground.told.length === told, () => `${what}: the server told ${ground.told.slice(told).join('\n')}`);
      return what;
    });
    return { ...report, probes: { device: probe.id, seqs: probe.acknowledged } };
  } finally {
    await probe.close();
    await odd.close();
  }
}

async function good(probe: Device, seq: number): Promise<string> {
  await acknowledged(probe.send({ seq, subject: 'woodpile', event: 'level', values: { count: seq % 90 } }), () => 'a good reading');
  return 'probe';
}

async function oneCase(ground: MqttGround, odd: Device, random: Random, id: string): Promise<string> {
  if (random.chance(0.1)) {
    await ground.wire(someBytes(random));
    return 'wire';
  }
  const { topic, payload } = random.chance(0.3) ? signed(ground, random, id) : reading(ground, random);
  const before = odd.refusals.length;
  const shown = (): string => `${JSON.stringify(topic)} ${payload.toString('base64')} (${payload.toString('utf8').slice(0, 1500)})`;
  const qos = random.pick([1, 1, 1, 2, 0]);
  await acknowledged(odd.client.publishAsync(topic, payload, { qos: qos as 0 | 1 | 2, retain: random.chance(0.1) }), shown);
  const expected = whatIsDue(ground, topic, payload);
  if (expected === 'nothing') return 'another topic';
  const done = (): boolean => odd.refusals.length > before || (expected !== 'refusal' && expected.every(([device, seq]) => ground.taken(device, seq)));
  for (const until = performance.now() + refusalMsMax; !done() && performance.now() < until;) await new Promise((later) => { setTimeout(later, 2); });
  must(done(), () => `neither taken nor refused: ${shown()}`);
  const refusals = odd.refusals.slice(before);
  for (const refusal of refusals) {
    const { error } = refusal;
    must(isObject(error) && isRefusalCode(error['code']) && typeof error['message'] === 'string' && typeof error['hint'] === 'string' && error['hint'] !== '' && !hasStack(JSON.stringify(refusal)), () => `${JSON.stringify(refusal)}: ${shown()}`);
  }
  return refusals.length > 0 ? 'refused' : 'taken';
}

async function acknowledged(sending: Promise<unknown>, what: () => string): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  try {
    await Promise.race([sending, new Promise((_, late) => { timer = setTimeout(() => late(new Error(`not acknowledged: ${what()}`)), ackMsMax); })]);
  } finally {
    clearTimeout(timer);
  }
}

type Sent = { readonly topic: string; readonly payload: Buffer };

function reading({ collective }: MqttGround, random: Random): Sent {
  const device = random.chance(0.9) ? random.pick(['scale', someHub(random), someHub(random)]) : plain(oddText(random));
  const { values, at, ...said } = observation(random);
  const one = { ...said, ...(random.chance(0.5) ? { at: at ?? 0 } : {}), ...(values as JsonObject) };
  const whole = random.chance(0.7) ? one : { observations: [one, ...Array.from({ length: random.int(0, 3) }, () => ({ ...one, seq: random.int(1, 4000) }))] };
  const name = random.chance(0.95) ? collective : plain(oddText(random));
  const topic = random.chance(0.9) ? `frankpledge/${name}/reading/${device}` : plain(mutateText(random, `frankpledge/${name}/reading/${device}`, ['$SYS/x', '$share/a/b']));
  return { topic, payload: text(random, mutateJson(random, whole as unknown as Json, random.int(0, 2))) };
}

function signed({ collective, origin, scale }: MqttGround, random: Random, id: string): Sent {
  const entry = { origin, kind: 'observe', by: scale.owner, at: Date.now(), id, body: { observations: [observation(random), observation(random)] } } as unknown as JsonObject;
  const changed = mutateJson(random, entry as Json, random.int(0, 2)) as unknown as Entry;
  let sig: string;
  try {
    sig = scale.sign(sealMessage(changed));
  } catch {
    sig = scale.sign('');
  }
  return { topic: `frankpledge/${collective}/observe`, payload: text(random, { entry: changed, seal: { key: scale.key, sig } } as unknown as Json) };
}

function text(random: Random, value: Json): Buffer {
  const whole = JSON.stringify(value) ?? '';
  if (random.chance(0.02)) return Buffer.alloc(longPayload, whole);
  return Buffer.from(random.chance(0.15) ? mutateText(random, whole, []) : whole);
}

/** A topic to publish to: wildcards, NUL and nothing at all break the protocol, and cost the connection. */
function plain(topic: string): string {
  const kept = topic.toWellFormed().replaceAll(/[+#\0]/g, '_').slice(0, 300);
  return kept === '' ? '_' : kept;
}

/** Either nothing, for another's topic; or a refusal; or that these are taken, else a refusal. */
function whatIsDue({ collective }: MqttGround, topic: string, payload: Buffer): 'nothing' | 'refusal' | (readonly [string, number])[] {
  const [root, name, what, device, ...more] = topic.split('/');
  const isOurs = root === 'frankpledge' && more.length === 0 && topic.length <= 256 && ((what === 'observe' && device === undefined) || (what === 'reading' && device !== undefined));
  if (!isOurs) return 'nothing';
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload.toString('utf8'));
  } catch {
    return 'refusal';
  }
  if (!isObject(parsed) || name !== collective) return 'refusal';
  const { entry } = parsed;
  const body = what === 'observe' ? (isObject(entry) && isObject(entry['body']) ? entry['body'] : {}) : parsed;
  const by = what === 'observe' ? (isObject(entry) ? entry['by'] : undefined) : device;
  const list = Object.hasOwn(body, 'observations') ? body['observations'] : [body];
  if (!Array.isArray(list) || list.length === 0) return 'refusal';
  // One with an id of its own may be taken without anything to be seen of it.
  if (list.some((each) => isObject(each) && Object.hasOwn(each, 'id') && what === 'observe')) return 'nothing';
  const seqs = list.map((each: unknown) => (isObject(each) ? each['seq'] : undefined));
  return seqs.every((seq) => Number.isSafeInteger(seq)) ? seqs.map((seq) => [String(by), seq as number] as const) : 'refusal';
}

/** CONNECT and PUBLISH of MQTT 3.1.1 with their lengths, changed here and there. */
function someBytes(random: Random): Buffer {
  const utf8 = (word: string): Buffer => Buffer.concat([Buffer.from([0, Buffer.byteLength(word)]), Buffer.from(word)]);
  const packet = (first: number, ...parts: readonly Buffer[]): Buffer => {
    const rest = Buffer.concat(parts);
    const length = rest.length < 128 ? [rest.length] : [rest.length % 128 | 128, rest.length >> 7];
    return Buffer.concat([Buffer.from([first, ...length]), rest]);
  };
  const will = random.chance(0.2);
  const connect = packet(0x10, utf8('MQTT'), Buffer.from([4, will ? 0x06 : 0x02, 0, 60]), utf8(`wire-${random.int(1, 99)}`), ...(will ? [utf8('frankpledge/small-house/reading/w'), utf8('{}')] : []));
  const publish = packet(0x32, utf8(random.pick(['frankpledge/+/reading/x', '#', 'frankpledge/small-house/reading/w', '$SYS/a'])), Buffer.from([0, random.int(0, 9)]), Buffer.from('{"seq":1}'));
  const subscribe = packet(0x82, Buffer.from([0, 7]), utf8(random.pick(['#', 'frankpledge/+/refused/#', '$share/a/frankpledge/x/refused/y'])), Buffer.from([random.int(0, 3)]));
  const bytes = Buffer.concat([connect, ...Array.from({ length: random.int(1, 3) }, () => (random.chance(0.6) ? publish : subscribe))]);
  for (let edits = random.int(0, 4); edits > 0; edits--) bytes[random.chance(0.5) ? random.int(0, bytes.length - 1) : random.int(connect.length, bytes.length - 1)] = random.int(0, 255);
  return random.chance(0.2) ? bytes.subarray(0, random.int(0, bytes.length)) : bytes;
}
