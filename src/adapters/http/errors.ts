/** Every answer that isn't a success: a code, what happened, what to do. Refusals bring their status along; what only HTTP knows is here. */
import { commandLine } from '../../vocabulary/command-line.ts';
import { aboutRefusal, isRefusalCode, refusalCodes, type RefusalCode } from '../../vocabulary/refusals.ts';
import type { Refusal } from '../../vocabulary/result.ts';

const own = {
  unknown_route: { hint: 'See /api/openapi.json for the routes.', http: 404 },
  unknown_thing: { hint: 'Check the id.', http: 404 },
  wrong_method: { hint: 'See /api/openapi.json for the methods of this route.', http: 405 },
  wrong_content_type: { hint: 'Send the body as JSON, with the header `Content-Type: application/json`; signed readings as `application/jose`.', http: 415 },
  wrong_host: { hint: 'Open the server by the address that it printed at its start: another name in the Host header is refused.', http: 403 },
  wrong_site: { hint: 'Another website may not write here; use the page that this server shows.', http: 403 },
  no_access: { hint: `Open the link that you were given, or send its secret as \`Authorization: Bearer SECRET\`. Without one, ask whoever runs the server: ${commandLine('link new')}`, http: 401 },
  access_over: { hint: `Ask for a new link: ${commandLine('link new')}`, http: 401 },
  narrow_access: { hint: `Ask for a link with the scope that is needed: ${commandLine('link new --scope read')} (or log, or devices)`, http: 403 },
  has_left: { hint: 'Take along what is yours from /api/me/export; what is owed stays owed, and an entry pays it as before.', http: 403 },
  no_session: { hint: `Come in as a member: the page begins a session with your key, or run ${commandLine('link sign-in ADDRESS --key FILE')}`, http: 403 },
  no_founding: { hint: `Open the link that the server printed at its start, or one that whoever runs it makes: ${commandLine('home link new')}`, http: 403 },
  unknown_collective: { hint: 'Check the address: it begins with /c/ and the collective\'s name.', http: 404 },
  bad_proof: { hint: 'Ask for a fresh challenge at /api/challenge and sign the statement anew, with a member\'s key that is in force.', http: 401 },
  fault: { hint: 'This is a fault of the program; its log says more. Nothing that was acknowledged is lost.', http: 500 },
} as const;

export type HttpErrorCode = keyof typeof own | RefusalCode;

export const httpErrorCodes = [...(Object.keys(own) as (keyof typeof own)[]), ...refusalCodes] as const satisfies readonly HttpErrorCode[];

export type HttpError = { readonly code: HttpErrorCode; readonly detail: string };

/** Longest message: what was wrong may quote what was sent. */
const messageMax = 1000;

export function errorResponse({ code, detail }: HttpError | Refusal, headers: Record<string, string> = {}): Response {
  const { hint, http } = isRefusalCode(code) ? aboutRefusal(code) : own[code];
  const message = detail.length > messageMax ? `${detail.slice(0, messageMax)}…` : detail;
  return Response.json({ error: { code, message: message.toWellFormed(), hint } }, { status: http, headers });
}
