/** Values of terms as sentences have them, in the reader's language: src/views/words.ts says the same in English. */
import { sayValue } from '../../../src/views/words.ts';
import { isObject, type Json, type JsonObject } from '../../../src/vocabulary/json.ts';
import { phrase } from '../messages/phrase.ts';
import { written } from './amounts.ts';
import { called } from './names.ts';

/**
 * Lists with commas, records by their names. @example inWords([{ from: '1000.00', times: 2 }]) === 'from 1000.00, times 2'; in German 'ab 1000,00, mal 2'
 * @param keyed how what stands before a value is said: a record's names are the kit's, a map's keys are somebody's own
 */
export function inWords(value: Json, keyed: (name: string) => string = called): string {
  if (Array.isArray(value) && value.length > 0) return value.map((each: Json) => inWords(each)).join(isObject(value[0]) ? '; ' : ', ');
  if (isObject(value) && !Array.isArray(value) && Object.keys(value).length > 0) return Object.entries(value as JsonObject).sort(([one], [other]) => (one < other ? -1 : 1)).map(([name, each]) => `${keyed(name)} ${inWords(each)}`).join(', ');
  const words = sayValue(value);
  return /^-?\d+(\.\d+)?$/.test(words) ? written(words) : phrase(words);
}
