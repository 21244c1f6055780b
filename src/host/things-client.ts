/** What the server that runs on a folder knows of devices: a command asks it, since only it hears them. */
import type { ThingsWire } from '../adapters/http/sensing-schemas.ts';
import { apiAt, requireAnswer } from './ask-server.ts';
import { notedServer } from './served-at.ts';

/** Undefined where no server runs. @throws ServerError */
export async function heardThings(folder: string): Promise<ThingsWire | undefined> {
  const server = notedServer(folder);
  if (server === undefined) return undefined;
  return await requireAnswer(apiAt(server.url, '/api/things'), { headers: { authorization: `Bearer ${server.secret}` } }) as unknown as ThingsWire;
}
