/** Routes into an app: each becomes its handler, and its part of the OpenAPI document. */
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { cookieFor, secretOf } from './access.ts';
import { readJson, readText, type Read } from './body.ts';
import { read } from './entry.ts';
import { errorResponse } from './errors.ts';
import type { Answered, Given, Route } from './route.ts';
import { errorSchema } from './schemas.ts';

export type RoutesOptions = {
  /** Whose secrets requests bring along. */
  readonly origin: string;
  /** In OpenAPI's words: any one of these, none for what is open to everyone. */
  readonly securityOf: (method: string, path: string) => { [scheme: string]: string[] }[];
};

export function addRoutes<Ports>(app: OpenAPIHono, routes: readonly Route<Ports>[], ports: Ports, options: RoutesOptions): void {
  for (const route of routes) addRoute(app, route, ports, options);
}

function addRoute<Ports>(app: OpenAPIHono, route: Route<Ports>, ports: Ports, { origin, securityOf }: RoutesOptions): void {
  const path = route.path.replace(/\{(\w+)\}/g, ':$1');
  const query = z.strictObject({ ...route.query });
  const handle = async (c: Context): Promise<Response> => {
    const asked = c.req.query();
    const known = route.openQuery === true ? Object.fromEntries(Object.entries(asked).filter(([name]) => Object.hasOwn(route.query ?? {}, name))) : asked;
    const checked = read(query, known);
    if (!checked.ok) return errorResponse(checked.refusal);
    const body = await bodyOf(route, c.req.raw);
    if (!body.ok) return errorResponse(body.refusal);
    const given: Given = { params: c.req.param(), query: asked, body: body.value, secret: secretOf(c.req.raw, origin), secretOf: (other) => secretOf(c.req.raw, other) };
    const answer = await route.run(ports, given);
    if (!answer.ok) return errorResponse(answer.refusal);
    const { keep, file } = answer;
    if (file !== undefined) return saved(String(answer.value), file);
    return Response.json(answer.value, {
      headers: { 'cache-control': 'no-store', ...(keep === undefined ? {} : { 'set-cookie': cookieFor(c.req.raw, origin, keep.secret, keep.secondsLeft) }) },
    });
  };
  app.on(route.method.toUpperCase(), path, handle);
  app.openAPIRegistry.registerPath(createRoute({
    method: route.method, path: route.path, summary: route.says, security: securityOf(route.method, route.path),
    request: {
      params: z.object(Object.fromEntries([...route.path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, z.string()]))),
      query: z.object({ ...route.query }),
      ...(route.body === undefined ? {} : { body: { required: true, content: { 'application/json': { schema: route.body } } } }),
      ...(route.text === undefined ? {} : { body: { required: true, content: { [route.text.type]: { schema: z.string() } } } }),
    },
    responses: {
      200: { description: route.says, content: { 'application/json': { schema: route.answer } } },
      default: { description: 'What was wrong and what can be done', content: { 'application/json': { schema: errorSchema } } },
    },
  }));
}

function saved(text: string, { name, type }: NonNullable<Extract<Answered, { readonly ok: true }>['file']>): Response {
  return new Response(text, { headers: { 'cache-control': 'no-store', 'content-type': type, 'content-disposition': `attachment; filename="${name.replaceAll(/[^\w.-]/g, '_')}"` } });
}

async function bodyOf({ body, text }: Pick<Route, 'body' | 'text'>, request: Request): Promise<Read<unknown>> {
  if (text !== undefined) return await readText(request, text.type, text.charsMax);
  return body === undefined ? { ok: true, value: undefined } : await readJson(request);
}

/** @param known all routes, to tell a wrong method from a wrong address */
export function wrongRoute(c: Context, known: readonly { readonly method: string; readonly path: string }[]): Response {
  const { pathname } = new URL(c.req.url);
  const here = known.filter(({ path }) => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname));
  if (here.length === 0) return errorResponse({ code: 'unknown_route', detail: `there is no ${c.req.method} ${pathname}` });
  const allow = here.map(({ method }) => method.toUpperCase()).join(', ');
  return errorResponse({ code: 'wrong_method', detail: `${pathname} knows ${allow}, not ${c.req.method}` }, { allow });
}
