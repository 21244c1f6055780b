/** @example titled('house-a') === 'House A' */
export function titled(id: string): string {
  const words = id.replaceAll(/[-_]+/g, ' ').trim();
  return words.split(' ').map((word, at) => (at === 0 || word.length === 1 ? word.charAt(0).toUpperCase() + word.slice(1) : word)).join(' ');
}

/** @example spaced('base_price') === 'base price' */
export function spaced(name: string): string {
  return name.replaceAll('_', ' ');
}

/** Something to tell records and roots apart by. */
export function shortened(text: string, length: number = 10): string {
  return text.length <= length ? text : `${text.slice(0, length)}…`;
}

/** @example sentence('nobody objects') === 'Nobody objects' */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
