import { chosenOf, languages, localeOf, type Language } from '../../../src/vocabulary/languages.ts';

export { chosenOf, languages, localeOf, type Language };

/** How each calls itself. */
export const languageNames: { readonly [language in Language]: string } = { en: 'English', de: 'Deutsch', es: 'Español' };
