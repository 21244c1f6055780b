/** A route of the API: what it says, takes and answers; and the pieces of which routes are made. */
import type { z } from '@hono/zod-openapi';
import { ok, refuse, type Result } from '../../vocabulary/result.ts';
import type { HttpError } from './errors.ts';
import type { HttpPorts, Submitted } from './ports.ts';

export type Answered = { readonly ok: true; readonly value: unknown; readonly keep?: Keep; /** The value is then its text, not JSON. */ readonly file?: FileToSave } | { readonly ok: false; readonly refusal: HttpError };

/** What a browser is to keep as its cookie. */
type Keep = { readonly secret: string; readonly secondsLeft: number };

/** What a browser is to save, and what it is. */
type FileToSave = { readonly name: string; readonly type: string };

export type Given = {
  readonly params: { readonly [name: string]: string };
  readonly query: { readonly [name: string]: string };
  /** Parsed JSON of a POST, or its text. */
  readonly body: unknown;
  /** What the request brought along for whom it asks. */
  readonly secret: string | undefined;
  /** And for another collective behind the same address, by its origin. */
  readonly secretOf: (origin: string) => string | undefined;
};

/** @typeParam Ports what its answers are made of */
export type Route<Ports = HttpPorts> = {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** With `{name}` for its parameters. */
  readonly path: string;
  readonly says: string;
  readonly query?: { readonly [name: string]: z.ZodType };
  /** Further query values are handed on as they are. */
  readonly openQuery?: true;
  readonly body?: z.ZodType;
  /** Of a POST whose body isn't JSON: its media type, and how many characters it may have. */
  readonly text?: { readonly type: string; readonly charsMax: number };
  readonly answer: z.ZodType;
  readonly run: (ports: Ports, given: Given) => Answered | Promise<Answered>;
};

export function base(path: string, says: string, answer: z.ZodType): Pick<Route, 'method' | 'path' | 'says' | 'answer'> {
  return { method: 'get', path, says, answer };
}

export function get(path: string, says: string, answer: z.ZodType, run: (ports: HttpPorts) => unknown): Route {
  return { ...base(path, says, answer), run: (ports) => ok(run(ports)) };
}

export function submitted(answer: Submitted): Result<unknown> {
  return answer.status === 'refused' ? refuse(answer.refusal.code, answer.refusal.detail) : ok(answer);
}

export function found(value: unknown, detail: string): Answered {
  return value === undefined ? { ok: false, refusal: { code: 'unknown_thing', detail } } : ok(value);
}
