/** The door of a home: hands what lies below `/c/NAME` on to that collective, and answers for itself what doesn't. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { compress } from 'hono/compress';
import { isAddressName } from '../../vocabulary/base-path.ts';
import { languageOf, nothingPage } from './access-page.ts';
import { cookieName, createGate, type AccessPort } from './access.ts';
import { errorResponse, type HttpError } from './errors.ts';
import { createFiles } from './files.ts';
import { foreign, safeHeaders } from './guard.ts';
import { homeRoutes, type HomePorts } from './home-routes.ts';
import type { Http, HttpOptions } from './http.ts';
import { createKnockLimit, knocksPerMinuteMax } from './knock-limit.ts';
import { manifest } from './manifest.ts';
import { addRoutes, wrongRoute } from './route-app.ts';

export type DoorPorts = HomePorts & {
  readonly access: AccessPort;
  /** Undefined: there is none of this name. A refusal: it is there, and can't be opened. */
  readonly collective: (name: string) => Http | HttpError | undefined;
};

const known = [...homeRoutes, { method: 'get', path: '/api/openapi.json' }];
/** Characters of an address: longer ones are nobody's. */
const urlCharsMax = 4096;

export function createDoor(ports: DoorPorts, options: Omit<HttpOptions, 'base'>): Http {
  const own = createOwn(ports, options);
  const { knocks = createKnockLimit() } = options;
  const answerOwn = async (request: Request, path: string, from: string | undefined): Promise<Response> => {
    if (knocks.isOver(request, path, from)) return safely(errorResponse({ code: 'busy', detail: `more than ${knocksPerMinuteMax} attempts in vain came from one address within a minute` }));
    const answer = await own.fetch(request);
    knocks.note(request, path, from, answer.status);
    return answer;
  };
  return {
    fetch(request, from) {
      const url = new URL(request.url);
      const [, name, rest] = /^\/c\/([^/]*)(\/.*)?$/.exec(url.pathname) ?? [];
      if (name === undefined || url.href.length > urlCharsMax) return answerOwn(request, url.pathname, from);
      const collective = isAddressName(name) ? ports.collective(name) : undefined;
      if (collective === undefined) return nothing(request, { code: 'unknown_collective', detail: `there is no collective at /c/${name}/` });
      if ('code' in collective) return nothing(request, collective);
      // The page's own addresses are beside it, and so need the slash.
      if (rest === undefined) return safely(new Response(null, { status: 308, headers: { location: `/c/${name}/${url.search}` } }));
      url.pathname = rest;
      return collective.fetch(new Request(url, request), from);
    },
    // Each collective closes its own.
    close: () => undefined,
  };
}

function createOwn(ports: DoorPorts, options: Omit<HttpOptions, 'base'>): OpenAPIHono {
  const app = new OpenAPIHono();
  app.use('*', compress());
  const files = createFiles(options.webFolder, true);
  const gate = createGate(ports.access, { needs: () => 'nothing' });
  app.use('*', async (c, next) => {
    const refusal = c.req.url.length > urlCharsMax ? { code: 'too_large' as const, detail: `the address has more than ${urlCharsMax} characters` } : foreign(c.req.raw, options);
    const stopped = refusal === null ? gate.stop(c.req.raw, c.req.path) : errorResponse(refusal);
    if (stopped === null) await next();
    else c.res = stopped;
    safely(c.res);
  });
  addRoutes(app, homeRoutes, ports, { origin: ports.access.origin, securityOf: () => [] });
  app.openAPIRegistry.registerComponent('securitySchemes', 'cookie', { type: 'apiKey', in: 'cookie', name: cookieName(ports.access.origin), description: 'Set by opening any address with ?link=SECRET.' });
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0', info: { title: 'Frankpledge: a home of several collectives', version: '1', description: 'Lists the collectives behind this address for whoever asks, and founds another one. Each has its own API below /c/ADDRESS/.' },
  });
  app.get('/api/openapi.json', (c) => c.json(document));
  app.all('/api/*', (c) => wrongRoute(c, known));
  app.get('/manifest.webmanifest', () => manifest());
  app.on(['GET', 'HEAD'], '*', (c) => files(c.req.raw, new URL(c.req.url).pathname));
  app.notFound((c) => wrongRoute(c, known));
  app.onError((error) => {
    options.tell(`HTTP: ${error.stack ?? error.message}`);
    return errorResponse({ code: 'fault', detail: 'this request could not be answered' });
  });
  return app;
}

/** In words for a browser, as JSON for programs. */
function nothing(request: Request, refusal: HttpError): Response {
  const answer = errorResponse(refusal, { 'cache-control': 'no-store' });
  if (request.method !== 'GET' || !(request.headers.get('accept') ?? '').includes('text/html')) return safely(answer);
  const { html, policy } = nothingPage(languageOf(request.headers.get('accept-language')), refusal.detail);
  return safely(new Response(html, { status: answer.status, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'cache-control': 'no-store' } }));
}

function safely(response: Response): Response {
  for (const [name, value] of Object.entries(safeHeaders)) if (!response.headers.has(name)) response.headers.set(name, value);
  return response;
}
