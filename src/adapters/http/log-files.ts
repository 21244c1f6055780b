/**
 * The log as static files under /log/ (c2sp.org/tlog-tiles), and beside them what a replay needs: contract code and zone rules by hash.
 *
 * ```
 * /log/checkpoint                       the newest head that the agreed witnesses have cosigned
 * /log/pending                          the newest that was signed, for witnesses that fetch it
 * /log/cosignatures                     where they hand in their signature lines (POST)
 * /log/tile/<level>/<index>[.p/<width>]  hashes
 * /log/tile/entries/<index>[.p/<width>]  records
 * /log/receipt/<record>                 a proof of one record, to be checked offline (tlog-proof); waits a moment for its head
 * /log/policy                           whose cosignatures the members agreed to ask for (tlog-policy)
 * /log/blob/<SHA-256 in hex>            one text, named by its own hash or by that of its canonical JSON
 * /log/blobs                            the names of all of them, one a line
 * ```
 */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { parseTilePath, type BundlePlace, type Tile } from '../../log/tile-paths.ts';
import { readBytes } from './body.ts';
import type { Result } from '../../vocabulary/result.ts';
import { errorResponse } from './errors.ts';
import { takesGzip } from './gzip.ts';

export type LogFilesPort = {
  /** The newest head that may be shown; undefined as long as there is none. */
  readonly checkpoint: () => string | undefined;
  readonly pending: () => string | undefined;
  /** Takes signature lines over the pending head; returns what is wrong with them, or null. */
  readonly cosign: (lines: string) => string | null;
  /** Undefined where the log isn't that long. */
  readonly tile: (tile: Tile) => Uint8Array | undefined;
  readonly entries: (place: BundlePlace) => Uint8Array | undefined;
  /** Of a record, in a head that is shown. Refused when there is no such record, or no such head yet. */
  readonly receipt: (seq: number) => Promise<Result<string>>;
  readonly policy: () => string;
  readonly blob: (hash: string) => string | undefined;
  readonly blobHashes: () => readonly string[];
};

/** Signature lines of a handful of cosigners. */
const cosignatureBytesMax = 65_536;
const prefix = '/log/';
const octets = 'application/octet-stream';
const text = 'text/plain; charset=utf-8';
/** What has its place for ever is kept for ever, by whoever may read it: a proxy in between must not. */
const forEver = 'private, max-age=31536000, immutable';
const fresh = 'private, no-cache';

/** Answers whatever is asked below /log/. */
export function createLogFiles(port: LogFilesPort): (request: Request, path: string) => Response | Promise<Response> {
  return (request, path) => {
    const name = path.slice(prefix.length);
    if (name === 'cosignatures') return request.method === 'POST' ? cosign(port, request) : wrongMethod(path, 'POST');
    if (request.method !== 'GET' && request.method !== 'HEAD') return wrongMethod(path, 'GET, HEAD');
    const tile = parseTilePath(name);
    if (tile?.kind === 'tile') return found(path, port.tile(tile), (bytes) => answer(bytes, octets, forEver));
    if (tile?.kind === 'entries') return found(path, port.entries(tile), (bytes) => packed(request, bytes, octets, forEver));
    if (name === 'checkpoint') return found(path, port.checkpoint(), (note) => answer(note, text, fresh));
    if (name === 'pending') return found(path, port.pending(), (note) => answer(note, text, fresh));
    if (name === 'policy') return answer(port.policy(), text, fresh);
    if (name === 'blobs') return answer(port.blobHashes().map((hash) => `${hash}\n`).join(''), text, fresh);
    const [, seq] = /^receipt\/(\d{1,15})$/.exec(name) ?? [];
    if (seq !== undefined) return receipt(port, Number(seq));
    const [, hash] = /^blob\/([0-9a-f]{64})$/.exec(name) ?? [];
    return found(path, hash === undefined ? undefined : port.blob(hash), (blob) => packed(request, blob, text, forEver));
  };
}

async function receipt(port: LogFilesPort, seq: number): Promise<Response> {
  const made = await port.receipt(seq);
  return made.ok ? answer(made.value, text, fresh) : errorResponse(made.refusal);
}

async function cosign(port: LogFilesPort, request: Request): Promise<Response> {
  const bytes = await readBytes(request, cosignatureBytesMax);
  if (!bytes.ok) return errorResponse(bytes.refusal);
  const wrong = port.cosign(new TextDecoder().decode(bytes.value));
  return wrong === null ? Response.json({ status: 'taken' }) : errorResponse({ code: 'malformed', detail: wrong });
}

function wrongMethod(path: string, allow: string): Response {
  return errorResponse({ code: 'wrong_method', detail: `${path} knows ${allow}` }, { allow });
}

function found<T>(path: string, value: T | undefined, respond: (value: T) => Response | Promise<Response>): Response | Promise<Response> {
  return value === undefined ? errorResponse({ code: 'unknown_route', detail: `the log has no ${path} now` }) : respond(value);
}

function answer(body: Uint8Array | string, type: string, cache: string, more: Readonly<Record<string, string>> = {}): Response {
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), { headers: { 'content-type': type, 'cache-control': cache, ...more } });
}

const pack = promisify(gzip);

/** Records are JSON: gzip makes them a fifth. A bundle may have megabytes, and packing it mustn't hold up who hands something in. */
async function packed(request: Request, body: Uint8Array | string, type: string, cache: string): Promise<Response> {
  return takesGzip(request) ? answer(await pack(body), type, cache, { 'content-encoding': 'gzip', 'vary': 'accept-encoding' }) : answer(body, type, cache, { vary: 'accept-encoding' });
}
