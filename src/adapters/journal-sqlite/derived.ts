/**
 * Hash tiles and snapshots: what follows from the records and is kept so that it needn't be worked out again.
 */
import type { DatabaseSync } from 'node:sqlite';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  derivedHint, fullTiles, JournalError, otherTile, requireRange, requireSnapshot, requireTilePlace, requireTiles, snapshotsKept, tileLevelMax,
  type HashTile, type SnapshotMethods, type SnapshotName, type StoredSnapshot, type TileMethods,
} from '../../journal/journal.ts';
import { invariant } from '../../vocabulary/result.ts';
import { requireCrc, rowCrc } from './crc.ts';
import type { Transaction } from './transaction.ts';

/** Rows of `tiles` lie by level, then by index; an index is below 2^45, since a tile stands for a safe number of records. */
const placesPerLevel = 2 ** 46;

/** @param folder for messages */
export function tileTable(database: DatabaseSync, folder: string, transaction: Transaction): TileMethods {
  const rowOf = (level: number, index: number) => database.prepare('SELECT hashes, crc FROM tiles WHERE place = ?').get(placeOf(level, index));
  const tileCount = (level: number): number => {
    requireTilePlace(level, 0);
    const last = database.prepare('SELECT max(place) AS place FROM tiles WHERE place >= ? AND place < ?').get(placeOf(level, 0), placeOf(level + 1, 0));
    return last?.['place'] === null ? 0 : Number(last?.['place']) - placeOf(level, 0) + 1;
  };
  const getTile = (level: number, index: number): Uint8Array | undefined => {
    requireTilePlace(level, index);
    const row = rowOf(level, index);
    if (row === undefined && index >= tileCount(level)) return undefined;
    return derived(() => {
      const hashes = row?.['hashes'];
      if (!(hashes instanceof Uint8Array)) throw new JournalError('corrupt', `tile ${index} of level ${level} in ${folder} is missing`);
      requireCrc(row?.['crc'], `tile ${index} of level ${level}`, folder, level, index, hashes);
      return hashes;
    });
  };
  const putTile = (tile: HashTile): void => {
    const { level, index, hashes } = tile;
    const there = getTile(level, index);
    if (there === undefined) {
      invariant(index === tileCount(level), 'a level of tiles has no gap');
      database.prepare('INSERT INTO tiles (place, hashes, crc) VALUES (?, ?, ?)').run(placeOf(level, index), hashes, rowCrc(level, index, hashes));
    } else if (Buffer.compare(there, hashes) !== 0) throw otherTile(tile);
  };
  return {
    getTile, tileCount,
    putTiles(tiles) {
      const ordered = requireTiles(tiles);
      if (ordered.length > 0) transaction(() => ordered.forEach(putTile));
    },
    dropTilesFrom(records) {
      requireRange(records, 0);
      const drop = database.prepare('DELETE FROM tiles WHERE place >= ? AND place < ?');
      transaction(() => {
        for (let level = 0; level <= tileLevelMax; level++) drop.run(placeOf(level, fullTiles(level, records)), placeOf(level + 1, 0));
      });
    },
  };
}

function placeOf(level: number, index: number): number {
  return level * placesPerLevel + index;
}

/** @param folder for messages */
export function snapshotTable(database: DatabaseSync, folder: string, transaction: Transaction): SnapshotMethods {
  const nameOf = (row: Record<string, unknown>): SnapshotName => {
    const [records, digest] = [Number(row['records']), String(row['digest'])];
    derived(() => requireCrc(row['crc'], `the name of snapshot ${records}`, folder, records, digest, Number(row['kernel_crc']), Number(row['view_crc'])));
    return { records, digest };
  };
  const put = (snapshot: StoredSnapshot): void => {
    const { records, digest } = snapshot;
    const [kernel, view] = [packed(snapshot.kernel), packed(snapshot.view)];
    const [kernelCrc, viewCrc] = [rowCrc(kernel), rowCrc(view)];
    database.prepare('INSERT OR REPLACE INTO snapshots (records, digest, kernel_crc, view_crc, crc, kernel, view) VALUES (?, ?, ?, ?, ?, ?, ?)')
      .run(records, digest, kernelCrc, viewCrc, rowCrc(records, digest, kernelCrc, viewCrc), kernel, view);
    database.prepare('DELETE FROM snapshots WHERE records NOT IN (SELECT records FROM snapshots ORDER BY records DESC LIMIT ?)').run(snapshotsKept);
  };
  return {
    putSnapshot(snapshot) {
      requireSnapshot(snapshot);
      transaction(() => put(snapshot));
    },
    snapshots: () => database.prepare('SELECT records, digest, kernel_crc, view_crc, crc FROM snapshots ORDER BY records DESC').all().map(nameOf),
    getSnapshot(records) {
      const row = database.prepare('SELECT records, digest, kernel_crc, view_crc, crc, kernel, view FROM snapshots WHERE records = ?').get(records);
      if (row === undefined) return undefined;
      const text = (part: 'kernel' | 'view'): string => derived(() => {
        const bytes = row[part];
        if (!(bytes instanceof Uint8Array)) throw new JournalError('corrupt', `the ${part} of snapshot ${records} in ${folder} is no longer bytes`);
        requireCrc(row[`${part}_crc`], `the ${part} of snapshot ${records}`, folder, bytes);
        return inflateRawSync(bytes).toString('utf8');
      });
      return { ...nameOf(row), kernel: text('kernel'), view: text('view') };
    },
    dropSnapshots: () => void database.exec('DELETE FROM snapshots'),
  };
}

/** The lightest deflate (RFC 1951): a fifth of the bytes for state in JSON, in less time than writing all of them would take. */
function packed(text: string): Uint8Array {
  return deflateRawSync(text, { level: 1 });
}

/** Damage to derived data has a way back of its own. */
function derived<T>(action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw error instanceof JournalError ? new JournalError(error.code, error.message, { hint: derivedHint, cause: error }) : error;
  }
}
