/** What makes a served collective's log public to those who may read it: its publisher, and its files. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { postToWitness } from '../adapters/http/witness-post.ts';
import type { LogFilesPort } from '../adapters/http/log-files.ts';
import type { TrustWire } from '../adapters/http/schemas.ts';
import { createMemoryHeadStore, type HeadStore } from '../journal/head.ts';
import { encodeBundle } from '../log/bundle.ts';
import { hashesAt, tileWidth } from '../log/tile-paths.ts';
import { KeyFileError, readKeyFile } from '../adapters/keys/files.ts';
import type { SealVerifier } from '../vocabulary/ports.ts';
import type { Instant } from '../vocabulary/time.ts';
import { policyText } from './adopted-policy.ts';
import type { Collective } from './collective.ts';
import { findSigner, isInForce, keyPath, makeKey, signerOf, unusedLogKey } from './data-folder.ts';
import { keepShown, keptShown, openHeads } from './heads.ts';
import { Publisher, type PublisherPorts } from './publisher.ts';
import { receiptOf } from './receipts.ts';
import { sealEntry, type Signer } from './sealing.ts';
import { signFirst } from './signed-head.ts';
import { markUsed } from './unused-keys.ts';
import type { Writer } from './writer.ts';

/** A collective that was founded before logs had keys gets one, and its first signed head. */
export async function beginLog(folder: string, writer: Writer, operator: Signer, at: Instant): Promise<void> {
  const { keys, origin } = writer.collective.state;
  if ([...keys.values()].some(({ grant }) => grant.role === 'log')) return;
  const path = keyPath(folder, 'log-1');
  const log = existsSync(path) ? signerOf(readKeyFile(path)) : makeKey(folder, 'log-1', 'log', 'operator');
  const heads = openHeads(folder, origin);
  // The head comes first: a log that has a key and no head is one whose disk was emptied.
  if (heads.read() === undefined) signFirst(heads, writer.collective, log);
  heads.close();
  const answer = await writer.submit(sealEntry(operator, { kind: 'key.add', body: { key: log.grant } }, origin, at, randomUUID()));
  const done = answer.status === 'recorded' && answer.outcome.items[0]?.status === 'done';
  if (!done) throw new KeyFileError('io', `the log's new key was not taken: ${JSON.stringify(answer)}`, 'Start it again; if that fails too, tell the authors.');
}

/** Where a log is signed: in a data folder by the key that lies there, or in memory by a key that is handed over. */
export type SigningPlace = { readonly folder: string } | { readonly log: Signer };

/**
 * Where no head is kept, a log's key that was made here and has never signed anything begins; any other may have signed what is gone.
 * @param hold resolves when enough nodes hold what is to be signed; see {@link PublisherPorts}
 * @throws JournalError when the journal isn't the one that was signed last: nothing may be written to it then
 */
export function openPublisher(
  place: SigningPlace, collective: () => Collective, verifier: SealVerifier, tell: (message: string) => void, hold?: PublisherPorts['hold'],
): Publisher {
  const { origin } = collective().state;
  const heads = 'folder' in place ? openHeads(place.folder, origin) : createMemoryHeadStore();
  if (!('folder' in place)) signFirst(heads, collective(), place.log);
  else if (heads.read() === undefined) beginUnused(place.folder, heads, collective());
  let found: Signer | undefined;
  /** Looked for again only when it isn't in force any more: a head is signed many times a second. */
  const logKey = (): Signer | undefined => {
    if (!('folder' in place)) return place.log;
    const { state } = collective();
    if (found !== undefined && isInForce(state, found.grant)) return found;
    found = findSigner(place.folder, 'log', undefined, (grant) => isInForce(state, grant));
    if (found !== undefined) markUsed(keyPath(place.folder, found.grant.id));
    return found;
  };
  const keeping = 'folder' in place ? { keep: (note: string) => keepShown(place.folder, note), kept: () => keptShown(place.folder) } : {};
  return new Publisher({ heads, verifier, collective, logKey, post: postToWitness, tell, ...(hold === undefined ? {} : { hold }), ...keeping });
}

/** The head is kept before the mark goes, and goes out after that: whatever fails in between, nothing is out that could be denied. */
function beginUnused(folder: string, heads: HeadStore, collective: Collective): void {
  const key = unusedLogKey(folder, collective.state);
  if (key === undefined) return;
  signFirst(heads, collective, key);
  markUsed(keyPath(folder, key.grant.id));
}

/** The log's files, as of now. */
export function logFiles(collective: () => Collective, publisher: Publisher | undefined): LogFilesPort {
  const encoder = new TextEncoder();
  return {
    checkpoint: () => publisher?.shown,
    pending: () => publisher?.pending,
    cosign: (lines) => (publisher === undefined ? 'no heads are signed here' : publisher.take(lines)),
    receipt: (seq) => receiptOf(collective, publisher, seq),
    tile: ({ level, index, width }) => collective().tree.tile(level, index, width),
    entries({ index, width }) {
      const { tree, journal } = collective();
      if (hashesAt(tree.size, 0) < index * tileWidth + width) return undefined;
      return encodeBundle(journal.read(index * tileWidth, width).map(({ record }) => encoder.encode(record)));
    },
    policy: () => policyText(collective()),
    blob: (hash) => collective().journal.getBlob(hash),
    blobHashes: () => collective().journal.blobHashes(),
  };
}

/** How the log stands, for people. */
export function trustShown(collective: Collective, publisher: Publisher | undefined, folder: string | undefined): TrustWire {
  const { state, tree } = collective;
  const standing = publisher?.standing() ?? { records: tree.size, signed: null, shown: null, witnesses: [], asksWitnesses: false, waiting: 'no heads are signed here' };
  const kept = new Set([...state.keys.values()].filter(({ grant, revokedAt }) => grant.role === 'member' && revokedAt === null && folder !== undefined && existsSync(keyPath(folder, grant.id))).map(({ grant }) => grant.owner));
  // What all hold in common has no key that anybody could hold.
  const members = [...state.members.values()].filter(({ commons }) => !commons).length;
  return { origin: state.origin, ...standing, volunteers: publisher?.volunteers ?? [], members, keysHere: [...kept].sort() };
}
