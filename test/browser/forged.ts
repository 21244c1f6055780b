/** Logs that an operator with the log's own key could show: whatever records they like, in a tree that fits, under a head that is signed. */
import { createHasher } from '../../src/adapters/keys/node.ts';
import { encodeBundle } from '../../src/log/bundle.ts';
import { utf8Bytes } from '../../src/log/bytes.ts';
import { signCheckpoint } from '../../src/log/checkpoint.ts';
import { leafHash } from '../../src/log/merkle.ts';
import { createTileBuilder } from '../../src/log/tile-builder.ts';
import { bundlePath, tilePath, tilesOf } from '../../src/log/tile-paths.ts';
import type { Sealer } from '../../src/vocabulary/ports.ts';

const hasher = createHasher();

export type ForgedLog = {
  readonly note: string;
  /** By path, as `/log/tile/0/000`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
};

export function forgeLog(log: Sealer, origin: string, records: readonly string[]): ForgedLog {
  const builder = createTileBuilder(hasher);
  const entries = records.map(utf8Bytes);
  for (const entry of entries) builder.append(leafHash(hasher, entry));
  const tiles = new Map([...builder.takeFull(), ...builder.partial()].map(({ hashes, ...tile }) => [tilePath(tile), hashes]));
  const files = new Map([...tiles].map(([path, hashes]) => [`/log/${path}`, hashes]));
  for (const { level, index, width } of tilesOf(records.length)) {
    if (level === 0) files.set(`/log/${bundlePath({ index, width })}`, encodeBundle(entries.slice(index * 256, index * 256 + width)));
  }
  const note = signCheckpoint(hasher, log, { origin, size: records.length, root: builder.root() });
  return { note, files: files.set('/log/checkpoint', utf8Bytes(note)).set('/log/pending', utf8Bytes(note)) };
}
