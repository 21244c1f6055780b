/** Reads a running collective's log over HTTP: the files below /log/, with the link by which one was let in. */
import { joinBytes, toBase64 } from '../log/bytes.ts';
import { bundlePath, tilePath, type BundlePlace, type Tile } from '../log/tile-paths.ts';
import type { TileReader } from '../log/tiles.ts';
import { isObject } from '../vocabulary/json.ts';

/** The log can't be read there, or not now. */
export class LogClientError extends Error {
  override readonly name = 'LogClientError';
  readonly code: 'unreachable' | 'no_access' | 'missing' | 'not_now' | 'nonsense';
  readonly hint: string;
  constructor(code: LogClientError['code'], message: string, hint: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** A file of a log is a tile, or a bundle of 256 records of 64 KiB each. */
const fileBytesMax = 17_825_792;
const waitMaxMs = 30_000;
/** Files asked for at a time. */
const filesAtOnce = 8;
/** A browser's tabs would wait for each other's answer, to keep one of them. */
const fresh: RequestInit = { cache: 'no-store' };

export type LogClient = {
  /** Where the collective is, without the link's secret. */
  readonly url: string;
  /** The newest head that is shown; undefined as long as there is none. */
  checkpoint(): Promise<string | undefined>;
  /** The newest that was signed, whoever has cosigned it. */
  pending(): Promise<string | undefined>;
  policy(): Promise<string>;
  /** All of them, by path; throws `missing` for one that isn't there. */
  tiles(tiles: readonly Tile[]): Promise<TileReader>;
  /** A bundle's bytes as they came: nothing has been compared yet. */
  bundle(place: BundlePlace): Promise<Uint8Array>;
  blobHashes(): Promise<readonly string[]>;
  blob(hash: string): Promise<string>;
  /** Hands in signature lines over the newest signed head. */
  cosign(lines: string): Promise<void>;
  /** A GET below the collective's address. */
  get(path: string): Promise<Uint8Array | undefined>;
};

/** @param given the address as the server or a link gives it, with `?link=SECRET` where reading needs one */
export function createLogClient(given: string): LogClient {
  const base = addressOf(given);
  const secret = base.searchParams.get('link');
  base.search = '';
  base.hash = '';
  const url = base.href.replace(/\/$/, '');
  const headers: Record<string, string> = secret === null ? {} : { authorization: `Bearer ${secret}` };

  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    try {
      return await fetch(`${url}${path}`, { ...init, headers: { ...headers, ...init.headers as Record<string, string> }, signal: AbortSignal.timeout(waitMaxMs), redirect: 'error' });
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw new LogClientError('unreachable', `${url} doesn't answer: ${cause instanceof Error ? cause.message : String(cause)}`, 'Check the address, and that the collective is running.');
    }
  };
  const get = async (path: string, init?: RequestInit): Promise<Uint8Array | undefined> => {
    const response = await request(path, init);
    if (response.status === 404) return undefined;
    if (!response.ok) throw await refusal(url, response);
    return await bytesOf(url, response);
  };
  const text = async (path: string, init?: RequestInit): Promise<string | undefined> => {
    const bytes = await get(path, init);
    return bytes === undefined ? undefined : utf8(url, path, bytes);
  };
  const needed = <T>(path: string, value: T | undefined): T => {
    if (value === undefined) throw new LogClientError('missing', `${url} has no ${path}`, 'Ask again, or ask another copy of the log.');
    return value;
  };
  return {
    url, get: (path) => get(path),
    checkpoint: () => text('/log/checkpoint', fresh),
    pending: () => text('/log/pending', fresh),
    policy: async () => needed('/log/policy', await text('/log/policy')),
    async tiles(tiles) {
      const found = new Map<string, Uint8Array>();
      for (let from = 0; from < tiles.length; from += filesAtOnce) {
        await Promise.all(tiles.slice(from, from + filesAtOnce).map(async (tile) => {
          const path = tilePath(tile);
          found.set(placeOf(tile.level, tile.index), needed(path, await get(`/log/${path}`)));
        }));
      }
      return (level, index) => found.get(placeOf(level, index));
    },
    bundle: async (place) => needed(bundlePath(place), await get(`/log/${bundlePath(place)}`)),
    blobHashes: async () => needed('/log/blobs', await text('/log/blobs')).split('\n').filter((line) => line !== ''),
    blob: async (hash) => needed(`/log/blob/${hash}`, await text(`/log/blob/${hash}`)),
    async cosign(lines) {
      const response = await request('/log/cosignatures', { method: 'POST', headers: { 'content-type': 'text/plain; charset=utf-8' }, body: lines });
      if (!response.ok) throw await refusal(url, response);
    },
  };
}

/** Whether the text is an address and not a file's name. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

function addressOf(text: string): URL {
  const url = isAddress(text) ? URL.parse(text) : null;
  if (url === null) throw new LogClientError('nonsense', `"${text}" is no address`, 'Give the link that you were given, as http://127.0.0.1:8080/?link=…');
  return url;
}

function placeOf(level: number, index: number): string {
  return `${level} ${index}`;
}

async function bytesOf(url: string, response: Response): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const part = await reader?.read();
    if (part === undefined || part.done) return joinBytes(...chunks);
    size += part.value.byteLength;
    if (size > fileBytesMax) throw new LogClientError('nonsense', `${url} sends a file of more than ${fileBytesMax} bytes`, 'Ask another copy of the log, and tell its operator.');
    chunks.push(part.value);
  }
}

function utf8(url: string, path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new LogClientError('nonsense', `${url}${path} is no UTF-8 (it begins ${toBase64(bytes.subarray(0, 12))})`, 'Ask another copy of the log, and tell its operator.');
  }
}

const codesByStatus: { readonly [status: number]: LogClientError['code'] } = { 401: 'no_access', 403: 'no_access', 503: 'not_now' };

/** What the server said, in its own words. */
async function refusal(url: string, response: Response): Promise<LogClientError> {
  const said: unknown = await bytesOf(url, response).then((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as unknown).catch(() => undefined);
  const error = isObject(said) && isObject(said['error']) ? said['error'] : {};
  const message = typeof error['message'] === 'string' ? error['message'] : `it answers ${response.status}`;
  const hint = typeof error['hint'] === 'string' ? error['hint'] : 'See what the server says.';
  return new LogClientError(codesByStatus[response.status] ?? 'nonsense', `${url}: ${message}`, hint);
}
