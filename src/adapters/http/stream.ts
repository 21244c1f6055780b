/**
 * Server-sent events: `record` for each record in short (its id is the record's number), and `overview` at most four times a second; with
 * `?overview=patches` whole once, and from then on as `patch`: what changed since the one before, as a JSON Patch (RFC 6902).
 * A client that reads slowly gets overviews seldom and is let go when it falls too far behind; it comes back with Last-Event-ID.
 */
import type { Json } from '../../vocabulary/json.ts';
import { patchBetween } from '../../vocabulary/json-patch.ts';
import { errorResponse } from './errors.ts';
import { gzipped, takesGzip } from './gzip.ts';
import type { HttpPorts } from './ports.ts';
import type { ChangeWire } from './schemas.ts';

/** Streams at a time: each costs a socket and a buffer. */
export const streamsMax = 256;
/** Bytes that may wait for one client: some overviews' worth. */
export const streamBytesMax = 4_194_304;
/** Least time between two overviews. */
export const overviewEveryMs = 250;
/** Something goes out this often, so that proxies keep the connection, and a dead one is noticed at both ends. */
const heartbeatEveryMs = 15_000;

export type Streams = {
  /** @param permitted asked before anything goes out: a link that is revoked ends its streams */
  readonly open: (request: Request, permitted: () => boolean) => Response;
  readonly close: () => void;
};

export function createStreams(ports: Pick<HttpPorts, 'changesFrom' | 'listen' | 'overview' | 'head'>): Streams {
  const streams = new Set<Stream>();
  const overviews = createOverviews(ports);
  return {
    open(request, permitted) {
      if (streams.size >= streamsMax) return errorResponse({ code: 'busy', detail: `${streamsMax} streams are open` });
      const from = lastEventId(request);
      const missed = from === null ? [] : (ports.changesFrom(from + 1) ?? []);
      const stream = new Stream(ports, { overview: overviewsFor(request, overviews), permitted, missed }, () => streams.delete(stream));
      if (!stream.over) streams.add(stream);
      request.signal.addEventListener('abort', () => stream.end());
      const headers = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no', 'vary': 'accept-encoding' };
      // A first overview has some hundred kilobytes: on a phone's line they are what the first view waits for.
      return takesGzip(request) ? new Response(gzipped(stream.body), { headers: { ...headers, 'content-encoding': 'gzip' } }) : new Response(stream.body, { headers });
    },
    close() {
      for (const stream of streams) stream.end();
    },
  };
}

type Shown = { readonly records: number; readonly madeAt: number; readonly value: Json; readonly text: string };

type Overviews = {
  /** One for all clients; made again when there are new records, and now and then because time has passed. */
  readonly now: () => Shown;
  /** From one that a client has to the present one. */
  readonly patch: (known: Shown, now: Shown) => string;
};

function createOverviews(ports: Pick<HttpPorts, 'overview' | 'head'>): Overviews {
  let latest: Shown | null = null;
  /** Clients are mostly in step: one patch serves all of them. */
  let patched: { readonly known: Shown; readonly now: Shown; readonly text: string } | null = null;
  return {
    now() {
      const { records } = ports.head();
      if (latest === null || latest.records !== records || performance.now() - latest.madeAt >= overviewEveryMs) {
        const text = event('overview', ports.overview());
        latest = { records, madeAt: performance.now(), text, value: JSON.parse(text.slice(text.indexOf('data: ') + 'data: '.length)) as Json };
      }
      return latest;
    },
    patch(known, now) {
      if (patched?.known !== known || patched.now !== now) patched = { known, now, text: event('patch', patchBetween(known.value, now.value)) };
      return patched.text;
    },
  };
}

/** What goes to one client: each whole, or what changed since the one that it has. */
function overviewsFor(request: Request, overviews: Overviews): () => string {
  if (new URL(request.url).searchParams.get('overview') !== 'patches') return () => overviews.now().text;
  let known: Shown | null = null;
  return () => {
    const now = overviews.now();
    const text = known === null ? now.text : overviews.patch(known, now);
    known = now;
    return text;
  };
}

type Streamed = { readonly overview: () => string; readonly permitted: () => boolean; readonly missed: readonly ChangeWire[] };

class Stream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #overview: () => string;
  readonly #permitted: () => boolean;
  readonly #ended: () => void;
  readonly #stopListening: () => void;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #pending: NodeJS.Timeout | null = null;
  #overviewDue = false;
  #over = false;

  constructor(ports: Pick<HttpPorts, 'listen'>, { overview, permitted, missed }: Streamed, ended: () => void) {
    this.#overview = overview;
    this.#permitted = permitted;
    this.#ended = ended;
    this.body = new ReadableStream<Uint8Array>({
      start: (controller) => { this.#controller = controller; },
      pull: () => { if (this.#overviewDue) this.#soon(); },
      cancel: () => this.end(),
    }, new ByteLengthQueuingStrategy({ highWaterMark: streamBytesMax }));
    this.#stopListening = ports.listen((change) => {
      this.#record(change);
      this.#overviewDue = true;
      this.#soon();
    });
    this.#heartbeat = setInterval(() => this.#send(event('alive', null)), heartbeatEveryMs);
    this.#heartbeat.unref();
    this.#send(': frankpledge\nretry: 2000\n\n');
    for (const change of missed) this.#record(change);
    this.#send(overview());
    if (!this.#over) this.#later(overviewEveryMs);
  }

  get over(): boolean {
    return this.#over;
  }

  end(): void {
    if (this.#over) return;
    this.#over = true;
    this.#stopListening();
    clearInterval(this.#heartbeat);
    if (this.#pending !== null) clearTimeout(this.#pending);
    this.#ended();
    try {
      this.#controller?.close();
    } catch { /* the client has gone already */ }
  }

  #record(change: ChangeWire): void {
    this.#send(event('record', change, change.seq));
  }

  /** After a while without one an overview goes out at once: by then all records of one append are in it. */
  #soon(): void {
    if (this.#pending === null && !this.#over) this.#later(0);
  }

  #later(waitMs: number): void {
    this.#pending = setTimeout(() => {
      this.#pending = null;
      if (this.#overviewDue) this.#tellOverview();
    }, waitMs);
    this.#pending.unref();
  }

  /** Only when nothing else waits: who reads slowly misses those in between, and `pull` asks again. */
  #tellOverview(): void {
    if ((this.#controller?.desiredSize ?? 0) < streamBytesMax) return;
    this.#overviewDue = false;
    this.#send(this.#overview());
    if (!this.#over) this.#later(overviewEveryMs);
  }

  #send(text: string): void {
    if (this.#over || this.#controller === null) return;
    if (!this.#permitted()) return this.end();
    const bytes = this.#encoder.encode(text);
    if ((this.#controller.desiredSize ?? 0) <= 0) return this.end();
    try {
      this.#controller.enqueue(bytes);
    } catch {
      this.end();
    }
  }
}

function event(name: string, data: unknown, id?: number): string {
  return `event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(data)}\n\n`;
}

function lastEventId(request: Request): number | null {
  const text = request.headers.get('last-event-id') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : null;
}
