/** What is left in hand when something differs: one file that others can look at without this browser. */
import type { LogClient } from '../../../src/host/log-client.ts';
import { utf8Bytes } from '../../../src/log/bytes.ts';
import type { Checkpoint } from '../../../src/log/checkpoint.ts';
import { formatProof } from '../../../src/log/proof.ts';
import type { Finding } from '../../../src/log/replay.ts';
import { createTileTree, tilesForInclusion, tilesToVerify, verifiedReader } from '../../../src/log/tiles.ts';
import type { Hasher } from '../../../src/vocabulary/ports.ts';

export const evidenceFormat = 'frankpledge-evidence';

type Log = Pick<LogClient, 'url' | 'tiles' | 'bundle'>;

export type Evidence = {
  readonly finding: Finding;
  /** Signed notes: the one that is shown, and where it is about two, the one that was seen before. */
  readonly heads: readonly string[];
  /** The record that differs, with the proof that it is in the log that was signed (tlog-proof), as far as there is one. */
  readonly record?: { readonly text: string; readonly receipt: string | null };
};

/** @param at the browser's clock, in milliseconds */
export function formatEvidence(url: string, at: number, evidence: Evidence): string {
  return `${JSON.stringify({ format: evidenceFormat, version: 1, address: url, at: new Date(at).toISOString(), ...evidence }, null, 2)}\n`;
}

/** A record's receipt under a head; null when the tiles for it can't be had, or don't belong to the head. */
export async function receiptUnder(client: Log, hasher: Hasher, note: string, { size, root }: Checkpoint, seq: number, text: string): Promise<string | null> {
  try {
    const tiles = await client.tiles(tilesToVerify(tilesForInclusion(seq, size), size));
    const hashes = createTileTree(hasher, size, verifiedReader(hasher, { size, root }, tiles)).inclusionProof(seq);
    return formatProof({ index: seq, hashes, checkpoint: note, extra: utf8Bytes(text) });
  } catch {
    return null;
  }
}

