/** The web app's files as they lie in its dist folder. */
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { errorResponse } from './errors.ts';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.mjs': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8',
  '.json': 'application/json', '.map': 'application/json', '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.webp': 'image/webp', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8',
};

/** Largest file that is served: many times the app's budget. */
const fileBytesMax = 16_777_216;
/** Tags remembered: as many as an app has files. */
const tagsMax = 1000;

const noApp = `<!doctype html><html lang="en"><meta charset="utf-8"><title>Frankpledge</title>
<p>The web app isn't built yet: <code>npm run build:web</code>. The API answers under <a href="/api/overview">/api/overview</a>,
described in <a href="/api/openapi.json">/api/openapi.json</a>.</p></html>`;

/**
 * Answers GET and HEAD: a file, or the app's page for any of its own addresses.
 * @param home whether several collectives are behind the address: the page then says so to itself, without asking
 */
export function createFiles(folder: string | undefined, home = false): (request: Request, path: string) => Promise<Response> {
  const tags = new Map<string, string>();
  return async (request, path) => {
    const asked = folder === undefined ? undefined : await find(folder, path);
    const isPage = asked === undefined && !path.slice(path.lastIndexOf('/')).includes('.');
    const file = asked ?? (isPage && folder !== undefined ? await find(folder, '/index.html') : undefined);
    if (file === undefined) {
      if (isPage) return new Response(noApp, { headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' } });
      return errorResponse({ code: 'unknown_route', detail: `there is no ${path}` });
    }
    const marked = home && file.path.endsWith('index.html');
    const tag = marked ? (await tagOf(tags, file)).replace(/"$/, '-home"') : await tagOf(tags, file);
    const headers = {
      'content-type': types[extname(file.path)] ?? 'application/octet-stream', 'etag': tag,
      // Vite names what lies in assets/ by its content.
      'cache-control': path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    };
    if (request.headers.get('if-none-match')?.split(',').some((each) => each.trim().replace(/^W\//, '') === tag) === true) return new Response(null, { status: 304, headers });
    return new Response(marked ? (await readFile(file.path, 'utf8')).replace('<html ', '<html data-home ') : await readFile(file.path), { headers });
  };
}

type Found = { readonly path: string; readonly version: string };

/** The file of a path below the folder; links that lead out of it aren't followed. */
async function find(folder: string, path: string): Promise<Found | undefined> {
  try {
    const decoded = decodeURIComponent(path);
    if (decoded.includes('\0') || decoded.split(/[/\\]/).some((part) => part === '..' || part.startsWith('.'))) return undefined;
    const root = await realpath(folder);
    const real = await realpath(join(root, decoded));
    if (!real.startsWith(root + sep)) return undefined;
    const found = await stat(real);
    return found.isFile() && found.size <= fileBytesMax ? { path: real, version: `${found.mtimeMs} ${found.size}` } : undefined;
  } catch {
    return undefined;
  }
}

async function tagOf(tags: Map<string, string>, file: Found): Promise<string> {
  const key = `${file.path} ${file.version}`;
  let tag = tags.get(key);
  if (tag === undefined) {
    tag = `"${createHash('sha256').update(await readFile(file.path)).digest('base64url').slice(0, 22)}"`;
    if (tags.size >= tagsMax) tags.clear();
    tags.set(key, tag);
  }
  return tag;
}
