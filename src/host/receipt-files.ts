/** Receipts for whoever wants to keep one: got from a running collective or made in a data folder, and held against a policy or one's own copy. */
import { createHasher, createSealVerifier } from '../adapters/keys/node.ts';
import { decodeBundle } from '../log/bundle.ts';
import { checkpointIn } from '../log/checkpoint.ts';
import { policyInForce } from '../log/head.ts';
import { toBase64 } from '../log/bytes.ts';
import { checkMemberFile, type CheckedMember } from '../log/member-file.ts';
import { formatPolicy, parsePolicy, type Policy } from '../log/policy.ts';
import { problem, type Checked } from '../log/problem.ts';
import { checkReceipt, type CheckedReceipt } from '../log/receipt.ts';
import { parseRecord, recordBytes } from '../log/record.ts';
import { tileAt, tileWidth } from '../log/tile-paths.ts';
import { JournalError } from '../journal/journal.ts';
import type { Connection } from './connection.ts';
import { headsIn, signedSize } from './heads.ts';
import { rowsAtOnce } from './log-spool.ts';
import { createLogClient, LogClientError, type LogClient } from './log-client.ts';
import { makeReceipt } from './receipts.ts';
import { notedServer } from './served-at.ts';

const ports = { hasher: createHasher(), verifier: createSealVerifier() };

export type Receipt = { readonly text: string; readonly policy: string };

/** @param which a record's number, or the id of its entry. @throws LogClientError */
export async function receiptFrom(client: LogClient, which: string): Promise<Receipt> {
  const seq = isNumber(which) ? Number(which) : await placeInLog(client, which);
  const bytes = await client.get(`/log/receipt/${seq}`);
  if (bytes === undefined) {
    throw new LogClientError('missing', `${client.url} has no receipt of record ${seq}`, 'Ask again; if that fails too, keep your entry and show it to the other members.');
  }
  return { text: new TextDecoder().decode(bytes), policy: await client.policy() };
}

/**
 * By the server that runs on the folder, which signs what isn't signed yet; without one, by the signed head that lies there.
 * @throws JournalError when no signed head covers the record; LogClientError
 */
export async function receiptIn(connection: Connection, which: string): Promise<Receipt> {
  const seq = isNumber(which) ? Number(which) : placeInFolder(connection, which);
  if (seq >= connection.tree.size) throw noRecord(`${seq}: the log has ${connection.tree.size}`);
  const server = notedServer(connection.folder);
  if (server !== undefined) {
    try {
      return await receiptFrom(createLogClient(`${server.url}/?link=${server.secret}`), String(seq));
    } catch (error) {
      if (!(error instanceof LogClientError) || error.code !== 'unreachable') throw error; // left over from one that is gone
    }
  }
  const note = headsIn(connection.folder, connection.state.origin).findLast((each) => signedSize(each) > seq && signedSize(each) <= connection.tree.size);
  if (note === undefined) throw new JournalError('unsigned', `no signed head covers record ${seq} yet`, { hint: `A running server signs: npm start -- --data ${connection.folder}` });
  return { text: makeReceipt(connection, seq, note), policy: policyOf(connection) };
}

export type CheckedFile = ({ readonly kind: 'receipt'; readonly said: CheckedReceipt } | { readonly kind: 'member'; readonly id: string; readonly said: CheckedMember }) & {
  /** Records of one's own copy where it is too short to be compared with the head; null: it was compared, or there was none. */
  readonly ownRecords: number | null;
};

/**
 * Checks a receipt, or what a member exported.
 * @param against the policy that counts, or one's own copy of the log: its keys count then, and it must be the log that was signed
 */
export function checkFile(text: string, against: Policy | Connection): Checked<CheckedFile> {
  const file = text.startsWith('{') ? parsed(text) : undefined;
  const own = 'tree' in against ? against : undefined;
  const policy = 'tree' in against ? keysAt(against, headSizeIn(text, file)) : against;
  const checked = file === undefined ? checkReceipt(ports, policy, text) : checkMemberFile(ports, policy, file);
  if (!checked.ok) return checked;
  const other = own === undefined ? undefined : otherLog(own, checked.value);
  const ownRecords = own !== undefined && checked.value.head.size > own.tree.size ? own.tree.size : null;
  if (other !== undefined) return problem('inconsistent', other);
  const said = checked.value;
  return { ok: true, value: 'record' in said ? { kind: 'receipt', said, ownRecords } : { kind: 'member', id: said.member, said, ownRecords } };
}

/** The keys that were in force after so many records; that it's one's own log says more than cosignatures do. */
function keysAt({ hasher, state }: Connection, size: number): Policy {
  const keys = new Map([...state.keys].map(([id, { grant, revokedAt }]) => [id, { grant, revokedAt: revokedAt !== null && revokedAt < size ? revokedAt : null }]));
  return { ...policyInForce(hasher, { ...state, keys }), quorum: 'none' };
}

function headSizeIn(text: string, file: unknown): number {
  const note = file === undefined ? text.slice(text.indexOf('\n\n') + 2) : (file as { readonly head?: unknown }).head;
  const head = checkpointIn(typeof note === 'string' ? note : '');
  return head.ok ? head.value.size : 0;
}

/** In words, why what was proved and one's own copy are two logs; undefined: as far as the copy goes they are one. */
function otherLog({ tree, folder, journal }: Connection, proved: CheckedReceipt | CheckedMember): string | undefined {
  const { size, root } = proved.head;
  if ('record' in proved) {
    const { seq } = proved.record;
    const own = journal.read(seq, 1)[0]?.record;
    const isOther = own !== undefined && own !== recordBytes(proved.record);
    if (isOther) return `record ${seq} is another one in ${folder}, and the key of this log has signed a head with the one in the receipt`;
  }
  if (size > tree.size) return undefined;
  const own = toBase64(tree.root(size));
  if (own === root) return undefined;
  return `its head of ${size} records is signed with the root ${root}, and the first ${size} in ${folder} have ${own}: the key of this log has signed another one`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

/** What others check by. */
export function policyOf({ hasher, state }: Connection): string {
  return formatPolicy(policyInForce(hasher, state));
}

/** @throws LogClientError when it can't be read */
export function readPolicy(text: string, from: string): Policy {
  const policy = parsePolicy(ports.hasher, text);
  if (!policy.ok) throw new LogClientError('nonsense', `the policy of ${from}: ${policy.problem.detail}`, 'Tell its operator.');
  return policy.value;
}

function isNumber(which: string): boolean {
  return /^\d{1,15}$/.test(which);
}

/** The newest record with this entry. */
function placeInFolder({ tree, journal }: Connection, id: string): number {
  for (let end = tree.size; end > 0; end -= rowsAtOnce) {
    const from = Math.max(0, end - rowsAtOnce);
    const found = journal.read(from, end - from).findLast(({ record }) => entryId(record) === id);
    if (found !== undefined) return found.seq;
  }
  throw noRecord(`whose entry is ${id}`);
}

async function placeInLog(client: LogClient, id: string): Promise<number> {
  const head = checkpointIn(await client.checkpoint() ?? '');
  const size = head.ok ? head.value.size : 0;
  const decoder = new TextDecoder();
  for (let index = Math.ceil(size / tileWidth) - 1; index >= 0; index--) {
    const place = tileAt(size, 0, index);
    const entries = place === undefined ? undefined : decodeBundle(await client.bundle(place), place.width);
    const at = entries?.ok === true ? entries.value.findLastIndex((entry) => entryId(decoder.decode(entry)) === id) : -1;
    if (at >= 0) return index * tileWidth + at;
  }
  throw noRecord(`whose entry is ${id} among the ${size} that are signed`);
}

function entryId(text: string): string | undefined {
  const record = parseRecord(text);
  return record.ok ? record.value.entry.id : undefined;
}

function noRecord(which: string): JournalError {
  return new JournalError('io', `there is no record ${which}`, { hint: 'Give the record\'s number, as every act says it, or the id of its entry.' });
}
