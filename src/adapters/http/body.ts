/** Reading a request's body: JSON in UTF-8, of a bounded size and depth. */
import { ok, type Result } from '../../vocabulary/result.ts';
import type { HttpError } from './errors.ts';

/** Bytes of a request's body: sixteen records' worth, more than any entry that can be recorded. */
export const bodyBytesMax = 1_048_576;
/** Nesting of a body: a kit's manifest needs about 12, canonical JSON carries 64. */
export const bodyDepthMax = 48;

export type Read<T> = Extract<Result<T>, { ok: true }> | { readonly ok: false; readonly refusal: HttpError };

export async function readJson(request: Request): Promise<Read<unknown>> {
  const wrongType = typeRefusal(request, 'application/json');
  if (wrongType !== null) return wrongType;
  const bytes = await readBytes(request);
  if (!bytes.ok) return bytes;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value));
  } catch (error) {
    return no('malformed', error instanceof SyntaxError ? `the body is not JSON: ${error.message}` : 'the body is not UTF-8');
  }
  const wrong = wrongIn(value, bodyDepthMax);
  return wrong === null ? ok(value) : no('malformed', wrong);
}

/** Text of another media type. */
export async function readText(request: Request, type: string, charsMax: number): Promise<Read<string>> {
  const wrongType = typeRefusal(request, type);
  if (wrongType !== null) return wrongType;
  const bytes = await readBytes(request, charsMax);
  if (!bytes.ok) return bytes;
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.value));
  } catch {
    return no('malformed', 'the body is not UTF-8');
  }
}

function typeRefusal(request: Request, wanted: string): ReturnType<typeof no> | null {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
  if (type === wanted) return null;
  return no('wrong_content_type', `${type === undefined ? 'the body has no content type' : `the body is ${type}`}; here it is ${wanted}`);
}

/** A body of at most so many bytes. */
export async function readBytes(request: Request, most: number = bodyBytesMax): Promise<Read<Uint8Array>> {
  const tooLarge = no('too_large', `the body has more than ${most} bytes`);
  if (Number(request.headers.get('content-length') ?? '0') > most) return tooLarge;
  const reader = request.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const part = await reader?.read();
      if (part === undefined || part.done) break;
      size += part.value.byteLength;
      if (size > most) {
        void reader?.cancel().catch(() => undefined);
        return tooLarge;
      }
      chunks.push(part.value);
    }
  } catch {
    return no('malformed', 'the body broke off');
  }
  return ok(Buffer.concat(chunks));
}

/** What must not go further in: nesting that would overrun a stack, a key that would change an object's prototype, what can't be written canonically. */
function wrongIn(value: unknown, depth: number): string | null {
  if (typeof value === 'string' && !value.isWellFormed()) return 'the body has a text that is not well-formed Unicode';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'the body has a number that is too large';
  if (typeof value !== 'object' || value === null) return null;
  if (depth === 0) return `the body is nested deeper than ${bodyDepthMax}`;
  if (Object.hasOwn(value, '__proto__')) return 'the body has a key called __proto__';
  if (!Array.isArray(value) && !Object.keys(value).every((key) => key.isWellFormed())) return 'the body has a key that is not well-formed Unicode';
  for (const each of Object.values(value)) {
    const wrong = wrongIn(each, depth - 1);
    if (wrong !== null) return wrong;
  }
  return null;
}

function no(code: HttpError['code'], detail: string): { readonly ok: false; readonly refusal: HttpError } {
  return { ok: false, refusal: { code, detail } };
}
