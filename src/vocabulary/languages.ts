/** The languages in which what people read is complete. */
export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

/**
 * The first of the reader's languages that there is (RFC 4647, 3.4 lookup); else English.
 * @param wanted language tags, the most wanted first. @example chosenOf(['fr-CH', 'de-CH']) === 'de'
 */
export function chosenOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [primary] = tag.toLowerCase().split('-');
    const found = languages.find((each) => each === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}

/** Which rules numbers and days are written by: English ones as in Europe, since days stand before months everywhere here. */
export const localeOf: { readonly [language in Language]: string } = { en: 'en-GB', de: 'de-DE', es: 'es-ES' };
