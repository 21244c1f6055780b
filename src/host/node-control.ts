/** What a command asks of a node that runs on a folder of this machine. */
import type { NodeStatus } from '../log/nodes/node.ts';
import { ServerError } from './connection.ts';
import { notedServer } from './served-at.ts';

export type NodeStanding = Omit<NodeStatus, 'grievance'> & { readonly name: string; readonly grievance?: NodeStatus['grievance']; readonly stopped?: string };

const waitMaxMs = 10_000;

/** @throws ServerError when no node answers there */
export async function askNode(folder: string, what: 'status' | 'stand'): Promise<NodeStanding> {
  const at = notedServer(folder);
  if (at === undefined) throw new ServerError(`no node runs on ${folder}`, 'Start it first.');
  try {
    const response = await fetch(new URL(`/node/${what}`, at.url), { method: what === 'stand' ? 'POST' : 'GET', headers: { authorization: `Bearer ${at.secret}` }, signal: AbortSignal.timeout(waitMaxMs) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return await response.json() as NodeStanding;
  } catch (error) {
    throw new ServerError(`no node answers at ${at.url}: ${error instanceof Error ? error.message : String(error)}`, 'See whether it still runs, and start it again.');
  }
}
