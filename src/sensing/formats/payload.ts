/** A message's payload: as text, and as JSON where it is that. Streams that share a topic share the parsing. */

export type Payload = {
  readonly text: string;
  /** Undefined where the text is no JSON. */
  readonly json: () => unknown;
};

export function payloadOf(text: string): Payload {
  let parsed: { readonly value: unknown } | undefined;
  return { text, json: () => (parsed ??= { value: parseJson(text) }).value };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Text of at most `max` characters, for people to read; undefined for what is no text or empty. */
export function shortText(value: unknown, max = 128): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.toWellFormed().replaceAll(/\p{Cc}+/gu, ' ').trim();
  return text === '' ? undefined : text.slice(0, max).toWellFormed();
}
