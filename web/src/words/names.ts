import { spaced } from '../../../src/views/labels.ts';
import { phrase, template } from '../messages/phrase.ts';

export { spaced };

/** @example titled('house-a') === 'House A' */
export function titled(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim();
  return words.split(' ').map((word, at) => (at === 0 || word.length === 1 ? word.charAt(0).toUpperCase() + word.slice(1) : word)).join(' ');
}

/**
 * A name that a kit gave to something, as the reader's language says it. @example called('take_back') === 'take back'; in German 'zurücknehmen'
 * @param kit whose it is, where it is known: the same name may mean another thing in another kit
 */
export function called(name: string, kit?: string): string {
  const words = spaced(name);
  return (kit === undefined ? undefined : template(`${words} (${kit})`)) ?? phrase(words);
}

/** The same by itself. @example calledAlone('take_back') === 'Take back' */
export function calledAlone(name: string, kit?: string): string {
  return sentence(called(name, kit));
}

/** Something to tell records and roots apart by. */
export function shortened(text: string, length: number = 10): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/** @example sentence('nobody objects') === 'Nobody objects' */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
