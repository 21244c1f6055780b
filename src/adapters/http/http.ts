/** The HTTP API and the web app's files, as one `fetch`. Nothing in here decides: it reads, asks a port, and answers. */
import { createRoute, OpenAPIHono, z } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { apiVersion, apiVersionHeader } from '../../vocabulary/api-version.ts';
import { cookieName, createGate, markReader, needOf } from './access.ts';
import { errorResponse } from './errors.ts';
import { createFiles } from './files.ts';
import { foreign, safeHeaders } from './guard.ts';
import { createKnockLimit, knocksPerMinuteMax, type KnockLimit } from './knock-limit.ts';
import { createLogFiles } from './log-files.ts';
import { manifest } from './manifest.ts';
import { addNoticePages } from './notice-pages.ts';
import type { HttpPorts } from './ports.ts';
import { addRoutes, wrongRoute } from './route-app.ts';
import { routes } from './routes.ts';
import { createStreams } from './stream.ts';

export type HttpOptions = {
  /** The web app's dist folder. */
  readonly webFolder?: string | undefined;
  /** Bound to loopback: the Host header must then name it. */
  readonly loopback: boolean;
  /** The host by which a proxy in front is reached. */
  readonly publicHost?: string | undefined;
  /** What stands before all of its addresses where several are behind one server, as `/c/linden`; left out: nothing. */
  readonly base?: string | undefined;
  /** What counts who knocks in vain: one for all that is behind one address. Left out: its own. */
  readonly knocks?: KnockLimit | undefined;
  /** For whoever runs it: what went wrong inside. */
  readonly tell: (message: string) => void;
};

/** `from`: the address that the connection comes from, where there is one; a proxy's, if one is in front. */
export type Http = { readonly fetch: (request: Request, from?: string) => Response | Promise<Response>; readonly close: () => void };

/** Routes with those that aren't JSON. */
const known = [...routes, { method: 'get', path: '/api/stream' }, { method: 'get', path: '/api/openapi.json' }];

/** Characters of an address: longer ones are nobody's. */
const urlCharsMax = 4096;

export function createHttp(ports: HttpPorts, options: HttpOptions): Http {
  const app = new OpenAPIHono();
  const { knocks = createKnockLimit() } = options;
  const streams = createStreams(ports);
  const files = createFiles(options.webFolder, options.base !== undefined);
  const logFiles = createLogFiles(ports.log);
  const gate = createGate(ports.access, { base: options.base });

  // A phone's line is the slow part. The log's files stay byte for byte what is signed, and a stream packs itself, so that it isn't held back.
  const compressed = compress();
  app.use('*', (c, next) => (c.req.path.startsWith('/log/') ? next() : compressed(c, next)));
  app.use('*', async (c, next) => {
    const { from } = c.env as { readonly from?: string };
    const refusal = c.req.url.length > urlCharsMax ? { code: 'too_large' as const, detail: `the address has more than ${urlCharsMax} characters` }
      : knocks.isOver(c.req.raw, c.req.path, from) ? { code: 'busy' as const, detail: `more than ${knocksPerMinuteMax} attempts in vain came from one address within a minute` } : foreign(c.req.raw, options);
    const stopped = refusal === null ? gate.stop(c.req.raw, c.req.path) : errorResponse(refusal);
    if (stopped === null) await next();
    else c.res = stopped;
    if (refusal?.code !== 'busy') knocks.note(c.req.raw, c.req.path, from, c.res.status);
    markReader(ports.access, c.req.raw, c.res, options.base);
    if (c.req.path.startsWith('/api/')) c.res.headers.set(apiVersionHeader, String(apiVersion));
    for (const [name, value] of Object.entries(safeHeaders)) if (!c.res.headers.has(name)) c.res.headers.set(name, value);
  });
  addRoutes(app, routes, ports, { origin: ports.access.origin, securityOf });
  app.get('/api/stream', (c) => streams.open(c.req.raw, gate.permit(c.req.raw, c.req.path)));
  const document = describe(app, ports.access.origin);
  app.get('/api/openapi.json', (c) => c.json(document));
  addNoticePages(app, ports.desk);
  app.all('/log/*', (c) => logFiles(c.req.raw, new URL(c.req.url).pathname));
  app.all('/api/*', (c) => wrongRoute(c, known));
  app.get('/manifest.webmanifest', (c) => manifest(options.base, gate.permit(c.req.raw, '/api/collective')() ? ports.collective().name : undefined));
  app.on(['GET', 'HEAD'], '*', (c) => files(c.req.raw, new URL(c.req.url).pathname));
  app.notFound((c) => wrongRoute(c, known));
  app.onError((error) => {
    options.tell(`HTTP: ${error.stack ?? error.message}`);
    return errorResponse({ code: 'fault', detail: 'this request could not be answered' });
  });
  return { fetch: (request, from) => app.fetch(request, { from }), close: () => streams.close() };
}

/** In OpenAPI's words: any one of these, none for what is open to everyone. A scheme's scopes are the rights. */
function securityOf(method: string, path: string): { [scheme: string]: string[] }[] {
  const need = needOf(method.toUpperCase(), path);
  return need === 'nothing' ? [] : [{ secret: [need] }, { cookie: [need] }];
}

function describe(app: OpenAPIHono, origin: string): object {
  app.openAPIRegistry.registerComponent('securitySchemes', 'secret', { type: 'http', scheme: 'bearer', description: 'The secret of a link, or of a member\'s session (POST /api/session).' });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', { type: 'apiKey', in: 'cookie', name: cookieName(origin), description: 'The same in a browser: opening any address with ?link=SECRET sets it.' });
  app.openAPIRegistry.registerPath(createRoute({
    method: 'get', path: '/api/stream', security: securityOf('get', '/api/stream'), summary: 'Server-sent events: `record` (a Change) for each record, `overview` (an Overview) at most four times a second, `alive` every 15 s',
    responses: { 200: { description: 'a stream', content: { 'text/event-stream': { schema: z.string() } } } },
  }));
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: { title: 'Frankpledge', version: String(apiVersion), description: 'Reads what a collective shows to its members and to whom they give a link, and puts signed entries to it. Amounts are decimal text; instants are milliseconds since 1970.' },
  });
}
