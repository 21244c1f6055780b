/**
 * A node's interface: what a witness has (c2sp.org/tlog-witness), `POST /node` for the writer and other nodes, `POST /api/entries` for whoever
 * isn't heard elsewhere, `/node/status` and `/node/stand` for its owner. As long as it is the writer everything else is the collective's own API.
 */
import type { AskAnswer } from '../../log/nodes/asked.ts';
import type { Message } from '../../log/nodes/messages.ts';
import type { SealedEntry } from '../../vocabulary/entries.ts';
import type { KitManifest } from '../../vocabulary/kit.ts';
import type { ItemOutcome } from '../../vocabulary/outcomes.ts';
import { isRefusalCode } from '../../vocabulary/refusals.ts';
import type { Result } from '../../vocabulary/result.ts';
import { readBytes, readJson } from './body.ts';
import { readSealedEntry } from './entry.ts';
import { errorResponse } from './errors.ts';
import { foreign, isLoopback, type Reached } from './guard.ts';
import type { Http } from './http.ts';
import { createLetterLimit, strangeLettersPerMinuteMax, type LetterLimit } from './letter-limit.ts';
import { readLetter, type Letter } from './node-messages.ts';
import { letterBytesMax, nodePath } from './node-post.ts';
import { createWitnessHttp, type WitnessPort } from './witness.ts';

export type NodePort = {
  readonly witness: WitnessPort;
  /** Its own name, as answers bear it. */
  readonly name: () => string;
  readonly take: (letter: Letter) => Message | undefined;
  readonly ask: (sealed: SealedEntry) => AskAnswer;
  /** Resolves with what the entry's record says once it is committed; with undefined when that takes too long. */
  readonly recorded: (sealed: SealedEntry) => Promise<{ readonly seq: number; readonly recordedAt: number; readonly items: readonly ItemOutcome[] } | undefined>;
  readonly status: () => object;
  /** The owner's own decision to stand as the next writer. */
  readonly stand: () => void;
  /** Whether the secret is that of this machine's own commands. */
  readonly isOwner: (secret: string) => boolean;
  readonly now: () => number;
  readonly reached: Reached;
  /** The collective's API, as long as this node is its writer. */
  readonly collective: () => Http | undefined;
  readonly readManifest: (value: unknown) => Result<KitManifest>;
};

export function createNodeHttp(port: NodePort): Http {
  const witness = createWitnessHttp(port.witness);
  const limit = createLetterLimit(() => performance.now());
  return {
    close: () => port.collective()?.close(),
    async fetch(request, from) {
      const { pathname } = new URL(request.url);
      if (pathname === nodePath) return await take(port, request, limit, from === undefined || isLoopback(from.replace(/^::ffff:/, '')) ? undefined : from);
      if (pathname === '/add-checkpoint' || /^\/[0-9a-f]{64}\/checkpoint$/.test(pathname)) return await witness.fetch(request);
      if (pathname.startsWith(`${nodePath}/`)) return forOwner(port, request, pathname);
      const collective = port.collective();
      return collective === undefined ? await asFollower(port, request, pathname) : await collective.fetch(request);
    },
  };
}

/** What commands on the folder ask of whatever serves it. */
async function asFollower(port: NodePort, request: Request, pathname: string): Promise<Response> {
  const refusal = foreign(request, port.reached);
  if (refusal !== null) return errorResponse(refusal);
  switch (pathname) {
    case '/api/entries': return await ask(port, request);
    case '/api/health': return Response.json({ status: 'ok' });
    case '/api/collective': return isOwners(port, request) ? Response.json({ now: port.now() }) : errorResponse({ code: 'no_access', detail: 'a node shows nothing: read the log at its writer' });
    default: return errorResponse({ code: 'unknown_route', detail: `a node that isn't the writer has no ${request.method} ${pathname}` });
  }
}

function forOwner(port: NodePort, request: Request, pathname: string): Response {
  if (!isOwners(port, request)) return errorResponse({ code: 'no_access', detail: 'this is for commands on the node\'s own machine' });
  if (pathname === `${nodePath}/stand` && request.method === 'POST') port.stand();
  else if (pathname !== `${nodePath}/status` || request.method !== 'GET') return errorResponse({ code: 'unknown_route', detail: `there is no ${request.method} ${pathname}` });
  return Response.json(port.status(), { headers: { 'cache-control': 'no-store' } });
}

function isOwners(port: NodePort, request: Request): boolean {
  return port.isOwner(request.headers.get('authorization')?.replace(/^Bearer /, '') ?? '');
}

/** @param stranger where it comes from, if that isn't this machine: a proxy in front of it brings everyone's */
async function take(port: NodePort, request: Request, limit: LetterLimit, stranger: string | undefined): Promise<Response> {
  if (request.method !== 'POST') return errorResponse({ code: 'wrong_method', detail: `${nodePath} knows POST` }, { allow: 'POST' });
  if (limit.isOver(stranger)) return errorResponse({ code: 'busy', detail: `at most ${strangeLettersPerMinuteMax} letters that prove nothing are taken from one address in a minute` });
  const bytes = await readBytes(request, letterBytesMax);
  if (!bytes.ok) return errorResponse(bytes.refusal);
  const letter = letterIn(port, bytes.value);
  if (!letter.ok) {
    limit.note(stranger, undefined, undefined);
    return errorResponse(letter.refusal);
  }
  const answer = port.take(letter.value);
  limit.note(stranger, letter.value.message, answer);
  return answer === undefined ? new Response(null, { status: 204 }) : Response.json({ from: port.name(), message: answer } satisfies Letter);
}

function letterIn(port: NodePort, bytes: Uint8Array): Result<Letter> {
  const letter = readLetter(parsed(bytes));
  const wrong = letter.ok ? wrongEntry(port, letter.value.message) : null;
  return wrong === null ? letter : { ok: false, refusal: wrong };
}

/** Entries of others reach the rules only in the form that the rules ask for. */
function wrongEntry({ readManifest }: NodePort, message: Message): { readonly code: 'malformed'; readonly detail: string } | null {
  const texts = message.kind === 'entry' ? [message.entry] : message.kind === 'stand' ? [message.proposal] : message.kind === 'vote' ? [message.ballot]
    : message.kind === 'append' && message.tenure.election !== null ? [message.tenure.election.proposal] : [];
  const wrong = texts.map((text) => readSealedEntry(parsed(text), readManifest)).find((read) => !read.ok);
  return wrong?.ok === false ? { code: 'malformed', detail: wrong.refusal.detail } : null;
}

async function ask(port: NodePort, request: Request): Promise<Response> {
  if (request.method !== 'POST') return errorResponse({ code: 'wrong_method', detail: '/api/entries knows POST' }, { allow: 'POST' });
  const body = await readJson(request);
  if (!body.ok) return errorResponse(body.refusal);
  const sealed = readSealedEntry(body.value, port.readManifest);
  if (!sealed.ok) return errorResponse(sealed.refusal);
  const answer = port.ask(sealed.value);
  switch (answer.is) {
    case 'takes': {
      const recorded = await port.recorded(sealed.value);
      return recorded === undefined ? Response.json({ status: 'handed_on' }, { status: 202 }) : Response.json({ status: 'recorded', ...recorded });
    }
    case 'handed_on': return Response.json({ status: 'handed_on', followed: false }, { status: 202 });
    case 'has': return Response.json({ status: 'duplicate' });
    case 'busy': return errorResponse({ code: 'busy', detail: 'too many entries wait at this node' });
    case 'refuses': return errorResponse({ code: isRefusalCode(answer.code) ? answer.code : 'malformed', detail: answer.detail });
  }
}

function parsed(source: Uint8Array | string): unknown {
  try {
    return JSON.parse(typeof source === 'string' ? source : new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(source));
  } catch {
    return undefined;
  }
}
