/** A message's payload: as text, and as JSON where it is that. Streams that share a topic share the parsing. */

/** Nesting of a message: Zigbee2MQTT's list of devices has some ten levels. */
const depthMax = 64;
const [quote, backslash, openBracket, closeBracket, openBrace, closeBrace] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];

export type Payload = {
  readonly text: string;
  /** Undefined where the text is no JSON, or nests too deep. */
  readonly json: () => unknown;
};

export function payloadOf(text: string): Payload {
  let parsed: { readonly value: unknown } | undefined;
  return { text, json: () => (parsed ??= { value: parseJson(text) }).value };
}

/** Undefined for what is no JSON, or nests deeper than any description does: what goes through it step by step has an end. */
export function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function nestsTooDeep(text: string): boolean {
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i);
    if (char === quote) isInText = !isInText;
    else if (isInText) i += char === backslash ? 1 : 0;
    else if (char === openBracket || char === openBrace) depth += 1;
    else if (char === closeBracket || char === closeBrace) depth -= 1;
    if (depth > depthMax) return true;
  }
  return false;
}

/** Text of at most `max` characters, for people to read; undefined for what is no text or empty. */
export function shortText(value: unknown, max = 128): string | undefined {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.toWellFormed().replaceAll(/\p{Cc}+/gu, ' ').trim();
  return text === '' ? undefined : text.slice(0, max).toWellFormed();
}
