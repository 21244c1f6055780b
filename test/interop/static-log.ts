/** A log as static files (c2sp.org/tlog-tiles), with receipts and requests to witnesses beside it: written and read by our code alone. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createHasher } from '../../src/adapters/keys/node.ts';
import { encodeBundle, openBundle } from '../../src/log/bundle.ts';
import { signCheckpoint, type OpenedCheckpoint } from '../../src/log/checkpoint.ts';
import { cosign } from '../../src/log/cosignature.ts';
import { leafHash } from '../../src/log/merkle.ts';
import { formatNote, parseNote, withSignatures } from '../../src/log/note.ts';
import { formatProof } from '../../src/log/proof.ts';
import { createTileBuilder } from '../../src/log/tile-builder.ts';
import { bundlePath, tilePath, tilesOf, tileWidth } from '../../src/log/tile-paths.ts';
import { createTileTree, verifiedReader, type TileReader } from '../../src/log/tiles.ts';
import { formatAddCheckpoint } from '../../src/log/witness.ts';
import type { Sealer } from '../../src/vocabulary/ports.ts';

const hasher = createHasher();

export type LogKeys = {
  readonly origin: string;
  readonly sealer: Sealer;
  readonly cosigner: { readonly name: string; readonly sealer: Sealer; readonly seconds: number };
};

/** Writes the signed and cosigned checkpoint, every tile and every bundle. */
export function writeStaticLog(dir: string, entries: readonly Uint8Array[], { origin, sealer, cosigner }: LogKeys): void {
  const builder = createTileBuilder(hasher);
  for (const entry of entries) builder.append(leafHash(hasher, entry));
  for (const tile of [...builder.takeFull(), ...builder.partial()]) {
    write(join(dir, tilePath(tile)), tile.hashes);
    if (tile.level === 0) write(join(dir, bundlePath(tile)), encodeBundle(entries.slice(tile.index * tileWidth, tile.index * tileWidth + tile.width)));
  }
  const note = parseNote(signCheckpoint(hasher, sealer, { origin, size: entries.length, root: builder.root() }));
  if (!note.ok) throw new Error(note.problem.detail);
  const cosignature = cosign(hasher, cosigner.sealer, cosigner.name, note.value.text, cosigner.seconds);
  write(join(dir, 'checkpoint'), formatNote(withSignatures(note.value, [cosignature])));
}

/** Writes a receipt of each of `indexes` and a request from each of `oldSizes`, from the tiles in `dir`. */
export function writeProofs(dir: string, proofs: string, size: number, indexes: readonly number[], oldSizes: readonly number[]): void {
  const tree = createTileTree(hasher, size, tilesIn(dir));
  const checkpoint = readFileSync(join(dir, 'checkpoint'), 'utf8');
  for (const index of indexes) {
    write(join(proofs, 'inclusion', `${index}.tlog-proof`), formatProof({ index, hashes: tree.inclusionProof(index), checkpoint }));
  }
  for (const oldSize of oldSizes) {
    write(join(proofs, 'consistency', String(oldSize)), formatAddCheckpoint({ oldSize, proof: tree.consistencyProof(oldSize), checkpoint }));
  }
}

/** All entries of a log in `dir`, each checked against the signed head. */
export function readStaticLog(dir: string, { checkpoint: head }: OpenedCheckpoint): Uint8Array[] {
  const read = verifiedReader(hasher, head, tilesIn(dir));
  const entries: Uint8Array[] = [];
  for (const tile of tilesOf(head.size)) {
    const hashes = read(tile.level, tile.index, tile.width);
    if (hashes === undefined) throw new Error(`${tilePath(tile)} is not there`);
    if (tile.level > 0) continue;
    const bundle = openBundle(hasher, readFileSync(join(dir, bundlePath(tile))), tile, hashes);
    if (!bundle.ok) throw new Error(bundle.problem.detail);
    entries.push(...bundle.value);
  }
  return entries;
}

/** Which files a log of `size` entries has beside its checkpoint: one of each kind that occurs. */
export function kindsOfFiles(size: number): string[] {
  const kinds = new Map<string, string>();
  for (const tile of tilesOf(size)) {
    const kind = `${Math.min(tile.level, 2)} ${tile.width === tileWidth}`;
    kinds.set(kind, tilePath(tile));
    if (tile.level === 0) kinds.set(`entries ${kind}`, bundlePath(tile));
  }
  return [...kinds.values()];
}

function tilesIn(dir: string): TileReader {
  return (level, index, width) => readFileSync(join(dir, tilePath({ level, index, width })));
}

function write(path: string, data: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, data);
}
