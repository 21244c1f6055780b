/**
 * Who may read, and what else. Each request needs a right, which a secret brings along: that of a link, of a member's session, or of this
 * machine's own commands. It comes as `Authorization: Bearer SECRET`, as a cookie, or once as `?link=SECRET`, which sets the cookie.
 */
import { createHash } from 'node:crypto';
import { parse, serialize } from 'hono/utils/cookie';
import { commandLine } from '../../vocabulary/command-line.ts';
import { closedPage, comingPage, languageOf, leftPage, type Shut } from './access-page.ts';
import { errorResponse, type HttpError } from './errors.ts';

/**
 * `read`: all that a member sees. `own`: what is one's own, which the session says, also after one has left. `log`: the files under /log/ that a
 * check needs. `devices`: unsigned observations may be put in.
 * `texts`: erasable texts may be, the code of kits, and trained models. `erase`: such texts may be taken away for good.
 */
export type Right = 'read' | 'own' | 'log' | 'devices' | 'texts' | 'erase';

export type Holder = {
  /** Now: they are asked with each request, and before anything more goes out over a stream, as is whether it is in force. */
  readonly rights: ReadonlySet<Right>;
  readonly holds: () => boolean;
  /** How long a browser keeps it; null: until it is closed. */
  readonly secondsLeft: number | null;
  /** Who reads by it, as `member ana`: the same for all secrets of one reader. Left out: whoever has this one. */
  readonly reader?: string;
};

export type AccessPort = {
  /** The collective's, as in its entries. */
  readonly origin: string;
  /** What whoever brings no secret may do. */
  readonly everyone: ReadonlySet<Right>;
  /** Undefined: nobody was given this secret, or it is long forgotten. */
  readonly holder: (secret: string) => Holder | undefined;
};

/** `path` is the one by which the router chooses. */
export type Gate = {
  /** The answer to a request that goes no further; null when it may go on. */
  readonly stop: (request: Request, path: string) => Response | null;
  /** For a request that went on: whether it still might, as often as one asks. */
  readonly permit: (request: Request, path: string) => () => boolean;
};

/** A browser keeps no cookie for longer (RFC 6265bis, 5.6.2): 400 days. */
const cookieSecondsMax = 34_560_000;

export type GateOptions = {
  /** What stands before all addresses, as `/c/linden`; left out: nothing. */
  readonly base?: string | undefined;
  /** Left out: {@link needOf}. */
  readonly needs?: (method: string, path: string) => Right | 'nothing';
};

export function createGate(access: AccessPort, { base = '', needs = needOf }: GateOptions = {}): Gate {
  return {
    stop(request, path) {
      const url = new URL(request.url);
      const secret = secretOf(request, access.origin);
      if (isLooking(request) && url.searchParams.has('link')) return enter(access, secret, request, url, base);
      const need = needs(request.method, path);
      const refusal = need === 'nothing' ? null : refusalOf(access, secret, need);
      return refusal === null ? null : refused(request, path, refusal, secret === undefined, base);
    },
    permit(request, path) {
      const need = needs(request.method, path);
      const secret = secretOf(request, access.origin);
      const holder = secret === undefined ? undefined : access.holder(secret);
      return () => need === 'nothing' || access.everyone.has(need) || (holder?.rights.has(need) === true && holder.holds());
    },
  };
}

const open: ReadonlySet<string> = new Set([
  'GET /api/health', 'GET /api/openapi.json', 'GET /api/challenge', 'POST /api/session', 'DELETE /api/session', 'POST /api/entries', 'POST /api/senml', 'POST /api/comments', 'POST /api/invitation', 'POST /api/recovery',
  // The page alone, with nothing of the collective in it, for whoever was invited and is no member yet.
  'GET /join',
  // And for a member on a device that isn't known yet.
  'GET /come-in',
  // What a link in a mail leads to: its token says whose it is.
  'GET /unsubscribe', 'POST /unsubscribe', 'GET /confirm-address', 'POST /confirm-address',
]);
const writes: ReadonlyMap<string, Right> = new Map([['POST /api/observations', 'devices'], ['POST /api/bodies', 'texts'], ['POST /api/codes', 'texts'], ['POST /api/models', 'texts']]);
/** What the page is built from; nothing of the collective is in it. A manifest has its name for whoever may read. */
const appFiles = /^\/(assets\/\w[\w.-]*|icon[\w-]*\.(svg|png)|index\.html|sw\.js|manifest\.webmanifest)$/;
/** Tiles, checkpoint, code: no part of the path begins with a dot. */
const logFiles = /^\/log(\/\w[\w.-]*)+$/;

/** What a request needs. Whatever isn't named here needs `read`: a route that is forgotten is closed. An entry brings its own seal, and so do signed readings. */
export function needOf(method: string, path: string): Right | 'nothing' {
  const asked = `${method === 'HEAD' ? 'GET' : method} ${path}`;
  if (open.has(asked) || (asked.startsWith('GET ') && appFiles.test(path))) return 'nothing';
  if (asked.startsWith('DELETE /api/bodies/')) return 'erase';
  if (asked === 'GET /api/me/export' || asked.startsWith('DELETE /api/comments/')) return 'own';
  return writes.get(asked) ?? (logFiles.test(path) ? 'log' : 'read');
}

/** The secret that a request brings. The header is for this request alone, and so goes before the cookie; another scheme's is a proxy's business. */
export function secretOf(request: Request, origin: string): string | undefined {
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (bearer !== undefined) return bearer;
  const name = cookieName(origin);
  return parse(request.headers.get('cookie') ?? '', name)[name];
}

/** @param secondsLeft null: until the browser is closed; 0 takes the cookie away */
export function cookieFor(request: Request, origin: string, secret: string, secondsLeft: number | null): string {
  return serialize(cookieName(origin), secret, {
    path: '/', httpOnly: true, sameSite: 'Strict',
    ...(secondsLeft === null ? {} : { maxAge: Math.min(Math.max(0, Math.floor(secondsLeft)), cookieSecondsMax) }),
    ...(isSecure(request) ? { secure: true as const } : {}),
  });
}

/** A proxy in front may have the TLS; whoever makes the header up only keeps the cookie from themselves. */
function isSecure(request: Request): boolean {
  return request.url.startsWith('https:') || request.headers.get('x-forwarded-proto') === 'https';
}

/** By the collective: servers on other ports of the same machine share a browser's cookies. */
export function cookieName(origin: string): string {
  return `frankpledge-${origin.slice(origin.lastIndexOf('/') + 1)}`;
}

/**
 * Marks a browser by who reads in it from now on, when an answer gives it a secret or takes it away: the page keeps what it knows by that mark, and
 * another reader never sees it. The page may read the mark, which is no secret and outlives a session: what is known can be read without a connection.
 */
export function markReader(access: AccessPort, request: Request, response: Response, base = ''): void {
  for (const cookie of response.headers.getSetCookie()) {
    const secret = parse(cookie, cookieName(access.origin))[cookieName(access.origin)];
    if (secret === undefined) continue;
    const holder = secret === '' ? undefined : access.holder(secret);
    const mark = secret === '' ? '' : createHash('sha256').update(`${access.origin} ${holder?.reader ?? secret}`).digest('base64url').slice(0, 22);
    response.headers.append('set-cookie', serialize(`frankpledge-reader-${cookieName(access.origin).slice('frankpledge-'.length)}`, mark, {
      path: `${base}/`, sameSite: 'Strict', maxAge: mark === '' ? 0 : cookieSecondsMax, ...(isSecure(request) ? { secure: true as const } : {}),
    }));
  }
}

const purposes: { readonly [right in Right]: string } = {
  read: 'to read', own: 'for what is one\'s own', log: 'to read the log\'s files', devices: 'to put in what devices saw', texts: 'to have texts kept', erase: 'to erase texts',
};

/** Whether it is of one who has left: what is their own is open to them, and nothing else. */
export function hasLeft({ rights }: Holder): boolean {
  return rights.has('own') && !rights.has('read');
}

function refusalOf(access: AccessPort, secret: string | undefined, need: Right): HttpError | null {
  const holder = secret === undefined ? undefined : access.holder(secret);
  if (holder?.holds() === true && holder.rights.has(need)) return null;
  if (access.everyone.has(need)) return null;
  if (secret === undefined) return { code: 'no_access', detail: `${purposes[need]} one needs a link, or to be a member` };
  if (holder === undefined) return { code: 'no_access', detail: 'nobody was given this link' };
  if (!holder.holds()) return { code: 'access_over', detail: 'this link, or this session, is over' };
  if (hasLeft(holder)) return { code: 'has_left', detail: 'whoever has left sees no more of what is for members' };
  return { code: 'narrow_access', detail: `what was given isn't enough ${purposes[need]}` };
}

/** The first visit: the secret goes from the address into a cookie. Whoever may read already keeps what they have, when the link is over. */
function enter(access: AccessPort, kept: string | undefined, request: Request, url: URL, base: string): Response {
  const secret = url.searchParams.get('link') ?? '';
  url.searchParams.delete('link');
  // One slash: two would be the address of another server.
  const path = url.pathname.replace(/^\/+/, '/');
  const holder = access.holder(secret);
  const isGood = holder?.holds() === true;
  if (!isGood && refusalOf(access, kept, 'read') !== null) {
    return refused(request, path, holder === undefined ? { code: 'no_access', detail: 'nobody was given this link' } : { code: 'access_over', detail: 'this link is over' }, false, base);
  }
  const headers = new Headers({ 'location': base + path + url.search, 'cache-control': 'no-store' });
  if (isGood) headers.set('set-cookie', cookieFor(request, access.origin, secret, holder.secondsLeft));
  return new Response(null, { status: 303, headers });
}

function isLooking(request: Request): boolean {
  return request.method === 'GET' || request.method === 'HEAD';
}

/** @param without whether no secret came at all */
function refused(request: Request, path: string, refusal: HttpError, without: boolean, base: string): Response {
  const problem = without ? '' : `, error="${refusal.code === 'narrow_access' || refusal.code === 'has_left' ? 'insufficient_scope' : 'invalid_token'}"`; // RFC 6750
  const answer = errorResponse(refusal, { 'cache-control': 'no-store', 'www-authenticate': `Bearer realm="frankpledge"${problem}` });
  const wantsPage = isLooking(request) && !/^\/(api|log)\//.test(path) && (request.headers.get('accept') ?? '').includes('text/html');
  if (!wantsPage) return answer;
  // A session that ended with the server is begun anew by the key in this browser, if there is one: the page for coming in does that by itself.
  if (refusal.code === 'no_access' && !without && !new URL(request.url).searchParams.has('link')) return new Response(null, { status: 303, headers: { 'location': `${base}/come-in`, 'cache-control': 'no-store' } });
  // Who follows a link from another site, as in web mail, comes without the strict cookie; who then comes from this page has it.
  const isComing = without && request.headers.get('sec-fetch-site') === 'cross-site';
  const language = languageOf(request.headers.get('accept-language'));
  const { html, policy } = isComing ? comingPage(language) : refusal.code === 'has_left' ? leftPage(language, `${base}/api/me/export`)
    : closedPage(language, shutBy(refusal, without), commandLine(`link new${refusal.code === 'narrow_access' ? ' --scope read' : ''}`), `${base}/come-in`);
  const headers = new Headers(answer.headers);
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', policy);
  return new Response(html, { status: answer.status, headers });
}

function shutBy({ code }: HttpError, without: boolean): Shut {
  if (code === 'access_over') return 'over';
  if (code === 'narrow_access') return 'narrow';
  return without ? 'none' : 'unknown';
}
