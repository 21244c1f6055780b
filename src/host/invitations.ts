/** Invitations: a key that lets one person join, as a link that can be sent, or as a file. */
import { grantOf, newKeyFile, readKeyFile, writeKeyFile, type KeyFile } from '../adapters/keys/files.ts';
import type { KeyGrant } from '../vocabulary/grants.ts';
import { invitationFragment, readInvitation } from '../vocabulary/invitation.ts';
import { isObject } from '../vocabulary/json.ts';
import type { SealedEntry } from '../vocabulary/entries.ts';
import { isRefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { apiAt, askServer, posting, requireAnswer } from './ask-server.ts';
import { ServerError } from './connection.ts';
import { signerOf } from './data-folder.ts';
import type { Signer } from './sealing.ts';

export type MadeInvitation = {
  readonly grant: KeyGrant;
  /** @param base the address by which others reach the server */
  readonly link: (base: string) => string;
  /** Writes it to a file instead. @throws KeyFileError */
  readonly write: (path: string) => void;
};

/** Makes the key; it is kept nowhere but in the link, or the file. */
export function makeInvitation(id: string, owner: string): MadeInvitation {
  const file = newKeyFile(id, 'invitation', owner);
  const fragment = invitationFragment({ key: id, owner, seed: Buffer.from(file.seed, 'base64').toString('base64url') });
  return { grant: grantOf(file), link: (base) => `${base.replace(/\/+$/, '')}/join#${fragment}`, write: (path) => writeKeyFile(path, file) };
}

/** A link's server and key; undefined when the text is no such link. */
export function invitationIn(text: string): { readonly server: URL; readonly signer: Signer } | undefined {
  const server = URL.parse(text);
  const invitation = server === null || !/^https?:$/.test(server.protocol) ? undefined : readInvitation(server.hash.slice(1));
  if (server === null || invitation === undefined) return undefined;
  return { server, signer: signerOf(newKeyFile(invitation.key, 'invitation', invitation.owner, Buffer.from(invitation.seed, 'base64url'))) };
}

/** @throws KeyFileError; undefined when it is another kind of key */
export function readInvitationFile(path: string): Signer | undefined {
  const file: KeyFile = readKeyFile(path);
  return file.role === 'invitation' ? signerOf(file) : undefined;
}

/** The collective's name in every log, as the server at this address says. @throws ServerError */
export async function originAt(server: URL): Promise<string> {
  const { origin } = await requireAnswer(apiAt(server, '/api/challenge'));
  if (typeof origin !== 'string') throw new ServerError(`the server at ${server.host} answers with something else than Frankpledge does`, 'Check the address.');
  return origin;
}

export type HandedIn = { readonly status: 'recorded'; readonly seq: number } | { readonly status: 'duplicate' } | { readonly status: 'refused'; readonly refusal: Refusal };

/** Hands a sealed entry in at a server elsewhere, which needs no more than the entry's own seal. @throws ServerError */
export async function handInAt(server: URL, sealed: SealedEntry): Promise<HandedIn> {
  const answer = await askServer(apiAt(server, '/api/entries'), posting(sealed));
  const { status, seq, items, error } = answer;
  if (isObject(error)) return refusedWith(error['code'], error['message']);
  if (status === 'duplicate') return { status };
  const [item] = Array.isArray(items) ? (items as readonly unknown[]) : [];
  if (status !== 'recorded' || typeof seq !== 'number' || !isObject(item)) throw new ServerError(`the server at ${server.host} answers ${JSON.stringify(answer)}`);
  return item['status'] === 'refused' ? refusedWith(item['code'], item['detail']) : { status, seq };
}

function refusedWith(code: unknown, detail: unknown): HandedIn {
  if (!isRefusalCode(code)) throw new ServerError(String(detail));
  return { status: 'refused', refusal: { code, detail: String(detail) } };
}
