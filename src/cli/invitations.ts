/** Invitations as commands hand them out: a link with the server's address where one is known, or a file. */
import { randomBytes } from 'node:crypto';
import type { Connection } from '../host/connection.ts';
import { makeInvitation, type MadeInvitation } from '../host/invitations.ts';
import { notedServer } from '../host/served-at.ts';
import { commandLine } from '../vocabulary/command-line.ts';
import { freeKeyId } from './key-ids.ts';

/** What a server's address is put in place of where none is known. */
const unknownAddress = 'http://ADDRESS';
/** Few enough to say aloud, many enough that two hardly meet. */
const nameBytes = 3;

/** @param owner whom it is for, of one that members decide on; such a key has another name than its owner, and lets only them join */
export function invitationOf(connection: Connection, owner: string): MadeInvitation {
  return makeInvitation(freeKeyId(connection, 'invitation', owner), owner);
}

/** One under its own name, by which whoever holds it joins. @param name left out: drawn */
export function invitationFor(connection: Connection, name: string = randomBytes(nameBytes).toString('hex')): MadeInvitation {
  const id = freeKeyId(connection, 'invitation', name);
  return makeInvitation(id, id);
}

/** The link, and how it is used. Whoever has it can join in place of the one who is meant. */
export function invitationLink({ folder }: Connection, made: MadeInvitation): { readonly link: string; readonly lines: readonly string[] } {
  const at = notedServer(folder)?.publicUrl;
  const link = made.link(at ?? unknownAddress);
  return {
    link, lines: [
      link, 'Send it to the one who is meant, and to nobody else: whoever has it can join with it, once. It is shown this once.',
      ...(at === undefined ? ['ADDRESS is what the server prints when it starts, as 127.0.0.1:8080.'] : []),
      `They join with:  ${commandLine('join LINK --as ID')}`,
    ],
  };
}
