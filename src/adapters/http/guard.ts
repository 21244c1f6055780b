/** Who may speak to the server at all: a page of another site may not, by whatever name it reaches this machine. */
import type { HttpError } from './errors.ts';

/** Names under which a server that is bound to loopback is reached; another one in the Host header means DNS rebinding. */
const loopbackNames = new Set(['localhost', '127.0.0.1', '[::1]']);

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

export type Reached = {
  /** Whether the server is bound to loopback. */
  readonly loopback: boolean;
  /** The host by which a proxy in front is reached, as `linden.example`: it may hand that name on. */
  readonly publicHost?: string | undefined;
};

export function foreign(request: Request, { loopback, publicHost }: Reached): HttpError | null {
  const host = request.headers.get('host') ?? new URL(request.url).host;
  const name = host.replace(/:\d+$/, '').toLowerCase();
  if (loopback && !loopbackNames.has(name) && host.toLowerCase() !== publicHost) return { code: 'wrong_host', detail: `the request is for ${JSON.stringify(name)}, and this server answers on this machine only` };
  if (request.method === 'GET' || request.method === 'HEAD') return null;
  const origin = request.headers.get('origin');
  if (origin === null) return null;
  const isOwn = URL.canParse(origin) && new URL(origin).host === host;
  return isOwn ? null : { code: 'wrong_site', detail: `the request comes from ${JSON.stringify(origin)}` };
}

export const safeHeaders: Readonly<Record<string, string>> = {
  // WebAssembly is for the contracts' sandbox, which a member's browser runs to verify.
  'content-security-policy': 'default-src \'none\'; script-src \'self\' \'wasm-unsafe-eval\'; worker-src \'self\'; style-src \'self\'; img-src \'self\' data:; font-src \'self\'; connect-src \'self\'; manifest-src \'self\'; base-uri \'none\'; form-action \'none\'; frame-ancestors \'none\'',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};
