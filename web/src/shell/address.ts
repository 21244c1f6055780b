/** The app's addresses, behind the `#`: they work from any server, without one, and never reach it. */

/** A part of an address that may hold anything. @example address('things', 'look', 'bath/temperature') === '#/things/look/bath%2Ftemperature' */
export function address(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

/** What a pattern's parameter holds; what was typed by hand need not be well-formed. */
export function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What stands before and behind a colon; null: nothing. @example inTwo('fund:grant') is ['fund', 'grant'] */
export function inTwo(part: string | undefined): readonly [string | null, string | null] {
  const [before = '', behind = ''] = (part ?? '').split(':');
  return [before === '' ? null : before, behind === '' ? null : behind];
}

export function goTo(place: string): void {
  location.hash = place.replace(/^#/, '');
}
