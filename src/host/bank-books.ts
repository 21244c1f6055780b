/** The books that a statement is held against, and written into: in a data folder, or of a running collective by its link. */
import { randomBytes } from 'node:crypto';
import type { BookingWire, CollectiveWire, MemberWire, OutsideWire } from '../adapters/http/schemas.ts';
import type { Books } from '../bank/reconcile.ts';
import { bookingsOf, outsideOf } from '../views/outside.ts';
import { membersOf, unitsOf } from '../views/queries.ts';
import type { EntryBody } from '../vocabulary/entries.ts';
import { isObject } from '../vocabulary/json.ts';
import { isRefusalCode } from '../vocabulary/refusals.ts';
import type { Refusal } from '../vocabulary/result.ts';
import { apiAt, askServer, posting } from './ask-server.ts';
import { ServerError, type Connection } from './connection.ts';
import { createLogClient, LogClientError } from './log-client.ts';
import { sealEntry } from './sealing.ts';
import { keyFileSigner, rightfulSigner, SignerError, type ActingAs } from './signers.ts';

export type BankUnit = { readonly id: string; readonly name: string; readonly decimals: number };

export type BankBooks = {
  readonly units: readonly BankUnit[];
  /** All but the codes, which whoever imports gives. */
  of(unit: BankUnit): Promise<Omit<Books, 'codes'>>;
  /** Null: it is recorded now, or was before. @throws SignerError; KeyFileError; ServerError */
  record(said: EntryBody): Promise<Refusal | null>;
};

export function booksIn(connection: Connection, acting: ActingAs): BankBooks {
  const { view, folder } = connection;
  return {
    units: unitsOf(view),
    of: (unit) => Promise.resolve(booksOf(unit, membersOf(view), outsideOf(view).payouts, bookingsOf(view, unit.id))),
    async record(said) {
      const done = await connection.act(rightfulSigner(folder, connection.state, 'bank', acting), said);
      return done.status === 'refused' ? done.refusal : null;
    },
  };
}

/**
 * @param link the address, with `?link=SECRET` where reading needs one
 * @throws LogClientError when it can't be read there
 */
export async function booksAt(link: string, { file }: ActingAs): Promise<BankBooks> {
  const client = createLogClient(link);
  const ask = async <T>(path: string): Promise<T> => {
    const bytes = await client.get(path);
    if (bytes === undefined) throw new LogClientError('missing', `${client.url} has no ${path}`, 'Check the address; an older version may not know it.');
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  };
  const { units, origin } = await ask<CollectiveWire>('/api/collective');
  return {
    units,
    of: async (unit) => booksOf(unit, await ask<MemberWire[]>('/api/members'), (await ask<OutsideWire>('/api/outside')).payouts, await ask<BookingWire[]>(`/api/outside/bookings?unit=${encodeURIComponent(unit.id)}`)),
    async record(said) {
      if (file === undefined) throw new SignerError('no_key', 'who keeps the books seals what is recorded, and no key is at hand here', 'Give the key with --key FILE.');
      const { now } = await ask<CollectiveWire>('/api/collective');
      return refusalIn(await askServer(apiAt(client.url, '/api/entries'), posting(sealEntry(keyFileSigner(file), said, origin, now, randomBytes(8).toString('hex')))));
    },
  };
}

function booksOf(
  { id: unit, decimals }: BankUnit, members: readonly Pick<MemberWire, 'id' | 'name'>[], payouts: OutsideWire['payouts'], bookings: readonly BookingWire[],
): Omit<Books, 'codes'> {
  return { unit, decimals, members, payouts: payouts.filter((payout) => payout.unit === unit), booked: new Map(bookings.map((booking) => [booking.reference, booking])) };
}

/** A record may hold a refusal. */
function refusalIn(answer: { readonly [key: string]: unknown }): Refusal | null {
  const { status, items, error } = answer;
  const [item] = Array.isArray(items) ? items as readonly unknown[] : [];
  const refused = status === 'recorded' && isObject(item) && item['status'] === 'refused' ? { code: item['code'], message: item['detail'] } : error;
  if (!isObject(refused)) return null;
  const { code, message } = refused;
  if (!isRefusalCode(code)) throw new ServerError(String(message));
  return { code, detail: String(message ?? '') };
}
