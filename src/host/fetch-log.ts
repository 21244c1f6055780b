/**
 * Fetches a running collective's log into an archive on this machine: every tile is held against the signed head, and every entry against
 * its tile, while they come. What the entries say is for a replay to check.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createArchiveWriter } from '../log/archive.ts';
import { openBundle } from '../log/bundle.ts';
import { checkpointIn, type Checkpoint } from '../log/checkpoint.ts';
import { tileAt, tilePath, tileWidth, type Tile } from '../log/tile-paths.ts';
import { tilesToVerify, TileError, verifiedReader, type TileReader } from '../log/tiles.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { LogClientError, type LogClient } from './log-client.ts';

/** Bundles fetched at a time, with the tiles over them: 2,048 records. */
const bundlesAtOnce = 8;

/**
 * @param file must not exist; readable by its owner only
 * @param progress called with how much has come, from 0 to 1
 * @throws LogClientError; TileError when something doesn't belong to the signed head
 */
export async function fetchLog(client: LogClient, file: string, hasher: Hasher, progress: (part: number) => void = () => undefined): Promise<void> {
  const note = await client.checkpoint();
  if (note === undefined) throw new LogClientError('missing', `${client.url} shows no signed head yet`, 'Wait until enough witnesses have cosigned, or ask why they do not: see its page on trust.');
  const head = checkpointIn(note);
  if (!head.ok) throw new LogClientError('nonsense', `the signed head of ${client.url}: ${head.problem.detail}`, 'Keep it, and show it to the other members.');
  const { origin, size } = head.value;
  const writer = createArchiveWriter(hasher);
  const handle = openSync(file, 'wx', 0o600);
  const write = (line: string): void => {
    const bytes = Buffer.from(line);
    for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
  };
  try {
    write(writer.header(origin));
    write(writer.checkpoint(note));
    for (const hash of await client.blobHashes()) write(writer.blob({ hash, text: await client.blob(hash) }));
    for (let from = 0; from * tileWidth < size; from += bundlesAtOnce) {
      for (const record of await recordsFrom(client, hasher, head.value, from)) write(writer.record(record));
      progress(Math.min(1, (from + bundlesAtOnce) * tileWidth / size));
    }
    write(writer.footer());
  } finally {
    closeSync(handle);
  }
}

/** The records in the bundles from `from` on, as far as the head goes. */
async function recordsFrom(client: LogClient, hasher: Hasher, head: Checkpoint, from: number): Promise<string[]> {
  const tiles = Array.from({ length: bundlesAtOnce }, (_, i) => tileAt(head.size, 0, from + i)).filter((tile) => tile !== undefined);
  const read = verifiedReader(hasher, head, await client.tiles(tilesToVerify(tiles, head.size)));
  const bundles = await Promise.all(tiles.map(({ index, width }) => client.bundle({ index, width })));
  return tiles.flatMap((tile, i) => entriesOf(hasher, bundles[i] ?? new Uint8Array(), tile, read));
}

function entriesOf(hasher: Hasher, bundle: Uint8Array, tile: Tile, read: TileReader): string[] {
  const leaves = read(0, tile.index, tile.width);
  if (leaves === undefined) throw new TileError('missing_tile', `${tilePath(tile)} is not there`);
  const entries = openBundle(hasher, bundle, tile, leaves);
  if (!entries.ok) throw new TileError('wrong_tile', entries.problem.detail);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // what isn't UTF-8 becomes another text, and replay notices
  return entries.value.map((entry) => decoder.decode(entry));
}
