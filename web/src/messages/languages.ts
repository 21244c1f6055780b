/** The languages in which the app's texts are complete. */
export const languages = ['en', 'de', 'es'] as const;
export type Language = (typeof languages)[number];

/** How each calls itself. */
export const languageNames: { readonly [language in Language]: string } = { en: 'English', de: 'Deutsch', es: 'Español' };

/** Which rules numbers and days are written by: English ones as in Europe, since days stand before months everywhere here. */
export const localeOf: { readonly [language in Language]: string } = { en: 'en-GB', de: 'de-DE', es: 'es-ES' };

/**
 * The first of the reader's languages that there is (RFC 4647, 3.4 lookup); else English.
 * @example chosenOf(['fr-CH', 'de-CH']) === 'de'
 */
export function chosenOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [primary] = tag.toLowerCase().split('-');
    const found = languages.find((each) => each === primary);
    if (found !== undefined) return found;
  }
  return 'en';
}
