/**
 * Fetches a running collective's log into an archive on this machine: every tile is held against the signed head, and every entry against
 * its tile, while they come. What the entries say is for a replay to check.
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import { createArchiveWriter } from '../log/archive.ts';
import { checkpointIn } from '../log/checkpoint.ts';
import type { Hasher } from '../vocabulary/ports.ts';
import { LogClientError, type LogClient } from './log-client.ts';
import { recordsAtOnce, recordsFrom } from './log-records.ts';

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
    for (let from = 0; from < size; from += recordsAtOnce) {
      for (const record of await recordsFrom(client, hasher, head.value, from)) write(writer.record(record));
      progress(Math.min(1, (from + recordsAtOnce) / size));
    }
    write(writer.footer());
  } finally {
    closeSync(handle);
  }
}
