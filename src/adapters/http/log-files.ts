/**
 * The log as static files under /log/ (c2sp.org/tlog-tiles), and beside them what a replay needs: contract code and zone rules by hash.
 *
 * ```
 * /log/checkpoint                       the newest signed head, with its cosignatures
 * /log/tile/<level>/<index>[.p/<width>]  hashes
 * /log/tile/entries/<index>[.p/<width>]  records
 * /log/policy                           whose cosignatures the members agreed to ask for (tlog-policy)
 * /log/blob/<SHA-256 in hex>            one text, named by its own hash or by that of its canonical JSON
 * /log/blobs                            the names of all of them, one a line
 * ```
 */
import { gzipSync } from 'node:zlib';
import { parseTilePath, type BundlePlace, type Tile } from '../../log/tile-paths.ts';
import { errorResponse } from './errors.ts';

export type LogFilesPort = {
  /** The newest head that may be shown; undefined as long as none was signed. */
  readonly checkpoint: () => string | undefined;
  /** Undefined where the log isn't that long. */
  readonly tile: (tile: Tile) => Uint8Array | undefined;
  readonly entries: (place: BundlePlace) => Uint8Array | undefined;
  readonly policy: () => string | undefined;
  readonly blob: (hash: string) => string | undefined;
  readonly blobHashes: () => readonly string[];
};

const prefix = '/log/';
const octets = 'application/octet-stream';
const text = 'text/plain; charset=utf-8';
/** What has its place for ever is kept for ever, by whoever may read it: a proxy in between must not. */
const forEver = 'private, max-age=31536000, immutable';
const fresh = 'private, no-cache';

/** Answers GET and HEAD below /log/. */
export function createLogFiles(port: LogFilesPort): (request: Request, path: string) => Response {
  return (request, path) => {
    const name = path.slice(prefix.length);
    const tile = parseTilePath(name);
    if (tile?.kind === 'tile') return found(path, port.tile(tile), (bytes) => answer(bytes, octets, forEver));
    if (tile?.kind === 'entries') return found(path, port.entries(tile), (bytes) => packed(request, bytes, octets, forEver));
    if (name === 'checkpoint') return found(path, port.checkpoint(), (note) => answer(note, text, fresh));
    if (name === 'policy') return found(path, port.policy(), (policy) => answer(policy, text, fresh));
    if (name === 'blobs') return answer(port.blobHashes().map((hash) => `${hash}\n`).join(''), text, fresh);
    const [, hash] = /^blob\/([0-9a-f]{64})$/.exec(name) ?? [];
    return found(path, hash === undefined ? undefined : port.blob(hash), (blob) => packed(request, blob, text, forEver));
  };
}

function found<T>(path: string, value: T | undefined, respond: (value: T) => Response): Response {
  return value === undefined ? errorResponse({ code: 'unknown_route', detail: `the log has no ${path} now` }) : respond(value);
}

function answer(body: Uint8Array | string, type: string, cache: string, more: Readonly<Record<string, string>> = {}): Response {
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), { headers: { 'content-type': type, 'cache-control': cache, ...more } });
}

/** Records are JSON: gzip makes them a fifth. */
function packed(request: Request, body: Uint8Array | string, type: string, cache: string): Response {
  const takes = /(^|,)\s*gzip\s*(;\s*q=(?!0(\.0*)?\s*(,|$))[\d.]+\s*)?(,|$)/i.test(request.headers.get('accept-encoding') ?? '');
  return takes ? answer(gzipSync(body), type, cache, { 'content-encoding': 'gzip', 'vary': 'accept-encoding' }) : answer(body, type, cache, { vary: 'accept-encoding' });
}
