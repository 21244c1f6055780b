/** Where a running server notes its address, and the secret by which this machine's commands act through it: `server.json` in the data folder. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where its addresses begin, without a slash at the end. `publicUrl`: by which others reach it, where that is another address. */
export type ServedAt = { readonly url: string; readonly publicUrl: string; readonly secret: string };

/** Notes it for this user alone; what is returned removes the note. */
export function noteServer(folder: string, { url, publicUrl, secret }: ServedAt): () => void {
  const path = notePath(folder);
  rmSync(path, { force: true }); // one that is there keeps its mode
  writeFileSync(path, `${JSON.stringify({ url, publicUrl, secret, pid: process.pid })}\n`, { mode: 0o600, flag: 'wx' });
  return () => rmSync(path, { force: true });
}

/** The server that runs on the folder, if one has noted it; it may be gone. */
export function notedServer(folder: string): ServedAt | undefined {
  try {
    const { url, publicUrl, secret } = JSON.parse(readFileSync(notePath(folder), 'utf8')) as { readonly [name: string]: unknown };
    return typeof url === 'string' && typeof publicUrl === 'string' && typeof secret === 'string' ? { url, publicUrl, secret } : undefined;
  } catch {
    return undefined;
  }
}

/** Where a running home notes the address by which others reach it, so that links can name it; what is returned removes the note. */
export function noteHome(folder: string, publicUrl: string): () => void {
  writeFileSync(notePath(folder), `${JSON.stringify({ publicUrl, pid: process.pid })}\n`, { mode: 0o600 });
  return () => rmSync(notePath(folder), { force: true });
}

export function notedHome(folder: string): string | undefined {
  try {
    const { publicUrl } = JSON.parse(readFileSync(notePath(folder), 'utf8')) as { readonly publicUrl?: unknown };
    return typeof publicUrl === 'string' ? publicUrl : undefined;
  } catch {
    return undefined;
  }
}

function notePath(folder: string): string {
  return join(folder, 'server.json');
}
