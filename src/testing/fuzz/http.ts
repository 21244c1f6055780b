/** Fuzzes the HTTP API of a running collective: odd requests, and entries that are sealed well but say odd things. */
import { NotJsonError } from '../../log/canonical.ts';
import { sealMessage } from '../../log/record.ts';
import type { Entry } from '../../vocabulary/entries.ts';
import type { KeyRole } from '../../vocabulary/grants.ts';
import { isObject, type Json, type JsonObject } from '../../vocabulary/json.ts';
import type { Random } from '../random.ts';
import { fuzz, hasStack, must, type FuzzReport } from './fuzz.ts';
import { mutateJson, mutateText, oddText } from './mutate.ts';

export type FuzzSigner = { readonly key: string; readonly role: KeyRole; readonly owner: string; readonly sign: (message: string) => string };

export type HttpGround = {
  readonly url: string;
  /** May do everything there. */
  readonly secret: string;
  readonly origin: string;
  /** One of each role, and the members `ana`, `bo`; `prober` is another member, of whom nothing odd is said. */
  readonly signers: readonly FuzzSigner[];
  readonly prober: FuzzSigner;
  readonly manifest: JsonObject;
  readonly code: string;
  /** Sends bytes to the server's port and reads until it closes or says nothing more. */
  readonly wire: (bytes: Uint8Array) => Promise<string>;
  /** What the server told whoever runs it. */
  readonly told: readonly string[];
};

export type HttpFuzzReport = FuzzReport & {
  /** Ids of entries that were answered as recorded, by their place in the log. */
  readonly recorded: ReadonlyMap<number, string>;
};

/** Cases between probes. */
const probeEvery = 20;

export async function fuzzHttp(ground: HttpGround, seed: number, goOn: (cases: number) => boolean): Promise<HttpFuzzReport> {
  const recorded = new Map<number, string>();
  /** Ids of two runs on one log must differ. */
  const run = seed.toString(36);
  const report = await fuzz(seed, goOn, async (random, number) => {
    const told = ground.told.length;
    const what = number % probeEvery === 0 ? await probe(ground, `probe-${run}-${number}`, recorded) : await oneCase(ground, random, `fuzz-${run}-${number}`, recorded);
    must(ground.told.length === told, () => `${what}: the server told ${ground.told.slice(told).join('\n')}`);
    return what;
  });
  return { ...report, recorded };
}

async function probe(ground: HttpGround, id: string, recorded: Map<number, string>): Promise<string> {
  const entry = { origin: ground.origin, kind: 'pay', by: ground.prober.owner, at: Date.now(), id, body: { to: 'ana', unit: 'crown', amount: '0.01' } } as Entry;
  const text = JSON.stringify({ entry, seal: { key: ground.prober.key, sig: ground.prober.sign(sealMessage(entry)) } });
  const { status, answer } = await ask(ground, 'POST', '/api/entries', text);
  must(status === 200 && answer['status'] === 'recorded', () => `a good entry was not recorded: ${status} ${JSON.stringify(answer)}`);
  recorded.set(Number(answer['seq']), id);
  return 'probe';
}

async function oneCase(ground: HttpGround, random: Random, id: string, recorded: Map<number, string>): Promise<string> {
  const dice = random.next();
  if (dice < 0.5) return sealed(ground, random, id, recorded);
  if (dice < 0.7) {
    const good = { device: random.pick(['scale', someHub(random)]), observations: [observation(random)] } as unknown as Json;
    return `observations ${(await ask(ground, 'POST', '/api/observations', garbled(random, mutateJson(random, good, random.int(0, 2))))).status}`;
  }
  if (dice < 0.73) return `bodies ${(await ask(ground, 'POST', '/api/bodies', garbled(random, mutateJson(random, { text: oddText(random) }, random.int(0, 1))))).status}`;
  if (dice < 0.95) return asked(ground, random);
  return wired(ground, random);
}

/** An entry with odd contents under a seal that fits, or one that was changed after it was sealed. */
async function sealed(ground: HttpGround, random: Random, id: string, recorded: Map<number, string>): Promise<string> {
  const { role, said } = someBody(ground, random);
  const fitting = ground.signers.filter((signer) => signer.role === role);
  const among = random.chance(0.9) && fitting.length > 0 ? fitting : ground.signers;
  const signer = among[random.int(0, among.length - 1)] ?? ground.prober;
  const good = { origin: ground.origin, by: signer.owner, at: Date.now(), id, ...said } as unknown as JsonObject;
  const body = mutateJson(random, good['body'] ?? null, random.int(0, 3));
  const entry = (random.chance(0.1) ? mutateJson(random, { ...good, body }, 1) : { ...good, body }) as unknown as Entry;
  let sig: string;
  try {
    sig = signer.sign(sealMessage(entry));
  } catch (error) {
    if (error instanceof NotJsonError) return 'not JSON';
    throw error;
  }
  const message = { entry, seal: { key: signer.key, sig } } as unknown as Json;
  const { status, answer } = await ask(ground, 'POST', '/api/entries', random.chance(0.15) ? garbled(random, mutateJson(random, message, 1)) : JSON.stringify(message));
  if (answer['status'] === 'recorded') recorded.set(Number(answer['seq']), isObject(entry) ? String((entry as unknown as JsonObject)['id']) : '');
  return `entries ${status}${answer['status'] === undefined ? '' : ` ${String(answer['status'])}`}`;
}

function someBody({ manifest, code, signers }: HttpGround, random: Random): { readonly role: KeyRole; readonly said: JsonObject } {
  const member = random.pick(['ana', 'bo']);
  const spare = `spare-${random.int(1, 1000)}`;
  const key = { id: spare, role: random.pick(['device', 'member', 'gateway', 'operator']), owner: random.pick(['ana', spare]), public_key: signers[0]?.sign('').slice(0, 43) ?? '' };
  return random.pick<{ readonly role: KeyRole; readonly said: JsonObject }>([
    { role: 'member', said: { kind: 'pay', body: { to: member, unit: 'crown', amount: random.pick(['0.01', '1', '1000000']), reason: 'x' } } },
    { role: 'operator', said: { kind: 'income', body: { to: member, unit: 'crown', amount: random.pick(['0.01', '1', '1e3']), from: oddText(random), reference: random.pick(['B-1', oddText(random)]), day: random.pick(['2026-01-05', new Date().toISOString().slice(0, 10)]) } } },
    { role: 'member', said: { kind: 'payout', body: { unit: 'crown', amount: random.pick(['0.01', '1', '1000000']), reason: oddText(random) } } },
    { role: random.pick(['operator', 'member']), said: random.pick<JsonObject>([
      { kind: 'settle', body: { payout: `payout-${random.int(0, 60)}`, how: 'paid', reference: random.pick(['B-1', oddText(random)]) } }, { kind: 'settle', body: { payout: `payout-${random.int(0, 60)}`, how: 'returned', reason: oddText(random) } },
      { kind: 'payout.cancel', body: { payout: `payout-${random.int(0, 60)}` } }, { kind: 'reverse', body: { unit: 'crown', reference: 'B-1', reason: oddText(random), return_reference: oddText(random) } },
    ]) },
    { role: 'member', said: { kind: 'request', body: { subcontract: random.pick(['wood', 'box']), action: random.pick(['contest', 'repay', 'confirm', 'drop']), with: { observation: `${someHub(random)}:${random.int(1, 4000)}`, amount: '1.00', reason: 'no' } } } },
    { role: 'member', said: { kind: 'consent', body: { subcontract: 'box', part: 'guarantee', given: random.chance(0.5) } } },
    { role: 'operator', said: { kind: 'admit', body: { member: { id: spare, name: 'Spare', floor: { crown: '-5.00' } }, keys: [] } } },
    { role: 'operator', said: { kind: 'key.add', body: { key } } },
    { role: 'operator', said: { kind: 'key.revoke', body: { key: spare } } },
    { role: 'operator', said: { kind: 'zone', body: { zone_rules: 'a'.repeat(64) } } },
    { role: 'operator', said: { kind: 'attest', body: { member, commitment: 'a'.repeat(64), values: { wood: { bracket: random.int(0, 3) } } } } },
    { role: 'operator', said: { kind: 'issue', body: { to: member, unit: 'crown', amount: '1.00', reason: 'x' } } },
    { role: 'operator', said: { kind: 'adopt', body: { subcontract: spare, manifest, code, parties: { provider: 'ana', owner: 'ana' }, terms: { base_price: '1.50', houses: { 'house-b': 'bo' } } } } },
    { role: 'operator', said: { kind: 'digest', body: { records: random.int(0, 50), state: 'a'.repeat(64) } } },
    { role: 'operator', said: { kind: 'clock', body: {} } },
    { role: 'operator', said: { kind: 'found', body: {} } },
    { role: 'operator', said: { kind: 'found.more', body: { members: [], keys: [] } } },
    { role: 'device', said: { kind: 'observe', body: { observations: [observation(random), observation(random)] as unknown as Json } } },
    { role: 'gateway', said: { kind: 'observe', body: { observations: [{ ...observation(random), device: someHub(random) }] as unknown as Json } } },
  ]);
}

/** Many, because one odd number is enough to make all later ones of a device too old. */
export function someHub(random: Random): string {
  return `hub-${random.int(1, 500)}`;
}

/** What the firewood and the cash box listen to. */
export function observation(random: Random): JsonObject {
  const by = random.pick(['ana', 'bo', 'zed', null]);
  const [subject, event, values] = random.pick<readonly [string, string, JsonObject]>([
    ['woodpile', 'taken', { by, count: random.int(1, 9), mass_g: '2100.5' }], ['woodpile', 'returned', { by, count: 1 }], ['woodpile', 'level', { count: random.int(0, 90) }],
    ['house-a', 'temperature', { celsius: random.int(-10, 25) }], ['cashbox', 'cash_taken', { by, amount: '5.00' }], ['cashbox', 'cash_returned', { by, amount: '2.50' }],
  ]);
  return { seq: random.int(1, 4000), subject, event, at: Date.now() - random.int(0, 40) * 3_600_000, p: { event: 0.99, person: random.pick([0.99, 0.4]) }, values };
}

const paths = [
  '/api/overview', '/api/collective', '/api/members', '/api/members/ana', '/api/postings', '/api/postings/9.0', '/api/obligations', '/api/obligations/1', '/api/today?member=ana&days=7', '/api/outside', '/api/outside/bookings', '/api/reviews', '/api/notices', '/api/observed', '/api/things', '/api/things/a%2Fb/readings', '/api/sensing', '/api/senml', '/api/disputes', '/api/subcontracts',
  '/api/subcontracts/wood', '/api/subcontracts/wood/ask/price', '/api/digest', '/api/records', '/api/head', '/api/entries', '/api/observations', '/api/bodies', '/api/openapi.json', '/api/health', '/api/challenge', '/api/session', '/', '/members/ana',
] as const;

async function asked(ground: HttpGround, random: Random): Promise<string> {
  const path = random.chance(0.6) ? random.pick(paths) : mutateText(random, random.pick(paths), [...paths], random.int(1, 2));
  const query = random.chance(0.5) ? '' : `?${random.pick(['before', 'limit', 'from', 'by', 'member', 'period', 'subcontract', 'count', 'link'])}=${encodeURIComponent(random.pick(['ana', '3', '9.0', oddText(random)]).toWellFormed())}`;
  const method = random.chance(0.7) ? 'GET' : random.pick(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'HEAD']);
  const url = `${ground.url}/${path.toWellFormed().replace(/^\//, '').replaceAll('#', '%23')}${query}`;
  if (!URL.canParse(url) || new URL(url).origin !== new URL(ground.url).origin) return 'no address';
  if (new URL(url).pathname === '/api/stream') return 'stream'; // it doesn't end
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: mutateText(random, '{"text":"x"}', []), headers: { 'content-type': random.pick(['application/json', 'text/plain', 'application/json; charset=latin1', 'multipart/form-data']) } };
  const { headers = {}, ...rest } = body;
  // Now and then without, or with another's, secret.
  const secret = random.chance(0.8) ? ground.secret : random.pick(['', oddText(random), `${ground.secret}x`, ground.secret.replace('local', 'start')]).replace(/[^!-~]/g, '');
  const { status } = await checked(await fetch(url, { method, redirect: 'manual', headers: { ...headers, authorization: `Bearer ${secret}` }, ...rest }), method);
  must(secret === ground.secret || !(status === 200 && new URL(url).pathname.startsWith('/api/')) || isForEveryone(new URL(url).pathname), () => `${method} ${url} was answered without access`);
  return `${method} ${status}`;
}

function isForEveryone(path: string): boolean {
  return ['/api/health', '/api/openapi.json', '/api/challenge', '/api/session', '/api/entries'].includes(path);
}

function requestsWith(secret: string) {
  const own = `host: localhost\r\nauthorization: Bearer ${secret}`;
  return [
    `GET /api/head HTTP/1.1\r\n${own}\r\nconnection: close\r\n\r\n`,
    `POST /api/bodies HTTP/1.1\r\n${own}\r\ncontent-type: application/json\r\ncontent-length: 12\r\nconnection: close\r\n\r\n{"text":"x"}`,
    `POST /api/entries HTTP/1.1\r\n${own}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    `GET /api/stream HTTP/1.1\r\n${own}\r\nlast-event-id: 3\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n`,
    'GET / HTTP/1.1\r\nhost: localhost\r\naccept: text/html\r\ncookie: frankpledge-0=x; a=b\r\nconnection: close\r\n\r\n',
  ] as const;
}

async function wired(ground: HttpGround, random: Random): Promise<string> {
  const requests = requestsWith(ground.secret);
  const sent = mutateText(random, random.pick(requests), [...requests], random.int(1, 3));
  const text = await ground.wire(Buffer.from(sent));
  must(!hasStack(text), () => `a stack trace: ${text}\n${sent}`);
  const status = /^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 'nothing';
  must(!status.startsWith('5') || ['501', '503', '505'].includes(status), () => `${text}\n${JSON.stringify(sent)}`);
  return `wire ${status}`;
}

function garbled(random: Random, value: Json): string {
  const text = JSON.stringify(value) ?? '';
  return random.chance(0.15) ? mutateText(random, text, []) : text;
}

type Answer = { readonly status: number; readonly answer: JsonObject };

async function ask(ground: HttpGround, method: string, path: string, text: string): Promise<Answer> {
  const response = await fetch(ground.url + path, { method, headers: { 'content-type': 'application/json', 'authorization': `Bearer ${ground.secret}` }, body: text });
  try {
    return await checked(response, method);
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${method} ${path} ${text}`, { cause: error });
  }
}

/** An answer is JSON (or the page); an error is one object with code, message and hint; 5xx is 503 alone. */
async function checked(response: Response, method: string): Promise<Answer> {
  const text = await response.text();
  const { status } = response;
  must(status < 500 || status === 503, () => `${status} ${text}`);
  if (method === 'HEAD' || status === 304 || status === 303) return { status, answer: {} };
  const type = response.headers.get('content-type') ?? '';
  if (status === 200 && type.startsWith('text/html')) return { status, answer: {} };
  must(type.startsWith('application/json'), () => `${status} ${type}: ${text}`);
  const answer = JSON.parse(text) as JsonObject;
  if (status === 200) return { status, answer };
  const { error } = answer;
  must(isObject(error) && ['code', 'message', 'hint'].every((part) => typeof error[part] === 'string' && error[part] !== ''), () => `${status} ${text}`);
  must(!hasStack(text), () => `a stack trace: ${text}`);
  must(status !== 503 || error['code'] === 'busy', () => `the collective stopped: ${text}`);
  return { status, answer };
}
