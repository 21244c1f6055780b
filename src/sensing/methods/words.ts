/** What sensors call yes and no, as the words that a stream's settings list, or those that Home Assistant and Zigbee2MQTT use. */
import type { Fields } from '../../vocabulary/kit.ts';
import type { ReadingValue } from '../reading.ts';
import type { ReadOf } from './settings.ts';

export const wordMax = 64;
const words = { type: 'list', of: { type: 'text', lengthMax: wordMax }, countMax: 32 } as const;

/** Settings of a stream that says yes or no. */
export const sayFields = {
  yes: { ...words, default: ['on', 'true', 'yes', '1', 'open', 'detected', 'occupied', 'home', 'present'], says: 'what it says when it is so' },
  no: { ...words, default: ['off', 'false', 'no', '0', 'closed', 'clear', 'not_home', 'away'], says: 'what it says when it is not so' },
  above: { type: 'decimal', decimals: 6, optional: true, says: 'a number above this is a yes, any other number a no' },
} as const satisfies Fields;

/** What a reading says; undefined where that is neither, so that nothing is made of it. */
export function yesOrNo(value: ReadingValue, { yes, no, above }: ReadOf<typeof sayFields>): boolean | undefined {
  if (typeof value === 'number' && above !== undefined) return value > above;
  const word = wordOf(value);
  if (word === undefined) return undefined;
  if (yes.some((each) => each.toLowerCase() === word)) return true;
  return no.some((each) => each.toLowerCase() === word) ? false : undefined;
}

/** A value as a word, in small letters; undefined where it is none. */
export function wordOf(value: ReadingValue): string | undefined {
  return typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number' ? String(value).toLowerCase() : undefined;
}
