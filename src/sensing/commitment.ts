/**
 * What an observation says of the readings that it rests on, without saying them: SHA-256 over their canonical JSON (RFC 8785) with a salt, which keeps
 * whoever has the record from trying out what the readings may have been once they are erased.
 */
import type { Hasher } from '../vocabulary/ports.ts';
import { invariant } from '../vocabulary/result.ts';
import type { Reading, ReadingValue } from './reading.ts';

/**
 * SHA-256 in hex of `{"readings":[…],"salt":"…"}`, the readings in the order in which they were stored, each with its members in canonical order.
 * @param salt at least 128 random bits in hex, of its own for each observation
 * @throws InvariantError for numbers that JSON doesn't have; the formats make none
 */
export function commitReadings(hasher: Hasher, salt: string, readings: readonly Reading[]): string {
  return [...hasher.sha256(`{"readings":[${readings.map(readingText).join(',')}],"salt":${text(salt)}}`)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The canonical text of this one shape: its names ascend, and ECMAScript writes numbers as the RFC has them. */
function readingText({ at, by, id, received, stream, unit, value }: Reading): string {
  const unitPart = unit === undefined ? '' : `,"unit":${text(unit)}`;
  return `{"at":${number(at)},"by":"${by}","id":${text(id)},"received":${number(received)},"stream":${text(stream)}${unitPart},"value":${valueText(value)}}`;
}

function valueText(value: ReadingValue): string {
  if (value === null) return 'null';
  switch (typeof value) {
    case 'number': return number(value);
    case 'string': return text(value);
    case 'boolean': return String(value);
    default: return `[${value.map(number).join(',')}]`;
  }
}

function number(value: number): string {
  invariant(Number.isFinite(value), 'a reading holds a number that JSON doesn\'t have');
  return String(value);
}

function text(value: string): string {
  invariant(value.isWellFormed(), 'a reading holds a lone surrogate');
  return JSON.stringify(value);
}
