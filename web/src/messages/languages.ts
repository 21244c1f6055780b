import { chosenOf, languages, type Language } from '../../../src/vocabulary/languages.ts';

export { chosenOf, languages, type Language };

/** How each calls itself. */
export const languageNames: { readonly [language in Language]: string } = { en: 'English', de: 'Deutsch', es: 'Español' };

/** Which rules numbers and days are written by: English ones as in Europe, since days stand before months everywhere here. */
export const localeOf: { readonly [language in Language]: string } = { en: 'en-GB', de: 'de-DE', es: 'es-ES' };
